"""read: source files -> ModuleIRs. The store first; what it does not have goes through a frontend, in many processes.

    load (files) -> look up (store) -> lower (frontends, parallel) -> Reading

A file that cannot be read is a problem of the report, never a crash.
"""

from piilint.read.parallel import available_cores, batches
from piilint.read.reading import Reading
from piilint.read.stage import read

__all__ = ["Reading", "available_cores", "batches", "read"]
