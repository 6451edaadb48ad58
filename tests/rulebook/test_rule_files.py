"""Which rule files a run reads, and what they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from piilint.rulebook import built_in_rules, load_rulebook
from piilint.terms.errors import UserError

RULE = '[[data]]\nid = "x.{0}"\n[[rule]]\nid = "{0}"\ndata = ["x.{0}"]\nsinks = ["log"]\n'


def write(path: str, text: str | None = None) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(RULE.format(Path(path).stem) if text is None else text, encoding="utf-8")


def origins(*paths: str) -> list[str]:
    return [str(rule.origin) for rule in load_rulebook(paths, use_defaults=False).rule]


def told(*paths: str) -> tuple[str, ...]:
    with pytest.raises(UserError) as raised:
        load_rulebook(paths, use_defaults=False)
    return raised.value.messages


def test_a_folder_is_all_toml_files_below_it_sorted() -> None:
    write("rules/b.toml")
    write("rules/a/z.toml")
    write("rules/notes.md", "not a rule")
    assert origins("rules") == ["rules/a/z.toml:3", "rules/b.toml:3"]


def test_files_keep_the_order_in_which_they_are_named() -> None:
    write("b.toml")
    write("a.toml")
    assert origins("b.toml", "./a.toml") == ["b.toml:3", "a.toml:3"]


def test_a_file_that_is_named_twice_is_read_once() -> None:
    write("rules/a.toml")
    assert origins("rules/a.toml", "rules", "rules/../rules") == ["rules/a.toml:3"]


def test_files_outside_the_working_directory_keep_their_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.toml")
    write("inner/keep.txt", "")
    monkeypatch.chdir("inner")
    assert origins(str(tmp_path / "a.toml")) == [f"{(tmp_path / 'a.toml').as_posix()}:3"]


def test_the_rules_of_the_language_always_load() -> None:
    write("a.toml")
    rulebook = load_rulebook(["a.toml"], use_defaults=False)
    assert {spec.origin.path.partition("/")[0] for spec in rulebook.propagator if spec.origin} == {"piilint:rules"}
    assert {spec.origin.path.split("/")[1] for spec in rulebook.propagator if spec.origin} == {"python"}
    assert [data.id for data in rulebook.data] == ["x.a"]


def test_all_built_in_rules_load_unless_they_are_refused() -> None:
    assert len(load_rulebook((), use_defaults=True).data) > 20


def test_naming_the_built_in_folder_adds_nothing() -> None:
    assert load_rulebook([str(built_in_rules())]).rule == load_rulebook(()).rule


def test_what_is_not_there_is_told_with_its_nearest_neighbour() -> None:
    write("rules/privacy.toml")
    assert told("rules/privcy.toml") == (
        'rules/privcy.toml: no such rule file or folder; did you mean "privacy.toml"?',
    )
    assert told("nowhere/at/all.toml") == ("nowhere/at/all.toml: no such rule file or folder",)


def test_a_folder_without_rule_files_is_told() -> None:
    write("rules/readme.md", "")
    assert told("rules") == ("rules: the folder holds no rule files (**/*.toml)",)


def test_a_file_that_is_no_toml_is_told_with_its_line() -> None:
    write("a.toml", "[[rule]]\nid = \n")
    write("b.toml", '[[rule]]\nid = [\n"x",\n')
    assert told("a.toml", "b.toml") == (
        "a.toml:2: not valid TOML: invalid value",
        "b.toml:3: not valid TOML: invalid value",
    )


@pytest.mark.parametrize("value", ["[" * 100_000, "1" * 5_000], ids=["too deep", "too long a number"])
def test_a_value_beyond_the_limits_of_the_reader_is_told(value: str) -> None:
    write("a.toml", f"[[rule]]\nid = {value}")
    (message,) = told("a.toml")
    assert message.startswith("a.toml:2: not valid TOML: ")


def test_a_file_that_is_no_utf_8_is_told_with_its_line() -> None:
    Path("a.toml").write_bytes(b'[[rule]]\nid = "\xff"\n')
    assert told("a.toml") == ("a.toml:2: the rule file is no UTF-8 text; save it as UTF-8",)


def test_what_a_broken_file_may_declare_is_not_missed_in_the_others() -> None:
    write("a.toml", '[[data]]\nid = "x.y"\nbroken')
    write("b.toml", '[[source]]\ndata = "x.y"\ncall = "f"\n')
    assert [message.partition(":")[0] for message in told("a.toml", "b.toml")] == ["a.toml"]
