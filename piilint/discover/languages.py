"""Which language a file is written in, told by its suffix; a script without one by its first line."""

from __future__ import annotations

import os
import re

LANGUAGES = {
    ".py": "python",
    ".pyw": "python",
    ".pyi": "stub",
    ".ipynb": "notebook",
    ".html": "template",
    ".htm": "template",
    ".jinja": "template",
    ".jinja2": "template",
    ".j2": "template",
    ".sql": "sql",
}

TEMPLATE_FOLDER = "templates"
"""Below a folder of this name, plain text may be a template too."""

PLAIN_TEMPLATES = frozenset({".txt", ".xml", ".md"})

PROGRAM_LANGUAGES = frozenset({"python", "stub", "notebook", "template"})
"""At least one file of these is needed: queries alone show nothing to anybody."""

_PYTHON_SCRIPT = re.compile(rb"#!.*\bpython[0-9.]*\b")


def language_of(name: str, below_templates: bool) -> str | None:
    """The language of a file of that name, or None where piilint does not read it."""
    suffix = os.path.splitext(name)[1].lower()
    if below_templates and suffix in PLAIN_TEMPLATES:
        return "template"
    return LANGUAGES.get(suffix)


def language_of_script(path: str) -> str | None:
    """Python for a file without suffix whose first line calls Python. Only files that were named are asked."""
    if os.path.splitext(path)[1]:
        return None
    try:
        with open(path, "rb") as script:
            first_line = script.readline(256)
    except OSError:
        return None
    return "python" if _PYTHON_SCRIPT.match(first_line) else None
