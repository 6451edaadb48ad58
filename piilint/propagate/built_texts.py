"""Text that is built around a constant: an address with somebody's data in it shows the data to whoever opens it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from piilint.propagate.atoms import EMPTY, Atom, Begun, Const, Sym, Value, begun
from piilint.propagate.memory import joined
from piilint.propagate.summary import SinkKey
from piilint.propagate.taints import apply_ops, only_taints
from piilint.propagate.things import constants_behind
from piilint.terms.flow import Verb

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

MAX_NAMED = 60


def starts_of(run: FunctionRun, value: Value, named: bool = True) -> list[str]:
    """The constants that a text is, or was begun with, that read like an address; `named`: arguments' values too."""
    found: list[str] = []
    for atom in value:
        if isinstance(atom, Begun):
            found.append(atom.start)
        elif not atom.is_taint and not isinstance(atom, Sym):
            found += _address(atom)
        elif isinstance(atom, Sym) and (named or atom.root[0] in ("m", "c")):
            found += [start for thing in constants_behind(run, atom) for start in _address(thing)]
    return found


def _address(thing: Atom) -> list[str]:
    told = isinstance(thing, Const) and isinstance(thing.value, str) and ":" in thing.value
    return [thing.value] if told and isinstance(thing, Const) else []


def built(run: FunctionRun, parts: Iterable[Value], shown: Iterable[Value], at: int) -> Value:
    """Sinks take what is put into a text beside a constant; `shown` is what each part shows.

    Returns what the text that is built was begun with, so that what is added to it later is known to be put there too.
    """
    if not run.engine.knowledge.knows_texts:
        return EMPTY
    marks: Value = {}
    written, beside = list(parts), list(shown)
    for number, part in enumerate(written):
        others = [value for other, value in enumerate(beside) if other != number and value]
        for start in starts_of(run, part, named=bool(others)):
            whole = start + _constants_after(written[number + 1 :])
            marks[begun(whole)] = None
            _show(run, whole, only_taints(joined(others)), at)
    return marks


def _constants_after(parts: list[Value]) -> str:
    """What surely follows a part: `/reverse?lat=` in `f"{HOST}/reverse?lat={x}"`."""
    found = ""
    for part in parts:
        only = next(iter(part)) if len(part) == 1 else None
        if not isinstance(only, Const) or not isinstance(only.value, str):
            break
        found += only.value
    return found


def _show(run: FunctionRun, start: str, taints: Value, at: int) -> None:
    if not taints:
        return
    engine = run.engine
    for sink, place in engine.knowledge.of_text(start):
        engine.sinks_seen.add((run.id, at))
        screen = engine.screen_name(run.function, sink.screen, at)
        key = SinkKey(run.id, at, sink.kind, _named(start[place:]), "text", screen)
        taken = apply_ops(taints, (sink,)) if sink.except_ else taints
        run.hit(key, run.moved(taken, Verb.SINK, at))


def _named(text: str) -> str:
    """How a reader knows an address: without its scheme and what is asked."""
    rest = text.partition("://")[2] or text
    for mark in "?{%":
        rest = rest.partition(mark)[0]
    return rest.rstrip("/")[:MAX_NAMED]
