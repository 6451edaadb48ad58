"""Reads a template as a test asks about it."""

from __future__ import annotations

from textwrap import dedent

from piilint.ir.module import decode_module, encode_module
from piilint.read.frontend.jinja import lower_jinja
from tests.support.template_reading import Reading


def read(text: str) -> Reading:
    """Lowers a template; it has been through the store's encoding."""
    return Reading(decode_module(encode_module(lower_jinja(dedent(text).encode()))))
