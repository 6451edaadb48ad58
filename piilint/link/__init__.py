"""link: the files that were read -> one program: numbers, names, classes, templates, comments.

Only headers are looked at, so that linking costs as much as there are names, not as much as there is code. Bodies stay
encoded, apart from those of modules whose variables classes inherit from or functions are decorated with.

What a variable holds, and so which function most calls mean, is not told here: the engine finds it out where personal
data gets to. A name that only running the code can tell is a `VariableRef`.
"""

from __future__ import annotations

from collections.abc import Sequence

from piilint.ir.program import Program
from piilint.ir.read_module import ReadModule
from piilint.link.classes import link_classes
from piilint.link.comments import link_comments
from piilint.link.files import finder_of
from piilint.link.instances import instance_makers
from piilint.link.library_stars import link_library_stars
from piilint.link.module_names import name_modules
from piilint.link.names import link_names
from piilint.link.numbering import numbered
from piilint.link.parts import Part, parts
from piilint.link.queries import link_queries
from piilint.link.templates import index_templates
from piilint.terms.rulebook import Rulebook

__all__ = ["Part", "link", "parts"]


def link(
    modules: Sequence[ReadModule], rulebook: Rulebook, src: Sequence[str] = (), template_folders: Sequence[str] = ()
) -> Program:
    """One program of all modules, the same whatever their order."""
    ordered = sorted(modules, key=lambda module: (module.path, module.ir.language))
    finder = finder_of(ordered, src)
    names = name_modules(ordered, finder, src, template_folders)
    program = numbered(ordered, names)
    program.finder = finder
    program.made_by = instance_makers(rulebook)
    link_names(program)
    link_library_stars(program, rulebook)
    link_classes(program)
    index_templates(program, template_folders)
    link_comments(program)
    link_queries(program)
    return program
