r"""TeX formulas in Unicode, on one line: ``\frac{n + 2p - k}{s}`` reads ``(n + 2p − k)/s``.

Any text has a reading, however broken; `faults` says what in it could not be understood.
"""

import difflib
import re
from dataclasses import replace

from bot.atoms import (
    Atom,
    accented,
    environment,
    fraction,
    guarded,
    is_unit,
    joined,
    scripted,
    single,
    small,
    words,
)
from bot.symbols import (
    ACCENTS,
    CHARACTERS,
    ENVIRONMENTS,
    FONTS,
    SILENT,
    SUPERSCRIPTS,
    WORDS,
    Kind,
    commands,
)

DEEPEST = 25
"""Groups within groups that are read; what is deeper is shown as it was written."""

_TOKEN = re.compile(r"\\(?:[a-zA-Z]+\*?|.|$)|:=|\s+|.", re.DOTALL)
_THOUSANDS = re.compile(r"(?<![\d,.(\[{])\d{1,3}(?:,\d{3})+(?![\d,\])}])")
_TEXT_ESCAPE = re.compile(r"\\([_%&#${} ])")
_STRUCTURES = (
    r"\left \right \middle \begin \end \frac \sqrt \binom \pmod \underset \overset"
    r" \stackrel \xrightarrow \underbrace \overbrace \substack \phantom \hspace"
)


def unicode_of(tex: str, *, rows: str = "; ") -> str:
    r"""How a formula reads in Unicode; `rows` stands where it breaks the line (``\\``)."""
    return _Reader(tex, rows).whole()


def faults(tex: str) -> list[str]:
    """What in a formula could not be understood, a sentence each; empty if all was."""
    reader = _Reader(tex, "; ")
    reader.whole()
    return [*reader.complaints, *(_unknown(name) for name in reader.unknown)]


def _unknown(name: str) -> str:
    known = [*commands(), *_STRUCTURES.split(), *SILENT, *WORDS, *FONTS, *ACCENTS]
    near = difflib.get_close_matches(name[:40], sorted(known), 1)
    hint = f"did you mean {near[0]}?" if near else r"plain words go into \text{...}."
    return f"{name[:40]} is no TeX command that can be read here; {hint}"


class _Reader:
    """One pass over a formula's tokens; every method takes what it reads."""

    def __init__(self, tex: str, rows: str) -> None:
        grouped = _THOUSANDS.sub(lambda number: number[0].replace(",", "{,}"), tex)
        self.tokens: list[str] = _TOKEN.findall(grouped)
        self.at = 0
        self.depth = 0
        self.rows = rows
        self.complaints: list[str] = []
        self.unknown: dict[str, None] = {}

    def whole(self) -> str:
        atoms: list[Atom] = []
        while self.at < len(self.tokens):
            atoms += self.read_list(frozenset())
            if self.at < len(self.tokens):
                self.complain("a } has no { before it.")
                atoms.append(Atom("ord", self.take()))
        opened, closed = self.tokens.count(r"\left"), self.tokens.count(r"\right")
        if opened != closed:
            self.complain(rf"{opened} \left and {closed} \right; each needs its other.")
        return re.sub(" +", " ", joined(atoms, self.rows)).strip()

    def complain(self, what: str) -> None:
        if what not in self.complaints:
            self.complaints.append(what)

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def skip_space(self) -> None:
        while self.peek().isspace():
            self.at += 1

    def read_list(self, stops: frozenset[str]) -> list[Atom]:
        """Atoms up to a mark of `stops`, an unmatched brace or the end, none of them taken."""
        atoms: list[Atom] = []
        bars = 0
        while (mark := self.peek()) and mark not in stops and mark != "}":
            if mark in ("^", "_", "'"):
                base = atoms.pop() if atoms else Atom("ord", "")
                atoms.append(self.read_scripts(base))
                continue
            found = self.read_atom()
            if mark == "|":
                bars += 1
                found = Atom("open" if bars % 2 else "close", "|")
            atoms += [found] if found else []
        return atoms

    def read_atom(self) -> Atom | None:
        """What the next mark begins; None for a space or a command about looks."""
        mark = self.take()
        sign = CHARACTERS.get(mark) or commands().get(mark)
        if mark == "&" or mark.isspace() or mark in SILENT:
            return None
        if mark == "{":
            return self.read_group()
        if mark == ":" and self.peek().isspace():
            return Atom("punct", ":")
        if sign:
            return Atom(sign[1], sign[0])
        if mark.startswith("\\"):
            deep = self.depth >= DEEPEST
            return Atom("word", mark.lstrip("\\")) if deep else self.read_structure(mark)
        return Atom("ord", mark)

    def read_structure(self, name: str) -> Atom:
        """A command that takes arguments, or one that nobody knows."""
        if name in WORDS:
            return words(_TEXT_ESCAPE.sub(r"\1", self.read_raw()))
        if name in FONTS:
            text = joined(self.read_argument())
            return Atom("ord", "".join(FONTS[name].get(letter, letter) for letter in text))
        if name in ACCENTS:
            return accented(ACCENTS[name], name[1:], self.read_argument())
        if name == r"\begin":
            return self.read_environment(self.read_raw())
        if name in (r"\left", r"\right", r"\middle"):
            return self.read_delimiter(name)
        return self.read_stacked(name)

    def read_stacked(self, name: str) -> Atom:
        """A command that sets its arguments above or below something."""
        match name:
            case r"\frac" | r"\dfrac" | r"\tfrac" | r"\cfrac" | r"\sfrac":
                atom = fraction(self.read_argument(), self.read_argument())
            case r"\sqrt":
                atom = self.read_root()
            case r"\binom" | r"\tbinom" | r"\dbinom":
                top, bottom = joined(self.read_argument()), joined(self.read_argument())
                atom = Atom("ord", f"C({top}, {bottom})")
            case r"\underset" | r"\overset" | r"\stackrel":
                script, base = self.read_argument(), single(self.read_argument())
                atom = scripted(base, script, below=name == r"\underset")
            case _:
                atom = self.read_rare(name)
        return atom

    def read_rare(self, name: str) -> Atom:
        match name:
            case r"\pmod":
                atom = Atom("word", f"(mod {joined(self.read_argument())})")
            case r"\xrightarrow":
                atom = Atom("rel", f"—{joined(self.read_argument())}→")
            case r"\underbrace" | r"\overbrace" | r"\substack":
                atom = single(self.read_argument())
            case r"\phantom" | r"\hspace":
                self.read_argument()
                atom = Atom("space", " ")
            case r"\end":
                self.complain(rf"\end{{{self.read_raw()[:40]}}} has no \begin before it.")
                atom = Atom("space", " ")
            case _:
                self.unknown[name] = None
                atom = Atom("word", name.lstrip("\\"))
        return atom

    def read_scripts(self, base: Atom) -> Atom:
        """The base with all its scripts: the lower before the upper, whatever their order."""
        parts: dict[str, list[Atom]] = {"_": [], "^": [], "'": []}
        while (mark := self.peek()) in ("^", "_", "'") and mark:
            self.take()
            parts[mark] += [Atom("ord", "′")] if mark == "'" else self.read_argument()
            self.skip_space()
        if base.kind == "frac" or not base.unit:
            base = Atom("close", f"({base.text})")
        base = replace(base, text=base.text + "′" * len(parts["'"]))
        lower = scripted(base, parts["_"], below=True)
        return scripted(lower, parts["^"], below=False)

    def read_argument(self) -> list[Atom]:
        """The atoms of a group, or the next single one; empty at the end."""
        self.skip_space()
        mark = self.peek()
        if mark in ("", "}", "&"):
            self.complain("something is missing after the last command or sign of a group.")
            return []
        if mark == "{":
            self.take()
            return self.read_braced()
        self.depth += 1
        atom = self.read_atom()
        self.depth -= 1
        if atom:
            return [atom]
        return [] if self.depth >= DEEPEST else self.read_argument_again()

    def read_argument_again(self) -> list[Atom]:
        """After a command about looks (``^\\bm x``): the argument is what follows it."""
        self.depth += 1
        atoms = self.read_argument()
        self.depth -= 1
        return atoms

    def read_braced(self) -> list[Atom]:
        """The atoms after a { that was taken, up to its }, which is taken too."""
        if self.depth >= DEEPEST:
            self.complain(f"groups are nested deeper than {DEEPEST}.")
            return [Atom("ord", f"{{{self.raw_rest()}}}")]
        self.depth += 1
        atoms = self.read_list(frozenset())
        self.depth -= 1
        if self.peek():
            self.take()
        else:
            self.complain("a { is never closed.")
        return atoms

    def read_group(self) -> Atom:
        atoms = self.read_braced()
        if len(atoms) == 1 and atoms[0].kind not in ("bin", "rel", "punct"):
            return atoms[0]
        return Atom("ord", joined(atoms, self.rows), unit=is_unit(atoms))

    def read_raw(self) -> str:
        """The source of the next group or single mark."""
        self.skip_space()
        if not self.peek():
            return ""
        mark = self.take()
        return self.raw_rest() if mark == "{" else mark

    def raw_rest(self) -> str:
        """The source up to the } of a { that was taken; that } is taken too."""
        begin, open_groups = self.at, 1
        while self.peek() and open_groups:
            open_groups += {"{": 1, "}": -1}.get(self.take(), 0)
        end = self.at if open_groups else self.at - 1
        return "".join(self.tokens[begin:end])

    def read_delimiter(self, side: str) -> Atom:
        self.skip_space()
        mark = self.take() if self.peek() else "."
        sign = CHARACTERS.get(mark) or commands().get(mark) or (mark, "ord")
        kinds: dict[str, Kind] = {r"\left": "open", r"\right": "close", r"\middle": "rel"}
        return Atom(kinds[side], "" if mark == "." else sign[0])

    def read_root(self) -> Atom:
        self.skip_space()
        degree = ""
        if self.peek() == "[":
            self.take()
            degree = joined(self.read_list(frozenset("]")))
            if self.peek() == "]":
                self.take()
        tiny = small(degree, SUPERSCRIPTS) if degree not in ("", "2") else ""
        sign = f"root_{degree} of " if tiny is None else f"{tiny}√"
        return Atom("ord", sign + guarded(self.read_argument()))

    def read_environment(self, name: str) -> Atom:
        r"""What stands between \begin and \end: cases, a matrix or lines, on one line."""
        if name not in ENVIRONMENTS:
            self.complain(f"{name[:40]} is no environment that can be read here; cases or bmatrix?")
        if name == "array":
            self.read_raw()
        grid: list[list[str]] = [[""]]
        self.depth += 1
        while self.peek() and self.peek() != r"\end":
            cell = self.read_list(frozenset({"&", r"\\", r"\cr", r"\end"}))
            grid[-1][-1] += joined(cell, self.rows).strip()
            if self.peek() == "&":
                grid[-1].append("")
            elif self.peek() in (r"\\", r"\cr"):
                grid.append([""])
            elif self.peek() == "}":
                self.complain(r"a } stands alone between \begin and \end.")
            if self.peek() != r"\end" and self.peek():
                self.take()
        self.depth -= 1
        self.end_environment(name)
        return environment(name, [row for row in grid if any(row)], self.rows)

    def end_environment(self, name: str) -> None:
        if not self.peek():
            self.complain(rf"\begin{{{name[:40]}}} has no \end.")
            return
        self.take()
        if (ended := self.read_raw()) != name:
            self.complain(rf"\begin{{{name[:40]}}} ends with \end{{{ended[:40]}}}.")
