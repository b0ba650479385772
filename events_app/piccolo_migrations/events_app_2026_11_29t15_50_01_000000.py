from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-29T15:50:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Codes that are there know who printed them; a claim that waits and was made with the claimant's own code proves nothing"

# A record or an authority may have become another one since the code was printed.
PRINTED = """
    SELECT message.id, message.at, message.user_id AS by, coalesce(stays.organization, record.id) AS record,
           coalesce(became.organization, printer.id) AS whose
    FROM message
    LEFT JOIN organization AS record ON record.id::text = message.payload->>'id'
    LEFT JOIN merged_organization AS stays ON stays.id::text = message.payload->>'id'
    LEFT JOIN organization AS printer ON printer.id = message.organization_id
    LEFT JOIN merged_organization AS became ON became.id = message.organization_id
    WHERE message.topic = 'claim_code.print'
"""
STATEMENTS = (
    f"""
    UPDATE claim_code SET printed_by = printed.by, printed_for = printed.whose
    FROM (SELECT DISTINCT ON (record) * FROM ({PRINTED}) AS every ORDER BY record, id DESC) AS printed
    WHERE printed.record = claim_code.organization
    """,
    f"""
    UPDATE claim SET proof = 'none', version = version + 1
    WHERE state = 'waiting' AND proof = 'code' AND EXISTS (
        SELECT FROM ({PRINTED}) AS printed
        WHERE printed.record = claim.organization AND printed.at <= claim.created_at AND (
            printed.by = claim."user" OR EXISTS (
                SELECT FROM membership
                WHERE membership.organization = printed.whose AND membership."user" = claim."user")))
    """,
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    async def run():
        from events_app import db

        for statement in STATEMENTS:
            await db.fetch(statement)

    manager.add_raw(run)
    return manager
