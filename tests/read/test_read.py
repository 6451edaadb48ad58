"""Files become ModuleIRs: the store first, then the frontends; what cannot be read is a problem and never a crash."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from piilint.ir.module import ModuleIR
from piilint.read import Reading, lowering, parallel, read
from piilint.read.frontend.problem import SyntaxProblem
from piilint.store import Store, open_store
from piilint.terms.errors import UserError
from piilint.terms.finding import Problem
from piilint.terms.render_specs import RenderSpec
from piilint.terms.rulebook import Rulebook
from piilint.terms.source_file import SourceFile
from piilint.terms.specs import Matcher

JINJA = Rulebook(
    render=tuple(
        RenderSpec(Matcher("call", (call,)), "argument:0", "keywords", dialect, "ui.page")
        for call, dialect in (("f.render", "jinja"), ("g.render", "jinja"), ("h.render", "velocity"))
    )
)
NOTHING = Store(None)


class Frontends:
    """Frontends that understand a language of three words, and count what they are asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, bytes]] = []

    def __call__(self, language: str) -> Callable[[bytes], ModuleIR]:
        def lower(content: bytes) -> ModuleIR:
            self.asked.append((language, content))
            if content.startswith(b"broken"):
                raise SyntaxProblem("no such word", 3)
            if content.startswith(b"deep"):
                raise RecursionError
            if content.startswith(b"bug"):
                raise KeyError("oops")
            if content.startswith(b"kill"):
                os._exit(1)
            return ModuleIR(language, len(content), [])

        return lower


@pytest.fixture(autouse=True)
def frontends(monkeypatch: pytest.MonkeyPatch) -> Iterator[Frontends]:
    fake = Frontends()
    monkeypatch.setattr(lowering, "_frontend", fake)
    yield fake


def file(path: str, content: bytes = b"fine", language: str = "python") -> SourceFile:
    return SourceFile(path, ".", language, lambda _: content)


def paths(reading: Reading) -> list[str]:
    return [module.path for module in reading.modules]


def test_modules_come_in_the_order_of_the_files_with_their_roots() -> None:
    reading = read([file("b.py", b"22"), file("a.py", b"1")], Rulebook(), NOTHING)
    assert [(module.path, module.root, module.ir.lines) for module in reading.modules] == [
        ("b.py", ".", 2),
        ("a.py", ".", 1),
    ]
    assert (reading.problems, reading.unreadable) == ((), 0)


def test_equal_texts_are_lowered_once(frontends: Frontends) -> None:
    assert paths(read([file("a/__init__.py", b""), file("b/__init__.py", b"")], Rulebook(), NOTHING)) == [
        "a/__init__.py",
        "b/__init__.py",
    ]
    assert len(frontends.asked) == 1


def test_a_template_is_lowered_once_for_each_dialect_that_rules_name(frontends: Frontends) -> None:
    template = file("t.html", language="template")
    assert [module.ir.language for module in read([template], JINJA, NOTHING).modules] == ["jinja"]
    assert read([template], Rulebook(), NOTHING).modules == ()


def test_a_language_without_frontend_is_passed_over() -> None:
    assert read([file("schema.sql", language="sql")], Rulebook(), NOTHING) == Reading()


def test_a_stub_and_a_notebook_have_their_frontends(frontends: Frontends) -> None:
    read([file("a.pyi", language="stub"), file("b.ipynb", language="notebook")], Rulebook(), NOTHING)
    assert [language for language, _ in frontends.asked] == ["python", "notebook"]


def test_what_a_frontend_refuses_is_a_problem() -> None:
    reading = read([file("a.py", b"broken"), file("b.py")], Rulebook(), NOTHING)
    assert reading.problems == (Problem("a.py", 3, "no such word"),)
    assert (reading.unreadable, reading.unreadable_code, reading.code_files) == (1, 1, 2)
    assert paths(reading) == ["b.py"]


def test_a_template_that_is_refused_waits_for_somebody_who_renders_it() -> None:
    reading = read([file("t.html", b"broken", "template")], JINJA, NOTHING)
    assert reading.problems == ()
    assert reading.template_problems == {("t.html", "jinja"): Problem("t.html", 3, "no such word")}
    assert reading.problems_of([("jinja", "other.html"), ("velocity", "t.html"), ("jinja", "x-t.html")]) == ()
    assert reading.problems_of([("jinja", "t.html")]) == (Problem("t.html", 3, "no such word"),)


def test_a_template_is_known_by_the_end_of_its_path() -> None:
    reading = read([file("app/templates/mail/t.html", b"broken", "template")], JINJA, NOTHING)
    assert [problem.path for problem in reading.problems_of([("jinja", "mail/t.html")])] == [
        "app/templates/mail/t.html"
    ]
    assert reading.problems_of([("jinja", "ail/t.html")]) == ()


def test_a_bug_in_a_frontend_costs_one_file_and_says_so() -> None:
    reading = read([file("a.py", b"bug"), file("b.py")], Rulebook(), NOTHING)
    assert paths(reading) == ["b.py"]
    assert reading.problems[0].message.startswith("internal error: KeyError: 'oops' (test_read.py:")
    assert reading.problems[0].message.endswith("; please report it")


def test_code_nested_too_deeply_is_a_problem() -> None:
    assert read([file("a.py", b"deep")], Rulebook(), NOTHING).problems[0].message == "nested too deeply to be read"


def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    reading = read([SourceFile("gone.py", ".", "python"), file("b.py")], Rulebook(), NOTHING)
    assert reading.problems == (Problem("gone.py", 1, "could not be read: No such file or directory"),)
    assert paths(reading) == ["b.py"]


def test_a_folder_that_cannot_be_listed_is_a_problem() -> None:
    def refuse(_: SourceFile) -> bytes:
        raise PermissionError(13, "Permission denied")

    closed = SourceFile("closed", ".", "folder", refuse)
    assert read([closed], Rulebook(), NOTHING).problems == (
        Problem("closed", 1, "could not be read: Permission denied"),
    )


def test_the_second_run_asks_no_frontend(tmp_path: Path, frontends: Frontends) -> None:
    files = [file("a.py"), file("b.py", b"broken"), file("t.html", b"x", "template")]
    runs = []
    for _ in range(2):
        with open_store(str(tmp_path / "cache")) as store:
            runs.append(read(files, JINJA, store))
    assert runs[0] == runs[1]
    assert len(frontends.asked) == 3


def test_a_bug_is_tried_again_in_the_next_run(tmp_path: Path, frontends: Frontends) -> None:
    for _ in range(2):
        with open_store(str(tmp_path / "cache")) as store:
            read([file("a.py", b"bug")], Rulebook(), store)
    assert len(frontends.asked) == 2


def test_a_changed_file_is_lowered_again(tmp_path: Path, frontends: Frontends) -> None:
    for content in (b"one", b"two"):
        with open_store(str(tmp_path / "cache")) as store:
            read([file("a.py", content), file("b.py")], Rulebook(), store)
    assert [content for _, content in frontends.asked] == [b"one", b"fine", b"two"]


def test_foreign_bytes_in_the_store_are_lowered_again() -> None:
    class Foreign(Store):
        def get_many(self, kind: str, keys: Iterable[bytes]) -> dict[bytes, bytes]:
            return dict.fromkeys(keys, b"\xc1 not ours") if kind == "module" else {}

    assert paths(read([file("a.py")], Rulebook(), Foreign(None))) == ["a.py"]


def test_progress_tells_how_far_it_is() -> None:
    told: list[tuple[str, int, int]] = []
    read([file("a.py", b"1"), file("b.py", b"2")], Rulebook(), NOTHING, progress=lambda *step: told.append(step))
    assert told == [("reading", 1, 2), ("reading", 2, 2)]


def many(count: int = 60) -> list[SourceFile]:
    return [file(f"m{number:02}.py", b"x" * number) for number in range(count)]


def test_the_result_does_not_depend_on_the_number_of_processes() -> None:
    files = [*many(), file("z.py", b"broken")]
    assert read(files, Rulebook(), NOTHING, jobs=1) == read(files, Rulebook(), NOTHING, jobs=3)


def test_a_file_that_kills_its_worker_is_a_problem_and_the_others_are_read() -> None:
    reading = read([*many(), file("z.py", b"kill")], Rulebook(), NOTHING, jobs=2)
    assert len(reading.modules) == 60
    assert reading.problems == (Problem("z.py", 1, "the parser crashed on this file; please report it"),)


def test_where_no_process_can_be_started_one_does_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(parallel, "_pool", refuse)
    assert len(read(many(), Rulebook(), NOTHING, jobs=2).modules) == 60


def test_chunks_are_of_about_equal_size_and_lose_nothing() -> None:
    texts = [(number, lowering.Text("python", b"x" * (number * 997 % 60_000))) for number in range(300)]
    chunks = parallel.chunks_of(texts, 4)
    assert sorted((item for chunk in chunks for item in chunk), key=lambda item: item[0]) == texts
    sizes = [sum(len(text.content) for _, text in chunk) for chunk in chunks]
    assert max(sizes) < 2 * sum(sizes) / len(sizes)


@pytest.mark.parametrize(
    ("code", "broken", "allowed", "refused"),
    [
        (1, 1, 100, True),
        (3, 2, 0, False),
        (10, 9, 0, False),
        (11, 2, 20, False),
        (11, 3, 20, True),
        (20, 4, 20, False),
        (0, 0, 0, False),
    ],
)
def test_too_many_unreadable_files_end_the_run(code: int, broken: int, allowed: int, refused: bool) -> None:
    files = [file(f"m{number:02}.py", b"broken" if number < broken else b"fine") for number in range(code)]
    reading = read([*files, file("t.html", b"fine", "template")], JINJA, NOTHING)
    if not refused:
        reading.require(allowed)
        return
    with pytest.raises(UserError, match=r"m00\.py:3: no such word"):
        reading.require(allowed)


def test_the_refusal_tells_the_first_problems_only() -> None:
    reading = read([file(f"m{number}.py", b"broken") for number in range(8)], Rulebook(), NOTHING)
    with pytest.raises(UserError) as error:
        reading.require(20)
    lines = str(error.value).splitlines()
    assert lines[0] == "none of the Python files and notebooks could be read:"
    assert lines[-1] == "  ... and 3 more"
    assert len(lines) == 7
