"""Real code keeps the promises of the representation."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import pytest

from piilint.read.frontend.python import lower_python
from tests.support.ir_invariants import violations

LIBRARY = Path(sysconfig.get_path("stdlib"))
MODULES = sorted(
    [
        "argparse",
        "ast",
        "asyncio/base_events",
        "asyncio/tasks",
        "contextlib",
        "dataclasses",
        "datetime",
        "email/header",
        "enum",
        "functools",
        "http/client",
        "inspect",
        "json/decoder",
        "logging/__init__",
        "pathlib",
        "re/_parser",
        "shutil",
        "subprocess",
        "typing",
        "unittest/mock",
    ]
)


@pytest.mark.parametrize("name", [name for name in MODULES if (LIBRARY / f"{name}.py").exists()])
def test_a_module_of_the_standard_library_is_sound(name: str) -> None:
    assert violations(lower_python((LIBRARY / f"{name}.py").read_bytes())) == []
