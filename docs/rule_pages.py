"""Writes a page for each built-in rule into `docs/rules/`, from its TOML and the cases beside it: `make rule-pages`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from piilint.cases import cases_in
from piilint.report.rules import excuse_words, forbidden, masking_words
from piilint.rulebook import load_rulebook
from piilint.terms.rule import Rule, Unless
from piilint.terms.rulebook import Rulebook
from piilint.terms.sink_words import sink_words

DOCS = Path(__file__).parent
CASES = DOCS.parent / "tests" / "rules" / "policies"
GROUPS = {
    "PII1": "Screens", "PII2": "Data together on one screen", "PII3": "Who may open a screen", "PII4": "Logs",
    "PII5": "Exports", "PII6": "Other parties", "PII7": "Messages", "PII8": "Addresses and cookies",
    "PII9": "Excuses and baselines",
}  # fmt: skip
LANGUAGES = {"py": "python", "html": "html", "toml": "toml", "sql": "sql"}


def pages() -> Mapping[str, str]:
    """The text of each page by its file name, the list of all among them."""
    rulebook = load_rulebook(())
    rules = sorted(rulebook.rule, key=lambda rule: rule.id)
    return {"index.md": _index(rules), **{f"{rule.id}.md": _page(rule, rulebook) for rule in rules}}


def _index(rules: list[Rule]) -> str:
    lines = ["# Rules", ""]
    lines.append("Each rule says which flow is wrong, why, and what to do instead. Yours are written like these:")
    lines.append("[writing rules](../writing-rules.md).")
    for start, title in GROUPS.items():
        lines += ["", f"## {title}", "", "| rule | severity | what is wrong |", "|---|---|---|"]
        lines += [
            f"| [{rule.id}]({rule.id}.md) {rule.name} | {rule.severity} | {_cell(forbidden(rule))} |"
            for rule in rules
            if rule.id.startswith(start)
        ]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return f"`{text}`".replace("|", "\\|")


def _page(rule: Rule, rulebook: Rulebook) -> str:
    parts = [f"# {rule.id}: {rule.name}", _what(rule, rulebook), "## Why", _joined(rule.why)]
    if rule.article:
        parts.append(f"See {rule.article}.")
    parts += ["## Instead", _joined(rule.instead), *_examples(rule), *_leaving(rule)]
    return "\n\n".join(parts) + "\n"


def _what(rule: Rule, rulebook: Rulebook) -> str:
    if rule.suppression:
        return f"**{str(rule.severity).capitalize()}.** {(rule.message or '').capitalize()}."
    told = [f"**{str(rule.severity).capitalize()}** where {_sentence(rule, rulebook)}."]
    told.append(f"{masking_words(rule).capitalize()}.")
    excuses = [excuse_words(one) for one in rule.unless if one != Unless(self=True)]
    if any(one == Unless(self=True) for one in rule.unless):
        told.append("People may see their own data.")
    if excuses:
        told.append("It does not count where " + ", or where ".join(f"`{words}`" for words in excuses) + ".")
    if rule.preview:
        told.append("The rule is a preview: it counts with `--preview`.")
    return " ".join(told)


def _sentence(rule: Rule, rulebook: Rulebook) -> str:
    kinds = _either([sink_words(kind) if "*" not in kind else f"`{kind}`" for kind in rule.sinks])
    if rule.together:
        groups = " and ".join(_either([_title(one, rulebook) for one in group]) for group in rule.together)
        record = " of one record" if rule.same_record else ""
        return f"{groups}{record} stand together on one screen"
    return f"{_either([_title(one, rulebook) for one in rule.data]) or 'personal data'} reaches {kinds or 'any sink'}"


def _title(pattern: str, rulebook: Rulebook) -> str:
    return f"`{pattern}`" if "*" in pattern else rulebook.title_of(pattern)


def _either(words: list[str]) -> str:
    *most, last = words or [""]
    return f"{', '.join(most)} or {last}" if most else last


def _joined(text: str | None) -> str:
    return " ".join((text or "").split())


def _examples(rule: Rule) -> Iterator[str]:
    """The first case of the rule's Markdown, and the first one in which it is silent."""
    cases = [case for case in cases_in(CASES / f"{rule.name}.md") if case.files]
    mark = f"expect: {rule.id}"
    broken = [case for case in cases if any(mark in text for text in case.files.values())][:1]
    kept = [case for case in cases if not any("expect:" in text for text in case.files.values())][:1]
    if broken or kept:
        yield "## Examples"
    for case in (*broken, *kept):
        yield f"### {case.name}"
        for name, text in case.files.items():
            language = LANGUAGES.get(name.rpartition(".")[2], "text")
            yield f"`{name}`\n\n```{language}\n{text.strip()}\n```"


def _leaving(rule: Rule) -> Iterator[str]:
    if rule.suppression:
        return
    yield "## Where it is right as it stands"
    yield (
        "Excuse the line, with a reason and an end; [adopting piilint](../adopting.md#excuse-a-line) says how:\n\n"
        f"```python\n# piilint: ignore[{rule.id}] until=2027-03-31 -- who has agreed, and why\n```"
    )


def write(folder: Path = DOCS / "rules") -> None:
    """Writes all pages, and removes those of rules that are gone."""
    made = pages()
    for path in folder.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
