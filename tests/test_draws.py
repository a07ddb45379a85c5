"""What a question becomes when values are drawn: never a wrong key, never a slip that is right."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank import (
    Key,
    SlipKey,
    Variant,
    draw,
    dump_variant,
    first,
    keys,
    load_variant,
    parse,
    shown_items,
    slips,
    substituted,
    variants,
)
from bot.bank.draws import is_within
from bot.bank.substitution import shown
from bot.errors import DlqError

SIZE = """\
---
title: Output size
kind: number
difficulty: easy
vary: {n: [5, 7], k: [3, 9]}
where: ["k <= n"]
answer: (n - k) // 2 + 1
slips:
  - {value: n - 2*k + 3, why: "No: {{n}} - 2 * {{k}}."}
---
## Question
From {{n}} with {{k}} in $2^{{{k}}}$: {a} {{ n + 1 }}?

```python
print(f"{n}", {{n}})
```
## Hint
Think of {{k}}.
## Answer
It is **{{answer}}**, twice {{answer * 2}}.

```python
x = {{n}}
```
Then {{k
/ 2}}.
## Follow-up
- With {{n}}?
  {{answer}}.
"""


def question(front: str, body: str = "Q?", kind: str = "number"):
    text = f"---\ntitle: T\nkind: {kind}\ndifficulty: easy\n{front}\n---\n## Question\n{body}\n"
    return parse(text, "a/b", "a/b.md")


def test_draws_that_where_refuses_or_in_which_a_slip_is_right_are_never_used():
    size = parse(SIZE, "cnn/size", "x.md")
    # n=5, k=3 gives 2 and its slip 2; k=9 fits in neither.
    assert list(variants(size)) == [Variant((("n", 7), ("k", 3)))]
    assert first(size) == Variant((("n", 7), ("k", 3)))
    assert {draw(size, random.Random(seed)) for seed in range(50)} == {first(size)}


def test_a_slip_tells_its_value_and_why_for_the_draw():
    size = parse(SIZE, "cnn/size", "x.md")
    assert slips(size, first(size)) == (SlipKey("", 4, "No: 7 - 2 * 3."),)


def test_values_stand_in_every_text_but_the_answers_code():
    size = parse(SIZE, "cnn/size", "x.md")
    drawn = substituted(size, first(size))
    assert drawn.ask == ('From 7 with 3 in $2^{3}$: {a} 8?\n\n```python\nprint(f"{n}", 7)\n```')
    assert drawn.hints == ("Think of 3.",)
    assert drawn.answer == ("It is **3**, twice 6.\n\n```python\nx = {{n}}\n```\nThen 1.5.")
    assert [(f.question, f.answer) for f in drawn.followups] == [("With 7?", "3.")]


def test_without_draws_braces_are_text_but_for_the_answer():
    plain = question("answer: 2**10", "Is {{n}} or {{ x }} right?")
    text = (
        "---\ntitle: T\nkind: number\ndifficulty: easy\nanswer: 2**10\n---\n## Question\n{{n}}?\n"
    )
    told = parse(text + "## Answer\n{{answer}} and {{n}}\n", "a/b", "x.md")
    assert substituted(plain, first(plain)).ask == "Is {{n}} or {{ x }} right?"
    assert substituted(told, first(told)).answer == "1024 and {{n}}"


def test_an_open_question_keeps_its_braces():
    text = (
        "---\ntitle: T\nkind: open\ndifficulty: easy\n---\n## Question\nWhy {{answer}}?\n"
        "## Key points\n- A.\n  `a`\n"
    )
    asked = parse(text, "a/b", "x.md")
    assert substituted(asked, first(asked)) == asked


def test_every_draw_is_as_likely_as_any_other():
    dice = question("vary: {a: [1, 2], b: [1, 2, 3]}\nwhere: ['a != b']\nanswer: a + b")
    rng = random.Random(1)
    counted = Counter(draw(dice, rng) for _ in range(4000))
    assert set(counted) == set(variants(dice))
    assert all(900 < count < 1100 for count in counted.values())


def test_a_rare_draw_is_found_all_the_same():
    values = ", ".join(map(str, range(100)))
    rare = question(f"vary: {{a: [{values}], b: [{values}]}}\nwhere: ['a * b == 9801']\nanswer: a")
    assert draw(rare, random.Random(0)) == Variant((("a", 99), ("b", 99)))


def test_a_question_that_no_draw_satisfies_says_so():
    never = question("vary: {a: [1]}\nwhere: ['a > 1']\nanswer: a")
    for way in (first, lambda q: draw(q, random.Random(0))):
        with pytest.raises(DlqError) as error:
            way(never)
        assert str(error.value) == (
            "a/b has no draw to ask: every one is refused by where or has a slip that is right; "
            "allow more values."
        )


@pytest.mark.parametrize(
    ("front", "key"),
    [
        ("answer: 7", Key("", 7, 0.0, False, "")),
        ("answer: 8 / 2", Key("", 4.0, 0.0, False, "")),
        ("answer: 1 / 3", Key("", 1 / 3, 0.01, True, "")),
        ("answer: 2.0**60", Key("", 2.0**60, 0.01, True, "")),
        ("answer: 7\ntolerance: 5%\nunit: MB", Key("", 7, 0.05, True, "MB")),
        ("answer: 1 / 3\ntolerance: 0.005", Key("", 1 / 3, 0.005, False, "")),
    ],
)
def test_a_key_is_exact_where_it_is_whole_and_one_percent_wide_elsewhere(front, key):
    asked = question(front)
    assert keys(asked, first(asked)) == (key,)


def test_named_parts_have_keys_of_their_own():
    asked = question(
        "vary: {c: [16]}\nanswer: {stored: 4*c, ratio: c/7}\n"
        "tolerance: {ratio: 0.1}\nunit: {stored: values}\n"
        "slips:\n  - {part: ratio, value: c, why: No.}"
    )
    assert keys(asked, first(asked)) == (
        Key("stored", 64, 0.0, False, "values"),
        Key("ratio", 16 / 7, 0.1, False, ""),
    )
    assert slips(asked, first(asked)) == (SlipKey("ratio", 16, "No."),)


def test_a_part_that_is_not_there_is_told_with_the_nearest():
    text = (
        "---\ntitle: T\nkind: number\ndifficulty: easy\nanswer: {stored: 4, trained: 2}\n---\n"
        "## Question\nQ?\n## Answer\n{{answer.stroed}}\n"
    )
    asked = parse(text, "a/b", "x.md")
    with pytest.raises(DlqError, match=r"did you mean \{\{answer.stored\}\}\?"):
        substituted(asked, first(asked))


def test_whole_draws_bring_their_answers():
    rows = "draws:\n  - {x: [1, 2], answer: 3}\n  - {x: [0.5], answer: 0.5}"
    asked = question(rows, "Sum of {{x}}, first {{x[0]}}?")
    one, two = variants(asked)
    assert [keys(asked, each)[0].value for each in (one, two)] == [3, 0.5]
    assert substituted(asked, two).ask == "Sum of [0.5], first 0.5?"


def test_a_short_answer_is_a_text_with_values_in_it():
    asked = question(
        'vary: {n: [3]}\nanswer: "({{n}}, {{n*2}})"\naccept: ["{{n}} x {{n*2}}"]', kind="short"
    )
    assert keys(asked, first(asked)) == (Key("", "(3, 6)", 0.0, False, ""),)
    assert substituted(asked, first(asked)).accept == ("3 x 6",)


def test_items_are_shown_in_any_order_but_the_right_one():
    text = (
        "---\ntitle: T\nkind: order\ndifficulty: easy\n---\n## Question\nQ?\n"
        "## Items\n1. a\n2. b\n3. c\n"
    )
    asked = parse(text, "a/b", "x.md")
    rng = random.Random(0)
    orders = Counter(draw(asked, rng).order for _ in range(2000))
    assert set(orders) == {(0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)}
    assert all(330 < count < 470 for count in orders.values())
    assert shown_items(asked, Variant(order=(2, 0, 1))) == ("c", "a", "b")
    assert shown_items(asked, first(asked)) == ("c", "b", "a")


values = st.recursive(
    st.integers() | st.floats(allow_nan=False) | st.text() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3).map(tuple),
    max_leaves=5,
)


@given(st.dictionaries(st.text(), values, max_size=4), st.permutations(range(4)))
def test_a_variant_comes_back_from_its_text_with_whole_numbers_whole(names, order):
    variant = Variant(tuple(names.items()), tuple(order))
    back = load_variant(dump_variant(variant))
    assert repr(back) == repr(variant)


def test_a_round_without_values_has_a_variant_without_values():
    assert load_variant("{}") == Variant()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7, "7"),
        (32.0, "32"),
        (0.1, "0.1"),
        (1 / 3, "0.333333"),
        (50.34, "50.34"),
        (153.6, "153.6"),
        (99999.95, "99999.9"),
        (1234567.891, "1234570"),
        (0.00001, "0.00001"),
        (1.5e-9, "1.5e-09"),
        (-0.0, "0"),
        (2.0**70, "1.18059e+21"),
        (10**20, "100000000000000000000"),
        (True, "True"),
        ("relu", "relu"),
        ((1, 2.50, ("a",)), "[1, 2.5, ['a']]"),
    ],
)
def test_numbers_are_shown_as_one_would_write_them(value, text):
    assert shown(value) == text


@given(st.floats(-1e12, 1e12), st.floats(0, 0.2))
def test_the_key_itself_is_always_within_its_tolerance(value, tolerance):
    assert is_within(value, Key("", value, tolerance, True))
    assert is_within(value, Key("", value, tolerance, False))


@pytest.mark.parametrize(
    ("value", "right"), [(100, True), (101, True), (101.1, False), (98.9, False)]
)
def test_a_tolerance_is_a_share_of_the_key(value, right):
    assert is_within(value, Key("", 100, 0.01, True)) is right
