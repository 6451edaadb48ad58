"""What `identify` says of a small program, in words."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from textwrap import dedent

from piilint.identify import identify
from piilint.ir.program import Program
from piilint.rulebook import load_rulebook
from piilint.terms.rulebook import Rulebook
from piilint.terms.sources import Sources
from piilint.terms.specs import FoundSource
from tests.support.programs import program_of


@cache
def rules(text: str = "") -> Rulebook:
    """The data types that piilint brings and these rules, without what it knows of frameworks."""
    with tempfile.TemporaryDirectory() as home:
        own = Path(home) / "own.toml"
        own.write_text(dedent(text), encoding="utf-8")
        brought = [str(Path(__file__).parents[2] / "rules" / folder) for folder in ("data", "policies")]
        return load_rulebook((*brought, str(own)), use_defaults=False)


def identified(text: str, rulebook: Rulebook | None = None, path: str = "app.py") -> tuple[Program, Sources]:
    """The program that one file is, and its sources."""
    book = rulebook or rules()
    program = program_of({path: text}, book)
    return program, identify(program, book)


def fields(text: str, rulebook: Rulebook | None = None) -> dict[str, str | None]:
    """Each field that is decided: `Customer.name` -> what it is, or None."""
    program, sources = identified(text, rulebook)
    named = {f"{program.classes[cls].ir.name}.{name}": found for (cls, name), found in sources.fields.items()}
    return {name: in_words(found) if found is not None else None for name, found in named.items()}


def reads(text: str, rulebook: Rulebook | None = None, path: str = "app.py") -> list[str]:
    """Each read that is a source, in the order of the code: `customer.name: identity.name medium: ...`."""
    _, sources = identified(text, rulebook, path)
    return [f"{found.owner}: {in_words(found)}" for _, several in sorted(sources.reads.items()) for found in several]


def read_names(text: str, rulebook: Rulebook | None = None, path: str = "app.py") -> list[str]:
    """Each read that is a source: `customer.name`."""
    return [line.partition(": ")[0] for line in reads(text, rulebook, path)]


def parameters(text: str, rulebook: Rulebook | None = None) -> dict[str, str]:
    """Each parameter that is a source."""
    _, sources = identified(text, rulebook)
    return {found.owner: in_words(found) for several in sources.parameters.values() for found in several}


def in_words(found: FoundSource) -> str:
    """`location.precise high: strong name latitude`."""
    return f"{found.data} {found.confidence.value}: {found.evidence}"
