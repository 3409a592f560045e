from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.codec.decoding import blank, text
from leadconnector.codec.encoding import ensure
from leadconnector.codec.model import Model
from leadconnector.codec.requests import given
from leadconnector.codec.unset import UNSET, Unset


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class AddressInput(Model):
    """A postal address."""

    address_line_1: str | None | Unset = UNSET
    """First line, such as street and number. Source: page update-invoice."""
    address_line_2: str | None | Unset = UNSET
    """Second line. Source: page update-invoice."""
    city: str | None | Unset = UNSET
    """City or town. Source: page update-invoice."""
    state: str | None | Unset = UNSET
    """State or province. Source: page update-invoice."""
    country_code: str | None | Unset = UNSET
    """Country, as an ISO 3166 code of two letters. Source: page update-invoice."""
    postal_code: str | None | Unset = UNSET
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
    def decode(cls, data: dict[str, Any]) -> Self:
        self = blank(cls)
        self.address_line_1 = given(data, "addressLine1", text)
        self.address_line_2 = given(data, "addressLine2", text)
        self.city = given(data, "city", text)
        self.state = given(data, "state", text)
        self.country_code = given(data, "countryCode", text)
        self.postal_code = given(data, "postalCode", text)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not AddressInput:
            ensure(self, AddressInput)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.address_line_1 is not UNSET:
            data["addressLine1"] = self.address_line_1
        if self.address_line_2 is not UNSET:
            data["addressLine2"] = self.address_line_2
        if self.city is not UNSET:
            data["city"] = self.city
        if self.state is not UNSET:
            data["state"] = self.state
        if self.country_code is not UNSET:
            data["countryCode"] = self.country_code
        if self.postal_code is not UNSET:
            data["postalCode"] = self.postal_code
        return data


encode_address_input = AddressInput.encode
