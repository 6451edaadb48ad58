"""What else can be asked of a program: each command of piilint but `check` is one function here.

They follow the data as `pipeline` does and put another question to what was found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from piilint.baseline import entries_of
from piilint.discover import discover
from piilint.judge import chosen_flows, findings_by_flow, judge, ledger
from piilint.pipeline import Followed, check, followed, of_program, rows_of, rules
from piilint.store import open_store
from piilint.terms.baseline import BaselineEntry
from piilint.terms.config import Config
from piilint.terms.errors import UserError
from piilint.terms.explanation import Explanation
from piilint.terms.flow import Flow
from piilint.terms.flow_graph import FlowFilter, FlowGraph
from piilint.terms.grades import Confidence
from piilint.terms.ledger import LedgerEntry
from piilint.terms.own_code import FoundField, OpenCall, Proposal
from piilint.terms.progress import Progress, silent
from piilint.terms.rulebook import Rulebook
from piilint.terms.screen_table import ScreenRow
from piilint.terms.specs import Matcher, SinkSpec
from piilint.terms.watched import Spot, Watched


def screen_rows(paths: Sequence[str], config: Config, progress: Progress = silent) -> tuple[ScreenRow, ...]:
    """The screens: what each shows, and to whom."""
    rulebook = rules(config)
    with open_store(config.cache_dir) as store:
        run = followed(discover(paths or config.paths, config), config, progress, rulebook, store)
    run.reading.require(config.max_unreadable)
    return rows_of(run, rulebook, config)


def graph(paths: Sequence[str], config: Config, wanted: FlowFilter, progress: Progress = silent) -> FlowGraph:
    """The ways of personal data from where it enters to where it leaves, those that no rule forbids too."""
    from piilint.excerpt import excerpt_graph
    from piilint.propagate import flow_graph

    rulebook = rules(config)
    files = discover(paths or config.paths, config)
    with open_store(config.cache_dir) as store:
        run = followed(files, config, progress, rulebook, store)
    run.reading.require(config.max_unreadable)
    flows = [flow for flow in run.propagation.flows if flow.sureness.rank >= config.min_confidence.rank]
    wide = replace(config, show_suppressed=True)
    findings = judge(run.propagation.flows, run.screens, rulebook, run.program.suppressions, wide)
    broken = findings_by_flow(flows, findings)
    chosen = chosen_flows(flows, broken, wanted, rulebook, [file.path for file in files])
    return excerpt_graph(flow_graph(flows, chosen, broken), run.program, files)


def explain(paths: Sequence[str], config: Config, spot: Spot, progress: Progress = silent) -> Explanation:
    """What is known of a line: what is personal there and why, where it comes from, where it goes, why it stops.

    Raises UserError where there is no such line, or none with code on it.
    """
    from piilint.excerpt import excerpt_spot

    rulebook = rules(config)
    files = discover(paths or config.paths, config)
    frame = excerpt_spot(spot, files)
    with open_store(config.cache_dir) as store:
        run = followed(files, config, progress, rulebook, store, spot)
    run.reading.require(config.max_unreadable)
    told = [f"{one.path}:{one.line}: {one.message}" for one in run.reading.problems if one.path == spot.path]
    seen = run.propagation.watched or Watched()
    told += [f"{spot}: {note.message}" for note in seen.notes if note.kind == "no code" and not told]
    if told:
        raise UserError(*told)
    flows = run.propagation.flows
    wide = replace(config, show_suppressed=True, min_confidence=Confidence.LOW)
    broken = findings_by_flow(flows, judge(flows, run.screens, rulebook, run.program.suppressions, wide))
    named = sorted({position for trail in seen.trails for position in trail.flows})
    return Explanation(spot, frame, seen, {at: (flows[at], broken.get(at, ())) for at in named})


def suppressions(paths: Sequence[str], config: Config, progress: Progress = silent) -> tuple[LedgerEntry, ...]:
    """All comments that suppress findings, with what each covers and what is wrong with it."""
    rulebook = rules(config)
    with open_store(config.cache_dir) as store:
        run = followed(discover(paths or config.paths, config), config, progress, rulebook, store)
    run.reading.require(config.max_unreadable)
    return ledger(run.propagation.flows, run.screens, rulebook, run.program.suppressions, config)


def baseline(
    paths: Sequence[str], config: Config, before: Sequence[BaselineEntry], progress: Progress = silent
) -> tuple[BaselineEntry, ...]:
    """What a baseline of the program as it is now would hold; entries of files outside of it stay as they are."""
    report = check(paths, replace(config, baseline=None, diff=None, show_suppressed=False), progress)
    here = of_program(before, discover(paths or config.paths, config), config)
    elsewhere = tuple(entry for entry in before if entry not in here)
    return (*entries_of(report.findings, config.below_base), *elsewhere)


def init(paths: Sequence[str], config: Config, progress: Progress = silent) -> Proposal:
    """What the program has that settings and rules of its own could speak of."""
    from piilint.screens import own_checks

    rulebook = rules(config)
    files = discover(paths or config.paths, config)
    with open_store(config.cache_dir) as store:
        run = followed(files, config, progress, rulebook, store, with_sources=True)
    run.reading.require(config.max_unreadable)
    fields = [FoundField.of(source) for source in run.sources.fields.values() if source is not None]
    shown = {(flow.sink.kind, flow.sink.place) for flow in run.propagation.flows if not flow.sink.in_test_code}
    return Proposal(
        folders=tuple(sorted({config.below_base(file.path).rpartition("/")[0].partition("/")[0] for file in files})),
        fields=tuple(sorted(fields, key=lambda found: found.order)),
        sinks=dict(sorted(Counter(kind for kind, _ in shown).items())),
        masks=run.propagation.masks,
        checks=own_checks(run.program, rulebook),
        open_calls=_fed(run, rulebook),
    )


def _fed(run: Followed, rulebook: Rulebook) -> tuple[OpenCall, ...]:
    """The libraries' calls that no rule describes and that personal data comes to, were they sinks."""
    from piilint.propagate import open_calls, propagate

    calls = open_calls(run.program, rulebook)
    trial = [SinkSpec(f"init.{number}", Matcher("call", (name,))) for number, (name, _) in enumerate(calls)]
    flows = propagate(run.program, run.sources, replace(rulebook, sink=tuple(trial))).flows if trial else ()
    found: dict[str, list[Flow]] = {}
    for flow in flows:
        if not flow.sink.in_test_code:
            found.setdefault(flow.sink.kind, []).append(flow)
    return tuple(
        OpenCall(*call, tuple(sorted({flow.data for flow in fed})), fed[0].sink.place.path, fed[0].sink.place.line)
        for call, spec in zip(calls, trial, strict=True)
        if (fed := found.get(spec.kind))
    )
