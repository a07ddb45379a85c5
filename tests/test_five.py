"""The days of the five, told at one terminal, leave what everybody would reckon."""

from tests.fakes.five import DAYS, PEOPLE, Fills
from tests.fakes.five_in_the_terminal import in_the_terminal


def test_the_days_leave_every_answer_and_the_right_points() -> None:
    left = in_the_terminal()
    points = {(row["name"], row["round"]): row["points"] for row in left["standings"]}
    assert [[points.get((name, number)) for name in PEOPLE] for number in (1, 2, 3, 4)] == [
        [10, 8, 0, None, 10],
        [15, 15, 0, 8, None],
        [20, 7, 0, 11, None],
        [15, 0, None, None, None],
    ]
    assert [row["state"] for row in left["rounds"]] == ["revealed"] * 4
    assert sum(row["score"] is None for row in left["answers"]) == 2


def test_every_form_that_is_filled_in_leaves_an_answer() -> None:
    filled = [deed for _, _, deed in DAYS if isinstance(deed, Fills)]
    texts = {row["text"] for row in in_the_terminal()["answers"]}
    assert len(filled) == 6
    for deed in filled:
        joint = "; " if len(deed.values) > 1 else ", "
        assert joint.join(sum(deed.values.values(), ())) in texts
