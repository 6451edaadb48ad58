"""One line explained: as text for people, as JSON for editors."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from piilint import __version__
from piilint.report.code_line import on_one_line, printable, wrapped
from piilint.report.json_document import Object, frame_object, start_object
from piilint.report.style import Style
from piilint.terms.explanation import Broken, Explanation
from piilint.terms.flow import Flow
from piilint.terms.grades import Mask, Severity
from piilint.terms.sink_words import sink_words
from piilint.terms.watched import Note, Trail

VERSION = 1
WORD = 6
"""The width of the word before each line: in, out, masked, stops."""


def explanation_as_text(told: Explanation, color: bool, width: int) -> str:
    """The line, what is personal on it and why, then for each datum where it comes from, goes, and stops."""
    style = Style(color)
    seen = told.watched
    scopes = ", ".join(printable(name) for name in dict.fromkeys(seen.scopes) if name)
    lines = [f"{style.place(str(told.spot))}{f'  in {scopes}' if scopes else ''}"]
    lines.append(f"  {style.frame('|')} {printable(told.frame.text.strip())}")
    if seen.meanings:
        lines += ["", style.strong("Personal here")]
        for one in seen.meanings:
            lead = f"  {style.strong(one.data)}  {printable(one.owner)}: "
            why = "a rule or a comment says that it is not personal" if one.excused else printable(one.evidence)
            lines.append(f"{lead}{why}" + ("" if one.excused else f" ({one.confidence} confidence)"))
    elif not seen.trails:
        lines += ["", "No personal data is known to come here."]
    for trail in seen.trails:
        lines += ["", *_trail(trail, told, style, width)]
    if seen.notes:
        lines += ["", style.strong("Also")]
        for note in seen.notes:
            lines += wrapped(_said(note, told), width, "  ", "    ")
    return "\n".join(lines) + "\n"


def _trail(trail: Trail, told: Explanation, style: Style, width: int) -> Iterable[str]:
    hidden = f", masked by {trail.masked_by} ({trail.mask})" if trail.mask is not Mask.NONE else ""
    new = all(one.owner != trail.owner or one.evidence != trail.evidence for one in told.watched.meanings)
    why = f": {printable(trail.evidence)}" if new else ""
    yield f"{style.strong(trail.data)} from {printable(trail.owner)} ({trail.source}){why}{hidden}"
    for note in trail.came:
        yield from _line("in", f"{note.message}, {note.place}", style, width)
    for note in trail.masked:
        yield from _line("masked", _said(note, told), style, width)
    for (words, _), broken in _ends(trail, told).items():
        yield from _line(
            "out", words + (f" [{', '.join(sorted(broken))}]" if broken else ""), style, width, bool(broken)
        )
    for note in trail.stops:
        yield from _line("stops", _said(note, told), style, width)


def _ends(trail: Trail, told: Explanation) -> Mapping[tuple[str, Mask], list[str]]:
    """The sinks that it goes on to, each once, with the rules that are broken there."""
    ends: dict[tuple[str, Mask], list[str]] = {}
    for at in trail.flows:
        flow, broken = told.ends[at]
        masked = f", {flow.mask}ly masked by {flow.masked_by}" if flow.mask is not Mask.NONE else ""
        sink = flow.sink
        words = f"{sink_words(sink.kind)} ({sink.kind}): {on_one_line(sink.callee)}, {sink.place}{masked}"
        rules = ends.setdefault((words, flow.mask), [])
        rules += [rule for rule, _ in broken if rule not in rules]
    return ends


def _line(word: str, words: str, style: Style, width: int, bad: bool = False) -> list[str]:
    first, *rest = wrapped(words, width, f"  {word:<{WORD}}  ", " " * (WORD + 4))
    head = style.severity(word, Severity.ERROR) if bad else style.faint(word)
    return [first.replace(word, head, 1), *rest]


def _said(note: Note, told: Explanation) -> str:
    here = (note.place.path, note.place.line, note.place.cell) == (told.spot.path, told.spot.line, told.spot.cell)
    return note.message if here or str(note.place) in note.message else f"{note.message}, {note.place}"


def explanation_as_json(told: Explanation, _color: bool, _width: int) -> str:
    """One document, the same bytes for the same explanation."""
    seen = told.watched
    document = {
        "version": VERSION,
        "tool": {"name": "piilint", "version": __version__},
        **frame_object(told.frame),
        "scopes": list(dict.fromkeys(seen.scopes)),
        "sources": [
            {
                "data": one.data,
                "owner": one.owner,
                "evidence": one.evidence,
                "confidence": str(one.confidence),
                "excused": one.excused,
            }
            for one in seen.meanings
        ],
        "trails": [_trail_object(trail, told) for trail in seen.trails],
        "notes": [_note(note) for note in seen.notes],
    }
    return json.dumps(document, indent=2) + "\n"


def _trail_object(trail: Trail, told: Explanation) -> Object:
    return {
        "data": trail.data,
        "source": {**start_object(trail.source), "owner": trail.owner, "evidence": trail.evidence},
        "masked": str(trail.mask),
        "masked_by": trail.masked_by,
        "in": [_note(note) for note in trail.came],
        "on_the_way": [_note(note) for note in trail.masked],
        "out": [_out(*told.ends[at]) for at in trail.flows],
        "stops": [_note(note) for note in trail.stops],
    }


def _out(flow: Flow, broken: Broken) -> Object:
    return {
        **start_object(flow.sink.place),
        "kind": flow.sink.kind,
        "callee": flow.sink.callee,
        "screen": flow.sink.screen,
        "data": flow.data,
        "masked": str(flow.mask),
        "masked_by": flow.masked_by,
        "confidence": str(flow.sureness),
        "findings": [{"rule": rule, "fingerprint": fingerprint} for rule, fingerprint in broken],
    }


def _note(note: Note) -> Object:
    return {"kind": note.kind, "message": note.message, **start_object(note.place)}


EXPLANATION_FORMATS: Mapping[str, Callable[[Explanation, bool, int], str]] = MappingProxyType(
    {"text": explanation_as_text, "json": explanation_as_json}
)
