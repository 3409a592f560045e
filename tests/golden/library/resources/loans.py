"""Who has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leadconnector.client.body import body_content, decode_undescribed, form_content, lazy_decoder
from leadconnector.client.operation import Operation, RetryPolicy
from leadconnector.client.options import location_of
from leadconnector.client.request import prepare
from leadconnector.codec.containers import ListOf, ModelOf
from library import models

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from leadconnector.client.async_client import AsyncClient
    from leadconnector.client.options import Options
    from leadconnector.client.request import PreparedRequest
    from leadconnector.client.sync_client import SyncClient

_REMIND: Final = Operation(
    name="loans.remind",
    operation_id="remind",
    method="POST",
    path="/loans",
    retry=RetryPolicy("never"),
    outcome_check=None,
    passing_faults=(),
    echoes={},
    arguments={},
    scopes=(),
    undescribed=(200,),
)
_REPLACE: Final = Operation(
    name="loans.replace",
    operation_id="replace-loan",
    method="PUT",
    path="/loans",
    retry=RetryPolicy("unless-applied"),
    outcome_check=None,
    passing_faults=(),
    echoes={},
    arguments={},
    scopes=(),
)
_REPLACE_RESULT: Final[Callable[[bytes], list[models.Loan]]] = lazy_decoder(
    lambda: ListOf(ModelOf(lambda: models.Loan))
)


class PrepareLoans:
    """Requests of `Loans`, not sent: the one place where arguments meet the wire."""

    __slots__ = ("_options",)

    def __init__(self, options: Options) -> None:
        self._options = options

    def remind(self, *, body: models.Remind | Mapping[str, Any] | None = None) -> PreparedRequest[Any]:
        """Prepare `loans.remind`."""
        return prepare(
            self._options,
            _REMIND,
            decode_undescribed,
            content=form_content(
                body_content(
                    self._options,
                    _REMIND,
                    body,
                    models.Remind,
                    always=False,
                ),
                _REMIND,
            ),
            content_type="application/x-www-form-urlencoded",
        )

    def replace(
        self, *, body: models.LoanInput | Mapping[str, Any], location_id: str | None = None, alt_id: str | None = None
    ) -> PreparedRequest[list[models.Loan]]:
        """Prepare `loans.replace`."""
        location_id = location_of(location_id, alt_id, _REPLACE)
        return prepare(
            self._options,
            _REPLACE,
            _REPLACE_RESULT,
            headers={"Version": self._options.api_version},
            content=body_content(
                self._options,
                _REPLACE,
                body,
                models.LoanInput,
                location="branch",
                alt_id=location_id,
                always=True,
            ),
            location=location_id,
        )


class Loans:
    """Who has it."""

    __slots__ = ("_client", "prepare")

    def __init__(self, client: SyncClient) -> None:
        self._client = client
        self.prepare: Final = PrepareLoans(client.options)
        """The same calls as requests, not sent."""

    def remind(
        self,
        *,
        body: models.Remind | Mapping[str, Any] | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: dict[str, str] | None = None,
    ) -> Any:
        """Args:
            body: The `Remind`, or a dict of its JSON names. Left out, none is sent.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.
            extra_headers: More header fields, which stand for the client's of the same name.

        Raises:
            OutcomeUnknownError: There was no response, and the call may have taken effect: look before repeating
                it.
            LeadConnectorError: What any call may raise; see `library.errors`.
        """
        prepared = self.prepare.remind(body=body)
        response = self._client.send(prepared, timeout=timeout, max_retries=max_retries, extra_headers=extra_headers)
        return response.parse()

    def replace(
        self,
        *,
        body: models.LoanInput | Mapping[str, Any],
        location_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: dict[str, str] | None = None,
        alt_id: str | None = None,
    ) -> list[models.Loan]:
        """Args:
            body: The `LoanInput`, or a dict of its JSON names.
            location_id: The location that the call is for, where it is not the client's.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.
            extra_headers: More header fields, which stand for the client's of the same name.
            alt_id: The service's name for `location_id`; give one of them.

        Raises:
            OutcomeUnknownError: There was no response, and the call may have taken effect: look before repeating
                it.
            LeadConnectorError: What any call may raise; see `library.errors`.
        """
        prepared = self.prepare.replace(body=body, location_id=location_id, alt_id=alt_id)
        response = self._client.send(prepared, timeout=timeout, max_retries=max_retries, extra_headers=extra_headers)
        return response.parse()


class AsyncLoans:
    """Who has it."""

    __slots__ = ("_client", "prepare")

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self.prepare: Final = PrepareLoans(client.options)
        """The same calls as requests, not sent."""

    async def remind(
        self,
        *,
        body: models.Remind | Mapping[str, Any] | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: dict[str, str] | None = None,
    ) -> Any:
        """Args:
            body: The `Remind`, or a dict of its JSON names. Left out, none is sent.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.
            extra_headers: More header fields, which stand for the client's of the same name.

        Raises:
            OutcomeUnknownError: There was no response, and the call may have taken effect: look before repeating
                it.
            LeadConnectorError: What any call may raise; see `library.errors`.
        """
        prepared = self.prepare.remind(body=body)
        response = await self._client.send(
            prepared, timeout=timeout, max_retries=max_retries, extra_headers=extra_headers
        )
        return response.parse()

    async def replace(
        self,
        *,
        body: models.LoanInput | Mapping[str, Any],
        location_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        extra_headers: dict[str, str] | None = None,
        alt_id: str | None = None,
    ) -> list[models.Loan]:
        """Args:
            body: The `LoanInput`, or a dict of its JSON names.
            location_id: The location that the call is for, where it is not the client's.
            timeout: Seconds for the whole call, retries included, instead of the client's.
            max_retries: How often it may be sent again, instead of the client's.
            extra_headers: More header fields, which stand for the client's of the same name.
            alt_id: The service's name for `location_id`; give one of them.

        Raises:
            OutcomeUnknownError: There was no response, and the call may have taken effect: look before repeating
                it.
            LeadConnectorError: What any call may raise; see `library.errors`.
        """
        prepared = self.prepare.replace(body=body, location_id=location_id, alt_id=alt_id)
        response = await self._client.send(
            prepared, timeout=timeout, max_retries=max_retries, extra_headers=extra_headers
        )
        return response.parse()
