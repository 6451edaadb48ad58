"""Small programs for tests: source texts by path, lowered and linked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import dedent

from piilint.ir.module import decode_module
from piilint.ir.program import ClassRef, ExternalRef, FunctionRef, Module, ModuleRef, Program, Reference
from piilint.ir.read_module import ReadModule
from piilint.link import link
from piilint.read.lowering import Text, lower
from piilint.terms.render_specs import DIALECTS
from piilint.terms.rulebook import Rulebook

LANGUAGES = {"py": ("python",), "pyi": ("python",), "ipynb": ("notebook",), "html": DIALECTS, "txt": DIALECTS}
NO_RULES = Rulebook()


def program_of(
    files: Mapping[str, str],
    rulebook: Rulebook = NO_RULES,
    *,
    roots: Sequence[str] = (".",),
    src: Sequence[str] = (),
    template_folders: Sequence[str] = (),
) -> Program:
    """The program that the files are: `{"pkg/a.py": "..."}`. Texts may be indented; the innermost root counts."""
    return link(modules_of(files, roots), rulebook, src, template_folders)


def modules_of(files: Mapping[str, str], roots: Sequence[str] = (".",)) -> list[ReadModule]:
    """The files as `read` hands them to `link`, in the order given; a template once for each dialect."""
    modules = []
    for path, text in files.items():
        for language in LANGUAGES[path.rpartition(".")[2]]:
            outcome = lower(Text(language, dedent(text).encode()))
            assert outcome.module, f"{path}:{outcome.line}: {outcome.message}"
            modules.append(ReadModule(path, _root(path, roots), decode_module(outcome.module)))
    return modules


def module(program: Program, path: str) -> Module:
    """The module at a path."""
    return next(one for one in program.modules if one.path == path)


def told(program: Program, references: Iterable[Reference]) -> list[str]:
    """References in words: `function app.views.show`, `library flask.Flask`."""
    return [_words(program, reference) for reference in references]


def meaning(program: Program, path: str, dotted: str) -> list[str]:
    """What a dotted name means in the module at a path, in words."""
    return told(program, program.resolve(module(program, path).id, dotted))


def _words(program: Program, reference: Reference) -> str:
    if isinstance(reference, FunctionRef):
        return f"function {program.functions[reference.id].name}"
    if isinstance(reference, ClassRef):
        return f"class {program.classes[reference.id].name}"
    if isinstance(reference, ModuleRef):
        return f"module {program.modules[reference.id].name}"
    if isinstance(reference, ExternalRef):
        return f"library {reference.name}"
    return f"variable {program.modules[reference.module].name}.{reference.name}"


def _root(path: str, roots: Sequence[str]) -> str:
    around = [root for root in roots if root == "." or path.startswith(root + "/")]
    return max(around, key=len, default=".")
