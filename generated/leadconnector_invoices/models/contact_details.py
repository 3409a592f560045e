from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.codec.answer import Answer
from leadconnector.codec.decoding import blank, parts
from leadconnector.codec.encoding import ensure
from leadconnector_invoices.models.additional_email import (
    AdditionalEmail,
    encode_additional_email,
    read_additional_email,
)
from leadconnector_invoices.models.address import Address, encode_address, read_address


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class ContactDetails(Answer):
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
    """The location's own fields for the contact. Source: page update-invoice."""

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
    def from_record(cls, record: Any) -> Self:
        self = blank(cls)
        extra = record.extra()
        self.id = record.id
        self.name = record.name
        self.phone_no = record.phone_no
        self.email = record.email
        self.additional_emails = record.additional_emails and parts(record.additional_emails, read_additional_email)
        self.company_name = record.company_name
        self.address = record.address and read_address(record.address)
        self.custom_fields = record.custom_fields
        self._extra = extra or None
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


read_contact_details = ContactDetails.from_record
encode_contact_details = ContactDetails.encode
