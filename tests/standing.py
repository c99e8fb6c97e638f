"""What stands in a build's folder, as any program sees it and as this program's readers do."""

from pathlib import Path

from kg import folder


def plain(out: Path) -> dict[str, bytes]:
    """Return the files that lie in a folder, as any program sees them, the program's own work folder left out."""
    return {
        p.relative_to(out).as_posix(): p.read_bytes()
        for p in sorted(out.rglob("*"))
        if p.is_file() and folder.OWN not in p.parts
    }


def whole(out: Path) -> dict[str, bytes]:
    """Return what readers see: every file that the manifest names, checked, and the manifest."""
    if not folder.exists(out, folder.MANIFEST):
        return {}
    files = folder.manifest(out)["files"]
    return {name: folder.read(out, name) for name in sorted({*files, folder.MANIFEST})}
