"""Fields that code reads one after another."""

from types import SimpleNamespace
from typing import cast

from piilint.propagate.own_fields import own_fields
from piilint.propagate.run import FunctionRun


def test_a_page_class_without_code_reads_no_fields() -> None:
    run = cast("FunctionRun", SimpleNamespace(code=[]))
    assert own_fields(run, {}, 0) == {}
