"""Ports: where data enters or leaves a callable, as rules write it: `argument:0`, `receiver`, `return.phone`, ..."""

from __future__ import annotations

import re
from dataclasses import dataclass

from piilint.terms.access_path import ANY, KEYS, Path, attribute, key

_HEAD = re.compile(r"^(argument):(\d+|\*\*|\*|[A-Za-z_]\w*)|^(receiver|return|handled)(?![\w:])")
_STEP = re.compile(
    r"\.(?P<name>[A-Za-z_]\w*)|\[(?P<any>\*)\]|\[(?P<keys>keys)\]|\[(?P<index>-?\d+)\]|\[\"(?P<key>[^\"]*)\"\]|\.?\{(?P<variable>\w+)\}|(?P<deep>\.\*\*)$"
)


class PortError(ValueError):
    """A port that cannot be read; the message says why and shows the right form."""


@dataclass(frozen=True, slots=True)
class Port:
    """One end of a callable.

    `base` is `"argument"`, `"receiver"`, `"return"`, or `"handled"` for the exception in whose handler the call stands;
    `which` is the argument's position or name, or `"*"` for every
    argument; `path` leads from there to a part of the value; `[keys]` are the keys of a mapping; a step `.{k}` is a
    variable that stands for any one label and is the same label wherever a rule repeats it; `deep` also takes all that
    is reachable inside (`.**`).
    """

    base: str
    which: int | str | None = None
    path: Path = ()
    deep: bool = False

    @classmethod
    def parse(cls, text: str) -> Port:
        """Read `argument:0.field["key"][*].**`. Raises PortError."""
        head = _HEAD.match(text)
        if head is None:
            raise PortError(f'"{text}" is no port; write argument:0, argument:name, argument:*, receiver or return')
        base = head.group(1) or head.group(3)
        written: str | None = head.group(2)
        which: int | str | None = int(written) if written is not None and written.isdigit() else written
        deep = which == "**"
        at = head.end()
        if deep:
            which = "*"
            if at < len(text):
                raise PortError(
                    f'"{text}" has a path behind argument:**, which is all of every argument already; '
                    f"write argument:*{text[at:]}"
                )
        steps: list[str] = []
        while at < len(text):
            step = _STEP.match(text, at)
            if step is None:
                raise PortError(
                    f'"{text}" has a path that cannot be read at "{text[at:]}"; '
                    'steps are .field, ["key"], [0], [*], [keys], .{k} and a final .**'
                )
            if step.group("name"):
                steps.append(attribute(step.group("name")))
            elif step.group("any"):
                steps.append(ANY)
            elif step.group("keys"):
                steps.append(KEYS)
            elif step.group("index"):
                steps.append(key(int(step.group("index"))))
            elif step.group("key") is not None:
                steps.append(key(step.group("key")))
            elif step.group("variable"):
                steps.append("{" + step.group("variable") + "}")
            else:
                deep = True
            at = step.end()
        return cls(base, which, tuple(steps), deep)

    def __str__(self) -> str:
        which = "" if self.which is None else f":{self.which}"
        return f"{self.base}{which}{''.join(self.path)}{'.**' if self.deep else ''}"
