"""What the solver asks of the linked program again and again, computed once: kinds of functions, names, candidates."""

from __future__ import annotations

import datetime
import decimal
import re
from collections import defaultdict
from typing import Any

from piilint.ir import instructions as ir
from piilint.ir.blocks import listens, with_bodies
from piilint.ir.constants import constant_of, constant_of_field
from piilint.ir.instructions import Scalar
from piilint.ir.program import ClassRef, ExternalRef, Function, FunctionRef, ModuleRef, Program, VariableRef
from piilint.propagate.atoms import Alloc, Atom, Const, Inst, Value
from piilint.propagate.class_facts import ClassFacts
from piilint.propagate.dispatched import registered_functions
from piilint.propagate.knowledge import NOTHING, CallSpecs, Knowledge
from piilint.propagate.listings import Listings
from piilint.propagate.made_properties import made_properties
from piilint.propagate.registrations import Registrations
from piilint.propagate.relations import Relations
from piilint.terms.sources import Sources
from piilint.terms.specs import FoundSource

MAX_BY_NAME = 2
"""A method called on an unknown value is looked up by name alone only where so few classes define it."""
MAX_OVERRIDES = 12
COMMON_NAME = 40
"""A name that more functions mention than this is no evidence of a call: the caller has to import something."""

TEXT_METHODS = frozenset(name for kind in (str, bytes, list, dict, set, tuple, int, float) for name in dir(kind))
VALUE_METHODS = TEXT_METHODS | {
    name
    for kind in (datetime.date, datetime.datetime, datetime.time, datetime.timedelta, decimal.Decimal, re.Match)
    for name in dir(kind)
}
"""Names of methods that plain values have: of the program's classes nothing is meant by them alone."""
TRANSPARENT = frozenset({"abstractmethod", "overload", "override", "final", "wraps", "lru_cache", "cache"})


class ProgramFacts(ClassFacts):
    """The program, its sources and the rulebook, indexed for the solver."""

    def __init__(self, program: Program, sources: Sources, knowledge: Knowledge) -> None:
        super().__init__(program, sources)
        self.knowledge = knowledge
        self.sources_in: dict[int, dict[int, tuple[FoundSource, ...]]] = defaultdict(dict)
        for (function, instruction), found in sources.reads.items():
            self.sources_in[function][instruction] = found
        self.nested: dict[tuple[int, str], int] = {}
        self.class_of_body: dict[int, int] = {}
        self._methods_by_name: dict[str, list[int]] = defaultdict(list)
        for one in program.functions:
            decorators = {name.rpartition(".")[2] for name in one.ir.decorators}
            if one.parent >= 0 and one.ir.kind == "function" and one.cls < 0 and decorators <= TRANSPARENT:
                self.nested[one.parent, one.ir.name] = one.id
        for cls in program.classes:
            self.class_of_body[cls.module.first_function + cls.ir.body] = cls.id
            for name, method in cls.methods.items():
                self._methods_by_name[name].append(method)
        self.named_descriptors = "__set_name__" in self._methods_by_name
        """Whether any class of the program wants to hear of the classes that hold its objects."""
        self.intercepted = "__getattribute__" in self._methods_by_name
        """Whether any class of the program has a say in every read of an attribute."""
        self._imported: dict[int, frozenset[str]] = {}
        self._kinds: dict[int, frozenset[str]] = {}
        self._wrapped: dict[int, bool] = {}
        self._specs: dict[tuple[int, Any], CallSpecs] = {}
        self._test_paths: frozenset[str] | None = None
        self._constants: dict[tuple[Any, ...], Scalar] = {}
        self._defaults: dict[int, dict[int, ir.Constant]] = {}
        self._written: dict[tuple[int, int], str] = {}
        self._listens: dict[int, bool] = {}
        self._managed: dict[int, list[tuple[int, int]]] = {}
        self.relations = Relations(self)
        self.listings = Listings(self)
        self.registrations = Registrations(self)
        self.dispatching = registered_functions(program)
        self.made_properties = made_properties(program)
        self.made_by_getter: dict[int, set[str]] = defaultdict(set)
        for (_, name), getter in self.made_properties.items():
            self.made_by_getter[getter].add(name)

    def listens(self, function: int) -> bool:
        """Whether a generator does something with what is sent into it or thrown."""
        if function not in self._listens:
            self._listens[function] = listens(self.program.functions[function].body)
        return self._listens[function]

    def managed(self, function: int) -> list[tuple[int, int]]:
        """The bodies of `with` in a function: (where it is entered, where it is left), the inner ones first."""
        if function not in self._managed:
            self._managed[function] = with_bodies(self.program.functions[function].body)
        return self._managed[function]

    def named_constant(self, root: tuple[Any, ...], name: str) -> Scalar:
        """The constant that a module's body, or a class's, gives a name; None where it is no constant."""
        key = (*root, name)
        if key not in self._constants:
            if root[0] == "m":
                self._constants[key] = constant_of(self.program, VariableRef(root[1], name))
            else:
                self._constants[key] = constant_of_field(self.program, root[1], name)
        return self._constants[key]

    def constant_default(self, function: int, index: int) -> ir.Constant | None:
        """The constant that stands for a parameter that a call leaves out; None where it is no constant."""
        if function not in self._defaults:
            self._defaults[function] = {}
            parent = self.program.functions[function].parent
            for one in self.program.functions[parent].body.code if parent >= 0 else ():
                if isinstance(one, ir.MakeFunction):
                    made = self.program.functions[function].module.first_function + one.function
                    code = self.program.functions[parent].body.code
                    told = ((at, code[operand]) for at, operand in one.defaults)
                    self._defaults[made] = {at: default for at, default in told if isinstance(default, ir.Constant)}
        return self._defaults[function].get(index)

    def is_related(self, cls: int, name: str) -> bool:
        """Whether an attribute of a class leads to objects of a class that has a relation to it."""
        return self.relations.back(cls, name, ()) is not None

    def is_made_up(self, source: FoundSource) -> bool:
        """Whether the data is what a test uses: it is nobody's."""
        if self._test_paths is None:
            self._test_paths = frozenset(module.path for module in self.program.modules if module.in_test_code)
        return source.path in self._test_paths

    # functions

    def _decorated(self, function: int) -> frozenset[str]:
        found = self._kinds.get(function)
        if found is None:
            found = self._kinds[function] = frozenset(
                name.rpartition(".")[2] for name in self.program.functions[function].ir.decorators
            )
        return found

    def is_static(self, function: int) -> bool:
        """Whether it is a static method, or is one in all but its decorator."""
        return "staticmethod" in self._decorated(function) or (
            self.program.functions[function].cls >= 0 and self.program.functions[function].takes_no_receiver
        )

    def is_class_method(self, function: int) -> bool:
        """Whether its first parameter is the class."""
        return "classmethod" in self._decorated(function) or self.program.functions[function].ir.name in (
            "__init_subclass__",
            "__class_getitem__",
            "__new__",
        )

    def is_property(self, function: int) -> bool:
        """Whether reading the attribute calls it. Decorators of libraries that end in `property` count."""
        owner = self.program.functions[function]
        return any(name.endswith(("property", ".getter", ".setter", ".deleter")) for name in owner.ir.decorators)

    def getter_of(self, method: int) -> int:
        """For a property's setter the getter that it belongs to; every other method itself."""
        owner = self.program.functions[method]
        if owner.cls < 0 or not any(name.endswith((".setter", ".deleter")) for name in owner.ir.decorators):
            return method
        cls = self.program.classes[owner.cls]
        for name, index in cls.ir.methods:
            other = owner.module.first_function + index
            if name == owner.ir.name and not any(
                one.endswith((".setter", ".deleter")) for one in self.program.functions[other].ir.decorators
            ):
                return other
        return method

    def is_wrapped(self, function: int) -> bool:
        """Whether a decorator of the program stands between the name and the function."""
        known = self._wrapped.get(function)
        if known is None:
            owner = self.program.functions[function]
            known = self._wrapped[function] = any(self._is_own_decorator(owner, name) for name in owner.ir.decorators)
        return known

    def _is_own_decorator(self, owner: Function, name: str) -> bool:
        if not name or name.endswith((".setter", ".getter", ".deleter", ".register")):
            return False
        found = self.program.resolve(owner.module.id, name)
        return (
            any(isinstance(one, (FunctionRef, ClassRef)) for one in found)
            and name.rpartition(".")[2] not in TRANSPARENT
        )

    def overrides(self, cls: int, name: str, method: int) -> tuple[int, ...]:
        """The method and what subclasses put in its place."""
        found = {method: None}
        for below in self.program.all_subclasses(cls)[1:]:
            # a base beside may be what is asked first
            other = self.program.method(below, name)
            if other is not None:
                found[other] = None
        return tuple(found)[:MAX_OVERRIDES]

    def methods_named(self, name: str) -> tuple[int, ...]:
        """The methods of that name, where few classes define one and no built-in type does."""
        if name in VALUE_METHODS or name.startswith("__"):
            return ()
        found = self._methods_by_name.get(name, ())
        # what a property gives is read, not called
        return tuple(one for one in found if not self.is_property(one)) if len(found) <= MAX_BY_NAME else ()

    @staticmethod
    def is_text_method(name: str) -> bool:
        """Whether strings and containers have a method of that name."""
        return name in TEXT_METHODS

    def specs_of_function(self, function: int, receiver: Atom | None) -> CallSpecs:
        """What rules say of a function of the program, by its names."""
        cls = receiver.cls if isinstance(receiver, (Inst, Alloc)) else -1
        key = (function, cls)
        found = self._specs.get(key)
        if found is None:
            names = self.function_names(function, receiver)
            found = self._specs[key] = self.knowledge.of_calls(names).of_own_body() if names else NOTHING
        return found

    def function_names(self, function: int, receiver: Atom | None = None) -> tuple[str, ...]:
        """The qualified names of a function."""
        raise NotImplementedError

    def possible_callers(self, function: int) -> list[int]:
        """The functions that mention the name by which it would be called."""
        owner = self.program.functions[function]
        made = self.made_by_getter.get(function, set())
        if owner.ir.kind in ("lambda", "class", "block", "macro") and not made:
            return [owner.parent] if owner.parent >= 0 else [owner.module.first_function]
        if owner.ir.kind in ("module", "template"):
            return []
        names = {owner.ir.name, *made}
        if owner.cls >= 0 and owner.ir.name in ("__init__", "__new__", "__post_init__"):
            names |= {self.program.classes[cls].ir.name for cls in self.program.all_subclasses(owner.cls)} | {
                "super",
                "cls",
            }
        found: dict[int, None] = {}
        wanted: set[str] = set()
        for name in sorted(names):
            mentioned = self.program.mentions.get(name, ())
            if len(mentioned) > COMMON_NAME:
                wanted = wanted or self._names_to_know(owner)
                modules = (self.program.functions[caller].module.id for caller in mentioned)
                known = [self._knows(module, owner.module.id, wanted) for module in modules]
                mentioned = [caller for caller, knows in zip(mentioned, known, strict=True) if knows]
            for caller in mentioned:
                found[caller] = None
        if owner.parent >= 0:
            found[owner.parent] = None
        return sorted(found)

    def readers_of(self, root: tuple[Any, ...], name: str) -> list[int]:
        """The functions that mention a field's or variable's name and may know the class or module that has it."""
        cls = root[1] if root[0] in ("f", "c") else -1
        module = self.program.classes[cls].module.id if cls >= 0 else root[1] if root[0] == "m" else -1
        if module < 0:
            return []
        wanted = {self.program.modules[module].name.rpartition(".")[2], name}
        if cls >= 0:
            wanted = {self.program.classes[one].ir.name for one in self.program.all_subclasses(cls)}
        functions = self.program.functions
        return [
            one for one in self.program.mentions.get(name, ()) if self._knows(functions[one].module.id, module, wanted)
        ]

    def _names_to_know(self, owner: Function) -> set[str]:
        """What a module that may call a function imports: its module, or something of its name or class's name."""
        wanted = {owner.ir.name, owner.module.name.rpartition(".")[2]}
        if owner.cls >= 0:
            wanted |= {self.program.classes[cls].ir.name for cls in self.program.all_subclasses(owner.cls)}
        return wanted

    def _knows(self, module: int, other: int, wanted: set[str]) -> bool:
        if module == other:
            return True
        imported = self._imported.get(module)
        if imported is None:
            imported = self._imported[module] = frozenset(
                name
                for one in self.program.modules[module].ir.imports
                for name in (one.name, one.module.rpartition(".")[2])
                if name
            )
        return not wanted.isdisjoint(imported)

    # instructions

    def written_name(self, function: Function, at: int) -> str:
        """The callee of a call as the code writes it, imported names resolved: `json.dumps`, `self.log.info`."""
        key = (function.id, at)
        found = self._written.get(key)
        if at >= len(function.body.code):  # a class that only inherits has a body without code
            return ""
        if found is None:
            instruction = function.body.code[at]
            value = instruction.callee if isinstance(instruction, ir.Call) else at
            found = self._written[key] = self._name_of_value(function, value, 0)
        return found

    def name_of_value(self, function: Function, value: int) -> str:
        """A value as the code writes it, imported names resolved; "" where it has no name."""
        return self._name_of_value(function, value, 0)

    def written_value(self, function: Function, value: int) -> str:
        """A value as the code writes it, imported names resolved."""
        return self._name_of_value(function, value, 0)

    def _name_of_value(self, function: Function, value: int, depth: int) -> str:
        code = function.body.code
        if value < 0 or depth > 12:
            return ""
        instruction = code[value]
        if isinstance(instruction, (ir.LoadAttribute, ir.StoreAttribute)):
            base = self._name_of_value(function, instruction.object, depth + 1)
            return f"{base or '?'}.{instruction.name}"
        if isinstance(instruction, ir.StoreItem):
            key = code[instruction.index] if instruction.index >= 0 else None
            written = f'"{key.value}"' if isinstance(key, ir.Constant) and isinstance(key.value, str) else ""
            return f"{self._name_of_value(function, instruction.object, depth + 1) or '?'}[{written}]"
        if isinstance(instruction, ir.Name):
            found = self.program.lookup(function.module.id, instruction.name)
            return self._reference_name(found[0], instruction.name) if found else instruction.name
        if isinstance(instruction, ir.Assign):
            return instruction.name
        if isinstance(instruction, ir.Parameter):
            return function.ir.parameters[instruction.index].name
        if isinstance(instruction, ir.LoadCell):
            return instruction.name
        if isinstance(instruction, ir.Import):
            refs = self.program.resolve_import(
                function.module.id, instruction.module, instruction.name, instruction.level
            )
            return self._reference_name(refs[0], instruction.name) if refs else instruction.name
        if isinstance(instruction, ir.Call):
            return self._name_of_value(function, instruction.callee, depth + 1) + "()"
        if isinstance(instruction, ir.LoadItem):
            if not function.is_python and isinstance(code[instruction.object], ir.Parameter):
                name = code[instruction.index]
                if isinstance(name, ir.Constant) and isinstance(name.value, str):
                    return name.value  # a variable of the context
            return self._name_of_value(function, instruction.object, depth + 1) + "[]"
        if isinstance(instruction, ir.Phi) and instruction.values and instruction.values[0] < value:
            return self._name_of_value(function, instruction.values[0], depth + 1)
        return ""

    def _reference_name(self, reference: object, written: str) -> str:
        if isinstance(reference, ExternalRef):
            return reference.name.removeprefix("builtins.")
        if isinstance(reference, FunctionRef):
            return self.program.functions[reference.id].name
        if isinstance(reference, ClassRef):
            return self.program.classes[reference.id].name
        if isinstance(reference, ModuleRef):
            return self.program.modules[reference.id].name
        return written

    def receiver_of(self, run: Any, at: int) -> tuple[Value | None, str]:
        """The value and the name of a method call as written; (None, "") for other calls."""
        code = run.code
        instruction = code[at] if at >= 0 else None
        if isinstance(instruction, ir.Call):
            callee = code[instruction.callee]
            if isinstance(callee, ir.LoadAttribute):
                return run.values[callee.object], callee.name
        return None, ""

    def screen_name(self, function: Function, screen: str, at: int) -> str:
        """What one screen is, as rules say: the function, its module or class, or the call itself."""
        while function.parent >= 0 and function.ir.kind in ("lambda", "class"):
            function = self.program.functions[function.parent]
        if screen == "module":
            return function.module.name
        if screen == "class" and function.cls >= 0:
            return self.program.classes[function.cls].name
        if screen == "call":
            return f"{function.name}:{self.written_name(function, at)}"
        return function.name

    def units_of(self, run: Any, value: Value) -> list[int]:
        """The templates that string constants of the function hold."""
        found: dict[int, None] = {}
        texts = [atom.value for atom in value if isinstance(atom, Const)]
        for (function, instruction), module in self.program.units.items():
            if function == run.id:
                constant = run.code[instruction]
                if isinstance(constant, ir.Constant) and constant.value in texts:
                    found[module] = None
        return list(found)

    def template_namespace(self, module: int) -> list[Atom]:
        """The macros of a template, as the attributes of what importing it gives."""
        from piilint.propagate.atoms import mod

        return [mod(module)]
