"""What is said of a suggested question: its form, its card for admins, and their list."""

from collections.abc import Mapping, Sequence

from bot import markdown
from bot.actions import action
from bot.bank import Question, first
from bot.cards.question import question_card
from bot.cards.verdict import key_line
from bot.cards.words import plural, shortened
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    ChoiceField,
    FieldOption,
    Form,
    Heading,
    InlineCode,
    Message,
    Strong,
    Text,
    TextField,
    plain_paragraph,
)
from bot.proposals import Suggestion, Wording

LONGEST_WHY = 300
"""Characters of an admin's sentence to the author."""
LISTED = 10
"""Suggestions, and own questions, of a list that get a button; a platform draws 25 at most."""
MOST_TOPICS = 25
"""Topics that a platform offers in one field; of more, one is typed."""

KEYS = {
    "choice": (
        "The options",
        "2 to 5, a line each (or a ; between them), with a * before what is right",
    ),
    "number": ("The right number", "With its unit if it has one, like 0.5 or 1024 KB"),
    "short": ("The right answer", "Below it, a line each, whatever else counts as right"),
}
"""How the field for what is right is called, and its help, by kind."""

Typed = Mapping[str, tuple[str, ...]]


def suggestion_form(title: str, act: str, kind: str, topics: Sequence[str], typed: Typed) -> Form:
    """The form for a question of that kind, filled with what is `typed` already."""

    def known(name: str) -> str:
        return "".join(typed.get(name, ()))

    label, how = KEYS[kind]
    lines = kind != "number"
    return Form(
        title,
        act,
        (
            TextField("title", "Title", "A few words that do not tell the answer", known("title")),
            TextField("question", "Question", "As you type it", known("question"), multiline=True),
            TextField("answer", label, how, known("answer"), multiline=lines),
            TextField(
                "explanation",
                "Why is that right?",
                "Shown with the answer: a sentence or two",
                known("explanation"),
                multiline=True,
            ),
            _topic_field(topics, known("topic")),
        ),
    )


def _topic_field(topics: Sequence[str], chosen: str) -> TextField | ChoiceField:
    if not 1 <= len(topics) <= MOST_TOPICS:
        return TextField("topic", "Topic", "As /dlq topics lists them", chosen)
    listed = tuple(FieldOption(topic, topic) for topic in topics)
    value = (chosen,) if chosen in topics else ()
    return ChoiceField("topic", "Topic", listed, value=value)


def typed_of(wording: Wording) -> dict[str, tuple[str, ...]]:
    """What fills the form in with a wording."""
    return {
        "title": (wording.title,),
        "question": (wording.question,),
        "answer": (wording.answer,),
        "explanation": (wording.explanation,),
        "topic": (wording.topic,),
    }


def suggestion_card(suggestion: Suggestion, question: Question | None) -> Message:
    """All that an admin needs to decide, with its buttons. `question` is what would be asked, None
    if it cannot be asked as it stands."""
    wording, number = suggestion.wording, suggestion.id
    title = f"Suggestion {number}: {wording.title}"
    state = f"Accepted as {suggestion.question}. " if suggestion.slug else "Waits for you. "
    facts = f"{suggestion.person.called} suggests it for {wording.topic}, {wording.difficulty}."
    blocks: list[Block] = [Heading(title), plain_paragraph(Strong(state), facts)]
    blocks += _shown(wording, question)
    blocks.append(Buttons(_ways(suggestion, askable=question is not None)))
    return Message(
        f"Suggestion {number}: {suggestion.person.called} suggests a question", tuple(blocks)
    )


def _shown(wording: Wording, question: Question | None) -> list[Block]:
    if question is None:
        broken = "It cannot be asked as it stands; Edit mends it. "
        typed = f"{wording.question}\n{wording.answer}\n{wording.explanation}"
        return [plain_paragraph(Strong(broken), typed)]
    variant = first(question)
    # Its heading and the line below would say the title and a name once more.
    _, _, *asked = question_card(question, variant).blocks
    blocks: list[Block] = [*asked]
    if key := key_line(question, variant):
        blocks.append(key)
    if question.accept:
        blocks.append(plain_paragraph(Strong("Also right: "), "; ".join(question.accept)))
    return [*blocks, *markdown.blocks(question.answer)]


def _ways(suggestion: Suggestion, *, askable: bool) -> tuple[Button, ...]:
    edit = Button("Edit", action("amend", suggestion.id))
    if suggestion.state == "accepted":
        return (edit, Button("Remove", action("remove", suggestion.id), "danger"))
    accept = Button("Accept", action("accept", suggestion.id), "primary", disabled=not askable)
    return (accept, edit, Button("Decline", action("decline", suggestion.id)))


def decline_form(suggestion: Suggestion, typed: str = "") -> Form:
    """The form that takes the sentence to the author; `typed` is from an earlier try."""
    author = shortened(suggestion.person.called, 40)
    field = TextField(
        "why",
        "Why not?",
        f"A sentence to {author}, at most {LONGEST_WHY} characters",
        typed,
        multiline=True,
    )
    title = f"Decline suggestion {suggestion.id}"
    return Form(title, action("decline", suggestion.id), (field,), "Decline")


def suggestions_list(waiting: Sequence[Suggestion], accepted: Sequence[Suggestion]) -> Message:
    """What waits, each with a button that shows it; and the group's own questions, each with one
    that takes it out."""
    title = (
        f"{plural(len(waiting), 'suggestion')} to decide, {plural(len(accepted), 'own question')}"
    )
    blocks: list[Block] = [Heading(title)]
    if waiting:
        blocks.append(plain_paragraph(Strong("Waiting")))
        blocks.append(Bullets(tuple(map(_line, waiting[:LISTED]))))
        looks = (
            Button(f"Suggestion {each.id}", action("suggested", each.id))
            for each in waiting[:LISTED]
        )
        blocks.append(Buttons(tuple(looks)))
        blocks += _more(len(waiting))
    if accepted:
        newest = accepted[: -LISTED - 1 : -1]
        blocks.append(plain_paragraph(Strong("Asked in this group")))
        blocks.append(Bullets(tuple(map(_line, newest))))
        removals = (Button(f"Remove {e.id}", action("remove", e.id), "danger") for e in newest)
        blocks.append(Buttons(tuple(removals)))
        blocks += _more(len(accepted))
    return Message(title, tuple(blocks))


def _line(suggestion: Suggestion) -> tuple[Strong | Text | InlineCode, ...]:
    number, title = Strong(f"{suggestion.id}: "), shortened(suggestion.wording.title, 60)
    if suggestion.slug:
        return (number, InlineCode(suggestion.question), Text(f" {title}"))
    return (number, Text(f"{title} ({suggestion.person.called}, {suggestion.at:%Y-%m-%d})"))


def _more(count: int) -> list[Block]:
    if count <= LISTED:
        return []
    how = f"and {count - LISTED} more; /dlq admin suggestions NUMBER shows any of them."
    return [plain_paragraph(how)]
