"""The signs of TeX formulas as data: what a command is in Unicode, its spacing class, and which
characters exist small. How they are put together is not known here."""

from functools import cache
from typing import Literal

Kind = Literal[
    "ord", "word", "op", "fun", "bin", "rel", "open", "close", "punct", "space", "frac", "row"
]
"""TeX's classes, by which it spaces, and four of ours: a `word` of several letters, a `fun`ction
named by one, a `frac`tion on one line, a `row` break."""

_ORD = r"""
alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ
lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ
phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ
Phi Φ Psi Ψ Omega Ω partial ∂ nabla ∇ infty ∞ infinity ∞ ell ℓ hbar ℏ imath ı jmath ȷ Re ℜ Im ℑ
aleph ℵ emptyset ∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ top ⊤ bot ⊥ angle ∠
degree ° prime ′ ldots … dots … dotsc … dotsb … cdots ⋯ vdots ⋮ ddots ⋱ checkmark ✓ square □ Box □
triangle △ bigstar ★ dag † dagger † ddagger ‡ S § P ¶ pounds £ copyright © backslash \ slash /
lbrack [ rbrack ] complement ∁ flat ♭ sharp ♯ natural ♮ blacksquare ■ Diamond ◇ diamondsuit ♢
"""
_BIN = r"""
times × cdot · div ÷ pm ± mp ∓ ast * star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘
odot ⊙ cup ∪ cap ∩ setminus ∖ wedge ∧ land ∧ vee ∨ lor ∨ uplus ⊎ sqcup ⊔ sqcap ⊓ amalg ⨿ diamond ⋄
wr ≀ dotplus ∔ bmod mod bigcirc ◯
"""
_REL = r"""
le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ lt < gt > ne ≠ neq ≠ ll ≪ gg ≫ equiv ≡ approx ≈ sim ∼
simeq ≃ cong ≅ propto ∝ asymp ≍ doteq ≐ triangleq ≜ coloneqq ≔ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆
supset ⊃ supseteq ⊇ subsetneq ⊊ mid | nmid ∤ parallel ∥ perp ⊥ vdash ⊢ dashv ⊣ models ⊨ prec ≺
preceq ⪯ succ ≻ succeq ⪰ lesssim ≲ gtrsim ≳ to → rightarrow → leftarrow ← gets ← leftrightarrow ↔
Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⟹ iff ⟺ longrightarrow ⟶ longleftarrow ⟵
mapsto ↦ longmapsto ⟼ uparrow ↑ downarrow ↓ updownarrow ↕ hookrightarrow ↪ rightharpoonup ⇀ colon :
nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ rightsquigarrow ⇝ therefore ∴ because ∵ rightleftharpoons ⇌
"""
_OP = """
sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂
bigodot ⨀ bigvee ⋁ bigwedge ⋀ biguplus ⨄
"""
_FUN = """
log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan max min sup inf lim
limsup liminf arg argmax argmin det dim ker deg gcd hom Pr rank tr diag sgn sign softmax mod
"""
_OPEN = "lfloor ⌊ lceil ⌈ langle ⟨ lvert | lVert ‖ lbrace { llbracket ⟦ lparen ("
_CLOSE = "rfloor ⌋ rceil ⌉ rangle ⟩ rvert | rVert ‖ rbrace } rrbracket ⟧ rparen )"

CHARACTERS: dict[str, tuple[str, Kind]] = {
    "+": ("+", "bin"),
    "-": ("−", "bin"),
    "*": ("*", "bin"),
    "=": ("=", "rel"),
    "<": ("<", "rel"),
    ">": (">", "rel"),
    ":=": (":=", "rel"),
    ",": (",", "punct"),
    ";": (";", "punct"),
    "(": ("(", "open"),
    "[": ("[", "open"),
    ")": (")", "close"),
    "]": ("]", "close"),
    "~": (" ", "space"),
    r"\{": ("{", "open"),
    r"\}": ("}", "close"),
    r"\,": (" ", "space"),
    r"\:": (" ", "space"),
    r"\;": (" ", "space"),
    r"\>": (" ", "space"),
    "\\ ": (" ", "space"),
    r"\quad": (" ", "space"),
    r"\qquad": (" ", "space"),
    r"\space": (" ", "space"),
    r"\\": ("", "row"),
    r"\cr": ("", "row"),
    r"\newline": ("", "row"),
    r"\%": ("%", "ord"),
    r"\$": ("$", "ord"),
    r"\#": ("#", "ord"),
    r"\&": ("&", "ord"),
    r"\_": ("_", "ord"),
}
"""Signs that are typed, and commands of one sign."""

_SILENT = (
    r"\! \limits \nolimits \displaystyle \textstyle \scriptstyle \big \Big \bigg \Bigg \bigl \Bigl"
    r" \biggl \Biggl \bigr \Bigr \biggr \Biggr \bigm \Bigm \bm \boldsymbol \mathbf \mathit"
    r" \mathnormal \mathop \mathbin \mathrel \mathord \mathinner \ensuremath \boxed \hline"
    r" \nonumber \notag \centering \strut \relax \smash \rm \bf \it"
)
SILENT = frozenset(_SILENT.split())
"""Commands about looks: what follows them is read as if they were not there."""

_WORDS = (
    r"\text \textrm \textbf \textit \texttt \textsf \textsc \mathrm \mathsf \mathtt \mbox \hbox"
    r" \emph \operatorname \operatorname* \tag"
)
WORDS = frozenset(_WORDS.split())
"""Commands whose argument is words, not mathematics."""

FONTS: dict[str, dict[str, str]] = {
    r"\mathbb": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
    r"\mathcal": dict(zip("BEFHILMR", "ℬℰℱℋℐℒℳℛ", strict=True)),
    r"\mathscr": dict(zip("BEFHILMR", "ℬℰℱℋℐℒℳℛ", strict=True)),
    r"\mathfrak": dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True)),
}
"""Letters that most fonts have; the others stay plain, which every reader and font can show."""

ACCENTS = {
    r"\hat": "\u0302",
    r"\widehat": "\u0302",
    r"\bar": "\u0304",
    r"\overline": "\u0304",
    r"\tilde": "\u0303",
    r"\widetilde": "\u0303",
    r"\dot": "\u0307",
    r"\ddot": "\u0308",
    r"\vec": "\u20d7",
    r"\check": "\u030c",
    r"\breve": "\u0306",
    r"\acute": "\u0301",
    r"\grave": "\u0300",
    r"\mathring": "\u030a",
    r"\underline": "\u0332",
    r"\not": "\u0338",
}
"""Combining marks, set over (or through) a single character."""

BRACKETS = {"bmatrix": "[]", "pmatrix": "()", "vmatrix": "||", "Vmatrix": "‖‖", "Bmatrix": "{}"}
GRIDS = {*BRACKETS, "matrix", "smallmatrix", "array"}
LINES = {"aligned", "align", "align*", "gather", "gathered", "gather*", "split", "equation"}
ENVIRONMENTS = frozenset({"cases", "equation*", *GRIDS, *LINES})

SUPERSCRIPTS = {
    **dict(zip("0123456789+−-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾", strict=True)),
    **dict(zip("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True)),
    **dict(zip("ABDEGHIJKLMNOPRTUVW", "ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ", strict=True)),
    **dict(zip("βγδθφχ⊤∘*†′", "ᵝᵞᵟᶿᵠᵡᵀ°*†′", strict=True)),
}
SUBSCRIPTS = {
    **dict(zip("0123456789+−-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True)),
    **dict(zip("aehijklmnoprstuvx", "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)),
    **dict(zip("βγρφχ", "ᵦᵧᵨᵩᵪ", strict=True)),
}


@cache
def commands() -> dict[str, tuple[str, Kind]]:
    r"""Every command that stands for a sign or a name: ``\le`` is ``("≤", "rel")``."""
    found: dict[str, tuple[str, Kind]] = {}
    tables: tuple[tuple[str, Kind], ...] = (
        (_ORD, "ord"),
        (_BIN, "bin"),
        (_REL, "rel"),
        (_OP, "op"),
        (_OPEN, "open"),
        (_CLOSE, "close"),
    )
    for table, kind in tables:
        words = table.split()
        found.update({f"\\{n}": (s, kind) for n, s in zip(words[::2], words[1::2], strict=True)})
    found.update({f"\\{name}": (name, "fun") for name in _FUN.split()})
    return {**found, r"\|": ("‖", "ord"), r"\Vert": ("‖", "ord"), r"\vert": ("|", "ord")}
