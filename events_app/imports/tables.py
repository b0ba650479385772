"""Lists that somebody brings in: the file, what each of its rows says, and what came of it."""

from enum import StrEnum

from piccolo.columns import UUID as UuidColumn
from piccolo.columns import Array, Boolean, Bytea, Date, Integer, SmallInt, Text, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from events_app.accounts.tables import User
from events_app.columns import Facts, Id, Written, instant, maybe, of
from events_app.directory.tables import Organization
from events_app.lifecycle import moves


class ImportState(StrEnum):
    """Where an import stands; a worker has it while it is *received*, *running* or *undoing*.

    It is *stopped* where workers have tried in vain: it waits for who brought it.
    """

    RECEIVED = "received"
    READ = "read"
    REFUSED = "refused"
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    STOPPED = "stopped"


class Outcome(StrEnum):
    """What becomes of a row or an entity of a list."""

    CREATE = "create"
    CHANGE = "change"
    SAME = "same"
    ASK = "ask"
    FAULT = "fault"
    SKIP = "skip"
    ASIDE = "aside"  # no product: a heading, a total, a signature


S = ImportState


class Import(Table):
    """A list that somebody brought in, in the name of an organization or as admin, and how far it has come.

    ``headings`` are the words above the columns, ``samples`` what stands first in each, ``mapping`` what each is taken for, by its
    number from 0.
    """

    MOVES = moves(
        read=({S.RECEIVED}, S.READ),
        refuse=({S.RECEIVED}, S.REFUSED),
        reread=({S.READ, S.REFUSED, S.STOPPED}, S.RECEIVED),
        start=({S.READ}, S.RUNNING),
        finish=({S.RUNNING}, S.DONE),
        undo=({S.DONE, S.STOPPED}, S.UNDOING),
        take_back=({S.UNDOING}, S.UNDONE),
        keep=({S.UNDOING}, S.DONE),
        stop=({S.RECEIVED, S.RUNNING, S.UNDOING}, S.STOPPED),
        read_on=({S.STOPPED}, S.RECEIVED),
        run_on=({S.STOPPED}, S.RUNNING),
        undo_on=({S.STOPPED}, S.UNDOING),
    )

    id = Id()
    user = of(User)
    organization = maybe(Organization)
    state = Varchar(length=20, choices=ImportState, default=ImportState.RECEIVED)
    filename = Varchar(length=300)
    size = Integer(default=0)
    problem = Varchar(length=40)
    problem_facts = Facts(default="{}")
    sheet = Varchar(length=200)
    sheets = Facts(default="[]")
    unread = Facts(default="[]")  # sheets that look like lists too; one is read
    encoding = Varchar(length=20)
    header_row = Integer(default=0)
    headings = Facts(default="[]")
    samples = Facts(default="[]")
    mapping = Facts(default="{}")
    mapped = Boolean(default=False)  # by a person
    province = Varchar(length=5)
    which = Varchar(length=2, null=True, default=None)
    of_before = Varchar(
        length=300
    )  # the province that is no more, for which the 63 were taken without anybody saying so
    decision_number = Varchar(length=100)
    rows_read = Integer(default=0)
    rows_done = Integer(default=0)
    done_entity = UuidColumn(
        null=True, default=None
    )  # how far it was brought in: the last row in the order of entities
    done_key = Text()
    done_number = Integer(default=0)
    rows_undone = Integer(default=0)
    counts = Facts(default="{}")
    tries = SmallInt(default=0)  # of workers, at what it waits for
    stopped_in = Varchar(length=20)  # the state in which they gave up
    kept_by = Facts(default="{}")  # what a worker found that kept it from being undone
    version = Integer(default=1)
    created_at = instant(null=False)
    begun_at = instant()  # to be brought in: the instant of all that it verifies, however many workers were at it
    stopped_at = instant()  # when workers first gave up bringing in what they verify at that instant
    ended_at = instant()
    emptied_at = instant()  # its rows are forgotten since

    a_stopped_list_says_where_it_stopped = Check("(state = 'stopped') = (stopped_in <> '')")
    a_problem_is_of_a_refused_list = Check("(state = 'refused') = (problem <> '')")


class ImportPart(Table):
    """A piece of the file as it was sent, so that a worker on any machine can read it; gone when the list is in."""

    id = Id()
    within = of(Import)
    position = SmallInt()
    bytes = Bytea()

    a_part_has_its_place = Unique([within, position])


class ImportEntity(Table):
    """An entity that the list speaks of, who it may be among those known, and what was answered when that was asked.

    ``within`` is an id without a reference, here and in the rows: they go with their list, and a check of each costs as much as it.
    """

    id = Id()
    within = UuidColumn(default=None)
    key = Varchar(length=64)  # a digest: personal numbers are part of what it is made of
    first_row = Integer()
    name = Text()
    entity_kind = Text(null=True, default=None)
    tax_code = Text(null=True, default=None)
    personal = Varchar(length=12, null=True, default=None, secret=True)
    hidden = Text()
    representative = Text()
    phone = Text(null=True, default=None)
    email = Text(null=True, default=None)
    address = Text()
    commune = Text()
    district = Text()
    province_set = Text(null=True, default=None)
    province_code = Text(null=True, default=None)
    alike = Text()
    search = Text()
    sort = Text()
    slug = Text()
    page = Text()  # the slug of the record that it is, as the list says
    plain = Boolean(default=False)  # nobody knows it, and its rows do not contradict each other
    outcome = Varchar(length=10, choices=Outcome, default=Outcome.CREATE)
    candidates = Facts(default="[]")
    answer = Varchar(length=10)
    chosen = UuidColumn(null=True, default=None)  # among the candidates, or who it turned out to be
    wrongs = Facts(default="[]")

    an_entity_is_in_a_list_once = Unique([within, key])
    an_answer_is_one_of_three = Check("answer IN ('', 'same', 'new', 'skip')")


class ImportRow(Table):
    """A row of the list: its cells as they may be shown again, what they say, and what becomes of it.

    What it says of a product and its certificate stands in columns from ``name``, which is null where it says nothing of one.
    """

    id = Id()
    within = UuidColumn(default=None)
    number = Integer()
    taken = Varchar(length=10)
    cells = Written(default="{}")
    name = Text(null=True, default=None)
    product_group = SmallInt(null=True, default=None)
    subgroup = Text(null=True, default=None)
    older_classification = Text()
    stars = SmallInt(null=True, default=None)
    potential_five = Boolean(default=False)
    certificate_number = Text()
    issuer = Text()
    issued_on = Date(null=True, default=None)
    valid_to = Date(null=True, default=None)  # as it is said
    ends_on = Date(null=True, default=None)  # as it is said, or as it follows from the day of issue
    counts_from = Date(null=True, default=None)
    sort = Text()
    entity = UuidColumn(null=True, default=None)
    key = Text()  # of the product within its entity
    product = UuidColumn(null=True, default=None)  # the id that a new product gets: of the first row that names it
    certificate = UuidColumn(null=True, default=None)  # likewise, where the row names one
    outcome = Varchar(length=10, choices=Outcome, default=Outcome.CREATE)
    wrongs = Facts(default="[]")

    a_row_is_in_a_list_once = Unique([within, number])


class ImportAnswer(Table):
    """What was answered about an entity of the list, kept by its key: whoever has the list read anew is not asked again.

    ``chosen_key`` is of the entity of the list that was chosen, whose id is another one then.
    """

    id = Id()
    within = of(Import)
    key = Varchar(length=64)
    answer = Varchar(length=10)
    chosen = UuidColumn(null=True, default=None)
    chosen_key = Varchar(length=64)

    an_entity_is_answered_once = Unique([within, key])
    a_kept_answer_is_one_of_three = Check("answer IN ('same', 'new', 'skip')")


class ImportMeant(Table):
    """Whom an importer meant by an entity of a list, by a digest of what was said of it; ids without references, as they outlast
    both: of a record that was merged, the one that it became is meant.
    """

    id = Id()
    importer = UuidColumn(default=None)
    key = Varchar(length=64)
    organization = UuidColumn(default=None)

    an_importer_means_one_by_a_key = Unique([importer, key])


class ImportMade(Table):
    """Rows of the directory that one batch of the list made, each at its first version; ``message`` is what was recorded of it."""

    id = Id()
    within = of(Import)
    message = UuidColumn(null=True, default=None)
    noun = Varchar(length=20)
    rows = Array(base_column=UuidColumn(), default=list)

    what_many_made_is_of_the_directory = Check("noun IN ('organization', 'contact', 'product', 'certificate')")


class ImportEffect(Table):
    """A row of the directory that the list made or changed by itself, at the version at which it left it, and what stood before."""

    id = Id()
    within = of(Import)
    noun = Varchar(length=20)
    row = UuidColumn(default=None)
    made = Boolean(default=False)
    before = Facts(default="{}")
    version = Integer(default=1)

    a_row_is_an_effect_once = Unique([within, row])
    an_effect_is_on_the_directory = Check("noun IN ('organization', 'product', 'certificate')")
