"""What rules and comments declare: an index of `[[source]]` and `[[not_personal]]` by what they match, and `# pii:`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from piilint.ir.program import Module, Program
from piilint.terms.pattern import PatternIndex
from piilint.terms.rulebook import Rulebook
from piilint.terms.specs import NotPersonalSpec, SourceSpec

Spec = SourceSpec | NotPersonalSpec

NOT_PERSONAL = "none"
"""What `# pii: none` declares."""


@dataclass(slots=True)
class Declared:
    """All declarations of a run.

    `rules` holds the specs by matcher (`attribute`, `key`, ...); `parameters` by function name, with the parameter;
    `data` are the data types that a comment or an annotation may name.
    """

    data: frozenset[str]
    comments: Mapping[tuple[str, int], str]
    rules: dict[str, PatternIndex[Spec]] = field(default_factory=dict)
    parameters: PatternIndex[tuple[str, Spec]] = field(default_factory=PatternIndex)
    commented_paths: frozenset[str] = frozenset()
    _lasts: dict[str, frozenset[str]] = field(default_factory=dict)
    _loose: frozenset[str] = frozenset()
    _by_owner: dict[str, list[tuple[str, Spec]]] = field(default_factory=dict)

    @classmethod
    def of(cls, program: Program, rulebook: Rulebook) -> Declared:
        """The declarations of a rulebook and of a program's comments."""
        data = frozenset(kind.id for kind in rulebook.data)
        declared = cls(data, program.declarations)
        specs: Iterable[Spec] = chain(rulebook.not_personal, rulebook.source)
        for spec in specs:
            for pattern in spec.match.patterns:
                declared._add(spec, pattern)
        declared._lasts = {by: frozenset(index.last_parts()) for by, index in declared.rules.items()}
        declared._loose = frozenset(by for by, index in declared.rules.items() if index.has_loose())
        declared.commented_paths = frozenset(path for path, _ in program.declarations)
        return declared

    def _add(self, spec: Spec, pattern: str) -> None:
        if spec.match.by == "parameter":
            function, _, parameter = pattern.rstrip(")").partition("(")
            self.parameters.add(function, (parameter.strip(), spec))
            return
        self.rules.setdefault(spec.match.by, PatternIndex()).add(pattern, spec)
        if spec.match.by in ("field", "attribute") and "*" not in pattern:
            owner, _, name = pattern.rpartition(".")
            self._by_owner.setdefault(owner, []).append((name, spec))

    def by(self, matcher: str, names: Iterable[str]) -> Spec | None:
        """The first rule of that matcher that one of the names fits; what is not personal comes first."""
        index = self.rules.get(matcher)
        if index is None:
            return None
        found = [spec for name in names for spec in index.find(name)]
        return next((spec for spec in found if isinstance(spec, NotPersonalSpec)), found[0] if found else None)

    def may_match(self, matcher: str, last: str) -> bool:
        """Whether some rule of that matcher may fit a name that ends so."""
        return matcher in self._loose or last in self._lasts.get(matcher, ())

    def parameter(self, function: str, name: str) -> Spec | None:
        """The rule about a parameter of that function."""
        found = [spec for parameter, spec in self.parameters.find(function) if parameter == name]
        return next((spec for spec in found if isinstance(spec, NotPersonalSpec)), found[0] if found else None)

    def comment(self, path: str, first: int, last: int | None = None) -> str | None:
        """What a comment declares on one of these lines: a known data type, `none`, or nothing (None)."""
        if path not in self.commented_paths:
            return None
        for line in range(first, (last or first) + 1):
            found = self.comments.get((path, line))
            if found is not None and (found == NOT_PERSONAL or found in self.data):
                return found
        return None

    def own_line(self, module: Module, line: int) -> str | None:
        """What a comment on this very line declares, where its statement goes over several."""
        if module.path not in self.commented_paths:
            return None
        for comment in module.ir.comments:
            if comment.line == line and comment.text.startswith("pii:"):
                said = comment.text[len("pii:") :].partition("--")[0].strip()
                return said if said == NOT_PERSONAL or said in self.data else None
        return None

    def of_library_class(self, owner: str) -> list[tuple[str, Spec]]:
        """The fields and attributes that rules without wildcards name on a class: (field, rule)."""
        return self._by_owner.get(owner, [])

    def mentioned(self) -> Iterator[str]:
        """The identifiers that rules of attributes, keys and names look for."""
        for matcher in ("attribute", "key", "name", "column"):
            yield from sorted(self._lasts.get(matcher, ()))

    def anything(self) -> bool:
        """Whether some rule ends in a wildcard, so that any identifier may be meant."""
        return not self._loose.isdisjoint(("attribute", "key", "name", "column"))
