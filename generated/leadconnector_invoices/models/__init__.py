"""The models of requests and responses. Each loads on first use."""

TYPE_CHECKING = False  # as type checkers take it; `typing` would be most of the time that importing this takes
if TYPE_CHECKING:
    from leadconnector_invoices.models.additional_email import AdditionalEmail as AdditionalEmail
    from leadconnector_invoices.models.additional_email_input import AdditionalEmailInput as AdditionalEmailInput
    from leadconnector_invoices.models.address import Address as Address
    from leadconnector_invoices.models.address_input import AddressInput as AddressInput
    from leadconnector_invoices.models.alt_type import AltType as AltType
    from leadconnector_invoices.models.attachment import Attachment as Attachment
    from leadconnector_invoices.models.attachment_input import AttachmentInput as AttachmentInput
    from leadconnector_invoices.models.business_details import BusinessDetails as BusinessDetails
    from leadconnector_invoices.models.business_details_input import BusinessDetailsInput as BusinessDetailsInput
    from leadconnector_invoices.models.cancel_schedule import CancelSchedule as CancelSchedule
    from leadconnector_invoices.models.contact_details import ContactDetails as ContactDetails
    from leadconnector_invoices.models.contact_details_input import ContactDetailsInput as ContactDetailsInput
    from leadconnector_invoices.models.day_of_week import DayOfWeek as DayOfWeek
    from leadconnector_invoices.models.discount import Discount as Discount
    from leadconnector_invoices.models.discount_input import DiscountInput as DiscountInput
    from leadconnector_invoices.models.discount_type import DiscountType as DiscountType
    from leadconnector_invoices.models.end_type import EndType as EndType
    from leadconnector_invoices.models.interval_type import IntervalType as IntervalType
    from leadconnector_invoices.models.invoice import Invoice as Invoice
    from leadconnector_invoices.models.invoice_item import InvoiceItem as InvoiceItem
    from leadconnector_invoices.models.invoice_item_input import InvoiceItemInput as InvoiceItemInput
    from leadconnector_invoices.models.invoice_schedule import InvoiceSchedule as InvoiceSchedule
    from leadconnector_invoices.models.invoice_status import InvoiceStatus as InvoiceStatus
    from leadconnector_invoices.models.item_price_type import ItemPriceType as ItemPriceType
    from leadconnector_invoices.models.miscellaneous_charges import MiscellaneousCharges as MiscellaneousCharges
    from leadconnector_invoices.models.miscellaneous_charges_input import (
        MiscellaneousChargesInput as MiscellaneousChargesInput,
    )
    from leadconnector_invoices.models.month_of_year import MonthOfYear as MonthOfYear
    from leadconnector_invoices.models.paid_by import PaidBy as PaidBy
    from leadconnector_invoices.models.paid_by_input import PaidByInput as PaidByInput
    from leadconnector_invoices.models.paid_charge import PaidCharge as PaidCharge
    from leadconnector_invoices.models.paid_charge_input import PaidChargeInput as PaidChargeInput
    from leadconnector_invoices.models.payment_methods import PaymentMethods as PaymentMethods
    from leadconnector_invoices.models.payment_methods_input import PaymentMethodsInput as PaymentMethodsInput
    from leadconnector_invoices.models.payment_schedule import PaymentSchedule as PaymentSchedule
    from leadconnector_invoices.models.payment_schedule_entry import PaymentScheduleEntry as PaymentScheduleEntry
    from leadconnector_invoices.models.payment_schedule_entry_input import (
        PaymentScheduleEntryInput as PaymentScheduleEntryInput,
    )
    from leadconnector_invoices.models.payment_schedule_input import PaymentScheduleInput as PaymentScheduleInput
    from leadconnector_invoices.models.payment_schedule_type import PaymentScheduleType as PaymentScheduleType
    from leadconnector_invoices.models.rrule import Rrule as Rrule
    from leadconnector_invoices.models.rrule_input import RruleInput as RruleInput
    from leadconnector_invoices.models.schedule_options import ScheduleOptions as ScheduleOptions
    from leadconnector_invoices.models.schedule_options_input import ScheduleOptionsInput as ScheduleOptionsInput
    from leadconnector_invoices.models.schedule_status import ScheduleStatus as ScheduleStatus
    from leadconnector_invoices.models.sent_to import SentTo as SentTo
    from leadconnector_invoices.models.stripe_payment_method import StripePaymentMethod as StripePaymentMethod
    from leadconnector_invoices.models.stripe_payment_method_input import (
        StripePaymentMethodInput as StripePaymentMethodInput,
    )
    from leadconnector_invoices.models.tax import Tax as Tax
    from leadconnector_invoices.models.tax_calculation import TaxCalculation as TaxCalculation
    from leadconnector_invoices.models.tax_input import TaxInput as TaxInput
    from leadconnector_invoices.models.tips_configuration import TipsConfiguration as TipsConfiguration
    from leadconnector_invoices.models.tips_configuration_input import TipsConfigurationInput as TipsConfigurationInput
    from leadconnector_invoices.models.total_summary import TotalSummary as TotalSummary
    from leadconnector_invoices.models.update_invoice import UpdateInvoice as UpdateInvoice
    from leadconnector_invoices.models.update_schedule import UpdateSchedule as UpdateSchedule

from leadconnector.lazy import lazy_attributes

__all__ = [
    "AdditionalEmail",
    "AdditionalEmailInput",
    "Address",
    "AddressInput",
    "AltType",
    "Attachment",
    "AttachmentInput",
    "BusinessDetails",
    "BusinessDetailsInput",
    "CancelSchedule",
    "ContactDetails",
    "ContactDetailsInput",
    "DayOfWeek",
    "Discount",
    "DiscountInput",
    "DiscountType",
    "EndType",
    "IntervalType",
    "Invoice",
    "InvoiceItem",
    "InvoiceItemInput",
    "InvoiceSchedule",
    "InvoiceStatus",
    "ItemPriceType",
    "MiscellaneousCharges",
    "MiscellaneousChargesInput",
    "MonthOfYear",
    "PaidBy",
    "PaidByInput",
    "PaidCharge",
    "PaidChargeInput",
    "PaymentMethods",
    "PaymentMethodsInput",
    "PaymentSchedule",
    "PaymentScheduleEntry",
    "PaymentScheduleEntryInput",
    "PaymentScheduleInput",
    "PaymentScheduleType",
    "Rrule",
    "RruleInput",
    "ScheduleOptions",
    "ScheduleOptionsInput",
    "ScheduleStatus",
    "SentTo",
    "StripePaymentMethod",
    "StripePaymentMethodInput",
    "Tax",
    "TaxCalculation",
    "TaxInput",
    "TipsConfiguration",
    "TipsConfigurationInput",
    "TotalSummary",
    "UpdateInvoice",
    "UpdateSchedule",
]

__getattr__, __dir__ = lazy_attributes(
    __name__,
    {
        "AdditionalEmail": "leadconnector_invoices.models.additional_email",
        "AdditionalEmailInput": "leadconnector_invoices.models.additional_email_input",
        "Address": "leadconnector_invoices.models.address",
        "AddressInput": "leadconnector_invoices.models.address_input",
        "AltType": "leadconnector_invoices.models.alt_type",
        "Attachment": "leadconnector_invoices.models.attachment",
        "AttachmentInput": "leadconnector_invoices.models.attachment_input",
        "BusinessDetails": "leadconnector_invoices.models.business_details",
        "BusinessDetailsInput": "leadconnector_invoices.models.business_details_input",
        "CancelSchedule": "leadconnector_invoices.models.cancel_schedule",
        "ContactDetails": "leadconnector_invoices.models.contact_details",
        "ContactDetailsInput": "leadconnector_invoices.models.contact_details_input",
        "DayOfWeek": "leadconnector_invoices.models.day_of_week",
        "Discount": "leadconnector_invoices.models.discount",
        "DiscountInput": "leadconnector_invoices.models.discount_input",
        "DiscountType": "leadconnector_invoices.models.discount_type",
        "EndType": "leadconnector_invoices.models.end_type",
        "IntervalType": "leadconnector_invoices.models.interval_type",
        "Invoice": "leadconnector_invoices.models.invoice",
        "InvoiceItem": "leadconnector_invoices.models.invoice_item",
        "InvoiceItemInput": "leadconnector_invoices.models.invoice_item_input",
        "InvoiceSchedule": "leadconnector_invoices.models.invoice_schedule",
        "InvoiceStatus": "leadconnector_invoices.models.invoice_status",
        "ItemPriceType": "leadconnector_invoices.models.item_price_type",
        "MiscellaneousCharges": "leadconnector_invoices.models.miscellaneous_charges",
        "MiscellaneousChargesInput": "leadconnector_invoices.models.miscellaneous_charges_input",
        "MonthOfYear": "leadconnector_invoices.models.month_of_year",
        "PaidBy": "leadconnector_invoices.models.paid_by",
        "PaidByInput": "leadconnector_invoices.models.paid_by_input",
        "PaidCharge": "leadconnector_invoices.models.paid_charge",
        "PaidChargeInput": "leadconnector_invoices.models.paid_charge_input",
        "PaymentMethods": "leadconnector_invoices.models.payment_methods",
        "PaymentMethodsInput": "leadconnector_invoices.models.payment_methods_input",
        "PaymentSchedule": "leadconnector_invoices.models.payment_schedule",
        "PaymentScheduleEntry": "leadconnector_invoices.models.payment_schedule_entry",
        "PaymentScheduleEntryInput": "leadconnector_invoices.models.payment_schedule_entry_input",
        "PaymentScheduleInput": "leadconnector_invoices.models.payment_schedule_input",
        "PaymentScheduleType": "leadconnector_invoices.models.payment_schedule_type",
        "Rrule": "leadconnector_invoices.models.rrule",
        "RruleInput": "leadconnector_invoices.models.rrule_input",
        "ScheduleOptions": "leadconnector_invoices.models.schedule_options",
        "ScheduleOptionsInput": "leadconnector_invoices.models.schedule_options_input",
        "ScheduleStatus": "leadconnector_invoices.models.schedule_status",
        "SentTo": "leadconnector_invoices.models.sent_to",
        "StripePaymentMethod": "leadconnector_invoices.models.stripe_payment_method",
        "StripePaymentMethodInput": "leadconnector_invoices.models.stripe_payment_method_input",
        "Tax": "leadconnector_invoices.models.tax",
        "TaxCalculation": "leadconnector_invoices.models.tax_calculation",
        "TaxInput": "leadconnector_invoices.models.tax_input",
        "TipsConfiguration": "leadconnector_invoices.models.tips_configuration",
        "TipsConfigurationInput": "leadconnector_invoices.models.tips_configuration_input",
        "TotalSummary": "leadconnector_invoices.models.total_summary",
        "UpdateInvoice": "leadconnector_invoices.models.update_invoice",
        "UpdateSchedule": "leadconnector_invoices.models.update_schedule",
    },
)
