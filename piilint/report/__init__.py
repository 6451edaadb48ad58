"""Reports in the formats that people and programs read: one renderer a file."""

from piilint.report.options import RenderOptions
from piilint.report.render import RENDERERS, WHOLE, render

__all__ = ["RENDERERS", "WHOLE", "RenderOptions", "render"]
