"""One text through the frontend of its language. Whatever happens there, there is an outcome."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from msgspec import structs

from piilint.ir.module import ModuleIR, encode_module
from piilint.read.frontend.problem import SyntaxProblem


@dataclass(frozen=True, slots=True)
class Text:
    """A text to lower. `language` is python, notebook or one of the dialects."""

    language: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """An encoded ModuleIR, or why there is none. `lasting`: the same text will always end like this."""

    module: bytes = b""
    message: str = ""
    line: int = 1
    lasting: bool = True


def lower(text: Text) -> Outcome:
    """The text as an encoded ModuleIR. Never raises, but for what ends the process."""
    try:
        module = _frontend(text.language)(text.content)
        return Outcome(encode_module(_with_queries(module, text)))
    except SyntaxProblem as problem:
        return Outcome(message=problem.message, line=problem.line)
    except RecursionError:
        return Outcome(message="nested too deeply to be read", lasting=False)
    except Exception as error:
        return Outcome(message=f"internal error: {_told(error)}; please report it", lasting=False)


def _with_queries(module: ModuleIR, text: Text) -> ModuleIR:
    """A module of Python with what its texts that are SQL say."""
    if text.language not in ("python", "notebook"):
        return module
    from piilint.read.frontend.sql import may_hold_queries, queries_of

    if not may_hold_queries(text.content):
        return module
    return structs.replace(module, queries=queries_of(module))


def _frontend(language: str) -> Callable[[bytes], ModuleIR]:
    """Imported when the first text needs it: a run that finds everything in the store imports no parser."""
    if language == "python":
        from piilint.read.frontend.python import lower_python

        return lower_python
    if language == "notebook":
        from piilint.read.frontend.notebook import lower_notebook

        return lower_notebook
    if language == "jinja":
        from piilint.read.frontend.jinja import lower_jinja

        return lower_jinja
    if language == "django":
        from piilint.read.frontend.django import lower_django

        return lower_django
    raise LookupError(f"no frontend reads {language}")


def _told(error: Exception) -> str:
    """What went wrong and where in piilint, in one line."""
    what = " ".join(f"{type(error).__name__}: {error}".split())
    frames = traceback.extract_tb(error.__traceback__)
    return f"{what} ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else what
