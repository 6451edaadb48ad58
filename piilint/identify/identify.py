"""The stage: fields first, since reads ask what classes say; then parameters and reads of the functions worth it."""

from __future__ import annotations

from piilint.identify.asked import inputs_of
from piilint.identify.columns import ColumnJudge
from piilint.identify.comments import apply_comments
from piilint.identify.declared import Declared
from piilint.identify.evidence import Weigher
from piilint.identify.fields import identify_fields
from piilint.identify.objects import Objects
from piilint.identify.parameters import declares_parameters, identify_parameters
from piilint.identify.reads import FunctionReads
from piilint.identify.scene import Scene
from piilint.identify.vocabulary import vocabulary_of
from piilint.ir.program import Program
from piilint.terms.names import NameMatcher
from piilint.terms.rulebook import Rulebook
from piilint.terms.sources import Sources


def identify(program: Program, rulebook: Rulebook) -> Sources:
    """Find where personal data enters the program, and why that is believed."""
    declared = Declared.of(program, rulebook)
    matcher = NameMatcher(rulebook.data)
    vocabulary = vocabulary_of(program, matcher, declared, inputs_of(rulebook))
    keywords = frozenset(record.source_by for record in rulebook.record if record.source_by is not None)
    scene = Scene(program, declared, Weigher(matcher), Objects(program, matcher), vocabulary.near, keywords)
    identify_fields(scene)
    for number in vocabulary.functions:
        function = program.functions[number]
        identify_parameters(scene, function)
        FunctionReads(scene, function, vocabulary).identify()
        apply_comments(scene, function)
    chosen = frozenset(vocabulary.functions)
    for function in program.functions:
        if function.id not in chosen and (len(declared.parameters) or declares_parameters(scene, function)):
            identify_parameters(scene, function)
    scene.sources.columns = ColumnJudge(scene)
    return scene.sources
