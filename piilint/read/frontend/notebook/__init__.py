"""Jupyter notebooks: their code cells, in order, are one Python module."""

from __future__ import annotations

from piilint.read.frontend.notebook.lower import lower_notebook

__all__ = ["lower_notebook"]
