"""Structured logs: one line of JSON (or of readable text) with the request id that the worker's lines carry too."""

import logging
import sys
from typing import Any

import structlog

from events_app import actor
from events_app.settings import settings


def set_up() -> None:
    """Configure structlog and the standard library's logging alike; secrets never reach a line because nobody logs them."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        _with_request,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer: Any = (
        structlog.dev.ConsoleRenderer(colors=False)
        if settings().log_format == "text"
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)


def _with_request(_logger: Any, _method: str, line: Any) -> Any:
    if request := actor.request_id():
        line["request"] = request
    return line


def log() -> Any:
    """The logger."""
    return structlog.get_logger()
