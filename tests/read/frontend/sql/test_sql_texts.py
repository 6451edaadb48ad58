"""Which texts read as SQL, and what they say of the rows that they give."""

from __future__ import annotations

import pytest

from piilint.ir.query import ColumnIR, QueryIR
from piilint.read.frontend.python import lower_python
from piilint.read.frontend.sql import may_hold_queries, queries_of


def queries(source: str) -> list[QueryIR]:
    return queries_of(lower_python(source.encode()))


def columns(sql: str) -> list[ColumnIR] | None:
    return queries(f"run({sql!r})")[-1].columns


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT name, phone FROM people", [("name", [("people", "name")]), ("phone", [("people", "phone")])]),
        ("SELECT p.name AS who FROM people p", [("who", [("people", "name")])]),
        ("SELECT * FROM people", [("*", [("people", "*")])]),
        (
            "SELECT p.*, o.total FROM people p JOIN orders o ON o.who = p.id",
            [("*", [("people", "*")]), ("total", [("orders", "total")])],
        ),
        ("SELECT first || ' ' || last AS name FROM people", [("name", [("people", "first"), ("people", "last")])]),
        ("SELECT x.n FROM (SELECT name AS n FROM people) x", [("n", [("people", "name")])]),
        ("WITH x AS (SELECT name FROM people) SELECT * FROM x", [("name", [("people", "name")])]),
        ("SELECT name FROM a UNION SELECT title FROM b", [("name", [("a", "name"), ("b", "title")])]),
        ("SELECT name FROM people WHERE phone = ? AND mail = %s AND id = :id", [("name", [("people", "name")])]),
        ("SELECT name FROM people, orders", [("name", [("people|orders", "name")])]),
        ("SELECT `name` FROM `people`", [("name", [("people", "name")])]),
        ("INSERT INTO people (name) VALUES (?) RETURNING id", [("id", [("people", "id")])]),
    ],
)  # fmt: skip
def test_a_query_tells_what_each_column_is_made_of(sql: str, expected: list[tuple[str, list[tuple[str, str]]]]) -> None:
    assert [(column.name, column.parts) for column in columns(sql) or ()] == expected


@pytest.mark.parametrize("given", ["COUNT(phone)", "SUM(salary) AS salary", "phone IS NULL AS phone"])
def test_counts_sums_and_questions_are_measures(given: str) -> None:
    assert [column.measure for column in columns(f"SELECT {given} FROM people") or ()] == [True]


@pytest.mark.parametrize("sql", ["INSERT INTO people VALUES (?)", "UPDATE people SET name = ?", "DELETE FROM people"])
def test_what_only_stores_gives_no_rows(sql: str) -> None:
    assert columns(sql) == []


def test_a_condition_on_a_column_does_not_give_it() -> None:
    (column,) = columns("SELECT CASE WHEN phone IS NULL THEN 'no' ELSE city END AS c FROM people") or ()
    assert column.parts == [("people", "city")]


def test_created_tables_are_told_with_the_lines_of_their_columns() -> None:
    (query,) = queries('run("""\nCREATE TABLE people (\n  id INTEGER PRIMARY KEY,\n  phone TEXT\n)""")')
    assert query.line == 1
    assert [(table.name, table.columns) for table in query.tables] == [
        ("people", [("id", "int", 2), ("phone", "text", 3)])
    ]


@pytest.mark.parametrize(
    "text",
    [
        'f"SELECT name FROM people WHERE id = {number}"',
        '"SELECT name FROM people WHERE id = " + str(number)',
        '"SELECT name FROM people WHERE id = %d" % number',
        '"SELECT name FROM people LIMIT {}".format(number)',
    ],
)
def test_parts_that_only_running_the_code_tells_are_holes(text: str) -> None:
    found = [query.columns for query in queries(f"run({text})") if query.columns]
    assert [[column.name for column in one] for one in found][-1] == ["name"]


@pytest.mark.parametrize("text", ["Select a contact from the list, please!", "update", "with love", "Created a table"])
def test_prose_is_no_sql_or_gives_nothing_that_matters(text: str) -> None:
    assert all(not query.tables for query in queries(f"say({text!r})"))


def test_files_without_sql_are_not_looked_into() -> None:
    assert not may_hold_queries(b"print('select one of these')")
    assert may_hold_queries(b"run('''select name\nfrom people''')")
