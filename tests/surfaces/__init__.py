"""What frameworks let a developer show, read from the frameworks themselves, beside what the rules say of it.

`NAME.surface.toml` in `tests/rules/frameworks/` describes one framework: what to install, where its callables stand,
and which of them show nothing, with the reason. `python -m tests.surfaces [NAME ...]` installs it in a virtual
environment of its own, lets `probe.py` read it there, and writes `NAME.surface.txt`. The tests compare the rules with
these files.
"""
