from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.codec.decoding import array, blank, text
from leadconnector.codec.encoding import ensure
from leadconnector.codec.model import Model
from leadconnector.codec.requests import given, model, models, required
from leadconnector.codec.unset import UNSET, Unset
from leadconnector_invoices.models.additional_email_input import (
    AdditionalEmailInput,
    encode_additional_email_input,
)
from leadconnector_invoices.models.address_input import (
    AddressInput,
    encode_address_input,
)


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class ContactDetailsInput(Model):
    """The customer who receives an invoice."""

    id: str
    """Id of the contact. Source: page update-invoice."""
    name: str
    """Name of the contact. Source: page update-invoice."""
    email: str
    """E-mail address of the contact, to which the invoice goes. Source: page update-invoice."""
    phone_no: str | None | Unset = UNSET
    """Phone number of the contact, with the country's prefix. Source: page update-invoice."""
    additional_emails: list[AdditionalEmailInput] | None | Unset = UNSET
    """Further e-mail addresses of the contact. Source: page update-invoice."""
    company_name: str | None | Unset = UNSET
    """Company of the contact. Source: page update-invoice."""
    address: AddressInput | None | Unset = UNSET
    """Postal address of the contact. Source: page update-invoice."""
    custom_fields: list[Any] | None | Unset = UNSET
    """The location's own fields for the contact. Source: page update-invoice."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "id": "id",
        "name": "name",
        "email": "email",
        "phone_no": "phoneNo",
        "additional_emails": "additionalEmails",
        "company_name": "companyName",
        "address": "address",
        "custom_fields": "customFields",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = blank(cls)
        self.id = required(data, "id", text)
        self.name = required(data, "name", text)
        self.email = required(data, "email", text)
        self.phone_no = given(data, "phoneNo", text)
        self.additional_emails = given(data, "additionalEmails", models, AdditionalEmailInput.decode)
        self.company_name = given(data, "companyName", text)
        self.address = given(data, "address", model, AddressInput.decode)
        self.custom_fields = given(data, "customFields", array)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not ContactDetailsInput:
            ensure(self, ContactDetailsInput)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        data["id"] = self.id
        data["name"] = self.name
        data["email"] = self.email
        if self.phone_no is not UNSET:
            data["phoneNo"] = self.phone_no
        if self.additional_emails is not UNSET:
            data["additionalEmails"] = (
                None
                if self.additional_emails is None
                else [encode_additional_email_input(element) for element in self.additional_emails]
            )
        if self.company_name is not UNSET:
            data["companyName"] = self.company_name
        if self.address is not UNSET:
            data["address"] = None if self.address is None else encode_address_input(self.address)
        if self.custom_fields is not UNSET:
            data["customFields"] = self.custom_fields
        return data


encode_contact_details_input = ContactDetailsInput.encode
