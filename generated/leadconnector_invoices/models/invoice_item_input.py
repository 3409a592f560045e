from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.codec.converters import required_decimal
from leadconnector.codec.decoding import blank, boolean, enum, number, text
from leadconnector.codec.encoding import ensure, exact_number, text_of
from leadconnector.codec.model import Model
from leadconnector.codec.requests import given, models, required
from leadconnector.codec.unset import UNSET, Unset
from leadconnector_invoices.models.item_price_type import ItemPriceType
from leadconnector_invoices.models.tax_input import TaxInput, encode_tax_input


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class InvoiceItemInput(Model):
    """One line of an invoice."""

    name: str
    """Name of the item. Source: page update-invoice."""
    currency: str
    """Currency of `amount`, as an ISO 4217 code. Source: page update-invoice."""
    amount: Decimal = field(converter=required_decimal)
    """Price of one unit in major units of `currency` (999 is 999.00). Source: page update-invoice."""
    qty: Decimal = field(converter=required_decimal)
    """Number of units. Source: page update-invoice."""
    description: str | None | Unset = UNSET
    """More about the item. Source: page update-invoice."""
    product_id: str | None | Unset = UNSET
    """Id of the product that is sold. Source: page update-invoice."""
    price_id: str | None | Unset = UNSET
    """Id of the product's price. Source: page update-invoice."""
    taxes: list[TaxInput] | None | Unset = UNSET
    """Taxes on the item. Source: page update-invoice."""
    automatic_tax_category_id: str | None | Unset = UNSET
    """Category by which the item's tax is worked out automatically. Source: page update-invoice."""
    is_setup_fee_item: bool | None | Unset = UNSET
    """True for a set-up fee, which stands only on the first invoice of a recurring schedule. Source: page
    update-invoice.
    """
    type: ItemPriceType | str | None | Unset = UNSET
    """Whether the price is charged once or again and again. Source: page update-invoice."""
    tax_inclusive: bool | None | Unset = UNSET
    """True if `amount` already contains the tax. The service's default: False. Source: page update-invoice."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "name": "name",
        "currency": "currency",
        "amount": "amount",
        "qty": "qty",
        "description": "description",
        "product_id": "productId",
        "price_id": "priceId",
        "taxes": "taxes",
        "automatic_tax_category_id": "automaticTaxCategoryId",
        "is_setup_fee_item": "isSetupFeeItem",
        "type": "type",
        "tax_inclusive": "taxInclusive",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = blank(cls)
        self.name = required(data, "name", text)
        self.currency = required(data, "currency", text)
        self.amount = required(data, "amount", number)
        self.qty = required(data, "qty", number)
        self.description = given(data, "description", text)
        self.product_id = given(data, "productId", text)
        self.price_id = given(data, "priceId", text)
        self.taxes = given(data, "taxes", models, TaxInput.decode)
        self.automatic_tax_category_id = given(data, "automaticTaxCategoryId", text)
        self.is_setup_fee_item = given(data, "isSetupFeeItem", boolean)
        self.type = given(data, "type", enum, ItemPriceType)
        self.tax_inclusive = given(data, "taxInclusive", boolean)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not InvoiceItemInput:
            ensure(self, InvoiceItemInput)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        data["name"] = self.name
        data["currency"] = self.currency
        data["amount"] = self.amount if self.amount.__class__ is Decimal else exact_number(self.amount)
        data["qty"] = self.qty if self.qty.__class__ is Decimal else exact_number(self.qty)
        if self.description is not UNSET:
            data["description"] = self.description
        if self.product_id is not UNSET:
            data["productId"] = self.product_id
        if self.price_id is not UNSET:
            data["priceId"] = self.price_id
        if self.taxes is not UNSET:
            data["taxes"] = None if self.taxes is None else [encode_tax_input(element) for element in self.taxes]
        if self.automatic_tax_category_id is not UNSET:
            data["automaticTaxCategoryId"] = self.automatic_tax_category_id
        if self.is_setup_fee_item is not UNSET:
            data["isSetupFeeItem"] = self.is_setup_fee_item
        if self.type is not UNSET:
            data["type"] = None if self.type is None else text_of(self.type)
        if self.tax_inclusive is not UNSET:
            data["taxInclusive"] = self.tax_inclusive
        return data


encode_invoice_item_input = InvoiceItemInput.encode
