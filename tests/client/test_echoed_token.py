"""A response that echoes the token: no error shows it."""

import pickle
import time
import traceback

import httpx
import pytest

from leadconnector.codec.errors import InvalidDataError
from leadconnector.errors import AuthenticationError, ConfigurationError, LeadConnectorError, OutcomeUnknownError
from leadconnector.secret import Secret
from leadconnector.transport.attempt import causes
from leadconnector_invoices import AsyncClient, Client
from leadconnector_invoices.models import Invoice
from tests.support.drive import CLIENTS, call, error_of
from tests.support.scenes import raw, respond
from tests.support.server import Server
from tests.support.service import POST, TOKEN

ESCAPED = "".join(f"\\u{ord(character):04x}" for character in TOKEN)


def everything(error):
    shown = [str(error), repr(error), repr(pickle.loads(pickle.dumps(error)).__dict__)]
    for link in causes(error):
        shown += [str(link), repr(link), repr(link.args), repr(link.__dict__)]
    return " ".join(shown)


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("name", ["X-Request-Id", "X-Trace-Id", "Trace-Id"])
def test_in_a_header_that_tells_the_trace(kind, name):
    with Server(then=respond(401, b"{}", f"{name}: of {TOKEN}")) as played:
        error = error_of(call, kind, POST, played.url)
    assert type(error) is AuthenticationError
    assert error.trace_id == "of ***"
    assert TOKEN not in everything(error)


@pytest.mark.parametrize("echo", [ESCAPED, TOKEN[:9] + "\\u0000" + TOKEN[9:], TOKEN])
def test_written_in_json(echo):
    body = f'{{"message": "a {echo}", "error": "b {echo}", "traceId": "c {echo}"}}'.encode()
    with Server(then=respond(401, body)) as played:
        error = error_of(call, "sync", POST, played.url)
    assert (error.messages, error.error, error.trace_id) == (["a ***"], "b ***", "c ***")
    assert TOKEN not in everything(error)


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize(
    "line", [f"{TOKEN}\r\n\r\n", f"HTTP/1.1 200 {TOKEN}\x00\r\n\r\n", f"HTTP/1.1 200 OK\r\n{TOKEN}\r\n\r\n"]
)
def test_in_what_is_no_http(kind, line):
    with Server(then=raw(line.encode())) as played:
        error = error_of(call, kind, POST, played.url)
    assert type(error) is OutcomeUnknownError
    assert TOKEN not in everything(error)
    assert "***" in error.cause or "illegal" in error.cause


@pytest.mark.parametrize("body", [f'{{"message": "{TOKEN}"}}', f'[{{"x": "{TOKEN}"}}]', f"not JSON {TOKEN}"])
@pytest.mark.parametrize("status", [200, 401])
def test_in_no_traceback_that_shows_locals(status, body):
    def reply(request):
        return httpx.Response(status, content=body.encode(), headers={"X-Echo": TOKEN})

    with Client(token=TOKEN, location_id="L", transport=httpx.MockTransport(reply), max_retries=0) as client:
        error = error_of(client.schedules.get, "x")
    # The first frame is the test's own.
    shown = traceback.TracebackException(type(error), error, error.__traceback__.tb_next, capture_locals=True)
    assert TOKEN not in "".join(shown.format())


@pytest.mark.parametrize("form", ["\\u{:04x}", "\\\\u{:04x}", "%{:02X}", "%25{:02X}", "&#{};"])
@pytest.mark.parametrize(
    "body", ["{}", '{{"message":"{}', '["{}"]', '{{"_id":"x","name":{{"a":["{}"]}}}}', '{{"_id":["{}"]}}']
)
@pytest.mark.parametrize("status", [200, 400, 500])
def test_nor_is_an_escaped_one_that_a_cut_runs_through(status, body, form):
    escaped = "".join(form.format(ord(character)) for character in TOKEN)
    for length in range(0, 60, 5):
        text = body.format("x" * length + escaped * 30)
        for content in (text, text[: -length or None]):
            response = httpx.Response(status, text=content)
            transport = httpx.MockTransport(lambda _, response=response: response)
            with Client(token=TOKEN, location_id="L", transport=transport, max_retries=0) as client:
                try:
                    client.schedules.get("x")
                except LeadConnectorError as error:
                    shown = everything(error).replace("\\\\", "\\")
                    for start in range(len(TOKEN) - 7):
                        piece = "".join(form.format(ord(character)) for character in TOKEN[start : start + 8])
                        assert piece.replace("\\\\", "\\") not in shown


@pytest.mark.parametrize("kind", ["sync", "asyncio"])
@pytest.mark.parametrize(("seconds", "end"), [(0.1, ""), (0, "\n")])
def test_nor_is_one_shown_that_a_function_gave(kind, seconds, end):
    def give():
        time.sleep(seconds)
        return TOKEN + end

    error = error_of(call, kind, POST, "https://things.example", token=give, timeout=0.05)
    shown = traceback.TracebackException(type(error), error, error.__traceback__.tb_next, capture_locals=True)
    assert TOKEN not in "".join(shown.format())


UUID = "pit-0f8a4c1e-93d2-4b6a-8e57-1c2d3e4f5a6b"


@pytest.mark.parametrize("separator", ["&hyphen;", "<br>", '","'])
@pytest.mark.parametrize("size", [8, 9, 12])
def test_nor_is_one_in_pieces(separator, size):
    pieces = [UUID[start : start + size] for start in range(0, len(UUID) - len(UUID) % size, size)]
    shown = Secret(UUID).hide_in(f"bad: {separator.join(pieces)}!")
    assert shown == f"bad: {separator.join(['***'] * len(pieces))}!"


@pytest.mark.parametrize("length", range(8, len(UUID) + 1))
def test_nor_is_one_that_was_cut(length):
    assert Secret(UUID).hide_in(f"bad token {UUID[:length]}") == "bad token ***"
    assert Secret(UUID).hide_in(f"{UUID[-length:]}: bad token") == "***: bad token"


def test_nor_are_pieces_that_overlap():
    assert Secret("abcdefg1-g1hijklmnop").hide_in("in abcdefg1hijklmnop it") == "in *** it"


@pytest.mark.parametrize(
    ("token", "text"),
    [
        ("pit-invoices", "Invoices of the location"),
        ("test-invoice-token", "the invoice-token is gone, so is test-invoice, and more"),
        ("pit-your-token", "your-token is no token of yours: pit-your"),
        ("pit-schedule-2", "no schedule of that name"),
        ("my-invoice-schedule-token", "no such schedule: invoice"),
    ],
)
def test_words_that_a_made_up_token_holds_are_left(token, text):
    assert Secret(token).hide_in(text) == text
    assert Secret(token).hide_in(f"bad token {token}, {text}") == f"bad token ***, {text}"


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize(
    "wrong",
    [
        {"base_url": "ftp://x"}, {"timeout": 0}, {"location_id": ""}, {"timezone": "Nowhere"}, {"transport": "aiohttp"},
        {"throttle": "memory://s3cret"}, {"throttle": "redis://:s3cret@[::1"}, {"proxy": "http://u:s3cret#@127.0.0.1:9"},
        {"default_headers": {"X-Key": "s3cret\n"}}, {"on_drift": 17}, {"http_client": 17}, {"on_request": 17},
    ],
)  # fmt: skip
def test_nor_one_given_to_a_client_that_could_not_be_set_up(kind, wrong):
    error = error_of(kind, token=TOKEN, **wrong)
    assert type(error) is ConfigurationError
    shown = traceback.TracebackException(type(error), error, error.__traceback__.tb_next, capture_locals=True)
    text = "".join(shown.format())
    assert TOKEN not in text
    assert "s3cret" not in text
    with Client(token="pit-other-0123456789") as client:
        options = {name: value for name, value in wrong.items() if name not in ("base_url", "transport", "proxy")}
        if "http_client" not in options:
            error = error_of(client.with_options, **options | {"token": f"{TOKEN} "})
            shown = traceback.TracebackException(type(error), error, error.__traceback__.tb_next, capture_locals=True)
            assert TOKEN not in "".join(shown.format())


def test_a_traceback_with_locals_of_a_client_that_could_not_be_set_up():
    error = error_of(Client, token=TOKEN, timeout=0)
    shown = traceback.TracebackException(type(error), error, error.__traceback__, capture_locals=True)
    assert "<Client, not set up>" in "".join(shown.format())


def test_header_fields_of_the_caller_are_in_no_repr():
    with Client(token=TOKEN, default_headers={"X-Key": "s3cret"}) as client:
        assert "s3cret" not in f"{client!r} {client.options!r}"


def test_in_what_a_transport_finds_wrong_with_data():
    def handler(request):
        try:
            Invoice.from_dict({"_id": "x", "new": {request.headers["Authorization"]: {TOKEN}}})
        except InvalidDataError as error:
            raise httpx.ReadError("") from error

    client = Client(token=TOKEN, transport=httpx.MockTransport(handler), max_retries=0)
    error = error_of(client.schedules.get, "s", location_id="l")
    assert isinstance(error, LeadConnectorError)
    assert any(isinstance(link, InvalidDataError) for link in causes(error))
    assert TOKEN not in everything(error)
