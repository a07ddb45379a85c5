"""Which question a group is asked next, and what is drawn for it."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.rounds import next_question, randomness

MONDAY, TUESDAY = date(2026, 1, 5), date(2026, 1, 6)
BANK = [f"cnn/question-{number}" for number in range(12)]


def asked(seed: str, ids: list[str], rounds: int) -> list[str]:
    """What a group is asked, day after day."""
    had: Counter[str] = Counter()
    order = []
    for _ in range(rounds):
        chosen = next_question(seed, ids, had)
        assert chosen is not None
        had[chosen] += 1
        order.append(chosen)
    return order


@given(seed=st.text(), count=st.integers(1, 12), rounds=st.integers(0, 60))
def test_no_question_comes_again_before_all_have_come(seed: str, count: int, rounds: int) -> None:
    """At any time the counts differ by one at most."""
    times = Counter(dict.fromkeys(BANK[:count], 0))
    times.update(asked(seed, BANK[:count], rounds))
    assert max(times.values()) - min(times.values()) <= 1


def test_the_order_is_the_groups_own_and_another_the_second_time() -> None:
    """Two groups do not have the same questions day by day, nor one group two rounds alike."""
    first, second = asked("one", BANK, 24)[:12], asked("one", BANK, 24)[12:]
    assert sorted(first) == sorted(second) == sorted(BANK)
    assert first != second
    assert first != asked("two", BANK, 12)


def test_the_order_does_not_depend_on_the_order_of_the_files() -> None:
    """The same seed gives the same questions on any machine."""
    assert asked("one", BANK, 24) == asked("one", BANK[::-1], 24)


def test_a_new_question_changes_nothing_but_where_it_comes_in() -> None:
    """The others keep their order."""
    grown = asked("one", [*BANK, "cnn/new"], 13)
    assert [id for id in grown if id != "cnn/new"] == asked("one", BANK, 12)


def test_a_question_that_was_never_had_comes_before_those_that_were() -> None:
    """Whatever the seed says."""
    had = dict.fromkeys(BANK, 3)
    assert next_question("any", [*BANK, "cnn/new"], had) == "cnn/new"


def test_where_no_question_is_allowed_there_is_none() -> None:
    """The rules may leave nothing."""
    assert next_question("one", [], {}) is None


def test_a_cause_draws_the_same_at_any_time() -> None:
    """The values of a round depend on its group, date and question alone."""
    again = [randomness("seed", MONDAY, "cnn/stride").random() for _ in range(2)]
    assert again[0] == again[1]
    assert randomness("seed", TUESDAY, "cnn/stride").random() != again[0]
