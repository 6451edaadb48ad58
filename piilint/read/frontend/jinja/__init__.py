"""Lowers Jinja2 templates: a template becomes a function of its context whose body shows values.

    text -> tokens (tokens, html) -> syntax tree (parse) -> instructions (statements, expressions, macros, inheritance)

Jinja2 itself lexes and parses. Its nodes know only a line, so each token is given a number in place of its line: from a
node's number follow its exact place, its tag and the text that was written. Unknown tags are passed over.
"""

from piilint.read.frontend.jinja.module import lower_jinja

__all__ = ["lower_jinja"]
