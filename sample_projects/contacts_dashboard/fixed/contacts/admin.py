"""The pages of the administration."""

from django.contrib import admin

from contacts.models import Contact, Customer, Look


@admin.register(Customer)
class CustomerAdmin(admin.ModelAdmin):
    """Customers."""

    list_display = ["reference", "region"]


@admin.register(Contact)
class ContactAdmin(admin.ModelAdmin):
    """Contacts."""

    list_display = [
        "customer",
        "failed_calls",
        "ending",
    ]
    fields = ["customer", "failed_calls"]
    list_select_related = ["customer"]


@admin.register(Look)
class LookAdmin(admin.ModelAdmin):
    """The journal: for those who have to answer for it."""

    list_display = ["at", "customer", "screen"]
    fields = ["customer", "screen"]
