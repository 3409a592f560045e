"""Apply OpenAPI Overlays (1.0 and 1.1, https://spec.openapis.org/overlay/) to a document.

Plain mode is the letter of Overlay 1.1, for overlays of both versions; `extends` is ignored. Where its prose and its
JSON Schema differ: an action without `update`, `copy` or `remove` changes nothing; a 1.1 action with two of them in
force is refused; in a 1.0 action `remove` prevails. A node that a target selects twice is one node. Removing the root
is an error, since no map or array contains it. A `copy` must select exactly one node, as it was before the action.

Strict mode (`strict=True`) adds what a committed overlay owes its reviewer; see `toolchain.overlay.expectation`.
"""

from toolchain.openapi.json_values import canonical_json, sha256
from toolchain.overlay.apply import apply

__all__ = ["apply", "canonical_json", "sha256"]
