"""Baselines: a file of findings that are put off, made for merging, and what it leaves of the findings of a run."""

from piilint.baseline.file import MOST_USED, as_text, read_baseline
from piilint.baseline.match import entries_of, put_off

__all__ = ["MOST_USED", "as_text", "entries_of", "put_off", "read_baseline"]
