"""What a field's declaration says that it holds: its label, its help text, its description, what it reads."""

from __future__ import annotations

from piilint.identify.evidence import Clue
from piilint.ir.instructions import AnyInstruction, Assign, Call, Constant
from piilint.ir.module import FieldIR
from piilint.ir.program import Class, Program
from piilint.terms.grades import Confidence
from piilint.terms.names import NameMatcher, tokenise

_DESCRIBING = frozenset({"verbose_name", "label", "title", "description", "help_text", "doc", "comment"})


def described(program: Program, matcher: NameMatcher, cls: Class, ir: FieldIR) -> Clue | None:
    """The clue in the text beside a field, as in `c1 = CharField("Phone number")`; None where no text is enough alone.

    A text is read like a name: `E-mail address is verified` tells of no address. A name that says more than its label
    (`phone_type`, "Phone") is believed.
    """
    call = _call(program, cls, ir)
    if call is None:
        return None
    words = set() if matcher.classify(ir.name) else set(tokenise(ir.name))
    code = program.functions[cls.module.first_function + ir.function].body.code
    for text in _texts(code, call):
        for match in matcher.classify(text):
            if match.tier == "strong" and not match.derived and words.isdisjoint(tokenise(match.phrase)):
                return Clue(match.data, f"described as `{text}`", Confidence.MEDIUM)
    return None


def path_read(program: Program, cls: Class, ir: FieldIR, keywords: frozenset[str]) -> list[str]:
    """The path that a field's declaration says that it reads under a keyword: `source="user.profile.phone"`, or []."""
    call = _call(program, cls, ir) if keywords else None
    code = program.functions[cls.module.first_function + ir.function].body.code
    said = (code[value] for name, value in (call.keywords if call is not None else ()) if name in keywords)
    path = next((one.value for one in said if isinstance(one, Constant) and isinstance(one.value, str)), "")
    return [name for name in path.split(".") if name.isidentifier()]


def _call(program: Program, cls: Class, ir: FieldIR) -> Call | None:
    if not ir.value_call or ir.value < 0:
        return None
    code = program.functions[cls.module.first_function + ir.function].body.code
    call = code[ir.value]
    if isinstance(call, Assign):
        call = code[call.value]
    return call if isinstance(call, Call) else None


def _texts(code: list[AnyInstruction], call: Call) -> list[str]:
    places = [*call.arguments[:1], *(place for name, place in call.keywords if name in _DESCRIBING)]
    constants = (code[place] for place in places if place >= 0)
    return [one.value for one in constants if isinstance(one, Constant) and isinstance(one.value, str)]
