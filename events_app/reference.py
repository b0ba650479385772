"""The page of the API's reference at ``/schema``: made from the OpenAPI document, with nothing loaded from elsewhere."""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Request
from litestar.openapi.plugins import OpenAPIRenderPlugin

from events_app import i18n, markup
from events_app.settings import settings

_METHODS = ("get", "post", "put", "patch", "delete")


class Operation(msgspec.Struct, frozen=True):
    """One method at one address, as the page shows it."""

    method: str
    path: str
    says: str
    parameters: list[tuple[str, str, str, bool]]  # name, where, what, whether it is required
    body: list[tuple[str, str, bool]]  # field, type, whether it is required
    answers: list[tuple[str, str]]


class ReferencePage(OpenAPIRenderPlugin):
    """Shows every operation by tag."""

    def __init__(self) -> None:
        super().__init__(path="/")

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """The page, in the language that the browser asks for."""
        with i18n.speaking(i18n.choose(request.headers.get("accept-language"))):
            html = (
                markup.environment()
                .get_template("reference.html")
                .render(
                    actor=None,
                    language=i18n.language().value,
                    path="/schema",
                    csrf="",
                    flashes=[],
                    url=settings().url,
                    groups=groups(openapi_schema),
                )
            )
        return html.encode()


def groups(document: Mapping[str, Any]) -> dict[str, list[Operation]]:
    """The operations of an OpenAPI document by their first tag."""
    found: dict[str, list[Operation]] = {}
    schemas = document.get("components", {}).get("schemas", {})
    for path, item in sorted(document["paths"].items()):
        for method in _METHODS:
            if method in item:
                tag = (item[method].get("tags") or ["other"])[0]
                found.setdefault(tag, []).append(_operation(method, path, item[method], schemas))
    return dict(sorted(found.items()))


def _operation(method: str, path: str, said: Mapping[str, Any], schemas: Mapping[str, Any]) -> Operation:
    contents: Mapping[str, Any] = said.get("requestBody", {}).get("content", {})
    body: Mapping[str, Any] = next((content.get("schema", {}) for content in contents.values()), {})
    answers = [(status, answer.get("description", "")) for status, answer in said.get("responses", {}).items()]
    return Operation(
        method.upper(),
        path,
        said.get("description") or said.get("summary") or "",
        [
            (one["name"], one["in"], one.get("description") or "", bool(one.get("required")))
            for one in said.get("parameters", [])
        ],
        _fields(_resolved(body, schemas), schemas),
        answers,
    )


def _fields(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> list[tuple[str, str, bool]]:
    required = set(schema.get("required", []))
    return [
        (name, _type(_resolved(field, schemas), schemas), name in required)
        for name, field in schema.get("properties", {}).items()
    ]


def _type(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    for several in ("oneOf", "anyOf"):
        if several in schema:
            return " | ".join(_type(_resolved(one, schemas), schemas) for one in schema[several])
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"[{_type(_resolved(schema.get('items', {}), schemas), schemas)}]"
    if schema.get("properties"):
        return "{" + ", ".join(schema["properties"]) + "}"
    return str(schema.get("format") or schema.get("type") or "…")


def _resolved(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" in schema:
        found: Mapping[str, Any] = schemas.get(schema["$ref"].rpartition("/")[2], {})
        return found
    return schema
