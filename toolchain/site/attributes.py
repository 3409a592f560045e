"""A griffe extension: attributes read as their users see them."""

from __future__ import annotations

from typing import Any

import griffe

_NOISE = {"class-attribute", "instance-attribute", "module-attribute"}


class AttributesAsRead(griffe.Extension):
    """Shows the type that reading gives, and no more: not the descriptor or expression that the value comes from."""

    def on_attribute_instance(self, *, attr: griffe.Attribute, **kwargs: Any) -> None:
        """Called by griffe for each attribute that it finds."""
        attr.labels -= _NOISE
        match attr.value, attr.annotation:
            case _, griffe.ExprSubscript(
                left=griffe.ExprName(name="Dated" | "OnDemand"), slice=read
            ):  # of a descriptor
                attr.annotation = read
            case value, griffe.ExprName(name="Final"):
                attr.annotation = value.function if isinstance(value, griffe.ExprCall) else None
            case _:
                pass
        if isinstance(attr.value, griffe.Expr):
            attr.value = None
