"""Invented customers and contacts."""

from datetime import datetime, timezone

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand

from contacts.models import Contact, Customer

CONTACTS = [
    ("Oona Vesterberg", "+353 1 555 0142", 4),
    ("Praxis Dr. Lindqvist", "+353 1 555 0199", 1),
    ("Mama", "+353 1 555 0117", 0),
    ("Tadhg (work)", "+353 1 555 0168", 0),
]


class Command(BaseCommand):
    """`python manage.py seed`."""

    def handle(self, *args, **options):
        User.objects.create_superuser("desk", password="desk")
        customer = Customer.objects.create(reference="K-20417", region="IE")
        Customer.objects.create(reference="K-20533", region="IE")
        for name, number, failed in CONTACTS:
            Contact.objects.create(
                customer=customer,
                full_name=name,
                phone_number=number,
                failed_calls=failed,
                synced=datetime(2026, 3, 1, tzinfo=timezone.utc),
            )
