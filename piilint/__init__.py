"""piilint finds personal data that reaches people's eyes.

It reads Python code, templates and notebooks into one small intermediate representation, follows personal data from
where it enters (fields, keys, columns, calls) to where somebody sees it (pages, API answers, logs, exports, ...), and
reports the flows that your rules forbid, each with its trace. `piilint.pipeline` is the program on a page.
"""

__version__ = "0.1.0"
