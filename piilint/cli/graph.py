"""`piilint graph`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from piilint.cli.common import Judging, reads_a_program
from piilint.cli.console import put, tell, wants_progress
from piilint.cli.exit_codes import told_to_the_user
from piilint.cli.options import split
from piilint.cli.progress import progress_bar
from piilint.terms.errors import UserError
from piilint.terms.flow_graph import FlowFilter, FlowGraph

FORMATS = "dot|mermaid|graphml|json"


@reads_a_program
def graph(
    paths: Annotated[
        Optional[list[str]],  # noqa: UP045 - typer reads it on Python 3.10
        typer.Argument(metavar="[PATHS]...", show_default=False, help="Files and folders, as with check."),
    ] = None,
    output_format: Annotated[
        str, typer.Option("--output-format", metavar=FORMATS, help="The language of the graph.")
    ] = "dot",
    output_file: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--output-file", metavar="FILE", help="Write it there instead of to stdout."),
    ] = None,
    data: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--data", metavar="TYPES", help="Only flows of these types, as contact.** or location.precise."),
    ] = None,
    source: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--source", metavar="NAME|PATH[:LINE]", help="Only from there, as Customer.phone; repeatable."),
    ] = None,
    sink: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--sink", metavar="KIND|NAME|PATH[:LINE]", help="Only to there, as ui.** or log; repeatable."),
    ] = None,
    file: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--file", metavar="PATH", help="Only flows that pass this file; repeatable."),
    ] = None,
    fingerprint: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--fingerprint", metavar="FINGERPRINT", help="Only the flows of this finding; repeatable."),
    ] = None,
    findings: Annotated[
        bool, typer.Option("--findings", help="Only flows that break a rule; --select and --ignore say which rules.")
    ] = False,
    *,
    common: Judging,
) -> None:
    """Write the flow graph: each way of personal data from where it enters to where it leaves.

    All flows are in it, those that no rule forbids too. Several limits must hold all.
    """
    with told_to_the_user(common.verbose):
        from piilint.report.flow_graph import GRAPH_FORMATS
        from piilint.terms.spelling import did_you_mean, listed

        if output_format not in GRAPH_FORMATS:
            hint = did_you_mean(output_format, GRAPH_FORMATS)
            raise UserError(f'--output-format: "{output_format}" is not {listed(GRAPH_FORMATS)}{hint}')
        if output_file is not None and not Path(output_file).parent.is_dir():
            raise UserError(f"--output-file: no such folder: {Path(output_file).parent}")
        settings = common.settings(paths[0] if paths else None)
        wanted = FlowFilter(
            tuple(split(data)),
            tuple(source or ()),
            tuple(sink or ()),
            tuple(file or ()),
            tuple(split(fingerprint)),
            findings or bool(common.select or common.ignore),
        )
        from piilint import questions

        with progress_bar(wants_progress() and not common.quiet) as progress:
            found = questions.graph(paths or (), settings, wanted, progress)
        _write(GRAPH_FORMATS[output_format](found), output_file)
        if not common.quiet:
            _tell(found, output_format, wanted != FlowFilter())


def _write(text: str, output_file: str | None) -> None:
    if output_file is None:
        put(text)
        return
    try:
        Path(output_file).write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise UserError(f"--output-file: {output_file} cannot be written: {error.strerror or error}") from None


def _tell(graph: FlowGraph, output_format: str, limited: bool) -> None:
    """How much is drawn, and what to do where it is too much, or nothing."""
    from piilint.report.flow_graph.mermaid import MAX_EDGES

    number = len(graph.flows)
    of_all = f" of {graph.explored}" if limited else ""
    tell(f"{number}{of_all} flow{'' if number == 1 else 's'}: {len(graph.nodes)} steps, {len(graph.edges)} hops.")
    if limited and graph.explored and not number:
        tell("note: no flow fits all of the limits")
    elif not graph.explored:
        tell("note: no personal data reaches a sink; `piilint check` tells what was looked at")
    if output_format == "mermaid" and len(graph.edges) > MAX_EDGES:
        way_out = "--data, --sink, --file or --findings limit it"
        tell(f"note: Mermaid draws {MAX_EDGES} hops at most unless told to; {way_out}")
