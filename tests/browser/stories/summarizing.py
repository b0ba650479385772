"""C6: a fair has ended, agreements are recorded, frozen, and told to those who signed."""

from datetime import timedelta
from typing import Any

from events_app import db, i18n, values
from events_app.i18n import text as _
from tests.browser.stories.job import Job


async def summarizes(job: Job) -> None:
    """An records two agreements, the sweep freezes them; page, PDF, and Bình's own part."""
    an, binh, world, title = job.an, job.binh, job.world, job.title("past")
    world.ask("events.end_due")
    await world.until(lambda: _is(job, "event.state = 'ended'"))
    await an.follow(_("Desk"))
    await an.follow(title)
    await an.follow(_("Agreements"))
    for entity, value in (("Hợp tác xã Sen Việt (mẫu)", "120000000"), ("Hợp tác xã Trà Xanh (mẫu)", "")):
        await an.follow(_("Record an agreement"))
        agreed: dict[str, Any] = {
            "kind": "supply",
            "title": f"Hợp đồng của {entity}",
            "signed_on": values.today(job.at) - timedelta(days=3),
            "value_vnd": value,
            "parties__0__role": "producer",
            "parties__0__organization_id": {"label": entity},
            "parties__1__role": "distributor",
        }
        await an.send(_("Save"), 422, **agreed)  # the second party is not named
        await an.send(_("Save"), parties__1__organization_id={"label": "Siêu thị Mẫu"})
        await an.reads(_("The agreement was recorded."))
    world.ask("summaries.freeze_due")
    await world.until(lambda: _is(job, "EXISTS (SELECT FROM summary WHERE event = event.id AND pdf IS NOT NULL)"))
    await an.follow(_("Summaries"))
    await an.follow(_("Summary no. %(number)s", number=1))
    await an.reads("Hợp đồng của Hợp tác xã Sen Việt (mẫu)", "Hợp đồng của Hợp tác xã Trà Xanh (mẫu)")
    await an.reads(i18n.money(120_000_000))
    await world.letter("an@fairs.example", title)
    await world.letter("binh@fairs.example", title, "Hợp đồng của Hợp tác xã Sen Việt (mẫu)")
    await binh.go(an.page.url)
    await binh.reads("Hợp đồng của Hợp tác xã Sen Việt (mẫu)", _("You see the agreements that you are a party to."))
    await binh.misses("Trà Xanh")
    for who in (an, binh):
        answer = await who.context.request.get(f"{an.page.url}/pdf")
        assert answer.status == 200
        assert (await answer.body()).startswith(b"%PDF-")


async def _is(job: Job, condition: str) -> bool:
    """Whether something is true of the fair that is over."""
    return bool(await db.fetch(f"SELECT FROM event WHERE title->>'vi' = $1 AND {condition}", job.titles("past")["vi"]))
