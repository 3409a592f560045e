"""The retry matrix: what may be sent again, by the operation's own policy and by what the last attempt came to."""

from leadconnector.client.operation import RetryPolicy
from leadconnector.transport.attempt import Outcome, RawResponse

_RATE_LIMITED = 429
# 522 is not among them: the edge may have sent the request and missed only its acknowledgement.
_EDGE_NEVER_REACHED_ORIGIN = frozenset({521, 523, 525})
_MAYBE_APPLIED = frozenset({500, 502, 503, 504, 520, 522, 524})
_NOT_PROCESSED_REDIRECTS = frozenset({307, 308})


def may_retry(policy: RetryPolicy, outcome: Outcome, *, is_passing: bool = False) -> bool:
    """Whether another attempt is both of use and harmless; `is_passing` if the description knows the fault as such."""
    if policy is RetryPolicy.NEVER:
        return False
    if is_passing:
        return policy is RetryPolicy.ALWAYS
    if isinstance(outcome, RawResponse):
        if outcome.status == _RATE_LIMITED or outcome.status in _EDGE_NEVER_REACHED_ORIGIN:
            return True
        return policy is RetryPolicy.ALWAYS and outcome.status in _MAYBE_APPLIED
    if outcome.permanent:
        return False
    return policy is RetryPolicy.ALWAYS or outcome.applied is False


def effect_of(outcome: Outcome) -> bool | None:
    """Whether the attempt took effect: True, False, or None where it can't be known."""
    if not isinstance(outcome, RawResponse):
        return outcome.applied
    status = outcome.status
    if 200 <= status < 300:
        return True
    if 400 <= status < 500 or status in _NOT_PROCESSED_REDIRECTS:
        return False
    return None


def effect_before_retry(outcome: Outcome) -> bool | None:
    """The same, of an attempt that is followed by another: one that never reached the origin leaves nothing."""
    if isinstance(outcome, RawResponse) and outcome.status in _EDGE_NEVER_REACHED_ORIGIN:
        return False
    return effect_of(outcome)


def combine(earlier: bool | None, last: bool | None) -> bool | None:
    """Whether a call took effect, from what its attempts did: one that did is enough, one in doubt leaves doubt."""
    if earlier or last:
        return True
    return None if earlier is None or last is None else False
