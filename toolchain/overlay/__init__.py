"""Apply OpenAPI Overlays (1.0 and 1.1, https://spec.openapis.org/overlay/) to a document.

Plain mode is the letter of Overlay 1.1, for overlays of both versions; `extends` is ignored. Where its prose and its
JSON Schema differ: an action without `update`, `copy` or `remove` changes nothing; `update` beside `remove: true` has
no impact; other pairs are refused, but that in 1.0 `remove` prevails. A node that a target selects twice is one node.
Removing the root is an error, since no map or array contains it. A `copy` must select exactly one node, as it was
before the action.

Strict mode (`strict=True`) adds what a committed overlay owes its reviewer; see `toolchain.overlay.expectation`.
"""

from toolchain.overlay.apply import apply

__all__ = ["apply"]
