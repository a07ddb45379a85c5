"""One person with two accounts: linked by a code, counted once, and taken apart again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.events import Person
from bot.ledger import Round
from bot.steps.day import rebuilt_standings
from tests.fakes.study import ADA, ANNA, BEN, CARL, CLUB, ROOM, Study, accepted, refused, rows, text

ANYA = Person("chat", "u-anya", "Anya")
"""Anna's other account."""
PADDING = "cnn/same-padding"
RIGHT, WRONG = "B", "A"


@pytest.fixture
def study() -> Study:
    """A group with a round a day; it is Monday, 08:00. Anna was seen before Anya."""
    study = Study()
    study.sets_up()
    for person in (ANNA, ANYA):
        accepted(study.types(person, "help"))
        study.types(person, "today")
        study.store.people.number(person)
    return study


def links(study: Study, one: Person = ANNA, other: Person = ANYA) -> str:
    """What the second account is told."""
    made = accepted(study.types(one, "link")).split("/dlq link ")[1].split("`")[0]
    return accepted(study.types(other, f"link {made}"))


def board(study: Study, asker: Person = BEN) -> dict[str, str]:
    """Names and points of the group's board."""
    return {row[1]: row[2] for row in rows(study.types(asker, "board all"))}


def closes(study: Study) -> None:
    accepted(study.types(ADA, "admin close-now", manages=True))


def test_both_accounts_are_told_of_each_other(study: Study) -> None:
    assert "You are also Anna on Chat now." in links(study)
    assert "You are linked to Anya on Chat already" in refused(study.types(ANNA, "link"))


def test_a_linked_person_has_one_line_on_the_board_under_the_name_seen_first(study: Study) -> None:
    links(study)
    study.opens(PADDING)
    study.types(ANYA, f"answer {RIGHT}")
    study.types(BEN, f"answer {RIGHT}")
    closes(study)
    assert board(study) == {"Anna": "10", "Ben (you)": "10"}
    assert board(study, ANYA) == {"Anna (you)": "10", "Ben": "10"}


def test_the_answer_sent_last_counts_from_whichever_account(study: Study) -> None:
    links(study)
    study.opens(PADDING)
    study.types(ANNA, f"answer {RIGHT}")
    study.waits(minutes=1)
    assert "1 person has answered" in accepted(study.types(ANYA, f"answer {WRONG}"))
    closes(study)
    assert board(study) == {"Anna": "0"}


def test_two_answers_in_the_same_second_are_ordered_by_the_ledger(study: Study) -> None:
    links(study)
    study.opens(PADDING)
    study.types(ANYA, f"answer {WRONG}")
    study.types(ANNA, f"answer {RIGHT}")
    closes(study)
    assert board(study) == {"Anna": "10"}


def test_a_lock_settles_the_round_for_both_accounts(study: Study) -> None:
    links(study)
    study.opens(PADDING)
    study.types(ANNA, f"answer {RIGHT}")
    accepted(study.types(ANNA, "lock"))
    study.waits(minutes=1)
    study.types(ANYA, f"answer {WRONG}")
    closes(study)
    assert board(study) == {"Anna": "10"}


def test_a_reveal_with_one_account_forfeits_for_the_other(study: Study) -> None:
    links(study)
    study.opens(PADDING)
    accepted(study.types(ANNA, "reveal"))
    study.waits(minutes=1)
    study.types(ANYA, f"answer {RIGHT}")
    closes(study)
    assert board(study) == {}


def test_hints_of_both_accounts_cost(study: Study) -> None:
    links(study)
    study.opens(PADDING)
    accepted(study.types(ANNA, "hint"))
    study.waits(minutes=1)
    study.types(ANYA, f"answer {RIGHT}")
    closes(study)
    assert board(study) == {"Anna": "8"}


def test_a_round_from_before_the_link_is_counted_as_if_linked_from_the_beginning(
    study: Study,
) -> None:
    study.opens(PADDING)
    study.types(ANNA, f"answer {WRONG}")
    study.types(ANYA, f"answer {RIGHT}")
    closes(study)
    assert board(study) == {"Anya": "10", "Anna": "0"}
    links(study)
    assert board(study) == {"Anna": "10"}


def test_an_answer_after_the_other_accounts_lock_no_longer_counts_once_linked(
    study: Study,
) -> None:
    study.opens(PADDING)
    study.types(ANNA, f"answer {WRONG}")
    study.types(ANNA, "lock")
    study.waits(minutes=1)
    study.types(ANYA, f"answer {RIGHT}")
    closes(study)
    links(study)
    assert board(study) == {"Anna": "0"}


def test_a_reveal_after_the_other_account_answered_is_a_lock_once_linked(study: Study) -> None:
    study.opens(PADDING)
    study.types(ANYA, f"answer {RIGHT}")
    study.waits(minutes=1)
    study.types(ANNA, "reveal")
    closes(study)
    links(study)
    assert board(study) == {"Anna": "10"}


def test_unlinking_makes_it_as_if_it_had_never_been(study: Study) -> None:
    study.opens(PADDING)
    study.types(ANNA, f"answer {WRONG}")
    study.types(ANYA, f"answer {RIGHT}")
    closes(study)
    links(study)
    assert "two people again" in accepted(study.types(ANYA, "unlink"))
    assert board(study) == {"Anya": "10", "Anna": "0"}
    assert "You are linked to no other account" in refused(study.types(ANNA, "unlink"))


def test_a_pair_that_unlinked_can_link_again(study: Study) -> None:
    links(study)
    accepted(study.types(ANNA, "unlink"))
    links(study)
    assert study.store.links.other(ANNA) == ANYA


def test_a_question_is_sealed_for_the_other_account_too(study: Study) -> None:
    """Whoever is in the group with one account is in it with both."""
    links(study)
    study.opens(PADDING)
    study.types(ANNA, f"answer {RIGHT}")
    accepted(study.types(ANNA, "lock"))
    assert "A" in accepted(study.types(ANYA, f"question {PADDING}", None))
    assert "Round 1" not in accepted(study.types(ANYA, f"question {PADDING}", None))
    assert "Round 1" in text(study.types(CARL, f"question {PADDING}", CLUB))


def test_the_record_is_one(study: Study) -> None:
    links(study)
    study.opens(PADDING)
    study.types(ANYA, f"answer {RIGHT}")
    closes(study)
    for person in (ANNA, ANYA):
        said = accepted(study.types(person, "me"))
        assert "1 round answered, 10 points, rank 1" in said
        assert "Streak: 1 round" in said


# Codes


def test_ones_own_code_is_refused_and_stays_good(study: Study) -> None:
    made = accepted(study.types(ANNA, "link")).split("/dlq link ")[1].split("`")[0]
    assert "This code is yours" in refused(study.types(ANNA, f"link {made}"))
    accepted(study.types(ANYA, f"link {made}"))


def test_a_person_has_two_accounts_at_most(study: Study) -> None:
    spare = accepted(study.types(ANNA, "link")).split("/dlq link ")[1].split("`")[0]
    links(study)
    assert "Whoever made this code is linked to Anya" in refused(study.types(BEN, f"link {spare}"))
    other = accepted(study.types(BEN, "link")).split("/dlq link ")[1].split("`")[0]
    assert "You are linked to Anna" in refused(study.types(ANYA, f"link {other}"))


def test_a_channels_code_links_nobody(study: Study) -> None:
    said = accepted(study.types(ADA, "group link", manages=True))
    made = said.split("/dlq group join ")[1].split("`")[0]
    assert "I know no code" in refused(study.types(ANNA, f"link {made}"))


def test_a_persons_code_joins_no_channel(study: Study) -> None:
    made = accepted(study.types(ADA, "link")).split("/dlq link ")[1].split("`")[0]
    assert "I know no code" in refused(study.types(ADA, f"group join {made}", CLUB, manages=True))


def test_link_works_where_no_group_is(study: Study) -> None:
    made = accepted(study.types(ANNA, "link", None)).split("/dlq link ")[1].split("`")[0]
    said = accepted(study.types(ANYA, f"link {made}", None))
    assert "You are also Anna on Chat now." in said


# Whatever the order

DEEDS: dict[str, Callable[[Study, Person], object]] = {
    "right": lambda study, person: study.types(person, f"answer {RIGHT}"),
    "wrong": lambda study, person: study.types(person, f"answer {WRONG}"),
    "hint": lambda study, person: study.types(person, "hint"),
    "lock": lambda study, person: study.types(person, "lock"),
    "reveal": lambda study, person: study.types(person, "reveal"),
}
DOING = st.lists(
    st.tuples(st.sampled_from(sorted(DEEDS)), st.sampled_from([ANNA, ANYA])), max_size=7
)


def lived(deeds: list[tuple[str, Person]], link_at: int, unlink_at: int | None = None) -> Study:
    """A round in which the two accounts do this, a minute apart, with a link before one deed."""
    study = Study()
    study.sets_up()
    study.store.people.number(ANNA)
    study.opens(PADDING)
    for at, (deed, person) in enumerate([*deeds, ("close", ADA)]):
        if at == link_at:
            links(study)
        if at == unlink_at:
            accepted(study.types(ANNA, "unlink"))
        study.waits(minutes=1)
        if deed == "close":
            closes(study)
        else:
            DEEDS[deed](study, person)
    if link_at > len(deeds):
        links(study)
    if unlink_at is not None and unlink_at > len(deeds):
        accepted(study.types(ANNA, "unlink"))
    return study


def points(study: Study) -> dict[str, int]:
    return {one.person.name: one.points for one in study.store.standings.all()}


@settings(max_examples=40)
@given(DOING, st.integers(0, 9))
def test_whenever_a_pair_links_standings_are_what_the_ledger_gives(
    deeds: list[tuple[str, Person]], link_at: int
) -> None:
    study = lived(deeds, link_at)
    assert set(study.store.standings.all()) == set(rebuilt_standings(study.context()))


@settings(max_examples=40)
@given(DOING)
def test_a_link_made_afterwards_gives_one_line_and_undone_gives_the_lines_of_before(
    deeds: list[tuple[str, Person]],
) -> None:
    apart, after = lived(deeds, 99, 99), lived(deeds, 99)
    assert set(points(after)) <= {"Anna"}
    accepted(after.types(ANYA, "unlink"))
    assert points(after) == points(apart)
    assert set(after.store.standings.all()) == set(rebuilt_standings(after.context()))


def test_an_instant_and_a_ledger_id_do_not_disagree_for_one_account(study: Study) -> None:
    """A lone account's answers count by the ledger, whatever their clocks said."""
    round: Round = study.opens(PADDING)
    study.types(ANNA, f"answer {RIGHT}")
    study.now -= timedelta(seconds=5)
    study.types(ANNA, "lock")
    entry = study.store.answers.entry(round, ANNA)
    assert entry.answer is not None and entry.locked
    assert entry.answer.place == ROOM
