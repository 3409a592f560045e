from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.codec.answer import Answer
from leadconnector.codec.decoding import blank
from leadconnector.codec.encoding import ensure


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class Address(Answer):
    """A postal address."""

    address_line_1: str | None = None
    """First line, such as street and number. Source: page update-invoice."""
    address_line_2: str | None = None
    """Second line. Source: page update-invoice."""
    city: str | None = None
    """City or town. Source: page update-invoice."""
    state: str | None = None
    """State or province. Source: page update-invoice."""
    country_code: str | None = None
    """Country, as an ISO 3166 code of two letters. Source: page update-invoice."""
    postal_code: str | None = None
    """Postal code. Source: page update-invoice."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "address_line_1": "addressLine1",
        "address_line_2": "addressLine2",
        "city": "city",
        "state": "state",
        "country_code": "countryCode",
        "postal_code": "postalCode",
    }

    @classmethod
    def from_record(cls, record: Any) -> Self:
        self = blank(cls)
        extra = record.extra()
        self.address_line_1 = record.address_line_1
        self.address_line_2 = record.address_line_2
        self.city = record.city
        self.state = record.state
        self.country_code = record.country_code
        self.postal_code = record.postal_code
        self._extra = extra or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not Address:
            ensure(self, Address)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.address_line_1 is not None:
            data["addressLine1"] = self.address_line_1
        if self.address_line_2 is not None:
            data["addressLine2"] = self.address_line_2
        if self.city is not None:
            data["city"] = self.city
        if self.state is not None:
            data["state"] = self.state
        if self.country_code is not None:
            data["countryCode"] = self.country_code
        if self.postal_code is not None:
            data["postalCode"] = self.postal_code
        return data


read_address = Address.from_record
encode_address = Address.encode
