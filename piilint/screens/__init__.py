"""Which screens the flows end on, what each is for, and what stands before its sinks."""

from piilint.screens.collect import screens

__all__ = ["screens"]
