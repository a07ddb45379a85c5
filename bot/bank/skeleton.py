"""A new question file to begin from: its form is right, and what is still to be written is marked.

A file with a mark left in it is never asked.
"""

import re
from collections.abc import Iterator

from bot.bank.complaint import Complaint, brief
from bot.bank.question import Difficulty, Kind

MARK = re.compile(r"«[^»\n]*»")

FRONT = """\
---
title: «A few words, as on a card»
kind: {kind}
difficulty: {difficulty}
tags: [«what a learner would type»]
source:
  - {{title: «The paper or the page it rests on», year: 2026, link: "«https://...»"}}
{keys}---

## Question

«What is asked, so that it has one complete answer.»

## Hint

«One nudge, never the answer.»

{middle}## Answer

«What an interviewer wants to hear, in two to four sentences.» «Then the explanation.»

```python
{code}
```

```output
{output}
```
{end}
## Follow-up

- «What an interviewer asks next»
  «Its answer.»
"""

CHOICES = """\
## Choices

- [ ] «A mistake that people make»
  «What makes it tempting, and where it fails.»
- [x] «The right one, as long as the others»
  «Why it is right.»
- [ ] «Another mistake»
  «What makes it tempting, and where it fails.»

"""

ITEMS = """\
## Items

1. «What comes first»
2. «What comes second»
3. «What comes last»

"""

OPEN = """
## Key points

- «A sentence that a fair examiner insists on.»
  `first | one`
- «The second one.»
  `second | two`
- «The third one, which weighs double.» (x2)
  `third | three`

## Misconceptions

- «What learners really believe.»
  «Why it is wrong.»
  `fourth | four`

## Graded examples

- 100%: first second third «a full answer as people type it»
- 67%: second third «a half one»
- 0%: nothing of it «the right words without the idea»
- 0%: wrong «plainly wrong»
- 100% (held): «written by somebody who has not seen the key points» first second third
"""

VARY = """\
vary: {n: [2, 3, 5]}
answer: 2 * n
slips:
  - {value: "n", why: "«What was forgotten.»"}
"""

WORD = "answer: «the word»\naccept: [«another way to write it»]\n"

_KEYS = {"number": VARY, "short": WORD}
_MIDDLE = {"choice": CHOICES, "order": ITEMS}
_CODE = {"number": ("answer = n + n\nprint(answer)", "4")}


def skeleton(kind: Kind, difficulty: Difficulty) -> str:
    """The text of a file of that kind, to be filled in."""
    code, output = _CODE.get(kind, ('print("what the answer claims")', "what the answer claims"))
    return FRONT.format(
        kind=kind,
        difficulty=difficulty,
        keys=_KEYS.get(kind, ""),
        middle=_MIDDLE.get(kind, ""),
        code=code,
        output=output,
        end=OPEN if kind == "open" else "",
    )


def unwritten(text: str, path: str) -> Iterator[Complaint]:
    """A complaint for every mark that is left."""
    for number, line in enumerate(text.split("\n"), 1):
        for mark in MARK.findall(line):
            what = f"{brief(mark)} is still to be written"
            yield Complaint(path, number, what, "write it, or take the line out")
