"""SQL in the text constants of a module: which rows its queries give, and which tables it creates.

The one place of sqlglot, which is imported when the first text reads as SQL.

We keep what a query *selects* (for each column the columns of tables that it is made of) and do not lower SQL to
instructions. A query has no flow of its own beyond that: its parameters are compared, not given back, and what an
INSERT or an UPDATE stores is shown to nobody. A list of columns answers all that is asked of it (by position, by name,
`*` against a table of another file), costs one small list in the store, and needs no look of the engine.
"""

from __future__ import annotations

from piilint.read.frontend.sql.texts import may_hold_queries, queries_of

__all__ = ["may_hold_queries", "queries_of"]
