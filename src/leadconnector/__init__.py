"""The hand-written half of the LeadConnector invoices client; people import ``leadconnector_invoices``."""

__version__ = "0.2.0"
