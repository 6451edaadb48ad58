"""What is stored of a recording, and what the tool answers."""

from pydantic import BaseModel


class Recording(BaseModel):
    ref: str
    language: str
    seconds: float
    dialect: str | None = None
    latitude: float
    longitude: float


class Summary(BaseModel):
    ref: str
    language: str
    seconds: float
    dialect: str | None = None


class Place(BaseModel):
    ref: str
    where: str
    latitude: float
    longitude: float
    map_link: str
