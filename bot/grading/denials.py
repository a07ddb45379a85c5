"""An answer that says what is not right ("not O(n^2)"): wrong, however it is compared.

Knows how a denial begins; what is denied is for the way of comparing that it is handed.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.grading.judged import Judged

NOTE = "That denies the right answer."
_DENIAL = re.compile(
    r"\A(?:(?:it|that|this)(?:'s| is)?\s+)?"
    r"(?:definitely not|not|never|isn't|anything but|everything but|(?:everything )?except)\s+",
    re.IGNORECASE,
)


def judge(
    typed: str, rights: Sequence[str], compare: Callable[[str, Sequence[str]], Judged]
) -> Judged:
    """As `compare` judges it, but for a denial, which is never right."""
    denial = _DENIAL.match(typed)
    if not denial:
        return compare(typed, rights)
    judged = compare(typed[denial.end() :], rights)
    read_as = f"not {judged.read_as}"
    return replace(judged, right=False, read_as=read_as, note=NOTE if judged.right else "")
