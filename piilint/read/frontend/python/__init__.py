"""Python: the bytes of a file become its ModuleIR. The one place, with `excerpt`, that knows libcst.

    source -> layout -> libcst -> structure/survey -> builder (with expressions, statements, ...) -> finish

`lower_python` is all that others need.
"""

from __future__ import annotations

from piilint.read.frontend.python.lower import lower_python

__all__ = ["lower_python"]
