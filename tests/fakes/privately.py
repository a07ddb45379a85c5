"""A group in which people ask what is held about them, and are forgotten."""

from bot.events import Person
from bot.message import Reply, Table
from tests.fakes.study import ADA, ANNA, BEN, CARL, Study, accepted, buttons

ANYA = Person("other", "u-anya", "Anya")
"""Anna's account on another platform."""
DELETE = "Delete it all"


def plays(study: Study, **answers: str) -> None:
    """A round that these people answer; it is revealed."""
    people = {"anna": ANNA, "ben": BEN, "carl": CARL}
    study.waits(hours=2)
    for name, answer in answers.items():
        accepted(study.types(people[name], f"answer {answer}"))
    accepted(study.types(ADA, "admin close-now"))
    study.waits(hours=22)


def deletes(study: Study, person: Person = ANNA) -> str:
    """What is said once they are forgotten."""
    asked = study.types(person, "privacy delete")
    return accepted(study.presses(person, buttons(asked)[DELETE]))


def links(study: Study) -> None:
    code = accepted(study.types(ANNA, "link")).split("/dlq link ")[1].split("`")[0]
    accepted(study.types(ANYA, f"link {code}"))


def settles(study: Study, label: str) -> str:
    """Ada settles the open appeal with that button."""
    return accepted(study.presses(ADA, buttons(study.types(ADA, "admin appeals"))[label]))


def board(study: Study, asker: Person = CARL) -> list[tuple[str, ...]]:
    outcome = study.types(asker, "board all")
    assert isinstance(outcome, Reply)
    return [row for b in outcome.message.blocks if isinstance(b, Table) for row in b.rows]
