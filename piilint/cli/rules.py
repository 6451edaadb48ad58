"""`piilint rules` and `piilint explain`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from piilint.cli import options
from piilint.cli.console import put, wants_color, width
from piilint.cli.exit_codes import told_to_the_user
from piilint.terms.errors import UserError

if TYPE_CHECKING:
    from piilint.terms.rulebook import Rulebook

rules_app = typer.Typer(help="The rules that count here: list them, or check the files that they stand in.")

ListFormat = Annotated[str, typer.Option("--output-format", metavar="text|json", help="How they are written.")]


@rules_app.callback(invoke_without_command=True)
def rules(context: typer.Context) -> None:
    """The rules that count here: list them, or check the files that they stand in."""
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


def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="A rule's id or name.")],
    rules: options.Rules = None,
    no_default_rules: options.NoDefaultRules = False,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
) -> None:
    """Explain a rule: what it forbids, why, and what to do instead."""
    with told_to_the_user():
        from piilint.report.rules import explanation
        from piilint.rulebook import rule_named, rules_like

        rulebook = _rulebook(rules, no_default_rules, config, isolated)
        found = rule_named(rulebook, rule)
        if found is None:
            near = ", ".join(f"{like.id} ({like.name})" for like in rules_like(rulebook, rule))
            hint = f"; did you mean {near}?" if near else "; `piilint rules list` shows all"
            raise UserError(f'no rule has the id or name "{rule}"{hint}')
        put(explanation(found, rulebook, wants_color(sys.stdout), width()))


def _rulebook(rules: list[str] | None, no_default_rules: bool, config: str | None, isolated: bool) -> Rulebook:
    from piilint.rulebook import load_rulebook

    settings = options.config_of(
        None,
        config=config,
        isolated=isolated,
        rules=rules,
        default_rules=False if no_default_rules else None,
    )
    return load_rulebook(settings.rules, use_defaults=settings.default_rules)
