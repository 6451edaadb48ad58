"""Findings get their code and exact columns from the files that they name."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from piilint.excerpt import excerpt
from piilint.ir.instructions import AnyInstruction, Assign, Name, Return, Show, StoreAttribute
from piilint.ir.module import Block, Body, FunctionIR, ModuleIR, encode_body
from piilint.ir.program import Function, Module, Program
from piilint.terms.finding import CodeFrame, Finding, FramedStep, Member
from piilint.terms.flow import Step, Verb
from piilint.terms.grades import Confidence, Severity
from piilint.terms.location import Place
from piilint.terms.source_file import SourceFile
from tests.support.programs import program_of

VIEWS = """\
from flask import render_template


def show(pid):
    row = load(pid)
    return render_template(
        "p.html", owner="ann@example.org", row=row,
    )
"""
PAGE = "<h1>{{ row.name }}</h1>\n<td>{{ row.phone }}</td><td>{{ row.phone }}</td>\n"
MODEL = "class Clip:\n    latitude: float = field()  # where it was taken\n"
FILES = {"views.py": VIEWS, "page.html": PAGE, "models.py": MODEL}


def place_of(path: str, line: int, end_line: int | None = None, cell: int | None = None) -> CodeFrame:
    return CodeFrame(Place(path, line, None, end_line, None, cell))


def span(frame: CodeFrame) -> tuple[int, int | None, int | None, int | None]:
    place = frame.place
    return (place.line, place.column, place.end_line, place.end_column)


def function(
    path: str,
    language: str,
    instructions: list[tuple[AnyInstruction, int, int]],
    statements: list[tuple[int, int]],
    cells: Sequence[tuple[int, int]] = (),
) -> Function:
    """A function of instructions with their line and ordinal, all in its last statement."""
    code = [instruction for instruction, _, _ in instructions]
    body = Body(
        code=code,
        blocks=[Block(0, len(code))],
        lines=[line for _, line, _ in instructions],
        spans=[len(statements) - 1] * len(code),
        ordinals=[ordinal for _, _, ordinal in instructions],
        statements=statements,
    )
    lowered = FunctionIR("f", "f", "function", 1, 9, -1, -1, [], None, [], False, False, [], [], encode_body(body))
    module = Module(0, path, "m", ModuleIR(language, 9, [lowered], cells=list(cells)), 0, 0)
    return Function(0, module, lowered, "m.f")


VIEW = function("views.py", "python", [(Name("render_template"), 6, 0), (Name("load"), 5, -1)], [(5, 5), (6, 8)])
TEMPLATE = function("page.html", "jinja", [(Show(0, "row.phone"), 2, -1), (Show(0, "row.phone"), 2, -1)], [(2, 2)])


def program(*functions: Function) -> Program:
    for number, one in enumerate(functions):
        one.id = number
    return Program([one.module for one in functions], list(functions), [])


def files(texts: dict[str, str]) -> list[SourceFile]:
    languages = {"py": "python", "html": "template", "ipynb": "notebook"}
    return [
        SourceFile(path, ".", languages[path.rpartition(".")[2]], lambda file: texts[file.path].encode())
        for path in texts
    ]


def finding(sink: CodeFrame, source: CodeFrame | None = None, **keys: object) -> Finding:
    plain = Finding(
        "PII1", "x", Severity.ERROR, Confidence.HIGH, "m", ("contact.phone",), sink, "ui.page", source=source
    )
    return replace(plain, **keys)  # type: ignore[arg-type]


def test_an_instruction_is_found_by_its_ordinal_in_its_statement() -> None:
    [found] = excerpt([finding(place_of("views.py", 6), sink_at=(0, 0))], program(VIEW), files(FILES))

    assert span(found.sink) == (6, 12, 8, 6)
    assert found.sink.first_line == 6
    assert found.sink.text.startswith("    return render_template(\n")
    assert found.sink.text.endswith("\n    )")


def test_personal_literals_are_starred_out_and_columns_hold() -> None:
    [found] = excerpt([finding(place_of("views.py", 6), sink_at=(0, 0))], program(VIEW), files(FILES))

    assert '        "p.html", owner="***************", row=row,' in found.sink.text.split("\n")


def test_the_sink_comes_with_two_lines_above() -> None:
    [found] = excerpt([finding(place_of("views.py", 6), sink_at=(0, 0))], program(VIEW), files(FILES))

    assert found.sink.before == ("def show(pid):", "    row = load(pid)")


def test_a_declaration_is_its_whole_statement_without_the_comment() -> None:
    source = place_of("models.py", 2, 2)

    [found] = excerpt([finding(place_of("views.py", 6), source, source_owner="Clip.latitude")], program(), files(FILES))

    assert span(found.source) == (2, 5, 2, 30)
    assert found.source.text == "    latitude: float = field()  # where it was taken"


def test_a_parameter_is_found_by_its_name() -> None:
    source = place_of("views.py", 4, 4)

    [found] = excerpt([finding(place_of("views.py", 6), source, source_owner="show.pid")], program(), files(FILES))

    assert span(found.source) == (4, 10, 4, 13)


def test_an_expression_of_a_template_is_found_by_its_text() -> None:
    """Also where the same one is shown twice on a line."""
    sinks = [finding(place_of("page.html", 2), sink_at=(0, number)) for number in (1, 0)]

    found = excerpt(sinks, program(TEMPLATE), files(FILES))

    assert [span(one.sink) for one in found] == [(2, 8, 2, 17), (2, 32, 2, 41)]
    assert found[0].sink.text == PAGE.split("\n")[1]


def test_steps_and_members_are_filled_too_and_members_sorted_by_column() -> None:
    step = FramedStep(Step(Verb.SINK, Place("page.html", 2), "shown", "page.html", 0, 0), place_of("page.html", 2))
    members = tuple(
        Member(
            data, place_of("models.py", 2, 2), place_of("page.html", 2), "ui.page", (step,), owner, sink_at=(0, number)
        )
        for data, owner, number in (("a", "A.x", 1), ("b", "B.y", 0))
    )
    together = finding(members[0].sink, members[0].source, members=members, source_owner="A.x")

    [found] = excerpt([together], program(TEMPLATE), files(FILES))

    assert [(one.data, one.sink.place.column) for one in found.members] == [("b", 8), ("a", 32)]
    assert (found.data, found.sink, found.source_owner) == (("b", "a"), found.members[0].sink, "B.y")
    assert span(found.steps[0].frame) == (2, 8, 2, 17)


def test_in_notebooks_lines_count_within_the_cell() -> None:
    notebook = {
        "cells": [
            {"cell_type": "markdown", "source": ["# title"]},
            {"cell_type": "code", "source": ["a = 1\n", "b = 2"]},
            {"cell_type": "code", "source": "x = 1\nshow(user.phone)\n"},
        ]
    }
    shown = function("n.ipynb", "python", [(Name("show"), 4, 0)], [(4, 4)], [(1, 2), (3, 5)])

    [found] = excerpt(
        [finding(place_of("n.ipynb", 2, cell=2), sink_at=(0, 0))],
        program(shown),
        files({"n.ipynb": json.dumps(notebook)}),
    )

    assert span(found.sink) == (2, 1, 2, 17)
    assert (found.sink.text, found.sink.first_line, found.sink.before) == ("show(user.phone)", 2, ("x = 1",))


def test_only_the_files_of_findings_are_read() -> None:
    read: list[str] = []

    def load(file: SourceFile) -> bytes:
        read.append(file.path)
        return FILES[file.path].encode()

    all_files = [replace(file, loader=load) for file in files(FILES)]

    excerpt([finding(place_of("models.py", 2), place_of("models.py", 1))], program(), all_files)

    assert read == ["models.py"]


def test_a_file_that_vanished_or_shrank_leaves_its_frames_as_they_were() -> None:
    def gone(file: SourceFile) -> bytes:
        raise FileNotFoundError(file.path)

    told = finding(place_of("views.py", 6), place_of("models.py", 2), sink_at=(0, 0))

    for texts in (
        [replace(file, loader=gone) for file in files(FILES)],
        files({"views.py": "x = 1\n", "models.py": ""}),
        [],
    ):
        assert excerpt([told], program(VIEW), texts) == (told,)


def test_where_the_file_has_changed_columns_are_not_guessed() -> None:
    changed = {**FILES, "views.py": "\n" * 5 + "(\n]\n)\n"}

    [found] = excerpt([finding(place_of("views.py", 6), sink_at=(0, 0))], program(VIEW), files(changed))

    assert span(found.sink) == (6, None, None, None)


def test_other_encodings_are_read_as_python_reads_them() -> None:
    latin = "# -*- coding: latin-1 -*-\ngrüße = show(ort)\n".encode("latin-1")
    file = SourceFile("l.py", ".", "python", lambda file: latin)

    [found] = excerpt([finding(place_of("l.py", 2))], program(), [file])

    assert found.sink.text == "grüße = show(ort)"
    assert span(found.sink) == (2, 1, 2, 18)


def test_expressions_of_templates_are_told_from_tests_and_may_span_lines() -> None:
    page = "{% if row.phone %}{{  row.phone }}{% endif %}\n<b>{{ upper(\n  row.name) }}</b>\n"
    linked = program_of({"page.html": page})
    shown = [
        (place_of("page.html", one.body.lines[number]), (one.id, number))
        for one in linked.functions
        for number, instruction in enumerate(one.body.code)
        if one.module.ir.language == "jinja" and isinstance(instruction, Show)
    ]

    found = excerpt([finding(sink, sink_at=at) for sink, at in shown], linked, files({"page.html": page}))

    assert [span(one.sink) for one in found] == [(1, 23, 1, 32), (2, 7, 3, 12)]


def test_what_a_statement_does_stands_where_the_statement_stands() -> None:
    """A `return` and an assignment are sinks as a whole; targets inside of a statement are not."""
    code = """\
class Clip:
    lat: float = 0.0
    def show(self):
        self.seen = [clip.lat for clip in self.all]
        find = (lambda: self.lat)
        return self.lat  # shown
"""
    linked = program_of({"m.py": code})
    texts = {
        (type(one).__name__, code.split("\n")[place.line - 1][place.column - 1 : place.end_column - 1])
        for function in linked.functions
        for number, one in enumerate(function.body.code)
        if isinstance(one, Assign | StoreAttribute | Return)
        for place in [located(linked, function.id, number, code)]
        if place.line not in (1, 3)
    }

    assert texts == {
        ("Assign", "lat: float = 0.0"),
        ("Assign", "clip"),
        ("Assign", "find = (lambda: self.lat)"),
        ("StoreAttribute", "self.seen = [clip.lat for clip in self.all]"),
        ("Return", "self.lat"),
        ("Return", "return self.lat"),
    }


def located(linked: Program, number: int, instruction: int, code: str) -> Place:
    sink = CodeFrame(linked.place(number, instruction))
    [found] = excerpt([finding(sink, sink_at=(number, instruction))], linked, files({"m.py": code}))
    return found.sink.place
