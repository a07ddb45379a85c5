"""Lists of words written as text, so that they read as lists of words."""


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def word_pairs(text: str) -> dict[str, str]:
    """``a b c d`` as {a: b, c: d}."""
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))
