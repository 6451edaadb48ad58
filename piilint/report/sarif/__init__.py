"""SARIF 2.1.0, which code hosts and editors read.

One run; a result for each rule and sink; in it a code flow for each source.
"""

from piilint.report.sarif.document import sarif

__all__ = ["sarif"]
