"""The register: from a serial number to an account, and from an account to a person."""

import logging
import sqlite3

from owner_lookup.models import Device, Owner

log = logging.getLogger(__name__)

DEVICE = "SELECT serial, kind, sold_on, account FROM device WHERE serial = ?"
LATEST = "SELECT serial, kind, sold_on, account FROM device ORDER BY sold_on DESC LIMIT ?"
OWNER = "SELECT name, phone, mail, street FROM person WHERE account = ?"


class Register:
    def __init__(self, path):
        self.connection = sqlite3.connect(path)

    def device(self, serial):
        found = self.connection.execute(DEVICE, (serial,)).fetchone()
        return Device(*found) if found else None

    def latest(self, limit=6):
        """The devices that were paired last."""
        return [Device(*row) for row in self.connection.execute(LATEST, (limit,))]

    def owner_of(self, device):
        found = self.connection.execute(OWNER, (device.account_number,)).fetchone()
        log.info("owner of a %s looked up", device.kind)
        return Owner(*found)

    def remove(self, serial):
        self.connection.execute("DELETE FROM device WHERE serial = ?", (serial,))
        self.connection.commit()
