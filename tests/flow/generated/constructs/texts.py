"""What is computed from a text and still tells it, and what does not."""

from __future__ import annotations

from tests.flow.generated.constructs import construct
from tests.flow.generated.writer import LONGEST, Writer

SECTION = "texts"


@construct(SECTION)
def formatted(w: Writer) -> None:
    forms = (
        "f'<{{{0}}}>'",
        "f'{{{0}!r}} {{{1}:>5}}'",
        "'<%s>' % {0}",
        "'%s %s' % ({0}, {1})",
        "'{{}}-{{}}'.format({0}, {1})",
        "'{{a}}'.format(a={0}, b={1})",
        "'{{0[1]}}'.format({2})",
        "string.Template('$a').substitute(a={0}, b={1})",
        "format({0}, '>20')",
        "{0} + {1}",
        "'<' + {0} + '>'",
        "' '.join([{0}, {1}])",
        "{0}.join([{1}, {1}])",
        "str([{0}, {1}])",
        "repr({{'k': {0}}})",
        "json.dumps({{'k': {0}}})",
    )
    w.use("import string")
    w.use("import json")
    w.let("text", f"({w.choose(forms).format(w.text(), w.text(), w.some('pair'))})[:{LONGEST}]")


@construct(SECTION)
def computed(w: Writer) -> None:
    forms = (
        "{0}.upper()",
        "{0}.title().swapcase()",
        "{0}.strip().lower()",
        "{0}.replace('a', {1})",
        "{0}[:4]",
        "{0}[::-1]",
        "{0}[0:]",
        "({0} + ' ').split(' ')[0]",
        "({0} + ' ').partition(' ')[0]",
        "{0}.encode().decode()",
        "{0}.center(20)",
        "('c' + {0}).removeprefix('c')",
        "''.join(reversed({0}))",
        "''.join(c for c in {0})",
        "''.join(map(chr, map(ord, {0})))",
        "textwrap.shorten({0}, 40)",
        "html.escape({0})",
        "urllib.parse.quote({0})",
        "base64.b64decode(base64.b64encode({0}.encode())).decode()",
        "re.sub('x', 'y', {0})",
        "re.search('.*', {0}).group()",
        "re.match('(.*)', {0}).group(1)",
        "re.findall('.+', {0} or 'c')[0]",
        "json.loads(json.dumps({0}))",
        "str({0})",
        "({0} * 2)",
        "max({0}, {1})",
        "copy.copy({0})",
        "{0}.translate({{}})",
    )
    for name in ("textwrap", "html", "urllib.parse", "base64", "re", "json", "copy"):
        w.use(f"import {name}")
    w.let("text", f"{w.choose(forms).format(w.text(), w.text())}[:{LONGEST}]")


@construct(SECTION)
def asked(w: Writer) -> None:
    """Questions about a text."""
    forms = (
        "str(len({0}))",
        "str({0} == {1})",
        "str(not {0})",
        "str(bool({0}))",
        "str(isinstance({0}, str))",
        "str({0}.startswith('c'))",
        "str('c' in {0})",
        "str(re.match('y', {0}) is None)",
        "str({0}.count('c'))",
        "type({0}).__name__",
        "str({0} is None)",
    )
    w.use("import re")
    w.let("text", w.choose(forms).format(w.text(), w.text()))
