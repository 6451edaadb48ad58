"""What constants names stand for."""

from __future__ import annotations

import pytest

from piilint.ir.constants import constant_of, constant_of_field
from piilint.ir.program import VariableRef
from tests.support.programs import program_of

SETTINGS = """
import os
BASE = "https://api.example"
DIGITS = 2
REVERSE = BASE + "/reverse"
SEARCH = f"{REVERSE}/search"
HOST = os.getenv("HOST", "https://host.example")
SECRET = os.environ["SECRET"]
TWICE = 1
TWICE = 2
MADE = str(BASE)

class Client:
    url = REVERSE
    retries = 3

class Mine(Client):
    retries = 4
"""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE", "https://api.example"), ("DIGITS", 2), ("REVERSE", "https://api.example/reverse"),
        ("SEARCH", "https://api.example/reverse/search"), ("HOST", "https://host.example"), ("SECRET", None),
        ("TWICE", None), ("MADE", None), ("ELSEWHERE", None),
    ],
)  # fmt: skip
def test_a_variable_is_the_constant_that_it_is_given_once(name: str, value: object) -> None:
    program = program_of({"settings.py": SETTINGS})
    assert constant_of(program, VariableRef(0, name)) == value


def test_an_attribute_is_the_constant_of_the_nearest_class() -> None:
    program = program_of({"settings.py": SETTINGS})
    mine = next(cls.id for cls in program.classes if cls.ir.name == "Mine")
    assert constant_of_field(program, mine, "retries") == 4
    assert constant_of_field(program, mine, "url") == "https://api.example/reverse"
    assert constant_of_field(program, mine, "other") is None
