"""Readers of values that have a grammar of their own: conditions, templates, types, tables within tables."""

from __future__ import annotations

import re
from typing import Any

from piilint.rulebook.readers import (
    Complain,
    Reader,
    dotted_key,
    dotted_name,
    key_pattern,
    kind_of,
    list_of,
    port,
    text,
)

_NUMBER = r"-?\d+(?:\.\d+)?"
_RANGE = re.compile(rf"(?P<low>{_NUMBER})?\.\.(?P<high>{_NUMBER})?")
_SEEMS_RANGE = re.compile(r"\.\..*|.*\.\.|[\d.+-]*\.\.[\d.+-]*", re.DOTALL)
_LITERAL = "to mean the text itself, put it into a list"
_SLICE = re.compile(r"\[-?\d*:-?\d*(?::-?\d*)?\]")


def table_of(item_key: Reader, item: Reader, what: str) -> Reader:
    """A table in which all keys are read alike and all values are."""

    def read(value: object, complain: Complain) -> object:
        if not isinstance(value, dict):
            return complain(f"expected {what}, found {kind_of(value)}")
        if not value:
            return complain("is an empty table; name something or leave it out")
        result: dict[object, object] = {}
        for key, each in value.items():
            result[item_key(key, below(complain, key))] = item(each, below(complain, key, f"{key}: "))
        return result

    return read


def last_words(value: object, complain: Complain) -> object:
    """`{ log = ["path"] }`: kinds of sinks, and the words that names end with."""
    found = table_of(key_pattern, list_of(text, "words"), "a table of sink kinds")(value, complain)
    return tuple(found.items()) if isinstance(found, dict) else found


def below(complain: Complain, key: str, said: str = "") -> Complain:
    """A complaint about what stands under that key."""
    return lambda cause, *within: complain(said + cause, key, *within)


def constant_port(value: object, complain: Complain) -> Any:
    """A port of one constant: `argument:1`, `argument:ndigits`, `receiver`."""
    found = port(value, complain)
    if found is None:
        return None
    if found.base == "return" or found.which == "*" or found.path or found.deep:
        return complain(f'"{value}" is no single argument; a condition reads argument:0, argument:name or receiver')
    return str(value)


def condition(value: object, complain: Complain) -> object:
    """A value, a list of values, a range `"..2"`, or a slice `"[-4:]"`."""
    if isinstance(value, list):
        if not value:
            return complain("is an empty list; no value could fit it")
        if not all(isinstance(each, (str, int, float, bool)) for each in value):
            return complain("a list of values holds text, numbers, true and false only")
        return tuple(value)
    if not isinstance(value, str):
        if isinstance(value, (int, float, bool)):
            return value
        return complain(f"expected a value, a list, a range or a slice, found {kind_of(value)}")
    if _SEEMS_RANGE.fullmatch(value):
        return _range(value, complain)
    if value.startswith("[") and not _SLICE.fullmatch(value):
        return complain(f'"{value}" is no slice; write "[-4:]" or "[:2]"; {_LITERAL}')
    return value


def _range(value: str, complain: Complain) -> object:
    found = _RANGE.fullmatch(value)
    if found is None or value == "..":
        return complain(f'"{value}" is no range; write "..2", "1..3" or "4.."; {_LITERAL}')
    if found["low"] and found["high"] and float(found["low"]) > float(found["high"]):
        return complain(f'"{value}" is empty; the lower end comes first')
    return value


becomes = table_of(key_pattern, dotted_key, 'a table like { "location.precise" = "address.postal" }')
implicit = table_of(dotted_name, dotted_name, 'a table like { current_user = "package.User" }')
stands_for = table_of(dotted_name, dotted_name, 'a table like { "app.Name" = "package.Class" }')
refers = table_of(constant_port, constant_port, 'a table like { "argument:0" = "argument:id" }')
handed_by = table_of(dotted_name, dotted_name, 'a table like { initial = "get_initial" }')
when = table_of(constant_port, condition, 'a table like { "argument:1" = "..2" }')


def template(value: object, complain: Complain) -> Any:
    """Where the template's name or text is: `argument:0`, `receiver`, `attribute:x`, `method:x`, `text:argument:0`."""
    return _place(value, complain, "argument:0, receiver, attribute:template_name, method:name or text:argument:0")


def context(value: object, complain: Complain) -> Any:
    """Where the template's variables are: `keywords`, a port, `attribute:x`, `method:x`."""
    if value == "keywords":
        return "keywords"
    return _place(value, complain, "keywords, argument:1, return, attribute:name or method:get_context_data")


def _place(value: object, complain: Complain, forms: str) -> Any:
    written = text(value, complain)
    if written is None:
        return None
    head, _, rest = written.partition(":")
    wrong: list[str] = []
    if head in ("attribute", "method"):
        dotted_name(rest, lambda cause, *_: wrong.append(cause))
    else:
        port(rest if head == "text" else written, lambda cause, *_: wrong.append(cause))
    return complain(f'"{written}" cannot be read; write {forms}') if wrong else written


def returned_type(value: object, complain: Complain) -> Any:
    """`never`, `unknown` (only names tell of it), `kept[a.name]` (what all functions share), `callee`, `argument:0`,
    `receiver.model`, a dotted class, or one of these in the brackets of another."""
    written = text(value, complain)
    if written is None or _is_type(written.replace(" ", "")):
        return written
    return complain(f'"{written}" is no type; write never, argument:0, receiver.model, a.Class or a.Class[argument:0]')


def _is_type(written: str) -> bool:
    outer, bracket, inner = written.partition("[")
    if bracket:
        named = inner.endswith("]") and ":" not in outer and _is_type(outer)
        return named and all(_is_type(each) for each in _split(inner[:-1]))
    return re.fullmatch(r"(?:argument:(?:\d+|[^\W\d]\w*)|[^\W\d]\w*)(?:\.[^\W\d]\w*)*", written) is not None


def _split(written: str) -> list[str]:
    """The parts between commas that stand in no brackets."""
    parts, depth = [""], 0
    for character in written:
        depth += (character == "[") - (character == "]")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def placeholder(name: str) -> Reader:
    """Text that holds `{name}`."""

    def read(value: object, complain: Complain) -> object:
        written = text(value, complain)
        if written is not None and f"{{{name}}}" not in written:
            return complain(f'"{written}" does not hold {{{name}}}')
        return written

    return read


def role_values(value: object, complain: Complain) -> object:
    """A port or constants: `"argument:0"`, `"admin"`, `["admin", "support"]`."""
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not items or not all(isinstance(each, str) and each for each in items):
        return complain(f"expected a port, text or a list of texts, found {kind_of(value)}")
    for each in items:
        if re.match(r"(?:argument|receiver|return)\b", each):
            port(each, complain)
    return tuple(items)


def predicate(value: object, complain: Complain) -> object:
    """Who says whether somebody passes: `"argument:0"` of a decorator, `"method:test_func"` of a class."""
    if isinstance(value, str) and re.fullmatch(r"method:[A-Za-z_]\w*", value):
        return value
    if isinstance(value, str) and value.startswith("argument:"):
        return constant_port(value, complain) and value
    return complain('expected a port like "argument:0", or "method:NAME"')


def together(value: object, complain: Complain) -> object:
    """`[["voice.**"], ["identity.**", "account.id"]]`: at least two lists, one datum of each."""
    if not isinstance(value, list) or not all(isinstance(each, list) and each for each in value):
        return complain('expected lists of patterns like [["voice.**"], ["identity.**"]]')
    if len(value) < 2:
        return complain("needs at least two lists; one datum of each makes the combination")
    return tuple(tuple(key_pattern(each, _quoted(complain, each)) for each in group) for group in value)


def _quoted(complain: Complain, value: object) -> Complain:
    return (lambda cause, *within: complain(cause, value, *within)) if isinstance(value, str) else complain
