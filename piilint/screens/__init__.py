"""Which screens the flows end on, what each is for, and what stands before its sinks."""

from piilint.screens.collect import screens
from piilint.screens.own_checks import own_checks

__all__ = ["own_checks", "screens"]
