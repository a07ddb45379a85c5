"""What the ways of comparing a short answer hand back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judged:
    """`read_as` is the answer as it was understood; `note` a sentence worth telling."""

    right: bool
    read_as: str
    note: str = ""
