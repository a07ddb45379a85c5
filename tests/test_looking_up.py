"""/dlq help, search and topics: what one looks up; and that nobody else sees what one asks for."""

from bot.message import Bullets, Table
from tests.fakes.study import ADA, ANNA, Study, accepted, refused, text


def test_search_finds_by_words_tags_and_texts_best_first(study: Study) -> None:
    found = study.types(ANNA, "search pooling")
    assert accepted(found).startswith("1 found")
    assert "• What pooling keeps · medium · choice · `cnn/pooling`" in text(found)
    assert "Nothing was found for 'zebras'." in refused(study.types(ANNA, "search zebras"))


def test_topics_counts_the_questions_by_topic_and_difficulty(study: Study) -> None:
    reply = study.types(ANNA, "topics", None)
    [table] = [block for block in reply.message.blocks if isinstance(block, Table)]
    assert reply.message.summary == "7 questions, 5 topics"
    assert table == Table(
        ("topic", "easy", "medium", "hard", "all"),
        (
            ("cnn", "2", "1", "0", "3"),
            ("foundations", "1", "0", "0", "1"),
            ("normalization", "0", "1", "0", "1"),
            ("regularization", "0", "0", "1", "1"),
            ("training", "0", "0", "1", "1"),
        ),
    )


# help


def test_help_shows_admin_commands_to_those_who_may_use_them(study: Study) -> None:
    assert "/dlq admin setup" in accepted(study.types(ADA, "help"))
    mine = accepted(study.types(ANNA, "help"))
    assert "/dlq admin setup" not in mine and "Admins have /dlq admin ... as well." in mine


def test_help_explains_a_command_a_group_of_commands_and_scoring(study: Study) -> None:
    assert "The last readable answer counts" not in accepted(study.types(ANNA, "help"))
    assert "the last readable answer counts" in accepted(study.types(ANNA, "help answer"))
    assert "the last readable answer counts" in accepted(study.types(ANNA, "help /dlq ANSWER"))
    assert "/dlq admin skip" in accepted(study.types(ANNA, "help admin"))
    scoring = study.types(ANNA, "help scoring")
    [rules] = [block for block in scoring.message.blocks if isinstance(block, Bullets)]
    assert "10 × weight × score" in rules.items[0][0].text
    assert "Did you mean answer?" in refused(study.types(ANNA, "help anwser"))


def test_everything_that_is_no_form_is_private(study: Study) -> None:
    """What one asks for, nobody else sees."""
    study.opens("cnn/same-padding")
    words = ("today", "random", "answer B", "hint", "board", "me", "topics", "help")
    assert [word for word in words if not study.types(ANNA, word).private] == []
