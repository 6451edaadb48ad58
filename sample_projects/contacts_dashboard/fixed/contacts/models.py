"""Customers, and what their speakers took from their telephones' address books."""

from django.db import models


class Customer(models.Model):
    """Somebody whose speaker places calls. The desk knows them by a reference alone."""

    reference = models.CharField(max_length=12, unique=True)
    region = models.CharField(max_length=2)

    def __str__(self):
        return self.reference


class Contact(models.Model):
    """Somebody whom a customer can have called: a friend, a doctor, a daughter."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contacts")
    full_name = models.CharField(max_length=80)
    phone_number = models.CharField(max_length=24)
    failed_calls = models.PositiveIntegerField(default=0)
    synced = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    @property
    def ending(self):
        """By this much two contacts are told apart on the telephone."""
        return f"ends in {self.phone_number[-2:]}"


class Look(models.Model):
    """Who looked at whose contacts, and when."""

    staff = models.ForeignKey("auth.User", on_delete=models.PROTECT)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    screen = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        permissions = [("see_contacts", "Can see what customers' speakers can call")]
