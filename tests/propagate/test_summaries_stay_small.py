"""What summaries leave out: what nobody could use, and what lies deep where there is very much."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from piilint import check
from piilint.propagate import export
from piilint.propagate.atoms import OPAQUE, alloc, derived, fact, sym
from piilint.propagate.engine import Engine
from piilint.propagate.heat import Heat
from piilint.propagate.memory import State
from piilint.propagate.thinning import thinned
from piilint.terms.grades import Confidence, Mask
from piilint.terms.specs import FoundSource, Matcher, SanitizerSpec

DIGITS = SanitizerSpec(Matcher("call", ("app.digits",)))
LEAVING = SanitizerSpec(Matcher("call", ("app.year",)), leaves="person.age")
PHONE = FoundSource("contact.phone", "strong name `phone`", Confidence.HIGH, "app.py", 1)
NUMBER = sym(("p", 0))


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> list[Engine]:
    """The engines of the checks of a test."""
    made: list[Engine] = []
    original = Engine.run

    def run(engine: Engine, functions: list[int]) -> None:
        made.append(engine)
        original(engine, functions)

    monkeypatch.setattr(Engine, "run", run)
    return made


def findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> list[int]:
    (tmp_path / "app.py").write_text(text)
    shutil.rmtree(tmp_path / ".piilint_cache", ignore_errors=True)
    monkeypatch.chdir(tmp_path)
    return [finding.sink.place.line for finding in check(["."]).findings]


def test_a_masked_taint_is_dropped_beside_the_plain_one() -> None:
    plain, masked = derived(NUMBER, True), derived(NUMBER, True, (DIGITS,))
    assert thinned({masked: None, plain: None}) == {plain: None}


def test_a_shallow_taint_is_dropped_beside_the_deep_one() -> None:
    assert thinned({derived(NUMBER, False): None, derived(NUMBER, True): None}) == {derived(NUMBER, True): None}


@pytest.mark.parametrize(
    "other",
    [derived(NUMBER, True, (LEAVING,)), derived(NUMBER, True, (), (".a",)), derived(sym(("p", 1)), True, (DIGITS,))],
)
def test_a_taint_stays_that_shows_something_else_or_is_all_there_is(other: object) -> None:
    part = derived(NUMBER, True, (DIGITS,))
    value = {part: None, other: None}
    assert thinned(value) == value  # type: ignore[arg-type]


def test_a_masked_fact_is_dropped_beside_the_plain_one_of_the_same_source() -> None:
    plain, masked = fact(PHONE, None), fact(PHONE, None, mask=Mask.WEAK, by="digits")
    other = fact(PHONE, None, "contact.email", Mask.WEAK, "digits")
    assert thinned({masked: None, plain: None, other: None}) == {plain: None, other: None}


def test_a_name_is_cold_until_something_personal_comes_into_it() -> None:
    heat = Heat()
    heat.reader = (7, ())
    name, holder = sym(("m", 0), (".label",)), alloc((1, 2), "dict")
    assert heat.is_cold(name)
    assert not heat.is_cold(sym(("p", 0), (".label",)))
    heat.put(sym(("m", 0)), ".label", {holder: None, OPAQUE: None}, {})
    assert heat.woken() == []
    heat.put(holder, "[*]", {fact(PHONE, None): None}, {})
    assert heat.woken() == [(7, ())]
    assert not heat.is_cold(name)


def test_a_name_is_as_hot_as_what_it_stands_for() -> None:
    heat = Heat()
    heat.reader = (3, ())
    first, second = sym(("m", 0), (".first",)), sym(("m", 0), (".second",))
    heat.put(sym(("m", 0)), ".second", {first: None}, {})
    assert heat.is_cold(second)
    heat.note(sym(("m", 0)), ".first", {fact(PHONE, None): None}, {})
    assert heat.woken() == [(3, ())]
    assert not heat.is_cold(second)


def test_what_comes_into_a_variable_after_all_is_found_by_those_who_left_it_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (
        "TITLE = ['none']\n"
        "def title():\n    return ', '.join(TITLE)\n"
        "def show(customer):\n    print(title())\n    print(customer.email)\n"
        "def fill(customer):\n    TITLE.append(customer.phone_number)\n"
    )
    assert findings(tmp_path, monkeypatch, text) == [5, 6]


TREE = """
class Node:
    def __init__(self, kind, parent):
        self.kind = kind
        self.parent = parent
        self.children = []
        self.before = None
        self.after = None
        self.text = ""

    def add(self, node):
        node.parent = self
        node.before = self.children[-1] if self.children else None
        if node.before is not None:
            node.before.after = node
        self.children.append(node)


class Writer:
    def __init__(self):
        self.line = []
        self.last = None

    def visit(self, node):
        return getattr(self, "visit_" + node.kind)(node)
"""


def tree(size: int) -> str:
    """A program whose methods walk a tree by one another and change it."""
    methods = [
        f"    def visit_{i}(self, node):\n"
        f"        for child in node.children[{i}:]:\n"
        f"            child.text = node.text + child.parent.text + node.before.text\n"
        f"            child.parent.after = node.after.before\n"
        f"            self.line.append(child.text)\n"
        f"            self.last = self.visit_{(i + 1) % size}(child) or self.visit_{(i + 5) % size}(child.parent)\n"
        f"            self.visit(child)\n"
        f"        return self.last or node\n"
        for i in range(size)
    ]
    text = TREE + "\n".join(methods) + "\n\ndef show(customer):\n"
    return text + "    tree = Node('1', None)\n    tree.text = customer.email\n    print(Writer().visit(tree).text)\n"


def test_a_function_that_costs_much_is_not_looked_at_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engines: list[Engine]
) -> None:
    text = tree(9)
    found = findings(tmp_path, monkeypatch, text)
    monkeypatch.setattr(Engine, "MAX_EFFORT", 500)
    assert findings(tmp_path, monkeypatch, text) == found == [text.count("\n")]
    free, bound = engines[0], engines[-1]
    assert sum(bound.spent.values()) < sum(free.spent.values())
    assert max(bound.spent.values()) < max(free.spent.values())


def test_a_summary_that_holds_very_much_keeps_less_of_what_lies_deep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engines: list[Engine]
) -> None:
    text = tree(9)
    found = findings(tmp_path, monkeypatch, text)
    monkeypatch.setattr(export, "MAX_WEIGHT", 40)
    assert findings(tmp_path, monkeypatch, text) == found
    free, bound = (max(one.weight for one in engine.summaries.values()) for engine in (engines[0], engines[-1]))
    assert 40 < bound < free


def test_pages_that_extend_one_template_are_told_apart_however_much_it_costs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "base.html").write_text("<h1>{{ title }}</h1>{% block body %}{% endblock %}")
    routes = "from flask import Flask, render_template\n\napp = Flask(__name__)\n"
    for number in range(4):
        body = "{% block body %}{{ customer.phone_number }}{% endblock %}"
        (folder / f"page{number}.html").write_text("{% extends 'base.html' %}" + body)
        routes += f"\n\n@app.route('/{number}')\ndef page{number}(customer):\n"
        routes += f"    return render_template('page{number}.html', customer=customer, title='{number}')\n"
    free = findings(tmp_path, monkeypatch, routes)
    monkeypatch.setattr(Engine, "MAX_EFFORT", 1)
    assert findings(tmp_path, monkeypatch, routes) == free
    assert len(free) == 4


def _contexts(engine: Engine, name: str) -> int:
    """How many contexts a function was looked at in."""
    return sum(
        bool(context) for function, context in engine.summaries if engine.program.functions[function].ir.name == name
    )


def test_contexts_end_that_make_no_difference_and_the_flow_is_found_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engines: list[Engine]
) -> None:
    text = "def apply(f, value):\n    f()\n    return value\n"
    for n in range(9):
        text += f"def nothing{n}():\n    pass\ndef show{n}(customer):\n    print(apply(nothing{n}, customer.email))\n"
    monkeypatch.setattr(Engine, "MAX_ALIKE", 1000)
    found = findings(tmp_path, monkeypatch, text)
    monkeypatch.setattr(Engine, "MAX_ALIKE", 2)
    assert findings(tmp_path, monkeypatch, text) == found
    assert len(found) == 9
    assert (_contexts(engines[0], "apply"), _contexts(engines[-1], "apply")) == (9, 2)


def test_a_context_that_makes_a_difference_is_told_apart_beyond_the_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (
        "def take(row, key):\n    return row[key]\n"
        + "".join(f"def clean{n}(customer):\n    print(take(dict(n=customer.email, c='c'), 'c'))\n" for n in range(9))
        + "def show(customer):\n    print(take(dict(n=customer.email, c='c'), 'n'))\n"
    )
    monkeypatch.setattr(Engine, "MAX_ALIKE", 1)
    assert findings(tmp_path, monkeypatch, text) == [text.count("\n")]


def test_objects_made_alike_count_as_one_from_the_third_on_and_what_they_hold_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engines: list[Engine]
) -> None:
    makes = "".join(f"    if n == {n}:\n        made = dict(a='c', n={n})\n" for n in range(6))
    text = (
        f"def make(n, customer):\n    made = dict(a='c')\n{makes}"
        "    if n == 9:\n        made = dict(a=customer.phone_number)\n    return made\n"
        "def show(customer):\n    print(make(9, customer)['a'])\n    print(make(4, customer)['n'])\n"
    )
    assert findings(tmp_path, monkeypatch, text) == [text.count("\n") - 1]
    made = [one for one in engines[-1].summaries.values() if len(one.returns) > 1]
    assert made
    assert all(len(one.returns) <= export.MAX_ALIKE for one in made)
    monkeypatch.setattr(export, "MAX_ALIKE", 1)
    assert text.count("\n") - 1 in findings(tmp_path, monkeypatch, text)


def test_a_shared_object_that_is_made_anew_makes_hot_what_leads_to_it() -> None:
    heat = Heat()
    state = State(None, heat)
    row = alloc((1, 2), "dict")
    reader = sym(("m", 0), (".kept",))
    state.create(row, {"[a]": {}})
    state.write(sym(("m", 0)), ".kept", {row: None}, strong=True)
    assert heat.is_cold(reader)
    state.create(row, {"[a]": {fact(PHONE, None): None}})
    state.write(sym(("m", 0)), ".kept", {row: None}, strong=True)
    assert not heat.is_cold(reader)
