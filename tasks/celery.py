"""The Celery app: JSON only, no result backend, late acknowledgement, the request's id on every line.

``celery -A tasks.celery worker`` and ``celery -A tasks.celery beat`` run it. Nothing that matters lives in the broker: the relay
sends again what was not done, and what is due is a row.
"""

from collections.abc import Callable
from time import perf_counter
from typing import Any, ParamSpec

import celery
import kombu.connection
from celery import signals
from celery.app.amqp import AMQP

from events_app import actor, logs
from events_app.settings import settings
from tasks import schedule

VISIBLE_AFTER = 600  # seconds after which a message that nobody acknowledged is given to another worker
PATIENCE = 5  # seconds that a worker waits at most before it tries a broker again that is away


def broker_url(url: str) -> str:
    """The broker as Celery spells it: a Unix socket is ``redis+socket://``."""
    path, _, query = url.partition("?")
    if path.startswith("unix://"):
        database = dict(pair.partition("=")[::2] for pair in query.split("&")).get("db", "0")
        return f"redis+socket://{path.removeprefix('unix://')}?virtual_host={database}"
    return url


class Task(celery.Task):  # type: ignore[misc]  # Celery has no types
    """A task that carries on the request it came from."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        came_from = (self.request.headers or {}).get("fairs_request") or self.request.id or ""
        begun = perf_counter()
        with actor.as_actor(actor.NOBODY, came_from):
            try:
                return self.run(*args, **kwargs)
            finally:
                logs.log().info("task", task=self.name, ms=round((perf_counter() - begun) * 1000, 1))


class Connection(kombu.connection.Connection):
    """A connection that is tried again soon: Celery would wait up to half a minute after a broker is back."""

    def ensure_connection(self, *args: Any, **kwargs: Any) -> Any:
        soon = {"interval_start": 1, "interval_step": 1, "interval_max": PATIENCE, **kwargs}
        return super().ensure_connection(*args, **soon)  # type: ignore[no-untyped-call]  # kombu has few types


class Broker(AMQP):  # type: ignore[misc]  # Celery has no types
    """What Celery reaches the broker through."""

    Connection = Connection


app = celery.Celery("fairs", task_cls=Task, amqp=Broker, set_as_current=True)
app.conf.update(
    broker_url=broker_url(settings().redis_url),
    result_backend=None,
    task_ignore_result=True,
    accept_content=["json"],
    task_serializer="json",
    include=[
        f"tasks.{name}"
        for name in ("bookings", "events", "exhibitors", "housekeeping", "imports", "reminders", "summaries")
    ],
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_concurrency=settings().worker_processes,
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_send_task_events=False,
    broker_connection_retry=True,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={
        "visibility_timeout": VISIBLE_AFTER,
        "socket_connect_timeout": 2,
        "socket_timeout": 5,
        "socket_keepalive": True,
        "health_check_interval": 5,
    },
    task_publish_retry=False,
    timezone="UTC",
    enable_utc=True,
    beat_scheduler="celery.beat:Scheduler",  # kept in memory: what is due is a row, so beat has nothing to remember
    beat_max_loop_interval=1,
    beat_schedule=schedule.ENTRIES,
)


P = ParamSpec("P")


def task(name: str) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Make a function a task of this name; its types stay."""

    def made(work: Callable[P, None]) -> Callable[P, None]:
        app.task(name=name)(work)
        return work

    return made


def _log_as_we_do(**_: Any) -> None:
    logs.set_up()


signals.setup_logging.connect(_log_as_we_do)
