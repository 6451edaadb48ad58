"""Cases: small programs in Markdown that say on each line what piilint must find there.

A second-level heading names a case, the prose below says why, and fenced blocks are its files:

    ## A phone number in a page
    Staff need no number to call a customer.
    ```py app/views.py
    print(customer.phone_number)  # expect: PII103
    ```

The words after the fence's language are the file's path, and a first line `# file: app/views.py` says the same. A
`toml` block without a path holds more rules; `toml alone` holds all the rules there are. `# expect:` (in templates
`{# expect: ... #}` or `<!-- expect: ... -->`) lists rule ids, rule names or kinds of sinks. It stands on the line of
the sink. Every line without it must be silent. A file named `piilint-baseline.jsonl` is the baseline.
"""

from piilint.cases.read import Case, CaseError, cases_in, documents
from piilint.cases.run import differences

__all__ = ["Case", "CaseError", "cases_in", "differences", "documents"]
