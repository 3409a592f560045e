"""Paste drafts: carry out the edits in a document."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from toolchain.openapi.pointer import parse


def pasted(document: Any, edits: list[dict[str, Any]]) -> Any:
    """The document with the edits of a change (as the JSON report has them) carried out."""
    result = deepcopy(document)
    for edit in edits:
        *above, last = parse(edit["pointer"]) or ()
        holder = result
        for key in above:
            empty: Any = [] if last == "-" and key == above[-1] else {}
            holder = holder[int(key)] if isinstance(holder, list) else holder.setdefault(key, empty)
        if isinstance(holder, list):
            if edit["op"] == "remove":
                holder.remove(edit["value"]) if edit["value"] is not None else holder.pop(int(last))
            elif last == "-":
                holder.append(edit["value"])
            else:
                holder[int(last)] = edit["value"]
        elif edit["op"] == "set":
            holder[last] = edit["value"]
        elif edit["op"] == "remove":
            holder.pop(last)
        else:
            items = [(edit["value"] if key == last else key, value) for key, value in holder.items()]
            holder.clear()
            holder.update(items)
    return result
