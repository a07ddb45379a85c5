"""The tables: what a database begins with, and the migrations that brought the others."""

from functools import cache

from sqlite_utils import Database, Migrations

from bot.store.appeals import TABLES as APPEALS
from bot.store.codes import TABLES as CODES
from bot.store.forgetting import TABLES as FORGETTING
from bot.store.links import TABLES as LINKS
from bot.store.marking import Marking
from bot.store.members import TABLES as MEMBERS
from bot.store.reminders import TABLES as REMINDERS
from bot.store.reports import TABLES as REPORTS
from bot.store.reviews import TABLES as REVIEWS
from bot.store.suggestions import TABLES as SUGGESTIONS

migrations = Migrations("dlq")


@migrations()
def m001_the_daily_loop(db: Database) -> None:
    db.executescript(TABLES)


@migrations()
def m002_places_in_no_group(db: Database) -> None:
    """Where the bot was invited and nobody has set up a group yet, it introduces itself."""
    # SQLite cannot take NOT NULL off a column: the table is made anew, as its documentation says.
    old = "study_group INTEGER NOT NULL REFERENCES study_group (id),\n    joined_at"
    made: str = db.execute("SELECT sql FROM sqlite_master WHERE name = 'place'").fetchone()[0]
    assert old in made
    new = made.replace(old, old.replace(" NOT NULL", "")).replace("place", "place_new", 1)
    db.executescript(
        f"{new};"
        "INSERT INTO place_new SELECT * FROM place;"
        "DROP TABLE place;"
        "ALTER TABLE place_new RENAME TO place;"
        "CREATE UNIQUE INDEX place_active ON place (platform, native) WHERE left_at IS NULL;"
        "CREATE INDEX place_of_group ON place (study_group);"
    )


@migrations()
def m003_appeals(db: Database) -> None:
    db.executescript(APPEALS)


@migrations()
def m004_mended_rounds(db: Database) -> None:
    """A round that was graded again by a mended file shows the key that its verdicts are by."""
    db.execute("ALTER TABLE round ADD COLUMN mended TEXT REFERENCES edition (sha256)")


@migrations()
def m005_codes(db: Database) -> None:
    db.executescript(CODES)


@migrations()
def m006_links(db: Database) -> None:
    db.executescript(LINKS)


@migrations()
def m007_seasons_and_summaries(db: Database) -> None:
    db.executescript(
        "ALTER TABLE study_group ADD COLUMN summarised_at TEXT;"
        "CREATE TABLE season ("
        "    study_group INTEGER NOT NULL REFERENCES study_group (id),"
        "    name TEXT NOT NULL COLLATE NOCASE,"
        "    start TEXT NOT NULL,"
        "    end TEXT NOT NULL,"
        "    PRIMARY KEY (study_group, name)"
        ") STRICT, WITHOUT ROWID;"
    )


@migrations()
def m008_members(db: Database) -> None:
    db.executescript(MEMBERS)


@migrations()
def m009_suggestions_and_reports(db: Database) -> None:
    db.executescript(SUGGESTIONS + REPORTS)


@migrations()
def m010_reviews(db: Database) -> None:
    db.executescript(REVIEWS + REMINDERS)


@migrations()
def m011_privacy(db: Database) -> None:
    db.executescript(FORGETTING)
    Marking(db).mark()


@cache
def version() -> int:
    """The schema's version is the number of migrations; it is kept in PRAGMA user_version."""
    return len(migrations.pending(Database(memory=True)))


# Instants are ISO texts in UTC with microseconds, so that they sort as they follow one another.
TABLES = """
CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    platform TEXT NOT NULL,
    native TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (platform, native)
) STRICT;

CREATE TABLE seen (
    person INTEGER NOT NULL REFERENCES person (id),
    platform TEXT NOT NULL,
    community TEXT NOT NULL,
    PRIMARY KEY (person, platform, community)
) STRICT, WITHOUT ROWID;

CREATE TABLE study_group (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    seed TEXT NOT NULL,
    rules TEXT NOT NULL,
    since TEXT NOT NULL,
    made_by INTEGER NOT NULL REFERENCES person (id),
    made_at TEXT NOT NULL,
    paused_from TEXT,
    paused_until TEXT
) STRICT;

CREATE TABLE place (
    id INTEGER PRIMARY KEY,
    platform TEXT NOT NULL,
    native TEXT NOT NULL,
    community TEXT NOT NULL,
    name TEXT NOT NULL,
    study_group INTEGER NOT NULL REFERENCES study_group (id),
    joined_at TEXT NOT NULL,
    left_at TEXT,
    left_why TEXT NOT NULL DEFAULT '',
    look_since TEXT
) STRICT;
CREATE UNIQUE INDEX place_active ON place (platform, native) WHERE left_at IS NULL;
CREATE INDEX place_of_group ON place (study_group);

CREATE TABLE edition (
    sha256 TEXT PRIMARY KEY,
    question TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE round (
    id INTEGER PRIMARY KEY,
    study_group INTEGER NOT NULL REFERENCES study_group (id),
    date TEXT NOT NULL,
    slot TEXT NOT NULL,
    state TEXT NOT NULL CHECK (
        state IN ('claimed', 'open', 'closed', 'revealed', 'skipped', 'voided')
    ),
    closes_at TEXT,
    question TEXT NOT NULL DEFAULT '',
    topic TEXT NOT NULL DEFAULT '',
    difficulty TEXT NOT NULL DEFAULT '',
    edition TEXT REFERENCES edition (sha256),
    variant TEXT NOT NULL DEFAULT '{}',
    claimed_at TEXT,
    late INTEGER NOT NULL DEFAULT 0,
    note TEXT NOT NULL DEFAULT '',
    UNIQUE (study_group, date)
) STRICT;
CREATE INDEX round_by_slot ON round (study_group, slot);
CREATE INDEX round_unfinished ON round (state) WHERE state IN ('claimed', 'open', 'closed');

CREATE TABLE queued (
    id INTEGER PRIMARY KEY,
    study_group INTEGER NOT NULL REFERENCES study_group (id),
    question TEXT NOT NULL
) STRICT;

CREATE TABLE draw (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person (id),
    question TEXT NOT NULL,
    edition TEXT NOT NULL REFERENCES edition (sha256),
    variant TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX draw_of_person ON draw (person, id);

CREATE TABLE answer (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person (id),
    round INTEGER REFERENCES round (id),
    draw INTEGER REFERENCES draw (id),
    place INTEGER REFERENCES place (id),
    text TEXT NOT NULL,
    at TEXT NOT NULL,
    hints INTEGER NOT NULL,
    counts INTEGER NOT NULL,
    CHECK ((round IS NULL) <> (draw IS NULL))
) STRICT;
CREATE INDEX answer_to_round ON answer (round, person, id);
CREATE INDEX answer_to_draw ON answer (draw, id);
CREATE INDEX answer_of_person ON answer (person, id);

CREATE TABLE verdict (
    id INTEGER PRIMARY KEY,
    answer INTEGER NOT NULL REFERENCES answer (id),
    score REAL,
    body TEXT NOT NULL,
    grader TEXT NOT NULL,
    edition TEXT NOT NULL REFERENCES edition (sha256),
    at TEXT NOT NULL
) STRICT;
CREATE INDEX verdict_of_answer ON verdict (answer, id);

CREATE TABLE act (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person (id),
    round INTEGER REFERENCES round (id),
    draw INTEGER REFERENCES draw (id),
    kind TEXT NOT NULL CHECK (kind IN ('hint', 'lock', 'reveal', 'said', 'unsaid')),
    detail TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL,
    CHECK ((round IS NULL) <> (draw IS NULL))
) STRICT;
CREATE INDEX act_on_round ON act (round, person);
CREATE INDEX act_on_draw ON act (draw);

CREATE TABLE standing (
    round INTEGER NOT NULL REFERENCES round (id),
    person INTEGER NOT NULL REFERENCES person (id),
    study_group INTEGER NOT NULL REFERENCES study_group (id),
    date TEXT NOT NULL,
    topic TEXT NOT NULL,
    points INTEGER NOT NULL,
    PRIMARY KEY (round, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX standing_by_date ON standing (study_group, date);

CREATE TABLE post (
    id INTEGER PRIMARY KEY,
    cause TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (
        kind IN ('question', 'reveal', 'notice', 'summary', 'reminder')
    ),
    platform TEXT NOT NULL,
    place INTEGER REFERENCES place (id),
    person INTEGER REFERENCES person (id),
    message TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'owed' CHECK (state IN ('owed', 'sending', 'sent', 'failed')),
    pages TEXT NOT NULL DEFAULT '[]',
    first_mark TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try TEXT,
    under INTEGER REFERENCES post (id),
    stale INTEGER NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT '',
    told INTEGER NOT NULL DEFAULT 0,
    CHECK ((place IS NULL) <> (person IS NULL))
) STRICT;
CREATE UNIQUE INDEX post_once ON post (cause, kind, ifnull(place, 0), ifnull(person, 0));
CREATE INDEX post_waiting ON post (platform, id) WHERE state IN ('owed', 'sending') OR stale = 1;
CREATE INDEX post_to_place ON post (place);

CREATE TABLE admin_act (
    id INTEGER PRIMARY KEY,
    study_group INTEGER NOT NULL REFERENCES study_group (id),
    person INTEGER NOT NULL REFERENCES person (id),
    what TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE TABLE delivery (
    id TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    reply TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_by_age ON delivery (at);

CREATE TABLE draft (
    person INTEGER NOT NULL REFERENCES person (id),
    action TEXT NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (person, action)
) STRICT, WITHOUT ROWID;

CREATE TABLE lease (
    platform TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE fact (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""
