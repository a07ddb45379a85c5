"""Compares a short answer as a tensor's shape: ``(32, 64)`` is ``32x64`` is ``[32, 64]``."""

import re
from collections.abc import Sequence

from bot.grading.cleaning import Unreadable, quoted
from bot.grading.judged import Judged
from bot.grading.wordlists import word_set

_CALL = re.compile(r"\b(?:torch\.Size|tf\.TensorShape|TensorShape|Size|np\.shape|shape)\b[\s:=]*")
_TIMES = re.compile(
    r"(?<=[\w)\]?])(?:\s+[xX]\s+|\s*[×*]\s*)(?=[\w(\[?-])|(?<=[\dA-Z])x(?=[\dA-Z-])|(?<=\d)X(?=\d)"
)
_SPACED = re.compile(r"(?<=\w)\s*([*/+])\s*(?=\w)")
_ADDED = re.compile(r"(?<=\w)\s*([/+])\s*(?=\w)")
_BY = re.compile(r"\b(?:by|times)\b", re.IGNORECASE)
_PIECE = re.compile(
    r"[(\[{]|[)\]}]|-?\d+(?:[*/+]\w+)*(?![\w.])|[^\W\d]\w*(?:[+*/-]\w+)*|\?|\.\d|\d+\.\d+"
)
_GUESSES = re.compile(r"\b(?:or|either|vs)\b", re.IGNORECASE)
_BATCH = frozenset({"none", "batch", "batch_size", "batchsize", "bs", "-1", "?", "n_batch"})
_WORDS = word_set(
    "a an the is it tensor of shape and output input answer size dimension or scalar matrix vector"
    " array list tuple np numpy tf torch"
)

Shape = tuple[tuple[str, ...], ...]


def judge(typed: str, rights: Sequence[str]) -> Judged:
    """Raises Unreadable for what holds no size, or several shapes where one is asked."""
    keys = [parse(right) for right in rights]
    shape = _with_batch(parse(typed), keys)
    if _says_nothing(typed, shape, keys):
        raise Unreadable(f"I found no shape in {quoted(typed)}; send one, like (32, 64).")
    _refuse_words(shape, keys)
    if len(shape) > 1 and all(len(key) == 1 for key in keys):
        raise Unreadable(f"{quoted(typed)} is {len(shape)} shapes; send one.")
    read = _shown(shape)
    if _GUESSES.search(typed) and sum(map(len, shape)) > 1:
        raise Unreadable(f"{quoted(typed)} is several guesses; send one shape.")
    if shape in keys:
        return Judged(True, read)
    note = "The sizes are right, their order is not."
    turned = any(sorted(map(sorted, shape)) == sorted(map(sorted, key)) for key in keys)
    return Judged(False, read, note if turned else "")


def _says_nothing(typed: str, shape: Shape, keys: Sequence[Shape]) -> bool:
    """Neither a number nor a name of a key, nor said to be empty: "dunno"."""
    names = {size for key in keys for group in key for size in group} | {"batch"}
    sizes = [size for group in shape for size in group]
    if not sizes:
        return not re.search(r"[(\[]\s*[)\]]|scalar", typed)
    return not any(size in names or any(map(str.isdigit, size)) for size in sizes)


def _refuse_words(shape: Shape, keys: Sequence[Shape]) -> None:
    """Where all sizes are numbers a word is no size: "32 rows and 64 columns"."""
    wanted = [size for key in keys for group in key for size in group]
    words = [size for group in shape for size in group if size.isalpha() and len(size) > 2]
    if words and words != ["batch"] and all(size.lstrip("-").isdigit() for size in wanted):
        raise Unreadable(f"{quoted(words[0])} is no size; send the shape alone, like (32, 64).")


def _with_batch(shape: Shape, keys: Sequence[Shape]) -> Shape:
    """N and B name the batch where the key has one and no size of that name."""
    names = {size for key in keys for group in key for size in group}
    if "batch" not in names:
        return shape
    return tuple(
        tuple("batch" if size in {"n", "b"} - names else size for size in group) for group in shape
    )


def parse(text: str) -> Shape:
    """The sizes of each shape in the text, in order; a text without brackets is one shape."""
    plain = _BY.sub(" , ", _CALL.sub("", text))
    # Beside commas a product is one size: (B*T, C), (B × T, C).
    between = _SPACED.sub(r"\1", plain.replace("×", "*").replace("·", "*"))
    plain = between if "," in text else _TIMES.sub(" , ", _ADDED.sub(r"\1", plain))
    groups: list[list[str]] = []
    fresh = True
    for piece in _PIECE.findall(plain):
        if piece in "([{)]}":
            fresh = True
        elif piece.lower() not in _WORDS:
            if fresh:
                groups.append([])
            fresh = False
            groups[-1].append(_size(piece))
    return tuple(tuple(group) for group in groups) or ((),)


def _size(piece: str) -> str:
    lower = piece.lower()
    return "batch" if lower in _BATCH else lower


def _shown(shape: Shape) -> str:
    return ", ".join(f"({', '.join(group)}{',' * (len(group) == 1)})" for group in shape)
