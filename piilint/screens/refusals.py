"""Tests behind one way of which a function turns people away: `raise Forbidden()`, `abort(401)`, the log-in page.

A `refusal` entry names the call that does it, and what it answers. A test bars everybody else where one of its ways
ends so, and in no other way: it neither returns nor goes on. Which role it asks for is read from the names that it
tests: `account.id not in settings.admin_users`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from piilint.ir.instructions import Assign, Call, Constant, LoadAttribute, Name, Operate, Parameter, Phi, Return, Value
from piilint.ir.module import Body
from piilint.ir.program import Function
from piilint.screens.asked import stands_for
from piilint.screens.checks import Word, check, nowhere
from piilint.screens.conditions import SAME, Attempt
from piilint.screens.reach import exits, is_falsy, origin, reached
from piilint.screens.scene import Scene
from piilint.terms.deeds import names_role, roles_in
from piilint.terms.guard_specs import GuardSpec
from piilint.terms.names import singular, tokenise
from piilint.terms.words import SETTINGS

MAX_DEPTH = 6
COMPARED = ("compared",)


def refusing_tests(scene: Scene, owner: Function, stops: Collection[int], *, gate: bool) -> Iterator[Attempt]:
    """The tests of a function that let nobody else pass. `stops` are the calls after which it does not go on.

    Only a `gate`, which is there to ask who comes, is taken at its word for all; others where they name a role.
    """
    body = owner.body
    calls = dict(_refusals(scene, owner))
    if not calls:
        return
    barriers = {*calls, *stops}
    ways_out = exits(body, at_yields=owner.ir.generator)
    for number, block in enumerate(body.blocks):
        if block.test < 0 or len(block.successors) != 2:
            continue
        for position, start in enumerate(block.successors):
            way = reached(body, barriers, start=start)
            said = [at for at in calls if way.comes_to(at)]
            if not said or any(one.is_open(way) for one in ways_out):
                continue
            tests = list(_alternatives(body, number, 1 - position))
            for spec in dict.fromkeys(spec for at in said for spec in calls[at]):
                asked = [tuple(dict.fromkeys(_roles(scene, owner, *one, MAX_DEPTH))) for one in tests]
                if spec.role == COMPARED:
                    known = all(asked)
                else:
                    known = gate and _asks_who_comes(scene, owner, tests)
                for (test, passes), roles in zip(tests, asked, strict=True) if known else ():
                    if _is_of_the_request(scene, owner, test):
                        continue
                    found = check(spec, *scene.place(owner.id, said[0]), nowhere, compared=roles)
                    yield Attempt(test, found, True, not passes)


def _alternatives(body: Body, block: int, position: int) -> Iterator[tuple[Value, bool]]:
    """The tests of which one has to go as told for control to leave a condition that way: `a and b` is false by either.

    The condition ends in a block, and is left by its successor at the position.
    """
    yield body.blocks[block].test, position == 0
    goal = body.blocks[block].successors[position]
    for number, before in enumerate(body.blocks[:block]):
        if before.test >= 0 and set(before.successors) == {block, goal}:
            yield from _alternatives(body, number, before.successors.index(goal))


def known_before(body: Body, attempts: Sequence[Attempt]) -> Iterator[Attempt]:
    """More tests of a gate: whoever it gives back as already known was let pass before, `if known: return known`."""
    kinds = {one.check.kind: one.check for one in attempts if not one.check.is_audit}
    returned = {origin(body, one.value) for one in body.code if isinstance(one, Return) and one.value >= 0}
    for block in body.blocks:
        if block.test >= 0 and origin(body, block.test) in returned:
            yield from (Attempt(block.test, one, True) for one in kinds.values())


def _refusals(scene: Scene, owner: Function) -> Iterator[tuple[Value, tuple[GuardSpec, ...]]]:
    """The calls by which a function turns somebody away, each with what rules say of it."""
    if scene.checks.patterns("refusal").last_parts().isdisjoint(owner.ir.mentions):
        return
    for at, instruction in enumerate(owner.body.code):
        if isinstance(instruction, Call) and not instruction.decorator:
            specs = scene.checks.find("refusal", scene.callee(owner.id, at).names)
            fitting = tuple(
                one for one in specs if isinstance(one, GuardSpec) and _answers(scene, owner, one, instruction)
            )
            if fitting:
                yield at, fitting


def _answers(scene: Scene, owner: Function, spec: GuardSpec, call: Call) -> bool:
    """Whether a call answers what the rule asks for, where it asks for something."""
    given = (*call.arguments, *(value for _, value in call.keywords))
    if spec.answers and not any(stands_for(scene, owner.id, one, wanted) for one in given for wanted in spec.answers):
        return False
    if not spec.words:
        return True
    told = (scene.names.instruction(owner.id, one) for one in given)
    texts = (one.value for one in told if isinstance(one, Constant) and isinstance(one.value, str))
    return any(word in spec.words for text in texts for word in tokenise(text))


def _roles(scene: Scene, owner: Function, value: Value, holds: bool, depth: int) -> Iterator[Word]:
    """The roles that somebody has where a value is true, or false: read from the names that are tested."""
    body = owner.body
    made = origin(body, value)
    instruction = body.code[made]
    if depth == 0:
        return
    if holds:
        yield from roles_in(tokenise(_name(body.code[value])))  # the variable that keeps the answer
    if isinstance(instruction, Operate) and instruction.operator == "not_":
        yield from _roles(scene, owner, instruction.operands[0], not holds, depth - 1)
    elif isinstance(instruction, Operate) and instruction.operator in SAME and len(instruction.operands) == 2:
        if holds != SAME[instruction.operator]:
            yield from _compared(scene, owner, instruction)
    elif isinstance(instruction, Phi):
        for one in instruction.values:
            if one < made and not is_falsy(body, one):
                yield from _roles(scene, owner, one, holds, depth - 1)
    elif holds:
        read = scene.names.instruction(owner.id, instruction.callee) if isinstance(instruction, Call) else instruction
        yield from roles_in(tokenise(_name(read)))
        for argument in instruction.arguments if isinstance(instruction, Call) else ():
            yield from _told(scene, owner, argument)


def _compared(scene: Scene, owner: Function, comparison: Operate) -> Iterator[Word]:
    for value, other in (comparison.operands, reversed(comparison.operands)):
        words = tokenise(_name(scene.names.instruction(owner.id, value)))
        yield from roles_in(words)
        if names_role(words):
            yield from (one for one in scene.words.of_value(owner.id, other) if isinstance(one, str))


def _told(scene: Scene, owner: Function, value: Value) -> Iterator[Word]:
    """The role that a constant names: `has_claim(session, "is_admin")`."""
    written = scene.names.instruction(owner.id, value)
    if isinstance(written, Constant) and isinstance(written.value, str):
        yield from roles_in(tokenise(written.value))


def _asks_who_comes(scene: Scene, owner: Function, tests: Sequence[tuple[Value, bool]]) -> bool:
    """Whether it is the person that lets control pass; of several tests each has to find something of theirs."""
    if any(_is_setting(scene, owner, test) for test, _ in tests):
        return False
    return len(tests) == 1 or all(_finds(owner.body, test, passes) for test, passes in tests)


def _is_of_the_request(scene: Scene, owner: Function, test: Value) -> bool:
    """Whether it is what a function is handed that is compared with a constant: `endpoint == "feed"`, whoever asks."""
    made = owner.body.code[origin(owner.body, test)]
    if not isinstance(made, Operate) or made.operator not in ("eq", "ne", "contains", "not_contains"):
        return False
    left, right = (scene.names.instruction(owner.id, one) for one in made.operands)
    return isinstance(left, Parameter) and isinstance(right, Constant)


def _finds(body: Body, test: Value, holds: bool) -> bool:
    """Whether there is something where a test goes that way: `token`, `token is not None`, `not not token`."""
    instruction = body.code[origin(body, test)]
    if isinstance(instruction, Operate) and instruction.operator == "not_":
        return _finds(body, instruction.operands[0], not holds)
    if isinstance(instruction, Operate) and instruction.operator in ("is_", "ne", "not_contains"):
        return not holds
    return holds


def _is_setting(scene: Scene, owner: Function, test: Value) -> bool:
    """Whether how the program is set up decides, and not who comes."""
    made = scene.names.instruction(owner.id, test)
    operands = made.operands if isinstance(made, Operate) else [test]
    names = (part for one in operands for part in scene.names.written(owner.id, one).split("."))
    return any(word in SETTINGS for name in names for word in map(singular, tokenise(name)))


def _name(instruction: object) -> str:
    return instruction.name if isinstance(instruction, LoadAttribute | Name | Assign) else ""
