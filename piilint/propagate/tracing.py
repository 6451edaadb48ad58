"""From hops to traces: what a reader is shown of the way from source to sink."""

from __future__ import annotations

from piilint.propagate.atoms import Fact, Sym
from piilint.propagate.engine import Engine
from piilint.propagate.graph import shortest
from piilint.propagate.hops import Hop, first_of, unrolled
from piilint.propagate.summary import Chain, SinkKey
from piilint.terms.access_path import Label, name_of, position_of
from piilint.terms.flow import PART, Flow, SinkSite, Step, Verb
from piilint.terms.grades import Confidence
from piilint.terms.location import Place
from piilint.terms.specs import FoundSource

MESSAGES = {
    Verb.READ: "read here", Verb.CALL: "passed through a call", Verb.PASS: "passed on", Verb.RETURN: "returned",
    Verb.STORE: "stored", Verb.FORMAT: "made into text", Verb.JOIN: "joined", Verb.YIELD: "yielded",
    Verb.TEMPLATE: "handed to a template", Verb.SINK: "shown", Verb.SOURCE: "enters here",
}  # fmt: skip


FAR = 24
"""Steps of a way that is too long to be believed where one of them is a guess: what comes along it is much more often
what an unknown call or name was thought to pass on than what anybody meant to show."""


class Tracer:
    """Makes flows of what one engine found. Ways share most of their hops, so each hop is put into words once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._told: dict[Hop, Step] = {}

    def flow_of(self, key: SinkKey, fact: Fact, hop: Hop | None, chain: Chain) -> Flow:
        """The flow of a fact that reached a sink."""
        hops = unrolled(hop)
        steps = shortest(self._steps(key, fact, hops))
        confidence = fact.source.confidence
        unresolved = sum(one.unresolved for one in hops)
        # from the second unknown call on each makes it less likely
        confidence = confidence.lowered(max(0, unresolved - 1))
        if unresolved and len(steps) >= FAR:
            confidence = Confidence.LOW
        if key.slot == "whole context":
            confidence = confidence.lowered()
        if self._engine.is_made_up(fact.source):
            confidence = Confidence.LOW
        place = self._engine.program.place(key.function, key.instruction)
        owner = self._engine.program.functions[key.function]
        sink = SinkSite(
            key.kind,
            place,
            key.callee,
            key.screen or owner.name,
            key.function,
            key.instruction,
            key.slot,
            owner.module.in_test_code,
        )
        return Flow(
            fact.source,
            sink,
            fact.data,
            fact.mask,
            tuple(steps),
            confidence,
            fact.by,
            _root_name(fact, key, chain),
            chain,
        )

    def _steps(self, key: SinkKey, fact: Fact, hops: list[Hop]) -> list[Step]:
        source = fact.source
        steps = [
            Step(
                Verb.SOURCE,
                _entrance(self._engine, source),
                source.evidence,
                source.owner,
                source.function,
                source.instruction,
            )
        ]
        for hop in hops:
            if hop.verb is Verb.SOURCE or hop.instruction < 0:
                continue
            if hop.verb is Verb.SINK and hop.function == key.function and hop.instruction == key.instruction:
                continue
            step = self._step(hop)
            last = steps[-1]
            if (
                step.place.line == last.place.line
                and step.place.path == last.place.path
                and (step.verb == last.verb or last.verb is Verb.SOURCE)
            ):
                if step.unresolved and not last.unresolved and last.verb is not Verb.SOURCE:
                    steps[-1] = step
                continue
            steps.append(step)
        steps.append(
            Step(
                Verb.SINK,
                self._engine.program.place(key.function, key.instruction),
                f"{key.kind}: {key.callee}",
                self._engine.program.functions[key.function].name,
                key.function,
                key.instruction,
            )
        )
        return steps

    def _step(self, hop: Hop) -> Step:
        known = self._told.get(hop)
        if known is None:
            known = self._told[hop] = _step_of(self._engine, hop)
        return known


def _root_name(fact: Fact, key: SinkKey, chain: Chain) -> str:
    """The record that a datum was read from; what is read from a part of it adds the part. "" where it is not known."""
    root = fact.root
    if root is None:
        return f"{fact.source.path}:{fact.source.line}"
    where = chain[0][0] if chain else key.function
    if isinstance(root, Sym):
        # of a class or of shared memory, any object may be meant
        known = root.root[0] in ("p", "x", "s", "t", "y")
        return f"{where}:{root.root!r}{''.join(PART + label for label in root.path)}" if known else ""
    return f"{where}:{root!r}" if getattr(root, "site", True) else ""


def _entrance(engine: Engine, source: FoundSource) -> Place:
    """Where a source stands; in a notebook within its cell."""
    if source.cell is None and source.function >= 0 and source.instruction >= 0:
        place = engine.program.place(source.function, source.instruction)
        if place.cell is not None and place.path == source.path:
            return place
    return Place(source.path, source.line, None, source.end_line, None, source.cell)


def _step_of(engine: Engine, hop: Hop) -> Step:
    function = engine.program.functions[hop.function]
    message = MESSAGES[hop.verb]
    verb = hop.verb
    if verb is Verb.CALL:
        name = engine.written_name(function, hop.instruction)
        if hop.inside is not None:
            target = engine.program.functions[first_of(hop.inside).function]
            message = f"into {target.name}"
            if not target.is_python:
                verb = Verb.TEMPLATE
        elif hop.note == "masked":
            message = f"masked by {name}" if name else "masked"
        else:
            message = f"through {name}" if name else "through a call"
            if hop.unresolved:
                message += " (its code is not known)"
    elif verb is Verb.RETURN and hop.before is not None and hop.before.function != hop.function:
        message = f"back in {function.name}"
    elif verb is Verb.STORE and hop.note[:1] in (".", "["):
        message += _under(hop.note)
    elif hop.note:
        message = f"{message} {hop.note}"
    return Step(
        verb,
        engine.program.place(hop.function, hop.instruction),
        message,
        function.name,
        hop.function,
        hop.instruction,
        hop.unresolved,
    )


def _under(label: Label) -> str:
    """Where in what holds it a value was stored, as far as a name or a position tells."""
    name, position = name_of(label), position_of(label)
    if name is not None:
        return f' under the key "{name}"' if label[0] == "[" else f" as the attribute `{name}`"
    return f" at position {position}" if position is not None else ""
