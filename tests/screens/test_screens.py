"""Each screen that a flow ends on, with what it is for."""

from __future__ import annotations

from piilint.ir.module import Body, FunctionIR, ModuleIR, encode_body
from piilint.ir.program import Function, Module, Program
from piilint.screens import screens
from piilint.terms.config import Config, Override
from piilint.terms.flow import Flow, SinkSite
from piilint.terms.grades import Confidence, Mask
from piilint.terms.location import Place
from piilint.terms.rulebook import Rulebook
from piilint.terms.screen import Screen
from piilint.terms.specs import FoundSource, PurposeSpec


def program(parents: list[int], purposes: dict[int, str]) -> Program:
    """As many functions as there are parents."""
    body = encode_body(Body([], [], [], [], [], []))
    lowered = FunctionIR("f", "f", "function", 1, 2, -1, -1, [], None, [], False, False, [], [], body)
    module = Module(0, "app.py", "app", ModuleIR("python", 9, [lowered]), 0, 0)
    functions = [
        Function(number, module, lowered, f"app.f{number}", parent=parent) for number, parent in enumerate(parents)
    ]
    return Program([module], functions, [], purposes=purposes)


def flow(screen: str, function: int, *callers: int) -> Flow:
    site = SinkSite("ui.page", Place("app.py", 3), "show", screen, function, 0)
    source = FoundSource("contact.phone", "declared", Confidence.HIGH, "app.py", 1)
    chain = tuple((caller, 0) for caller in callers)
    return Flow(source, site, "contact.phone", Mask.NONE, (), Confidence.HIGH, call_chain=chain)


def test_one_screen_for_each_name() -> None:
    seen = screens(program([-1, -1], {}), [flow("app.a", 0), flow("app.b", 1), flow("app.a", 0)], Rulebook())

    assert dict(seen.screens) == {"app.a": Screen("app.a", path="app.py"), "app.b": Screen("app.b", path="app.py")}


def test_the_purpose_stands_at_the_function_around_or_at_one_that_calls() -> None:
    """Function 1 is defined in 0; 2 has no purpose of its own."""
    known = program([-1, 0, -1, -1], {0: "support", 3: "billing"})

    def purpose(*chain: int) -> str | None:
        return screens(known, [flow("app.a", *chain)], Rulebook()).screens["app.a"].purpose

    assert purpose(0) == "support"
    assert purpose(1) == "support"
    assert purpose(2) is None
    assert purpose(2, 1) == "support"
    assert purpose(2, 3, 1) == "billing"


def test_a_purpose_that_only_one_flow_tells_counts_for_the_screen() -> None:
    known = program([-1, -1], {1: "support"})

    seen = screens(known, [flow("app.a", 0), flow("app.a", 1)], Rulebook())

    assert seen.screens["app.a"].purpose == "support"


def test_a_flow_sees_the_purpose_on_its_own_way() -> None:
    """Two views with a purpose of their own share what shows the data."""
    known = program([-1, -1, -1], {1: "support", 2: "billing"})

    seen = screens(known, [flow("app.a", 0, 1), flow("app.a", 0, 2)], Rulebook())

    assert [seen.contexts[position].screen.purpose for position in (0, 1)] == ["support", "billing"]
    assert seen.screens["app.a"].purpose == "support"


def test_settings_overrule_a_comment_and_the_last_of_them_wins() -> None:
    known = program([-1], {0: "support"})
    overrides = (Override(("app.py",), purpose="billing"), Override(("**",), purpose="calls"), Override(("lib/**",)))

    seen = screens(known, [flow("app.a", 0)], Rulebook(), Config(overrides=overrides))

    assert seen.screens["app.a"].purpose == "calls"


def test_globs_count_from_the_folder_of_the_settings() -> None:
    purposes = (PurposeSpec("calls", (), paths=("tools/app.py",)), PurposeSpec("support", (), paths=("app.py",)))
    book = Rulebook(purpose=purposes)

    at_home = screens(program([-1], {}), [flow("app.a", 0)], book)
    further_up = screens(program([-1], {}), [flow("app.a", 0)], book, Config(base=".."))

    assert at_home.screens["app.a"].purpose == "support"
    assert further_up.screens["app.a"].purpose is None
