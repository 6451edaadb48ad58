"""START HERE: the program on a page.

    discover -> read -> link -> identify -> propagate -> screens -> judge -> excerpt -> report

Data goes one way. Each stage is one function that takes data and returns data; stages never import each other, only
the vocabulary (`terms`), the intermediate representation (`ir`) and the `store`. `cli` calls the functions below and
`report` prints what they return.
"""

from __future__ import annotations

from collections.abc import Sequence

from piilint.discover import discover
from piilint.excerpt import excerpt
from piilint.identify import identify
from piilint.judge import judge
from piilint.link import link
from piilint.propagate import propagate
from piilint.read import read
from piilint.rulebook import load_rulebook
from piilint.screens import screens
from piilint.store import open_store
from piilint.terms.config import Config
from piilint.terms.finding import Report, Summary
from piilint.terms.progress import Progress, silent


def check(paths: Sequence[str], config: Config, progress: Progress = silent) -> Report:
    """Find personal data that reaches a place where people can see it. Raises UserError where that cannot be done."""
    rulebook = load_rulebook(config.rules, use_defaults=config.default_rules)
    files = discover(paths or config.paths, config)
    with open_store(config.cache_dir) as store:
        reading = read(files, rulebook, store, jobs=config.jobs, progress=progress)
    progress("linking", 0, 0)
    program = link(reading.modules, rulebook, config.src, config.template_folders)
    progress("following data", 0, 0)
    sources = identify(program, rulebook)
    propagation = propagate(program, sources, rulebook)
    seen = screens(program, propagation.flows, rulebook)
    findings = judge(propagation.flows, seen, rulebook, program.suppressions, config)
    findings = excerpt(findings, program, files)
    summary = Summary(
        files=len(files),
        functions=len(program.functions),
        sources=propagation.sources,
        sinks=propagation.sinks,
        unresolved_calls=propagation.unresolved_calls,
        unreadable_files=reading.unreadable,
        unmatched_templates=len(propagation.unmatched_templates),
        findings=sum(finding.suppressed is None for finding in findings),
    )
    return Report(findings, reading.problems, summary)
