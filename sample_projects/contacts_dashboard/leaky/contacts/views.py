"""The pages of the desk, and the answers that its call screen asks for."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.views.generic import ListView
from rest_framework import viewsets
from rest_framework.permissions import IsAuthenticated

from contacts.models import Contact, Customer
from contacts.serializers import ContactSerializer


class CustomerList(LoginRequiredMixin, ListView):
    """All customers, by their reference."""

    model = Customer
    queryset = Customer.objects.annotate(known=Count("contacts")).order_by("reference")
    context_object_name = "customers"


@login_required
def dashboard(request, number):
    """All contacts of one customer, those that could not be reached first."""
    customer = get_object_or_404(Customer, pk=number)
    found = customer.contacts.order_by("-failed_calls")

    return render(request, "contacts/dashboard.html", {"customer": customer, "contacts": found})


@login_required
def recent(request, number):
    """What came with the last synchronisation."""
    customer = get_object_or_404(Customer, pk=number)
    newest = customer.contacts.order_by("-synced")[:5]

    return render(request, "contacts/recent.html", {"customer": customer, "contacts": newest})


class ContactViewSet(viewsets.ReadOnlyModelViewSet):
    """Contacts for the call screen."""

    queryset = Contact.objects.select_related("customer")
    serializer_class = ContactSerializer
    permission_classes = [IsAuthenticated]
