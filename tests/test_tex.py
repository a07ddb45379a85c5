"""Formulas read as one line of Unicode, whatever is in them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.symbols import ACCENTS, CHARACTERS, FONTS, SILENT, WORDS, commands
from bot.tex import faults, unicode_of

READINGS = {
    # fractions and roots
    r"\frac{n + 2p - k}{s}": "(n + 2p − k)/s",
    r"\lfloor (n + 2p - k)/s \rfloor + 1": "⌊(n + 2p − k)/s⌋ + 1",
    r"\lfloor x \rceil": "⌊x⌉",
    r"\frac12": "1/2",
    r"\frac{1}{n} \sum_{i=1}^n (y_i - \hat{y}_i)^2": "(1/n) ∑ᵢ₌₁ⁿ (yᵢ − ŷᵢ)²",
    r"\frac{a}{b}\frac{c}{d}": "(a/b)(c/d)",
    r"2\frac{1}{3}": "2(1/3)",
    r"\log_2 \frac{1}{p}": "log₂(1/p)",
    r"\frac{2N}{3M}": "2N/(3M)",
    r"\frac{1}{1+e^{-x}}": "1/(1 + e⁻ˣ)",
    r"\frac{\partial L}{\partial w_{ij}}": "∂L/∂wᵢⱼ",
    r"\frac{dy}{dx}": "dy/dx",
    r"\frac{1}{dk}": "1/(dk)",
    r"\theta_t - \frac{\eta}{\sqrt{v} + \epsilon} m": "θₜ − (η/(√v + ε))m",
    r"\sqrt[3]{x+1}": "³√(x + 1)",
    r"\mathrm{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V": "softmax(QKᵀ/√dₖ)V",
    # scripts
    r"d_{\text{model}}": "d_model",
    r"d_{model} h": "d_model h",
    r"W_q^T x": "W_qᵀ x",
    r"x_{i+1}^{(t)}": "xᵢ₊₁⁽ᵗ⁾",
    r"x^{2}_{i}": "xᵢ²",
    r"a^{[l]}": "a^[l]",
    r"e^{x+y_q}": "e^(x + y_q)",
    r"e^{z_i}": "e^(zᵢ)",
    r"x_{i,j}": "x_(i,j)",
    r"x_{<t}": "x_(<t)",
    r"C_{in} C_{out}": "C_in C_out",
    r"2^{64}": "2⁶⁴",
    r"10^{-8}": "10⁻⁸",
    r"f'(x)": "f′(x)",
    r"(a+b)^2": "(a + b)²",
    r"5^\circ": "5°",
    # operators, relations, names
    r"\prod_{t=1}^T p(x_t \mid x)": "∏ₜ₌₁ᵀ p(xₜ | x)",
    r"\lim_{x \to 0} f": "lim_(x → 0) f",
    r"\arg\max_\theta": "arg max_θ",
    r"-\sum_k p_k \log p_k": "−∑ₖ pₖ log pₖ",
    r"c_t = f_t \odot c_{t-1} + i_t \odot \tilde c_t": "cₜ = fₜ ⊙ cₜ₋₁ + iₜ ⊙ c̃ₜ",
    r"O(n \log n)": "O(n log n)",
    r"|x| - y": "|x| − y",
    r"|-x|": "|−x|",
    r"\|x\|_2^2": "‖x‖₂²",
    r"D_{\mathrm{KL}}(p \| q)": "D_KL(p‖q)",
    r"x \in \{0, 1\}^d": "x ∈ {0, 1}ᵈ",
    r"\mathbb{R}^n": "ℝⁿ",
    r"\mathbb{E}[x]": "E[x]",
    r"1, \ldots, n": "1, …, n",
    r"f: X \to Y": "f: X → Y",
    r"x \not= y": "x ≠ y",
    r"\vec{x} + \bar{xy}": "x⃗ + bar(xy)",
    r"\binom{n}{k}": "C(n, k)",
    # numbers
    "10,000": "10,000",
    "10{,}000": "10,000",
    "(3,224,224)": "(3, 224, 224)",
    r"n = 0.5\,\text{MB}": "n = 0.5 MB",
    r"50\%": "50%",
    # environments
    r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}^\top": "[1, 2; 3, 4]ᵀ",
    r"\begin{cases} x, & x > 0 \\ 0 & \text{otherwise} \end{cases}": "{ x, x > 0; 0 otherwise }",
}


@pytest.mark.parametrize(("tex", "reading"), READINGS.items())
def test_a_formula_reads_as_a_person_would_type_it(tex: str, reading: str) -> None:
    assert (unicode_of(tex), faults(tex)) == (reading, [])


NAMES = sorted({*commands(), *SILENT, *WORDS, *FONTS, *ACCENTS, *CHARACTERS})


@pytest.mark.parametrize("name", NAMES)
def test_no_command_of_the_tables_is_shown_with_its_backslash(name: str) -> None:
    reading = unicode_of(f"a {name}{{x}}")
    assert reading.startswith("a")
    assert "\\" not in reading or name == r"\backslash"
    assert faults(f"a {name}{{x}}") == []


def test_a_display_formula_keeps_its_lines() -> None:
    tex = r"\begin{aligned} a &= b + c \\ d &= e \end{aligned}"
    assert unicode_of(tex) == "a = b + c; d = e"
    assert unicode_of(tex, rows="\n") == "a = b + c\nd = e"


def test_an_unknown_command_shows_its_name_and_the_fault_names_the_nearest() -> None:
    assert unicode_of(r"\alhpa + 1") == "alhpa + 1"
    assert faults(r"\alhpa + 1") == [
        r"\alhpa is no TeX command that can be read here; did you mean \alpha?"
    ]
    assert faults(r"\qqqqqq") == [
        r"\qqqqqq is no TeX command that can be read here; plain words go into \text{...}."
    ]


@pytest.mark.parametrize(
    ("tex", "complaint"),
    [
        ("{a", "a { is never closed."),
        ("a}", "a } has no { before it."),
        (r"x^", "something is missing after the last command or sign of a group."),
        (r"\left( x", r"1 \left and 0 \right; each needs its other."),
        (r"\begin{cases} x", r"\begin{cases} has no \end."),
        (r"\begin{cases} x \end{array}", r"\begin{cases} ends with \end{array}."),
        (r"x \end{cases}", r"\end{cases} has no \begin before it."),
        (
            r"\begin{tikz} x \end{tikz}",
            "tikz is no environment that can be read here; cases or bmatrix?",
        ),
    ],
)
def test_a_broken_formula_is_read_and_its_fault_told(tex: str, complaint: str) -> None:
    assert "x" in unicode_of(tex) or "a" in unicode_of(tex)
    assert faults(tex) == [complaint]


PIECES = [*commands(), *CHARACTERS, *ACCENTS, *FONTS, *WORDS, *SILENT]
PIECES += [r"\frac", r"\sqrt", r"\begin{cases}", r"\end{cases}", r"\left", r"\right", r"\end"]
PIECES += ["{", "}", "^", "_", "&", "'", "|", "[", "]", "\\", " ", "a", "7", "\u202e", "😀", "\n"]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text())
def test_any_text_has_a_reading(tex: str) -> None:
    assert isinstance(unicode_of(tex), str)
    assert isinstance(faults(tex), list)


@pytest.mark.parametrize(
    "piece",
    ["{", r"\frac", r"\sqrt{", "x^", r"\hat", r"\begin{cases}", r"\left(", r"\,-", "1,000 "],
)
def test_ten_thousand_characters_of_nesting_are_read_in_a_moment(piece: str) -> None:
    began = time.perf_counter()
    assert len(unicode_of(piece * (10_000 // len(piece)))) < 30_000
    assert time.perf_counter() - began < 2


def test_what_is_nested_too_deep_is_shown_as_written() -> None:
    assert unicode_of("{" * 30 + "x" + "}" * 30).count("x") == 1
    assert faults("{" * 30 + "x" + "}" * 30) == ["groups are nested deeper than 25."]
