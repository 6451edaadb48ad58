"""A trace in the order of the flow: one numbered step after the other, each with its line of code."""

from __future__ import annotations

from collections.abc import Sequence

from piilint.report.code_line import CUT, CodeLine, code_line, printable
from piilint.report.folding import folded
from piilint.report.frame import label_lines
from piilint.report.style import Style
from piilint.terms.finding import FramedStep
from piilint.terms.flow import Verb
from piilint.terms.location import Place

TELLING = frozenset({Verb.STORE, Verb.FORMAT, Verb.JOIN, Verb.TEMPLATE, Verb.YIELD})
"""Verbs whose message says more than the code line does."""

UNRESOLVED = "the callee is not known: assumed to pass on what it is given"
VERB_WIDTH = max(len(verb.value) for verb in Verb)
INDENT = " " * 6
WIDEST_PLACE = 44


def trace_lines(
    steps: Sequence[FramedStep], source: str, sink: str, style: Style, width: int, every_step: bool
) -> list[str]:
    """The steps; `source` and `sink` say why the first is personal data and what the last is."""
    shown = list(enumerate(steps, 1)) if every_step else folded(steps)
    places = [len(str(item[1].frame.place)) for item in shown if not isinstance(item, int)]
    place_width = min(max(places, default=0), WIDEST_PLACE)
    printed: list[str] = []
    before: Place | None = None
    for item in shown:
        if isinstance(item, int):
            printed.append(style.faint(f"{INDENT}:   {item} more steps in the same function (-v shows them)"))
            continue
        number, framed = item
        label = _label(framed, source, sink, every_step)
        printed.append(_header(number, framed, place_width, style, width))
        if label or framed.frame.place != before:
            printed.extend(_code(framed, label, style, width))
        before = framed.frame.place
    return printed


def _header(number: int, framed: FramedStep, place_width: int, style: Style, width: int) -> str:
    verb = framed.step.verb
    name = verb.value.upper() if verb in (Verb.SOURCE, Verb.SINK) else verb.value
    place, scope = str(framed.frame.place), printable(framed.step.scope)
    room = width - 7 - VERB_WIDTH - 2 - max(place_width, len(place)) - 2
    if len(scope) > room:
        scope = CUT + scope[len(scope) - room + len(CUT) :] if room > 2 * len(CUT) else ""
    head = f"{number:>4}  {style.strong(f'{name:<{VERB_WIDTH}}')}  {style.place(f'{place:<{place_width}}')}"
    return f"{head}  {style.faint(scope)}" if scope else head.rstrip()


def _code(framed: FramedStep, label: str, style: Style, width: int) -> list[str]:
    """The step's line without its indentation, and the label below."""
    bar = f"{INDENT}{style.frame('|')}   "
    room = width - len(INDENT) - 4
    code = _line(framed, room)
    if code is None:
        return [f"{bar}{line}" for line in label_lines(CodeLine(""), label, room)]
    if not label:
        return [f"{bar}{code.text}"]
    return [f"{bar}{code.text}", *(f"{bar}{style.strong(line)}" for line in label_lines(code, label, room))]


def _line(framed: FramedStep, room: int) -> CodeLine | None:
    frame = framed.frame
    lines, at = frame.text.split("\n"), frame.place.line - frame.first_line
    if not frame.text or not 0 <= at < len(lines):
        return None
    line = lines[at].lstrip()
    cut = len(lines[at]) - len(line)
    place = frame.place
    if place.column is None:
        return code_line(line, None, None, room)
    end = place.end_column - 1 - cut if place.end_column is not None and place.end_line in (None, place.line) else None
    return code_line(line, max(0, place.column - 1 - cut), end, room)


def _label(framed: FramedStep, source: str, sink: str, every_step: bool) -> str:
    step = framed.step
    if step.verb is Verb.SOURCE:
        return source
    if step.verb is Verb.SINK:
        return sink
    said = step.message if every_step or step.verb in TELLING else ""
    if not step.unresolved:
        return said
    return f"{said}; {UNRESOLVED}" if said else UNRESOLVED
