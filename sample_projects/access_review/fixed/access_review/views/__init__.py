"""The views, one blueprint for each kind of work."""
