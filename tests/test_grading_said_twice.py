"""A number that is said twice, in brackets or as an equation, counts where both agree; and every
way of writing that people have comes to the same number."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ledger import Verdict
from tests.test_grading_number import asked, graded, reason

AGAIN = [
    *[("8", "", t) for t in ("8 (2^3)", "2^3 (8)", "8 (= 2^3)", "8 (i.e. 2*4)", "n = 8 (2³)")],
    *[("8", "", t) for t in ("8 (32/4 = 8)", "8 (8)", "8 layers (2 × 4)", "8.0 (or 16/2).")],
    *[("0.5", "", t) for t in ("50% (0.5)", "0.5 (50 %)", "1/2 (50%)", "0,5 (1/2)", "0.5 (½)")],
    *[("50", "'%'", t) for t in ("50% (0.5)", "0.5 (50%)", "1/2 (50 %)", "500 ‰")],
    *[("24", "MiB", t) for t in ("24 MiB (25,165,824 bytes)", "24 (24 MiB)")],
    *[("3", "GFLOPs", t) for t in ("3 (3e9 FLOPs)", "3e9 FLOPs (3 billion)", "3 GFLOPs (3e9)")],
    *[("250", "ms", t) for t in ("250 ms (0.25 s)", "0.25 s (250)", "250 (1/4 s)")],
    *[("3200000", "", t) for t in ("3.2M (3,200,000)", "3,200,000 (3.2 million params)")],
    *[("1000", "", t) for t in ("1.000 (10^3)", "1000 (1.000)", "1,000 (1k)")],
]


@pytest.mark.parametrize(("key", "unit", "typed"), AGAIN)
def test_brackets_may_say_a_number_again(key: str, unit: str, typed: str) -> None:
    lines = [f"unit: {unit}"] if unit else []
    assert graded(asked(key, *lines), typed).score == 1


def test_the_side_with_a_unit_says_what_the_other_is() -> None:
    """Half a percent is not meant by somebody who adds that it is 50 %."""
    assert graded(asked("0.5", "unit: '%'"), "0.5 (50%)").score == 0
    assert graded(asked("0.5", "unit: '%'"), "0.5").score == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("8 (2^4)", '"8 (2^4)" may be 16 or 8; send one number.'),
        ("8 (16 bits)", '"8 (16 bits)" may be 16 or 8; send one number.'),
        ("8 (not 7)", '"not 7" is a denial, not a number; send the number.'),
        ("2(4)", 'I cannot work out "2 ( 4 )"; send a number.'),
        ("√64", '"√" is a root; send the number that it comes to.'),
        ("log2(256)", '"log2" is a name; send the number that it comes to.'),
        ("1e400", '"1e400" is too large to read; send a smaller number.'),
        ("-1e301", '"-1e301" is too large to read; send a smaller number.'),
    ],
)
def test_what_does_not_agree_or_is_no_number_yet_is_asked_about(typed: str, sentence: str) -> None:
    assert graded(asked("8"), typed) == Verdict(None, (sentence,), grader="number-1")


@pytest.mark.parametrize("typed", ["8 (exactly)", "8 (eight)", "8 (bias included)", "(8)", "((8))"])
def test_brackets_without_a_number_are_a_remark(typed: str) -> None:
    assert reason(asked("8"), typed) == "Read as 8; the answer is 8: equal."


def test_a_product_with_brackets_is_still_worked_out() -> None:
    assert graded(asked("16"), "2 * (3 + 5)").score == 1


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_two_numbers_in_brackets_count_only_if_they_agree(one: int, other: int) -> None:
    near = abs(one - other) * 100 <= max(one, other)
    verdict = graded(asked(str(one)), f"{one} ({other})")
    assert verdict.readable == (one == other) or near


@given(st.integers(1, 999), st.integers(1, 999), st.integers(-6, 9))
def test_a_number_is_the_same_in_every_way_that_people_write_it(
    whole: int, part: int, power: int
) -> None:
    """With a point or a comma, a power of ten in signs, small digits or words, as a fraction, as a
    share, with a sign before and words around it."""
    value = Fraction(f"{whole}.{part}") * Fraction(10) ** power
    small = str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    mantissa = f"{whole}.{part}"
    key = asked(f"{float(value)!r}")
    for typed in (
        f"{mantissa}e{power}",
        f"{mantissa}E{power}",
        f"{mantissa} x 10^{power}",
        f"{mantissa}·10{small}",
        f"{mantissa} × 10^{{{power}}}",
        f"{mantissa}*10**{power}",
        f"x = {mantissa}e{power} or so",
        f"about {mantissa}e{power} params",
        f"{value.numerator}/{value.denominator}",
        f"= {mantissa}e{power + 2} %",
    ):
        assert graded(key, typed).score == 1, typed


@given(st.integers(1, 9_999), st.sampled_from([("k", 3), ("M", 6), ("B", 9), (" million", 6)]))
def test_a_large_count_may_be_written_with_a_letter_or_a_word(
    count: int, scale: tuple[str, int]
) -> None:
    word, power = scale
    key = asked(str(count * 10**power))
    for typed in (f"{count}{word}", f"{count} {word.strip()}", f"{count}{word} parameters"):
        assert graded(key, typed).score == 1, typed


@given(st.integers(1, 10**6), st.sampled_from(["KiB", "MiB", "GiB", "KB", "MB", "GB", "B", "bit"]))
def test_bytes_and_bits_convert_both_ways(count: int, unit: str) -> None:
    bits = {"KiB": 1024 * 8, "MiB": 1024**2 * 8, "GiB": 1024**3 * 8, "bit": 1, "B": 8}
    bits |= {"KB": 8 * 10**3, "MB": 8 * 10**6, "GB": 8 * 10**9}
    assert graded(asked(str(count), f"unit: {unit}"), f"{count * bits[unit]} bits").score == 1
    assert graded(asked(str(count * bits[unit]), "unit: bits"), f"{count} {unit}").score == 1


@given(st.text("0123456789.,eE+-*/^() %k", max_size=40))
def test_nothing_that_looks_like_a_number_is_too_much(typed: str) -> None:
    """It is right, wrong or unreadable, and says so in a sentence."""
    verdict = graded(asked("12"), typed)
    assert verdict.score in {None, 0, 1}
    assert all(reason.endswith(".") for reason in verdict.reasons)
