"""What shapes of texts fit."""

from __future__ import annotations

import pytest

from piilint.terms.shape import begins


@pytest.mark.parametrize(
    ("shape", "text", "at"),
    [
        ("https://maps.example/**", "https://maps.example/?q=", 0),
        ("https://maps.example/**", '<a href="https://maps.example/?q=', 9),
        ("https://maps.example/**", "https://maps.example.org/?q=", -1),
        ("http*://*.example/maps**", "https://www.maps.example/maps?q=", 0),
        ("http*://*.example/maps**", "https://www.example/search/maps?q=", -1),
        ("geo:", "at geo:", 3),
        ("geo:", "geo: nowhere", -1),
        ("geo:", "surgeo:", -1),
        ("**/reverse", "https://any.example/v1/reverse", 0),
    ],
)
def test_a_shape_fits_from_somewhere_in_a_text_to_its_end(shape: str, text: str, at: int) -> None:
    assert begins(shape, text) == at
