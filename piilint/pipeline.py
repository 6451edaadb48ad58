"""START HERE: the program on a page.

    discover -> read -> link -> identify -> propagate -> screens -> judge -> excerpt -> report

Data goes one way. Each stage is one function that takes data and returns data; stages never import each other, only
the vocabulary (`terms`), the intermediate representation (`ir`) and the `store`. `cli` calls `check` below, or what
else can be asked of a program (`questions`), and `report` prints what they return.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from piilint.baseline import LOCK, put_off, read_baseline, read_lock
from piilint.config import load_config
from piilint.discover import discover
from piilint.ir.module import ModuleIR
from piilint.ir.program import Program
from piilint.judge import (
    expiring,
    grown,
    grown_findings,
    judge,
    new_since,
    screen_table,
    stale_findings,
)
from piilint.read import Reading, read
from piilint.rulebook import load_rulebook
from piilint.store import Store, open_store
from piilint.terms.baseline import BaselineEntry
from piilint.terms.config import Config
from piilint.terms.errors import UserError
from piilint.terms.finding import Finding, Report, Summary
from piilint.terms.flow import Propagation
from piilint.terms.progress import Progress, silent
from piilint.terms.rulebook import Rulebook
from piilint.terms.screen import Screens
from piilint.terms.screen_table import ScreenRow
from piilint.terms.source_file import SourceFile
from piilint.terms.sources import Sources
from piilint.terms.watched import Spot
from piilint.unchanged import keep, kept, name_of_run


def check(
    paths: Sequence[str],
    config: Config | None = None,
    progress: Progress = silent,
    rulebook: Rulebook | None = None,
) -> Report:
    """Find personal data that reaches a place where people can see it. Raises UserError where that cannot be done.

    Without a config, the settings are those of the nearest config file; without a rulebook, its rules are read.
    """
    if config is None:
        config = load_config(paths[0] if paths else None, explicit=None, isolated=False, overrides={})
    if rulebook is None:
        rulebook = rules(config)
    known = () if config.baseline is None else read_baseline(config.baseline)
    files = discover(paths or config.paths, config)
    with open_store(config.cache_dir) as store:
        name = name_of_run(files, config, rulebook, known, store)
        report = kept(name, store)
        if report is None:
            report = _checked(paths, files, config, progress, rulebook, known, store)
            keep(name, report, store)
        return replace(report, warnings=(*store.notes, *report.warnings))


def _checked(
    paths: Sequence[str],
    files: Sequence[SourceFile],
    config: Config,
    progress: Progress,
    rulebook: Rulebook,
    known: Sequence[BaselineEntry],
    store: Store,
) -> Report:
    """The stages one after another, whatever earlier runs have found."""
    from piilint.excerpt import excerpt

    before = () if config.diff is None else discover(paths or config.paths, config, config.diff)
    run = followed(files, config, progress, rulebook, store)
    run.reading.require(config.max_unreadable)
    program, propagation = run.program, run.propagation
    findings = judge(propagation.flows, run.screens, rulebook, program.suppressions, config, propagation.masks)
    findings, stale = put_off(findings, known)
    notes = (*expiring(program.suppressions, config), *_about_baseline(config, findings, stale, files))
    if config.diff is None:
        about_baseline = stale_findings(of_program(stale, files, config), rulebook, config)
        findings = tuple(sorted((*findings, *about_baseline), key=lambda finding: finding.reading_order))
    else:
        findings, old = new_since(findings, _findings_of(before, config, rulebook, store))
        notes = (*notes, f"{old} finding{'' if old == 1 else 's'} that {config.diff} has too left out")
    if config.locked:
        more = grown(rows_of(run, rulebook, config), agreed_screens(config))
        about_screens = grown_findings(more, rulebook, config)
        findings = tuple(sorted((*findings, *about_screens), key=lambda finding: finding.reading_order))
    if not config.show_suppressed:
        findings = tuple(finding for finding in findings if finding.suppressed is None)
    findings = excerpt(findings, program, files)
    template_problems = run.reading.problems_of(propagation.missing_templates)
    summary = Summary(
        files=len(files),
        functions=len(program.functions),
        sources=propagation.sources,
        sinks=propagation.sinks,
        unresolved_calls=propagation.unresolved_calls,
        unreadable_files=run.reading.unreadable + len(template_problems),
        unmatched_templates=len(propagation.unmatched_templates),
        findings=sum(finding.suppressed is None for finding in findings),
    )
    problems = (*run.reading.problems, *template_problems)
    return Report(findings, problems, summary, warnings=rulebook.warnings, notes=notes)


@dataclass(frozen=True, slots=True)
class Followed:
    """What there is to judge."""

    reading: Reading
    program: Program
    sources: Sources
    propagation: Propagation
    screens: Screens


def followed(
    files: Sequence[SourceFile],
    config: Config,
    progress: Progress,
    rulebook: Rulebook,
    store: Store,
    watch: Spot | None = None,
    with_sources: bool = False,
) -> Followed:
    """The stages up to the verdict, imported only where something is followed: a run that changed nothing is quick.

    Without `with_sources` there may be none, where what they lead to is known from an earlier run.
    """
    from piilint.following import follow, follow_at
    from piilint.identify import identify
    from piilint.link import link
    from piilint.screens import screens

    reading = read(files, rulebook, store, jobs=config.jobs, progress=progress)
    progress("linking", 0, 0)
    program = link(reading.modules, rulebook, config.src, config.template_folders)
    progress("following data", 0, 0)
    if watch is None:
        propagation = follow(program, reading.modules, config, rulebook, store, progress)
    else:
        propagation = follow_at(watch, program, reading.modules, config, rulebook)
    sources = identify(program, rulebook) if with_sources else Sources()
    seen = screens(program, propagation.flows, rulebook, config)
    return Followed(reading, program, sources, propagation, seen)


def _findings_of(files: Sequence[SourceFile], config: Config, rulebook: Rulebook, store: Store) -> tuple[Finding, ...]:
    """What today's rules and settings say of the program as it was; what could not be read then has no findings."""
    if not files:
        return ()
    run = followed(files, config, silent, rulebook, store)
    return judge(run.propagation.flows, run.screens, rulebook, run.program.suppressions, config)


def rows_of(run: Followed, rulebook: Rulebook, config: Config) -> tuple[ScreenRow, ...]:
    from piilint.screens import routed

    seen = routed(run.program, run.propagation.flows, rulebook, config)
    return screen_table(run.propagation.flows, run.screens, rulebook, config, seen)


def lock_path(config: Config) -> str:
    """Where the lock of screens lies: beside the config."""
    return Path(config.base, LOCK).as_posix()


def agreed_screens(config: Config) -> tuple[ScreenRow, ...]:
    """What the lock of screens says. Raises UserError where there is none."""
    return read_lock(lock_path(config))


def of_program(
    entries: Sequence[BaselineEntry], files: Sequence[SourceFile], config: Config
) -> tuple[BaselineEntry, ...]:
    """The entries that a run over these files can tell anything about: of one of them, or of a file that is no more."""
    analysed = {config.below_base(file.path) for file in files}
    return tuple(entry for entry in entries if entry.path in analysed or not Path(config.base, entry.path).exists())


def _about_baseline(
    config: Config, findings: Sequence[Finding], stale: Sequence[BaselineEntry], files: Sequence[SourceFile]
) -> tuple[str, ...]:
    """How much the baseline covers, so that it is never forgotten, and what can leave it."""
    if config.baseline is None:
        return ()
    covered = sum(finding.suppressed is not None and finding.suppressed.by == "baseline" for finding in findings)
    gone = sum(entry.count for entry in of_program(stale, files, config))
    way_out = f"; {gone} more of it {'is' if gone == 1 else 'are'} gone: piilint baseline prune" if gone else ""
    return (f"{covered} finding{'' if covered == 1 else 's'} in the baseline {config.baseline}{way_out}",)


def rules(config: Config) -> Rulebook:
    """All rules that count with these settings. Raises one UserError for all mistakes in rule files."""
    return load_rulebook(config.rules, use_defaults=config.default_rules)


def lowered(path: str, config: Config) -> tuple[ModuleIR, ...]:
    """What one file is lowered to: one module, or for a template one for each dialect."""
    with open_store(None) as store:
        reading = read(discover([path], config), rules(config), store, jobs=1)
    refused = (*reading.problems, *reading.template_problems.values())
    if refused:
        raise UserError(*(f"{problem.path}:{problem.line}: {problem.message}" for problem in refused))
    return tuple(module.ir for module in reading.modules)
