"""Fields, keys, positions and what the containers of the standard library do with them."""

from __future__ import annotations

from tests.flow.generated.constructs import construct
from tests.flow.generated.writer import LONGEST, Writer

SECTION = "fields and containers"


@construct(SECTION)
def attribute(w: Writer) -> None:
    thing = w.some("thing")
    w.write(f"{thing}.{w.choose(('a', 'b'))} = {w.text()}")
    w.write(f"sink({thing}.a)", f"sink({thing}.b)")


@construct(SECTION)
def attribute_by_name(w: Writer) -> None:
    thing = w.some("thing")
    if w.maybe():
        w.write(f'setattr({thing}, "a", {w.text()})')
    w.use("import operator")
    forms = ('getattr({}, "a")', 'getattr({}, "absent", {}.b)', 'operator.attrgetter("b")({})')
    w.let("text", w.choose(forms).replace("{}", thing))


@construct(SECTION)
def attributes_as_dict(w: Writer) -> None:
    thing = w.let("thing", w.made("thing"))
    if w.maybe():
        w.write(w.choose(('{0}.__dict__["a"] = {1}', "{0}.__dict__.update(b={1})")).format(thing, w.text()))
    w.let("record", w.choose(("vars({0})", "{0}.__dict__", "dict(vars({0}))", "{{**{0}.__dict__}}")).format(thing))


@construct(SECTION)
def things(w: Writer) -> None:
    """Objects of many makes, with the same two attributes."""
    w.let("thing", w.made("thing"))


@construct(SECTION)
def alias(w: Writer) -> None:
    type_ = w.choose(("thing", "record", "texts", "pair", "text"))
    w.let(type_, w.some(type_))


@construct(SECTION)
def dict_made(w: Writer) -> None:
    forms = (
        '{{"a": {0}, "b": {1}}}',
        "dict(a={0}, b={1})",
        'dict([("a", {0}), ("b", {1})])',
        'dict(zip(("a", "b"), ({0}, {1})))',
        '{{**{2}, "b": {1}}}',
        '{{"a": {0}, **{2}}}',
        '{2} | {{"a": {0}}}',
        "dict({2}, a={0})",
        "dict({2})",
        "{2}.copy()",
        "{{k: v for k, v in {2}.items()}}",
        '{{k: {0} for k in ("a", "b")}}',
        'dict.fromkeys(("a", "b"), {0})',
        "copy.deepcopy({2})",
        "copy.copy({2})",
        "json.loads(json.dumps({2}))",
        "pickle.loads(pickle.dumps({2}))",
        "ast.literal_eval(repr({2}))",
        "dict(collections.OrderedDict(a={0}, b={1}))",
        'dict(collections.ChainMap({{"a": {0}}}, {2}))',
        "dict(collections.defaultdict(str, {2}))",
        '{{"a": {2}["b"], "b": {2}["a"]}}',
    )
    for name in ("copy", "json", "pickle", "ast", "collections"):
        w.use(f"import {name}")
    w.let("record", w.choose(forms).format(w.text(), w.text(), w.some("record")))


@construct(SECTION)
def dict_changed(w: Writer) -> None:
    record = w.some("record")
    forms = (
        '{0}["a"] = {1}',
        "{0}.update(a={1})",
        '{0}.update({{"b": {1}}})',
        '{0}.setdefault("a", {1})',
        '{0}.setdefault("added", {1})',
        '{0} |= {{"a": {1}}}' if record in (name for name, _ in w.scope.variables) else "{0}.update({2})",
        "{0}.update({2})",
        '{0}.pop("absent", {1})',
        '{0}.update([("b", {1})])',
        "for k in {0}: {0}[k] = {1}",
    )
    w.write(w.choose(forms).format(record, w.text(), w.some("record")))
    w.write(f'sink({record}["a"])', f'sink({record}["b"])')


@construct(SECTION)
def dict_read(w: Writer) -> None:
    forms = (
        '{0}["a"]',
        '{0}.get("b")',
        '{0}.get("absent", {1})',
        '{0}.copy().pop("a")',
        '{0}.setdefault("b", {1})',
        "{0}[{2}]",
        "list({0}.values())[0]",
        "next(iter({0}.values()))",
        "[v for k, v in {0}.items()][0]",
        "next(k for k, v in {0}.items())",
        "max({0})",
        'operator.itemgetter("a")({0})',
        '"{{a}} {{b}}".format(**{0})' + f"[:{LONGEST}]",
        '"%(b)s" % {0}',
        "str({0})" + f"[:{LONGEST}]",
        "sorted({0}.values())[-1]",
        '"{{a}}".format_map({0})',
    )
    w.use("import operator")
    key = f'"ab"[len({w.atom()}) % 2]'
    w.let("text", w.choose(forms).format(w.some("record"), w.text(), key))


@construct(SECTION)
def list_made(w: Writer) -> None:
    forms = (
        "[{0}, {1}]",
        "[*{2}, {0}]",
        "[{0}, *{2}]",
        "{2} + [{0}]",
        "{2}[:1] * 2",
        "{2}[:2]",
        "{2}[::-1]",
        "sorted({2})",
        "sorted({2}, key=lambda v: v, reverse=True)",
        "list(reversed({2}))",
        "list({2})",
        "{2}.copy()",
        "list(map(str, {2}))",
        "list(map(lambda v: v + {0}, {2}))",
        "[*filter(None, {2}), {0}]",
        "[v for _, v in enumerate({2})]",
        "[str(n) for n, _ in enumerate({2})]",
        "[v for v, _ in zip({2}, ({0}, {1}))]",
        "[v for _, v in zip({2}, ({0}, {1}))]",
        "list({3})",
        "list({4}.values())",
        "list(collections.deque([{0}, {1}]))",
        "list({{{0}, {1}}})",
        "list(itertools.chain({2}, [{0}]))",
        "list(itertools.islice({2}, 2))",
        "list(dict.fromkeys({2}))",
        "heapq.nlargest(2, {2})",
        "json.loads(json.dumps({2}))",
        "{0}.split() + [{1}]",
        "[min({2}), max({2}, key=len)]",
        "list(collections.Counter({2}))",
        "list(itertools.accumulate({2}, lambda u, v: v))",
    )  # fmt: skip
    for name in ("collections", "itertools", "heapq", "json"):
        w.use(f"import {name}")
    values = w.text(), w.text(), w.some("texts"), w.some("pair"), w.some("record")
    w.let("texts", f"({w.choose(forms).format(*values)})[:{LONGEST}]")


@construct(SECTION)
def list_changed(w: Writer) -> None:
    texts = w.some("texts")
    forms = (
        "{0}.append({1})",
        "{0}.extend([{1}])",
        "{0}.extend({2}[:3])",
        "{0}.insert(0, {1})",
        "{0}[0] = {1}",
        "{0}[-1] = {1}",
        "{0}[:1] = [{1}]",
        "{0}.sort()",
        "{0}.reverse()",
        "{0}.append({1}); {0}.pop(0)",
        "{0}.append({1}); del {0}[0]",
    )
    w.write(w.choose(forms).format(texts, w.text(), w.some("texts")))
    w.write(f"sink({texts}[0])", f"sink({texts}[-1])")


@construct(SECTION)
def list_read(w: Writer) -> None:
    forms = (
        "{0}[0]",
        "{0}[-1]",
        "{0}.copy().pop()",
        "{0}[len({0}) - 1]",
        "next(iter({0}))",
        '" ".join({0})' + f"[:{LONGEST}]",
        "max({0}, key=len)",
        "min({0}, default={1})",
        "str({0}.index({0}[0]))",
        "str(len({0}))",
        "functools.reduce(lambda u, v: v, {0}, {1})",
        "next((v for v in {0} if v), {1})",
        "[u for u in [{0}]][0][0]",
        "(lambda *vs: vs[-1])(*{0})",
    )
    w.use("import functools")
    w.let("text", w.choose(forms).format(w.some("texts"), w.text()))


@construct(SECTION)
def pair_made(w: Writer) -> None:
    forms = (
        "({0}, {1})",
        "({2}[1], {2}[0])",
        "tuple([{0}, {1}])",
        "({0},) + ({1},)",
        "(*{2}[:1], {1})",
        "(*{2},)",
        "tuple(v for v in {2})",
        "tuple(reversed({2}))",
        "tuple(sorted({2}))",
        "divmod(7, 2) and ({0}, {1})",
        "dict(k={2})['k']",
        "[{2}, ({0}, {1})][0]",
        "max([{2}, ({0}, {1})])",
    )
    w.let("pair", w.choose(forms).format(w.text(), w.text(), w.some("pair")))


@construct(SECTION)
def nested_record(w: Writer) -> None:
    """Dicts in lists in dicts, rebuilt."""
    outer = w.fresh("nested")
    w.write(f'{outer} = {{"in": {{"a": {w.text()}, "b": [{w.text()}, {w.some("record")}]}}, "out": {w.text()}}}')
    if w.maybe():
        w.write(f'{outer}["in"]["a"] = {w.text()}')
    if w.maybe():
        w.write(f'{outer}["in"]["b"][1]["b"] = {w.text()}')
    for path in ('["in"]["a"]', '["in"]["b"][0]', '["in"]["b"][1]["a"]', '["in"]["b"][1]["b"]', '["out"]'):
        w.write(f"sink({outer}{path})")
    w.let("record", f'{outer}["in"]["b"][1]')


@construct(SECTION)
def rebuilt_records(w: Writer) -> None:
    rows = w.fresh("rows")
    w.write(f"{rows} = [{w.some('record')}, {w.made('record')}]")
    forms = (
        '[{{"a": r["b"], "b": r["a"]}} for r in {0}][0]',
        '[{{**r, "a": {1}}} for r in {0}][1]',
        'max({0}, key=lambda r: r["a"])',
        '{{r["a"]: r for r in {0}}}.popitem()[1]',
        "[r for r in {0} if r][-1]",
        "next(r for r in {0} if r)",
        'sorted({0}, key=lambda r: r["b"])[0]',
        "{0}.pop()",
    )
    w.let("record", w.choose(forms).format(rows, w.text()))


@construct(SECTION)
def linked_list(w: Writer) -> None:
    node, head = w.fresh("Node"), w.fresh("head")
    with w.block(f"class {node}:"), w.block("def __init__(self, value, next=None):"):
        w.write("self.value = value", "self.next = next")
    w.write(f"{head} = {node}({w.text()}, {node}({w.text()}, {node}({w.text()})))")
    w.write(f"sink({head}.next.value)")
    name = w.let("text", w.constant())
    with w.block(f"while {head}:"):
        w.write(f"{name} = {head}.value", f"{head} = {head}.next")
        w.steps(1)


@construct(SECTION)
def records_of_classes(w: Writer) -> None:
    """Named tuples and dataclasses."""
    kind, value = w.fresh("Record"), w.fresh("r")
    way = w.choose(("namedtuple", "NamedTuple", "dataclass"))
    w.use("import collections")
    w.use("import dataclasses")
    w.use("import typing")
    if way == "namedtuple":
        w.write(f'{kind} = collections.namedtuple("{kind}", "a b")')
    else:
        if way == "dataclass":
            w.write("@dataclasses.dataclass")
        with w.block(f"class {kind}{'(typing.NamedTuple)' if way == 'NamedTuple' else ''}:"):
            w.write("a: str", f"b: str = {w.choose((w.constant(), 'source()'))}")
    made = w.choose(("{0}({1}, {2})", "{0}(b={1}, a={2})", "{0}(*{3})", "{0}(**{{k: {4}[k] for k in 'ab'}})"))
    w.write(f"{value} = {made.format(kind, w.text(), w.text(), w.some('pair'), w.some('record'))}")
    if way == "dataclass":
        w.add("thing", value)
        forms = ("dataclasses.asdict({0})", "dataclasses.asdict(dataclasses.replace({0}, a={1}))", "vars({0})")
        w.let("record", w.choose(forms).format(value, w.text()))
        w.let("pair", f"dataclasses.astuple({value})")
    else:
        w.add("pair", value)
        w.let("record", w.choose(("{0}._asdict()", "{0}._replace(a={1})._asdict()")).format(value, w.text()))
        w.write(f"sink({value}.a)", f"sink({value}.b)")


@construct(SECTION)
def other_containers(w: Writer) -> None:
    """Sets, deques, queues and heaps: an element goes in and some element comes out."""
    made, put, got = w.choose(
        (
            ("set()", "{0}.add({1})", "{0}.pop()"),
            ("collections.deque()", "{0}.append({1})", "{0}.popleft()"),
            ("collections.deque()", "{0}.appendleft({1})", "{0}[0]"),
            ("collections.defaultdict(list)", '{0}["k"].append({1})', '{0}["k"][0]'),
            ("collections.defaultdict(dict)", '{0}["k"]["j"] = {1}', '{0}["k"]["j"]'),
            ("collections.Counter()", "{0}[{1}] += 1", "{0}.most_common(1)[0][0]"),
            ("[]", "heapq.heappush({0}, {1})", "heapq.heappop({0})"),
            ("queue.Queue()", "{0}.put({1})", "{0}.get()"),
            ("io.StringIO()", "{0}.write({1})", "{0}.getvalue()" + f"[:{LONGEST}]"),
            ("collections.UserDict()", '{0}["k"] = {1}', '{0}["k"]'),
            ("[]", "{0}.append(({1}, 'c'))", "{0}[0][0]"),
            ("{{}}", '{0}.setdefault("k", []).append({1})', '{0}["k"][0]'),
        )
    )
    for name in ("collections", "heapq", "queue", "io"):
        w.use(f"import {name}")
    holder = w.fresh("holder")
    w.write(f"{holder} = {made}".replace("{{}}", "{}"), put.format(holder, w.text()))
    w.let("text", got.format(holder))
