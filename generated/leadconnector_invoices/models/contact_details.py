from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from leadconnector.codec.containers import Field, ListOf, ModelOf
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import ARRAY, LENIENT_TEXT, MisfitError, blank, converted_optional, ensure
from leadconnector.codec.model import ResponseModel
from leadconnector_invoices import models as _models


class ContactDetails(ResponseModel):
    """The customer who receives an invoice."""

    __slots__ = (
        "id",
        "name",
        "phone_no",
        "email",
        "additional_emails",
        "company_name",
        "address",
        "custom_fields",
    )

    id: str | None
    """Id of the contact."""
    name: str | None
    """Name of the contact."""
    phone_no: str | None
    """Phone number of the contact, with the country's prefix."""
    email: str | None
    """E-mail address of the contact, to which the invoice goes."""
    additional_emails: list[_models.AdditionalEmail] | None
    """Further e-mail addresses of the contact."""
    company_name: str | None
    """Company of the contact."""
    address: _models.Address | None
    """Postal address of the contact."""
    custom_fields: list[Any] | None
    """The location's own fields for the contact."""

    def __init__(
        self,
        *,
        id: str | None = None,
        name: str | None = None,
        phone_no: str | None = None,
        email: str | None = None,
        additional_emails: Iterable[_models.AdditionalEmail] | None = None,
        company_name: str | None = None,
        address: _models.Address | None = None,
        custom_fields: list[Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.id = id
        self.name = name
        self.phone_no = phone_no
        self.email = email
        self.additional_emails = converted_optional(
            _additional_emails_kind, "ContactDetails.additional_emails", additional_emails
        )
        self.company_name = company_name
        self.address = address
        self.custom_fields = custom_fields
        self._extra = extra

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        value = data.pop("id", UNSET)
        self.id = value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "id", value)
        value = data.pop("name", UNSET)
        self.name = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "name", value)
        )
        value = data.pop("phoneNo", UNSET)
        self.phone_no = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "phoneNo", value)
        )
        value = data.pop("email", UNSET)
        self.email = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "email", value)
        )
        value = data.pop("additionalEmails", UNSET)
        self.additional_emails = (
            None if value is UNSET else _additional_emails_kind.take(data, "additionalEmails", value)
        )
        value = data.pop("companyName", UNSET)
        self.company_name = (
            value
            if value.__class__ is str
            else None
            if value is UNSET
            else LENIENT_TEXT.take(data, "companyName", value)
        )
        value = data.pop("address", UNSET)
        self.address = (
            _address_kind.read(value)
            if value.__class__ is dict
            else None
            if value is UNSET
            else _address_kind.take(data, "address", value)
        )
        value = data.pop("customFields", UNSET)
        self.custom_fields = (
            value if value.__class__ is list else None if value is UNSET else ARRAY.take(data, "customFields", value)
        )
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not ContactDetails:
            ensure(self, ContactDetails)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.id
        if value is not None:
            data["id"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.name
        if value is not None:
            data["name"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.phone_no
        if value is not None:
            data["phoneNo"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.email
        if value is not None:
            data["email"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.additional_emails
        if value is not None:
            data["additionalEmails"] = (
                [_additional_emails_kind.element.write(each) for each in value]
                if value.__class__ is list
                else _additional_emails_kind.write(value)
            )
        value = self.company_name
        if value is not None:
            data["companyName"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.address
        if value is not None:
            data["address"] = _address_kind.write(value)
        value = self.custom_fields
        if value is not None:
            data["customFields"] = ARRAY.write(value)
        return data


_additional_emails_kind = ListOf(ModelOf(lambda: _models.AdditionalEmail))
_address_kind = ModelOf(lambda: _models.Address)
ContactDetails.FIELDS = (
    Field("id", "id", LENIENT_TEXT),
    Field("name", "name", LENIENT_TEXT),
    Field("phone_no", "phoneNo", LENIENT_TEXT),
    Field("email", "email", LENIENT_TEXT),
    Field("additional_emails", "additionalEmails", _additional_emails_kind),
    Field("company_name", "companyName", LENIENT_TEXT),
    Field("address", "address", _address_kind),
    Field("custom_fields", "customFields", ARRAY),
)
