"""Short ways to write flows, rules and verdicts."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from piilint.judge import judge
from piilint.terms.config import Config
from piilint.terms.finding import Finding, GuardFact, SuppressionComment
from piilint.terms.flow import Flow, SinkSite, Step, Verb
from piilint.terms.grades import Confidence, Mask
from piilint.terms.location import Place
from piilint.terms.rule import Rule
from piilint.terms.rulebook import Rulebook
from piilint.terms.screen import Screen, Screens, SinkContext
from piilint.terms.specs import DataType, FoundSource, PurposeSpec, SanitizerSpec

TITLES = (
    DataType("contact.phone", "Phone number"),
    DataType("identity.name", "Name"),
    DataType("voice.transcript", "Voice transcript"),
)


def flow(
    data: str = "contact.phone",
    *,
    source: tuple[str, int] = ("app/models.py", 12),
    sink: tuple[str, int] = ("app/views.py", 40),
    kind: str = "ui.page",
    callee: str = "flask.render_template",
    screen: str = "app.views.show",
    mask: Mask = Mask.NONE,
    masked_by: str | None = None,
    confidence: Confidence = Confidence.HIGH,
    root: str = "",
    steps: int = 2,
    subject: str | None = None,
    owner: str = "Customer.field",
    in_test_code: bool = False,
    end_line: int | None = None,
    cell: int | None = None,
) -> Flow:
    """A flow of one datum to one sink."""
    found = FoundSource(data, f"strong name `{data}`", Confidence.HIGH, *source, owner, subject, end_line=end_line)
    place = Place(*sink, end_line=sink[1], cell=cell)
    first, last = Step(Verb.SOURCE, Place(*source, cell=cell), "read"), Step(Verb.SINK, place, "shown")
    middle = tuple(Step(Verb.PASS, place, "passed") for _ in range(steps - 2))
    site = SinkSite(kind, place, callee, screen, 1, 7, "0", in_test_code)
    return Flow(found, site, data, mask, (first, *middle, last), confidence, masked_by, root)


def rule(rule_id: str = "PII102", name: str = "phone-on-page", **keys: object) -> Rule:
    """A rule; where it names nothing else, one about contact data on user interfaces."""
    if not keys.keys() & {"data", "together", "outside_purpose", "audience_not", "region_not"}:
        keys = {"data": ("contact.**",), "sinks": ("ui.**",), **keys}
    return Rule(rule_id, name, **keys)  # type: ignore[arg-type]


def verdict(
    flows: Flow | Sequence[Flow],
    rules: Rule | Sequence[Rule],
    *,
    screen: Screen | None = None,
    contexts: Mapping[int, SinkContext] | None = None,
    comments: Sequence[SuppressionComment] = (),
    purposes: tuple[PurposeSpec, ...] = (),
    sanitizers: tuple[SanitizerSpec, ...] = (),
    **settings: object,
) -> tuple[Finding, ...]:
    """What the rules say of the flows."""
    book = Rulebook(
        data=TITLES,
        rule=(rules,) if isinstance(rules, Rule) else tuple(rules),
        purpose=purposes,
        sanitizer=sanitizers,
    )
    config = Config(**{"today": datetime.date(2026, 6, 15), **settings})  # type: ignore[arg-type]
    screens = Screens({screen.name: screen} if screen else {}, contexts or {})
    return judge([flows] if isinstance(flows, Flow) else flows, screens, book, comments, config)


def guarded_by(*guards: tuple[str, str | None], audited: bool = False) -> dict[int, SinkContext]:
    """What stands before the first flow's sink: guards by kind and role, each on a line of its own."""
    facts = tuple(GuardFact(kind, "app/views.py", line, role) for line, (kind, role) in enumerate(guards, 1))
    return {0: SinkContext(facts, audited)}
