"""What reports say of the tool that made them."""

from __future__ import annotations

from piilint import __version__

NAME = "piilint"
VERSION = __version__
HOME = "https://pypi.org/project/piilint-flow/"
