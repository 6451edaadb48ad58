"""Measurements that need minutes, downloads or a quiet machine. Nothing here runs in `make test`."""
