"""The linked program: all modules, classes and functions under one numbering, and who a name refers to.

`link` makes it; `identify`, `propagate` and `screens` read it. Nothing here knows a rule.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from piilint.ir.finder import ModuleFinder, folder_of, joined
from piilint.ir.module import Body, ClassIR, FunctionIR, ModuleIR, decode_body
from piilint.terms.column import Column, Part
from piilint.terms.finding import SuppressionComment
from piilint.terms.location import Place
from piilint.terms.pattern import PatternIndex


@dataclass(frozen=True, slots=True)
class FunctionRef:
    """A function of the program, by its number."""

    id: int


@dataclass(frozen=True, slots=True)
class ClassRef:
    """A class of the program, by its number."""

    id: int


@dataclass(frozen=True, slots=True)
class ModuleRef:
    """A module of the program, by its number."""

    id: int


@dataclass(frozen=True, slots=True)
class VariableRef:
    """A module-level variable whose value only running the module's body tells."""

    module: int
    name: str


@dataclass(frozen=True, slots=True)
class ExternalRef:
    """Something of a library, by its qualified name: `flask.render_template`, `builtins.print`."""

    name: str


Reference = FunctionRef | ClassRef | ModuleRef | VariableRef | ExternalRef

BUILTINS = frozenset(dir(builtins))
_RECEIVERS = frozenset({"self", "cls", "mcs", "this", "klass", "_", "_self", "__self"})


@dataclass(slots=True)
class Module:
    """A file of the program. `name` is its dotted name (a template's is its path below the template folder);
    `names` maps each module-level name to what it may refer to (several after `try: import` or conditional defs).
    `submodules` are a package's modules by their last name; `folder` is where the file lies."""

    id: int
    path: str
    name: str
    ir: ModuleIR
    first_function: int
    first_class: int
    is_package: bool = False
    names: dict[str, tuple[Reference, ...]] = field(default_factory=dict)
    exports: frozenset[str] | None = None
    in_test_code: bool = False
    submodules: dict[str, int] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """The folder that the file lies in; relative imports count from there."""
        return folder_of(self.path)


@dataclass(slots=True)
class Function:
    """A function of the program. `name` is qualified: `app.views.Show.get`."""

    id: int
    module: Module
    ir: FunctionIR
    name: str
    cls: int = -1
    parent: int = -1
    _body: Body | None = None

    @property
    def body(self) -> Body:
        """The code, decoded at the first use."""
        if self._body is None:
            self._body = decode_body(self.ir)
        return self._body

    @property
    def was_read(self) -> bool:
        """Whether anybody has asked for the code so far."""
        return self._body is not None

    @property
    def is_python(self) -> bool:
        """Whether it was written in Python, not in a template or in SQL."""
        return self.module.ir.language == "python"

    @property
    def takes_no_receiver(self) -> bool:
        """Whether a class only holds the function: by its decorator, or since the first parameter is said to be another
        thing and is called neither `self` nor `cls`, as in a class whose functions are called by the class's name."""
        if self.cls < 0 or "staticmethod" in self.ir.decorators:
            return True
        first = self.ir.parameters[0] if self.ir.parameters else None
        if first is None or first.annotation is None or first.name in _RECEIVERS or self.ir.name.startswith("__"):
            return False
        own = self.name.rpartition(".")[0].rpartition(".")[2]
        said = first.annotation.name.rpartition(".")[2]
        return said not in ("", "Self", "Type", "type", own) and len(said) > 1 and not self.ir.decorators


@dataclass(slots=True)
class FieldDeclaration:
    """Where a class says that it has a field. `cls` is the class that declares it."""

    name: str
    cls: int
    path: str
    line: int
    end_line: int


@dataclass(slots=True)
class Class:
    """A class of the program.

    `mro` lists it and its bases in the order of look-up: class numbers and, for library bases, their qualified names.
    `subclasses` are the direct ones. `methods` maps a name to its function's number (the last definition; a property
    is its getter and `setters` has its setter). `nested` are the classes defined in its body.
    """

    id: int
    module: Module
    ir: ClassIR
    name: str
    bases: tuple[ClassRef | ExternalRef, ...] = ()
    mro: tuple[int | str, ...] = ()
    subclasses: list[int] = field(default_factory=list)
    methods: dict[str, int] = field(default_factory=dict)
    fields: dict[str, FieldDeclaration] = field(default_factory=dict)
    setters: dict[str, int] = field(default_factory=dict)
    nested: dict[str, int] = field(default_factory=dict)

    @property
    def external_bases(self) -> tuple[str, ...]:
        """Qualified names of the library classes it inherits from."""
        return tuple(base for base in self.mro if isinstance(base, str))


@dataclass(slots=True)
class Program:
    """All that was read, linked."""

    modules: list[Module]
    functions: list[Function]
    classes: list[Class]
    by_name: dict[str, int] = field(default_factory=dict)
    """Dotted module name -> module number (the first in path order where two roots have one name)."""
    templates: dict[tuple[str, str], int] = field(default_factory=dict)
    """(dialect, path below a template folder or any suffix of the file's path) -> module number."""
    mentions: dict[str, list[int]] = field(default_factory=dict)
    """Identifier -> the functions whose body mentions it, ascending."""
    suppressions: list[SuppressionComment] = field(default_factory=list)
    declarations: dict[tuple[str, int], str] = field(default_factory=dict)
    """(path, line) of a statement -> data type that a comment `# pii: ...` declares there ("none" for none)."""
    purposes: dict[int, str] = field(default_factory=dict)
    """Function number -> purpose that a comment on it declares."""
    units: dict[tuple[int, int], int] = field(default_factory=dict)
    """(function, instruction of a string constant) -> module number of the template or query that the string holds."""
    unit_dialects: dict[tuple[int, int, str], int] = field(default_factory=dict)
    """The same by the language that the string was read as: (function, instruction, language) -> module number."""
    scopes: dict[int, dict[str, tuple[Reference, ...]]] = field(default_factory=dict)
    """Function -> the classes and imported names that its own body binds (a class's body is a function too)."""
    queries: dict[str, tuple[Column, ...]] = field(default_factory=dict)
    """The text of a query -> the columns of its result, by position."""
    tables: dict[str, tuple[Part, ...]] = field(default_factory=dict)
    """The name of a table, in lower case -> its columns, where the program creates or maps it."""
    finder: ModuleFinder = field(default_factory=ModuleFinder)
    """Which file an import means."""
    made_by: PatternIndex[str] = field(default_factory=PatternIndex)
    """Library callables that make an instance of one fixed class: their name -> the class's name."""
    variables: dict[VariableRef, tuple[Reference, ...]] = field(default_factory=dict, repr=False)
    """What `piilint.ir.variables` has found out so far."""
    _imports: dict[tuple[int, str, str, int], tuple[Reference, ...]] = field(default_factory=dict, repr=False)

    def forget_lookups(self) -> None:
        """Drops what look-ups have kept; for link, after it has changed what names refer to."""
        self.variables.clear()
        self._imports.clear()

    def lookup(self, module: int, name: str) -> tuple[Reference, ...]:
        """What a bare name means in a module: its own names, else a built-in, else an unbound name as written."""
        found = self.modules[module].names.get(name)
        if found is not None:
            return found
        if name in BUILTINS:
            return (ExternalRef(f"builtins.{name}"),)
        return (ExternalRef(name),)

    def is_unbound(self, module: int, name: str) -> bool:
        """Whether no statement of a module binds a name, and it is no built-in."""
        return name not in self.modules[module].names and name not in BUILTINS

    def member(self, reference: Reference, name: str) -> tuple[Reference, ...]:
        """What `reference.name` means for a module, class or library name; () where only running the code tells."""
        if isinstance(reference, ExternalRef):
            # a folder without `__init__` is no module of the program, but what lies in it is
            below = self.by_name.get(f"{reference.name}.{name}")
            return (ModuleRef(below),) if below is not None else (ExternalRef(f"{reference.name}.{name}"),)
        if isinstance(reference, ModuleRef):
            module = self.modules[reference.id]
            found = module.names.get(name)
            if found is not None:
                return found
            below = module.submodules.get(name)
            return (ModuleRef(below),) if below is not None else ()
        if isinstance(reference, ClassRef):
            for base in self.classes[reference.id].mro:
                if isinstance(base, str):
                    continue
                method = self.classes[base].methods.get(name)
                if method is not None:
                    return (FunctionRef(method),)
                nested = self.classes[base].nested.get(name)
                if nested is not None:
                    return (ClassRef(nested),)
        return ()

    def resolve_import(self, module: int, dotted: str, name: str = "", level: int = 0) -> tuple[Reference, ...]:
        """What `import dotted` or `from dotted import name` in a module means; a module that is not there is a library.

        `import a.b` binds `a`: ask for "a" then.
        """
        key = (module, dotted, name, level)
        if key not in self._imports:
            self._imports[key] = self._import(*key)
        return self._imports[key]

    def _import(self, module: int, dotted: str, name: str, level: int) -> tuple[Reference, ...]:
        origin = self.imported_module(module, dotted, level)
        if not name:
            return (origin,)
        if isinstance(origin, ModuleRef):
            written = ExternalRef(f"{self.modules[origin.id].name}.{name}")
            return self.member(origin, name) or (written,)
        return (self.imported_module(module, f"{dotted}.{name}".lstrip("."), level),)

    def imported_module(self, module: int, dotted: str, level: int = 0) -> ModuleRef | ExternalRef:
        """The module that an import statement names; a name in a package that does not exist counts as a module."""
        importer = self.modules[module]
        if level == 0:
            found = self.finder.find(importer.folder, dotted)
            return ModuleRef(found[0]) if found is not None else ExternalRef(dotted)
        folder, package = importer.folder, importer.name.split(".")
        for _ in range(level - 1):
            folder = folder_of(folder)
        below = self.finder.files.get(joined(folder, dotted.replace(".", "/")))
        if below is not None:
            return ModuleRef(below)
        kept = package[: max(0, len(package) - level + importer.is_package)]
        return ExternalRef(".".join((*kept, dotted)).strip("."))

    def resolve(self, module: int, dotted: str) -> tuple[Reference, ...]:
        """What a dotted name as written in a module refers to."""
        head, *rest = dotted.split(".")
        found = self.lookup(module, head)
        for part in rest:
            found = tuple(dict.fromkeys(member for one in found for member in self.member(one, part)))
        return found

    def method(self, cls: int, name: str) -> int | None:
        """The function that `instance.name` finds along the class's MRO, or None."""
        for base in self.classes[cls].mro:
            if isinstance(base, int) and (found := self.classes[base].methods.get(name)) is not None:
                return found
        return None

    def field_of(self, cls: int, name: str) -> FieldDeclaration | None:
        """The declaration of a field along the class's MRO, or None."""
        for base in self.classes[cls].mro:
            if isinstance(base, int) and (found := self.classes[base].fields.get(name)) is not None:
                return found
        return None

    def is_subclass(self, cls: int, name_or_id: int | str) -> bool:
        """Whether the class is, or inherits from, a class of the program (by number) or of a library (by name)."""
        return name_or_id in self.classes[cls].mro

    def all_subclasses(self, cls: int) -> list[int]:
        """The class and everything below it, each once, parents first."""
        seen: dict[int, None] = {}
        stack = [cls]
        while stack:
            current = stack.pop()
            if current not in seen:
                seen[current] = None
                stack.extend(reversed(self.classes[current].subclasses))
        return list(seen)

    def template(self, dialect: str, name: str) -> int | None:
        """The module of a template by the name that code renders it with."""
        return self.templates.get((dialect, name.lstrip("/")))

    def place(self, function: int, instruction: int) -> Place:
        """Where an instruction stands. Lines only; excerpt finds the columns."""
        owner = self.functions[function]
        body = owner.body
        if not body.spans:
            # a body without code, of a class that only inherits
            return in_cell(owner.module, owner.ir.line, owner.ir.line)
        _, last = body.statements[body.spans[instruction]] if body.statements else (1, 1)
        line = body.lines[instruction]
        return in_cell(owner.module, line, max(last, line))

    def statement(self, function: int, instruction: int) -> tuple[int, int]:
        """First and last line of the instruction's statement."""
        owner = self.functions[function]
        body = owner.body
        return body.statements[body.spans[instruction]] if body.spans else (owner.ir.line, owner.ir.line)


def in_cell(module: Module, line: int, last: int) -> Place:
    """A place in a module; in a notebook counted within its cell."""
    for number, (start, end) in enumerate(module.ir.cells, 1):
        if start <= line <= end:
            return Place(module.path, line - start + 1, None, min(last, end) - start + 1, None, number)
    return Place(module.path, line, None, last)


def merged(names: Iterable[Mapping[str, tuple[Reference, ...]]]) -> dict[str, tuple[Reference, ...]]:
    """Name tables joined; a name that several have refers to all that they say, in order."""
    joined: dict[str, tuple[Reference, ...]] = {}
    for table in names:
        for name, references in table.items():
            joined[name] = tuple(dict.fromkeys((*joined.get(name, ()), *references)))
    return joined
