"""The tickets of the support: a person asked for help with a device."""

OPEN = {"T-1188": "SPK100421", "T-1190": "SPK100733"}


class NoTicket(Exception):
    """Nobody asked for help with this device."""


def waiting():
    return len(OPEN)


def demand_open_ticket(number, serial):
    """Raises NoTicket unless there is an open ticket of that number about the device."""
    if OPEN.get(number) != serial:
        raise NoTicket(f"There is no open ticket {number or 'without a number'} for this device.")
