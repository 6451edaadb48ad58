"""Names that tell of personal data: tokens, phrases, and the matcher that reads a name like a person would.

A name is split into words (`homePhoneNo` is home, phone, no) and compared with the phrases of `[[data]]` word by word,
never letter by letter: `latency` holds no `lat`. The longest phrase wins, and the words around it have their say:
`phone_verified_at` is about a phone number but is none, `smtp_password` is nobody's, `transcript_id` leads to a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from piilint.terms import words
from piilint.terms.specs import DataType

Tier = Literal["strong", "owned"]
OwnerKind = Literal["person", "weak", "deny"]

LONGEST_NAME = 64
"""A longer string is a sentence, not a name."""

MOST_WORDS = 8
"""So does one of more words."""

_SMALL = r"[^\W\d_A-Z]"
_WORD = re.compile(rf"[A-Z]+(?=[A-Z]{_SMALL})|[A-Z]?{_SMALL}+|[A-Z]+|\d+")
_DOTTED = re.compile(r"\w+(?:\.\w+)+")
_WITH_DIGITS = frozenset({
    "last4", "e164", "sha256", "sha1", "md5", "base64", "b64", "s3", "utf8", "zip3", "cvv2", "icd10", "icd9", "ipv4",
    "ipv6", "x509", "e6", "e7",
})  # fmt: skip
_PSEUDONYMOUS = "account.pseudonymous"

# What no business, place, machine or setting has of its own; the rest of what it has is nobody's personal data.
_ONLY_PEOPLE_HAVE = frozenset({"voice", "biometric", "health", "demographic", "contacts", "content"})
_MACHINES_HAVE = frozenset({"credential", "network", "account", "identity", "contact", "address", "location"})


@dataclass(frozen=True, slots=True)
class NameMatch:
    """What a name says. `tier` strong: enough alone; owned: only beside a person.

    `owner` is the person-like word in the name itself (`customer_name`). `derived`: the name is that of a row's number
    that leads to the datum (`transcript_id`), not of the datum.
    """

    data: str
    tier: Tier
    phrase: str
    owner: str = ""
    derived: bool = False


class _Phrase(NamedTuple):
    words: tuple[str, ...]
    data: str
    tier: str
    text: str


class _Hit(NamedTuple):
    start: int
    end: int
    phrase: _Phrase


@lru_cache(maxsize=1 << 16)
@lru_cache(maxsize=1 << 12)
def tokenise(name: str) -> tuple[str, ...]:
    """The words of a name in lower case: `homeZipCode2` is home, zip, code, 2; known compounds come apart."""
    found: list[str] = []
    for word in _WORD.findall(name):
        lower = word.lower()
        if found and lower.isdigit() and found[-1] + lower in _WITH_DIGITS:
            found[-1] += lower
            continue
        apart = words.COMPOUNDS.get(lower)
        if apart is None and lower.endswith("s"):
            apart = words.COMPOUNDS.get(lower[:-1])
        if apart is None:
            found.append(lower)
        else:
            found.extend(apart)
    return tuple(found)


@lru_cache(maxsize=1 << 14)
def singular(word: str) -> str:
    """The singular of a word in lower case; `address`, `status` and `gps` are no plurals."""
    known = words.SINGULAR_EXCEPTIONS.get(word)
    if known is not None:
        return known
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word if word != "ids" else "id"
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    return word[:-1]


def _family(data: str) -> str:
    return data.partition(".")[0]


class NameMatcher:
    """Reads names with the phrases of data types. All answers are remembered."""

    def __init__(self, data_types: Sequence[DataType]) -> None:
        self._phrases: dict[str, list[_Phrase]] = {}
        self._never: dict[str, list[_Phrase]] = {}
        self._names: dict[str, tuple[NameMatch, ...]] = {}
        self._joined: dict[tuple[str, str], tuple[NameMatch, ...]] = {}
        self._owners: dict[str, OwnerKind | None] = {}
        self._has_pseudonymous = any(data.id == _PSEUDONYMOUS for data in data_types)
        for data in data_types:
            for tier, texts in (("strong", data.strong), ("owned", data.owned)):
                _index(self._phrases, data.id, tier, texts)
            _index(self._never, data.id, "never", data.never)
        several = [
            phrase.words
            for phrases in self._phrases.values()
            for phrase in phrases
            if phrase.tier == "strong" and len(phrase.words) > 1
        ]
        self._pairs = frozenset(several)
        self._ends: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
        for split in several:
            for cut in range(1, len(split)):
                if _is_noun(split[:cut]):
                    self._ends.setdefault(split[:cut], set()).add(split[cut:])
        self._all_ends = frozenset(end for ends in self._ends.values() for end in ends)

    def classify(self, name: str) -> tuple[NameMatch, ...]:
        """What the value of that name is, by the name alone; () where it says nothing."""
        known = self._names.get(name)
        if known is None:
            # of a dotted name, as of an event or a setting, the last part says what it is
            last = name.rpartition(".")[2] if _DOTTED.fullmatch(name) else name
            known = self._names[name] = self._classified(tokenise(last)) if len(name) <= LONGEST_NAME else ()
        return known

    def joined(self, owner: str, name: str) -> tuple[NameMatch, ...]:
        """What owner and name say together where a strong phrase spans both: `sms.body`, `device["serial"]`."""
        known = self._joined.get((owner, name))
        if known is None:
            told = self.completes(self.beginnings(owner), set(self.endings(name)))
            known = self._joined[owner, name] = self._spanning(owner, name) if told else ()
        return known

    def pair(self, one: str, other: str) -> bool:
        """Whether two phrases together are a strong one, whichever comes first: `lat` and `lng`."""
        a, b = tuple(one.split()), tuple(other.split())
        return (a + b) in self._pairs and (b + a) in self._pairs

    def beginnings(self, owner: str) -> tuple[tuple[str, ...], ...]:
        """The last words of an owner's name with which a strong phrase may begin."""
        split = owner_words(owner)
        return tuple(split[cut:] for cut in range(len(split)) if split[cut:] in self._ends)

    def endings(self, name: str) -> tuple[tuple[str, ...], ...]:
        """The first words of a name with which a strong phrase may end."""
        split = tuple(map(singular, tokenise(name)))
        return tuple(split[:cut] for cut in range(1, len(split) + 1) if split[:cut] in self._all_ends)

    def completes(self, beginnings: Iterable[tuple[str, ...]], endings: set[tuple[str, ...]]) -> bool:
        """Whether one of the beginnings and one of the endings make a strong phrase."""
        return any(not endings.isdisjoint(self._ends[beginning]) for beginning in beginnings)

    def owner_kind(self, owner: str) -> OwnerKind | None:
        """What an owner of that name is: a person, perhaps one (weak), surely none (deny), or nobody can say."""
        if owner not in self._owners:
            self._owners[owner] = _owner_kind(owner_words(owner))
        return self._owners[owner]

    def denies(self, owner: str, data: str) -> bool:
        """Whether an owner of that name is a business, a place or a machine, so that this datum of it is nobody's."""
        split = owner_words(owner)
        return (split[-1:] != () and split[-1] in words.ABOUT_DATA) or _denied(split, data)

    def _classified(self, tokens: tuple[str, ...]) -> tuple[NameMatch, ...]:
        tokens = _without_order(tokens)
        singulars = tuple(map(singular, tokens))
        if not tokens or (self._phrases.keys().isdisjoint(tokens) and self._phrases.keys().isdisjoint(singulars)):
            return ()
        hits = self._hits(tokens, singulars)
        return self._judged(singulars, hits) if hits else ()

    def _spanning(self, owner: str, name: str) -> tuple[NameMatch, ...]:
        if len(owner) + len(name) > LONGEST_NAME:
            return ()
        before, after = owner_words(owner), _without_order(tokenise(name))
        tokens = before + after
        singulars = tuple(map(singular, tokens))
        border = len(before)
        strong = (hit for hit in self._hits(tokens, singulars) if hit.phrase.tier == "strong")
        hits = [hit for hit in strong if hit.start < border < hit.end and _is_noun(singulars[hit.start : border])]
        return self._judged(singulars, hits) if hits else ()

    def _hits(self, tokens: tuple[str, ...], singulars: tuple[str, ...]) -> list[_Hit]:
        """The phrases in a name: the longest first, strong before owned; none inside another."""
        never = [hit.phrase.data for hit in _occurrences(self._never, tokens, singulars)]
        found = [hit for hit in _occurrences(self._phrases, tokens, singulars) if hit.phrase.data not in never]
        found.sort(key=lambda hit: (hit.start - hit.end, hit.phrase.tier != "strong", -hit.end))
        chosen: list[_Hit] = []
        for hit in found:
            if all(hit.end <= other.start or other.end <= hit.start or _alike(hit, other) for other in chosen):
                chosen.append(hit)
        return chosen

    def _judged(self, tokens: tuple[str, ...], hits: list[_Hit]) -> tuple[NameMatch, ...]:
        matches: list[tuple[_Hit, NameMatch]] = []
        for hit in hits:
            match = self._strong(tokens, hit) if hit.phrase.tier == "strong" else _owned(tokens, hit)
            if match is not None:
                matches.append((hit, match))
        if any(match.tier == "strong" for _, match in matches):
            matches = [(hit, match) for hit, match in matches if match.tier == "strong"]
        last = max((hit.end for hit, _ in matches), default=0)
        # of two nouns in a row the last one is meant (`customer_name_email`), unless both are named (`email_or_phone`)
        kept = [
            match
            for hit, match in matches
            if hit.end == last or any(word in words.JOINERS for word in tokens[hit.end : last])
        ]
        return tuple(dict.fromkeys(kept))

    def _strong(self, tokens: tuple[str, ...], hit: _Hit) -> NameMatch | None:
        before, after = tokens[: hit.start], _up_to(tokens[hit.end :], words.JOINERS | words.PREPOSITIONS)
        if _negated(before, after) or _denied(before, hit.phrase.data):
            return None
        if after and after[-1] in words.IDS:
            return NameMatch(_PSEUDONYMOUS, "strong", hit.phrase.text, "", True) if self._has_pseudonymous else None
        return NameMatch(hit.phrase.data, "strong", hit.phrase.text)


def _index(table: dict[str, list[_Phrase]], data: str, tier: str, texts: Iterable[str]) -> None:
    for text in texts:
        split = tokenise(text)
        # a phrase of one word means what is written (`contacts` are more than a `contact`); else number is grammar
        tokens = split if len(split) == 1 else tuple(map(singular, split))
        if tokens:
            table.setdefault(tokens[0], []).append(_Phrase(tokens, data, tier, text))


def _occurrences(table: dict[str, list[_Phrase]], tokens: tuple[str, ...], singulars: tuple[str, ...]) -> list[_Hit]:
    found: list[_Hit] = []
    for start, (token, single) in enumerate(zip(tokens, singulars, strict=True)):
        candidates = table.get(token, [])
        if single != token:
            candidates = [*candidates, *table.get(single, ())]
        for phrase in candidates:
            end = start + len(phrase.words)
            if end <= len(tokens) and all(
                word in (tokens[at], singulars[at]) for at, word in enumerate(phrase.words, start)
            ):
                found.append(_Hit(start, end, phrase))
    return found


def _alike(one: _Hit, other: _Hit) -> bool:
    return (one.start, one.end, one.phrase.tier) == (other.start, other.end, other.phrase.tier)


def _is_noun(owner: tuple[str, ...]) -> bool:
    """Whether the owner's share of a phrase names a thing: `first.name` is no first name."""
    return any(word not in words.NEUTRAL_BEFORE for word in owner)


def _both_named(between: tuple[str, ...]) -> bool:
    return any(word in words.JOINERS for word in between)


def _without_order(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """`names_by_id` holds names."""
    for at, token in enumerate(tokens):
        if at and token in words.LINKS:
            return tokens[:at]
    return tokens


def _up_to(tokens: tuple[str, ...], ends: frozenset[str]) -> tuple[str, ...]:
    return next((tokens[:at] for at, token in enumerate(tokens) if token in ends), tokens)


def _negated(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    if before and before[0] in words.HEAD_NEGATORS:
        return True
    if any(word in words.ANY_NEGATORS for word in before + after):
        return True
    return any(word not in words.TAILS and not word.isdigit() for word in after)


def _owned(tokens: tuple[str, ...], hit: _Hit) -> NameMatch | None:
    before, rest = tokens[: hit.start], tokens[hit.end :]
    after = _up_to(rest, words.PREPOSITIONS)
    people = [word for word in (*before, *rest[len(after) :]) if word in words.PERSONS or word in words.WEAK_PERSONS]
    if not all(word in words.NEUTRAL_BEFORE or word in people for word in before):
        return None
    if not all(word in words.NEUTRAL_AFTER for word in after) or (len(after) < len(rest) and not people):
        return None
    return NameMatch(hit.phrase.data, "owned", hit.phrase.text, people[-1] if people else "")


@lru_cache(maxsize=1 << 14)
def owner_words(owner: str) -> tuple[str, ...]:
    """An owner's name in the singular, without what only says how it is kept: `PatientRecords` is patient."""
    tokens = tuple(map(singular, _without_order(tokenise(owner))))
    end = len(tokens)
    while end > 1 and tokens[end - 1] in words.OWNER_SUFFIXES and tokens[end - 2 : end] not in words.KINDS:
        end -= 1
    return tokens[:end]


def _owner_kind(tokens: tuple[str, ...]) -> OwnerKind | None:
    if not tokens:
        return None
    head = tokens[-1]
    if head in words.PERSONS:
        return "person"
    if head in words.WEAK_PERSONS:
        before = tokens[-2] if len(tokens) > 1 else ""
        return "deny" if (before, head) == ("user", "agent") else "person" if before in words.PERSONS else "weak"
    if head in words.DENIED_OWNERS or head in words.PLACES or head in words.MACHINES:
        return "deny"
    return None


def _denied(owner: tuple[str, ...], data: str) -> bool:
    if any(word in words.PERSONS for word in owner):
        return False
    family = _family(data)
    if owner[-1:] and owner[-1] in words.SETTINGS:
        return True
    places = owner[:-1] if owner[-1:] == ("state",) and (owner[:-1] or family != "location") else owner
    if family not in _ONLY_PEOPLE_HAVE and family != "credential" and any(word in words.PLACES for word in places):
        # a state is a place for its coordinates; else it is what a program or a page keeps
        return True
    if family not in _ONLY_PEOPLE_HAVE and any(owner[at : at + 2] in words.ISSUING for at in range(len(owner))):
        return True
    return family in _MACHINES_HAVE and any(word in words.MACHINES for word in owner)
