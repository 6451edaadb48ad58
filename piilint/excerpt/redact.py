"""Personal-looking literals, starred out at equal length so that columns hold."""

from __future__ import annotations

import re

EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
COORDINATE = r"(?<![\w.])-?\d{1,3}\.\d{3,}(?![\w.])"
LONG_NUMBER = r"(?<![\w.])\+?\(?\d(?:[ ().\-/]{0,2}\d){8,}(?![\w.])"
PHONE = r"(?<![\w.\-])(?:\+\d(?:[ ().-]{0,2}\d){6,}|\(?\d{3}\)?[ -]\d{3,4}(?:[ -]\d{2,4})?)(?![\w.\-])"
DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2})?")

_PERSONAL = re.compile("|".join((EMAIL, COORDINATE, LONG_NUMBER, PHONE)))


def redacted(line: str) -> str:
    """The line with e-mail addresses, phone-like numbers and precise coordinates as `****`; dates stay."""
    return _PERSONAL.sub(lambda found: _stars(found.group()), line)


def _stars(text: str) -> str:
    return text if DATE.fullmatch(text) else "*" * len(text)
