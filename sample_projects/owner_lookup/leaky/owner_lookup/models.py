"""What the register holds: devices, and the people whose accounts they are paired with."""

from dataclasses import dataclass


@dataclass
class Device:
    serial_number: str
    kind: str
    sold_on: str
    account_number: str


@dataclass
class Owner:
    full_name: str
    phone_number: str
    email: str
    street_address: str
