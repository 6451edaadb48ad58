"""unchanged: the report of an earlier run, where nothing that it was made of has changed since.

`contents.py` tells what the files hold without reading those that stand as they did, `key.py` names a run by all that
its report depends on, and `reports.py` keeps reports in the store and gets them back.
"""

from piilint.unchanged.key import name_of_run
from piilint.unchanged.reports import keep, kept

__all__ = ["keep", "kept", "name_of_run"]
