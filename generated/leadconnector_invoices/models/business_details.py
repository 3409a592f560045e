from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.runtime.codec.decoding import (
    ABSENT,
    misfit,
    text,
)
from leadconnector.runtime.codec.encoding import ensure
from leadconnector.runtime.codec.model import Model
from leadconnector_invoices.models.address import (
    Address,
    decode_address,
    encode_address,
)


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class BusinessDetails(Model):
    """The business that sends an invoice."""

    logo_url: str | None = None
    """Address of the logo printed on the invoice. Source: page update-invoice."""
    name: str | None = None
    """Name of the business. Source: page update-invoice."""
    phone_no: str | None = None
    """Phone number of the business. Source: page update-invoice."""
    address: Address | None = None
    """Postal address of the business; webhooks send a string in its place. Source: page update-invoice."""
    website: str | None = None
    """Website of the business. Source: page update-invoice."""
    custom_values: list[Any] | None = None
    """The location's own fields for the business; the shape of an entry is not known. Source: page update-invoice."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "logo_url": "logoUrl",
        "name": "name",
        "phone_no": "phoneNo",
        "address": "address",
        "website": "website",
        "custom_values": "customValues",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = object.__new__(cls)
        value = data.pop("logoUrl", ABSENT)
        self.logo_url = value if value.__class__ is str else text(data, "logoUrl", value)
        value = data.pop("name", ABSENT)
        self.name = value if value.__class__ is str else text(data, "name", value)
        value = data.pop("phoneNo", ABSENT)
        self.phone_no = value if value.__class__ is str else text(data, "phoneNo", value)
        value = data.pop("address", ABSENT)
        self.address = decode_address(value) if value.__class__ is dict else misfit(data, "address", value)
        value = data.pop("website", ABSENT)
        self.website = value if value.__class__ is str else text(data, "website", value)
        value = data.pop("customValues", ABSENT)
        self.custom_values = value if value.__class__ is list else misfit(data, "customValues", value)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not BusinessDetails:
            ensure(self, BusinessDetails)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.logo_url is not None:
            data["logoUrl"] = self.logo_url
        if self.name is not None:
            data["name"] = self.name
        if self.phone_no is not None:
            data["phoneNo"] = self.phone_no
        if self.address is not None:
            data["address"] = encode_address(self.address)
        if self.website is not None:
            data["website"] = self.website
        if self.custom_values is not None:
            data["customValues"] = self.custom_values
        return data


decode_business_details = BusinessDetails.decode
encode_business_details = BusinessDetails.encode
