"""Which part of an HTML page a place in a template belongs to."""

from __future__ import annotations

import re

_TAG = re.compile(r"<!--|<(/?[A-Za-z][^\s/>]*)")
_NAME = re.compile(r"[^\s=>/\"']+")
_EQUALS = re.compile(r"\s*=\s*")
_UNQUOTED = re.compile(r"[^\s>]*")
_URLS = frozenset({
    "href", "src", "action", "formaction", "poster", "cite", "background", "srcset", "ping", "manifest", "data",
    "xlink:href",
})  # fmt: skip


class HtmlScanner:
    """Reads the literal text of a template, piece by piece, and knows at each point what the browser takes it for.

    Control flow is passed over: the pieces are read in the order in which they are written.
    """

    def __init__(self) -> None:
        self._mode = "text"
        self._element = ""
        self._attribute = ""
        self._quote = ""

    @property
    def where(self) -> str:
        """html, attribute, script, style or url."""
        if self._mode in ("script", "style"):
            return self._mode
        if self._mode == "tag":
            return "attribute"
        if self._mode != "value":
            return "html"
        if self._attribute.startswith("on"):
            return "script"
        if self._attribute == "style":
            return "style"
        return "url" if self._attribute in _URLS else "attribute"

    def feed(self, text: str) -> None:
        """Reads the next piece of literal text."""
        position = 0
        while position < len(text):
            step = getattr(self, f"_in_{self._mode}")
            position = step(text, position)

    def _in_text(self, text: str, position: int) -> int:
        found = _TAG.search(text, position)
        if found is None:
            return len(text)
        if found.group(1) is None:
            self._mode = "comment"
        else:
            self._mode, self._element, self._attribute = "tag", found.group(1).lower(), ""
        return found.end()

    def _in_comment(self, text: str, position: int) -> int:
        end = text.find("-->", position)
        if end < 0:
            return len(text)
        self._mode = "text"
        return end + 3

    def _in_script(self, text: str, position: int) -> int:
        return self._in_raw_text(text, position, "script")

    def _in_style(self, text: str, position: int) -> int:
        return self._in_raw_text(text, position, "style")

    def _in_raw_text(self, text: str, position: int, element: str) -> int:
        found = re.compile(f"</{element}", re.IGNORECASE).search(text, position)
        if found is None:
            return len(text)
        self._mode, self._element = "tag", f"/{element}"
        return found.end()

    def _in_tag(self, text: str, position: int) -> int:
        character = text[position]
        if character == ">":
            self._mode = self._element if self._element in ("script", "style") else "text"
            return position + 1
        name = _NAME.match(text, position)
        if name is not None:
            self._attribute = name.group().lower()
            position = name.end()
        equals = _EQUALS.match(text, position)
        if equals is None:
            return position if name is not None else position + 1
        self._mode, self._quote = "value", ""
        position = equals.end()
        if text[position : position + 1] in ('"', "'"):
            self._quote = text[position]
            position += 1
        return position

    def _in_value(self, text: str, position: int) -> int:
        if self._quote:
            end = text.find(self._quote, position)
            if end < 0:
                return len(text)
            self._mode = "tag"
            return end + 1
        rest = _UNQUOTED.match(text, position)
        end = rest.end() if rest is not None else position
        if end < len(text):
            self._mode = "tag"
        return end
