from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.codec.decoding import array, blank, text
from leadconnector.codec.encoding import ensure
from leadconnector.codec.model import Model
from leadconnector.codec.requests import given, model
from leadconnector.codec.unset import UNSET, Unset
from leadconnector_invoices.models.address_input import (
    AddressInput,
    encode_address_input,
)


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class BusinessDetailsInput(Model):
    """The business that sends an invoice."""

    logo_url: str | None | Unset = UNSET
    """Address of the logo printed on the invoice. Source: page update-invoice."""
    name: str | None | Unset = UNSET
    """Name of the business. Source: page update-invoice."""
    phone_no: str | None | Unset = UNSET
    """Phone number of the business. Source: page update-invoice."""
    website: str | None | Unset = UNSET
    """Website of the business. Source: page update-invoice."""
    custom_values: list[Any] | None | Unset = UNSET
    """The location's own fields for the business. Source: page update-invoice."""
    address: AddressInput | None | Unset = UNSET
    """Postal address of the business; an object, although the documentation shows a text, which webhooks send. Source:
    fact q10, page update-invoice.
    """

    wire_names: ClassVar[Mapping[str, str]] = {
        "logo_url": "logoUrl",
        "name": "name",
        "phone_no": "phoneNo",
        "website": "website",
        "custom_values": "customValues",
        "address": "address",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = blank(cls)
        self.logo_url = given(data, "logoUrl", text)
        self.name = given(data, "name", text)
        self.phone_no = given(data, "phoneNo", text)
        self.website = given(data, "website", text)
        self.custom_values = given(data, "customValues", array)
        self.address = given(data, "address", model, AddressInput.decode)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not BusinessDetailsInput:
            ensure(self, BusinessDetailsInput)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.logo_url is not UNSET:
            data["logoUrl"] = self.logo_url
        if self.name is not UNSET:
            data["name"] = self.name
        if self.phone_no is not UNSET:
            data["phoneNo"] = self.phone_no
        if self.website is not UNSET:
            data["website"] = self.website
        if self.custom_values is not UNSET:
            data["customValues"] = self.custom_values
        if self.address is not UNSET:
            data["address"] = None if self.address is None else encode_address_input(self.address)
        return data


encode_business_details_input = BusinessDetailsInput.encode
