"""The rule language in one table: which tables there are, their keys and matchers, and how each is read.

A new key is one line here and a field of the spec in `terms`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from piilint.rulebook import readers as read
from piilint.rulebook import structures
from piilint.rulebook.readers import Reader
from piilint.terms import guard_specs, registration_specs, render_specs, specs
from piilint.terms.grades import Mask, Severity
from piilint.terms.ledger import PROBLEMS
from piilint.terms.rule import Rule, Unless

SCREENS = ("function", "module", "class", "call")
ROWS = ("keys", "positions", "single")
REGISTERED_AS = ("filter", "tag", "global", "route", "callback", "signal", "task")


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table. `field` is the spec's, where it is called otherwise; `names` is what its words are names of
    ("data", "sink", "guard", "audience"), to be looked up once all files are read; `beside` is the matcher that it
    needs; `inside` describes the tables that its value is a list of."""

    read: Reader
    required: bool = False
    field: str | None = None
    names: str | None = None
    beside: tuple[str, ...] = ()
    inside: Table | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what it becomes, its keys, and its matchers, of which an entry has exactly one."""

    spec: type
    keys: Mapping[str, Key]
    matchers: Mapping[str, Reader] = field(default_factory=dict)
    extendable: bool = False


def _one_or_more(pattern: Reader) -> Reader:
    return read.list_of(pattern, "texts", or_one=True)


_texts = read.list_of(read.text, "texts")
_phrases = read.list_of(read.text, "phrases", or_none=True)
_data_patterns = read.list_of(read.key_pattern, "data types")
_origins = read.list_of(read.port_with_variables, "ports", or_one=True, or_none=True)
_ports = read.list_of(read.port, "ports", or_one=True)
_port_texts = read.list_of(read.port_text, "ports", or_one=True)
_call = _one_or_more(read.name_pattern)

_PERSONAL: Mapping[str, Reader] = {
    "call": _call,
    "parameter": _one_or_more(read.parameter_pattern),
    "name": _one_or_more(read.name_pattern),
    "attribute": _one_or_more(read.owned_pattern("Owner.field")),
    "field": _one_or_more(read.owned_pattern("package.Class.field")),
    "field_type": _one_or_more(read.name_pattern),
    "key": _one_or_more(read.text),
    "column": _one_or_more(read.column_pattern),
}
_BEFORE_A_SCREEN: Mapping[str, Reader] = {
    name: _one_or_more(read.name_pattern)
    for name in (
        "call",
        "decorator",
        "base_class",
        "mixin",
        "dependency",
        "attribute",
        "hook",
        "setting",
        "test",
        "template_test",
    )
}
_CLASSES: Mapping[str, Reader] = dict.fromkeys(("call", "subclass_of", "decorator"), _call)

UNLESS = Table(
    Unless,
    {
        "masked": Key(read.one_of({"weak": Mask.WEAK, "adequate": Mask.ADEQUATE})),
        "guarded": Key(read.only_true),
        "guards": Key(_texts, names="guard"),
        "role": Key(_texts),
        "audited": Key(read.only_true),
        "purpose": Key(_texts),
        "audience": Key(_texts, names="audience"),
        "region": Key(_texts),
        "self": Key(read.only_true),
    },
)

FILL = Table(
    render_specs.Fill,
    {
        "name": Key(read.text, required=True),
        "type": Key(structures.returned_type, required=True),
        "method": Key(read.text),
        "also": Key(structures.placeholder("model")),
        "named_by": Key(read.text),
        "each": Key(read.only_true),
        "of": Key(read.text),
        "class_from": Key(read.dotted_name),
        "listed_in": Key(read.dotted_name),
        "handed_by": Key(structures.handed_by),
    },
)

TABLES: Mapping[str, Table] = {
    "data": Table(
        specs.DataType,
        {
            "id": Key(read.dotted_key, required=True),
            "title": Key(read.text),
            "sensitivity": Key(read.number(1, 4)),
            "fides": Key(read.text),
            "strong": Key(_phrases),
            "owned": Key(_phrases),
            "never": Key(_phrases),
            "lacks": Key(_texts),
            "plain": Key(_texts),
            "subject": Key(read.one_of(specs.SUBJECTS)),
        },
        extendable=True,
    ),
    "source": Table(
        specs.SourceSpec,
        {
            "data": Key(read.dotted_key, required=True, names="data"),
            "port": Key(read.port, beside=("call",)),
            "subject": Key(read.one_of(specs.SUBJECTS)),
        },
        _PERSONAL,
    ),
    "not_personal": Table(specs.NotPersonalSpec, {}, _PERSONAL),
    "input": Table(
        specs.InputSpec, {}, {"call": _call, "attribute": _one_or_more(read.owned_pattern("Owner.attribute"))}
    ),
    "sink": Table(
        specs.SinkSpec,
        {
            "kind": Key(read.dotted_key, required=True),
            "port": Key(_ports, beside=("call",)),
            "screen": Key(read.one_of(SCREENS)),
            "attribute": Key(read.text, beside=("subclass_of",)),
            "default": Key(_texts, beside=("subclass_of",)),
            "unless_given": Key(_texts, beside=("subclass_of",)),
            **{name: Key(read.keyword_of_decorator, beside=("returns_of",)) for name in ("cut_to", "keep", "drop")},
            "handed": Key(_ports, beside=("returns_of",)),
            "instances": Key(read.only_true, beside=("call",)),
            "except": Key(_data_patterns, field="except_", names="data"),
            "when": Key(structures.when),
            "as_text": Key(read.flag, beside=("call",)),
            "without": Key(_texts, beside=("call",)),
        },
        {
            "call": _call,
            "returns_of": _call,
            "assign": _one_or_more(read.owned_pattern("Owner.attribute")),
            "subclass_of": _call,
            "text": _one_or_more(read.text),
        },
    ),
    "render": Table(
        render_specs.RenderSpec,
        {
            "template": Key(read.list_of(structures.template, "places", or_one=True), required=True),
            "context": Key(structures.context, required=True),
            "dialect": Key(read.one_of(render_specs.DIALECTS), required=True),
            "kind": Key(read.dotted_key, required=True),
            "implicit": Key(structures.implicit),
            "template_keyword": Key(read.text),
            "context_keyword": Key(read.text),
            "template_default": Key(structures.placeholder("model")),
            "fills": Key(read.flag, inside=FILL),
            "shown_in": Key(_texts, beside=("subclass_of",)),
        },
        _CLASSES,
    ),
    "record": Table(
        specs.RecordSpec,
        {
            "fields_from": Key(read.dotted_name),
            "exclude_from": Key(read.dotted_name),
            "all": Key(read.text),
            "model_from": Key(_one_or_more(read.dotted_name)),
            "registered_by": Key(_call),
            "made_with": Key(read.port_text),
            "only_by": Key(read.text),
            "except_by": Key(read.text),
            **{name: Key(read.text) for name in ("several_by", "named_by", "itself")},
            **{
                name: Key(_call)
                for name in ("lists", "finished_by", "taken_by", "computed_by", "written_by", "written_as")
            },
            **{name: Key(_texts) for name in ("whole_by", "original_by")},
            "nested": Key(_call),
            "computed": Key(_call),
            "declared": Key(_call),
            "source_by": Key(read.text),
            "hidden_by": Key(read.text),
            "unshown": Key(_call),
            "options_from": Key(read.dotted_name),
            "part_of": Key(_call),
            "part_at": Key(_port_texts),
            "text_of": Key(_call),
            "method_at": Key(_port_texts),
            "objects_as": Key(read.one_of(("text", "key"))),
            "depth_from": Key(read.dotted_name),
            "method_field": Key(structures.placeholder("name")),
            "path_separator": Key(read.text),
            "reverse": Key(structures.placeholder("model")),
            "relation": Key(_call),
            "relation_name": Key(read.text),
            "filled_from": Key(_ports),
            "filled_by": Key(_ports),
            "filled_by_name": Key(read.flag),
            "mapped_as": Key(read.text),
            "element_by": Key(read.text),
            "element_from": Key(read.text),
            "mapped_by": Key(read.text),
            "taken_from": Key(_ports),
            "taken_as": Key(_texts),
            "read_only_by": Key(read.text),
            "mapped_unless": Key(_texts),
            "shown_as": Key(_texts),
            **{name: Key(_texts) for name in ("elements_as", "empty_as", "fields_as", "values_as")},
            "unseen": Key(_call),
            **{name: Key(read.text) for name in ("unseen_by", "seen_with")},
            "unseen_from": Key(read.dotted_name),
            "all_objects": Key(read.only_true),
            "needs": Key(_ports),
            "input_by": Key(_texts),
            "shown_by": Key(_texts),
            "reverse_type": Key(read.dotted_name),
        },
        _CLASSES,
    ),
    "returns": Table(
        specs.ReturnsSpec,
        {
            "type": Key(structures.returned_type, required=True),
            "own": Key(_one_or_more(read.dotted_name)),
            "names": Key(structures.stands_for),
            "rows": Key(read.one_of(ROWS)),
            "separator": Key(read.text),
            "asked_by": Key(read.text),
            "when": Key(structures.when),
            "subject": Key(read.one_of(specs.SUBJECTS)),
            **{name: Key(read.port_text) for name in ("keep", "drop", "update", "aliased_by")},
            **{name: Key(_ports, beside=("call",)) for name in ("below", "model_from", "elements_from")},
            "elements_type": Key(read.dotted_name, beside=("call",)),
        },
        {"call": _call, "attribute": _one_or_more(read.owned_pattern("Owner.attribute"))},
    ),
    "registration": Table(
        registration_specs.RegistrationSpec,
        {
            "as": Key(read.one_of(REGISTERED_AS), required=True, field="role"),
            "name": Key(read.port_text),
            "outputs": Key(_ports),
            "function": Key(_ports, beside=("call",)),
            "kind": Key(read.dotted_key),
            "made_by": Key(_call),
            "unseen": Key(_call),
            "unseen_when": Key(structures.when),
            "refers": Key(structures.refers),
            "dialect": Key(read.one_of(render_specs.DIALECTS)),
            "template": Key(read.port_text),
            "context_if": Key(read.text),
            "url": Key(_ports),
            "view": Key(_ports, beside=("call",)),
            "on": Key(read.port, beside=("call",)),
            "pairs": Key(_ports, beside=("call",)),
            "of_module": Key(read.dotted_name, beside=("call",)),
            "replaces": Key(read.only_true, beside=("call",)),
            "methods": Key(_texts),
            "decorated_by": Key(_texts),
            "about": Key(_ports),
            "default": Key(read.dotted_name, beside=("call",)),
            "detail": Key(read.text),
            "detail_by": Key(read.text, beside=("decorator",)),
            "detail_for": Key(read.list_of(read.name_pattern, "methods or classes"), beside=("call",)),
            "named": Key(read.port, beside=("call",)),
            "of_name": Key(read.port),
            **{name: Key(read.only_true, beside=("call",)) for name in ("prefix", "registers")},
            "shared": Key(read.only_true, beside=("decorator",)),
            "url_attribute": Key(read.dotted_name, beside=("decorator",)),
            "before": Key(_ports),
            "before_by": Key(_texts),
            **{name: Key(read.port, beside=("call",)) for name in ("suffix", "method")},
            "exposed_by": Key(_call, beside=("call",)),
            "exposed_attribute": Key(read.dotted_name, beside=("call",)),
            "index": Key(_texts, beside=("call",)),
            "url_about": Key(read.text),
            "below": Key(_call),
        },
        {"decorator": _call, "call": _call},
    ),
    "propagator": Table(
        specs.PropagatorSpec,
        {
            "from": Key(_origins, required=True, field="from_"),
            "to": Key(read.port_with_variables, required=True),
            "text": Key(read.flag),
            "when": Key(structures.when),
            "calls": Key(read.port),
            "with": Key(read.list_of(read.handed, "ports"), field="with_"),
            "becomes": Key(structures.becomes, names="data"),
            "data": Key(_data_patterns, names="data"),
            "attribute": Key(read.flag),
            "fields": Key(read.flag),
            **{name: Key(_port_texts) for name in ("keep", "drop")},
            **{name: Key(read.port_text) for name in ("rename", "merge", "columns_from")},
        },
        {"call": _call},
    ),
    "sanitizer": Table(
        specs.SanitizerSpec,
        {
            "port": Key(read.port),
            "data": Key(_data_patterns, names="data"),
            "strength": Key(read.one_of({"adequate": Mask.ADEQUATE, "weak": Mask.WEAK})),
            "leaves": Key(read.dotted_key, names="data"),
            "when": Key(structures.when),
            "weak_beside": Key(_data_patterns, names="data"),
        },
        {"call": _call},
    ),
    "guard": Table(
        guard_specs.GuardSpec,
        {
            "name": Key(read.text, required=True),
            "role": Key(structures.role_values),
            "region": Key(structures.role_values),
            "value": Key(read.scalar, beside=("attribute", "decorator", "setting")),
            "predicate": Key(structures.predicate),
            "path": Key(read.list_of(read.name_pattern, "names"), beside=("hook",)),
            "holds_for": Key(read.list_of(read.name_pattern, "classes"), beside=("setting",)),
            "unless_given": Key(read.text, beside=("setting",)),
            "endpoint": Key(_texts, beside=("hook",)),
            "variables": Key(_texts, beside=("hook",)),
            "joined_by": Key(read.list_of(read.name_pattern, "calls"), beside=("hook",)),
            "answers": Key(read.list_of(read.scalar, "constants"), beside=("refusal",)),
            "words": Key(_texts, beside=("refusal",)),
            "optional_by": Key(read.text, beside=("dependency",)),
            "needs": Key(read.port, beside=("decorator",)),
        },
        {**_BEFORE_A_SCREEN, "refusal": _call},
    ),
    "audit": Table(
        guard_specs.AuditSpec,
        {"value": Key(read.scalar, beside=("attribute", "decorator", "setting"))},
        _BEFORE_A_SCREEN,
    ),
    "audience": Table(
        specs.AudienceSpec,
        {
            "id": Key(read.rule_id, required=True),
            "paths": Key(_texts),
            "routes": Key(_texts),
            "roles": Key(_texts),
            "region": Key(read.text),
        },
    ),
    "purpose": Table(
        specs.PurposeSpec,
        {
            "id": Key(read.rule_id, required=True),
            "may_show": Key(read.list_of(read.key_pattern, "data types", or_none=True), required=True, names="data"),
            "paths": Key(_texts),
            "routes": Key(_texts),
        },
    ),
    "rule": Table(
        Rule,
        {
            "id": Key(read.rule_id, required=True),
            "name": Key(read.text),
            "data": Key(_data_patterns, names="data"),
            "sinks": Key(read.list_of(read.key_pattern, "sink kinds"), names="sink"),
            "together": Key(structures.together, names="data"),
            "same_record": Key(read.flag),
            "outside_purpose": Key(read.flag),
            "audience_not": Key(_texts, names="audience"),
            "region_not": Key(_texts),
            "suppression": Key(read.one_of(PROBLEMS)),
            "unless": Key(read.flag, inside=UNLESS),
            "masked": Key(read.one_of({"adequate": Mask.ADEQUATE, "weak": Mask.WEAK, "never": None})),
            "yields_to": Key(_texts),
            "not_named": Key(structures.last_words),
            "severity": Key(read.one_of({str(severity): severity for severity in reversed(Severity)})),
            "message": Key(read.text),
            "why": Key(read.text),
            "instead": Key(read.text),
            "article": Key(read.text),
            "preview": Key(read.flag),
        },
        extendable=True,
    ),
}
