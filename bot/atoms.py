"""The pieces of a formula, and how they are set on one line: spaces as TeX has them, fractions with
a slash and parentheses only where they are needed, scripts in small characters where they exist."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.symbols import BRACKETS, LINES, SUBSCRIPTS, SUPERSCRIPTS, Kind

_SPACED: frozenset[Kind] = frozenset({"bin", "rel"})
_OPERANDS: frozenset[Kind] = frozenset({"ord", "word", "close", "frac"})
_NAMES: frozenset[Kind] = frozenset({"op", "fun"})
_LOOSE: frozenset[Kind] = frozenset({"bin", "rel", "punct", "op", "fun", "frac", "row"})
_BEFORE_SIGN: frozenset[Kind] = frozenset({"bin", "rel", "open", "punct", "op", "fun", "row"})
_CONDITIONS = ("if ", "for ", "when ", "otherwise", "else")
_SPOKEN = ("in", "hi", "lo", "to", "on", "no")
"""Scripts of two letters that are words and not two indices: C_in."""
_PAIRS = {"(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class Atom:
    """A sign or a finished piece. A `unit` needs no parentheses under a root, a slash or a script;
    after a `tail` (as in d_model) a letter needs a space."""

    kind: Kind
    text: str
    unit: bool = True
    tail: bool = False


def joined(atoms: Sequence[Atom], rows: str = "; ") -> str:
    """The atoms as one line; `rows` stands for a row break."""
    line = ""
    before: Atom | None = None
    for atom in _with_safe_fractions(_with_signs(atoms)):
        if atom.kind == "row":
            line, before = line.rstrip() + rows, None
        else:
            line += (_gap(before, atom) if before else "") + atom.text
            before = atom
    return line


def _with_safe_fractions(atoms: Sequence[Atom]) -> list[Atom]:
    """Parentheses for a fraction that what stands beside it would otherwise change."""
    safe = []
    for i, atom in enumerate(atoms):
        before = atoms[i - 1] if i else None
        after = atoms[i + 1] if i + 1 < len(atoms) else None
        joins = atom.kind == "frac" and (_joins_left(before, atom) or _joins_right(after))
        safe.append(Atom("close", f"({atom.text})") if joins else atom)
    return safe


def _joins_left(before: Atom | None, fraction: Atom) -> bool:
    if before is None:
        return False
    number = before.text[-1:].isdigit() and fraction.text[:1].isdigit()
    return before.kind in ("fun", "frac") or before.text == "/" or number


def _joins_right(after: Atom | None) -> bool:
    return after is not None and after.kind in ("ord", "word", "open", "op", "fun", "frac")


def _with_signs(atoms: Sequence[Atom]) -> list[Atom]:
    """A plus or minus with nothing before it is a sign, one with nothing after it a mark."""
    settled: list[Atom] = []
    before: Atom | None = None
    for i, atom in enumerate(atoms):
        after = atoms[i + 1] if i + 1 < len(atoms) else None
        leads = before is None or before.kind in _BEFORE_SIGN
        ends = after is None or after.kind in ("rel", "close", "punct", "row")
        lone: Kind = "open" if leads and not ends else "ord"
        alone = atom.kind == "bin" and (leads or ends)
        settled.append(replace(atom, kind=lone) if alone else atom)
        before = before if atom.kind == "space" else settled[-1]
    return settled


def _gap(left: Atom, right: Atom) -> str:
    """The space between two atoms that stand side by side."""
    kinds = {left.kind, right.kind}
    if "space" in kinds or kinds == {"rel"}:
        return ""
    if kinds & _SPACED or left.kind == "punct":
        return " "
    if right.kind in ("punct", "close") or left.kind == "open":
        return ""
    if right.kind == "open":
        return " " if left.kind == "op" else ""
    spoken = (left.tail or "word" in kinds) and _speaks(left.text[-1:]) and _speaks(right.text[:1])
    named = kinds & _NAMES or (left.kind in _OPERANDS and right.kind == "frac")
    return " " if named or spoken else ""


def _speaks(character: str) -> bool:
    return character.isalnum() or character in "√∂∇…"


def is_unit(atoms: Sequence[Atom]) -> bool:
    """Whether the atoms are one thing: a sign, a number, or all within one pair of brackets."""
    if len(atoms) == 1:
        return atoms[0].unit and atoms[0].kind not in _LOOSE
    text = joined(atoms)
    return text.replace(".", "").isdecimal() or _bracketed(text)


def _bracketed(text: str) -> bool:
    """Whether the first bracket closes with the last character."""
    closing = _PAIRS.get(text[:1])
    if closing is None or not text.endswith(closing):
        return False
    depth = 0
    for i, character in enumerate(text):
        depth += (character == text[0]) - (character == closing)
        if depth == 0:
            return i == len(text) - 1
    return False


def single(atoms: Sequence[Atom]) -> Atom:
    """The atoms as one."""
    if len(atoms) == 1:
        return atoms[0]
    return Atom("ord", joined(atoms), unit=is_unit(atoms))


def guarded(atoms: Sequence[Atom]) -> str:
    """The atoms, in parentheses unless they are one thing."""
    text = joined(atoms).strip()
    return text if is_unit(atoms) else f"({text})"


def fraction(top: Sequence[Atom], bottom: Sequence[Atom]) -> Atom:
    """``(a + b)/c``; a product on top needs no parentheses, nor does ``∂L/∂w``."""
    settled = _with_signs(top)
    loose = any(a.kind in _LOOSE or not a.unit for a in settled)
    above = guarded(top) if loose or not top else joined(top)
    first = bottom[0].text if len(bottom) == 2 else ""
    derivative = first == "∂" or (first == "d" and above.startswith("d"))
    return Atom("frac", f"{above}/{joined(bottom) if derivative else guarded(bottom)}", unit=False)


def small(text: str, characters: Mapping[str, str]) -> str | None:
    """The text in small characters; None if one is missing or it holds a word, which reads better
    in full size (L_total)."""
    letters = 0
    for character in text:
        letters = letters + 1 if character.isalpha() else 0
        if letters > 2 or (character != " " and character not in characters):
            return None
    return "".join(characters.get(character, "") for character in text)


def scripted(base: Atom, script: Sequence[Atom], *, below: bool) -> Atom:
    """The base with a script: xᵢ, or d_model and e^(x + y) where small characters are missing."""
    if len(script) > 1 and script[0].kind == "rel":
        script = [replace(script[0], kind="open"), *script[1:]]
    text = joined(script).strip()
    if not text:
        return base
    spoken = text in _SPOKEN or script[0].kind == "word"
    tiny = None if spoken else small(text, SUBSCRIPTS if below else SUPERSCRIPTS)
    if tiny is not None:
        return replace(base, text=base.text + tiny, tail=base.tail or below)
    shown = text if _is_word(text) or _bracketed(text) else f"({text.replace(', ', ',')})"
    return replace(base, text=f"{base.text}{'_' if below else '^'}{shown}", tail=True)


def _is_word(text: str) -> bool:
    """Whether the text is letters and digits of full size."""
    full = unicodedata.normalize("NFKC", text) == text
    return len(text) == 1 or (text.isalnum() and full)


def words(source: str) -> Atom:
    """Words within a formula; one letter of them is a sign like any other."""
    return Atom("word" if len(source) > 1 else "ord", source)


def accented(mark: str, name: str, atoms: Sequence[Atom]) -> Atom:
    """A combining mark over one character; over more its name is said: ``bar(xy)``."""
    base = single(atoms)
    if len(base.text) > 1 and not base.text[1:].isspace() and not _one_base(base.text):
        return Atom("ord", f"{name}({base.text})")
    text = unicodedata.normalize("NFC", base.text[:1] + mark + base.text[1:])
    return replace(base, text=text)


def _one_base(text: str) -> bool:
    """Whether all after the first character are marks or small characters: x̂, xᵢ."""
    scripts = {*SUBSCRIPTS.values(), *SUPERSCRIPTS.values()}
    return all(unicodedata.combining(c) or c in scripts for c in text[1:])


def environment(name: str, grid: Sequence[Sequence[str]], rows: str) -> Atom:
    """Cases, a matrix or aligned lines from the texts of their cells."""
    if name == "cases":
        return Atom("ord", f"{{ {'; '.join(_case(row) for row in grid)} }}")
    if name in LINES or name == "equation*":
        return Atom("ord", rows.join(" ".join(row).strip() for row in grid), unit=False)
    pair = BRACKETS.get(name, "[]")
    return Atom("ord", f"{pair[0]}{'; '.join(', '.join(row) for row in grid)}{pair[1]}")


def _case(row: Sequence[str]) -> str:
    """A row of cases: its value, and when it holds."""
    value, *when = [cell.strip(" ,") for cell in row]
    condition = " ".join(when).strip()
    if not condition:
        return value
    return f"{value} {condition}" if condition.startswith(_CONDITIONS) else f"{value}, {condition}"
