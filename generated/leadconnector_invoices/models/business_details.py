from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.codec.answer import Answer
from leadconnector.codec.decoding import blank
from leadconnector.codec.encoding import ensure
from leadconnector_invoices.models.address import Address, encode_address, read_address


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class BusinessDetails(Answer):
    """The business that sends an invoice."""

    logo_url: str | None = None
    """Address of the logo printed on the invoice. Source: page update-invoice."""
    name: str | None = None
    """Name of the business. Source: page update-invoice."""
    phone_no: str | None = None
    """Phone number of the business. Source: page update-invoice."""
    website: str | None = None
    """Website of the business. Source: page update-invoice."""
    custom_values: list[Any] | None = None
    """The location's own fields for the business. Source: page update-invoice."""
    address: Address | None = None
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
    def from_record(cls, record: Any) -> Self:
        self = blank(cls)
        extra = record.extra()
        self.logo_url = record.logo_url
        self.name = record.name
        self.phone_no = record.phone_no
        self.website = record.website
        self.custom_values = record.custom_values
        self.address = record.address and read_address(record.address)
        self._extra = extra or None
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
        if self.website is not None:
            data["website"] = self.website
        if self.custom_values is not None:
            data["customValues"] = self.custom_values
        if self.address is not None:
            data["address"] = encode_address(self.address)
        return data


read_business_details = BusinessDetails.from_record
encode_business_details = BusinessDetails.encode
