"""The smallest change that ends a finding, with what the project has for it: its own mask, guard or audit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from piilint.judge.candidate import Candidate
from piilint.judge.excuses import all_in, roles_let_in
from piilint.judge.missing import nearest
from piilint.terms.finding import GuardFact
from piilint.terms.flow import Flow, Verb
from piilint.terms.grades import Mask
from piilint.terms.location import Place
from piilint.terms.names import tokenise
from piilint.terms.own_code import OwnMask
from piilint.terms.pattern import matches
from piilint.terms.rule import Rule, Unless
from piilint.terms.screen import Screens

PYTHON = (".py", ".pyi", ".ipynb")
TEXTS = (".__str__()", ".__repr__()", ".__format__()")
MOST_PLACES = 3
MOST_ADDED = 3
"""Checks that a screen may lack for adding them to be a small change."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the project has to mend findings with: masks, and the guards and audits that stand before other sinks."""

    masks: tuple[OwnMask, ...] = ()
    guards: tuple[GuardFact, ...] = ()
    audits: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, masks: Sequence[OwnMask], screens: Screens) -> Tools:
        """The tools that a program was seen to have."""
        contexts = screens.contexts.values()
        guards = {fact for context in contexts for fact in context.guards}
        audits = {place for context in contexts for place in context.audits}
        ordered = sorted(guards, key=lambda fact: (fact.path, fact.line, fact.kind, fact.role or ""))
        return cls(tuple(masks), tuple(ordered), tuple(sorted(audits)))

    def mask_for(self, data: str) -> OwnMask | None:
        """The mask that surely hides the data; of several the one whose name speaks of it."""
        fitting = [one for one in self.masks if any(matches(pattern, data) for pattern in one.data)]
        words = set(data.replace("_", ".").split("."))
        return max(fitting, key=lambda one: len(words & set(tokenise(one.name.rpartition(".")[2]))), default=None)


NO_TOOLS = Tools()


def change_for_flow(rule: Rule, candidate: Candidate, tools: Tools) -> str:
    """What to change so that this flow breaks the rule no more."""
    mask = tools.mask_for(candidate.flow.data) if rule.masked is not None else None
    if mask is None:
        added = _added(rule, (candidate,), tools)
        if added:
            return added
    return _hidden([candidate], mask)


def change_for_together(rule: Rule, members: Sequence[Candidate], groups: Sequence[Sequence[str]], tools: Tools) -> str:
    """What to change so that the data stand together no more. `groups`: types of which each by itself is needed.

    A rule's first group is what such a screen is for; what stands beside it goes, unless that is all there is.
    """
    added = _added(rule, members, tools)
    if added:
        return added
    choices = [[one for one in members if one.flow.data in group] for group in groups]
    work = rule.together[0]

    def order(choice: Sequence[Candidate]) -> tuple[bool, int]:
        return any(matches(pattern, one.flow.data) for pattern in work for one in choice), _places_of(choice)

    fewest = min((choice for choice in choices if choice), key=order, default=list(members))
    types = {one.flow.data for one in fewest}
    mask = tools.mask_for(next(iter(types))) if len(types) == 1 and rule.masked is not None else None
    return _hidden(fewest, mask)


def _places_of(choice: Sequence[Candidate]) -> int:
    return len({one.flow.sink.place for one in choice})


def _hidden(candidates: Sequence[Candidate], mask: OwnMask | None) -> str:
    """Each datum masked, or left out, where the code reads it."""
    told = dict.fromkeys(_datum(one, mask is not None) for one in candidates)
    places = [f"{what} at {place}" for what, place in told]
    more = f" and {len(places) - MOST_PLACES} more" if len(places) > MOST_PLACES else ""
    where = f"{', '.join(places[:MOST_PLACES])}{more}"
    if mask is None:
        return f"leave out {where}"
    instead = next((f" instead of {one.flow.masked_by}" for one in candidates if one.mask is Mask.WEAK), "")
    return f"mask {where} with {mask.name}{instead}"


def _datum(candidate: Candidate, in_python: bool) -> tuple[str, Place]:
    """What to touch and where: the expression that shows it, or where Python code reads it last before that."""
    flow = candidate.flow
    is_template = flow.sink.callee.startswith("{{")
    if is_template and not in_python:
        if "." in flow.sink.callee:
            return flow.sink.callee, flow.sink.place
        # a variable of the template's own: what it stands for is read elsewhere
        reads = [step for step in flow.steps[1:] if step.verb is Verb.READ and not step.place.path.endswith(PYTHON)]
        return _called(flow), reads[-1].place if reads else flow.sink.place
    return _called(flow), _last_read(flow)


def _called(flow: Flow) -> str:
    """The datum as its source is called; an object that is shown whole shows its text."""
    owner = flow.source.owner or flow.data
    return f"the object, whose text is {owner}," if owner.endswith(TEXTS) else owner


def _last_read(flow: Flow) -> Place:
    """Where the datum itself was read last; where no step reads it, the step or call that hands it on."""
    python = [step for step in flow.steps[1:] if step.place.path.endswith(PYTHON)]
    reads = [step for step in python if step.verb is Verb.READ]
    last = reads or [step for step in python if step.verb is not Verb.SINK] or python
    return last[-1].place if last else flow.sink.place


def _added(rule: Rule, candidates: Sequence[Candidate], tools: Tools) -> str:
    """What to put before the sinks, where checks are all that is missing; "" where that is no small change."""
    table = nearest(rule, candidates)
    if table is None:
        return ""
    words = [list(_additions(table, one, tools)) for one in candidates]
    if any("" in each for each in words):
        return ""
    needed = list(dict.fromkeys(word for each in words for word in each))
    return " and ".join(needed) if len(needed) <= MOST_ADDED else ""


def _additions(table: Unless, candidate: Candidate, tools: Tools) -> Iterator[str]:
    """What a screen lacks; "" for what nobody can simply add."""
    guards, screen = candidate.context.guards, candidate.screen
    present = {fact.kind for fact in guards}
    if table.guarded and not guards:
        yield f"put a guard before it{_as(tools.guards)}"
    for name in table.guards or ():
        if name not in present and not (table.role is not None and name == "role"):
            yield f'put guard "{name}" before it{_as([fact for fact in tools.guards if fact.kind == name])}'
    if table.role is not None and not any(all_in(roles, table.role) for roles in roles_let_in(candidate)):
        allowed = table.role
        like = [fact for fact in tools.guards if fact.role is not None and all_in((fact.role,), allowed)]
        yield f"let in only {_either(allowed)}{_as(like)}"
    if table.audited and not candidate.context.audited:
        path, line = tools.audits[0] if tools.audits else ("", 0)
        yield f"record the look first{f', as {path}:{line} does' if path else ''}"
    if table.masked is not None and candidate.mask.rank < table.masked.rank:
        mask = tools.mask_for(candidate.flow.data)
        yield _hidden([candidate], mask) if mask is not None else ""
    if table.purpose is not None and not all_in(() if screen.purpose is None else (screen.purpose,), table.purpose):
        yield f"say what it is for: `# piilint: purpose={table.purpose[0]}`" if screen.purpose is None else ""
    for allowed_there, known in ((table.audience, screen.audiences), (table.region, screen.regions)):
        if allowed_there is not None and not all_in(known, allowed_there):
            yield "" if known else f"let in only {_either(allowed_there)}"
    if table.self and not candidate.about_self:
        yield ""


def _as(like: Sequence[GuardFact]) -> str:
    """Where the project does so already."""
    return f", as {like[0].path}:{like[0].line} does" if like else ""


def _either(allowed: Sequence[str]) -> str:
    return " or ".join(f'"{one}"' for one in allowed)
