"""What `piilint init` proposes: settings, and rules that say what piilint cannot know about the code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from piilint.report.closing import counted
from piilint.terms.grades import Confidence
from piilint.terms.names import tokenise
from piilint.terms.own_code import FoundField, OpenCall, OwnCheck, OwnMask, Proposal
from piilint.terms.sink_words import sink_words

SETTINGS, RULES = "piilint.toml", "privacy.toml"
MOST = 30
"""Entries of one kind; a proposal that nobody reads to its end is none."""
SPOKEN_OF = {
    "phone": "contact.phone", "email": "contact.email", "mail": "contact.email", "name": "identity.name",
    "address": "address.postal", "ip": "network.ip", "location": "location.precise", "account": "account.id",
}  # fmt: skip
"""Words in the names of masks, and the data that they speak of."""
BELOW = 110
"""Where lists of names break."""


def proposed_settings(proposal: Proposal) -> str:
    """The text of `piilint.toml`."""
    folders = ", ".join(f'"{folder}"' for folder in proposal.folders if folder) or '"app"'
    return f"""\
# How piilint looks at this code, as `piilint init` proposes it. Change what you like.

# The program is this folder. Name parts of it to look at less.
# paths = [{folders}]

# What piilint cannot know by itself stands there.
rules = ["{RULES}"]

# A comment that excuses a line says why. With the second setting it also has to have an end.
require-reason = true
# max-suppression-days = 180

# On an old codebase: `piilint baseline write`, then take this # away, and only what is new counts.
# baseline = "piilint-baseline.jsonl"
"""


def proposed_rules(proposal: Proposal) -> str:
    """The text of `privacy.toml`. What would make piilint more lenient is a comment: somebody has to agree first."""
    parts = (
        [
            "# What piilint cannot know about this code, as `piilint init` proposes it. What would silence findings "
            "is a comment:\n# look at the code that it names, and take the # away where it is so.",
        ],
        _fields(proposal.fields),
        _masks(proposal.masks),
        _checks(proposal.checks),
        _open_calls(proposal.open_calls),
        _policy(proposal.checks),
    )
    return "\n\n".join(line for part in parts for line in part) + "\n"


def summary_lines(proposal: Proposal) -> list[str]:
    """What was found, for the terminal."""
    shown = [f"{sink_words(kind)} ({count})" for kind, count in proposal.sinks.items()]
    proven = sum(bool(mask.data) for mask in proposal.masks)
    guards = [check for check in proposal.checks if not check.is_audit]
    return [
        f"{counted(len(proposal.fields), 'field')} with personal data; shown by {', '.join(shown) or 'nothing'}",
        f"{counted(len(proposal.masks), 'mask')} of your own, {proven} of them understood; "
        f"{counted(len(guards), 'guard')}, {sum(check.proven for check in guards)} of them understood; "
        f"{counted(len(proposal.checks) - len(guards), 'audit')}; "
        f"{counted(len(proposal.open_calls), 'call')} that may show or send data",
    ]


def _fields(fields: Sequence[FoundField]) -> Iterator[str]:
    sure = [field for field in fields if field.confidence is Confidence.HIGH]
    ordered = sorted(sure, key=lambda field: (field.data, field.owner))
    groups = groupby(ordered, key=lambda field: field.data)
    known = [_wrapped(f"# {data}: ", sorted({field.owner for field in group})) for data, group in groups]
    yield "\n".join(["# --- Personal data that declarations and names tell", *known])
    unsure = [field for field in fields if field.confidence is not Confidence.HIGH]
    if unsure:
        yield "# piilint is less sure of these. Is it so? Then keep the [[source]]; else keep the [[not_personal]]."
    for field in unsure[:MOST]:
        yield _commented(
            f"{field.path}:{field.line}: {field.evidence}",
            f'[[source]]\ndata = "{field.data}"\nattribute = "{field.owner}"',
            f'[[not_personal]]\nattribute = "{field.owner}"',
        )
    yield from _rest(unsure)


def _masks(masks: Sequence[OwnMask]) -> Iterator[str]:
    known = [
        f"# {mask.name} ({mask.path}:{mask.line}) hides {_few(mask.data)}: nothing to declare."
        for mask in masks
        if mask.data
    ]
    if masks:
        yield "\n".join(["# --- Masks: functions that hide data", *known])
    unknown = [mask for mask in masks if not mask.data]
    for mask in unknown[:MOST]:
        yield _commented(
            f"{mask.path}:{mask.line}: its name says that it hides something; piilint cannot tell what",
            f'[[sanitizer]]\ncall = "{mask.name}"\ndata = ["{_data_in(mask.name)}"]',
        )
    yield from _rest(unknown)


def _data_in(name: str) -> str:
    """What the name of a mask says that it hides; all, where it says nothing."""
    words = tokenise(name.rpartition(".")[2])
    return next((data for word, data in SPOKEN_OF.items() if word in words), "**")


def _checks(checks: Sequence[OwnCheck]) -> Iterator[str]:
    known = [_known(check) for check in checks if check.proven]
    if checks:
        yield "\n".join(["# --- Guards and audits: who may look, and whether it is written down", *known])
    unknown = [check for check in checks if not check.proven]
    for check in unknown[:MOST]:
        table = "audit" if check.is_audit else "guard"
        lines = [f"[[{table}]]"]
        if not check.is_audit:
            lines.append(f'name = "{"role" if check.role_port else "login"}"')
        lines.append(f'{check.by} = "{check.name}"')
        if check.role_port:
            lines.append(f'role = "{check.role_port}"')
        where = f"{check.path}:{check.line}: {counted(check.uses, 'use')}; its name says so"
        yield _commented(where, "\n".join(lines))
    yield from _rest(unknown)


def _known(check: OwnCheck) -> str:
    roles = f" for {', '.join(check.roles)}" if check.roles else ""
    word = "an audit" if check.is_audit else "a guard"
    uses = counted(check.uses, "use")
    return f"# {check.name} ({check.path}:{check.line}) is {word}{roles}, {uses}: nothing to declare."


def _open_calls(calls: Sequence[OpenCall]) -> Iterator[str]:
    if calls:
        yield (
            "# --- Calls of libraries that get personal data and that no rule describes. Is the kind right? Take out "
            "what\n# neither shows nor sends anything."
        )
    for call in calls[:MOST]:
        title = f"{call.path}:{call.line} hands it {_few(call.data)}"
        entry = f'[[sink]]\nkind = "{call.kind or "third_party"}"\ncall = "{call.name}"'
        # a name that says nothing of showing or sending is asked, not claimed
        yield f"# {title}\n{entry}" if call.kind else _commented(title, entry)
    yield from _rest(calls)


def _policy(checks: Sequence[OwnCheck]) -> Iterator[str]:
    """A first rule of one's own, out of the guards that are there."""
    yield "# --- A rule of your own: what may be shown to whom. `piilint rules` lists those that hold already."
    roles = sorted({role for check in checks for role in check.roles}) or ["privacy-officer"]
    listed = ", ".join(f'"{role}"' for role in roles[:4])
    audited = ", audited = true" if any(check.is_audit for check in checks) else ""
    yield _commented(
        "phone numbers only for these roles",
        '[[rule]]\nid = "OWN1"\nname = "phone-numbers-for-few"\ndata = ["contact.phone"]\n'
        'sinks = ["ui.**", "api.response"]\nmasked = "never"\n'
        f"unless = [{{ role = [{listed}]{audited} }}]",
    )


def _commented(title: str, *tables: str) -> str:
    lines = [line for table in tables for line in ("", *table.split("\n"))][1:]
    return "\n".join([f"# {title}", *(f"# {line}".rstrip() for line in lines)])


def _few(data: Iterable[str]) -> str:
    names = list(data)
    if names == ["**"]:
        return "all types of data"
    more = f" and {len(names) - 4} more" if len(names) > 4 else ""
    return f"{', '.join(names[:4])}{more}"


def _rest(entries: Sequence[object]) -> Iterator[str]:
    if len(entries) > MOST:
        yield f"# ... and {len(entries) - MOST} more like these."


def _wrapped(start: str, names: Iterable[str]) -> str:
    lines, line = [], start
    for name in names:
        if len(line) + len(name) > BELOW:
            lines.append(line.rstrip())
            line = "#   "
        line += f"{name}, "
    return "\n".join([*lines, line.rstrip(", ")])
