"""The bank: question files read into Questions, found by id, topic or words, and drawn."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from bot import vocabulary as vocabularies
from bot.bank import own
from bot.bank.complaint import Complaint, Unreadable, brief, nearest
from bot.bank.draws import (
    Key,
    SlipKey,
    draw,
    dump_variant,
    first,
    keys,
    load_variant,
    shown_items,
    slips,
    substituted,
    variants,
)
from bot.bank.question import DIFFICULTIES, KINDS, LETTERS, Question, Variant
from bot.bank.reading import parse
from bot.bank.search import ALIASES, Index, words_of
from bot.bank.skeleton import unwritten
from bot.bank.substitution import shown as shown_value
from bot.errors import DlqError
from bot.vocabulary import Vocabulary

__all__ = [
    "DIFFICULTIES", "KINDS", "LETTERS", "Bank", "Complaint", "Key", "Question", "SlipKey",
    "Unreadable", "Variant", "draw", "dump_variant", "first", "keys", "load", "load_files",
    "load_variant", "parse", "shown_items", "shown_value", "slips", "substituted", "variants",
]  # fmt: skip


@dataclass(frozen=True)
class Bank:
    """The questions by id, in its order, with their files' texts. `complaints` tell which files
    were left out and why; `planned` are ids that are still to come, which `see` may name; `base` is
    the bank without a group's own questions, where it is one with them."""

    questions: Mapping[str, Question]
    texts: Mapping[str, str]
    complaints: tuple[Complaint, ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    planned: frozenset[str] = frozenset()
    base: "Bank | None" = None

    def with_own(self, texts: Mapping[str, str]) -> "Bank":
        """The bank with a group's own questions; one that cannot be asked is left out."""
        read = {id: own.read(id, text) for id, text in texts.items()}
        questions = {id: question for id, question in read.items() if question is not None}
        known = {id: texts[id] for id in questions}
        return replace(
            self,
            questions={**self.questions, **questions},
            texts={**self.texts, **known},
            base=self,
        )

    def get(self, id: str) -> Question:
        """The question with this id; a DlqError that names the nearest."""
        if id not in self.questions:
            slugs = {known.rpartition("/")[2]: known for known in self.questions}
            near = nearest(id, self.questions) or slugs.get(nearest(id, slugs), "")
            hint = f"did you mean {near}?" if near else "search finds questions by words."
            raise DlqError(f"There is no question {brief(id)!r}; {hint}")
        return self.questions[id]

    def text(self, id: str) -> str:
        """The file's text; a DlqError as for `get`."""
        return self.texts[self.get(id).id]

    @cached_property
    def topics(self) -> tuple[str, ...]:
        return tuple(sorted({question.topic for question in self.questions.values()}))

    def topic_named(self, word: str) -> str:
        """The topic that a word names, by an alias too; a DlqError that names the nearest."""
        topic = self._topic(word)
        if not topic:
            near = nearest(word, (*self.topics, *ALIASES))
            hint = f"did you mean {near}?" if near else f"there are {', '.join(self.topics)}."
            raise DlqError(f"There is no topic {brief(word)!r}; {hint}")
        return topic

    def matching(self, word: str) -> tuple[Question, ...]:
        """The questions of a topic or its alias, else those with a tag, else those found by
        search; a DlqError that names the nearest topic or tag if there are none."""
        folded = " ".join(word.casefold().split())
        topic = self._topic(folded)
        everything = self.questions.values()
        tagged = [q for q in everything if folded in (tag.casefold() for tag in q.tags)]
        found = [q for q in everything if topic in q.topics] if topic else tagged
        found = found or self.search(word)
        if not found:
            tags = (tag for question in everything for tag in question.tags)
            near = nearest(word, (*self.topics, *ALIASES, *tags))
            hint = f"did you mean {near}?" if near else f"the topics are {', '.join(self.topics)}."
            raise DlqError(f"Nothing is about {brief(word)!r}; {hint}")
        return tuple(found)

    def search(self, words: str) -> list[Question]:
        """The questions that words find, best first; maybe none."""
        return self._index.search(words)

    @cached_property
    def _index(self) -> Index:
        if self.base is not None:
            # Nobody waits until the whole bank is stemmed once more.
            added = self.questions.keys() - self.base.questions.keys()
            return self.base._index.joined(self.questions[id] for id in sorted(added))
        return Index(self.questions.values(), self.vocabulary)

    def _topic(self, word: str) -> str:
        folded = word.strip().casefold()
        topic = folded if folded in self.topics else ALIASES.get(folded, "")
        return topic if topic in self.topics else ""


def load(folders: Sequence[Path]) -> Bank:
    """The bank in some folders, each with ``topic/slug.md`` files and perhaps a vocabulary.txt and
    a curriculum.txt (the ids that are planned, one a line).

    A file that cannot be read is left out and complained of.
    """
    files: list[Path] = []
    for folder in folders:
        if not folder.is_dir():
            raise DlqError(f"There is no folder {folder}; name one that holds topic/slug.md files.")
        files += sorted(folder.glob("*/*.md"))
    bank = load_files(files)
    vocabulary = Vocabulary(
        tuple(_synonyms(folders)), bank.vocabulary.terms, tuple(_opposites(folders))
    )
    return replace(bank, vocabulary=vocabulary, planned=frozenset(_planned(folders)))


def load_files(files: Iterable[Path]) -> Bank:
    """The bank of some files, ``topic/slug.md`` each; as for `load`, without synonyms."""
    questions: dict[str, Question] = {}
    texts: dict[str, str] = {}
    complaints: list[Complaint] = []
    for file in files:
        try:
            question, text = _read(file)
            _refuse_unwritten(text, question.path)
            _refuse_second(question, questions)
            _refuse_undrawable(question)
        except Unreadable as error:
            complaints += error.complaints
        else:
            questions[question.id], texts[question.id] = question, text
    ordered = dict(sorted(questions.items()))
    vocabulary = Vocabulary((), frozenset(_terms(ordered)))
    return Bank(ordered, texts, tuple(complaints), vocabulary)


def _read(file: Path) -> tuple[Question, str]:
    """The question of a file and its text. Raises Unreadable."""
    path = "/".join(file.absolute().parts[-3:])
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise Unreadable([Complaint(path, line, "this is no UTF-8", "save it as UTF-8")]) from None
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        raise Unreadable([Complaint(path, 1, what, "see to its permissions")]) from None
    return parse(text, f"{file.absolute().parent.name}/{file.stem}", path), text


def _refuse_unwritten(text: str, path: str) -> None:
    if left := list(unwritten(text, path)):
        raise Unreadable(left)


def _refuse_second(question: Question, known: Mapping[str, Question]) -> None:
    if question.id in known:
        what = f"the id {question.id} is taken by {known[question.id].path}"
        raise Unreadable([Complaint(question.path, 1, what, "give this file another name")])


def _refuse_undrawable(question: Question) -> None:
    """What cannot be drawn at all would fail a group when its turn comes."""
    try:
        variant = first(question)
        substituted(question, variant)
        keys(question, variant)
    except Unreadable:
        raise
    except DlqError as error:
        right = "dlq check says where"
        raise Unreadable(
            [Complaint(question.path, 1, f"it cannot be drawn: {error}", right)]
        ) from None


def _synonyms(folders: Sequence[Path]) -> Iterator[frozenset[str]]:
    for folder in folders:
        where = f"{folder.name}/vocabulary.txt"
        yield from vocabularies.parse(_optional(folder / "vocabulary.txt"), where)


def _opposites(folders: Sequence[Path]) -> Iterator[tuple[str, str]]:
    for folder in folders:
        where = f"{folder.name}/vocabulary.txt"
        yield from vocabularies.opposites(_optional(folder / "vocabulary.txt"), where)


def _planned(folders: Sequence[Path]) -> Iterator[str]:
    for folder in folders:
        for line in _optional(folder / "curriculum.txt").splitlines():
            if planned := line.partition("#")[0].strip():
                yield planned


def _optional(file: Path) -> str:
    return file.read_text("utf-8", errors="replace") if file.is_file() else ""


def _terms(questions: Mapping[str, Question]) -> set[str]:
    """The words that the bank uses as names."""
    named = (
        " ".join((question.title, *question.tags, question.id.rpartition("/")[2]))
        for question in questions.values()
    )
    return {word for text in named for word in words_of(text)}
