from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.runtime.codec.decoding import (
    ABSENT,
    misfit,
    models,
    text,
)
from leadconnector.runtime.codec.encoding import ensure
from leadconnector.runtime.codec.model import Model
from leadconnector_invoices.models.additional_email import (
    AdditionalEmail,
    decode_additional_email,
    encode_additional_email,
)
from leadconnector_invoices.models.address import (
    Address,
    decode_address,
    encode_address,
)


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class ContactDetails(Model):
    """The customer who receives an invoice."""

    id: str | None = None
    """Id of the contact. Source: page update-invoice."""
    name: str | None = None
    """Name of the contact. Source: page update-invoice."""
    phone_no: str | None = None
    """Phone number of the contact, with the country's prefix. Source: page update-invoice."""
    email: str | None = None
    """E-mail address of the contact, to which the invoice goes. Source: page update-invoice."""
    additional_emails: list[AdditionalEmail] | None = None
    """Further e-mail addresses of the contact. Source: page update-invoice."""
    company_name: str | None = None
    """Company of the contact. Source: page update-invoice."""
    address: Address | None = None
    """Postal address of the contact. Source: page update-invoice."""
    custom_fields: list[Any] | None = None
    """The location's own fields for the contact, as a rule objects with `field` and `value`. Source: page update-
    invoice.
    """

    wire_names: ClassVar[Mapping[str, str]] = {
        "id": "id",
        "name": "name",
        "phone_no": "phoneNo",
        "email": "email",
        "additional_emails": "additionalEmails",
        "company_name": "companyName",
        "address": "address",
        "custom_fields": "customFields",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = object.__new__(cls)
        value = data.pop("id", ABSENT)
        self.id = value if value.__class__ is str else text(data, "id", value)
        value = data.pop("name", ABSENT)
        self.name = value if value.__class__ is str else text(data, "name", value)
        value = data.pop("phoneNo", ABSENT)
        self.phone_no = value if value.__class__ is str else text(data, "phoneNo", value)
        value = data.pop("email", ABSENT)
        self.email = value if value.__class__ is str else text(data, "email", value)
        value = data.pop("additionalEmails", ABSENT)
        self.additional_emails = models(data, "additionalEmails", value, decode_additional_email)
        value = data.pop("companyName", ABSENT)
        self.company_name = value if value.__class__ is str else text(data, "companyName", value)
        value = data.pop("address", ABSENT)
        self.address = decode_address(value) if value.__class__ is dict else misfit(data, "address", value)
        value = data.pop("customFields", ABSENT)
        self.custom_fields = value if value.__class__ is list else misfit(data, "customFields", value)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not ContactDetails:
            ensure(self, ContactDetails)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.id is not None:
            data["id"] = self.id
        if self.name is not None:
            data["name"] = self.name
        if self.phone_no is not None:
            data["phoneNo"] = self.phone_no
        if self.email is not None:
            data["email"] = self.email
        if self.additional_emails is not None:
            data["additionalEmails"] = [encode_additional_email(element) for element in self.additional_emails]
        if self.company_name is not None:
            data["companyName"] = self.company_name
        if self.address is not None:
            data["address"] = encode_address(self.address)
        if self.custom_fields is not None:
            data["customFields"] = self.custom_fields
        return data


decode_contact_details = ContactDetails.decode
encode_contact_details = ContactDetails.encode
