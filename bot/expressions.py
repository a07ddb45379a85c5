"""The safe evaluator of the bank's expressions and of typed numbers.

Arithmetic, comparison, ``and or not``, indexing and a dozen functions, in Python's notation and
with Python's meaning. It knows no Question and calls nothing that the expression names itself.
"""

import ast
import keyword
import math
import operator
import warnings
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from bot.errors import DlqError

Result = int | float | str | bool | tuple[Any, ...]
Of = Callable[[ast.expr], Result]

LONGEST = 400
"""Characters of an expression at most."""
DEEPEST = 40
"""Levels of nesting at most."""
LARGEST_BITS = 1024
"""Bits of a whole number at most, about the range of a float."""


class ExpressionError(DlqError):
    """An expression that is not one, or has no value; the text says where it fails."""


def evaluate(text: str, names: Mapping[str, Any]) -> Result:
    """The value of an expression over `names`; an ExpressionError if it has none.

    The result is finite: a float is no infinity, a whole number has at most 1024 bits.
    """
    try:
        return _value(_parsed(text), names)
    except _NoValueError as fault:
        raise ExpressionError(f"{_quoted(text)} has no value: {fault}.") from None


def names_in(text: str) -> frozenset[str]:
    """The names an expression stands on, without the functions it calls."""
    try:
        tree = _parsed(text)
    except _NoValueError as fault:
        raise ExpressionError(f"{_quoted(text)} is no expression: {fault}.") from None
    nodes = list(ast.walk(tree))
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    return frozenset(n.id for n in nodes if isinstance(n, ast.Name) and id(n) not in called)


def can_be_name(word: str) -> bool:
    """Whether a draw may call a value so: an identifier that means nothing else."""
    taken = keyword.iskeyword(word) or word in FUNCTIONS or word == "answer"
    return word.isascii() and word.isidentifier() and not taken


class _NoValueError(Exception):
    """The second half of a sentence: why there is no value."""


@lru_cache(maxsize=1024)
def _parsed(text: str) -> ast.expr:
    if len(text) > LONGEST:
        raise _NoValueError(f"it has {len(text)} characters; {LONGEST} are allowed")
    if not text.strip():
        raise _NoValueError("it is empty; write one like (n - k) // s + 1")
    try:
        with warnings.catch_warnings():
            # "1if" and "\d" would print a warning about Python's own future.
            warnings.simplefilter("ignore")
            return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise _NoValueError(
            "it is not written as Python writes one, like (n - k) // s + 1"
        ) from None


def _value(node: ast.expr, names: Mapping[str, Any], depth: int = 0) -> Result:
    if depth > DEEPEST:
        raise _NoValueError(f"it is nested more than {DEEPEST} levels deep")
    if isinstance(node, ast.Name):
        return _named(node.id, names)
    if type(node) not in NODES:
        raise _not_allowed(node)
    return NODES[type(node)](node, lambda inner: _value(inner, names, depth + 1))


def _not_allowed(node: ast.AST) -> _NoValueError:
    return _NoValueError(f"{_quoted(ast.unparse(node))} is not allowed in it; {ALLOWED}")


def _constant(node: ast.Constant, _: Of) -> Result:
    if not isinstance(node.value, int | float | str):
        raise _not_allowed(node)
    return _bounded(node.value)


def _unary(node: ast.UnaryOp, of: Of) -> Result:
    return _applied(_operation(node.op, UNARY), of(node.operand))


def _binary(node: ast.BinOp, of: Of) -> Result:
    return _applied(_operation(node.op, BINARY), of(node.left), of(node.right))


def _joined(node: ast.BoolOp, of: Of) -> Result:
    """Python's ``and`` and ``or``: the last value looked at."""
    goes_on = isinstance(node.op, ast.And)
    value: Result = goes_on
    for part in node.values:
        value = of(part)
        if bool(value) is not goes_on:
            break
    return value


def _compared(node: ast.Compare, of: Of) -> Result:
    left = of(node.left)
    for op, other in zip(node.ops, node.comparators, strict=True):
        right = of(other)
        try:
            if not _operation(op, COMPARISONS)(left, right):
                return False
        except TypeError:
            raise _NoValueError(f"{_quoted(left)} and {_quoted(right)} have no order") from None
        left = right
    return True


def _called(node: ast.Call, of: Of) -> Result:
    if not isinstance(node.func, ast.Name) or node.keywords:
        raise _not_allowed(node)
    name = node.func.id
    if name not in FUNCTIONS:
        raise _NoValueError(f"there is no function {_quoted(name)}{_instead(name, FUNCTIONS)}")
    args = [of(arg) for arg in node.args]
    if name in ("min", "max"):
        if len(args) == 1 and isinstance(args[0], tuple):
            args = list(args[0])
        if not args:
            raise _NoValueError(f"{name} of nothing")
    return _applied(FUNCTIONS[name], *args)


def _item(node: ast.Subscript, of: Of) -> Result:
    whole, index = of(node.value), of(node.slice)
    if not isinstance(whole, tuple) or not isinstance(index, int):
        raise _NoValueError("only a list has items, numbered from 0")
    if not -len(whole) <= index < len(whole):
        raise _NoValueError(f"there is no item {_quoted(index)} in a list of {len(whole)}")
    return _bounded(whole[index])


def _named(name: str, names: Mapping[str, Any]) -> Result:
    if name in names:
        return _bounded(names[name])
    if name in FUNCTIONS:
        raise _NoValueError(f"the function {name} is named without its brackets")
    raise _NoValueError(f"there is no {_quoted(name)}{_instead(name, names)}")


def _operation(op: ast.AST, table: Mapping[type, Callable[..., Any]]) -> Callable[..., Any]:
    if type(op) not in table:
        hint = "a power is written **" if isinstance(op, ast.BitXor) else ALLOWED
        raise _NoValueError(f"the operation {type(op).__name__} is not allowed in it; {hint}")
    return table[type(op)]


def _applied(function: Callable[..., Any], *args: Result) -> Result:
    if not all(isinstance(arg, int | float) for arg in args):
        raise _NoValueError("it calculates with something that is no number")
    try:
        return _bounded(function(*args))
    except ZeroDivisionError:
        raise _NoValueError("it divides by zero") from None
    except OverflowError:
        raise _NoValueError(TOO_LARGE) from None
    except (ValueError, TypeError):
        shown = ", ".join(_quoted(arg) for arg in args)
        raise _NoValueError(f"{getattr(function, '__name__', 'it')} cannot take {shown}") from None


def _bounded(value: Any) -> Result:
    if isinstance(value, float) and not math.isfinite(value):
        raise _NoValueError(TOO_LARGE)
    if isinstance(value, int) and value.bit_length() > LARGEST_BITS:
        raise _NoValueError(TOO_LARGE)
    if not isinstance(value, int | float | str | tuple):
        raise _NoValueError("it is no real number")
    return value


def _power(base: float, exponent: float) -> Any:
    """``base ** exponent``, refused before it is computed if the result would be huge."""
    if isinstance(base, int) and isinstance(exponent, int) and exponent >= 0:
        if (abs(base).bit_length() - 1) * exponent > LARGEST_BITS:
            raise _NoValueError(TOO_LARGE)
        return base**exponent
    return float(base) ** exponent


def _round(value: float, digits: int = 0) -> float:
    if not isinstance(digits, int) or abs(digits) > 300:
        raise ValueError(digits)
    return round(value, digits) if digits else round(value)


def _quoted(value: object) -> str:
    text = str(value)
    return repr(text if len(text) <= 60 else text[:57] + "...")


def _instead(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name[:60], known, 1)
    if close:
        return f"; did you mean {close[0]}"
    return f"; there are {', '.join(sorted(known))}" if known else ""


TOO_LARGE = "it gets too large; numbers go up to about 10**308"
ALLOWED = "numbers, names, + - * / // % **, comparisons, and, or, not and functions are"

UNARY: dict[type, Callable[..., Any]] = {
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
    ast.Not: operator.not_,
}
BINARY: dict[type, Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: _power,
}
COMPARISONS: dict[type, Callable[..., Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "ceil": math.ceil,
    "floor": math.floor,
    "sqrt": math.sqrt,
    "log": math.log,
    "log2": math.log2,
    "exp": math.exp,
    "min": min,
    "max": max,
    "abs": abs,
    "round": _round,
}
NODES: dict[type[ast.expr], Callable[[Any, Of], Result]] = {
    ast.Constant: _constant,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.BoolOp: _joined,
    ast.Compare: _compared,
    ast.Call: _called,
    ast.Subscript: _item,
}
