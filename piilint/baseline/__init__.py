"""Files of what was agreed on: findings that are put off, made for merging, and what each screen shows to whom."""

from piilint.baseline.file import MOST_USED, as_text, read_baseline
from piilint.baseline.lock import LOCK, lock_text, read_lock
from piilint.baseline.match import entries_of, put_off

__all__ = ["LOCK", "MOST_USED", "as_text", "entries_of", "lock_text", "put_off", "read_baseline", "read_lock"]
