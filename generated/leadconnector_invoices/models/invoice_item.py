from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Self

from leadconnector.codec.containers import Field, ListOf, ModelOf
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import (
    BOOLEAN,
    LENIENT_TEXT,
    NUMBER,
    EnumOf,
    MisfitError,
    blank,
    converted_optional,
    ensure,
    text_of,
)
from leadconnector.codec.model import ResponseModel
from leadconnector_invoices import models as _models


class InvoiceItem(ResponseModel):
    """One line of an invoice."""

    __slots__ = (
        "id",
        "name",
        "description",
        "product_id",
        "price_id",
        "currency",
        "amount",
        "qty",
        "taxes",
        "automatic_tax_category_id",
        "is_setup_fee_item",
        "type",
        "tax_inclusive",
        "item_total_tax",
        "item_total_discount",
        "item_unit_discount",
    )

    id: str | None
    """Id of the line."""
    name: str | None
    """Name of the item."""
    description: str | None
    """More about the item."""
    product_id: str | None
    """Id of the product that is sold."""
    price_id: str | None
    """Id of the product's price."""
    currency: str | None
    """Currency of `amount`, as an ISO 4217 code."""
    amount: Decimal | None
    """Price of one unit in major units of `currency` (999 is 999.00)."""
    qty: Decimal | None
    """Number of units."""
    taxes: list[_models.Tax] | None
    """Taxes on the item."""
    automatic_tax_category_id: str | None
    """Category by which the item's tax is worked out automatically."""
    is_setup_fee_item: bool | None
    """True for a set-up fee, which stands only on the first invoice of a recurring schedule."""
    type: _models.ItemPriceType | None
    """Whether the price is charged once or again and again."""
    tax_inclusive: bool | None
    """True if `amount` already contains the tax."""
    item_total_tax: Decimal | None
    """Tax on the line in major units of `currency`."""
    item_total_discount: Decimal | None
    """Discount on the line in major units of `currency`."""
    item_unit_discount: Decimal | None
    """Discount on one unit in major units of `currency`."""

    def __init__(
        self,
        *,
        id: str | None = None,
        name: str | None = None,
        description: str | None = None,
        product_id: str | None = None,
        price_id: str | None = None,
        currency: str | None = None,
        amount: Decimal | int | str | None = None,
        qty: Decimal | int | str | None = None,
        taxes: Iterable[_models.Tax] | None = None,
        automatic_tax_category_id: str | None = None,
        is_setup_fee_item: bool | None = None,
        type: _models.ItemPriceType | None = None,
        tax_inclusive: bool | None = None,
        item_total_tax: Decimal | int | str | None = None,
        item_total_discount: Decimal | int | str | None = None,
        item_unit_discount: Decimal | int | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.id = id
        self.name = name
        self.description = description
        self.product_id = product_id
        self.price_id = price_id
        self.currency = currency
        self.amount = converted_optional(NUMBER, "InvoiceItem.amount", amount)
        self.qty = converted_optional(NUMBER, "InvoiceItem.qty", qty)
        self.taxes = converted_optional(_taxes_kind, "InvoiceItem.taxes", taxes)
        self.automatic_tax_category_id = automatic_tax_category_id
        self.is_setup_fee_item = is_setup_fee_item
        self.type = type
        self.tax_inclusive = tax_inclusive
        self.item_total_tax = converted_optional(NUMBER, "InvoiceItem.item_total_tax", item_total_tax)
        self.item_total_discount = converted_optional(NUMBER, "InvoiceItem.item_total_discount", item_total_discount)
        self.item_unit_discount = converted_optional(NUMBER, "InvoiceItem.item_unit_discount", item_unit_discount)
        self._extra = extra

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        value = data.pop("_id", UNSET)
        self.id = value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "_id", value)
        value = data.pop("name", UNSET)
        self.name = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "name", value)
        )
        value = data.pop("description", UNSET)
        self.description = (
            value
            if value.__class__ is str
            else None
            if value is UNSET
            else LENIENT_TEXT.take(data, "description", value)
        )
        value = data.pop("productId", UNSET)
        self.product_id = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "productId", value)
        )
        value = data.pop("priceId", UNSET)
        self.price_id = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "priceId", value)
        )
        value = data.pop("currency", UNSET)
        self.currency = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "currency", value)
        )
        value = data.pop("amount", UNSET)
        self.amount = (
            value if value.__class__ is Decimal else None if value is UNSET else NUMBER.take(data, "amount", value)
        )
        value = data.pop("qty", UNSET)
        self.qty = value if value.__class__ is Decimal else None if value is UNSET else NUMBER.take(data, "qty", value)
        value = data.pop("taxes", UNSET)
        self.taxes = None if value is UNSET else _taxes_kind.take(data, "taxes", value)
        value = data.pop("automaticTaxCategoryId", UNSET)
        self.automatic_tax_category_id = (
            value
            if value.__class__ is str
            else None
            if value is UNSET
            else LENIENT_TEXT.take(data, "automaticTaxCategoryId", value)
        )
        value = data.pop("isSetupFeeItem", UNSET)
        self.is_setup_fee_item = (
            value
            if value.__class__ is bool
            else None
            if value is UNSET
            else BOOLEAN.take(data, "isSetupFeeItem", value)
        )
        value = data.pop("type", UNSET)
        self.type = (
            _type_kind.members.get(value) or _type_kind.read(value)
            if value.__class__ is str
            else None
            if value is UNSET
            else _type_kind.take(data, "type", value)
        )
        value = data.pop("taxInclusive", UNSET)
        self.tax_inclusive = (
            value if value.__class__ is bool else None if value is UNSET else BOOLEAN.take(data, "taxInclusive", value)
        )
        value = data.pop("itemTotalTax", UNSET)
        self.item_total_tax = (
            value
            if value.__class__ is Decimal
            else None
            if value is UNSET
            else NUMBER.take(data, "itemTotalTax", value)
        )
        value = data.pop("itemTotalDiscount", UNSET)
        self.item_total_discount = (
            value
            if value.__class__ is Decimal
            else None
            if value is UNSET
            else NUMBER.take(data, "itemTotalDiscount", value)
        )
        value = data.pop("itemUnitDiscount", UNSET)
        self.item_unit_discount = (
            value
            if value.__class__ is Decimal
            else None
            if value is UNSET
            else NUMBER.take(data, "itemUnitDiscount", value)
        )
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not InvoiceItem:
            ensure(self, InvoiceItem)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.id
        if value is not None:
            data["_id"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.name
        if value is not None:
            data["name"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.description
        if value is not None:
            data["description"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.product_id
        if value is not None:
            data["productId"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.price_id
        if value is not None:
            data["priceId"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.currency
        if value is not None:
            data["currency"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.amount
        if value is not None:
            data["amount"] = value if value.__class__ is Decimal and value.is_finite() else NUMBER.write(value)
        value = self.qty
        if value is not None:
            data["qty"] = value if value.__class__ is Decimal and value.is_finite() else NUMBER.write(value)
        value = self.taxes
        if value is not None:
            data["taxes"] = (
                [_taxes_kind.element.write(each) for each in value]
                if value.__class__ is list
                else _taxes_kind.write(value)
            )
        value = self.automatic_tax_category_id
        if value is not None:
            data["automaticTaxCategoryId"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.is_setup_fee_item
        if value is not None:
            data["isSetupFeeItem"] = value if value.__class__ is bool else BOOLEAN.write(value)
        value = self.type
        if value is not None:
            data["type"] = text_of(value)
        value = self.tax_inclusive
        if value is not None:
            data["taxInclusive"] = value if value.__class__ is bool else BOOLEAN.write(value)
        value = self.item_total_tax
        if value is not None:
            data["itemTotalTax"] = value if value.__class__ is Decimal and value.is_finite() else NUMBER.write(value)
        value = self.item_total_discount
        if value is not None:
            data["itemTotalDiscount"] = (
                value if value.__class__ is Decimal and value.is_finite() else NUMBER.write(value)
            )
        value = self.item_unit_discount
        if value is not None:
            data["itemUnitDiscount"] = (
                value if value.__class__ is Decimal and value.is_finite() else NUMBER.write(value)
            )
        return data


_taxes_kind = ListOf(ModelOf(lambda: _models.Tax))
_type_kind = EnumOf(_models.ItemPriceType)
InvoiceItem.FIELDS = (
    Field("id", "_id", LENIENT_TEXT),
    Field("name", "name", LENIENT_TEXT),
    Field("description", "description", LENIENT_TEXT),
    Field("product_id", "productId", LENIENT_TEXT),
    Field("price_id", "priceId", LENIENT_TEXT),
    Field("currency", "currency", LENIENT_TEXT),
    Field("amount", "amount", NUMBER),
    Field("qty", "qty", NUMBER),
    Field("taxes", "taxes", _taxes_kind),
    Field("automatic_tax_category_id", "automaticTaxCategoryId", LENIENT_TEXT),
    Field("is_setup_fee_item", "isSetupFeeItem", BOOLEAN),
    Field("type", "type", _type_kind),
    Field("tax_inclusive", "taxInclusive", BOOLEAN),
    Field("item_total_tax", "itemTotalTax", NUMBER),
    Field("item_total_discount", "itemTotalDiscount", NUMBER),
    Field("item_unit_discount", "itemUnitDiscount", NUMBER),
)
