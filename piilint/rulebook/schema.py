"""The rule language in one table: which tables there are, their keys and matchers, and how each is read.

A new key is one line here and a field of the spec in `terms`.
"""

from __future__ import annotations

from collections.abc import Mapping

from piilint.rulebook import readers as read
from piilint.rulebook import structures
from piilint.rulebook.keys import (
    Key,
    Table,
    call,
    data_patterns,
    one_or_more,
    origins,
    phrases,
    port_texts,
    ports,
    texts,
)
from piilint.rulebook.readers import Reader
from piilint.rulebook.record_table import RECORD
from piilint.terms import guard_specs, registration_specs, render_specs, specs
from piilint.terms.grades import Mask, Severity
from piilint.terms.ledger import PROBLEMS
from piilint.terms.rule import Rule, Unless

SCREENS = ("function", "module", "class", "call")
ROWS = ("keys", "positions", "single")
REGISTERED_AS = ("filter", "tag", "global", "route", "callback", "signal", "task")


_PERSONAL: Mapping[str, Reader] = {
    "call": call,
    "parameter": one_or_more(read.parameter_pattern),
    "name": one_or_more(read.name_pattern),
    "attribute": one_or_more(read.owned_pattern("Owner.field")),
    "field": one_or_more(read.owned_pattern("package.Class.field")),
    "field_type": one_or_more(read.name_pattern),
    "key": one_or_more(read.text),
    "column": one_or_more(read.column_pattern),
}
_BEFORE_A_SCREEN: Mapping[str, Reader] = {
    name: one_or_more(read.name_pattern)
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
_CLASSES: Mapping[str, Reader] = dict.fromkeys(("call", "subclass_of", "decorator"), call)

UNLESS = Table(
    Unless,
    {
        "masked": Key(read.one_of({"weak": Mask.WEAK, "adequate": Mask.ADEQUATE})),
        "guarded": Key(read.only_true),
        "guards": Key(texts, names="guard"),
        "role": Key(texts),
        "audited": Key(read.only_true),
        "purpose": Key(texts),
        "audience": Key(texts, names="audience"),
        "region": Key(texts),
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
            "strong": Key(phrases),
            "owned": Key(phrases),
            "never": Key(phrases),
            "lacks": Key(texts),
            "plain": Key(texts),
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
        specs.InputSpec, {}, {"call": call, "attribute": one_or_more(read.owned_pattern("Owner.attribute"))}
    ),
    "sink": Table(
        specs.SinkSpec,
        {
            "kind": Key(read.dotted_key, required=True),
            "port": Key(ports, beside=("call",)),
            "screen": Key(read.one_of(SCREENS)),
            "attribute": Key(read.text, beside=("subclass_of",)),
            "default": Key(texts, beside=("subclass_of",)),
            "unless_given": Key(texts, beside=("subclass_of",)),
            **{name: Key(read.keyword_of_decorator, beside=("returns_of",)) for name in ("cut_to", "keep", "drop")},
            **{name: Key(ports, beside=("returns_of",)) for name in ("handed", "mapped_by")},
            "instances": Key(read.only_true, beside=("call",)),
            "except": Key(data_patterns, field="except_", names="data"),
            "when": Key(structures.when),
            "as_text": Key(read.flag, beside=("call",)),
            "without": Key(texts, beside=("call",)),
        },
        {
            "call": call,
            "returns_of": call,
            "assign": one_or_more(read.owned_pattern("Owner.attribute")),
            "subclass_of": call,
            "text": one_or_more(read.text),
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
            "shown_in": Key(texts, beside=("subclass_of",)),
        },
        _CLASSES,
    ),
    "record": RECORD,
    "returns": Table(
        specs.ReturnsSpec,
        {
            "type": Key(structures.returned_type, required=True),
            "own": Key(one_or_more(read.dotted_name)),
            "names": Key(structures.stands_for),
            "rows": Key(read.one_of(ROWS)),
            "separator": Key(read.text),
            "asked_by": Key(read.text),
            "when": Key(structures.when),
            "subject": Key(read.one_of(specs.SUBJECTS)),
            **{name: Key(read.port_text) for name in ("keep", "drop", "update", "aliased_by")},
            **{name: Key(ports, beside=("call",)) for name in ("below", "model_from", "elements_from")},
            "elements_type": Key(read.dotted_name, beside=("call",)),
        },
        {"call": call, "attribute": one_or_more(read.owned_pattern("Owner.attribute"))},
    ),
    "registration": Table(
        registration_specs.RegistrationSpec,
        {
            "as": Key(read.one_of(REGISTERED_AS), required=True, field="role"),
            "name": Key(read.port_text),
            "outputs": Key(ports),
            "function": Key(ports, beside=("call",)),
            "kind": Key(read.dotted_key),
            "made_by": Key(call),
            "unseen": Key(call),
            "unseen_when": Key(structures.when),
            "refers": Key(structures.refers),
            "dialect": Key(read.one_of(render_specs.DIALECTS)),
            "template": Key(read.port_text),
            "context_if": Key(read.text),
            "url": Key(ports),
            "view": Key(ports, beside=("call",)),
            "on": Key(read.port, beside=("call",)),
            "pairs": Key(ports, beside=("call",)),
            "of_module": Key(read.dotted_name, beside=("call",)),
            "replaces": Key(read.only_true, beside=("call",)),
            "methods": Key(texts),
            "decorated_by": Key(texts),
            "about": Key(ports),
            "default": Key(read.dotted_name, beside=("call",)),
            "detail": Key(read.text),
            "detail_by": Key(read.text, beside=("decorator",)),
            "detail_for": Key(read.list_of(read.name_pattern, "methods or classes"), beside=("call",)),
            "named": Key(read.port, beside=("call",)),
            "of_name": Key(read.port),
            **{name: Key(read.only_true, beside=("call",)) for name in ("prefix", "registers")},
            "shared": Key(read.only_true, beside=("decorator",)),
            "url_attribute": Key(read.dotted_name, beside=("decorator",)),
            "before": Key(ports),
            "before_by": Key(texts),
            **{name: Key(read.port, beside=("call",)) for name in ("suffix", "method")},
            "exposed_by": Key(call, beside=("call",)),
            "exposed_attribute": Key(read.dotted_name, beside=("call",)),
            "index": Key(texts, beside=("call",)),
            "url_about": Key(read.text),
            "below": Key(call),
        },
        {"decorator": call, "call": call},
    ),
    "propagator": Table(
        specs.PropagatorSpec,
        {
            "from": Key(origins, required=True, field="from_"),
            "to": Key(read.port_with_variables, required=True),
            "text": Key(read.flag),
            "when": Key(structures.when),
            "calls": Key(read.port),
            "with": Key(read.list_of(read.handed, "ports"), field="with_"),
            "becomes": Key(structures.becomes, names="data"),
            "data": Key(data_patterns, names="data"),
            "attribute": Key(read.flag),
            "fields": Key(read.flag),
            **{name: Key(port_texts) for name in ("keep", "drop")},
            **{name: Key(read.port_text) for name in ("rename", "merge", "columns_from")},
        },
        {"call": call},
    ),
    "sanitizer": Table(
        specs.SanitizerSpec,
        {
            "port": Key(read.port),
            "data": Key(data_patterns, names="data"),
            "strength": Key(read.one_of({"adequate": Mask.ADEQUATE, "weak": Mask.WEAK})),
            "leaves": Key(read.dotted_key, names="data"),
            "when": Key(structures.when),
            "weak_beside": Key(data_patterns, names="data"),
        },
        {"call": call},
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
            "endpoint": Key(texts, beside=("hook",)),
            "variables": Key(texts, beside=("hook",)),
            "joined_by": Key(read.list_of(read.name_pattern, "calls"), beside=("hook",)),
            "answers": Key(read.list_of(read.scalar, "constants"), beside=("refusal",)),
            "words": Key(texts, beside=("refusal",)),
            "optional_by": Key(read.text, beside=("dependency",)),
            "needs": Key(read.port, beside=("decorator",)),
        },
        {**_BEFORE_A_SCREEN, "refusal": call},
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
            "paths": Key(texts),
            "routes": Key(texts),
            "roles": Key(texts),
            "region": Key(read.text),
        },
    ),
    "purpose": Table(
        specs.PurposeSpec,
        {
            "id": Key(read.rule_id, required=True),
            "may_show": Key(read.list_of(read.key_pattern, "data types", or_none=True), required=True, names="data"),
            "paths": Key(texts),
            "routes": Key(texts),
        },
    ),
    "rule": Table(
        Rule,
        {
            "id": Key(read.rule_id, required=True),
            "name": Key(read.text),
            "data": Key(data_patterns, names="data"),
            "sinks": Key(read.list_of(read.key_pattern, "sink kinds"), names="sink"),
            "together": Key(structures.together, names="data"),
            "same_record": Key(read.flag),
            "outside_purpose": Key(read.flag),
            "audience_not": Key(texts, names="audience"),
            "region_not": Key(texts),
            "suppression": Key(read.one_of(PROBLEMS)),
            "unless": Key(read.flag, inside=UNLESS),
            "masked": Key(read.one_of({"adequate": Mask.ADEQUATE, "weak": Mask.WEAK, "never": None})),
            "yields_to": Key(texts),
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
