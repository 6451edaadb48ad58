"""Which screens the flows end on, what each is for, and what stands before its sinks."""

from piilint.screens.collect import screens
from piilint.screens.own_checks import own_checks
from piilint.screens.routed import routed

__all__ = ["own_checks", "routed", "screens"]
