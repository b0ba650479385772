"""C1: a fair is entered and published, and whoever comes by sees it."""

from datetime import datetime, time, timedelta

from events_app import i18n, values
from events_app.i18n import text as _
from tests.browser.stories.job import Job


async def schedules(job: Job) -> None:
    """An enters venues and a series, an event with two sites, days, a session, zones, booths, its filing; and publishes."""
    an, first_on, last_on = job.an, job.first_on, job.first_on + timedelta(days=2)
    await an.follow(_("Desk"))
    for name in ("Quảng trường Thử", "Siêu thị Thử", "Khách sạn Thử"):
        await an.go("/desk/venues")
        await an.follow(_("Enter a venue"))
        await an.send(_("Save"), name=name, address=f"1 {name}, Hà Nội", province_code={"index": 1})
    await an.follow(_("Desk"))
    await an.follow(_("Series"))
    await an.send(_("Add the series"), name__vi="Hội chợ Thử", name__en="Trial fairs", name__id="Pameran uji coba")
    await an.follow(_("Desk"))
    await an.follow(_("New event"))
    await an.send(_("Keep as a draft"), 422, kind="fair")  # everything that is missing is said at once
    await an.send(
        _("Keep as a draft"),
        kind="fair",
        **{f"title__{code}": said for code, said in job.titles().items()},
        description__vi="Hội chợ của các hợp tác xã.",
        series_id={"label": i18n.localized({"vi": "Hội chợ Thử", "en": "Trial fairs", "id": "Pameran uji coba"})},
        first_on=first_on,
        last_on=last_on,
        registration_opens_at=_local(job.at - timedelta(days=1)),
        registration_closes_at=_local(job.at + timedelta(days=30)),
        announced_booths="20",
        directs="Ủy ban nhân dân Thử",
        hosts="Sở Công Thương Thử\nSở Nông nghiệp Thử",
        cooperates="Hội Nông dân Thử",
        carries_out="Trung tâm Thử",
        sponsors="Ngân hàng Thử",
    )
    await an.follow(_("Publish"))
    await an.reads(_("Add a site."))
    await an.send(_("Publish now"), 422)
    await an.reads(_("Add a site."))
    for venue, opens in (("Quảng trường Thử", "08:00"), ("Siêu thị Thử", "09:30")):
        await an.follow(_("Sites and days"))
        await an.send(_("Add the site"), venue_id={"label": venue}, announced_booths="10")
        await an.send(_("Add these days"), first_on=first_on, last_on=last_on, opens=opens, closes="21:00")
    await an.send(_("Save all days"), days__1__opens="10:15", days__2__closes="20:30")
    await an.follow(_("Programme"))
    await an.send(
        _("Add the session"),
        title__vi="Hội nghị Thử",
        title__en="Trial conference",
        title__id="Konferensi uji coba",
        kind="conference",
        venue_id={"label": "Khách sạn Thử"},
        starts_at=f"{first_on}T09:00",
        ends_at=f"{first_on}T11:00",
        speakers="Diễn giả Thử, Viện Thử",
    )
    await _lays_out(job)
    await an.follow(_("Filing"))
    await an.reads(i18n.long_date(first_on - timedelta(days=30)), i18n.long_date(first_on - timedelta(days=365)))
    await an.send(_("Save"), required="true", filed_on=values.today(job.at))
    await an.follow(_("Publish"))
    await an.reads(_("Everything that is needed is there."))
    await an.send(_("Publish now"))
    await an.reads(_("The event is published."))


async def _lays_out(job: Job) -> None:
    """Two zones with their booths; what was announced stands beside what is on the plan."""
    an = job.an
    for venue, prefix in (("Quảng trường Thử", "A"), ("Siêu thị Thử", "B")):
        await an.follow(_("Booths"))
        await an.send(_("Add the zone"), site_id={"label": venue}, name__vi=f"Khu {prefix}", announced_booths="12")
        await an.send(_("Add these booths"), prefix=prefix, rows="2", columns="3", power=True, price_vnd="1500000")
    await an.follow(_("Overview"))
    table = an.page.locator("main tbody tr").first
    assert (await table.locator("td").all_inner_texts()) == ["20", "12"]  # announced, and on the plan


async def sees_everything(job: Job) -> None:
    """Whoever comes by finds the event by its name, its month, its places, hours, programme and plan."""
    passer_by, title = job.passer_by, job.title()
    await passer_by.go("/events")
    await passer_by.send(_("Search"), q=title, month=f"{job.first_on:%Y-%m}")
    await passer_by.follow(title)
    await passer_by.reads("Quảng trường Thử", "Siêu thị Thử", "Khách sạn Thử", "Diễn giả Thử", "Ngân hàng Thử")
    await passer_by.reads(*(i18n.time(time.fromisoformat(clock)) for clock in ("08:00", "09:30", "10:15", "20:30")))
    await passer_by.follow(_("Floor plan"))
    await passer_by.reads("A01", "B06", _("Free"))
    await passer_by.page.go_back()


def _local(at: datetime) -> str:
    return at.astimezone(values.ZONE).strftime("%Y-%m-%dT%H:%M")
