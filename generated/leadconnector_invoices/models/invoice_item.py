from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.codec.answer import Answer
from leadconnector.codec.converters import optional_decimal
from leadconnector.codec.decoding import blank, number, parts
from leadconnector.codec.encoding import ensure, exact_number, text_of
from leadconnector_invoices.models.item_price_type import ItemPriceType
from leadconnector_invoices.models.tax import Tax, encode_tax, read_tax


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class InvoiceItem(Answer):
    """One line of an invoice."""

    id: str | None = None
    """Id of the line. Source: fact q03, fact q04, page update-invoice."""
    name: str | None = None
    """Name of the item. Source: page update-invoice."""
    description: str | None = None
    """More about the item. Source: page update-invoice."""
    product_id: str | None = None
    """Id of the product that is sold. Source: page update-invoice."""
    price_id: str | None = None
    """Id of the product's price. Source: page update-invoice."""
    currency: str | None = None
    """Currency of `amount`, as an ISO 4217 code. Source: page update-invoice."""
    amount: Decimal | None = field(default=None, converter=optional_decimal)
    """Price of one unit in major units of `currency` (999 is 999.00). Source: page update-invoice."""
    qty: Decimal | None = field(default=None, converter=optional_decimal)
    """Number of units. Source: page update-invoice."""
    taxes: list[Tax] | None = None
    """Taxes on the item. Source: page update-invoice."""
    automatic_tax_category_id: str | None = None
    """Category by which the item's tax is worked out automatically. Source: page update-invoice."""
    is_setup_fee_item: bool | None = None
    """True for a set-up fee, which stands only on the first invoice of a recurring schedule. Source: page
    update-invoice.
    """
    type: ItemPriceType | None = None
    """Whether the price is charged once or again and again. Source: page update-invoice."""
    tax_inclusive: bool | None = None
    """True if `amount` already contains the tax. Source: page update-invoice."""
    item_total_tax: Decimal | None = field(default=None, converter=optional_decimal)
    """Tax on the line in major units of `currency`. Source: fact seen-fields, page update-invoice."""
    item_total_discount: Decimal | None = field(default=None, converter=optional_decimal)
    """Discount on the line in major units of `currency`. Source: fact seen-fields, page update-invoice."""
    item_unit_discount: Decimal | None = field(default=None, converter=optional_decimal)
    """Discount on one unit in major units of `currency`. Source: fact seen-fields, page update-invoice."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "id": "_id",
        "name": "name",
        "description": "description",
        "product_id": "productId",
        "price_id": "priceId",
        "currency": "currency",
        "amount": "amount",
        "qty": "qty",
        "taxes": "taxes",
        "automatic_tax_category_id": "automaticTaxCategoryId",
        "is_setup_fee_item": "isSetupFeeItem",
        "type": "type",
        "tax_inclusive": "taxInclusive",
        "item_total_tax": "itemTotalTax",
        "item_total_discount": "itemTotalDiscount",
        "item_unit_discount": "itemUnitDiscount",
    }

    @classmethod
    def from_record(cls, record: Any) -> Self:
        self = blank(cls)
        extra = record.extra()
        self.id = record.id
        self.name = record.name
        self.description = record.description
        self.product_id = record.product_id
        self.price_id = record.price_id
        self.currency = record.currency
        self.amount = number(extra, "amount", record.amount)
        self.qty = number(extra, "qty", record.qty)
        self.taxes = record.taxes and parts(record.taxes, read_tax)
        self.automatic_tax_category_id = record.automatic_tax_category_id
        self.is_setup_fee_item = record.is_setup_fee_item
        self.type = record.type
        self.tax_inclusive = record.tax_inclusive
        self.item_total_tax = number(extra, "itemTotalTax", record.item_total_tax)
        self.item_total_discount = number(extra, "itemTotalDiscount", record.item_total_discount)
        self.item_unit_discount = number(extra, "itemUnitDiscount", record.item_unit_discount)
        self._extra = extra or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not InvoiceItem:
            ensure(self, InvoiceItem)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.id is not None:
            data["_id"] = self.id
        if self.name is not None:
            data["name"] = self.name
        if self.description is not None:
            data["description"] = self.description
        if self.product_id is not None:
            data["productId"] = self.product_id
        if self.price_id is not None:
            data["priceId"] = self.price_id
        if self.currency is not None:
            data["currency"] = self.currency
        if self.amount is not None:
            data["amount"] = self.amount if self.amount.__class__ is Decimal else exact_number(self.amount)
        if self.qty is not None:
            data["qty"] = self.qty if self.qty.__class__ is Decimal else exact_number(self.qty)
        if self.taxes is not None:
            data["taxes"] = [encode_tax(element) for element in self.taxes]
        if self.automatic_tax_category_id is not None:
            data["automaticTaxCategoryId"] = self.automatic_tax_category_id
        if self.is_setup_fee_item is not None:
            data["isSetupFeeItem"] = self.is_setup_fee_item
        if self.type is not None:
            data["type"] = text_of(self.type)
        if self.tax_inclusive is not None:
            data["taxInclusive"] = self.tax_inclusive
        if self.item_total_tax is not None:
            data["itemTotalTax"] = (
                self.item_total_tax if self.item_total_tax.__class__ is Decimal else exact_number(self.item_total_tax)
            )
        if self.item_total_discount is not None:
            data["itemTotalDiscount"] = (
                self.item_total_discount
                if self.item_total_discount.__class__ is Decimal
                else exact_number(self.item_total_discount)
            )
        if self.item_unit_discount is not None:
            data["itemUnitDiscount"] = (
                self.item_unit_discount
                if self.item_unit_discount.__class__ is Decimal
                else exact_number(self.item_unit_discount)
            )
        return data


read_invoice_item = InvoiceItem.from_record
encode_invoice_item = InvoiceItem.encode
