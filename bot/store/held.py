"""What every table has to do with people: whose its rows are, and what becomes of each column when
the person is forgotten. A table or column that is not named here fails a test: whoever adds one
decides."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.ledger import GONE


@dataclass(frozen=True, slots=True)
class Held:
    """One table. `what` says in words what its rows are, of `whose` person: a condition in SQL in
    which `{them}` is the list of a person's accounts; empty where the rows are nobody's.

    When the person is forgotten, rows of a `dropped` table go. Of others, columns that are `kept`
    are numbers, states and instants, which say nothing once the number is nobody's any more;
    `cleared` ones become what SQL is given for them; `rewritten` ones hold words in which others
    may be meant too, and are the affair of `bot.store.forgetting`. `others` are columns with the
    number of somebody else, who settled it or whom it is about.
    """

    table: str
    kept: str = ""
    what: tuple[str, str] = ("", "")
    whose: str = ""
    how_long: str = ""
    cleared: Mapping[str, str] = field(default_factory=dict)
    rewritten: str = ""
    dropped: bool = False
    others: str = ""

    @property
    def named(self) -> set[str]:
        """The columns that something is said of."""
        return {*self.kept.split(), *self.cleared, *self.rewritten.split()}


THEIRS = "person IN {them}"

HELD = (
    Held(
        "post",
        "id cause kind platform place person attempts first_mark under",
        ("message to you", "messages to you"),
        THEIRS,
        cleared={
            "message": ":nothing",
            "state": "CASE state WHEN 'sent' THEN 'sent' ELSE 'failed' END",
            "pages": "'[]'",
            "error": "''",
            "stale": "0",
            "told": "1",
            "next_try": "NULL",
        },
    ),
    Held(
        "answer",
        "id person round draw place at hints counts",
        ("answer", "answers"),
        THEIRS,
        cleared={"text": "''"},
    ),
    Held(
        "verdict",
        "id answer score grader edition at",
        ("verdict on them", "verdicts on them"),
        "answer IN (SELECT id FROM answer WHERE person IN {them})",
        rewritten="body",
    ),
    Held(
        "act",
        "id person round draw kind detail at",
        ("hint, lock or look", "hints, locks and looks"),
        THEIRS,
    ),
    Held(
        "draw",
        "id person question edition variant at",
        ("practice question", "practice questions"),
        THEIRS,
    ),
    Held(
        "standing",
        "round person study_group date topic points",
        ("round with points", "rounds with points"),
        THEIRS,
    ),
    Held(
        "appeal",
        "id round person answer at",
        ("appeal", "appeals"),
        THEIRS,
        cleared={"sentence": "''"},
    ),
    Held(
        "suggestion",
        "id study_group person kind difficulty at state settled_by settled_at",
        ("suggested question", "suggested questions"),
        THEIRS,
        cleared={
            **dict.fromkeys(("topic", "title", "ask", "answer", "explanation", "text"), "''"),
            # A name is taken for ever; this one says nothing.
            "slug": f"CASE slug WHEN '' THEN '' ELSE '{GONE}-' || id END",
        },
        others="settled_by",
    ),
    Held(
        "report",
        "id study_group person question round at done_by done_at",
        ("report", "reports"),
        THEIRS,
        cleared={"sentence": "''"},
        others="done_by",
    ),
    Held(
        "settlement",
        "appeal person granted at",
        ("appeal that you settled", "appeals that you settled"),
        THEIRS,
    ),
    Held(
        "link",
        "id first second at undone_at",
        ("link to another account", "links to another account"),
        "first IN {them} OR second IN {them}",
    ),
    Held("hidden", "person at", ("wish to be hidden",) * 2, THEIRS, "until you take it back"),
    Held(
        "exclusion",
        "id study_group person at lifted_at",
        ("exclusion from a board", "exclusions from boards"),
        THEIRS,
        cleared={"reason": "''"},
    ),
    Held(
        "admin_act",
        "id study_group person at about",
        ("thing done as an admin", "things done as an admin"),
        THEIRS,
        # What was done, without the words it was done with.
        cleared={"what": "substr(what, 1, instr(what || ' ', ' ') - 1)"},
        others="about",
    ),
    Held(
        "study_group",
        "id name seed rules since made_by made_at paused_from paused_until summarised_at",
        ("group that you set up", "groups that you set up"),
        "made_by IN {them}",
    ),
    Held(
        "rating",
        "id draw rating at",
        ("word of your own on a practice question", "words of your own on practice questions"),
        "draw IN (SELECT id FROM draw WHERE person IN {them})",
    ),
    Held("reminder", "", ("daily reminder",) * 2, THEIRS, "until you stop it", dropped=True),
    Held("admin", "", ("right to manage", "rights to manage"), THEIRS, dropped=True),
    Held(
        "seen",
        "",
        ("community you were seen in", "communities you were seen in"),
        THEIRS,
        dropped=True,
    ),
    Held(
        "draft",
        "",
        ("form to be filled in again", "forms to be filled in again"),
        THEIRS,
        "until you send the form",
        dropped=True,
    ),
    Held("code", "", ("one-time code", "one-time codes"), THEIRS, "for a week", dropped=True),
    # Last: the others are found by it.
    Held(
        "person",
        "id",
        ("account", "accounts"),
        "id IN {them}",
        cleared={
            "platform": f"'{GONE}'",
            "native": "CAST(id AS TEXT)",
            "name": f"'{GONE}-' || id",
        },
    ),
    # Nobody's; some hold words in which people are named.
    Held("delivery", "id at", how_long="for a week", rewritten="reply"),
    Held(
        "round",
        "id study_group date slot state closes_at question topic difficulty edition variant "
        "claimed_at late mended",
        rewritten="note",
    ),
    Held(
        "place",
        "id platform native community name study_group joined_at left_at left_why look_since",
    ),
    Held("edition", "sha256 question text"),
    Held("queued", "id study_group question"),
    Held("season", "study_group name start end"),
    Held("lease", "platform holder until"),
    Held("fact", "name value"),
    Held("forgotten", "hash at"),
    Held("_sqlite_migrations", "id migration_set name applied_at"),
)
"""In the order in which a person's rows are forgotten."""

OWN = tuple(held for held in HELD if held.whose)
"""The tables of which rows are somebody's."""


def theirs(held: Held, numbers: Collection[int]) -> str:
    """The condition under which a row of the table is one of these accounts'."""
    return held.whose.replace("{them}", f"({', '.join(str(int(n)) for n in numbers)})")
