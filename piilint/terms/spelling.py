"""The nearest right spelling of a word that nothing is called."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like the one written; None where none is like it."""
    # difflib costs milliseconds to import, and is only wanted once something is wrong
    from difflib import get_close_matches

    by_lower = {candidate.lower(): candidate for candidate in sorted(set(known), reverse=True)}
    found = get_close_matches(word.lower(), list(by_lower), n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean "severity"?`, or nothing."""
    found = nearest(word, known)
    return f'; did you mean "{found}"?' if found is not None else ""


def listed(words: Iterable[str], conjunction: str = "or") -> str:
    """`a, b or c`."""
    *first, last = words
    return f"{', '.join(first)} {conjunction} {last}" if first else last
