"""Rule files -> Rulebook: all knowledge about the world, read, validated and frozen.

`schema.py` is the rule language in one table. `files.py` finds and reads the files, `scan.py` knows the lines that
things stand on, `convert.py` reads one entry by the schema, `validate.py` checks what only all entries together can
tell, and `load.py` puts these together. Whatever is wrong is told at once, each complaint with its file and line.
"""

from piilint.rulebook.files import built_in_rules
from piilint.rulebook.json_schema import rules_schema
from piilint.rulebook.load import load_rulebook
from piilint.rulebook.lookup import rule_named, rules_like

__all__ = ["built_in_rules", "load_rulebook", "rule_named", "rules_like", "rules_schema"]
