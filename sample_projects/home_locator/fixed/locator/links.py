"""Links that open a position elsewhere."""

MAPS = "https://www.google.com/maps/search/?api=1&query="


def on_map(latitude: float, longitude: float) -> str:
    return f"{MAPS}{latitude:.1f},{longitude:.1f}"
