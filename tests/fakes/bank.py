"""A tiny bank from texts. Every reference holds the word SECRET, and nothing else does."""

from collections.abc import Mapping

from bot.bank import Bank, parse

SECRET = "SECRET"

SAME_PADDING = f"""\
---
title: Same padding
kind: choice
difficulty: easy
tags: [padding, border]
---

## Question

Which padding keeps the size with a 3 x 3 kernel and stride 1?

## Hint

Count the pixels that a kernel loses at each border.

## Hint

A kernel of size 1 needs none.

## Choices

- [ ] None
  {SECRET}: without padding one pixel is lost at every border.
- [x] One pixel at every border
  {SECRET}: (k - 1) / 2 is one.
- [ ] Three pixels at every border
  {SECRET}: that is the size of the kernel.

## Answer

{SECRET}: half the kernel, rounded down.

## Follow-up

- And for a kernel of size 5?
  {SECRET}: two pixels.
"""

POOLING = f"""\
---
title: What pooling keeps
kind: choice
difficulty: medium
tags: [pooling]
---

## Question

Which are true of max pooling?

## Choices

- [x] It has no parameters
  {SECRET}: it only compares.
- [ ] It doubles the channels
  {SECRET}: it leaves them.
- [x] It forgets exact places
  {SECRET}: the largest wins wherever it stands.

## Answer

{SECRET}: it compares and keeps the largest.
"""

OUTPUT_SIZE = f"""\
---
title: Output size
kind: number
difficulty: easy
tags: [stride]
vary: {{n: [28, 32, 64], k: [3, 5]}}
answer: n - k + 1
slips:
  - {{value: "n - k", why: "{SECRET}: the first place counts too."}}
---

## Question

An image of side {{{{n}}}} meets a kernel of side {{{{k}}}}. How long is a side of the output?

## Hint

At how many places can the kernel's left edge stand?

## Answer

{SECRET}: {{{{n}}}} - {{{{k}}}} + 1 = {{{{answer}}}}.
"""

BATCH_NORM = f"""\
---
title: Parameters of batch norm
kind: number
difficulty: medium
vary: {{c: [16, 32]}}
answer: {{stored: "4*c", trained: "2*c"}}
---

## Question

Batch norm over {{{{c}}}} channels: how many numbers are stored, how many trained?

## Answer

{SECRET}: four a channel are stored, two are trained: {{{{answer.stored}}}}, {{{{answer.trained}}}}.
"""

SENTINEL = f"""\
---
title: The first learning machine
kind: short
difficulty: easy
tags: [history]
answer: perceptron
---

## Question

What did Rosenblatt call his learning machine?

## Answer

{SECRET}: a perceptron.
"""

TRAINING_STEP = f"""\
---
title: One training step
kind: order
difficulty: hard
tags: [loop]
---

## Question

Bring the parts of a training step into order.

## Items

1. Run the batch through the net
2. Compute the loss
3. Send the gradient back
4. Change the weights

## Answer

{SECRET}: forward, loss, backward, step.
"""

DROPOUT = f"""\
---
title: Why dropout helps
kind: open
difficulty: hard
tags: [dropout]
---

## Question

What does dropout do, and why does it help?

## Hint

Think of what a unit may rely on.

## Answer

{SECRET}: units are silenced at random, so that none relies on another.

## Key points

- Units are switched off at random.
  `drop | silence | switch off` `random* | chance`
- Units cannot rely on one another ({SECRET}).
  `no rely | no depend | redundan*`
- At test time all units are on ({SECRET}).
  `test | inference` `all | every`

## Graded examples

- 100%: Units are switched off at random, so no unit can rely on another. At test time all are on.
- 67%: Units are dropped at random in training. At test time all units are used.
- 33%: It drops random units.
- 0%: dropout
- 0% (held): It makes the net smaller for good.
"""

UNSURE = (
    "Units are silenced. That is done while it learns. It is a matter of chance. "
    "At test we look again. Then we see what we have. It is all of them."
)
"""An answer to the dropout question: two of its three points are unsure."""

TEXTS: Mapping[str, str] = {
    "cnn/output-size": OUTPUT_SIZE,
    "cnn/pooling": POOLING,
    "cnn/same-padding": SAME_PADDING,
    "foundations/first-machine": SENTINEL,
    "normalization/batch-norm": BATCH_NORM,
    "regularization/dropout": DROPOUT,
    "training/training-step": TRAINING_STEP,
}


def bank_of(texts: Mapping[str, str] = TEXTS) -> Bank:
    """The bank that these files would make."""
    ordered = dict(sorted(texts.items()))
    questions = {id: parse(text, id, f"{id}.md") for id, text in ordered.items()}
    return Bank(questions, ordered)


def tiny_bank(*ids: str) -> Bank:
    """The bank of `TEXTS`, or of some of them."""
    return bank_of({id: TEXTS[id] for id in ids or TEXTS})
