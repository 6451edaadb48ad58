"""Ports: where data enters or leaves a callable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piilint.terms.port import Port, PortError


@pytest.mark.parametrize(
    ("written", "port"),
    [
        ("argument:0", Port("argument", 0)),
        ("argument:name", Port("argument", "name")),
        ("argument:*", Port("argument", "*")),
        ("argument:**", Port("argument", "*", (), True)),
        ("argument:*.**", Port("argument", "*", (), True)),
        ("receiver", Port("receiver")),
        ("return", Port("return")),
        ("return.phone", Port("return", None, (".phone",))),
        ("receiver[*]", Port("receiver", None, ("[*]",))),
        (
            'argument:0.field["a key"][0][-1][*].**',
            Port("argument", 0, (".field", '["a key"]', "[0]", "[-1]", "[*]"), True),
        ),
        ("argument:0[*].{k}", Port("argument", 0, ("[*]", "{k}"))),
        ("argument:0{k}", Port("argument", 0, ("{k}",))),
        ("argument:0[keys]", Port("argument", 0, ("[keys]",))),
    ],
)
def test_a_port_is_read(written: str, port: Port) -> None:
    assert Port.parse(written) == port


@pytest.mark.parametrize(
    "written", ["", "arg:0", "argument", "argument:", "argument:-1", "receiver:0", "returns", "result", " return"]
)
def test_what_is_no_port_is_told_with_the_right_forms(written: str) -> None:
    with pytest.raises(PortError, match="is no port; write argument:0, argument:name"):
        Port.parse(written)


@pytest.mark.parametrize(
    ("written", "rest"),
    [("return.", "."), ("return[", "["), ("return.**.x", ".**.x"), ("return.a b", " b"), ("return[x]", "[x]")],
)
def test_a_path_that_cannot_be_read_is_told_from_where_on(written: str, rest: str) -> None:
    with pytest.raises(PortError) as raised:
        Port.parse(written)
    assert f'at "{rest}"' in str(raised.value)


def test_all_of_every_argument_has_nothing_behind_it() -> None:
    with pytest.raises(PortError, match=r"write argument:\*\.x"):
        Port.parse("argument:**.x")


steps = st.lists(st.sampled_from([".a", ".b_1", '["a key"]', "[0]", "[-2]", "[*]", "[keys]", "{k}"]), max_size=5)
heads = st.sampled_from(
    [("argument", 0), ("argument", 12), ("argument", "name"), ("argument", "*"), ("receiver", None), ("return", None)]
)


@given(heads, steps, st.booleans())
def test_a_port_reads_as_it_is_written(head: tuple[str, int | str | None], path: list[str], deep: bool) -> None:
    port = Port(*head, tuple(path), deep)
    assert Port.parse(str(port)) == port
