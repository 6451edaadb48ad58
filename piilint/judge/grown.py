"""Screens that show more, to more people, or less masked than was agreed on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from piilint.judge.fingerprint import with_fingerprints
from piilint.judge.selection import ignored_at, selected_rules
from piilint.terms.config import Config
from piilint.terms.finding import CodeFrame, Finding
from piilint.terms.grades import Confidence, Mask
from piilint.terms.location import Place
from piilint.terms.rule import Rule
from piilint.terms.rulebook import Rulebook
from piilint.terms.screen_table import ScreenRow, ShownData


@dataclass(frozen=True, slots=True)
class Growth:
    """One thing by which a screen has grown, in words: `it shows contact.phone, which it did not`."""

    row: ScreenRow
    message: str


def grown(rows: Sequence[ScreenRow], lock: Sequence[ScreenRow]) -> tuple[Growth, ...]:
    """All that is more than the lock says, in the order of the table. A screen that is gone, or shows less, is none."""
    agreed = {row.key: row for row in lock}
    found: list[Growth] = []
    for row in rows:
        old = agreed.get(row.key)
        told = _new(row) if old is None else _compared(row, old)
        found += [Growth(row, message) for message in told]
    return tuple(found)


def _new(row: ScreenRow) -> Iterator[str]:
    for one in row.shows:
        yield f"a new screen shows {one.data}{_masked(one)}"


def _compared(row: ScreenRow, old: ScreenRow) -> Iterator[str]:
    before = {one.data: one for one in old.shows}
    for one in row.shows:
        was = before.get(one.data)
        if was is None:
            yield f"it shows {one.data}{_masked(one)}, which it did not"
            continue
        if one.mask.rank < was.mask.rank:
            yield f"it shows {one.data}{_masked(one)}, which was {_ly(was.mask)} masked"
        for guard in was.behind:
            if not _stands(guard, (*row.guards, *one.behind)):
                yield f"{one.data} is no longer behind the guard `{guard}`{_instead(guard, (*row.guards, *one.behind))}"
    gone = [guard for guard in old.guards if not _stands(guard, row.guards)]
    for guard in gone:
        yield f"the guard `{guard}` no longer stands before all that it shows{_instead(guard, row.guards)}"
    agreed = dict(old.methods)
    for name, now in row.methods:
        for guard in agreed.get(name, ()) if agreed else old.guards:
            if guard not in gone and not _stands(guard, now):
                yield f"`{name}` is no longer behind the guard `{guard}`{_instead(guard, now)}"
    if old.audited and not row.audited:
        yield "looking at it is no longer recorded by an audit"
    for name in sorted(set(row.audiences) - set(old.audiences)):
        yield f"the audience {name} sees it now"
    for name in sorted(set(row.regions) - set(old.regions)):
        yield f"it is seen in the region {name} now"


def _masked(one: ShownData) -> str:
    return " unmasked" if one.mask is Mask.NONE else f" {_ly(one.mask)} masked"


def _ly(mask: Mask) -> str:
    return "adequately" if mask is Mask.ADEQUATE else f"{mask}ly"


def _stands(guard: str, now: Iterable[str]) -> bool:
    """Whether a guard is there still, or one of its kind that lets in no other roles."""
    kind, colon, roles = guard.partition(": ")
    wanted = set(roles.split(" | "))
    for one in now:
        other, given, let_in = one.partition(": ")
        if other == kind and ((given and not colon) or set(let_in.split(" | ")) <= wanted):
            return True
    return False


def _instead(guard: str, now: Iterable[str]) -> str:
    kind = guard.partition(": ")[0]
    same = [one for one in now if one.partition(": ")[0] == kind]
    return f"; there is `{same[0]}` now" if same else ""


def grown_findings(found: Iterable[Growth], rulebook: Rulebook, config: Config) -> tuple[Finding, ...]:
    """A finding at the screen for each thing by which it has grown."""
    rules = [rule for rule in selected_rules(rulebook, config) if rule.suppression == "grown"]
    made = [_finding(rule, one) for one in found for rule in rules if not ignored_at(rule, one.row.path, config)]
    return tuple(with_fingerprints(sorted(made, key=lambda finding: finding.reading_order), config.below_base))


def _finding(rule: Rule, one: Growth) -> Finding:
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=rule.severity,
        confidence=Confidence.HIGH,
        message=f"{rule.message or 'a screen has grown'}: {one.row.screen}: {one.message}",
        data=(),
        sink=CodeFrame(Place(one.row.place_path or one.row.path, one.row.line)),
        sink_kind=None,
        screen=one.row.screen,
        change="mend it, or agree to it: piilint screens --lock",
        sink_callee=f"{one.row.screen} {one.message}",
    )
