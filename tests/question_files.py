"""Question files that the tests read: one of every section, one of every key."""

OPEN = """\
---
title: What dropout does
kind: open
difficulty: medium
tags: [dropout, 2x, no]
see: [regularization/dropout-rate]
source:
  - {title: "Dropout: A Simple Way", year: 2014, link: "https://jmlr.org/x"}
---

## Question

What does dropout do?

## Hint

One.

## Hint

Two.

## Answer

It drops.

```python
## Not a section
print("## Question")
```

## Key points

- Units are switched off, each with $p$,
  at random. (x2)
  `drop | zero` `random*`
- All are active. (see p. 3)
  ``a ` b`` `!c`

## Misconceptions

- Weights go for good.
  A new mask is drawn.
  `permanent | for good`

## Graded examples

- 100%: every step a random subset
  gets silenced - 50% of them
- 33% (held): you *zero* some

## Follow-up

- And at inference?
  All units are active.

  None is scaled.

## Follow-up

- Why?
  Because.
"""

NUMBER = """\
---
title: Output size
kind: number
difficulty: easy
vary: {n: [28, 1e3, "28", [1, 2.5, x]], act: [relu, no, 007]}
where: ["n > 1"]
answer: {stored: 4*n, trained: "2*n"}
tolerance: {stored: 1%}
unit: MB
slips:
  - {part: stored, value: 2*n, why: "Half: {{n}}."}
---

## Question

How many?
"""
