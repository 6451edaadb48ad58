"""`piilint.toml` or `[tool.piilint]`, and what the command line says -> one frozen Config.

One config a run: flows cross packages, so the folder nearest to the first path decides for all of them. `locate.py`
finds the file, `keys.py` is the table of its keys, `settings.py` reads one by the other. What is wrong with a config
file is told at once, each mistake with its file and line.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from piilint.config.json_schema import config_schema
from piilint.config.locate import locate
from piilint.config.settings import settings_of
from piilint.terms.config import Config
from piilint.terms.errors import UserError
from piilint.terms.grades import Confidence, Severity
from piilint.terms.spelling import did_you_mean, listed

__all__ = ["config_schema", "load_config"]

_GRADES: Mapping[str, type[Severity] | type[Confidence]] = {"fail_on": Severity, "min_confidence": Confidence}


def load_config(
    first_path: str | None, *, explicit: str | None, isolated: bool, overrides: Mapping[str, object]
) -> Config:
    """The settings of a run: what the command line says, over the config file, over the defaults.

    `overrides` are fields of Config as the command line gives them; None and empty lists stand for an option that was
    not given, save for `cache_dir`, whose None is "no cache". Raises one UserError with all mistakes of the file.
    """
    found = None if isolated else locate(first_path, explicit)
    settings: dict[str, Any] = settings_of(found) if found is not None else {}
    for name, value in overrides.items():
        if name == "cache_dir" or value not in (None, (), []):
            settings[name] = _typed(name, value)
    return Config(**settings)


def _typed(name: str, value: object) -> object:
    """A list as a tuple; the word of a grade as the grade."""
    if isinstance(value, list):
        return tuple(value)
    if name in _GRADES and isinstance(value, str):
        words = {str(grade): grade for grade in reversed(_GRADES[name])}
        if value not in words:
            option = name.replace("_", "-")
            raise UserError(f'--{option}: "{value}" is not {listed(words)}{did_you_mean(value, words)}')
        return words[value]
    return value
