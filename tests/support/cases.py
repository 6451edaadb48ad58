"""The project's own cases are those that `piilint rules test` runs (see `piilint.cases`)."""

from __future__ import annotations

from piilint.cases import Case, cases_in, differences

__all__ = ["Case", "cases_in", "differences"]
