"""The options that all commands have which read a program, in one place.

A command has one parameter `common`, decorated with `reads_a_program`; the command line shows an option for each field
of the class that the parameter is annotated with.
"""

from __future__ import annotations

import dataclasses
import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from inspect import Parameter
from typing import TYPE_CHECKING, Any, get_type_hints

from piilint.cli import options

if TYPE_CHECKING:
    from piilint.terms.config import Config


@dataclass(frozen=True)
class Common:
    """Rules, config, jobs and cache: what every command takes that reads a program."""

    rules: options.Rules = None
    no_default_rules: options.NoDefaultRules = False
    jobs: options.Jobs = None
    cache_dir: options.CacheDir = None
    no_cache: options.NoCache = False
    config: options.ConfigFile = None
    isolated: options.Isolated = False
    max_unreadable: options.MaxUnreadable = None
    today: options.Today = None
    quiet: options.Quiet = False
    verbose: options.Verbose = 0

    def settings(self, first_path: str | None, **more: object) -> Config:
        """The Config of a run. Raises UserError where a value or the config file is wrong."""
        return options.config_of(
            first_path,
            config=self.config,
            isolated=self.isolated,
            no_cache=self.no_cache,
            cache_dir=self.cache_dir,
            today=self.today,
            rules=self.rules,
            default_rules=False if self.no_default_rules else None,
            jobs=self.jobs,
            max_unreadable=self.max_unreadable,
            **more,
        )


@dataclass(frozen=True)
class Judging(Common):
    """Also which rules count, and from which confidence on."""

    select: options.Select = None
    ignore: options.Ignore = None
    min_confidence: options.MinConfidence = None
    preview: options.Preview = False

    def settings(self, first_path: str | None, **more: object) -> Config:
        """As of all; with the rules that are selected."""
        chosen = {"select": options.split(self.select), "ignore": options.split(self.ignore)}
        return super().settings(
            first_path, **chosen, min_confidence=self.min_confidence, preview=self.preview or None, **more
        )


def reads_a_program(command: Callable[..., None]) -> Callable[..., None]:
    """The command with an option for each field of its parameter `common`."""
    own, hints = inspect.signature(command), get_type_hints(command, include_extras=True)
    kind: type[Common] = hints["common"]
    annotations = get_type_hints(kind, include_extras=True)
    # what a command adds to the rest comes first
    shared = {one.name for one in dataclasses.fields(Common)}
    fields = sorted(dataclasses.fields(kind), key=lambda one: one.name in shared)
    parameters: list[Parameter] = []
    for parameter in own.parameters.values():
        if parameter.name != "common":
            parameters.append(parameter.replace(annotation=hints[parameter.name]))
            continue
        parameters += [
            Parameter(one.name, Parameter.KEYWORD_ONLY, default=one.default, annotation=annotations[one.name])
            for one in fields
        ]

    @functools.wraps(command)
    def typed(**given: Any) -> None:
        command(common=kind(**{one.name: given.pop(one.name) for one in fields}), **given)

    ordered = [one.replace(kind=Parameter.KEYWORD_ONLY) for one in parameters]
    typed.__signature__ = inspect.Signature(ordered)  # type: ignore[attr-defined]
    typed.__annotations__ = {one.name: one.annotation for one in ordered}
    return typed
