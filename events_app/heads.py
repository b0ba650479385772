"""HEAD is answered as GET is, without the body: link checkers and mail scanners ask so."""

from typing import Any

from litestar import Litestar
from litestar.types import LifeSpanReceive, LifeSpanScope, LifeSpanSend, Message, Receive, Scope, Send

ASKED = "asked_without_body"  # in the scope of such a request, which is a GET from there on


class Application(Litestar):
    """The application; Litestar itself gives a handler of GET no HEAD."""

    async def __call__(
        self, scope: Scope | LifeSpanScope, receive: Receive | LifeSpanReceive, send: Send | LifeSpanSend
    ) -> None:
        """Answer a request."""
        if scope.get("method") != "HEAD":
            await super().__call__(scope, receive, send)
            return
        await super().__call__({**scope, "method": "GET", ASKED: True}, receive, _without_body(send))  # type: ignore[arg-type]  # a request, as its method says


def _without_body(send: Any) -> Any:
    async def bare(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return bare
