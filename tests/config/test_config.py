"""The settings of a run: the command line over the nearest config file over the defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from piilint.config import load_config
from piilint.terms.config import Config, Override
from piilint.terms.errors import UserError
from piilint.terms.grades import Confidence, Severity


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository as the working directory, in which no config of the machine is found."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: str, text: str = "") -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def config(
    first_path: str | None = None, explicit: str | None = None, isolated: bool = False, **given: object
) -> Config:
    return load_config(first_path, explicit=explicit, isolated=isolated, overrides=given)


def told(explicit: str | None = None, **given: object) -> tuple[str, ...]:
    with pytest.raises(UserError) as raised:
        config(explicit=explicit, **given)
    return raised.value.messages


def test_without_a_config_file_all_is_as_by_default() -> None:
    assert config() == Config()


def test_every_key_has_its_field() -> None:
    write(
        "piilint.toml",
        """
paths = ["src", "tools"]
exclude = ["**/vendored/**"]
rules = ["privacy", "package:acme"]
select = ["PII1"]
ignore = ["PII105"]
severity = { PII101 = "warning", PII102 = "note" }
fail-on = "warning"
min-confidence = "high"
src = ["src"]
template-folders = ["web/templates"]
baseline = "ci/baseline.json"
require-reason = true
max-suppression-days = 90
min-version = "0.1"

[[overrides]]
paths = ["tests/**"]
ignore = ["PII4"]

[[overrides]]
paths = ["tools/**"]
purpose = "support"
""",
    )
    assert config() == Config(
        base=".",
        paths=("src", "tools"),
        exclude=("**/vendored/**",),
        rules=("privacy", "package:acme"),
        select=("PII1",),
        ignore=("PII105",),
        severity={"PII101": Severity.WARNING, "PII102": Severity.NOTE},
        fail_on=Severity.WARNING,
        min_confidence=Confidence.HIGH,
        src=("src",),
        template_folders=("web/templates",),
        baseline="ci/baseline.json",
        overrides=(Override(("tests/**",), ("PII4",)), Override(("tools/**",), (), "support")),
        require_reason=True,
        max_suppression_days=90,
        min_version="0.1",
    )


class TestWhichFile:
    def test_the_nearest_folder_upwards_from_the_first_path_decides(self) -> None:
        write("piilint.toml", 'select = ["OUTER"]')
        write("app/piilint.toml", 'select = ["INNER"]')
        write("app/web/views.py")
        assert config("app/web/views.py").select == ("INNER",)
        assert config("app/web").select == ("INNER",)
        assert config("app").select == ("INNER",)
        assert config(".").select == ("OUTER",)
        assert config().select == ("OUTER",)

    def test_a_path_that_is_not_there_is_looked_up_from_where_it_would_be(self) -> None:
        write("piilint.toml", 'select = ["A"]')
        assert config("no/such/file.py").select == ("A",)

    def test_piilint_toml_goes_before_pyproject_toml_in_one_folder(self) -> None:
        write("piilint.toml", 'select = ["OWN"]')
        write("pyproject.toml", '[tool.piilint]\nselect = ["SHARED"]')
        assert config().select == ("OWN",)

    def test_a_pyproject_toml_that_says_nothing_to_piilint_is_passed_by(self) -> None:
        write("piilint.toml", 'select = ["OUTER"]')
        write("app/pyproject.toml", '[project]\nname = "app"\ndependencies = ["piilint-flow"]')
        write("lib/pyproject.toml", "this is = not toml = at all")
        assert config("app").select == ("OUTER",)
        assert config("lib").select == ("OUTER",)

    def test_an_empty_section_is_a_config(self) -> None:
        write("piilint.toml", 'select = ["OUTER"]')
        write("app/pyproject.toml", "[tool.piilint]")
        assert config("app") == Config(base="app", paths=("app",))

    @pytest.mark.parametrize("mark", [".git", ".hg", ".svn", ".jj"])
    def test_the_search_ends_at_the_root_of_the_repository(self, mark: str) -> None:
        write("piilint.toml", 'select = ["OUTSIDE"]')
        write(f"repo/{mark}/config")
        write("repo/app/views.py")
        assert config("repo/app") == Config()
        write("repo/piilint.toml", 'select = ["ROOT"]')
        assert config("repo/app").select == ("ROOT",)

    def test_isolated_ignores_all_config(self) -> None:
        write("piilint.toml", 'select = ["A"]')
        assert config(isolated=True) == Config()
        assert config(explicit="piilint.toml", isolated=True) == Config()

    def test_a_config_that_is_named_is_the_only_one(self) -> None:
        write("piilint.toml", 'select = ["NEAR"]')
        write("ci/strict.toml", 'select = ["NAMED"]')
        write("ci/pyproject.toml", '[tool.piilint]\nselect = ["SHARED"]')
        assert config(explicit="ci/strict.toml").select == ("NAMED",)
        assert config(explicit="ci/pyproject.toml").select == ("SHARED",)

    def test_a_config_that_is_named_and_cannot_be_used_is_told(self) -> None:
        write("ci/strict.toml")
        write("ci/pyproject.toml", '[project]\nname = "app"')
        assert told("ci/strct.toml") == ('ci/strct.toml: no such config file; did you mean "strict.toml"?',)
        assert told("no/strict.toml") == ("no/strict.toml: no such config file",)
        assert told("ci/pyproject.toml") == (
            "ci/pyproject.toml: the file has no [tool.piilint]; add it, or name a piilint.toml",
        )


class TestPaths:
    TEXT = (
        'paths = ["src"]\nrules = ["../shared/rules.toml", "package:acme"]\nbaseline = "b.json"\nexclude = ["gen/**"]\n'
    )

    def test_they_are_relative_to_the_folder_of_the_config(self) -> None:
        write("app/piilint.toml", self.TEXT)
        assert config("app") == Config(
            base="app",
            paths=("app/src",),
            rules=("shared/rules.toml", "package:acme"),
            baseline="app/b.json",
            exclude=("gen/**",),
        )

    def test_they_lead_up_where_the_config_lies_above(self, monkeypatch: pytest.MonkeyPatch) -> None:
        write("app/piilint.toml", self.TEXT)
        write("app/src/views.py")
        monkeypatch.chdir("app/src")
        found = config("views.py")
        assert (found.base, found.paths, found.baseline) == ("..", (".",), "../b.json")

    def test_without_paths_the_program_is_the_folder_of_the_config(self) -> None:
        write("app/piilint.toml", 'src = ["lib"]')
        assert (config("app").paths, config("app").src) == (("app",), ("app/lib",))


class TestCommandLine:
    def test_it_goes_before_the_config(self) -> None:
        write("piilint.toml", 'rules = ["a"]\nfail-on = "note"\nselect = ["A"]')
        found = config(rules=["b", "c"], fail_on=Severity.ERROR, jobs=3)
        assert (found.rules, found.fail_on, found.jobs, found.select) == (("b", "c"), Severity.ERROR, 3, ("A",))

    def test_what_was_not_given_leaves_the_config_as_it_is(self) -> None:
        write("piilint.toml", 'rules = ["a"]\nfail-on = "note"')
        found = config(rules=[], fail_on=None, ignore=(), baseline=None)
        assert (found.rules, found.fail_on) == (("a",), Severity.NOTE)

    def test_a_switch_that_is_off_and_a_zero_are_given(self) -> None:
        assert config(default_rules=False, max_unreadable=0) == Config(default_rules=False, max_unreadable=0)

    def test_no_cache_is_given_as_none(self) -> None:
        assert config(cache_dir=None).cache_dir is None
        assert config().cache_dir == Config().cache_dir

    def test_the_word_of_a_grade_will_do(self) -> None:
        found = config(fail_on="warning", min_confidence="low")
        assert (found.fail_on, found.min_confidence) == (Severity.WARNING, Confidence.LOW)
        assert told(fail_on="eror") == ('--fail-on: "eror" is not error, warning or note; did you mean "error"?',)
        assert told(min_confidence="hgh") == (
            '--min-confidence: "hgh" is not high, medium or low; did you mean "high"?',
        )


class TestMistakes:
    def test_all_are_told_at_once_with_line_key_and_nearest_spelling(self) -> None:
        write(
            "pyproject.toml",
            """\
[project]
fail-on = 3
[tool.piilint]
fail-on = "eror"
fail-onn = "error"
exclude = "x"
rules = [1]
require-reason = "yes"
max-suppression-days = 0
baseline = ["x"]
[[tool.piilint.overrides]]
paths = ["a"]
[[tool.piilint.overrides]]
ignore = ["A"]
purpos = "x"
[tool.piilint.severity]
PII101 = "error"
PII102 = "bad"
""",
        )
        assert told() == (
            'pyproject.toml:4: [tool.piilint] fail-on: expected error, warning or note; did you mean "error"?',
            'pyproject.toml:5: [tool.piilint] fail-onn: unknown key; did you mean "fail-on"?',
            "pyproject.toml:6: [tool.piilint] exclude: expected a list of texts",
            "pyproject.toml:7: [tool.piilint] rules: expected a list of texts",
            "pyproject.toml:8: [tool.piilint] require-reason: expected true or false",
            "pyproject.toml:9: [tool.piilint] max-suppression-days: expected a whole number of days above 0",
            "pyproject.toml:10: [tool.piilint] baseline: expected text",
            'pyproject.toml:13: [tool.piilint] overrides: needs "paths", to say which files it is for',
            'pyproject.toml:15: [tool.piilint] overrides: purpos: unknown key; did you mean "purpose"?',
            "pyproject.toml:18: [tool.piilint] severity: PII102: expected error, warning or note",
        )

    def test_a_key_that_nothing_is_like_is_told_all_there_are(self) -> None:
        write("piilint.toml", "zzz = 1")
        (message,) = told()
        assert message.startswith("piilint.toml:1: zzz: unknown key; the keys are paths, exclude, rules, select, ")

    def test_a_section_in_the_own_file_is_one_too_many(self) -> None:
        write("piilint.toml", '[tool.piilint]\nselect = ["A"]')
        (message,) = told()
        assert message.startswith("piilint.toml:1: tool: unknown key; ")

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ('overrides = { paths = ["a"] }', "expected [[overrides]] with paths, and ignore or purpose"),
            ("overrides = [1]", "expected [[overrides]] with paths, and ignore or purpose"),
            ('severity = "error"', 'expected a table like { PII101 = "warning" }'),
            ("severity = { PII101 = 1 }", "PII101: expected error, warning or note"),
            ('paths = [""]', "expected a list of texts"),
            ("max-suppression-days = true", "expected a whole number of days above 0"),
            ('min-version = "new"', 'expected a version like "1.2"'),
        ],
    )
    def test_a_value_of_another_kind_is_told_with_the_right_one(self, text: str, said: str) -> None:
        write("piilint.toml", f"\n{text}\n")
        assert told() == (f"piilint.toml:2: {text.partition(' ')[0]}: {said}",)

    def test_text_that_is_no_toml_is_told_with_its_line(self) -> None:
        write("pyproject.toml", "[tool.piilint]\nselect = \n")
        assert told() == ("pyproject.toml:2: not valid TOML: invalid value",)

    def test_text_that_is_no_utf_8_is_told(self) -> None:
        Path("piilint.toml").write_bytes(b'baseline = "\xff"')
        assert told() == ("piilint.toml: the config file is no UTF-8 text; save it as UTF-8",)


@pytest.mark.parametrize(
    ("wanted", "enough"), [("1.2", True), ("1.2.3", True), ("1.2.4", False), ("1.10", False), ("2", False)]
)
def test_a_version_that_is_newer_than_this_one_ends_the_run(
    monkeypatch: pytest.MonkeyPatch, wanted: str, enough: bool
) -> None:
    monkeypatch.setattr("piilint.__version__", "1.2.3")
    write("piilint.toml", f'min-version = "{wanted}"')
    if enough:
        assert config().min_version == wanted
    else:
        assert told() == (
            f"piilint.toml:1: min-version: piilint {wanted} or newer is wanted, and this is 1.2.3; install a newer one",
        )
