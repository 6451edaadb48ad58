"""Lowers Django templates: a template becomes a function of its context whose body shows values.

    text -> tokens (tokens) -> tree of tags (tree) -> instructions (module, then a file for each family of tags)

What a tag says is parsed where the tag is lowered: filter expressions (syntax), conditions (conditions), the words that
tags share (words). A tag that is not built in is a call; where an end tag closes it, what it encloses is read in place.
"""

from piilint.read.frontend.django.module import lower_django

__all__ = ["lower_django"]
