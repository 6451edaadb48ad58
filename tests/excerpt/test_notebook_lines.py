"""Lines of cells, as lines of the notebook's file."""

from __future__ import annotations

import json

from piilint.excerpt.notebook_lines import lines_in_file

CELLS = [
    {"cell_type": "markdown", "source": ["show(x)\n", "is not code here"]},
    {"cell_type": "code", "source": ["x = 'é'\n", "show(x)"], "outputs": [{"text": ["show(x)", '"source"']}]},
    {"cell_type": "code", "source": ["show(x)\n", "show(x)"]},
]


def told(text: str) -> dict[int, list[str]]:
    """What stands on the lines that were found."""
    lines = text.split("\n")
    found = lines_in_file(text, json.loads(text)["cells"])
    return {cell: [lines[number - 1].strip() for number in numbers] for cell, numbers in found.items()}


def test_each_line_of_a_cell_is_found_in_its_own_cell() -> None:
    text = json.dumps({"cells": CELLS}, indent=1, ensure_ascii=False)
    assert told(text) == {1: ["\"x = 'é'\\n\",", '"show(x)"'], 2: ['"show(x)\\n",', '"show(x)"']}
    assert lines_in_file(text, CELLS)[2][0] > lines_in_file(text, CELLS)[1][1]


def test_escaped_texts_are_found_too() -> None:
    assert told(json.dumps({"cells": CELLS}, indent=1))[1][0] == "\"x = '\\u00e9'\\n\","


def test_a_cell_that_is_one_text_stands_on_one_line() -> None:
    text = json.dumps({"cells": [{"cell_type": "code", "source": "a\nb"}]}, indent=1)
    assert [len(set(lines)) for lines in lines_in_file(text, json.loads(text)["cells"]).values()] == [1]
    assert len(lines_in_file(text, json.loads(text)["cells"])[1]) == 2


def test_in_doubt_nothing_is_told() -> None:
    assert lines_in_file('{"cells": []}', CELLS) == {}
    assert lines_in_file('"source": ["other"]', CELLS) == {}
