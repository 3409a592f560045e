from __future__ import annotations

from typing import Any, Self

from leadconnector.codec.containers import Field
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import LENIENT_TEXT, MisfitError, blank, ensure
from leadconnector.codec.model import ResponseModel


class Address(ResponseModel):
    """A postal address."""

    __slots__ = (
        "address_line_1",
        "address_line_2",
        "city",
        "state",
        "country_code",
        "postal_code",
    )

    address_line_1: str | None
    """First line, such as street and number."""
    address_line_2: str | None
    """Second line."""
    city: str | None
    """City or town."""
    state: str | None
    """State or province."""
    country_code: str | None
    """Country, as an ISO 3166 code of two letters."""
    postal_code: str | None
    """Postal code."""

    def __init__(
        self,
        *,
        address_line_1: str | None = None,
        address_line_2: str | None = None,
        city: str | None = None,
        state: str | None = None,
        country_code: str | None = None,
        postal_code: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.address_line_1 = address_line_1
        self.address_line_2 = address_line_2
        self.city = city
        self.state = state
        self.country_code = country_code
        self.postal_code = postal_code
        self._extra = extra

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        value = data.pop("addressLine1", UNSET)
        self.address_line_1 = (
            value
            if value.__class__ is str
            else None
            if value is UNSET
            else LENIENT_TEXT.take(data, "addressLine1", value)
        )
        value = data.pop("addressLine2", UNSET)
        self.address_line_2 = (
            value
            if value.__class__ is str
            else None
            if value is UNSET
            else LENIENT_TEXT.take(data, "addressLine2", value)
        )
        value = data.pop("city", UNSET)
        self.city = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "city", value)
        )
        value = data.pop("state", UNSET)
        self.state = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "state", value)
        )
        value = data.pop("countryCode", UNSET)
        self.country_code = (
            value
            if value.__class__ is str
            else None
            if value is UNSET
            else LENIENT_TEXT.take(data, "countryCode", value)
        )
        value = data.pop("postalCode", UNSET)
        self.postal_code = (
            value
            if value.__class__ is str
            else None
            if value is UNSET
            else LENIENT_TEXT.take(data, "postalCode", value)
        )
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not Address:
            ensure(self, Address)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.address_line_1
        if value is not None:
            data["addressLine1"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.address_line_2
        if value is not None:
            data["addressLine2"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.city
        if value is not None:
            data["city"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.state
        if value is not None:
            data["state"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.country_code
        if value is not None:
            data["countryCode"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.postal_code
        if value is not None:
            data["postalCode"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        return data


Address.FIELDS = (
    Field("address_line_1", "addressLine1", LENIENT_TEXT),
    Field("address_line_2", "addressLine2", LENIENT_TEXT),
    Field("city", "city", LENIENT_TEXT),
    Field("state", "state", LENIENT_TEXT),
    Field("country_code", "countryCode", LENIENT_TEXT),
    Field("postal_code", "postalCode", LENIENT_TEXT),
)
