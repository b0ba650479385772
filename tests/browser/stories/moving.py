"""C3: one fair is moved, one put off, one called off; everybody sees it, and who exhibits is told."""

from datetime import date, timedelta

from events_app import i18n, values
from events_app.i18n import text as _
from events_app.sample import building
from events_app.sample.building import FairPlan, SitePlan, ZonePlan
from tests.browser.stories.job import Job


async def moves(job: Job) -> None:
    """An moves the fair by a week; Bình's booth moves along, and Bình is told the old and the new days."""
    an, binh, first_on = job.an, job.binh, job.first_on
    await an.follow(_("Overview"))
    await an.follow(_("Reschedule"))
    filled = await an.page.locator('[name^="days."][name$=".on"]').evaluate_all(
        "fields => fields.filter(field => field.value).map(field => [field.name, field.value])"
    )
    assert len(filled) == 6
    week = timedelta(days=7)
    later = {name.replace(".", "__"): date.fromisoformat(on) + week for name, on in filled}
    await an.send(_("Move the event and tell everybody"), 422, **later)  # a reason is owed
    await an.send(_("Move the event and tell everybody"), reason="Theo công văn", **later)
    await an.reads(_("The event is moved; exhibitors are told."))
    new = first_on + week
    await binh.follow(_("My applications"))
    await binh.follow(job.title())
    await binh.reads(i18n.days(new, new + timedelta(days=2)))
    await job.world.letter("binh@fairs.example", job.title(), "Theo công văn", i18n.date(first_on), i18n.date(new))


async def other_fairs(job: Job) -> None:
    """Three more by the verbs, with Bình and Em in their booths: two to come, one that is over since three days ago."""
    at, today, cast = job.at, values.today(job.at), job.world.cast
    for fair, first_on in (
        ("put_off", today + timedelta(days=10)),
        ("called_off", today + timedelta(days=12)),
        ("past", today - timedelta(days=5)),
    ):
        titles = job.titles(fair)
        plan = FairPlan(
            kind="week",
            vi=titles["vi"],
            en=titles["en"],
            id=titles["id"],
            first_on=first_on,
            last_on=first_on + timedelta(days=2),
            announced_at=at - timedelta(days=60),
            sites=[SitePlan("coop", 6, [ZonePlan("Nông sản", "Farm produce", "Hasil tani", 6, 2, 3)])],
            said={
                "registration_opens_at": at - timedelta(days=60),
                "registration_closes_at": at - timedelta(days=20),
                "filing": {"required": False, "exempt_decision": "Kế hoạch (mẫu)"},
            },
        )
        built = await building.build(plan, cast, job.world.places)
        for booth, entity in zip(built.booths[0], cast.entities[:2], strict=False):
            await building.exhibit(built, cast, entity, booth, at=at - timedelta(days=30))


async def postpones_and_cancels(job: Job) -> None:
    """An postpones one fair and calls another off; nothing of it happens by mistake, and everybody sees it."""
    an, passer_by = job.an, job.passer_by
    for fair, link, button, said, seen in (
        (
            "put_off",
            _("Postpone"),
            _("Postpone the event"),
            _("The event is postponed; exhibitors are told."),
            _("This event is postponed; the new dates are not known yet."),
        ),
        (
            "called_off",
            _("Cancel the event"),
            _("Cancel the event for good"),
            _("The event is cancelled; exhibitors are told."),
            _("This event is cancelled."),
        ),
    ):
        await an.follow(_("Desk"))
        await an.follow(job.title(fair))
        await an.follow(link)
        await an.send(button, 422, reason="Bão lớn")
        await an.send(button, reason="Bão lớn", _sure=True)
        await an.reads(said)
        await an.follow(_("As visitors see it"))
        await passer_by.go(an.page.url)
        await passer_by.reads(seen, "Bão lớn")
