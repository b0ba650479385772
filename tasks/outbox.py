"""Who hears of what: topic -> names of tasks. What must change in the same transaction stands in ``events_app/together.py``."""

from collections.abc import Mapping, Sequence

from events_app.reminders import telling

ROUTES: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(telling.TELLS, ("reminders.tell",)),
    "import.create": ("imports.read",),
    "import.read_on": ("imports.read",),
    "import.reread": ("imports.read",),
    "import.run_on": ("imports.bring_in",),
    "import.start": ("imports.bring_in",),
    "import.undo": ("imports.take_back",),
    "import.undo_on": ("imports.take_back",),
    "summary.freeze": ("reminders.tell", "summaries.keep_pdf"),
}
