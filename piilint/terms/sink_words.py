"""What people call the kinds of sinks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SINK_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "ui.page": "a page",
        "ui.widget": "a widget on screen",
        "ui.admin": "an admin page",
        "ui.console": "a terminal",
        "ui.notebook": "a notebook's output",
        "api.response": "an API response",
        "api.error": "an error response",
        "log": "a log",
        "export.file": "an exported file",
        "export.table": "an exported table",
        "message.email": "an e-mail",
        "message.sms": "a text message",
        "message.push": "a push notification",
        "map": "a map",
        "third_party": "a third party",
        "llm": "a language model",
        "storage.cookie": "a cookie",
        "storage.url": "a URL",
    }
)


def sink_words(kind: str) -> str:
    """A kind as a message says it: `log` is "a log"; a kind that rules made up keeps its own name."""
    return SINK_WORDS.get(kind, kind)
