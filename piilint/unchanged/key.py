"""The name of a run: the same for two runs exactly where their reports must be the same."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

from piilint.store import Store, code_version
from piilint.terms.baseline import BaselineEntry
from piilint.terms.config import Config
from piilint.terms.rulebook import Rulebook
from piilint.terms.source_file import SourceFile
from piilint.unchanged.contents import digests_of


def name_of_run(
    files: Sequence[SourceFile], config: Config, rulebook: Rulebook, baseline: Sequence[BaselineEntry], store: Store
) -> bytes | None:
    """Names piilint's own code, the rules, the settings that count, the baseline and all files with their contents.

    None for a run that cannot be named: a file that cannot be read, or a comparison with a revision.
    """
    if config.diff is not None or config.locked or config.cache_dir is None:
        return None
    try:
        digests = digests_of(files, store)
    except OSError:
        return None
    digest = blake2b(code_version(), digest_size=20)
    settings = replace(config, jobs=0, cache_dir=None, severity=dict(sorted(config.severity.items())))
    # an entry is stale where its file is gone, and that may be a file that this run does not look at
    gone = [entry.path for entry in baseline if not Path(config.base, entry.path).exists()]
    for part in (sys.version_info[:2], rulebook.digest, settings, tuple(baseline), gone):
        _add(digest, repr(part).encode("utf-8", "surrogateescape"))
    for file in files:
        for text in (file.path, file.root, file.language, file.project):
            _add(digest, text.encode("utf-8", "surrogateescape"))
        digest.update(digests[file.path])
    return digest.digest()


def _add(digest: blake2b, part: bytes) -> None:
    # with its length before it, so that no two lists of parts are written alike
    digest.update(len(part).to_bytes(8, "big") + part)
