"""The page in the docs that tells of a week on two platforms is what the bot really says."""

from tests.fakes.week import PAGE, page


def test_the_week_in_the_docs_is_played_again() -> None:
    """Where it differs on purpose, `python -m tests.fakes.week` writes it anew."""
    assert PAGE.read_text(encoding="utf-8") == page()
