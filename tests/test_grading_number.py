"""Numbers are read as people type them, converted, and never guessed; slips are told by name."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.bank import draws, parse
from bot.grading import grade
from bot.grading.decimals import plain
from bot.ledger import Verdict
from bot.vocabulary import Vocabulary


def asked(answer: str, *lines: str) -> str:
    """A question file of kind number."""
    front = "\n".join([f"answer: {answer}", *lines])
    head = f"---\ntitle: A number\nkind: number\ndifficulty: easy\n{front}\n---\n"
    return f"{head}\n## Question\n\nHow many?\n\n## Answer\n\nSo many.\n"


def graded(file: str, typed: str) -> Verdict:
    question = parse(file, "cnn/number", "number.md")
    return grade(question, draws.first(question), typed, vocabulary=Vocabulary())


def reason(file: str, typed: str) -> str:
    (only,) = graded(file, typed).reasons
    return only


RIGHT = [
    # A half, in every way of writing.
    *[("0.5", typed) for typed in ("0.5", ".5", "0.50", "1/2", "1 / 2", "½", "5e-1", "5E-1")],
    *[("0.5", typed) for typed in ("5 x 10^-1", "5·10⁻¹", "5 × 10⁻¹", "5*10**-1", "2^-1")],
    *[("0.5", typed) for typed in ("50 %", "50%", "50 percent", "0,5", r"\frac{1}{2}", "5e−1")],
    *[("0.5", typed) for typed in ("≈0.5", "~0.5", "p = 0.5", "$0.5$", "$\\frac{1}{2}$")],
    ("1e-3", "0.001"),
    ("1e-3", "0,001"),
    ("1e-3", "1/1000"),
    ("1e-3", "0.1 %"),
    # Marks between thousands.
    *[("1000", typed) for typed in ("1,000", "1 000", "1_000", "1'000", "1\u202f000", "1.000,0")],
    *[("1000", typed) for typed in ("1,000.00", "1k", "1K", "1 thousand", "10^3", "10³", "1e3")],
    ("1000000", "1.000.000"),
    ("1000000", "1,000,000"),
    ("1000000", "10,00,000"),
    ("1000.5", "1.000,5"),
    ("1000.5", "1,000.5"),
    ("1.234", "1.234"),
    ("1234", "1,234"),
    ("0.123", "0,123"),
    ("12.34", "12,34"),
    # Words and letters for large counts.
    *[("3200000", typed) for typed in ("3.2M", "3.2 million", "3,2 M", "3.2m", "3200K", "0.0032B")],
    *[("7000000000", typed) for typed in ("7B", "7b", "7 bn", "7 billion", "7G", "7e9")],
    # What stands around the number.
    *[("12", typed) for typed in ("= 12", "n = 12", "n=12", "N: 12", "12 params", "12 (params)")],
    *[("12", typed) for typed in ("about 12", "ca. 12", "it is 12.", "12!", "**12**", "`12`")],
    *[("12", typed) for typed in ("12 because", "exactly 12 layers", "12-bit", "(12)", "twelve")],
    *[
        ("12", typed)
        for typed in ("12 😀", "１２", "١٢", "12;", "I think 12", "012", "+12", "12.0")
    ],
    # Signs.
    *[("-3", typed) for typed in ("-3", "−3", "–3", "— 3", "- 3", "－3", "minus 3", "x = -3")],
    # Arithmetic.
    *[("1024", typed) for typed in ("2^10", "2**10", "2¹⁰", "2^{10}", "2 to the power of 10")],
    *[("16", typed) for typed in ("(32 + 4 - 5)//2 + 1", "31 // 2 + 1", "4*4", "4 x 4", "4·4")],
    *[("16", typed) for typed in ("4 times 4", "2 * (3 + 5)", "2 * [3 + 5]", "32 ÷ 2", "20 - 4")],
    ("0.5", r"5\times10^{-1}"),
    ("0.5", r"50\%"),
    ("144", "12 squared"),
    ("12", "3*4 = 12"),
    ("0.774", "24/31 = 0.774"),
    # A factor.
    *[("10", typed) for typed in ("10x", "10 x", "10×", "x10", "×10", "10 times", "ten times")],
    *[("10", typed) for typed in ("10x faster", "10 times as many", "10-fold", "a factor of 10")],
]


@pytest.mark.parametrize(("key", "typed"), RIGHT)
def test_a_number_counts_however_it_is_written(key, typed):
    assert graded(asked(key), typed).score == 1


@pytest.mark.parametrize(
    ("key", "typed", "read_as"),
    [
        ("0.5", "-0.5", "-0.5"),
        ("0.5", "0.5%", "0.5%"),
        ("12", "-12", "-12"),
        ("12", "1.2", "1.2"),
        ("1", "1,000", "1000"),
        ("1234", "1.234", "1.234"),
        ("3200000", "3.2B", "3.2 B"),
        ("3200000", "3.2", "3.2"),
        ("1024", "1k", "1 k"),
        ("16", "31/2 + 1", "16.5"),
        ("1e-3", "1e3", "1000"),
    ],
)
def test_another_number_is_wrong_and_shown_as_it_was_read(key, typed, read_as):
    verdict = graded(asked(key), typed)
    assert (verdict.score, verdict.read_as) == (0, read_as)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("12 or 13", "12 or 13 are two numbers; send one."),
        ("12, 13", "12 or 13 are two numbers; send one."),
        ("12 13", "12 or 13 are two numbers; send one."),
        ("12±1", "12 or 1 are two numbers; send one."),
        ("1 or 2 or 3", "1 or 2 or 3 are three numbers; send one."),
        ("3*4 = 13", '"3*4 = 13" may be 12 or 13; send one number.'),
        ("12-13", '"12 - 13" may be a difference or a range; send one number.'),
        ("13 x 13", '"13 × 13" may be a product or two numbers; send one number.'),
        ("1\\2", "1 or 2 are two numbers; send one."),
        ("12:13", '"12:13" may be 12 or 13; send one number.'),
        ("not 12", '"not 12" is a denial, not a number; send the number.'),
        ("at least 12", '"at least 12" is a bound, not a number; send the number.'),
        (">12", '">12" is a bound, not a number; send the number.'),
        (
            "twelve and a half",
            '"twelve and a half" is in words; send it in digits, like 0.5 or 1200.',
        ),
        ("12 and a half", '"12 and a half" is in words; send it in digits, like 0.5 or 1200.'),
        ("no idea", 'I found no number in "no idea"; send one, like 12 or 0.5.'),
        ("12 *", '"12*" is unfinished; send the number it comes to.'),
        ("12 * k", '"k" is a name; send the number that it comes to.'),
        ("sqrt(144)", '"sqrt" is a name; send the number that it comes to.'),
        ("12q", 'I do not know the unit "q"; send a number.'),
        ("0b1100", 'I do not know the unit "b1100"; send a number.'),
        ("1.000.00", '"1.000.00" is not one number; send one, like 1000 or 0.5.'),
        ("1/0", 'I cannot work out "1 / 0"; send a number.'),
        ("9**9**9**9", 'I cannot work out "9 ** 9 ** 9 ** 9"; send a number.'),
        ("1e999999", '"1e999999" is too long or too large a number to read; send a shorter one.'),
        ("12 MB", '"MB" is not what is asked; the answer is a plain number.'),
    ],
)
def test_what_may_be_several_things_is_not_guessed_but_asked_about(typed, sentence):
    assert graded(asked("12"), typed) == Verdict(None, (sentence,), grader="number-1")


@pytest.mark.parametrize("key", ["1", "1000"])
def test_one_dot_and_three_zeros_are_asked_about_where_it_matters(key):
    sentence = '"1.000" may be 1 or 1000; send the one you mean.'
    assert graded(asked(key), "1.000") == Verdict(None, (sentence,), grader="number-1")


def test_one_dot_and_three_zeros_are_wrong_where_both_readings_are():
    assert graded(asked("12"), "1.000").score == 0


@pytest.mark.parametrize(
    ("key", "typed", "told"),
    [
        ("1e-3", "0.001", "Read as 0.001; the answer is 1e-3: equal."),
        ("0.5", "50 %", "Read as 50%; the answer is 0.5: equal."),
        ("66048", "66048", "Read as 66,048; the answer is 66,048: equal."),
        ("0.774", "0.7739", "Read as 0.7739; the answer is 0.774: right within the tolerance."),
        ("12", "13", "Read as 13; the answer is 12: not right."),
        ("2.5", "12345678.9", "Read as 12,345,678.9; the answer is 2.5: not right."),
        ("12", "1 thousand million", "Read as 1 thousand million; the answer is 12: not right."),
    ],
)
def test_the_reason_shows_how_the_number_was_read(key, typed, told):
    assert reason(asked(key), typed) == told


def test_a_rounded_number_is_told_that_the_exact_one_is_asked():
    told = "not right. That is close, but the exact number is asked."
    assert reason(asked("66048"), "66k") == f"Read as 66 k; the answer is 66,048: {told}"
    assert graded(asked("66048", "tolerance: 1%"), "66k").score == 1


UNITS = [
    # Bytes and bits: B is byte, b is bit; K, M, G count in 1000s, Ki, Mi, Gi in 1024s.
    *[("24", "MiB", t, 1) for t in ("24", "24 MiB", "24MiB", "24576 KiB", "25165824 bytes")],
    *[("24", "MiB", t, 1) for t in ("25165824 B", "201326592 bits", "201326592b", "24 mebibytes")],
    *[("24", "MiB", t, 0) for t in ("24 MB", "24 Mb", "24 GiB", "24 KiB")],
    *[("24", "MiB", t, None) for t in ("24M", "24 s", "24 mib")],
    *[("24", "MB", t, 1) for t in ("24 MB", "192 Mb", "192 Mbit", "24000 KB", "24e6 bytes")],
    *[("24", "MB", t, 1) for t in ("24 million bytes", "192 million bits", "24 megabytes", "24M")],
    *[("24", "MB", t, 0) for t in ("24 MiB", "24 Mb", "24000 KiB", "24 million bits")],
    ("24", "MB", "24 mb", None),
    *[("4096", "bytes", t, 1) for t in ("4096", "4 KiB", "4096B", "32768 bits", "4.096 KB")],
    *[("4096", "bytes", t, 0) for t in ("4 KB", "4k", "4096 bits", "4096b")],
    # Elsewhere B is billion.
    *[("7", "billion", t, 1) for t in ("7", "7B", "7 billion", "7,000,000,000", "7000M")],
    *[("3.2", "M", t, 1) for t in ("3.2", "3.2M", "3200k", "3,200,000", "3.2 million")],
    *[("3200000", "parameters", t, 1) for t in ("3.2M", "3.2 million parameters", "3200000")],
    # Shares.
    *[("50", "'%'", t, 1) for t in ("50", "50%", "50 percent")],
    *[("50", "'%'", t, None) for t in ("0.5", "1/2")],
    ("50", "'%'", "0.4", 0),
    # Time.
    *[
        ("5", "ms", t, 1)
        for t in ("5", "5 ms", "0.005 s", "5000 µs", "5000 us", "5000μs", "5e6 ns")
    ],
    *[("5", "ms", t, 0) for t in ("5 s", "5 seconds", "5 µs")],
    ("5", "ms", "5 MB", None),
    # Operations.
    *[("2", "GFLOPs", t, 1) for t in ("2", "2 GFLOPs", "2e9 FLOPs", "2000 MFLOPs", "2 billion")],
    *[("2", "GFLOPs", t, 1) for t in ("2G", "2B FLOPs", "2,000,000,000", "2 gigaflops")],
    *[("2", "GFLOPs", t, 0) for t in ("2 TFLOPs", "2 FLOPs")],
    ("2", "GFLOPs", "1 GMAC", None),
]


@pytest.mark.parametrize(("key", "unit", "typed", "score"), UNITS)
def test_units_convert(key, unit, typed, score):
    assert graded(asked(key, f"unit: {unit}"), typed).score == score


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("24 mb", '"24 mb" may be 24 MB or 24 Mbit; send the one you mean.'),
        ("24 s", '"s" is not what is asked; the answer is in MB.'),
    ],
)
def test_a_unit_that_is_unclear_is_asked_about(typed, sentence):
    assert reason(asked("24", "unit: MB"), typed) == sentence


def test_a_share_without_its_sign_is_asked_about():
    told = '"0.5" may be 0.5% or 50%; send it with its sign.'
    assert reason(asked("50", 'unit: "%"'), "0.5") == told


@pytest.mark.parametrize(
    ("tolerance", "typed", "score"),
    [
        ("1%", "101", 1),
        ("1%", "99", 1),
        ("1%", "101.1", 0),
        ("0.5", "100.5", 1),
        ("0.5", "99.4", 0),
        ("", "100", 1),
        ("", "100.01", 0),
    ],
)
def test_a_tolerance_is_relative_or_absolute_and_whole_numbers_are_exact(tolerance, typed, score):
    lines = [f"tolerance: {tolerance}"] if tolerance else []
    assert graded(asked("100", *lines), typed).score == score


@pytest.mark.parametrize(("typed", "score"), [("5.4", 1), ("0.0054 s", 1), ("0.0056 s", 0)])
def test_an_absolute_tolerance_is_in_the_unit_asked_for(typed, score):
    assert graded(asked("5", "unit: ms", "tolerance: 0.5"), typed).score == score


SLIPS = asked(
    '"(7*7*3 + 1) * 64"',
    "slips:",
    '  - {value: "7*7*3*64", why: "The biases are missing."}',
    '  - {value: "8*(7*7*3 + 1)*64", why: "Those are bits."}',
)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("9408", "Read as 9408; the answer is 9472: not right. The biases are missing."),
        ("7*7*3*64", "Read as 9408; the answer is 9472: not right. The biases are missing."),
        ("75,776", "Read as 75,776; the answer is 9472: not right. Those are bits."),
        ("5", "Read as 5; the answer is 9472: not right."),
    ],
)
def test_a_known_slip_is_told_and_wrong_all_the_same(typed, told):
    verdict = graded(SLIPS, typed)
    assert verdict == Verdict(0, (told,), read_as=verdict.read_as, grader="number-1")


PARTS = asked(
    '{stored: "128", trained: "64"}',
    "slips:",
    '  - {part: stored, value: "64", why: "That is scale and shift only."}',
    '  - {part: trained, value: "32", why: "That is the scale only."}',
)


@pytest.mark.parametrize(
    "typed",
    [
        "128; 64",
        "128;64",
        "128, 64",
        "128 64",
        "128\n64",
        "128 and 64",
        "(128, 64)",
        "stored = 128; trained = 64",
        "Stored: 128, trained: 64.",
        "trained is 64 and stored is 128",
        "stored 128 trained 64",
        "128 params; 2^6 params",
    ],
)
def test_named_parts_are_read_in_order_or_by_name(typed):
    assert graded(PARTS, typed) == Verdict(
        1,
        (
            "stored: read as 128; the answer is 128: equal.",
            "trained: read as 64; the answer is 64: equal.",
        ),
        read_as="stored = 128; trained = 64",
        grader="number-1",
    )


@pytest.mark.parametrize(
    ("typed", "score", "reasons"),
    [
        (
            "64; 64",
            0.5,
            (
                "stored: read as 64; the answer is 128: not right. That is scale and shift only.",
                "trained: read as 64; the answer is 64: equal.",
            ),
        ),
        (
            "trained = 64",
            0.5,
            (
                "stored: not answered; the answer is 128.",
                "trained: read as 64; the answer is 64: equal.",
            ),
        ),
        (
            "32; 32",
            0,
            (
                "stored: read as 32; the answer is 128: not right.",
                "trained: read as 32; the answer is 64: not right. That is the scale only.",
            ),
        ),
    ],
)
def test_named_parts_are_graded_one_by_one(typed, score, reasons):
    verdict = graded(PARTS, typed)
    assert (verdict.score, verdict.reasons) == (score, reasons)


@pytest.mark.parametrize(
    "typed",
    ["128", "128; 64; 32", "128,64", "128,064", "128 064", "128/64", "64 trained, 128 stored"],
)
def test_parts_that_cannot_be_told_apart_are_asked_for_with_semicolons(typed):
    verdict = graded(PARTS, typed)
    assert verdict.score is None
    assert '"stored = ...; trained = ..."' in verdict.reasons[0]


@pytest.mark.parametrize("typed", ["0.8 0.75 0.6", "0.8,0.75,0.6", "0,8; 0,75; 0,6", "80% 75% 60%"])
def test_three_numbers_are_three_parts_where_nothing_else_can_be_meant(typed):
    assert graded(asked("{p: 0.8, r: 0.75, f: 0.6}"), typed).score == 1


@pytest.mark.parametrize("typed", ["0,8 0,75 0,6", "0,8,75", "1,2,3,4", "0.8 0.75"])
def test_three_parts_with_commas_that_may_be_decimal_are_asked_about(typed):
    assert graded(asked("{p: 0.8, r: 0.75, f: 0.6}"), typed).score is None


@given(st.integers(-(10**15), 10**15))
def test_a_whole_number_is_itself_with_marks_or_without(value):
    for typed in (str(value), f"{value:,}", f"{value:_}", f"n = {value:,}"):
        assert graded(asked(str(value)), typed).score == 1


@given(st.integers(0, 10**12), st.integers(1, 10**6))
def test_both_decimal_marks_say_the_same_after_marks_between_thousands(whole, part):
    assume(whole >= 1000)
    english = f"{whole:,}.{part}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert {Fraction(each) for each in plain(german)} == {Fraction(f"{whole}.{part}")}
    assert plain(english) == plain(german)


@given(st.floats(1e-12, 1e12))
def test_a_number_is_right_in_every_notation_of_python(value):
    key = asked(f"{value!r}")
    for typed in (repr(value), f"{value:.12e}", f"{value:.12g}"):
        assert graded(key, typed).score == 1
