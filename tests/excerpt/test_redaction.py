"""Code is shown without the personal data that people paste into it."""

from __future__ import annotations

import pytest

from piilint.excerpt.redact import redacted


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('to = "ann.neil+x@example.co.uk"', 'to = "************************"'),
        ('call("+353 87 123 4567")', 'call("****************")'),
        ('call("(087) 123-4567")', 'call("**************")'),
        ('call("555-0123")', 'call("********")'),
        ("phone = 353871234567", "phone = ************"),
        ('ssn = "123-45-6789"', 'ssn = "***********"'),
        ("home = (53.34981, -6.26031)", "home = (********, ********)"),
        ('"53.349805,-6.26031"', '"*********,********"'),
    ],
)
def test_personal_literals_become_stars_of_equal_length(line: str, shown: str) -> None:
    assert redacted(line) == shown
    assert len(shown) == len(line)


@pytest.mark.parametrize(
    "line",
    [
        "x = round(lat, 2) + 1.25",
        'until = "2027-03-31"',
        'at = "2027-03-31 10:15:00"',
        "retry(attempts=10, wait=86400)",
        "page[100:2000]",
        "total = 100 - 2000 + 30000 * 400000",
        "@app.route",
        "decorated = f(x) @ g(y)",
        'version = "1.22.3"',
    ],
)
def test_other_code_stays_as_it_is(line: str) -> None:
    assert redacted(line) == line
