"""One line of one file, for who asks about it."""

from __future__ import annotations

from collections.abc import Sequence

from piilint.excerpt.redact import redacted
from piilint.excerpt.texts import Texts
from piilint.terms.errors import UserError
from piilint.terms.finding import CodeFrame
from piilint.terms.location import Place
from piilint.terms.source_file import SourceFile
from piilint.terms.spelling import did_you_mean
from piilint.terms.watched import Spot


def excerpt_spot(spot: Spot, files: Sequence[SourceFile]) -> CodeFrame:
    """The line with its code. Raises UserError where the program has no such file, cell or line."""
    names = [file.path for file in files]
    if spot.path not in names:
        raise UserError(
            f"{spot.path} is not in the program, which has {len(names)} file{'' if len(names) == 1 else 's'}"
            + (did_you_mean(spot.path, names) or "; name the folders of the program after the line")
        )
    texts = Texts(files)
    language = next(file.language for file in files if file.path == spot.path)
    if language == "notebook" and spot.cell is None:
        raise UserError(f"{spot.path} is a notebook: name the cell too, as {spot.path}:1:{spot.line} for cell 1")
    if language != "notebook" and spot.cell is not None:
        raise UserError(f"{spot.path} is no notebook and has no cells: name the line alone, as {spot.path}:{spot.line}")
    lines = texts.lines(spot.path, spot.cell)
    if lines is None and spot.cell is not None and texts.lines(spot.path, 1) is not None:
        raise UserError(f"{spot.path} has no cell {spot.cell} with code")
    if lines is None:
        raise UserError(f"{spot.path} cannot be read")
    count = len(lines) - (lines[-1] == "")
    if not 1 <= spot.line <= count:
        where = spot.path if spot.cell is None else f"cell {spot.cell} of {spot.path}"
        raise UserError(f"{where} has no line {spot.line}: it has {count} line{'' if count == 1 else 's'}")
    in_file = texts.line_in_file(spot.path, spot.cell, spot.line)
    place = Place(spot.path, spot.line, cell=spot.cell)
    return CodeFrame(place, redacted(lines[spot.line - 1]), spot.line, (), in_file)
