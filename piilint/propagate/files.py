"""Files that the program writes into and reads back: what `print`, `json.dump` and writers of rows put into them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, Alloc, Atom, ExtInst, Sym, Value, alloc
from piilint.propagate.memory import SELF, joined
from piilint.propagate.native_registry import DOCUMENT, first_of, made_of, native
from piilint.propagate.stores import store
from piilint.propagate.taints import only_taints
from piilint.propagate.text import text_of
from piilint.terms.flow import Verb

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

KEPT = ("io.StringIO", "io.BytesIO")
OPENED = ".__opened__"
"""The label under which a path keeps what is written there, as the rules for `open` say."""
FILE = "<file>"
"""The label under which a writer keeps the file that it writes into."""
BEFORE = "<before>"
"""The label under which a redirection keeps where was printed before."""
REDIRECTION = "contextlib.redirect_stdout"
REDIRECTIONS = (REDIRECTION, "contextlib.redirect_stderr")


@native("builtins.print")
def _print(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    """Only where it goes into a text that is read later; what is shown otherwise, the rules say."""
    del receiver
    file = arguments.keywords.get("file")
    file = run.state.heap.get(_printed(run), {}).get(FILE, EMPTY) if file is None else file
    kept: Value = {atom: hop for atom, hop in file.items() if _keeps(atom)}
    if kept:
        _write(run, kept, [*arguments.positional, arguments.rest], at)
    return None


def _keeps(atom: Atom) -> bool:
    """Whether what is printed into a file can be read again: of a text in memory, and of what lies behind a path."""
    return (isinstance(atom, ExtInst) and atom.name in KEPT) or _is_behind_path(atom)


@native(*REDIRECTIONS)
def _redirected(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    written = run.callee_name(at).rpartition(".")[2]
    return made_of(run, at, f"contextlib.{written}", {FILE: first_of(arguments)})


def redirected(run: FunctionRun, manager: Alloc) -> Value:
    """A redirection is entered: what is printed goes into its file, and that is what entering it gives."""
    file = run.state.read(manager, FILE)
    if manager.kind == REDIRECTION:
        before = run.state.heap.get(_printed(run), {}).get(FILE, EMPTY)
        run.state.create(_printed(run), {FILE: file})
        run.state.write(manager, BEFORE, before, strong=True)
    return file


def restored(run: FunctionRun, manager: Alloc) -> None:
    """A redirection is left: what is printed goes where it went before."""
    if manager.kind == REDIRECTION:
        run.state.create(_printed(run), {FILE: run.state.read(manager, BEFORE)})


def _printed(run: FunctionRun) -> Alloc:
    """What stands for where `print` writes in this look."""
    return alloc((run.id, -1, "printed"), "printed")


@native("json.dump", "pickle.dump", "marshal.dump")
def _dump(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    """The file keeps what is written, for whoever reads it back; what its text tells, the rules say."""
    del receiver, at
    for atom in arguments.positional[1] if len(arguments.positional) > 1 else EMPTY:
        if isinstance(atom, (ExtInst, Sym)):
            run.state.write(atom, DOCUMENT, first_of(arguments), strong=False)
    return None


@native("csv.writer")
def _row_writer(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    return made_of(run, at, "csv.writer", {FILE: first_of(arguments)})


@native("csv.DictWriter")
def _record_writer(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    return made_of(run, at, "csv.DictWriter", {FILE: first_of(arguments)})


@native("csv.writer.writerow", "csv.writer.writerows", "csv.DictWriter.writerow", "csv.DictWriter.writerows")
def _write_rows(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    for atom in receiver or EMPTY:
        if held := run.state.heap.get(atom, {}).get(FILE):
            _write(run, held, arguments.positional, at)
    return None


def _write(run: FunctionRun, file: Value, values: list[Value], at: int) -> None:
    shown = joined((*(text_of(run, value, at) for value in values), *(run.state.deep(value) for value in values)))
    if taints := only_taints(shown):
        moved = run.moved(taints, Verb.STORE, at)
        store(run, file, SELF, moved, -1)
        for atom in file:
            if _is_behind_path(atom) and atom.parent is not None:
                store(run, {atom.parent: None}, OPENED, moved, -1)


def _is_behind_path(atom: Atom) -> TypeGuard[Sym]:
    return isinstance(atom, Sym) and atom.path[-1:] == (OPENED,)
