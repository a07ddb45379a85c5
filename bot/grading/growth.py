"""Orders of growth as sums of products of powers, without constants and lower orders.

Knows how such sums multiply and which term outgrows which; reading them is `big_o`'s business.
"""

from collections.abc import Iterable
from fractions import Fraction

from bot.grading.cleaning import Unreadable

Term = frozenset[tuple[str, Fraction]]
"""A product: atoms (``n``, ``log(n)``, ``2^(n)``) with their powers; empty for a constant."""

Growth = frozenset[Term]

ONE: Growth = frozenset({frozenset()})
_MOST_TERMS = 64


def variable(name: str) -> Growth:
    return frozenset({frozenset({(name, Fraction(1))})})


def total(parts: Iterable[Growth]) -> Growth:
    """The sum, without the terms that another outgrows."""
    terms = frozenset(term for part in parts for term in part)
    _refuse_many(terms)
    return frozenset(
        term
        for term in terms
        if not any(other != term and _outgrows(other, term) for other in terms)
    )


def product(left: Growth, right: Growth) -> Growth:
    if len(left) * len(right) > _MOST_TERMS:
        _refuse_many(range(_MOST_TERMS + 1))
    return total([frozenset({_times(a, b)}) for a in left for b in right] or [ONE])


def power(base: Growth, exponent: Fraction) -> Growth:
    """``(n + m)^2`` by multiplying; a single product to any power."""
    if len(base) == 1:
        (term,) = base
        return frozenset({frozenset((atom, p * exponent) for atom, p in term if exponent)})
    if exponent.denominator == 1 and 0 <= exponent <= 6:
        grown = ONE
        for _ in range(int(exponent)):
            grown = product(grown, base)
        return grown
    return variable(f"({shown(base)})^{exponent}")


def raised(base: str, exponent: Growth) -> Growth:
    """``2^n``: the exponent grows, so the whole is an atom of its own."""
    return variable(f"{base}^({shown(exponent)})")


def logarithm(inner: Growth) -> Growth:
    """log of a product is a sum of logs; powers and bases are constants."""
    if len(inner) > 1:
        return variable(f"log({shown(inner)})")
    (term,) = inner
    return total([variable(f"log({atom})") for atom, _ in term] or [ONE])


def shown(growth: Growth) -> str:
    return " + ".join(sorted(_term_shown(term) for term in growth))


def _term_shown(term: Term) -> str:
    factors = [
        atom if exponent == 1 else f"{atom}^{exponent}"
        for atom, exponent in sorted(term, key=lambda pair: (pair[0].startswith("log("), pair[0]))
    ]
    return " ".join(factors) or "1"


def _times(left: Term, right: Term) -> Term:
    powers = dict(left)
    for atom, exponent in right:
        powers[atom] = powers.get(atom, Fraction(0)) + exponent
    return frozenset((atom, exponent) for atom, exponent in powers.items() if exponent)


def _outgrows(big: Term, small: Term) -> bool:
    """Whether `small` is at most `big` times a constant, whatever the variables do."""
    powers, others = dict(big), dict(small)
    for atom in {*powers, *others}:
        more, less = powers.get(atom, Fraction(0)), others.get(atom, Fraction(0))
        if more < less and not _covered(atom, powers, others):
            return False
    return True


def _covered(atom: str, powers: dict[str, Fraction], others: dict[str, Fraction]) -> bool:
    """Whether something in `powers` grows faster than any power of `atom`: n than log(n), 2^(n) and
    n! than n."""
    inner = atom.removeprefix("log(").removesuffix(")") if atom.startswith("log(") else ""
    if inner and powers.get(inner, Fraction(0)) > others.get(inner, Fraction(0)):
        return True
    giants = (f"{inner or atom})", f"{inner or atom}!")
    return any(
        big != atom and exponent > others.get(big, Fraction(0)) and big.endswith(giants)
        for big, exponent in powers.items()
        if not big.startswith("log(")
    )


def _refuse_many(terms: Iterable[object]) -> None:
    if len(list(terms)) > _MOST_TERMS:
        raise Unreadable("That is too long an order of growth to read; send one like O(n log n).")
