"""`piilint rules list|validate|test`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from piilint.cli import options
from piilint.cli.console import put, tell, wants_color
from piilint.cli.exit_codes import CLEAN, FINDINGS, told_to_the_user
from piilint.terms.errors import UserError

if TYPE_CHECKING:
    from piilint.terms.config import Config
    from piilint.terms.rulebook import Rulebook

rules_app = typer.Typer(
    help="The rules that count here: list them, check the files that they stand in, or run their cases."
)

ListFormat = Annotated[str, typer.Option("--output-format", metavar="text|json", help="How they are written.")]


@rules_app.callback(invoke_without_command=True)
def rules(context: typer.Context) -> None:
    """The rules that count here: list them, check the files that they stand in, or run their cases."""
    if context.invoked_subcommand is None:
        list_rules()


@rules_app.command("list")
def list_rules(
    rules: options.Rules = None,
    no_default_rules: options.NoDefaultRules = False,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
    output_format: ListFormat = "text",
) -> None:
    """List all rules with their severity and what they say."""
    with told_to_the_user():
        from piilint.report.rules import rules_as_json, rules_as_text

        if output_format not in ("text", "json"):
            raise UserError(f'--output-format: "{output_format}" is not text or json')
        rulebook = _rulebook(rules, no_default_rules, config, isolated)
        put(rules_as_json(rulebook) if output_format == "json" else rules_as_text(rulebook, wants_color(sys.stdout)))


@rules_app.command("validate")
def validate(
    paths: Annotated[
        Optional[list[str]],  # noqa: UP045 - typer reads it on Python 3.10
        typer.Argument(metavar="[PATHS]...", show_default=False, help="Rule files and folders, as with --rules."),
    ] = None,
    rules: options.Rules = None,
    no_default_rules: options.NoDefaultRules = False,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
) -> None:
    """Check rule files: every mistake is told, with its file and line. Exits with 2 where there is one."""
    with told_to_the_user():
        rulebook = _rulebook([*(rules or ()), *(paths or ())], no_default_rules, config, isolated)
        counts = {"rule": len(rulebook.rule), "data type": len(rulebook.data), "sink": len(rulebook.sink)}
        told = ", ".join(f"{count} {noun}{'' if count == 1 else 's'}" for noun, count in counts.items())
        put(f"All rule files are valid: {told}.\n")


@rules_app.command("test")
def test(
    paths: Annotated[
        Optional[list[str]],  # noqa: UP045 - typer reads it on Python 3.10
        typer.Argument(
            metavar="[PATHS]...", show_default=False, help="Markdown files, or folders of them.  [default: .]"
        ),
    ] = None,
    rules: options.Rules = None,
    no_default_rules: options.NoDefaultRules = False,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
    quiet: options.Quiet = False,
) -> None:
    """Run the cases beside your rules: small programs in Markdown whose lines say `# expect: RULE`.

    Below a folder, Markdown files that expect something are run. Where neither the settings nor --rules name rules,
    those that lie beside a file count for it. Exits with 1 where piilint says other than the cases do.
    """
    with told_to_the_user():
        settings = _settings(paths[0] if paths else None, rules, no_default_rules, config, isolated)
        run, failed = 0, 0
        for name, place, told in _outcomes(paths or ["."], settings.rules, settings.default_rules):
            run += 1
            failed += bool(told)
            if told:
                put(f"{place}: {name}\n" + "".join(f"  {line}\n" for line in told))
        if not run:
            raise UserError("no cases: no Markdown file there has a line with `# expect: RULE` in a block below a ##")
        if not quiet:
            tell(f"{run} case{'' if run == 1 else 's'}, {failed} failed")
        raise typer.Exit(FINDINGS if failed else CLEAN)


def _outcomes(paths: list[str], rules: Sequence[str], default_rules: bool) -> Iterator[tuple[str, str, list[str]]]:
    """Each case's name, place and differences."""
    import tempfile

    from piilint.cases import CaseError, cases_in, differences, documents

    for document in documents(paths):
        try:
            cases = cases_in(document)
        except CaseError as error:
            raise UserError(str(error)) from None
        for case in cases:
            if case.files:
                with tempfile.TemporaryDirectory() as folder:
                    program = Path(folder, "case")
                    program.mkdir()
                    told = differences(case, program, rules or _beside(document), default_rules)
                yield case.name, f"{document.as_posix()}:{case.line}", told


def _beside(document: Path) -> list[str]:
    """The rule files in the folder of a Markdown file; settings are none."""
    found = sorted(document.parent.glob("*.toml"))
    return [one.as_posix() for one in found if one.name not in ("piilint.toml", "pyproject.toml")]


def _rulebook(rules: list[str] | None, no_default_rules: bool, config: str | None, isolated: bool) -> Rulebook:
    from piilint.rulebook import load_rulebook

    settings = _settings(None, rules, no_default_rules, config, isolated)
    return load_rulebook(settings.rules, use_defaults=settings.default_rules)


def _settings(
    first_path: str | None, rules: list[str] | None, no_default_rules: bool, config: str | None, isolated: bool
) -> Config:
    return options.config_of(
        first_path,
        config=config,
        isolated=isolated,
        rules=rules,
        default_rules=False if no_default_rules else None,
    )
