"""The stage itself: which texts there are, which of them the store has, and the Reading that comes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from piilint.ir.module import ModuleIR, decode_module
from piilint.ir.read_module import ReadModule
from piilint.read.keys import key_of
from piilint.read.lowering import Outcome, Text
from piilint.read.parallel import lower_all
from piilint.read.reading import CODE, Reading
from piilint.store import Store
from piilint.terms.finding import Problem
from piilint.terms.progress import Progress, silent
from piilint.terms.render_specs import DIALECTS
from piilint.terms.rulebook import Rulebook
from piilint.terms.source_file import SourceFile

_MODULES = "module"
_PROBLEMS = "problem"
_LOWERED_AS = {"python": "python", "stub": "python", "notebook": "notebook"}


@dataclass(frozen=True, slots=True)
class _Task:
    file: SourceFile
    text: Text
    key: bytes


Result = ModuleIR | Outcome
"""What a text became, or the outcome that says why it did not."""


def read(
    files: Sequence[SourceFile], rulebook: Rulebook, store: Store, jobs: int = 0, progress: Progress = silent
) -> Reading:
    """All files as ModuleIRs; a template once for each dialect that a loaded `[[render]]` names."""
    dialects = tuple(sorted({render.dialect for render in rulebook.render} & set(DIALECTS)))
    tasks: list[_Task] = []
    problems: list[Problem] = []
    for file in files:
        loaded = _load(file, dialects)
        if isinstance(loaded, Problem):
            problems.append(loaded)
        else:
            tasks += loaded
    results = _from_store(store, {task.key for task in tasks})
    missing = {task.key: task.text for task in tasks if task.key not in results}
    results.update(_lower(missing, store, jobs, progress))
    return _reading(files, tasks, results, problems)


def _load(file: SourceFile, dialects: tuple[str, ...]) -> list[_Task] | Problem:
    languages = dialects if file.language == "template" else tuple(filter(None, [_LOWERED_AS.get(file.language)]))
    if not languages and file.language != "folder":
        return []
    try:
        content = file.load()
    except OSError as error:
        return Problem(file.path, 1, f"could not be read: {error.strerror or error}")
    texts = [Text(language, content) for language in languages]
    return [_Task(file, text, key_of(text)) for text in texts]


def _from_store(store: Store, keys: Iterable[bytes]) -> dict[bytes, Result]:
    """What earlier runs have kept. Bytes that cannot be decoded count as missing."""
    results: dict[bytes, Result] = {}
    wanted = sorted(keys)
    for key, data in store.get_many(_MODULES, wanted).items():
        module = _decoded(data)
        if module is not None:
            results[key] = module
    missing = [key for key in wanted if key not in results]
    for key, data in store.get_many(_PROBLEMS, missing).items():
        line, _, message = data.decode("utf-8", "replace").partition("\n")
        results[key] = Outcome(message=message, line=int(line) if line.isdigit() else 1)
    return results


def _decoded(data: bytes) -> ModuleIR | None:
    import msgspec

    try:
        return decode_module(data)
    except msgspec.DecodeError:
        return None


def _lower(missing: Mapping[bytes, Text], store: Store, jobs: int, progress: Progress) -> dict[bytes, Result]:
    results: dict[bytes, Result] = {}
    keys = list(missing)
    for position, outcome in lower_all(list(missing.values()), jobs):
        key = keys[position]
        if outcome.module:
            results[key] = decode_module(outcome.module)
            store.put(_MODULES, key, outcome.module)
        else:
            results[key] = outcome
            if outcome.lasting:
                store.put(_PROBLEMS, key, f"{outcome.line}\n{outcome.message}".encode("utf-8", "replace"))
        progress("reading", len(results), len(keys))
    return results


def _reading(
    files: Sequence[SourceFile], tasks: Sequence[_Task], results: Mapping[bytes, Result], problems: Sequence[Problem]
) -> Reading:
    modules: list[ReadModule] = []
    found = list(problems)
    of_templates: dict[tuple[str, str], Problem] = {}
    for task in tasks:
        result = results[task.key]
        if isinstance(result, ModuleIR):
            modules.append(ReadModule(task.file.path, task.file.root, result, task.file.project))
            continue
        problem = Problem(task.file.path, result.line, result.message)
        if task.file.language == "template":
            of_templates[task.file.path, task.text.language] = problem
        else:
            found.append(problem)
    code = {file.path for file in files if file.language in CODE}
    unreadable = {problem.path for problem in found}
    return Reading(
        modules=tuple(modules),
        problems=tuple(sorted(found, key=lambda problem: (problem.path, problem.line, problem.message))),
        unreadable=len(unreadable),
        code_files=len(code),
        unreadable_code=len(code & unreadable),
        template_problems=of_templates,
    )
