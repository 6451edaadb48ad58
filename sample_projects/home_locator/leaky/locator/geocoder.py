"""From a position to a place, by the geocoder that the maps team pays for."""

import os

import httpx

GEOCODER = os.getenv("GEOCODER", "https://geocoder.example")


async def place_at(latitude: float, longitude: float) -> str:
    """What is there, in words."""
    asked = {"lat": latitude, "lon": longitude}
    async with httpx.AsyncClient(timeout=5) as client:
        answer = await client.get(f"{GEOCODER}/v1/reverse", params=asked)
    answer.raise_for_status()
    nearest = answer.json()["results"][0]
    return nearest["formatted_address"]
