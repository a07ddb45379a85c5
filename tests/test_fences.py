"""Code fences are found, run for each draw, and judged by what they print."""

import pytest

from adapters.cli.running import Runner, imports
from bot.bank import first, parse, variants
from bot.fences import check_form, fences, jobs, shown
from bot.fences.judging import Ran, judge, same_output

HEAD = "---\ntitle: T\nkind: {kind}\ndifficulty: easy\n{front}\n---\n\n"

VARIES = (
    HEAD.format(kind="number", front="vary: {n: [3, 4], act: [relu], w: [[1, 2]]}\nanswer: 2*n")
    + """\
## Question

```python
print(2 * {{n}})
```

## Answer

As code:

```python
answer = n * len(w)
print("it is", answer)
```

```output
it is 6
```

```bash
rm -rf {{n}}
```
"""
)


def question(answer: str, ask: str = "Q?", kind: str = "open"):
    front = "answer: 6" if kind == "number" else "tags: [a]"
    points = "## Key points\n\n- A.\n  `a`\n" if kind == "open" else ""
    text = HEAD.format(kind=kind, front=front)
    return parse(
        f"{text}## Question\n\n{ask}\n\n## Answer\n\n{answer}\n\n{points}", "a/b", "a/b.md"
    )


def is_six(text: str) -> bool:
    return text == "6"


def judged(asked, run) -> list[str]:
    """The complaints about every job of all draws, with `run` as what runs a source."""
    return [
        str(complaint)
        for job in jobs(asked, list(variants(asked)))
        for complaint in judge(job, run(job), is_six)
    ]


def test_a_fence_knows_its_section_its_line_and_its_output():
    code, answer, shell = fences(parse(VARIES, "a/b", "a/b.md"))
    assert (code.section, code.line, code.info, code.output) == ("Question", 12, "python", None)
    assert (answer.section, answer.line, answer.output, answer.output_line) == (
        "Answer",
        20,
        "it is 6",
        25,
    )
    assert (shell.info, shell.runs) == ("bash", False)


def test_the_answers_code_gets_the_names_it_uses_and_the_questions_code_the_values():
    sources = [job.source for job in jobs(parse(VARIES, "a/b", "a/b.md"), [])]
    assert sources == []
    asked = parse(VARIES, "a/b", "a/b.md")
    assert [(job.source, job.is_first) for job in jobs(asked, list(variants(asked)))] == [
        ("print(2 * 3)", True),
        ('n = 3\nw = [1, 2]\n\nanswer = n * len(w)\nprint("it is", answer)', True),
        ("print(2 * 4)", False),
        ('n = 4\nw = [1, 2]\n\nanswer = n * len(w)\nprint("it is", answer)', False),
    ]


def test_readers_of_the_first_draw_see_its_values_and_its_output():
    asked = parse(VARIES, "a/b", "a/b.md")
    assert (
        shown(asked, first(asked))
        == """\
As code:

```python
n = 3
w = [1, 2]

answer = n * len(w)
print("it is", answer)
```

```output
it is 6
```

```bash
rm -rf {{n}}
```"""
    )


def test_readers_of_another_draw_are_told_whose_output_it_is():
    asked = parse(VARIES, "a/b", "a/b.md")
    assert (
        shown(asked, list(variants(asked))[1])
        == """\
As code:

```python
n = 4
w = [1, 2]

answer = n * len(w)
print("it is", answer)
```

Its output for n = 3, w = [1, 2]:

```output
it is 6
```

```bash
rm -rf {{n}}
```"""
    )


def test_an_answer_that_does_not_vary_is_shown_as_it_is():
    asked = question("x\n\n```python\nprint(1)\n```\n\n```output\n1\n```")
    assert shown(asked, first(asked)) == asked.answer


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (
            "```python\nprint(1)\n```",
            ("15: what this code prints is not shown; put an output fence after it"),
        ),
        ("```output\n1\n```", "14: this output belongs to no python fence; put it after one"),
        ("```pythn\n1\n```", "14: the fence's language is 'pythn'; did you mean python?"),
        (
            "```python norun\n1\n```",
            ("14: there is no fence 'python norun'; did you mean python no-run?"),
        ),
        (
            "```python no-run\nserve()\n```",
            ("15: nothing says why this cannot run; begin with a comment: # needs ..."),
        ),
        ("```python no-run\n# needs a server\nserve()\n```", None),
        ("```\n1\n```", "14: the fence has no language; write one after the ```, like python"),
        (
            "```python\n" + "x" * 73 + "\n```",
            ("15: the line has 73 columns; at most 72 are shown whole"),
        ),
        (
            "```python\nx\n```\n\n```output\n" + "x" * 73 + "\n```",
            ("19: the line has 73 columns; at most 72 are shown whole"),
        ),
        ("~~~python raises ValueError\nprint(1)\n~~~", None),
    ],
)
def test_a_fence_of_the_wrong_form_is_told(answer, complaint):
    told = [str(each) for each in check_form(question(answer))]
    assert told == ([f"a/b.md:{complaint}"] if complaint else [])


@pytest.mark.parametrize(
    ("printed", "wanted", "loose", "same"),
    [
        ("a  \nb\n", "a\nb", False, True),
        ("a\n\nb\n", "a\nb", False, False),
        ("loss 0.12345", "loss 0.12341", False, False),
        ("loss 0.12345", "loss  0.12341", True, True),
        ("loss 0.125", "loss 0.124", True, False),
        ("loss 0.125", "lost 0.125", True, False),
        ("1e-9 2", "3e-12 2", True, True),
        ("1 2", "1 2 3", True, False),
    ],
)
def test_output_is_compared_exactly_or_by_three_digits(printed, wanted, loose, same):
    assert same_output(printed, wanted, loose=loose) is same


def test_what_is_wrong_with_a_run_is_told():
    asked = parse(VARIES, "a/b", "a/b.md")
    rans = iter([Ran("5\n"), Ran("it is 7\n"), Ran("6"), Ran("", "ValueError", "no", 4)])
    assert judged(asked, lambda job: next(rans)) == [
        (
            "a/b.md:12: the code prints '5' last, which is no right answer (for n = 3, act = relu, "
            "w = [1, 2]); let it end by printing the key"
        ),
        (
            "a/b.md:25: the output is not what the code prints (for n = 3, act = relu, "
            "w = [1, 2]); the difference is\n--- output fence\n+++ printed\n@@ -1 +1 @@\n"
            "-it is 6\n+it is 7"
        ),
        (
            "a/b.md:20: the code leaves no answer (for n = 3, act = relu, w = [1, 2]); leave the "
            "key in a variable answer"
        ),
        (
            "a/b.md:20: the code fails with ValueError: no (for n = 4, act = relu, w = [1, 2]); "
            "mend it"
        ),
    ]


@pytest.mark.parametrize(
    ("source", "ran"),
    [
        ("print(1)\nanswer = (1, [2.5])", Ran("1\n", answer=(1, [2.5]))),
        pytest.param(
            "import numpy\nanswer = {'a': numpy.float64(2), 'b': numpy.array([3])}",
            Ran(answer={"a": 2.0, "b": 3}),
            marks=pytest.mark.bank,
        ),
        ("x = 1\nraise KeyError('k')", Ran("", "KeyError", "'k'", 2)),
        ("def f(:\n", Ran("", "SyntaxError", "invalid syntax (<fence>, line 1)", 1)),
        (
            "import warnings\nwarnings.warn('old', DeprecationWarning)",
            Ran("", "DeprecationWarning", "old", 2),
        ),
        (
            "import socket\nsocket.create_connection(('127.0.0.1', 9))",
            Ran("", "OSError", "the bank's code runs without network", 2),
        ),
        ("import os\nprint(os.listdir())", Ran("[]\n")),
        ("input()", Ran("", "EOFError", "EOF when reading a line", 1)),
        ("exit(3)", Ran("", "SystemExit", "3", 1)),
        ("import os\nos._exit(1)", Ran("", "SystemExit", "the process ended")),
        ("while True: pass", Ran("", "TimeoutError", "it takes more than 1 seconds")),
        ("import nosuchthing", Ran("", "ModuleNotFoundError", "No module named 'nosuchthing'", 1)),
    ],
)
def test_a_fence_runs_alone_and_whatever_it_does_is_a_result(runner, source, ran):
    assert runner.run_source(source) == ran


def test_nothing_of_one_fence_is_left_for_the_next(runner):
    runner.run_source("x = 1\nopen('file', 'w').close()")
    printed = runner.run_source("import os\nprint('x' in globals(), os.listdir())").printed
    assert printed == "False []\n"


def test_the_source_of_a_fences_function_can_be_read_as_in_a_file(runner):
    """As tf.function does, to make a graph of its loops and branches."""
    source = "import inspect\ndef two():\n    return 2\nprint(inspect.getsource(two))"
    assert runner.run_source(source) == Ran("def two():\n    return 2\n\n")


@pytest.mark.bank
def test_the_print_options_of_one_fence_are_not_those_of_the_next(runner):
    runner.run_source("import numpy\nnumpy.set_printoptions(precision=1)")
    printed = runner.run_source("import numpy\nprint(numpy.array([0.125]))").printed
    assert printed == "[0.125]\n"


@pytest.fixture(scope="module")
def runner():
    with Runner(seconds=1) as running:
        yield running


def test_a_code_that_is_right_is_not_complained_of(runner):
    assert judged(parse(VARIES, "a/b", "a/b.md"), runner.run) == [
        (
            "a/b.md:12: the code prints '8' last, which is no right answer (for n = 4, act = relu, "
            "w = [1, 2]); let it end by printing the key"
        ),
    ]


def test_a_fence_that_must_fail_fails_with_the_right_error(runner):
    asked = question(
        "```python raises ValueError\nint('x')\n```\n\n"
        "```python raises KeyError\nint('x')\n```\n\n"
        "```python raises KeyError\n1\n```"
    )
    assert judged(asked, runner.run) == [
        (
            "a/b.md:19: the code raises ValueError: invalid literal for int() with base 10: 'x'; "
            "it should raise KeyError"
        ),
        "a/b.md:23: the code raises nothing; it should raise KeyError",
    ]


def test_what_a_source_imports_is_known_without_running_it():
    source = "import torch.nn as nn, os\ndef f():\n    from sklearn.svm import SVC\nfrom . import x"
    assert imports(source) == {"torch", "os", "sklearn"}
    assert imports("import (") == frozenset()
