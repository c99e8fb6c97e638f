"""Run the commands of README.md again and put their present output under them; take the picture anew.

    python scripts/refresh_readme.py

In a ``console`` block a line that begins with ``$`` is a command, and what follows is its output; a last line ``…``
says that more was printed than is shown. As many lines are shown as before. The commands run in a temporary folder that
holds the demo articles. The picture is taken where a Chromium is installed, from a fresh build of the demo.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
MORE = "…"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SHOWN = "https://w3id.org/zhaoshang-kg/id/region/510700"


def fences(text: str, *languages: str) -> list[tuple[str, str]]:
    """Return (language, content) of the fenced blocks in these languages, in order."""
    found = re.findall(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [(language, content) for language, content in found if language in languages]


def commands(block: str) -> list[tuple[str, list[str]]]:
    """Return (command, lines of output) of a console block."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [(lines[0], lines[1:]) for lines in (part.rstrip("\n").split("\n") for part in parts)]


def workplace(folder: Path) -> Path:
    """Fill a folder with what the commands need, and return it."""
    shutil.copytree(ROOT / "kg" / "demo" / "articles", folder / "kg" / "demo" / "articles")
    return folder


def run(command: str, folder: Path) -> str:
    """Return what a command prints; CalledProcessError where it fails."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, env={**os.environ, "PATH": path, "PYTHONUTF8": "1"},
        capture_output=True, text=True, encoding="utf-8", check=True, timeout=300,
    )  # fmt: skip
    return done.stdout


def refreshed(block: str, folder: Path) -> str:
    """Return a console block with present output, no longer than it was."""
    lines = []
    for command, old in commands(block):
        new = [line.rstrip() for line in run(command, folder).rstrip("\n").splitlines()]
        lines.append(f"$ {command}")
        shown = len(old) - 1 if old and old[-1] == MORE else len(old)
        lines += new if len(new) <= shown else [*new[:shown], MORE]
    return "\n".join([*lines, ""])


def picture(browser: str, out: Path) -> None:
    """Take the picture of the demo's page with one region selected."""
    with tempfile.TemporaryDirectory() as folder:
        run("kg build kg/demo/articles -o output", workplace(Path(folder)))
        address = (Path(folder) / "output" / "graph.html").as_uri() + "#" + quote(SHOWN, safe="")
        subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
             "--disable-background-networking", f"--user-data-dir={folder}/profile", "--window-size=1400,860",
             "--force-prefers-reduced-motion", "--virtual-time-budget=4000", f"--screenshot={out}", address],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip


def main() -> None:
    text = README.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        place = workplace(Path(folder))
        for _, block in fences(text, "console"):
            text = text.replace(block, refreshed(block, place))
    README.write_text(text, encoding="utf-8")
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser:
        picture(browser, ROOT / "docs" / "graph.png")
    else:
        sys.stderr.write("No Chromium here; docs/graph.png stays as it is.\n")


if __name__ == "__main__":
    main()
