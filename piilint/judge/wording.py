"""What a finding says: the rule's message filled in, and what a weak mask leaves readable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from piilint.judge.missing import without
from piilint.terms.finding import Member
from piilint.terms.flow import Flow
from piilint.terms.grades import Mask
from piilint.terms.rule import Rule
from piilint.terms.rulebook import Rulebook
from piilint.terms.screen import Screen
from piilint.terms.sink_words import sink_words

REACHES = "{data} reaches {sink}"
TOGETHER = "{data} stand together on the screen {screen}"
OF_ONE_RECORD = "{data} of one record stand together on the screen {screen}"
OUTSIDE_PURPOSE = "{data} reaches {sink}, which the purpose {purpose} of {screen} does not ask for"
WRONG_AUDIENCE = "{data} reaches {sink} that the audience {audience} sees"
WRONG_REGION = "{data} reaches {sink} in the region {region}"


def message_for_flow(rule: Rule, rulebook: Rulebook, flow: Flow, screen: Screen, missing: Sequence[str] = ()) -> str:
    """The message of a rule about single flows, with what is missing before them."""
    data = rulebook.title_of(flow.data)
    values = {
        "data": data,
        "sink": sink_words(flow.sink.kind),
        "source": flow.source.owner or data,
        "screen": flow.sink.screen,
        "purpose": f'"{screen.purpose}"',
        "audience": _quoted(rule.audience_not, screen.audiences),
        "region": _quoted(rule.region_not, screen.regions),
    }
    return _with_missing(rule.message or _made_up(rule), values, missing)


def message_for_combination(
    rule: Rule, rulebook: Rulebook, members: Sequence[Member], screen: str, missing: Sequence[str] = ()
) -> str:
    """The message of a rule about data that stand together, with what is missing before them."""
    data = _listed([rulebook.title_of(member.data) for member in members])
    values = {
        "data": data,
        "sink": _listed([sink_words(member.sink_kind) for member in members]),
        "source": _listed([member.source_owner or rulebook.title_of(member.data) for member in members]),
        "screen": screen,
    }
    return _with_missing(rule.message or (OF_ONE_RECORD if rule.same_record else TOGETHER), values, missing)


def with_mask(message: str, mask: Mask, masked_by: str | None, title: str) -> str:
    """The message, and for weakly masked data that part of it can still be read and in spite of what."""
    if mask is not Mask.WEAK:
        return message
    by = f" by {masked_by}" if masked_by else ""
    return f"{message}, masked only weakly{by}: part of the {title} is still readable"


def _quoted(unwanted: Sequence[str], known: Sequence[str]) -> str:
    """What of the known is unwanted; all of it where the rule asks for nothing."""
    return _listed([f'"{one}"' for one in known if one in unwanted] or [f'"{one}"' for one in known])


def _made_up(rule: Rule) -> str:
    if rule.outside_purpose:
        return OUTSIDE_PURPOSE
    if rule.audience_not:
        return WRONG_AUDIENCE
    return WRONG_REGION if rule.region_not else REACHES


def _with_missing(template: str, values: Mapping[str, str], missing: Sequence[str]) -> str:
    """The text, and at its end or where it says `{missing}` what is missing."""
    lacking = without(missing)
    at_end = "" if "{missing}" in template else lacking
    return _filled(template, {**values, "missing": lacking.strip()}) + at_end


def _filled(template: str, values: Mapping[str, str]) -> str:
    """Only the known placeholders are filled: other braces of a rule's author stay, and no value is read again."""
    parts = template.split("{")
    text = parts[0]
    for part in parts[1:]:
        name, closed, rest = part.partition("}")
        text += values[name] + rest if closed and name in values else "{" + part
    return text


def _listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`, each once."""
    *most, last = dict.fromkeys(words) or [""]
    return f"{', '.join(most)} and {last}" if most else last
