"""Words and how they are compared: tokens, one spelling for British and American, stems, typos.

Knows English and the Greek letters; which words are right is not known here.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

import snowballstemmer
from rapidfuzz.distance import OSA

from bot.grading.cleaning import flat
from bot.grading.wordlists import word_pairs

_WORD = re.compile(r"[^\W_]+(?:'[^\W\d_]+)?")
_LATEX = re.compile(r"\\([A-Za-z]+)")
_GREEK = re.compile(r"(?:GREEK (?:SMALL|CAPITAL) LETTER (?:FINAL )?|(?=MICRO SIGN))(\w+)")
_GREEK_NAMES = {"LAMDA": "lambda", "MICRO": "mu"}
_IRREGULAR = word_pairs(
    "matrices matrix vertices vertex indices index axes axis maxima maximum minima minimum"
    " optima optimum criteria criterion vertexes vertex indexes index analyses analysis"
    " hypotheses hypothesis data data datum data keras keras pandas pandas"
)
# Verbs that a stemmer cannot bring back to their stem.
_PAST = word_pairs(
    "found find chosen choose chose choose grown grow grew grow learnt learn fed feed held hold"
    " kept keep lost lose taken take took take given give gave give made make shown show seen see"
    " drawn draw drew draw built build rose rise risen rise fell fall fallen fall froze freeze"
    " frozen freeze forgot forget forgotten forget led lead ran run thrown throw threw throw"
    " went go gone go became become began begin begun begin broke break broken break written write"
    " wrote write spent spend fought fight caught catch means signify thought think shrank shrink"
    " shrunk shrink goes go"
)
# Words that a stemmer puts with others of another meaning: position and positive, general and
# generalize. What they are put with here is only among themselves.
_APART = word_pairs(
    "general generally generally generally normal normally normally normally regular regularly"
    " regularly regularly position position positions position identity identity identities"
    " identity optimal optimal optimally optimal optimality optimal continuous continuous"
    " continuously continuous precise precise precisely precise likely likely setting setting"
    " settings setting activation activation activations activation generator generator generators"
    " generator generative generative important important importance important boosting boosting"
    " boosted boosting accelerator accelerator accelerators accelerator"
)
_COMPARED = word_pairs(
    "larger large largest large bigger big biggest big smaller small smallest small higher high"
    " highest high lower low lowest low faster fast fastest fast slower slow slowest slow"
    " greater great greatest great stronger strong weaker weak deeper deep wider wide longer long"
    " longest long shorter short closer close closest close nearer near nearest near simpler simple"
    " easier easy harder hard steeper steep cheaper cheap richer rich smoother smooth sharper sharp"
    " newer new older old earlier early later late worse bad worst bad better good best good"
    " sooner soon likelier likely noisier noisy tighter tight quicker quick tinier tiny"
)
_SPELLINGS = (
    (re.compile(r"(?<=[a-z]{4})is(?=(?:e|es|ed|ing|ation|ations|er|ers)\Z)"), "iz"),
    (re.compile(r"(?<=[a-z]{3})yse(?=[sd]?\Z)"), "yze"),
    (re.compile(r"\A(behavi|col|fav|neighb|flav|vap)our"), r"\1or"),
    (re.compile(r"\A(cen|fib|me)tre(?=[sd]?\Z)"), r"\1ter"),
    (re.compile(r"\A(mode|labe|trave|cance|channe|signa|leve|tota)ll(?=ed|ing|er)"), r"\1l"),
)
_NOT_BRITISH = re.compile(r"(?:precise|concise|exercise|otherwise|likewise|promise|premise)")
SIGNS = {"<": "less than", ">": "greater than", "≤": "at most", "≥": "at least"}
"""Comparisons as they are read aloud."""

_ACRONYM = re.compile(r"([b-df-hj-np-tv-xz]+[b-df-hj-np-rtv-xz]|[cgnt]pu|gru|[gr]?elu)s")
"""The plural of an acronym, which follows none of the rules for words: "CNNs", "GPUs"."""
LETTERS_FOR_A_TYPO = 6


def ascii_fold(text: str) -> str:
    """Lower case, without accents and ligatures, Greek letters and TeX commands by name."""
    return "".join(_folded(mark) for mark in _LATEX.sub(r" \1 ", text)).casefold()


@cache
def _folded(mark: str) -> str:
    if mark.isascii():
        return mark
    greek = _GREEK.match(unicodedata.name(mark, ""))
    if greek:
        return _GREEK_NAMES.get(greek[1], greek[1])
    kept = unicodedata.normalize("NFKD", mark)
    return "".join(part for part in kept if not unicodedata.combining(part))


def tokens(text: str) -> list[str]:
    """The words of a text; hyphens and slashes separate them, digits stay with letters."""
    return _WORD.findall(ascii_fold(flat(text, subscript="")))


@lru_cache(maxsize=20_000)
def american(word: str) -> str:
    """One spelling of a lower-case word: ``regularise`` as ``regularize``, ``colour``."""
    if _NOT_BRITISH.match(word):
        return word
    for pattern, replacement in _SPELLINGS:
        word = pattern.sub(replacement, word)
    return word


@lru_cache(maxsize=20_000)
def singular(word: str) -> str:
    """A key under which singular and plural are the same; not always a word itself."""
    word = _of_acronym(american(word))
    if word in _IRREGULAR:
        word = _IRREGULAR[word]
    if len(word) < 4 or word.endswith(("ss", "us", "is", "ias")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return re.sub(r"(?:es?|s)\Z", "", word)


def _of_acronym(word: str) -> str:
    found = _ACRONYM.fullmatch(word)
    return found[1] if found else word


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    plain = _of_acronym(word.removesuffix("'s"))
    known = _PAST.get(plain) or american(plain)
    return _APART.get(known) or str(_stemmer().stemWord(known))


def positive(word: str) -> str:
    """The adjective of a comparative or superlative (``larger``), else the word itself."""
    return _COMPARED.get(word, word)


@cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")


def near(typed: str, wanted: str) -> bool:
    """Whether `typed` is `wanted` with one typo, from six letters on.

    The first letter must be right (``decoder`` is no typo of ``encoder``), and digits always. Two
    typos would make ``minimization`` of ``maximization``.
    """
    return (
        len(wanted) >= LETTERS_FOR_A_TYPO
        and typed[:1] == wanted[:1]
        and abs(len(typed) - len(wanted)) <= 1
        and typed.isalpha()
        and wanted.isalpha()
        and OSA.distance(typed, wanted, score_cutoff=1) <= 1
    )


def forms(texts: Iterable[str]) -> frozenset[str]:
    """The singular keys of all words in the texts."""
    return frozenset(singular(word) for text in texts for word in tokens(text))
