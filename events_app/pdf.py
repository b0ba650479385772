"""PDF from typst: a template of ours and data, set with typst's own fonts, which know Vietnamese."""

import asyncio
import json
from functools import cache
from importlib.resources import files
from typing import Any

import typst


async def compiled(template: str, data: Any) -> bytes:
    """The PDF of ``templates/<template>``, which reads ``data`` as JSON from ``sys.inputs.data``; made in a thread."""
    return await asyncio.to_thread(_compile, template, json.dumps(data, ensure_ascii=False))


def _compile(template: str, data: str) -> bytes:
    made: bytes = typst.compile(_source(template), sys_inputs={"data": data}, ignore_system_fonts=True)
    return made


@cache
def _source(template: str) -> bytes:
    return files("events_app").joinpath("templates", template).read_bytes()
