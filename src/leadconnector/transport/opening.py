"""Whether a transport may still open connections."""

import httpcore


class Opening:
    """Shared by a transport and all connections that it opens.

    Closing httpcore's pool ends the connections that it knows. It then still gives new ones to the calls that waited,
    and it doesn't know those that are being opened: nobody would ever close either.
    """

    __slots__ = ("_ended",)

    def __init__(self) -> None:
        self._ended = False

    def end(self) -> None:
        """Allow no more of them."""
        self._ended = True

    def check(self) -> None:
        """Raise the error of a call that was certainly not sent, where none is allowed."""
        if self._ended:
            raise httpcore.ConnectError("the client was closed before the request was sent")
