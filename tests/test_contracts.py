"""What holds for the tree as a whole: small files, layers that are kept, and no knowledge about the world in code."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import tomli

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "piilint"
SOURCES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
MOST_LINES = 400
FRAMEWORKS = re.compile(
    r"flask|django|streamlit|gradio|fastapi|starlette|sqlalchemy|pydantic|pandas|nicegui|celery|sentry|boto3|openai|twilio",
    re.IGNORECASE,
)
LANGUAGES = {
    "django",
    "html+django",
    "jinja",
    "lower_django",
    "piilint.read.frontend.django",
}  # template languages are languages, also where they bear a framework's name


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _words_of_code(path: Path) -> Iterator[str]:
    """All names and texts of a file, without what is only told to its readers."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in prose:
            yield node.value
        for name in ("id", "attr", "arg", "name", "module"):
            if isinstance(getattr(node, name, None), str):
                yield getattr(node, name)


@pytest.mark.parametrize("path", SOURCES + TESTS, ids=_name)
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if (PACKAGE / "read" / "frontend") not in path.parents], ids=_name
)
def test_code_names_no_framework_since_a_framework_is_a_rule_file(path: Path) -> None:
    assert [word for word in _words_of_code(path) if FRAMEWORKS.search(word) and word not in LANGUAGES] == []


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_a_module_begins_with_what_it_is(path: Path) -> None:
    assert path.read_text(encoding="utf-8").lstrip().startswith(('"""', 'r"""'))


def test_nothing_is_pickled_and_nothing_goes_over_the_network() -> None:
    forbidden = re.compile(
        r"^\s*(?:import|from) (?:pickle|socket|urllib\.request|http|requests|httpx|ssl)\b", re.MULTILINE
    )
    assert [_name(path) for path in SOURCES if forbidden.search(path.read_text(encoding="utf-8"))] == []


def test_the_layers_are_kept() -> None:
    linter = shutil.which("lint-imports", path=str(Path(sys.executable).parent)) or shutil.which("lint-imports")
    assert linter is not None, "import-linter belongs to the requirements for development"
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_wheel_takes_the_rules_along() -> None:
    build = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    assert build["wheel"]["force-include"] == {"rules": "piilint/_rules"}
