from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-29T13:20:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Claims that ended without a decision say so, instead of a reason in the language of the claimant"

SAID = {
    "Somebody acts for this organization already; ask its owner for an invitation.": (
        "Đã có người thay mặt tổ chức này; hãy xin chủ sở hữu gửi lời mời.",
        "Sudah ada yang bertindak untuk organisasi ini; mintalah undangan kepada pemiliknya.",
    ),
    "Two records of one organization, both of which you had claimed, became one. Your other claim stays and is decided.": (
        "Hai hồ sơ của cùng một tổ chức mà bạn đều đã yêu cầu nhận nay được gộp làm một. Yêu cầu kia của bạn vẫn còn và sẽ "
        "được quyết định.",
        "Dua catatan milik satu organisasi, yang keduanya Anda klaim, digabung menjadi satu. Klaim Anda yang lain tetap ada "
        "dan akan diputuskan.",
    ),
}


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db

        for because, translated in SAID.items():
            await db.fetch(
                """
                UPDATE claim SET because = $1, reason = '', version = version + 1
                WHERE state = 'rejected' AND reason = ANY($2)
                """,
                because,
                [because, *translated],
            )

    manager.add_raw(run)
    return manager
