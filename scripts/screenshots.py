"""Take the pictures of docs/view.md anew, from a fresh build of the demo articles.

    python scripts/screenshots.py [FOLDER]

Needs playwright and a Chromium. Pictures go to docs/view/ (or FOLDER), as small as a palette makes them where Pillow is
installed, in the sizes of a screen and of a phone.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from kg.pipeline import build

ROOT = Path(__file__).parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SCREEN, PHONE = (1280, 800), (390, 780)
PICTURES = {
    "overview": ("#view=overview", SCREEN, "light"),
    "panel": ("#view=graph&thing=region/510700", SCREEN, "light"),
    "around": ("#view=graph&around=region/510700&hops=2", SCREEN, "light"),
    "map": ("#view=map&thing=region/510700", SCREEN, "light"),
    "investment": ("#view=charts", SCREEN, "light"),
    "progress": ("#view=charts&chart=progress", SCREEN, "light"),
    "indicator": ("#view=charts&chart=indicator", SCREEN, "light"),
    "table": ("#view=table&table=figures", SCREEN, "light"),
    "timeline": ("#view=timeline", SCREEN, "light"),
    "reader": ("#view=reader", SCREEN, "light"),
    "dark": ("#view=reader", SCREEN, "dark"),
    "phone": ("#view=graph&thing=region/510700", PHONE, "light"),
    "phone-map": ("#view=map", PHONE, "light"),
    "phone-reader": ("#view=reader", PHONE, "light"),
    "english": ("#view=charts&chart=progress&lang=en", SCREEN, "light"),
    "empty": ("#view=table&type=Event&status=expected", SCREEN, "light"),
}
"""Name → address, size in pixels, theme."""


def take(browser: Browser, page: Path, out: Path, names: Iterable[str]) -> None:
    """Take pictures of a page in one browser."""
    for name in names:
        address, (width, height), theme = PICTURES[name]
        tab = browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
        )
        tab.goto(page.as_uri() + address)
        tab.wait_for_selector("body[data-ready]")
        tab.wait_for_timeout(400)
        tab.screenshot(path=out / f"{name}.png")
        tab.close()
        shrink(out / f"{name}.png")


def shrink(picture: Path) -> None:
    """Reduce a picture to 256 colours, where Pillow is there."""
    try:
        from PIL import Image
    except ImportError:
        return
    with Image.open(picture) as image:
        small = image.convert("RGB").quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    small.save(picture, optimize=True)


def main() -> None:
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "view"
    out.mkdir(parents=True, exist_ok=True)
    chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
    if chromium is None:
        raise SystemExit("No Chromium here; the pictures stay as they are.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        build([ROOT / "kg" / "demo" / "articles"], Path(folder))
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        take(browser, Path(folder) / "graph.html", out, PICTURES)
        browser.close()


if __name__ == "__main__":
    main()
