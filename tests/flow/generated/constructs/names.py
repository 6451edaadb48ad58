"""Names and assignment."""

from __future__ import annotations

from tests.flow.generated.constructs import construct
from tests.flow.generated.writer import LONGEST, Writer

SECTION = "names and assignment"


@construct(SECTION)
def assign(w: Writer) -> None:
    w.let("text", w.text())


@construct(SECTION)
def overwrite(w: Writer) -> None:
    w.write(f"{w.own('text')} = {w.text()}")


@construct(SECTION)
def overwrite_with_constant(w: Writer) -> None:
    w.write(f"{w.own('text')} = {w.constant()}")


@construct(SECTION)
def chained(w: Writer) -> None:
    a, b = w.fresh("x"), w.own("text")
    w.write(f"{a} = {b} = {w.text()}")
    w.add("text", a)


@construct(SECTION)
def unpack(w: Writer) -> None:
    a, b = w.fresh("x"), w.fresh("x")
    left = w.choose((f"{a}, {b}", f"[{a}, {b}]", f"({a}, {b})"))
    w.write(f"{left} = {w.choose((w.some('pair'), f'{w.text()}, {w.text()}', f'[{w.text()}, {w.text()}]'))}")
    w.add("text", a)
    w.add("text", b)


@construct(SECTION)
def unpack_starred(w: Writer) -> None:
    a, rest = w.fresh("x"), w.fresh("l")
    items = ", ".join(w.text() for _ in range(3))
    w.write(f"{w.choose((f'{a}, *{rest}', f'*{rest}, {a}'))} = {items}")
    w.add("text", a)
    w.add("texts", rest)


@construct(SECTION)
def unpack_nested(w: Writer) -> None:
    a, b, c = (w.fresh("x") for _ in range(3))
    w.write(f"{a}, ({b}, {c}) = {w.text()}, {w.some('pair')}")
    for name in (a, b, c):
        w.add("text", name)


@construct(SECTION)
def unpack_into_places(w: Writer) -> None:
    w.write(f'{w.some("thing")}.a, {w.some("record")}["b"] = {w.some("pair")}')


@construct(SECTION)
def swap(w: Writer) -> None:
    a, b = w.own("text"), w.own("text")
    w.write(f"{a}, {b} = {b}, {a}")


@construct(SECTION)
def augmented(w: Writer) -> None:
    name = w.own("text")
    w.write(f"{name} = {name}[:{LONGEST}]", f"{name} += {w.text()}")


@construct(SECTION)
def walrus(w: Writer) -> None:
    name = w.fresh("x")
    w.write(f"sink(({name} := {w.text()}))")
    w.add("text", name)


@construct(SECTION)
def annotated(w: Writer) -> None:
    name = w.fresh("x")
    w.write(f"{name}: str = {w.text()}")
    w.add("text", name)


@construct(SECTION)
def conditional_expression(w: Writer) -> None:
    w.let("text", f"{w.text()} if {w.condition()} else {w.text()}")


@construct(SECTION)
def and_or(w: Writer) -> None:
    w.let("text", w.choose((f"{w.text()} or {w.text()}", f"{w.text()} and {w.text()}", f"None or {w.text()}")))


@construct(SECTION)
def comparison(w: Writer) -> None:
    asked = (w.condition(), f"{w.text()} in {w.some('texts')}", f'"a" <= {w.text()} < "m"')
    w.let("text", f"str({w.choose(asked)})")


@construct(SECTION)
def delete(w: Writer) -> None:
    name = w.fresh("x")
    w.write(f"{name} = {w.text()}")
    kept = w.let("text", name)
    w.write(f"del {name}", f"sink({kept})")
    holder = w.fresh("d")
    w.write(f'{holder} = {{"a": {w.text()}, "b": {w.text()}}}', f'del {holder}["a"]', f'sink({holder}["b"])')
    w.write(f'sink({holder}.get("a", "c"))')


@construct(SECTION)
def global_(w: Writer) -> None:
    """Written in one function, read in another."""
    name, write, read = w.fresh("x"), w.fresh("put"), w.fresh("got")
    if w.scopes[0] is w.scope and not w.margin:
        w.write(f"{name} = {w.constant()}")
    with w.function(f"def {write}(value):", value="text"):
        w.write(f"global {name}")
        w.steps(1)
        w.write(f"{name} = value")
    w.write(f"{write}({w.text()})")
    with w.function(f"def {read}():"):
        w.write(f"return {name}")
    w.let("text", f"{read}()")


@construct(SECTION)
def nonlocal_(w: Writer) -> None:
    outer, inner, name = w.fresh("outer"), w.fresh("inner"), w.fresh("x")
    with w.function(f"def {outer}(value):", value="text"):
        w.write(f"{name} = {w.constant()}")
        w.add("text", name)
        with w.function(f"def {inner}():"):
            w.write(f"nonlocal {name}")
            w.steps(1)
            w.write(f"{name} = {w.choose(('value', w.text()))}")
        w.write(f"{inner}()")
        w.steps(1)
        w.write(f"return {name}")
    w.let("text", f"{outer}({w.text()})")


@construct(SECTION)
def class_body(w: Writer) -> None:
    name = w.fresh("Body")
    with w.block(f"class {name}:"):
        w.write(f"begun = {w.text()}", "then = begun")
    w.let("text", f"{name}.{w.choose(('begun', 'then'))}")


@construct(SECTION)
def comprehension(w: Writer) -> None:
    form = w.choose(
        (
            "[v for v in {0}]",
            "[v + {1} for v in {0}]",
            "[v for v in {0} if v is not None]",
            "[{1} for v in {0}]",
            "list(v for v in {0})",
            "[v for u in [{0}, {0}] for v in u]",
            "[w for v in {0} if (w := v) is not None]",
            "sorted({{v for v in {0}}})",
            "list({{v: {1} for v in {0}}})",
            "list({{{1}: v for v in {0}}}.values())",
            "[(lambda w: w)(v) for v in {0}]",
        )
    )
    w.let("texts", form.format(w.some("texts"), w.atom()) + f"[:{LONGEST}]")


@construct(SECTION)
def lambda_default(w: Writer) -> None:
    w.let("maker", f"lambda v={w.text()}: v")
