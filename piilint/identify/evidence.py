"""Weighs what a name, its owners and its siblings say, and words the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from piilint.terms.grades import Confidence
from piilint.terms.names import NameMatch, NameMatcher, owner_words, tokenise
from piilint.terms.words import IDS, MATTERS, PASSAGES, PLACES

# What machines, settings and shops have as well; beside it a `name` is not yet a person's.
_NO_PROOF = frozenset({"credential", "account", "network", "device", "behavior"})
_NUMBERED = frozenset({"account", "device", "gov", "health", "financial", "biometric"})
_PLACES_HAVE = frozenset({"location", "address", "contact.phone"})
_PEOPLE_ALONE_HAVE = frozenset({"demographic.dob"})
_REACHED_BY = ("contact.email", "contact.phone")


@dataclass(frozen=True, slots=True)
class Clue:
    """What a value is, why, and how sure that is."""

    data: str
    evidence: str
    confidence: Confidence


@dataclass(slots=True)
class Siblings:
    """The names that stand beside each other: fields of a class, keys of a dict, what is read from one object.

    `strong` maps each data type that a strong name tells to that name; `owned` the phrases of weaker names to them;
    `contact` is the name of what says whom to speak to.
    """

    strong: dict[str, str] = field(default_factory=dict)
    owned: dict[str, str] = field(default_factory=dict)
    contact: str = ""

    @classmethod
    def of(cls, matcher: NameMatcher, names: Iterable[str]) -> Siblings:
        """What these names say as a group."""
        group = cls()
        for name in names:
            for match in matcher.classify(name):
                if match.tier == "owned":
                    group.owned.setdefault(match.phrase, name)
                elif not match.derived:
                    group.strong.setdefault(match.data, name)
                if family(match.data) == "contacts" and not group.contact:
                    group.contact = name
        return group

    def proof(self, name: str) -> list[str]:
        """Names beside this one that show, together, that the group describes a person; [] where they do not."""
        others = {data: other for data, other in self.strong.items() if other != name and family(data) not in _NO_PROOF}
        alone = [other for data, other in others.items() if data in _PEOPLE_ALONE_HAVE]
        if alone:
            return alone
        if len(others) < 2 or all(data in _PLACES_HAVE or family(data) in _PLACES_HAVE for data in others):
            return []
        return list(others.values())

    def reached(self, name: str) -> list[str]:
        """Names beside this one that say how somebody is reached."""
        return [self.strong[data] for data in _REACHED_BY if self.strong.get(data, name) != name]


NOBODY = Siblings()


def family(data: str) -> str:
    """The first part of a data type: `contact.phone` is of `contact`."""
    return data.partition(".")[0]


def is_proof(data: str) -> bool:
    """Whether a strong name of this type shows that the code around is about people."""
    return family(data) not in _NO_PROOF


class Weigher:
    """Says what a name tells in its surroundings."""

    def __init__(self, matcher: NameMatcher) -> None:
        self.matcher = matcher

    def clues(
        self, name: str, owners: Sequence[str] = (), siblings: Siblings = NOBODY, near: bool = False
    ) -> tuple[Clue, ...]:
        """The best clues, or (). `owners` nearest first; `near`: other personal data is in the same file."""
        matches = [match for match in self.matcher.classify(name) if not self.denied(owners, match.data)]
        strong = [match for match in matches if match.tier == "strong"]
        if strong:
            return tuple(_strong(name, match) for match in strong)
        for owner in self._nearest(owners):
            joined = [match for match in self.matcher.joined(owner, name) if not self.denied(owners, match.data)]
            joined = [match for match in joined if not _is_row_number(name, match)]
            weak = self.matcher.owner_kind(owner) == "weak"
            if joined and (near or not weak):
                return tuple(self._joined(owner, name, match, siblings) for match in joined)
        if not matches:
            return self._of_contact(name, owners, siblings)
        match = self._fitting(matches, owners, siblings)
        clue = self._owned(name, match, owners, siblings, near)
        return (clue,) if clue is not None else ()

    def _of_contact(self, name: str, owners: Sequence[str], siblings: Siblings) -> tuple[Clue, ...]:
        """How a business is reached is how somebody is reached, where it says who that is."""
        if siblings.contact in ("", name) or not any(_is_place(owner) for owner in owners[:1]):
            return ()
        evidence = f"name `{name}` beside `{siblings.contact}`"
        told = (match for match in self.matcher.classify(name) if match.tier == "strong" and not match.derived)
        return tuple(Clue(match.data, evidence, Confidence.MEDIUM) for match in told if family(match.data) == "contact")

    def denied(self, owners: Sequence[str], data: str) -> bool:
        """Whether an owner is a business, a place or a machine that has such data itself; somebody's are somebody's."""
        for owner in owners:
            if self.matcher.owner_kind(owner) == "person":
                return False
            if self.matcher.denies(owner, data):
                return True
        return False

    def tells(self, name: str) -> bool:
        """Whether the name alone is enough."""
        return any(match.tier == "strong" for match in self.matcher.classify(name))

    def _joined(self, owner: str, name: str, match: NameMatch, siblings: Siblings) -> Clue:
        unsure = self.matcher.owner_kind(owner) == "weak" and not siblings.proof(name)
        weak = match.derived or unsure
        confidence = Confidence.LOW if weak else Confidence.MEDIUM
        of = f"a person (`{owner}`)" if self.matcher.owner_kind(owner) == "person" else f"`{owner}`"
        return Clue(match.data, f"name `{name}` of {of}", confidence)

    def _fitting(self, matches: Sequence[NameMatch], owners: Sequence[str], siblings: Siblings) -> NameMatch:
        # `text` beside `audio_url` is what was said, in a chat it is what was written
        around = {family(data) for data in siblings.strong}
        around.update(family(match.data) for owner in owners for match in self.matcher.classify(owner))
        return next((match for match in matches if family(match.data) in around), matches[0])

    def _owned(self, name: str, match: NameMatch, owners: Sequence[str], siblings: Siblings, near: bool) -> Clue | None:
        person, weak = self._people(match, owners)
        if person is not None:
            evidence = f"name `{name}` of a person" + (f" (`{person}`)" if person != name else "")
            return Clue(match.data, evidence, Confidence.MEDIUM)
        for phrase, other in siblings.owned.items():
            if other != name and self.matcher.pair(match.phrase, phrase):
                return Clue(match.data, f"name `{name}` beside `{other}`", Confidence.MEDIUM)
        reached = siblings.reached(name)
        if reached and family(match.data) == "contacts":
            return Clue(match.data, f"name `{name}` beside `{reached[0]}`", Confidence.MEDIUM)
        proof = siblings.proof(name)
        if any(_is_matter(owner) for owner in owners[:1]):
            # its number is the matter's own
            proof = [] if family(match.data) == "account" else proof or reached
        if proof and not self._refused(owners):
            beside = ", ".join(f"`{other}`" for other in proof[:2])
            return Clue(match.data, f"name `{name}` beside {beside}", Confidence.MEDIUM)
        if weak is not None and (near or siblings.strong):
            return Clue(match.data, f"name `{name}` of what may be a person (`{weak}`)", Confidence.LOW)
        return None

    def _people(self, match: NameMatch, owners: Sequence[str]) -> tuple[str | None, str | None]:
        """The person and the weak person among the owners, as far as the first that is surely none."""
        weak: str | None = None
        for owner in (match.owner, *owners) if match.owner else owners:
            kind = self.matcher.owner_kind(owner)
            if kind == "person":
                return owner, weak
            if kind == "deny":
                break
            if kind == "weak" and weak is None:
                weak = owner
        return None, weak

    def _nearest(self, owners: Sequence[str]) -> Iterator[str]:
        """The owners up to the first that says something; what is behind it says nothing of this value."""
        for owner in owners:
            yield owner
            if len(owner) > 2 and not all(word in PASSAGES for word in owner_words(owner)):
                return

    def _refused(self, owners: Sequence[str]) -> bool:
        return bool(owners) and self.matcher.owner_kind(owners[0]) == "deny"


def _is_place(owner: str) -> bool:
    return any(word in PLACES for word in owner_words(owner)[-1:])


def _is_matter(owner: str) -> bool:
    return any(word in MATTERS for word in owner_words(owner)[-1:])


def _is_row_number(name: str, match: NameMatch) -> bool:
    """Whether it is the number of a row about the datum: `email.id` is no address, as `email_id` may be."""
    return family(match.data) not in _NUMBERED and all(word in IDS for word in tokenise(name))


def _strong(name: str, match: NameMatch) -> Clue:
    if match.derived:
        return Clue(match.data, f"name `{name}`, which leads to a {match.phrase}", Confidence.LOW)
    return Clue(match.data, f"strong name `{name}`", Confidence.HIGH)
