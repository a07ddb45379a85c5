"""What people type into the form of `/dlq suggest`, and a group that has accepted some of it."""

from bot.events import Person, Place
from bot.message import Message
from bot.proposals import Suggestion
from tests.fakes.study import ADA, ANNA, ROOM, Outcome, Study, accepted, buttons, form

STRIPES = {
    "title": "Zebra stripes",
    "question": "What is the QUAGGA of a convolution?",
    "answer": "A kernel\n* Its stripes\nNothing",
    "explanation": "The QUAGGA has stripes at its front only.",
    "topic": "cnn",
}
"""A question in which one word stands that no question of the bank has."""

SUGGESTED = {
    "title": "Zebra stripes",
    "question": "What is the *quagga* of a convolution?",
    "answer": "A kernel\n* Its stripes\nNothing",
    "explanation": "It has stripes at its front only.",
    "topic": "regularization",
}
"""For a bank of one topic, with signs that would come alive in some chats."""

NUMBER = STRIPES | {"answer": "1,024 KB", "title": "Weights of a zebra"}
SHORT = STRIPES | {"answer": "quagga\nEquus quagga", "title": "Name of a zebra"}
BY_KIND = {"choice": STRIPES, "number": NUMBER, "short": SHORT}


def suggested(
    study: Study,
    person: Person = ANNA,
    place: Place = ROOM,
    kind: str = "choice",
    **other: str,
) -> Suggestion:
    """Somebody suggests a question; what an admin has before them."""
    outcome = sends(study, person, place, kind, **other)
    accepted(outcome)
    group = study.store.groups.of_place(place)
    assert group is not None
    return study.store.suggestions.of_group(group, "waiting")[-1]


def sends(
    study: Study,
    person: Person = ANNA,
    place: Place = ROOM,
    kind: str = "choice",
    **other: str,
) -> Outcome:
    asked = form(study.types(person, f"suggest {kind}", place))
    return study.submits(person, asked, place, **(BY_KIND[kind] | other))


def own_question(
    study: Study,
    person: Person = ANNA,
    place: Place = ROOM,
    kind: str = "choice",
    admin: Person = ADA,
    **other: str,
) -> str:
    """The id of a question that was suggested and accepted."""
    suggestion = suggested(study, person, place, kind, **other)
    accepted(study.presses(admin, f"dlq:accept:{suggestion.id}", place))
    done = study.store.suggestions.get(suggestion.id)
    assert done is not None and done.state == "accepted"
    return done.question


def last_told(study: Study, person: Person) -> Message:
    """The last thing that a person was sent by themselves."""
    return [post for post in study.posted if post.to == person][-1].message


def ways(study: Study, person: Person = ADA) -> list[str]:
    """The labels of the buttons under it."""
    return list(buttons(last_told(study, person)))
