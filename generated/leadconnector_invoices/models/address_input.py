from __future__ import annotations

from typing import Any

from leadconnector.codec.containers import Field
from leadconnector.codec.enums import UNSET, Unset
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import TEXT, ensure
from leadconnector.codec.model import RequestModel


class AddressInput(RequestModel):
    """A postal address."""

    __slots__ = (
        "address_line_1",
        "address_line_2",
        "city",
        "state",
        "country_code",
        "postal_code",
    )

    address_line_1: str | None | Unset
    """First line, such as street and number."""
    address_line_2: str | None | Unset
    """Second line."""
    city: str | None | Unset
    """City or town."""
    state: str | None | Unset
    """State or province."""
    country_code: str | None | Unset
    """Country, as an ISO 3166 code of two letters."""
    postal_code: str | None | Unset
    """Postal code."""

    def __init__(
        self,
        *,
        address_line_1: str | None | Unset = UNSET,
        address_line_2: str | None | Unset = UNSET,
        city: str | None | Unset = UNSET,
        state: str | None | Unset = UNSET,
        country_code: str | None | Unset = UNSET,
        postal_code: str | None | Unset = UNSET,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.address_line_1 = address_line_1
        self.address_line_2 = address_line_2
        self.city = city
        self.state = state
        self.country_code = country_code
        self.postal_code = postal_code
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not AddressInput:
            ensure(self, AddressInput)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.address_line_1
        if value is not UNSET:
            data["addressLine1"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.address_line_2
        if value is not UNSET:
            data["addressLine2"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.city
        if value is not UNSET:
            data["city"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.state
        if value is not UNSET:
            data["state"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.country_code
        if value is not UNSET:
            data["countryCode"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.postal_code
        if value is not UNSET:
            data["postalCode"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        return data


AddressInput.FIELDS = (
    Field("address_line_1", "addressLine1", TEXT),
    Field("address_line_2", "addressLine2", TEXT),
    Field("city", "city", TEXT),
    Field("state", "state", TEXT),
    Field("country_code", "countryCode", TEXT),
    Field("postal_code", "postalCode", TEXT),
)
