"""Requests to look at before they are sent, and what is refused before any request."""

import pickle
from typing import Any

import httpx
import pytest

from leadconnector_invoices import AsyncClient, Client
from leadconnector_invoices.errors import ConfigurationError, InvalidRequestError, LeadConnectorError
from tests.support.scenes import respond
from tests.support.server import Server
from tests.generated.calls import LOCATION, TOKEN, Runner, both_clients
from tests.generated.test_requests import ID, UPDATE_JSON, update_body


def never(request: httpx.Request) -> httpx.Response:
    raise AssertionError(f"sent: {request.method} {request.url}")


@pytest.fixture
def client() -> Client:
    return Client(token=TOKEN, location_id=LOCATION, transport=httpx.MockTransport(never))


def test_a_prepared_request_shows_what_would_be_sent(client: Client) -> None:
    prepared = client.invoices.prepare.update(ID, body=update_body())
    assert prepared.method == "PUT"
    assert prepared.url == f"https://services.leadconnectorhq.com/invoices/{ID}"
    assert prepared.headers["version"] == "2021-07-28"
    assert prepared.headers["Content-Type"] == "application/json"
    assert prepared.content is not None
    assert httpx.Response(200, content=prepared.content).json() == UPDATE_JSON
    assert prepared.operation.name == "invoices.update"
    assert "Authorization" not in prepared.headers
    assert TOKEN not in repr(prepared)


def test_a_prepared_request_does_not_ask_a_function_for_the_token() -> None:
    client = Client(token=lambda: pytest.fail("asked"), location_id=LOCATION)
    assert client.schedules.prepare.get(ID).method == "GET"
    client.close()


@both_clients
def test_a_method_is_send_and_parse_of_its_prepared_request(run: Runner) -> None:
    content = b'{"_id": "%s", "odd": 1}' % ID.encode()

    async def later(client: AsyncClient) -> Any:
        return await client.send(client.schedules.prepare.get(ID))

    def call(client: Any) -> Any:
        return later(client) if isinstance(client, AsyncClient) else client.send(client.schedules.prepare.get(ID))

    with Server([respond(200, content, "X-Trace: 1")]) as server:
        response = run(call, base_url=server.url)
    assert (response.status, response.content, response.headers["x-trace"]) == (200, content, "1")
    assert response.parse().extra == {"odd": 1}


@both_clients
def test_send_gives_a_refusal_raw_and_parse_raises_it(run: Runner) -> None:
    async def later(client: AsyncClient) -> Any:
        return await client.send(client.schedules.prepare.get(ID))

    def call(client: Any) -> Any:
        return later(client) if isinstance(client, AsyncClient) else client.send(client.schedules.prepare.get(ID))

    with Server([respond(404, b'{"message": "no such schedule"}')]) as server:
        response = run(call, base_url=server.url)
    assert response.status == 404
    with pytest.raises(LeadConnectorError, match="no such schedule"):
        response.parse()


BAD_IDS = ["", " ", "\t", ".", "..", "%2e%2e", "%2E.", "a/../b", "..%2f..", "a\nb", "a\x00b", "a\x7fb", None, 5, b"x"]


@both_clients
@pytest.mark.parametrize("bad", BAD_IDS, ids=repr)
def test_an_id_that_could_reach_another_path_is_refused(run: Runner, bad: Any) -> None:
    calls = [
        lambda c: c.schedules.get(bad),
        lambda c: c.schedules.cancel(bad),
        lambda c: c.schedules.update_and_schedule(bad),
        lambda c: c.invoices.update(bad, body=update_body()),
        lambda c: c.invoices.delete(bad),
    ]
    for call in calls:
        with pytest.raises(InvalidRequestError, match=r"(schedules|invoices)\.\w+: (schedule|invoice)_id "):
            run(call, transport=httpx.MockTransport(never))


@both_clients
def test_no_location_anywhere_is_a_clear_error(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEADCONNECTOR_LOCATION_ID", raising=False)
    calls = [
        lambda c: c.schedules.get(ID),
        lambda c: c.schedules.cancel(ID),
        lambda c: c.invoices.update(ID, body=update_body()),
        lambda c: c.invoices.delete(ID),
    ]
    for call in calls:
        with pytest.raises(InvalidRequestError, match="LEADCONNECTOR_LOCATION_ID"):
            run(call, location_id=None, transport=httpx.MockTransport(never))


def test_a_location_for_a_body_that_is_not_there_is_refused(client: Client) -> None:
    with pytest.raises(InvalidRequestError, match="body="):
        client.schedules.update_and_schedule(ID, alt_id="M")


@both_clients
def test_the_environment_gives_what_the_caller_does_not(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    with Server([respond(200, b'{"_id": "%s"}' % ID.encode())]) as server:
        monkeypatch.setenv("LEADCONNECTOR_TOKEN", "pit-env")
        monkeypatch.setenv("LEADCONNECTOR_LOCATION_ID", "from-env")
        monkeypatch.setenv("LEADCONNECTOR_BASE_URL", server.url)
        run(lambda c: c.schedules.get(ID), token=None, location_id=None)
    assert server.requests[0].headers["authorization"] == "Bearer pit-env"
    assert "altId=from-env" in server.requests[0].target


@pytest.mark.parametrize("make", [Client, AsyncClient])
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"token": None}, "LEADCONNECTOR_TOKEN"),
        ({"token": ""}, "token"),
        ({"token": "a b"}, "token"),
        ({"token": "a\n"}, "token"),
        ({"base_url": "http://example.com"}, "HTTPS|https"),
        ({"base_url": "https://user:word@example.com"}, "user"),
        ({"base_url": "not a URL"}, "base_url|URL"),
        ({"timeout": 0}, "timeout"),
        ({"max_retries": -1}, "max_retries"),
        ({"api_version": "a b"}, "api_version"),
        ({"location_id": " "}, "location_id"),
    ],
)
def test_an_unusable_option_is_told_at_once(
    make: Any, options: dict[str, Any], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LEADCONNECTOR_TOKEN", raising=False)
    with pytest.raises(ConfigurationError, match=message) as caught:
        make(**{"token": TOKEN, "location_id": LOCATION, **options})
    assert TOKEN not in repr(caught.value)
    assert "\n" not in str(caught.value)


def test_the_token_is_in_no_representation(client: Client) -> None:
    prepared = client.schedules.prepare.get(ID)
    for value in (client, client.schedules, client.options, prepared, prepared.headers):
        assert TOKEN not in repr(value)
        assert TOKEN not in str(value)
        assert TOKEN not in repr(getattr(value, "__dict__", {}))


@both_clients
def test_a_client_sends_its_own_token_whoever_prepared_the_request(run: Runner) -> None:
    def call(client: Any) -> Any:
        return client.with_options(token="pit-new").send(client.schedules.prepare.get(ID))

    with Server([respond(200, b'{"_id": "%s"}' % ID.encode())]) as server:
        run(call, base_url=server.url)
        assert server.requests[0].headers["authorization"] == "Bearer pit-new"


def test_a_misspelt_argument_is_a_type_error(client: Client) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument .invoice_item."):
        update_body(invoice_item=[])
    with pytest.raises(TypeError):
        client.schedules.get(ID, altid="x")  # type: ignore[call-arg]
    assert pickle.loads(pickle.dumps(update_body())) == update_body()
