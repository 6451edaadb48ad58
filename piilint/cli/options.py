"""The options that commands share, and the Config that comes of them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Annotated, Optional

import typer

from piilint.terms.config import Config
from piilint.terms.errors import UserError

# typer reads these at run time, on Python 3.10 too: Optional[...], not "... | None"
Rules = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Option("--rules", metavar="PATH", help="A rule file or a folder of them; repeatable."),
]
NoDefaultRules = Annotated[
    bool, typer.Option("--no-default-rules", help="Leave out the built-in rules, save those of the language itself.")
]
Select = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Option("--select", metavar="RULES", help="Only these rules: ids, starts of ids, names; with commas."),
]
Ignore = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Option("--ignore", metavar="RULES", help="All rules but these."),
]
FailOn = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--fail-on", metavar="error|warning|note", help="Exit with 1 from here on.  [default: error]"),
]
MinConfidence = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--min-confidence", metavar="high|medium|low", help="Report from here on.  [default: medium]"),
]
Preview = Annotated[
    bool, typer.Option("--preview", help="Rules that are new count too; else only where --select names one.")
]
ConfigFile = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--config", metavar="FILE", help="A piilint.toml or pyproject.toml; else the nearest one upwards."),
]
Isolated = Annotated[bool, typer.Option("--isolated", help="Ignore all config files.")]
CacheDir = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--cache-dir", metavar="DIR", help="Kept for the next run.  [default: .piilint_cache]"),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Keep nothing, and use nothing that was kept.")]
Jobs = Annotated[
    Optional[int],  # noqa: UP045
    typer.Option("--jobs", metavar="N", min=1, help="How many processes read files.  [default: one a core]"),
]
MaxUnreadable = Annotated[
    Optional[int],  # noqa: UP045
    typer.Option("--max-unreadable", metavar="PERCENT", min=0, max=100, help="Give up beyond.  [default: 20]"),
]
Today = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--today", metavar="DATE", help="The day by which suppressions expire, as 2027-03-31."),
]
BaselineFile = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--baseline", metavar="FILE", help="Findings that are put off, as `piilint baseline` writes them."),
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Only findings and errors.")]
Verbose = Annotated[
    int, typer.Option("-v", "--verbose", count=True, show_default=False, help="Every step of a trace; tracebacks.")
]


def split(values: Sequence[str] | None) -> list[str]:
    """`["PII101,PII2", "x"]` is three rules."""
    return [word.strip() for value in values or () for word in value.split(",") if word.strip()]


def config_of(
    first_path: str | None,
    *,
    config: str | None,
    isolated: bool,
    no_cache: bool = False,
    cache_dir: str | None = None,
    today: str | None = None,
    **overrides: object,
) -> Config:
    """The Config of a run. Raises UserError where a value or the config file is wrong."""
    from piilint.config import load_config

    if no_cache:
        overrides["cache_dir"] = None
    elif cache_dir is not None:
        overrides["cache_dir"] = cache_dir
    return load_config(
        first_path,
        explicit=config,
        isolated=isolated,
        overrides={**overrides, "today": None if today is None else _date(today)},
    )


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise UserError(f'--today: "{text}" is no date; write it as 2027-03-31') from None
