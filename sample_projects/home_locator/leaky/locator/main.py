"""What the page of the tool asks for: `uvicorn locator.main:app`."""

from fastapi import FastAPI, HTTPException

from locator.geocoder import place_at
from locator.links import on_map
from locator.models import Place, Recording, Summary
from locator.store import recordings

app = FastAPI(title="Recording locator")


def _recording(ref: str) -> Recording:
    recording = recordings.find(ref)
    if recording is None:
        raise HTTPException(404, "There is no such recording.")
    return recording


@app.get("/recordings")
def queue() -> list[Recording]:
    return recordings.all()


@app.get("/recordings/{ref}/place", response_model=Place)
async def place(ref: str):
    recording = _recording(ref)
    return Place(
        ref=recording.ref,
        where=await place_at(recording.latitude, recording.longitude),
        latitude=recording.latitude,
        longitude=recording.longitude,
        map_link=on_map(recording.latitude, recording.longitude),
    )


@app.put("/recordings/{ref}/dialect", response_model=Summary)
def label(ref: str, dialect: str):
    recording = _recording(ref)
    recordings.label(ref, dialect)
    return recording
