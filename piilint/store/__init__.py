"""store: bytes kept between runs, by kind and key. Knows no types, never fails a run: at worst it is empty."""

from piilint.store.folder import clean
from piilint.store.own_code import code_version
from piilint.store.store import Store, open_store

__all__ = ["Store", "clean", "code_version", "open_store"]
