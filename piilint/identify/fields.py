"""Fields of classes: which are personal, and which surely are not."""

from __future__ import annotations

from collections.abc import Sequence

from piilint.identify import kinds
from piilint.identify.declared import NOT_PERSONAL
from piilint.identify.described import described, path_read
from piilint.identify.evidence import Clue, Siblings
from piilint.identify.found import by_annotation, by_comment, guessed, ruled
from piilint.identify.kinds import Kind, last_part
from piilint.identify.scene import Scene
from piilint.identify.values import can_be_personal
from piilint.ir.instructions import Assign, Build, Constant
from piilint.ir.module import FieldIR
from piilint.ir.program import Class, in_cell
from piilint.ir.types import declared_data
from piilint.terms.grades import Confidence
from piilint.terms.location import Place
from piilint.terms.names import tokenise
from piilint.terms.specs import NotPersonalSpec

_CHOICES = frozenset({"enum", "flag", "choices"})


def identify_fields(scene: Scene) -> None:
    """Adds each class's fields to the sources: what they are, or None where they are surely not personal."""
    for cls in scene.program.classes:
        _inherited(scene, cls)
        if not cls.ir.fields:
            continue
        if _is_enumeration(cls):
            continue
        fields = _first_of_each(cls.ir.fields)
        siblings = Siblings.of(
            scene.weigher.matcher, (ir.name for ir in fields if not _leads_to_people(scene, cls, ir))
        )
        owners = scene.owners_of_class(cls)
        if (company := scene.objects.named_by_company(cls)) is not None:
            owners = [company, *owners]
        tables = _tables(scene, cls)
        for ir in fields:
            _identify(scene, cls, ir, tables, owners, siblings)


def _leads_to_people(scene: Scene, cls: Class, ir: FieldIR) -> bool:
    """Whether a field is no name of somebody to speak to but leads to the records of such."""
    told = scene.weigher.matcher.classify(ir.name)
    if not any(match.data.startswith("contacts") for match in told):
        return False
    return kinds.of_field(scene.program, cls.module.id, ir).is_link


def _first_of_each(fields: Sequence[FieldIR]) -> list[FieldIR]:
    # what the class's body says comes before what a method happens to assign
    first: dict[str, FieldIR] = {}
    for ir in sorted(fields, key=lambda ir: ir.on_self):
        first.setdefault(ir.name, ir)
    return list(first.values())


def _identify(
    scene: Scene, cls: Class, ir: FieldIR, tables: Sequence[str], owners: Sequence[str], siblings: Siblings
) -> None:
    place = in_cell(cls.module, ir.line, ir.end_line)
    owner = f"{cls.ir.name}.{ir.name}"
    entry = (cls.id, ir.name)
    commented = scene.declared.comment(cls.module.path, ir.line, ir.end_line)
    if commented == NOT_PERSONAL:
        scene.sources.fields[entry] = None
    elif commented is not None:
        scene.sources.fields[entry] = by_comment(commented, place, owner)
    elif (annotated := declared_data(ir.annotation)) is not None and annotated in scene.declared.data:
        scene.sources.fields[entry] = by_annotation(annotated, place, owner)
    elif not _by_rule(scene, cls, ir, tables, place):
        _guess(scene, cls, ir, place, owners, siblings)


def _by_rule(scene: Scene, cls: Class, ir: FieldIR, tables: Sequence[str], place: Place) -> bool:
    names = [f"{cls.name}.{ir.name}", f"{cls.ir.name}.{ir.name}"]
    spec = scene.declared.by("field", names) or scene.declared.by("attribute", names)
    spec = spec or scene.declared.by("column", [f"{table}.{ir.name}" for table in tables])
    kind = ""
    if spec is None and "field_type" in scene.declared.rules:
        types = kinds.of_field(scene.program, cls.module.id, ir)
        spec = scene.declared.by("field_type", types.qualified)
        kind = last_part(types.names[0]) if types.names else ""
    if spec is None:
        return False
    owner = f"{cls.ir.name}.{ir.name}"
    source = None if isinstance(spec, NotPersonalSpec) else ruled(spec, place, owner, kind=kind)
    scene.sources.fields[cls.id, ir.name] = source
    return True


def _guess(scene: Scene, cls: Class, ir: FieldIR, place: Place, owners: Sequence[str], siblings: Siblings) -> None:
    matcher = scene.weigher.matcher
    if ir.name[:1].isupper():
        return
    name, by_name = ir.name, matcher.classify(ir.name)
    read = path_read(scene.program, cls, ir, scene.sources_named_by) if not by_name else []
    if read:
        name, owners = read[-1], [*reversed(read[:-1]), *owners]
        by_name = matcher.classify(name)
    told = scene.told_by_type(kinds.written(ir))
    said = described(scene.program, matcher, cls, ir)
    if not by_name and told is None and said is None and not any(matcher.joined(owner, name) for owner in owners):
        return
    kind = kinds.of_field(scene.program, cls.module.id, ir)
    clues = scene.weigher.clues(name, owners, siblings, cls.module.id in scene.near)
    if told is not None and not kind.objects and not any(clue.data == told.data for clue in clues):
        clues = () if scene.weigher.denied([*owners, name], told.data) else (told,)
    if said is not None and not clues and told is None and not scene.weigher.denied([*owners, name], said.data):
        clues = (said,)
    clues = tuple(_unsure_number(clue, kind) for clue in clues if not kind.refuses(clue.data))
    clues = tuple(clue for clue in clues if not scene.objects.is_thing(cls, clue.data))
    entry = (cls.id, ir.name)
    if clues and _can_hold(scene, cls, ir, clues[0]):
        scene.sources.fields[entry] = guessed(clues[0], place, f"{cls.ir.name}.{ir.name}")
    elif by_name or told is not None:
        scene.sources.fields[entry] = None


def _unsure_number(clue: Clue, kind: Kind) -> Clue:
    """A whole number that is called an id may be no more than a row's number."""
    if kind.is_number and clue.data.startswith("account."):
        return Clue(clue.data, clue.evidence, Confidence.LOW)
    return clue


def _can_hold(scene: Scene, cls: Class, ir: FieldIR, clue: Clue) -> bool:
    """Whether what is assigned to the field can be personal. An empty default is filled later."""
    if ir.value < 0 or (ir.value_call and not ir.on_self):
        return True
    if ir.annotation is not None:
        return True
    code = scene.program.functions[cls.module.first_function + ir.function].body.code
    value = code[ir.value]
    if isinstance(value, Assign):
        value = code[value.value]
    if isinstance(value, Constant) and value.value in (None, ""):
        return clue.confidence is Confidence.HIGH or ir.on_self
    if isinstance(value, Build) and not value.items:
        return True
    return can_be_personal(code, ir.value)


def _is_enumeration(cls: Class) -> bool:
    return any(_CHOICES.intersection(tokenise(last_part(base))) for base in (*cls.external_bases, *cls.ir.bases))


def _tables(scene: Scene, cls: Class) -> list[str]:
    """The names that the class's table may have: as it says itself, and as such tables are usually called."""
    if "column" not in scene.declared.rules:
        return []
    snake = "_".join(tokenise(cls.ir.name))
    named = [ir for ir in cls.ir.fields if "table" in tokenise(ir.name) and ir.value >= 0]
    found = [snake, f"{snake}s", cls.ir.name]
    for ir in named:
        code = scene.program.functions[cls.module.first_function + ir.function].body.code
        value = code[ir.value]
        value = code[value.value] if isinstance(value, Assign) else value
        if isinstance(value, Constant) and isinstance(value.value, str):
            found.insert(0, value.value)
    return found


def _inherited(scene: Scene, cls: Class) -> None:
    """Fields that rules declare on a library's class, for the class of the program that inherits them first."""
    for base in cls.external_bases:
        for name, spec in scene.declared.of_library_class(base):
            between = (other for other in cls.mro if isinstance(other, int) and other != cls.id)
            if any(base in scene.program.classes[other].mro for other in between):
                continue
            place = in_cell(cls.module, cls.ir.line, cls.ir.line)
            owner = f"{cls.ir.name}.{name}"
            source = None if isinstance(spec, NotPersonalSpec) else ruled(spec, place, owner)
            scene.sources.fields.setdefault((cls.id, name), source)
