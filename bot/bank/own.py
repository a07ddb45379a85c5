"""A group's own question: what somebody typed, as the text of a question file.

It is shown as it was typed: every sign that Markdown or the format would take for its own is
escaped. Nothing here knows who asks, or whether the question is any good.
"""

import json
import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import chain, count

from bot.bank.complaint import brief
from bot.bank.draws import first, keys, substituted
from bot.bank.question import Question
from bot.bank.reading import parse
from bot.errors import DlqError
from bot.ledger import GONE
from bot.proposals import Wording

MOST = {"title": 80, "question": 1_000, "answer": 800, "explanation": 1_500}
"""Characters of what is typed, by field."""
MOST_LINES = 40
"""Lines of a question or an explanation, empty ones too: platforms count blocks."""
MOST_BYTES = 2_500
"""UTF-8 bytes of question and options as composed: the budget that `dlq check` demands."""
MOST_EXPLAINED = 5_000
"""UTF-8 bytes of an explanation as composed: with verdict and question it is a page or two."""
OPTIONS = (2, 5)
ACCEPTED = 10
"""Accepted answers of a short question at most."""

_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Controls, what YAML refuses, and signs that turn the direction of all that follows them.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_SIGN = re.compile(r"([\\`*_{}\[\]<>#$&~|])")
_LIST_MARK = re.compile(r"([-+=:])|(\d{1,9})([.)])")
_OPTION = re.compile(r"(?:[-•] +)?(?P<right>\*(?!\*) *)?(?P<text>.*)")
_NUMBER = re.compile(r"(?P<value>[-+−]?(\d[\d,]*\.?\d*|\.\d+)([eE][-+]?\d{1,3})?) *(?P<unit>.*)")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?")


def cleaned(wording: Wording) -> Wording:
    """The same without what nobody sees: control signs, blanks at the ends, empty lines in a
    row."""
    return Wording(
        wording.kind,
        wording.difficulty,
        " ".join(_lines(wording.topic)),
        " ".join(" ".join(_lines(wording.title)).split()),
        "\n".join(_lines(wording.question)),
        "\n".join(_typed_key(wording)),
        "\n".join(_lines(wording.explanation)),
    )


def _typed_key(wording: Wording) -> list[str]:
    lines = [line.strip() for line in _lines(wording.answer) if line]
    if wording.kind == "choice" and len(lines) == 1:
        # A terminal's fields have one line; options are never one alone.
        return [option.strip() for option in lines[0].split(";") if option.strip()]
    return lines


def _lines(text: str) -> list[str]:
    seen = _UNSEEN.sub("", _BREAK.sub("\n", text).expandtabs(4))
    lines = [line.rstrip() for line in re.sub(r"\n\s*\n\s*\n", "\n\n", seen).split("\n")]
    while lines and not lines[0]:
        lines = lines[1:]
    while lines and not lines[-1]:
        lines = lines[:-1]
    return [lines[0].strip(), *lines[1:]] if lines else []


def faults(wording: Wording) -> list[tuple[str, str]]:
    """What is wrong with a cleaned wording: the field, and a sentence; one a field at most."""
    found = [*_missing(wording), *_too_long(wording)]
    if "answer" not in {field for field, _ in found} and (fault := _key_fault(wording)):
        found.append(("answer", fault))
    if not found:
        found += _too_heavy(wording)
    return found


def _missing(wording: Wording) -> Iterator[tuple[str, str]]:
    for field, wanted in (
        ("title", "Give it a title of a few words that does not tell the answer."),
        ("question", "Write what is asked."),
        ("answer", "Say what is right."),
        ("explanation", "Explain in a sentence or two why that is right."),
    ):
        if not _says_something(getattr(wording, field)):
            yield field, wanted


def _says_something(text: str) -> bool:
    """Whether a letter, number, sign or picture is in it."""
    return any(unicodedata.category(char)[0] in "LNPS" for char in text)


def _too_long(wording: Wording) -> Iterator[tuple[str, str]]:
    for field, most in MOST.items():
        typed = getattr(wording, field)
        if len(typed) > most:
            yield field, f"That has {len(typed):,} characters; at most {most:,} fit."
        elif field in {"question", "explanation"} and typed.count("\n") >= MOST_LINES:
            yield field, f"That has more than {MOST_LINES} lines, and would not fit one page."


def _too_heavy(wording: Wording) -> Iterator[tuple[str, str]]:
    listed = (option for _, option in options(wording.answer)) if wording.kind == "choice" else ()
    asked = "\n".join((_escaped(wording.question), *map(_signs, listed)))
    for field, text, most in (
        ("question", asked, MOST_BYTES),
        ("explanation", _escaped(wording.explanation), MOST_EXPLAINED),
    ):
        over = len(text.encode()) - most
        if over > 0:
            yield field, f"That is too long for one page by {over:,} bytes; shorten it."


def _key_fault(wording: Wording) -> str:
    match wording.kind:
        case "choice":
            return _options_fault(options(wording.answer))
        case "number":
            return _number_fault(wording.answer)
        case _:
            return _accepted_fault(wording.answer.split("\n"))


def options(key: str) -> list[tuple[bool, str]]:
    """The options that were typed, a line each, and whether a ``*`` marks them as right."""
    found = [_OPTION.fullmatch(line) for line in key.split("\n")]
    return [(bool(each["right"]), each["text"].strip()) for each in found if each]


def _options_fault(listed: list[tuple[bool, str]]) -> str:
    least, most = OPTIONS
    if not least <= len(listed) <= most:
        return f"Write {least} to {most} options, a line each; I read {len(listed)}."
    texts = [text.casefold() for _, text in listed]
    if not all(map(_says_something, texts)):
        return "One of the options is empty."
    if len(set(texts)) < len(texts):
        return "Two options are the same."
    if not any(right for right, _ in listed):
        return "Mark the right option with a * at the beginning of its line."
    if all(right for right, _ in listed):
        return "Every option is marked as right; leave the wrong ones without the *."
    return ""


def _number_fault(key: str) -> str:
    found = _NUMBER.fullmatch(key)
    if found is None:
        return f"I read no number in {brief(key)!r}; write one like 0.5 or 1024 KB."
    if "," in found["value"] and not _THOUSANDS.fullmatch(found["value"]):
        return f"{brief(found['value'])!r} may be read in two ways; write it like 0.5 or 1024."
    if len(found["value"]) > 30 or abs(float(_plain(found["value"]))) > 1e100:
        return "That number is too long; write it like 1.5e9."
    if len(found["unit"]) > 20:
        return "What follows the number is its unit, at most 20 characters."
    return ""


def _plain(number: str) -> str:
    return number.replace(",", "").replace("−", "-").lstrip("+")


def _accepted_fault(listed: list[str]) -> str:
    if len(listed) > ACCEPTED:
        return f"Write at most {ACCEPTED} accepted answers, a line each; these are {len(listed)}."
    for line in listed:
        if len(line) > 100:
            return f"{brief(line, 40)!r} is no short answer: it has more than 100 characters."
        if "{{" in line:
            return "An accepted answer may not hold {{."
        if not _says_something(line):
            return "One of the accepted answers is empty."
    return ""


def compose(wording: Wording, id: str = "") -> str:
    """The text of a question file of a cleaned wording that has no faults. With an `id` the text
    is that question's alone: no other group's edition is the same."""
    head = [
        "---",
        *([f"# {id}"] if id else []),
        f"title: {_quoted(wording.title)}",
        f"kind: {wording.kind}",
        f"difficulty: {wording.difficulty}",
        *([f"tags: [{_quoted(wording.topic)}]"] if wording.topic else []),
        *_key_lines(wording),
        "---",
    ]
    sections = ["## Question", _escaped(wording.question)]
    if wording.kind == "choice":
        sections += ["## Choices", "\n".join(_choices(wording.answer))]
    sections += ["## Answer", _escaped(wording.explanation)]
    return "\n".join(head) + "\n\n" + "\n\n".join(sections) + "\n"


def without_id(text: str, id: str) -> str:
    """A composed text as a file for everybody."""
    return text.replace(f"# {id}\n", "", 1)


def _key_lines(wording: Wording) -> list[str]:
    if wording.kind == "number":
        found = _NUMBER.fullmatch(wording.answer)
        assert found is not None, wording.answer
        unit = [f"unit: {_quoted(found['unit'])}"] if found["unit"] else []
        return [f"answer: {_quoted(_plain(found['value']))}", *unit]
    if wording.kind == "short":
        answer, *further = wording.answer.split("\n")
        accept = [f"accept: [{', '.join(map(_quoted, further))}]"] if further else []
        return [f"answer: {_quoted(answer)}", *accept]
    return []


def _choices(key: str) -> Iterator[str]:
    for right, text in options(key):
        yield f"- [{'x' if right else ' '}] {_signs(text)}"


def _quoted(text: str) -> str:
    """A YAML scalar; JSON's quotes and escapes are YAML's too."""
    return json.dumps(text, ensure_ascii=False)


def _escaped(text: str) -> str:
    """Markdown that is shown as `text`: its lines, its blanks and its signs."""
    paragraphs = re.split(r"\n{2,}", text)
    return "\n\n".join(
        "\\\n".join(_line(line) for line in paragraph.split("\n")) for paragraph in paragraphs
    )


def _line(line: str) -> str:
    # Markdown drops blanks at the beginning of a line, where code has its indentation; and the
    # unbreakable ones too where a paragraph begins, unless they are written out.
    body = line.lstrip(" ")
    depth = len(line) - len(body)
    indent = "&nbsp;" + "\u00a0" * (depth - 1) if depth else ""
    return indent + _LIST_MARK.sub(_marked, _signs(body), count=1) if body else ""


def _marked(found: re.Match[str]) -> str:
    if found.start():
        return found[0]
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"


def _signs(text: str) -> str:
    return _SIGN.sub(r"\\\1", text)


@lru_cache(maxsize=2_000)
def read(id: str, text: str) -> Question | None:
    """The own question with that text; None if it cannot be asked (any more)."""
    try:
        question = parse(text, id, f"{id}.md")
        variant = first(question)
        substituted(question, variant)
        keys(question, variant)
    except DlqError:
        return None
    return question


def slug_of(title: str, taken: Collection[str], number: int) -> str:
    """A name for the question of that title that is not taken; by its number where the title has
    no Latin letter or digit."""
    latin = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:40].strip("-") or f"question-{number}"
    further = (f"{slug}-{n}" for n in count(2))
    # The questions of people who were forgotten are called so.
    gone = re.compile(rf"{GONE}-\d+")
    names = (name for name in chain((slug,), further) if not gone.fullmatch(name))
    return next(name for name in names if name not in taken)
