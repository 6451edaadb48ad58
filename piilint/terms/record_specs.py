"""What rules say of classes whose fields are listed or declared somewhere: `[[record]]`."""

from __future__ import annotations

from dataclasses import dataclass

from piilint.terms.port import Port
from piilint.terms.specs import Matcher, Origin


@dataclass(frozen=True, slots=True)
class RecordSpec:
    """`[[record]]`: a class whose fields are listed somewhere: serializers, forms, admin, schemas.

    `model_from` says where the class names the one whose objects it shows; `registered_by` are decorators and calls
    that say it from outside, and `made_with` the port at which the class is handed it when an object is made.
    `declared` calls declare a field: that of the same name is shown, or what the keyword `source_by` names, or the
    first argument of `source_first` calls, unless the keyword `hidden_by` is true; what `unshown` calls declare never
    is. `options_from` holds a mapping of such keywords by the names of fields. Of the object that a `part_of` field
    leads to, the field is shown that one of the ports `part_at` names, of a `text_of` field its text. `objects_as`:
    whether a field with another object shows its `text` or only its `key`; where the attribute `depth_from` is not 0,
    all that it holds.

    `filled_from` are ports of the constructor to which an object is handed whose listed fields an instance shows, as
    forms do, and `filled_by` those of mappings of values, `filled_by_name` says that keywords are such too;
    `shown_as` are what shows the value of such a field. What takes the same ports later is `filled_of[receiver]`.
    A field that is declared by one of the calls `nested` is an object of the class in the first argument, which also
    stands under its attributes `nested_as`; by one of `repeated` it is several of what the first argument declares.
    `entered_as` are attributes of a field that give what somebody entered; what it is, the class's declaration says.
    Under the attributes `fields_as` an instance holds a mapping of its fields, under `values_as` one of what they show.
    `unseen` are calls and classes whose fields show no value themselves: they declare the field, are what the keyword
    `unseen_by` of its declaration says, or stand under its name in the mapping `unseen_from`; the keyword `seen_with`,
    true, makes one visible.
    With `elements_as` an instance is a collection, which these attributes give too: each element is filled from one
    object at `filled_from` and one mapping at `filled_by`; `empty_as` are attributes that hold one that is filled from
    nothing. Where nothing is at `filled_from`, `all_objects` says that those of the model count; without a value
    at one of the ports `needs` none do.
    Under the attribute `mapped_as` an instance gives the mapping of the objects at `filled_from`, like `declared_of`;
    what the class shows as a sink itself is not told again by sinks of that kind.
    `element_by` is the keyword, `element_from` the attribute of a class, with an object that makes each of several.
    A method `mapped_by` of the class's own makes the mapping of an object instead, maybe by that of its base, and is
    handed an object. A class with a method of its own of a name in `mapped_unless` makes the mapping itself: nothing
    is known of it.
    Of what is handed over at `taken_from` it gives, under the attributes `taken_as`, the fields that are not
    `read_only_by` a true keyword, each with what its declaration says that it is.
    `input_by` are the keywords that hand a class what came from outside, the constructor's first: a class that is used
    for nothing else, and whose objects are never asked for what `shown_by` names, shows nothing.
    `method_field` is the name of the method that makes a field, unless a `computed` call names one at `method_at`.
    What an object of the class makes of others (`declared_of` in `[[returns]]`) are these fields too: of `nested` calls
    by the class in the first argument (the field alone that a second one names; `itself` is the class around), of
    several where such a call is in one of `lists`, of `computed` ones by its function or
    method; under the key that the keyword `named_by` says. Methods that are decorated `finished_by` such, and for what
    comes in `taken_by`, make something else of the mapping, of all with a true `whole_by`, and of what it was made of
    with a true `original_by`. `only_by` and `except_by` choose, and where the keyword `several_by` is not true it is of
    one object.
    In `fields_of` an object, methods that are decorated `computed_by` such are fields too, those `written_by` such
    write the fields that the decorator names, and what one `written_as` such gives stands for the whole object.
    Methods `handed_to` of a class are handed an object of the class in its attribute `handed_from`, or of one that its
    method `handed_by` returns.
    `relation` are the calls in the bodies of such classes that lead to another class; from there `reverse` leads back,
    or what the keyword `relation_name` says: to one object, or to a `reverse_type` about the class.
    """

    match: Matcher
    fields_from: str | None = None
    exclude_from: str | None = None
    all: str | None = None
    model_from: tuple[str, ...] = ()
    method_field: str | None = None
    path_separator: str | None = None
    reverse: str | None = None
    origin: Origin | None = None
    registered_by: tuple[str, ...] = ()
    made_with: str | None = None
    only_by: str | None = None
    except_by: str | None = None
    several_by: str | None = None
    named_by: str | None = None
    lists: tuple[str, ...] = ()
    itself: str | None = None
    finished_by: tuple[str, ...] = ()
    taken_by: tuple[str, ...] = ()
    whole_by: tuple[str, ...] = ()
    original_by: tuple[str, ...] = ()
    computed_by: tuple[str, ...] = ()
    written_by: tuple[str, ...] = ()
    written_as: tuple[str, ...] = ()
    handed_to: tuple[str, ...] = ()
    handed_from: str | None = None
    handed_by: str | None = None
    nested: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()
    declared: tuple[str, ...] = ()
    source_by: str | None = None
    source_first: tuple[str, ...] = ()
    hidden_by: str | None = None
    unshown: tuple[str, ...] = ()
    options_from: str | None = None
    part_of: tuple[str, ...] = ()
    part_at: tuple[str, ...] = ()
    text_of: tuple[str, ...] = ()
    method_at: tuple[str, ...] = ()
    objects_as: str = "text"
    depth_from: str | None = None
    relation: tuple[str, ...] = ()
    relation_name: str | None = None
    reverse_type: str | None = None
    filled_from: tuple[Port, ...] = ()
    filled_by: tuple[Port, ...] = ()
    filled_by_name: bool = False
    mapped_as: str | None = None
    element_by: str | None = None
    element_from: str | None = None
    mapped_by: str | None = None
    taken_from: tuple[Port, ...] = ()
    taken_as: tuple[str, ...] = ()
    read_only_by: str | None = None
    mapped_unless: tuple[str, ...] = ()
    shown_as: tuple[str, ...] = ()
    elements_as: tuple[str, ...] = ()
    empty_as: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    nested_as: tuple[str, ...] = ()
    entered_as: tuple[str, ...] = ()
    fields_as: tuple[str, ...] = ()
    values_as: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    unseen_by: str | None = None
    unseen_from: str | None = None
    seen_with: str | None = None
    all_objects: bool = False
    needs: tuple[Port, ...] = ()
    input_by: tuple[str, ...] = ()
    shown_by: tuple[str, ...] = ()

    @property
    def kept_as(self) -> tuple[str, ...]:
        """The attributes under which an instance keeps what it is made of, and what it made of that."""
        ports = (port.which for port in (*self.filled_from, *self.filled_by))
        return (
            *(name for name in ports if isinstance(name, str)),
            *self.elements_as,
            *self.empty_as,
            *self.nested_as,
            *self.fields_as,
            *self.values_as,
        )
