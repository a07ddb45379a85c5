"""Everything wrong with a question file is said at once, with its line and what would be right."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bank import Unreadable, parse
from tests.question_files import NUMBER, OPEN

NO_YAML = (
    "this is no YAML; close what is opened, and quote a value that holds ': ' or ' #' or begins "
    "with a special sign"
)


def complaints_of(text: str, id: str = "cnn/x") -> list[str]:
    with pytest.raises(Unreadable) as error:
        parse(text, id, "questions/cnn/x.md")
    return [str(complaint) for complaint in error.value.complaints]


def with_line(old: str, new: str, text: str = NUMBER) -> str:
    assert old in text
    return text.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "difficulty: easy",
            "dificulty: easy",
            [
                "4: the front matter knows no key 'dificulty'; did you mean difficulty?",
                "2: the front matter has no difficulty; add it",
            ],
        ),
        ("kind: number", "kind: numbr", ["3: kind is 'numbr'; did you mean number?"]),
        (
            "title: Output size",
            "title:",
            ["2: title is empty; write its value or leave the key out"],
        ),
        (
            "title: Output size",
            "title: [a]",
            [
                (
                    "2: title is a list; it must be a single value; if it begins with [, "
                    "put it in quotes"
                )
            ],
        ),
        (
            "title: Output size",
            "title: What: is",
            [f"2: {NO_YAML}"],
        ),
        ("unit: MB", "unit: MB\nunit: GB", ["10: 'unit' is given twice; keep one of them"]),
        ("unit: MB", "as: shape", ["9: as is for kind short; this is kind number; take it out"]),
        (
            "unit: MB",
            "unit: {sored: MB}",
            ["9: unit names an unknown part 'sored'; did you mean stored?"],
        ),
        (
            "unit: MB",
            "unit: *x",
            ["9: a value is repeated by a YAML alias (*); write it out or put it in quotes"],
        ),
        (
            "tolerance: {stored: 1%}",
            "tolerance: about 1",
            ["8: 'about 1' is no tolerance; write 1% or 0.005"],
        ),
        (
            'answer: {stored: 4*n, trained: "2*n"}',
            "answer: {{n}}",
            ["7: {{n}} begins with {{ and is not quoted; put it in quotes"],
        ),
        (
            "{part: stored, value",
            "{part: sorted, value",
            ["11: a slip names an unknown part 'sorted'; did you mean stored?"],
        ),
        (
            "{part: stored, value",
            "{value",
            ["11: a slip names no part; say which: stored, trained"],
        ),
        (
            "act: [relu",
            "max: [relu",
            [
                (
                    "5: 'max' cannot name a value; use a letter or a word that means nothing in "
                    "Python and is no function"
                )
            ],
        ),
        (
            "vary: {n",
            "vary: [n",
            [f"5: {NO_YAML}"],
        ),
        (
            'where: ["n > 1"]',
            "where: n > 1",
            ["6: where is a single value; it must be a list, like where: [a]"],
        ),
        (
            "How many?",
            "How many? {{answer.stored}}",
            ["16: Question shows the answer by {{answer.stored}}; say it in Answer only"],
        ),
        ("How many?", "", ["14: the section Question is empty; fill it or take it out"]),
        (
            "## Question",
            "## Qestion",
            [
                "14: there is no section 'Qestion'; did you mean Question?",
                "1: the section Question is missing; a question of kind number needs ## Question",
            ],
        ),
        (
            "## Question",
            "## Question\n\nx\n\n## Question",
            ["18: the section Question is there twice; join"],
        ),
        (
            "## Question",
            "## Choices\n\n- [x] a\n- [ ] b\n\n## Question",
            ["14: Choices is for kind choice; this is kind number; take it out"],
        ),
        (
            "## Question",
            "Hello\n\n## Question",
            ["14: text stands before the first section; begin with ## Question"],
        ),
        (
            "How many?",
            "How many?\n\n```python\nx",
            ["18: the fence that begins here is never closed; close it with ```"],
        ),
        ("How many?", "How\tmany?", ["16: there is a tab; use spaces"]),
        (
            "How many?",
            "How\r\nmany?",
            ["16: a line ends with a carriage return; save the file with plain line ends (LF)"],
        ),
        ("How many?", "How \x1b many?", ["16: there is a control character, '\\x1b'; take it out"]),
        (
            "---\ntitle",
            "\ufeff---\ntitle",
            ["1: the file begins with a byte order mark; save it as UTF-8 without one"],
        ),
        (
            "---\ntitle",
            "title",
            [
                (
                    "1: the front matter is missing; the first line is ---, then title, kind and "
                    "difficulty, then --- again"
                )
            ],
        ),
    ],
)
def test_a_fault_is_told_with_its_line_and_what_would_be_right(old, new, complaint):
    text = NUMBER.replace(old, new, 1)
    assert complaints_of(text) == [f"questions/cnn/x.md:{each}" for each in complaint]


def test_a_front_matter_that_is_nested_too_deep_is_told():
    assert complaints_of(NUMBER.replace("MB", "[" * 20 + "]" * 20)) == [
        "questions/cnn/x.md:9: the front matter is nested too deep; use fewer levels"
    ]


def test_all_faults_are_told_at_once():
    text = NUMBER.replace("kind: number", "kind: numbr").replace("## Question", "## Qestion")
    assert complaints_of(text) == [
        "questions/cnn/x.md:3: kind is 'numbr'; did you mean number?",
        "questions/cnn/x.md:14: there is no section 'Qestion'; did you mean Question?",
    ]


@pytest.mark.parametrize(
    ("accept", "refused"),
    [
        ("[(3, 4)]", ["'(3' has an unbalanced bracket", "'4)' has an unbalanced bracket"]),
        ('["(3, 4)", "[0, 1)"]', []),
        ("[O(n)]", []),
    ],
)
def test_an_unquoted_accept_with_an_unbalanced_bracket_is_refused(accept, refused):
    text = (
        "---\ntitle: T\nkind: short\ndifficulty: easy\nanswer: x\n"
        f"accept: {accept}\n---\n## Question\nQ?\n"
    )
    try:
        parse(text, "a/b", "x.md")
        told = []
    except Unreadable as error:
        told = [str(each) for each in error.complaints]
    assert told == [f"x.md:6: {each}; put it in quotes" for each in refused]


@pytest.mark.parametrize(
    ("section", "complaint"),
    [
        ("## Choices\n- [x] a\n", "8: there are 1 choices; give two to five"),
        ("## Choices\n- [ ] a\n- [ ] b\n", "8: no choice is right; mark the right one with [x]"),
        (
            "## Choices\n- a\n- [x] b\n- [ ] c\n",
            "9: 'a' has no box; begin with '- [x] ' if it is right, else '- [ ] '",
        ),
        (
            "## Choices\n- [x] a\n- [ ] b\nwhy\n",
            (
                "11: 'why' belongs to no item; begin an item with '- ' and indent "
                "what belongs to it by "
                "two spaces"
            ),
        ),
    ],
)
def test_a_list_that_is_none_is_told(section, complaint):
    text = f"---\ntitle: T\nkind: choice\ndifficulty: easy\n---\n## Question\nQ?\n{section}"
    assert complaints_of(text) == [f"questions/cnn/x.md:{complaint}"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "  `permanent | for good`\n",
            "",
            (
                "42: 'Weights go for good.' has no cues; end it with an indented line "
                "of code spans, like "
                "`drop | zero` `random*`"
            ),
        ),
        ("(x2)", "(x3)", "34: the weight is 3; only (x2) is known"),
        (
            "- 33% (held): ",
            "- 133%: ",
            (
                "50: '133%: you *zero* some' is no graded example; write '- 50%: the "
                "answer' or '- 50% "
                "(held): ...'"
            ),
        ),
    ],
)
def test_a_rubric_that_cannot_grade_is_told(old, new, complaint):
    assert complaints_of(with_line(old, new, OPEN)) == [f"questions/cnn/x.md:{complaint}"]


@pytest.mark.parametrize(
    ("vary", "told"),
    [
        (
            "{n: [" + ", ".join(map(str, range(101))) + "], k: [" + ", ".join(["1"] * 100) + "]}",
            "vary has 10,100 combinations; at most 10,000 are allowed: shorten a list",
        ),
        ("{n: [1e999]}", "the number 1e999 is too large; make it smaller"),
        ("{n: []}", "vary.n is an empty list; fill it or leave the key out"),
        ("{n: [{a: 1}]}", "a value of vary.n is a mapping; use numbers, texts and lists"),
    ],
)
def test_values_that_cannot_be_drawn_are_told(vary, told):
    text = (
        f"---\ntitle: T\nkind: number\ndifficulty: easy\nvary: {vary}\nanswer: n\n"
        "---\n## Question\nQ?\n"
    )
    assert complaints_of(text) == [f"questions/cnn/x.md:5: {told}"]


@pytest.mark.parametrize("id", ["cnn", "CNN/x", "cnn/x y", "a/b/c", "../x", "cnn/", "😀/x"])
def test_an_id_is_a_topic_and_a_name_in_small_letters(id):
    assert complaints_of(NUMBER, id) == [
        (
            f"questions/cnn/x.md:1: {id!r} is no id of a question; "
            "topic and name are lower-case letters, digits and hyphens"
        )
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---",
        "---\n---",
        "---\n- a\n---",
        "---\n" + "[" * 50_000 + "\n---\n",
        "---\n" + "- " * 20_000 + "a\n---\n",
        "---\na: &a [*a]\n---\n",
        "---\na: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n---\n",
        "---\n? {a: b}\n: c\n---\n",
        "---\n!!python/object/apply:os.system [id]\n---\n",
        "---\ntitle: " + "x" * 70_000 + "\n---\n",
        NUMBER.replace("How many?", "`" * 30_000),
        NUMBER.replace("How many?", "- [ " * 10_000),
        OPEN.replace("- 100%: ", "- " + "9" * 5_000 + "%: "),
        OPEN.replace("`drop | zero`", "`" * 9_000 + " " + "`a` " * 9_000),
        "\x00" * 100,
        "\ud800",
        "😀" * 10_000,
    ],
)
def test_hostile_files_are_refused(text):
    try:
        parse(text, "a/b", "x.md")
    except Unreadable as error:
        assert all(each.path == "x.md" and each.line >= 1 for each in error.complaints)
        assert error.complaints


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_file_with_any_damage_is_read_or_complained_of(data):
    source = data.draw(st.sampled_from([OPEN, NUMBER]))
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, min(len(source), start + 60)))
    damage = data.draw(st.text(alphabet="-[]{}:#`*'\"|>&!%@\n \t0a(", max_size=12))
    try:
        parse(source[:start] + damage + source[end:], "a/b", "x.md")
    except Unreadable as error:
        assert error.complaints
