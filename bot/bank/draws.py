"""What a question becomes when values are drawn: variants, keys, slips, texts.

Pure: the randomness is an argument. A draw that `where` refuses or in which a slip would count as
right is never used.
"""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from typing import Any

from bot.bank.complaint import nearest
from bot.bank.question import Part, Question, Value, Variant
from bot.bank.substitution import outside_fences, part_named, shown, substitute
from bot.errors import DlqError
from bot.expressions import evaluate

Names = Mapping[str, Value]

TRIES = 200
"""Draws tried at random before all of them are looked through."""


@dataclass(frozen=True, slots=True)
class Key:
    """What is right. `tolerance` is a share of the value if `relative`, else in its unit; 0 is
    exact. `value` is a text for kind short. `part` is empty where there is one key."""

    part: str
    value: int | float | str
    tolerance: float
    relative: bool
    unit: str = ""


@dataclass(frozen=True, slots=True)
class SlipKey:
    """What a well-known wrong way gives, in the unit of its part's key."""

    part: str
    value: int | float
    why: str


def variants(question: Question) -> Iterator[Variant]:
    """Every draw that may be used, in the file's order; one without values if none varies."""
    order = tuple(reversed(range(len(question.items))))
    for values in _draws(question):
        if _usable(question, Variant(values)):
            yield Variant(values, order)


def first(question: Question) -> Variant:
    """The first usable draw; Items are shown in reverse."""
    found = next(variants(question), None)
    if found is None:
        raise _none(question)
    return found


def draw(question: Question, rng: random.Random) -> Variant:
    """One of the usable draws, each as likely as any other; Items are shown in any order but the
    right one."""
    return Variant(_drawn_values(question, rng), _shuffled(len(question.items), rng))


def keys(question: Question, variant: Variant) -> tuple[Key, ...]:
    """What is right in a draw, part by part; empty for kinds without a key."""
    return tuple(_key(question, part, variant) for part in question.parts)


def slips(question: Question, variant: Variant) -> tuple[SlipKey, ...]:
    """What the well-known wrong ways give in a draw."""
    put = putter(question, variant)
    return tuple(
        SlipKey(slip.part, _number(evaluate(slip.value, variant.names)), substitute(slip.why, put))
        for slip in question.slips
    )


def is_within(value: float, key: Key) -> bool:
    """Whether a number counts as right; what floating point loses is forgiven."""
    assert not isinstance(key.value, str)
    allowed = key.tolerance * abs(key.value) if key.relative else key.tolerance
    lost = min(max(abs(value), abs(key.value)) / 10**9, 1e-3)
    return abs(value - key.value) <= allowed * (1 + 1e-9) + lost


def substituted(question: Question, variant: Variant) -> Question:
    """The question with the draw's values in all its texts."""
    if not (question.varies or question.parts):
        return question
    put: Callable[[str], str] = partial(substitute, put=putter(question, variant))
    return replace(
        question,
        ask=put(question.ask),
        answer=outside_fences(question.answer, put),
        hints=tuple(put(hint) for hint in question.hints),
        accept=tuple(put(each) for each in question.accept),
        slips=tuple(replace(slip, why=put(slip.why)) for slip in question.slips),
        followups=tuple(
            replace(each, question=put(each.question), answer=put(each.answer))
            for each in question.followups
        ),
    )


def shown_items(question: Question, variant: Variant) -> tuple[str, ...]:
    """The Items in the order in which the variant shows them."""
    return tuple(question.items[place] for place in variant.order)


def dump_variant(variant: Variant) -> str:
    """The variant as JSON, for the database."""
    return json.dumps({"values": variant.names, "order": variant.order})


def load_variant(text: str) -> Variant:
    """The variant that `dump_variant` wrote."""
    read = json.loads(text)
    values = tuple((name, _frozen(value)) for name, value in read.get("values", {}).items())
    return Variant(values, tuple(read.get("order", ())))


def _frozen(value: Any) -> Value:
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value


def _draws(question: Question) -> Iterator[tuple[tuple[str, Value], ...]]:
    if question.draws:
        yield from question.draws
        return
    names = [name for name, _ in question.vary]
    for values in product(*(listed for _, listed in question.vary)):
        yield tuple(zip(names, values, strict=True))


def _usable(question: Question, variant: Variant) -> bool:
    if not all(evaluate(condition, variant.names) for condition in question.where):
        return False
    by_part = {key.part: key for key in keys(question, variant)} if question.slips else {}
    return not any(is_within(slip.value, by_part[slip.part]) for slip in slips(question, variant))


def _drawn_values(question: Question, rng: random.Random) -> tuple[tuple[str, Value], ...]:
    for _ in range(TRIES):
        values = (
            rng.choice(question.draws)
            if question.draws
            else tuple((name, rng.choice(listed)) for name, listed in question.vary)
        )
        if _usable(question, Variant(values)):
            return values
    found = [variant.values for variant in variants(question)]
    if not found:
        raise _none(question)
    return rng.choice(found)


def _shuffled(count: int, rng: random.Random) -> tuple[int, ...]:
    order = list(range(count))
    while count > 1 and order == sorted(order):
        rng.shuffle(order)
    return tuple(order)


def _none(question: Question) -> DlqError:
    return DlqError(
        f"{question.id} has no draw to ask: every one is refused by where or has a slip that is "
        "right; allow more values."
    )


def _key(question: Question, part: Part, variant: Variant) -> Key:
    if question.kind == "short":
        return Key(part.name, _short_key(question, part, variant), 0.0, relative=False)
    value = _number(
        variant.names[part.answer] if question.draws else evaluate(part.answer, variant.names)
    )
    tolerance, relative = _tolerance(part.tolerance, value)
    return Key(part.name, value, tolerance, relative, part.unit)


def _short_key(question: Question, part: Part, variant: Variant) -> str:
    if question.draws:
        return str(variant.names[part.answer])
    if not question.varies:
        return part.answer
    return substitute(part.answer, lambda inner: shown(evaluate(inner, variant.names)))


def _number(value: Value) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DlqError(f"The key or slip is {shown(value)!r}, which is no number; give a number.")
    return value


def _tolerance(written: str, value: float) -> tuple[float, bool]:
    """The tolerance and whether it is relative; exact by default for whole numbers."""
    if written.endswith("%"):
        return float(written[:-1]) / 100, True
    if written:
        return float(written), False
    # From 2**53 on every float is whole, which says nothing about the key.
    whole = isinstance(value, int) or (value.is_integer() and abs(value) < 2**53)
    return (0.0, False) if whole else (0.01, True)


def putter(question: Question, variant: Variant) -> Callable[[str], str | None]:
    """What stands in the place of an expression in this draw, None for the pair as it is."""

    def put(inner: str) -> str | None:
        part = part_named(inner)
        if part is not None:
            return _shown_key(question, variant, part)
        if not question.varies:
            return None
        names = variant.names
        if question.kind == "number" and len(question.parts) == 1:
            names["answer"] = keys(question, variant)[0].value
        return shown(evaluate(inner, names))

    return put


def _shown_key(question: Question, variant: Variant, part: str) -> str:
    by_part = {key.part: key.value for key in keys(question, variant)}
    if part in by_part:
        return shown(by_part[part])
    named = ", ".join(f"{{{{answer.{name}}}}}" for name in by_part if name) or "{{answer}}"
    near = nearest(part, by_part)
    hint = f"did you mean {{{{answer.{near}}}}}?" if near else f"write {named}."
    asked = f"answer.{part}" if part else "answer"
    raise DlqError(f"{question.id} has several keys or none called {asked!r}; {hint}")
