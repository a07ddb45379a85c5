"""/dlq answer: answer the open round or the practice question just drawn."""

from collections.abc import Mapping

from bot.actions import Action, action
from bot.cards.question import answer_form
from bot.context import Asking, Command, Context, Door, Opens, Option
from bot.errors import DlqError
from bot.ledger import Draw, Round
from bot.message import Form, Refused, Reply
from bot.steps.answering import LONGEST, record, takes_answers
from bot.steps.reviewing import with_review
from bot.steps.sealing import open_to, pressed
from bot.steps.sitting import Sitting, sitting


def run(ctx: Context, asking: Asking, given: Mapping[str, str]) -> Reply | Form:
    asked = open_to(ctx, asking)
    if "text" in given:
        return _recorded(ctx, asking, asked, given["text"])
    return _form(ctx, asking, asked)


def _recorded(ctx: Context, asking: Asking, asked: Round | Draw, text: str) -> Reply:
    return Reply(with_review(ctx, asking, asked, record(ctx, asking, asked, text)))


def _form(ctx: Context, asking: Asking, asked: Round | Draw) -> Form:
    at = sitting(ctx, asking, asked)
    _refuse_settled(ctx, at)
    typed = ctx.store.people.draft(asking.person, action("answer", asked.token))
    if not typed and at.entry.answer is not None:
        typed = _as_fields(at, at.entry.answer.text)
    return answer_form(at.question, at.variant, asked.token, typed)


def _refuse_settled(ctx: Context, at: Sitting) -> None:
    if at.round is None:
        return
    if at.entry.settled:
        raise DlqError(
            "You have locked in or seen the reference of this round; /dlq reveal shows your "
            "verdict again."
        )
    if not takes_answers(ctx, at.round):
        raise DlqError(
            f"Round {at.round.id} is over; /dlq past {at.round.date} shows what became of it."
        )


def _as_fields(at: Sitting, text: str) -> dict[str, tuple[str, ...]]:
    """An earlier answer, spread over the form's fields."""
    if at.question.kind == "choice":
        read = at.entry.answer.verdict.read_as if at.entry.answer else ""
        return {"answer": tuple(part.strip() for part in read.split(",") if part.strip())}
    if len(at.question.parts) > 1:
        pieces = [piece.strip() for piece in text.split(";")]
        return {part.name: (piece,) for part, piece in zip(at.question.parts, pieces, strict=False)}
    return {"answer": (text,)}


def opens(act: Action) -> Opens:
    """An option's button answers at once; the Answer button opens the form."""
    return "private" if len(act.args) == 2 else "form"


def press(ctx: Context, asking: Asking, act: Action) -> Reply | Form:
    asked = pressed(ctx, asking, act)
    if len(act.args) == 2:
        return _recorded(ctx, asking, asked, act.args[1].upper())
    return _form(ctx, asking, asked)


def submit(
    ctx: Context, asking: Asking, act: Action, values: Mapping[str, tuple[str, ...]]
) -> Reply | Refused:
    asked = pressed(ctx, asking, act)
    at = sitting(ctx, asking, asked)
    complaints = _complaints(at, values)
    reopen = action("answer", asked.token)
    if complaints:
        ctx.store.people.keep_draft(asking.person, reopen, values)
        return Refused(complaints, reopen)
    ctx.store.people.drop_draft(asking.person, reopen)
    return _recorded(ctx, asking, asked, _text(at, values))


def _complaints(at: Sitting, values: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    """What is wrong at which field, before anything is recorded."""
    names = [p.name for p in at.question.parts] if len(at.question.parts) > 1 else ["answer"]
    found = []
    for name in names:
        text = " ".join(values.get(name, ())).strip()
        if not text:
            found.append((name, "Nothing was entered here."))
        elif len(text) > LONGEST:
            found.append((name, f"At most {LONGEST:,} characters, please."))
        elif ";" in text and len(names) > 1:
            found.append((name, "One number belongs here; the others have fields of their own."))
    return tuple(found)


def _text(at: Sitting, values: Mapping[str, tuple[str, ...]]) -> str:
    if len(at.question.parts) > 1:
        return "; ".join(" ".join(values.get(p.name, ())) for p in at.question.parts)
    return ", ".join(values.get("answer", ()))


COMMAND = Command(
    path=("answer",),
    help="Answer the open question, or the practice question you just drew",
    more="With text it answers at once; alone it opens a form. You may answer again until you "
    "lock in or the round closes; the last readable answer counts.",
    options=(Option("text", "Your answer; leave it out for a form", rest=True),),
    run=run,
    opens=lambda given: "private" if "text" in given else "form",
    needs_group=False,
    doors={"answer": Door(opens=opens, press=press, submit=submit)},
)
