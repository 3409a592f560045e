"""Every error survives pickle and copying, and says what it knows."""

import copy
import inspect
import pickle

import pytest

from leadconnector.client import errors
from leadconnector.client.errors import APIStatusError, DecodeError, LeadConnectorError, error_class

FACTS = {"operation": "things.get", "attempts": 2, "elapsed": 1.5, "applied": None, "retry_after": 3.0}
EXAMPLES = {
    DecodeError: {"pointer": "/a/0", "expected": "a number", "got": "'x'", "body": "{}"},
    APIStatusError: {"status": 400, "messages": ["a"], "error": "E", "trace_id": "t", "body": "b"},
}
ALL = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, LeadConnectorError)]


def make(kind):
    own = next((facts for base, facts in EXAMPLES.items() if issubclass(kind, base)), {})
    if kind is DecodeError:
        return kind(**own, **FACTS)
    return kind("it failed", **own, **FACTS)


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickle(kind, protocol):
    error = make(kind)
    twin = pickle.loads(pickle.dumps(error, protocol))
    assert (type(twin), twin.args, twin.__dict__, str(twin)) == (kind, error.args, error.__dict__, str(error))


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("act", [copy.copy, copy.deepcopy])
def test_copies_are_their_own(kind, act):
    error = make(kind)
    twin = act(error)
    twin.attempts = 9
    assert error.attempts == 2
    assert type(twin) is kind


@pytest.mark.parametrize("kind", ALL)
def test_all_are_one_family_and_name_the_operation(kind):
    error = make(kind)
    assert isinstance(error, LeadConnectorError)
    assert str(error).startswith("things.get: ")
    assert {**FACTS, **error.__dict__} == error.__dict__


def test_what_configuration_and_arguments_get_wrong_are_value_errors():
    assert issubclass(errors.ConfigurationError, ValueError)
    assert issubclass(errors.InvalidRequestError, ValueError)


def test_without_an_operation_the_message_stands_alone():
    assert str(LeadConnectorError("it failed")) == "it failed"


@pytest.mark.parametrize("name", ["pointer", "expected", "got"])
def test_a_decode_error_quotes_at_most_200_characters(name):
    error = DecodeError(**{"expected": "e", "got": "g", name: "x" * 1000})
    assert len(getattr(error, name)) == 200
    assert len(str(error)) < 300


def test_a_decode_error_says_where():
    assert str(DecodeError(pointer="/a", expected="e", got="g")) == "at /a: expected e, got g"
    assert str(DecodeError(expected="e", got="g")) == "the answer: expected e, got g"


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (301, "APIStatusError"), (400, "BadRequestError"), (401, "AuthenticationError"), (402, "APIStatusError"),
        (403, "PermissionDeniedError"), (404, "NotFoundError"), (422, "UnprocessableEntityError"),
        (429, "RateLimitError"), (500, "ServerError"), (599, "ServerError"), (999, "ServerError"),
        (101, "APIStatusError"),
    ],
)  # fmt: skip
def test_each_status_has_its_class(status, name):
    assert error_class(status).__name__ == name


def test_at_most_500_characters_of_messages_are_kept():
    from leadconnector.client.status_error import read_messages, status_error

    body = '{"message": [' + ", ".join(['"' + "m" * 90 + '"'] * 20) + "]}"
    messages = read_messages(body)
    assert sum(map(len, messages)) == 500
    assert messages[-1].endswith("…")
    error = status_error(422, body, {}, "", str)
    assert error.messages == messages
    assert error.body == ""
    assert len(str(error)) <= 500
