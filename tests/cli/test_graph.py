"""`piilint graph`: the flow graph, read by those who read such graphs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
from typer.testing import CliRunner, Result

from piilint.cli.app import app

SHOP = {
    "shop/people.py": """
        class Customer:
            phone_number: str
            latitude: float
        """,
    "shop/cards.py": """
        from shop.people import Customer

        def card(customer: Customer):
            return {"phone": customer.phone_number, "place": round(customer.latitude, 1)}
        """,
    "shop/desk.py": r"""
        import logging
        from shop.cards import card

        def show(customer):
            print(card(customer)["phone"], "<b>\"\t</b>")

        def note(customer):
            logging.info("%s", card(customer)["place"])
        """,
}


@pytest.fixture(autouse=True)
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(SHOP)


def write(files: dict[str, str]) -> None:
    for path, text in files.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text("\n".join(line.removeprefix("        ") for line in text.lstrip("\n").split("\n")))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["graph", "--no-cache", *arguments])


def as_json(*arguments: str) -> dict:
    result = run("--output-format", "json", *arguments)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def shown(document: dict) -> list[tuple[str, str, str]]:
    return [(flow["source"], flow["kind"], flow["masked"]) for flow in document["flows"]]


def test_the_json_says_where_data_comes_from_what_it_passes_and_where_it_goes() -> None:
    document = as_json("--sink", "ui.console")
    assert shown(document) == [("Customer.phone_number", "ui.console", "none")]
    (flow,) = document["flows"]
    nodes = {node["id"]: node for node in document["nodes"]}
    way = [(nodes[one]["verb"], nodes[one]["path"], nodes[one]["line"]) for one in flow["nodes"]]
    assert way[0] == ("source", "shop/people.py", 2)
    assert ("store", "shop/cards.py", 4) in way
    assert way[-1] == ("sink", "shop/desk.py", 5)
    assert nodes[flow["nodes"][0]]["text"] == "    phone_number: str"
    assert nodes[flow["nodes"][0]]["data"] == ["contact.phone"]
    assert flow["findings"] and flow["findings"][0]["rule"] == "PII103"


def test_a_flow_that_no_rule_forbids_is_in_it_too() -> None:
    assert ("Customer.latitude", "log", "adequate") in shown(as_json())
    assert shown(as_json("--findings")) == [("Customer.phone_number", "ui.console", "none")]


def test_each_flow_is_a_way_through_the_graph_whose_edges_name_it() -> None:
    document = as_json()
    edges = {(edge["source"], edge["target"]): edge["flows"] for edge in document["edges"]}
    assert len(document["flows"]) == 2
    for flow in document["flows"]:
        for one, other in zip(flow["nodes"], flow["nodes"][1:], strict=False):
            assert flow["id"] in edges[one, other]


def test_what_is_stored_names_the_key_the_attribute_or_the_position() -> None:
    write({
        "shop/rows.py": """
        def keep(customer, row, box):
            mail = customer.email
            row["mail"] = mail
            row[1] = mail
            box.mail = mail
            print(row["mail"])
            print(row[1])
            print(box.mail)
        """
    })  # fmt: skip
    stored = [(node["line"], node["message"]) for node in as_json()["nodes"] if node["verb"] == "store"]
    assert stored == [
        (4, 'stored under the key "phone"'), (4, 'stored under the key "place"'),
        (3, 'stored under the key "mail"'), (4, "stored at position 1"), (5, "stored as the attribute `mail`"),
    ]  # fmt: skip


def test_networkx_reads_the_json_and_the_graphml_and_finds_the_same_graph() -> None:
    from_json = nx.node_link_graph(as_json(), edges="edges")
    Path("flows.graphml").write_text(run("--output-format", "graphml").stdout)
    from_graphml = nx.read_graphml("flows.graphml")
    assert isinstance(from_graphml, nx.DiGraph)
    assert set(from_json.nodes) == set(from_graphml.nodes)
    assert set(from_json.edges) == set(from_graphml.edges)
    assert nx.is_directed_acyclic_graph(from_graphml)
    for name, node in from_graphml.nodes.items():
        assert (node["path"], node["line"]) == (from_json.nodes[name]["path"], from_json.nodes[name]["line"])
    sinks = [node for node in from_graphml.nodes.values() if node["verb"] == "sink"]
    assert {node["kind"] for node in sinks} == {"log", "ui.console"}


EDGE = re.compile(r"^ +(n\d+) (?:->|-->|-\.->) (n\d+)", re.MULTILINE)


@pytest.mark.parametrize("name", ["dot", "mermaid"])
def test_drawings_have_each_node_and_each_edge(name: str) -> None:
    document, text = as_json(), run("--output-format", name).stdout
    assert EDGE.findall(text) == [(edge["source"], edge["target"]) for edge in document["edges"]]
    assert re.findall(r"^ +(n\d+)(?: \[label=|\(\[|\[\")", text, re.MULTILINE) == [
        node["id"] for node in document["nodes"]
    ]
    assert re.findall(r'(?:label=|subgraph file\d+\[)"([^"]+\.py)"', text) == [
        "shop/cards.py", "shop/desk.py", "shop/people.py",
    ]  # fmt: skip


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_graphviz_reads_the_dot() -> None:
    pydot = pytest.importorskip("pydot")
    (graph,) = pydot.graph_from_dot_data(run("--output-format", "dot").stdout)
    assert len(graph.get_edges()) == len(as_json()["edges"])
    labels = [node.get_label() for cluster in graph.get_subgraphs() for node in cluster.get_nodes()]
    assert any("Customer.phone_number" in label for label in labels)


def test_code_can_break_neither_dot_nor_mermaid() -> None:
    dot, mermaid = run("--output-format", "dot").stdout, run("--output-format", "mermaid").stdout
    assert r'\"phone\"], \"<b>\\\"\\t</b>\")\l"' in dot
    assert "#34;#60;b#62;#92;#34;#92;t#60;/b#62;#34;)" in mermaid
    for line in mermaid.splitlines():
        assert line.count('"') in (0, 2), line
    assert not re.search(r"<(?!br/>)", mermaid)


def test_what_xml_cannot_hold_stays_out_of_the_graphml() -> None:
    write({"shop/odd.py": 'def show(customer):\n    print(customer.phone_number, "\x0c\ufffe")\n'})
    Path("flows.graphml").write_text(run("--output-format", "graphml", "--file", "shop/odd.py").stdout)
    assert any("??" in node.get("code", "") for node in nx.read_graphml("flows.graphml").nodes.values())


def test_what_is_masked_well_is_drawn_apart() -> None:
    hidden = run("--output-format", "mermaid", "--sink", "log").stdout
    assert "-.->" in hidden and "-->" not in hidden
    assert "-.->" not in run("--output-format", "mermaid", "--sink", "ui.console").stdout


@pytest.mark.parametrize(
    ("limits", "sources"),
    [
        (("--data", "contact.**"), ["Customer.phone_number"]),
        (("--data", "contact.phone,location.precise"), ["Customer.phone_number", "Customer.latitude"]),
        (("--source", "Customer.latitude"), ["Customer.latitude"]),
        (("--source", "latitude"), ["Customer.latitude"]),
        (("--source", "shop/people.py:3"), ["Customer.latitude"]),
        (("--source", "shop/people.py"), ["Customer.phone_number", "Customer.latitude"]),
        (("--sink", "ui.**"), ["Customer.phone_number"]),
        (("--sink", "logging.info"), ["Customer.latitude"]),
        (("--sink", "shop/desk.py:8"), ["Customer.latitude"]),
        (("--sink", "shop.desk.show"), ["Customer.phone_number"]),
        (("--file", "./shop/cards.py", "--sink", "log"), ["Customer.latitude"]),
        (("--select", "PII103"), ["Customer.phone_number"]),
        (("--select", "PII4"), []),
        (("--data", "contact.**", "--sink", "log"), []),
    ],
)
def test_limits_must_all_hold(limits: tuple[str, ...], sources: list[str]) -> None:
    document = as_json(*limits)
    assert [flow["source"] for flow in document["flows"]] == sources
    assert document["explored"] == 2
    assert len(document["nodes"]) >= len({one for flow in document["flows"] for one in flow["nodes"]})


def test_a_finding_is_chosen_by_its_fingerprint() -> None:
    found = CliRunner().invoke(app, ["check", "--no-cache", "--output-format", "json"])
    (finding,) = json.loads(found.stdout)["findings"]
    assert shown(as_json("--fingerprint", finding["fingerprint"])) == [("Customer.phone_number", "ui.console", "none")]


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (("--data", "contact.fone"), '--data: no data type is called "contact.fone"; did you mean "contact.phone"?'),
        (("--source", "Customer.phon_number"), 'the source "Customer.phon_number"; did you mean "Customer.phone_numb'),
        (("--sink", "lgo"), 'no flow of the program has the sink "lgo"; did you mean "log"?'),
        (("--file", "shop/card.py"), "shop/card.py is no file of the program"),
        (
            ("--fingerprint", "0a1b"),
            'no finding has the fingerprint "0a1b"; `piilint check --output-format json` tells',
        ),
        (("--output-format", "graphm"), '"graphm" is not dot, mermaid, graphml or json; did you mean "graphml"?'),
        (("--output-file", "no/such.dot"), "--output-file: no such folder: no"),
        (("nowhere",), "nowhere"),
    ],
)
def test_what_there_is_not_is_told_with_exit_2_and_nothing_on_stdout(limits: tuple[str, ...], message: str) -> None:
    result = run(*limits)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_it_says_how_much_it_draws_and_of_how_much() -> None:
    document = as_json()
    nodes, edges = len(document["nodes"]), len(document["edges"])
    assert run().stderr == f"2 flows: {nodes} steps, {edges} hops.\n"
    told = run("--data", "contact.**", "--sink", "log").stderr
    assert told == "0 of 2 flows: 0 steps, 0 hops.\nnote: no flow fits all of the limits\n"
    assert run("-q").stderr == ""


def test_a_program_without_flows_has_an_empty_graph() -> None:
    write({"plain/app.py": "print(1)\n"})
    for name in ("dot", "mermaid", "graphml", "json"):
        result = run("plain", "--output-format", name)
        assert result.exit_code == 0
        assert "no personal data reaches a sink" in result.stderr
    assert as_json("plain")["nodes"] == []


def test_it_goes_into_a_file() -> None:
    assert run("--output-file", "flows.dot").stdout == ""
    assert Path("flows.dot").read_text() == run().stdout


@pytest.mark.parametrize("name", ["dot", "mermaid", "graphml", "json"])
def test_it_is_the_same_with_each_hash_seed_and_order_of_paths(name: str) -> None:
    texts = set()
    for seed, paths in (("1", ["shop"]), ("2", sorted(SHOP)), ("3", sorted(SHOP, reverse=True))):
        command = [sys.executable, "-m", "piilint", "graph", *paths, "--no-cache", "--output-format", name]
        done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
        texts.add(done.stdout)
    assert len(texts) == 1


def test_in_notebooks_lines_count_within_cells() -> None:
    cells = [{"cell_type": "code", "source": source} for source in ("x = 1", "y = x\nprint(customer.phone_number)")]
    Path("look.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    sink = next(node for node in as_json("look.ipynb")["nodes"] if node["verb"] == "sink")
    assert (sink["cell"], sink["line"]) == (2, 2)
    assert "cell 2, line 2: print(customer.phone_number)" in run("look.ipynb").stdout
    assert "cell 2, line 2: print(customer.phone_number)" in run("look.ipynb", "--output-format", "mermaid").stdout
