"""C2: two entities apply and look at the same booth; the organizer sees who has it."""

from events_app.i18n import text as _
from tests.browser.stories.job import Job


async def register(job: Job) -> None:
    """Bình and Em look at the same booth. Bình gets it; Em is told so, and takes one of those that are free."""
    binh, em, title = job.binh, job.em, job.title()
    for entity, product in ((binh, "Trà ướp sen (mẫu)"), (em, "Chè Shan tuyết (mẫu)")):
        await entity.follow(_("Events"))
        await entity.follow(title)
        await entity.follow(_("Apply for a booth"))
        await entity.send(_("Submit the application"), 422)  # without product and consent
        await entity.page.get_by_role("checkbox", name=product).check()
        await entity.send(_("Submit the application"), consent=True)
        await entity.reads(_("Your application is submitted."), _("Pick a booth."))
    wanted = await binh.page.locator('input[name="booth_id"]').first.get_attribute("value") or ""
    await em.choose("booth_id", wanted)
    await binh.send(_("Hold this booth"), booth_id=wanted)
    await em.send(_("Hold this booth"), 409)
    await em.reads(_("On the days that you chose these booths are still free:"), "A02, A03")
    await binh.send(_("Confirm booth %(number)s", number="A01"))
    await binh.reads(_("The booth is confirmed."))
    assert await em.page.locator(f'input[name="booth_id"][value="{wanted}"]').is_disabled()
    await em.page.get_by_role("radio", name=_("Booth %(number)s", number="A02")).check()
    await em.send(_("Hold this booth"))
    await em.send(_("Give back"))
    await em.follow(_("My applications"))
    await em.reads(title)


async def sees_the_exhibitor(job: Job) -> None:
    """An sees who has applied, and who has which booth."""
    an = job.an
    await an.follow(_("Desk"))
    await an.follow(job.title())
    await an.follow(_("Applications"))
    await an.reads("Hợp tác xã Sen Việt (mẫu)", "A01", _("Confirmed"), "Hợp tác xã Trà Xanh (mẫu)")
    await an.follow("Hợp tác xã Sen Việt (mẫu)")
    await an.follow(_("Booths"))
    await an.reads("Hợp tác xã Sen Việt (mẫu)")
