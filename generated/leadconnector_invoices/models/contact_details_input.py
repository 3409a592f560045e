from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from leadconnector.codec.containers import Field, ListOf, ModelOf
from leadconnector.codec.enums import UNSET, Unset
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import ARRAY, TEXT, converted_optional, ensure
from leadconnector.codec.model import RequestModel
from leadconnector_invoices import models as _models


class ContactDetailsInput(RequestModel):
    """The customer who receives an invoice."""

    __slots__ = (
        "id",
        "name",
        "email",
        "phone_no",
        "additional_emails",
        "company_name",
        "address",
        "custom_fields",
    )

    id: str
    """Id of the contact."""
    name: str
    """Name of the contact."""
    email: str
    """E-mail address of the contact, to which the invoice goes."""
    phone_no: str | None | Unset
    """Phone number of the contact, with the country's prefix."""
    additional_emails: list[_models.AdditionalEmailInput] | None | Unset
    """Further e-mail addresses of the contact."""
    company_name: str | None | Unset
    """Company of the contact."""
    address: _models.AddressInput | None | Unset
    """Postal address of the contact."""
    custom_fields: list[Any] | None | Unset
    """The location's own fields for the contact."""

    def __init__(
        self,
        *,
        id: str,
        name: str,
        email: str,
        phone_no: str | None | Unset = UNSET,
        additional_emails: Iterable[_models.AdditionalEmailInput] | None | Unset = UNSET,
        company_name: str | None | Unset = UNSET,
        address: _models.AddressInput | None | Unset = UNSET,
        custom_fields: list[Any] | None | Unset = UNSET,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.id = id
        self.name = name
        self.email = email
        self.phone_no = phone_no
        self.additional_emails = converted_optional(
            _additional_emails_kind, "ContactDetailsInput.additional_emails", additional_emails
        )
        self.company_name = company_name
        self.address = address
        self.custom_fields = custom_fields
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not ContactDetailsInput:
            ensure(self, ContactDetailsInput)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.id
        data["id"] = value if value.__class__ is str else TEXT.write(value)
        value = self.name
        data["name"] = value if value.__class__ is str else TEXT.write(value)
        value = self.email
        data["email"] = value if value.__class__ is str else TEXT.write(value)
        value = self.phone_no
        if value is not UNSET:
            data["phoneNo"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.additional_emails
        if value is not UNSET:
            data["additionalEmails"] = (
                None
                if value is None
                else [_additional_emails_kind.element.write(each) for each in value]
                if value.__class__ is list
                else _additional_emails_kind.write(value)
            )
        value = self.company_name
        if value is not UNSET:
            data["companyName"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.address
        if value is not UNSET:
            data["address"] = None if value is None else _address_kind.write(value)
        value = self.custom_fields
        if value is not UNSET:
            data["customFields"] = None if value is None else ARRAY.write(value)
        return data


_additional_emails_kind = ListOf(ModelOf(lambda: _models.AdditionalEmailInput))
_address_kind = ModelOf(lambda: _models.AddressInput)
ContactDetailsInput.FIELDS = (
    Field("id", "id", TEXT, required=True),
    Field("name", "name", TEXT, required=True),
    Field("email", "email", TEXT, required=True),
    Field("phone_no", "phoneNo", TEXT),
    Field("additional_emails", "additionalEmails", _additional_emails_kind),
    Field("company_name", "companyName", TEXT),
    Field("address", "address", _address_kind),
    Field("custom_fields", "customFields", ARRAY),
)
