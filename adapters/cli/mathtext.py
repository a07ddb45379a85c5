"""Whether a display formula can be drawn by matplotlib's mathtext."""

from functools import cache
from typing import Any

from bot.errors import DlqError


def fault(tex: str) -> str | None:
    """What mathtext says against a formula, None if it draws it. Raises DlqError without
    matplotlib."""
    lines = [line for line in tex.replace("\n", " ").split("\\\\") if line.strip()]
    for line in lines:
        try:
            _parser().parse(f"${line.strip()}$")
        except ValueError as error:
            said = str(error).strip().split("\n")
            return f"mathtext cannot draw it ({said[-1]})"
    return None


@cache
def _parser() -> Any:
    try:
        from matplotlib.mathtext import MathTextParser
    except ModuleNotFoundError:
        raise DlqError(
            "Formulas are drawn by matplotlib; install it: pip install 'dlq[frameworks]'"
        ) from None
    return MathTextParser("path")
