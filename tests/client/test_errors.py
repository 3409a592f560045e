"""Every error survives pickle and copying, and says what it knows."""

import copy
import inspect
import json
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor

import pytest
import yaml

from leadconnector import errors
from leadconnector.client.call_errors import status_error
from leadconnector.errors import APIStatusError, DecodeError, LeadConnectorError, error_class
from leadconnector.secret import Secret
from tests.support.drive import error_of

FACTS = {"operation": "things.get", "attempts": 2, "elapsed": 1.5, "applied": None, "retry_after": 3.0}
EXAMPLES = {
    DecodeError: {"pointer": "/a/0", "expected": "a number", "got": "'x'", "body": "{}"},
    APIStatusError: {"status": 400, "messages": ["a"], "error": "E", "trace_id": "t", "body": {"a": [1, 0.5, None]}},
}
ALL = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, LeadConnectorError)]


def make(kind):
    own = next((facts for base, facts in EXAMPLES.items() if issubclass(kind, base)), {})
    if kind is DecodeError:
        return kind(**own, **FACTS)
    return kind("it failed", **own, **FACTS)


def yaml_again(args):
    return yaml.safe_load(yaml.safe_dump(list(args)))


def fail_there(kind):
    raise make(kind)


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickle(kind, protocol):
    error = make(kind)
    twin = pickle.loads(pickle.dumps(error, protocol))
    assert (type(twin), twin.args, twin.__dict__, str(twin)) == (kind, error.args, error.__dict__, str(error))


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("keep", [lambda args: args, lambda args: json.loads(json.dumps(args)), yaml_again])
def test_arguments_rebuild_it_whole(kind, keep):
    error = make(kind)
    twin = kind(*keep(error.args))
    assert (vars(twin), str(twin), repr(twin)) == (vars(error), str(error), repr(error))


@pytest.mark.parametrize("kind", ALL)
def test_without_facts_applied_is_never_a_wrong_no(kind):
    sure = {"ConfigurationError": False, "InvalidRequestError": False, "ClientClosedError": False, "DecodeError": True}
    assert kind("it failed").applied is sure.get(kind.__name__)


def test_through_another_process():
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as executor, spawn.Pool(1) as pool:
        first = executor.submit(fail_there, APIStatusError).exception()
        second = error_of(pool.apply, fail_there, (APIStatusError,))
        third = pool.apply(make, (DecodeError,))
    for error, kind in ((first, APIStatusError), (second, APIStatusError), (third, DecodeError)):
        assert type(error) is kind
        assert vars(error) | {"__notes__": 0} == vars(make(kind)) | {"__notes__": 0}


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
    assert str(DecodeError(expected="e", got="g")) == "the response: expected e, got g"


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


def test_at_most_20_messages_of_500_characters_are_kept():
    body = '{"message": [' + ", ".join(['"' + "m" * 900 + '"'] * 30) + "]}"
    error = status_error(422, body, {}, Secret("pit-0123456789"))
    assert [len(message) for message in error.messages] == [500] * 20
    assert error.messages[-1].endswith("…")
    assert len(str(error)) <= 500


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999"])
def test_numbers_that_json_can_not_have_are_null(number):
    body = f'{{"message": "no", "code": {number}, "limits": [{number}, 1.5]}}'
    error = status_error(422, body, {}, Secret("pit-0123456789"))
    assert (error.messages, error.code, error.body["limits"]) == (["no"], None, [None, 1.5])
    json.dumps(error.args, allow_nan=False)
