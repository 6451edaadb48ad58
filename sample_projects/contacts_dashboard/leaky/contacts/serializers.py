"""What the call screen gets."""

from rest_framework import serializers

from contacts.models import Contact


class ContactSerializer(serializers.ModelSerializer):
    """One contact."""

    reference = serializers.CharField(source="customer.reference")
    ending = serializers.CharField()

    class Meta:
        model = Contact
        fields = [
            "full_name",
            "reference",
            "failed_calls",
            "ending",
            "phone_number",
        ]
