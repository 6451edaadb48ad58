"""The folder that the store lives in: marked as a cache, so that backups, version control and other tools skip it."""

from __future__ import annotations

from pathlib import Path

DATABASE = "store.sqlite"

MARKERS = {
    "CACHEDIR.TAG": (
        "Signature: 8a477f597d28d172789f06886806bc55\n"
        "# This folder is a cache of piilint. It can be removed at any time: piilint clean.\n"
    ),
    ".gitignore": "# Made by piilint.\n*\n",
}


def make(folder: Path) -> None:
    """Creates the folder and marks it. A folder that holds other things is used, but not marked. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        return
    for name, text in MARKERS.items():
        (folder / name).write_text(text, encoding="utf-8")


def remove_database(folder: Path) -> None:
    """Removes the database and its journals. Raises OSError."""
    for path in folder.glob(DATABASE + "*"):
        path.unlink(missing_ok=True)


def clean(cache_dir: str) -> bool:
    """Removes what the store keeps in a folder, and the folder where nothing else is in it. Tells if it was there."""
    folder = Path(cache_dir)
    if not (folder / DATABASE).exists() and not _only_markers(folder):
        return False
    remove_database(folder)
    if _only_markers(folder):
        for name in MARKERS:
            (folder / name).unlink(missing_ok=True)
        folder.rmdir()
    return True


def _only_markers(folder: Path) -> bool:
    return folder.is_dir() and {entry.name for entry in folder.iterdir()} == set(MARKERS)
