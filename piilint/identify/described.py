"""What a field's own words say that it holds: its label, its help text, its description."""

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
    if not ir.value_call or ir.value < 0:
        return None
    words = set() if matcher.classify(ir.name) else set(tokenise(ir.name))
    code = program.functions[cls.module.first_function + ir.function].body.code
    for text in _texts(code, ir.value):
        for match in matcher.classify(text):
            if match.tier == "strong" and not match.derived and words.isdisjoint(tokenise(match.phrase)):
                return Clue(match.data, f"described as `{text}`", Confidence.MEDIUM)
    return None


def _texts(code: list[AnyInstruction], value: int) -> list[str]:
    call = code[value]
    if isinstance(call, Assign):
        call = code[call.value]
    if not isinstance(call, Call):
        return []
    places = [*call.arguments[:1], *(place for name, place in call.keywords if name in _DESCRIBING)]
    constants = (code[place] for place in places if place >= 0)
    return [one.value for one in constants if isinstance(one, Constant) and isinstance(one.value, str)]
