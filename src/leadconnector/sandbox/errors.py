"""What goes wrong while a sandbox is set up, and the refusals of the service that it plays."""

from collections.abc import Sequence


class MissingExtraError(ImportError):
    """A package of the ``[sandbox]`` extra is not installed; the message says how to install it."""

    def __init__(self, package: str) -> None:
        super().__init__(f"the sandbox needs {package}: pip install 'leadconnector-invoices[sandbox]'", name=package)


class DocumentError(ValueError):
    """The OpenAPI document is missing, unreadable, or not one that the sandbox can serve; the message says which."""


class RefusalError(Exception):
    """The played service refuses a request, with a status and one message or several; handlers may raise it."""

    def __init__(self, status: int, message: str | Sequence[str]) -> None:
        super().__init__(status, message)
        self.status = status
        self.message = message
