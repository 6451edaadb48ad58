"""The journal of looks: without an entry nobody can say later who has seen what."""

from contacts.models import Look


def record_look(staff, customer, screen):
    """Writes down who looks at a customer's contacts."""
    Look.objects.create(staff=staff, customer=customer, screen=screen)
