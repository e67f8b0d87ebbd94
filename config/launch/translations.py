"""Compiling translations without the system's gettext tools."""

from pathlib import Path

from config.launch import paths

CATALOGUES = ("*/locale/*/LC_MESSAGES/*.po",)


def compile_catalogues(root: Path = paths.ROOT) -> int:
    """Compile each catalogue that is newer than its compiled form; the number compiled."""
    sources = [path for pattern in CATALOGUES for path in root.glob(pattern)]
    return sum(map(_compile, sources))


def _compile(source: Path) -> bool:
    import polib

    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return False
    polib.pofile(str(source)).save_as_mofile(str(target))
    return True
