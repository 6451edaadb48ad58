"""The registry of built-ins, with all that is in it: the modules that know something by behaviour fill it."""

from piilint.propagate import (
    copies,
    decisions,
    files,
    folded_texts,
    mappings_of_ones_own,
    namespaces,
    native_arguments,
    native_containers,
    native_mappings,
    native_operators,
    native_texts,
    natives,
    templates,
)
from piilint.propagate.native_registry import NATIVES

__all__ = ["FILLED_BY", "NATIVES"]

FILLED_BY = (
    decisions,
    natives,
    native_texts,
    templates,
    native_mappings,
    native_operators,
    native_containers,
    mappings_of_ones_own,
    copies,
    files,
    folded_texts,
    namespaces,
    native_arguments,
)

for _own, _base in (("UserList", "list"), ("UserDict", "dict"), ("UserString", "str")):
    for _name, _native in list(NATIVES.items()):
        if _name.startswith(f"builtins.{_base}."):
            NATIVES.setdefault(f"collections.{_own}.{_name.rpartition('.')[2]}", _native)
