"""App: the door through which events come in and replies go out. It cannot send."""

import hashlib
import logging
import random
import re
from collections.abc import Mapping
from dataclasses import replace

from bot import commands
from bot.actions import parse
from bot.bank import Bank
from bot.cards.review import undelivered_line
from bot.cards.words import joined, refusal, say
from bot.context import Asking, Command, Context, Door, Opens, Outcome
from bot.errors import DlqError, NotAllowedHere
from bot.events import (
    AnyEvent,
    ButtonPressed,
    CommandUsed,
    Event,
    FormSubmitted,
    OptionsAsked,
    Person,
    Place,
    PlaceGained,
    PlaceLost,
    well_formed,
)
from bot.ledger import GONE, Group
from bot.message import (
    Choices,
    Form,
    Paragraph,
    Refused,
    Reply,
    dump_reply,
    load_reply,
    plain_paragraph,
    with_blocks,
)
from bot.pace import MOST, MOST_PRACTICE, Pace
from bot.settings import Settings
from bot.steps.answering import round_card
from bot.steps.places import gain, lose
from bot.steps.sealing import Sealed
from bot.store import Store
from bot.typed import checked, completions, read, suggestions

log = logging.getLogger(__name__)

PRACTICE = {("random",), ("question",), ("review",)}
"""Commands that draw a question for one person alone."""


class App:
    """All commands over one Store and one Bank. Synchronous; runs on the core's thread."""

    def __init__(self, store: Store, bank: Bank, settings: Settings, rng: random.Random) -> None:
        self.store = store
        self.bank = bank
        self.settings = settings
        self.rng = rng
        self._paces = {False: Pace(MOST), True: Pace(MOST_PRACTICE)}
        self.commands = commands.found()
        self._by_path = {command.path: command for command in self.commands}
        self._doors: dict[str, tuple[Command, Door]] = {
            verb: (command, door)
            for command in self.commands
            for verb, door in command.doors.items()
        }

    # What adapters ask before they call; memory only

    def parse(self, words: str) -> tuple[tuple[str, ...], dict[str, str]]:
        """Typed words as a command's path and its options."""
        return read(words, self.commands, self.bank)

    def complete(self, line: str) -> list[tuple[str, str]]:
        """Words that may end a typed line, with descriptions."""
        return completions(line, self.commands, self.bank)

    def opens(self, event: AnyEvent) -> Opens:
        """How the adapter must acknowledge before it calls `handle`."""
        match event:
            case CommandUsed(path=path, options=options):
                command = self._by_path.get(path)
                return command.opens(frozenset(options)) if command else "private"
            case ButtonPressed(action=text):
                return self._action_opens(text)
            case OptionsAsked() | PlaceGained() | PlaceLost():
                return "nothing"
            case _:
                return "private"

    def _action_opens(self, text: str) -> Opens:
        try:
            act = parse(text)
        except DlqError:
            return "private"
        found = self._doors.get(act.verb)
        return found[1].opens(act) if found else "private"

    # The door

    def handle(self, event: AnyEvent) -> Reply | Form | Refused | Choices:
        """What to answer. A foreseen error is a private Reply that is `refused`; anything else is
        logged, and the person gets one honest sentence with a reference code."""
        try:
            return self._handle(event)
        except DlqError as error:
            return refusal(error)
        except Exception:
            code = hashlib.sha256(event.id.encode()).hexdigest()[:8]
            log.exception("event %s (reference %s) failed", type(event).__name__, code)
            return Reply(
                say(
                    "Something went wrong on my side, and nothing was changed. Try again; if it "
                    f"stays, tell whoever runs me this reference: {code}."
                ),
                refused=True,
            )

    def _handle(self, event: AnyEvent) -> Reply | Form | Refused | Choices:
        match event:
            case OptionsAsked(path=path, option=option, typed=typed):
                found = suggestions(self.commands, self.bank, path, option, typed)
                return Choices(tuple(found))
            case PlaceGained() | PlaceLost():
                return self._noted(event)
            case _ if self.opens(event) == "form":
                return self._form(event)
            case _:
                return self._once(event)

    def _form(self, event: Event) -> Outcome:
        """What opens a form only reads: the person waits for the form itself."""
        context = self._context(event)
        try:
            return self._perform(context, event)
        except Sealed as sealed:
            return self._card(context, event, sealed)

    def _once(self, event: Event) -> Outcome:
        """The effect of a delivery and the memory of it are one transaction; one that comes again
        gets the same Reply and changes nothing, also if it was refused and would be taken now."""
        with self.store.atomic():
            remembered = self.store.people.remembered(event.id)
            if remembered is not None:
                return load_reply(remembered)
            before = self.store.changes()
            self._meet(event)
            outcome = self._with_notices(event, self._tried(event))
            changed = self.store.changes() != before
            if changed:
                self._pace(event).note(event.person, event.at)
            if isinstance(outcome, Reply) and (changed or outcome.refused):
                self.store.people.remember(event.id, dump_reply(outcome), event.at)
            return outcome

    def _tried(self, event: Event) -> Outcome:
        """The outcome of an event; nothing of one that is refused is left."""
        context = self._context(event)
        try:
            self._pace(event).check(event.person, event.at)
            with self.store.atomic():
                return self._perform(context, event)
        except Sealed as sealed:
            return self._card(context, event, sealed)
        except DlqError as error:
            return refusal(error)

    def _pace(self, event: Event) -> Pace:
        """Practice is private: nobody else has to look at it."""
        match event:
            case CommandUsed(path=path):
                return self._paces[path in PRACTICE]
            case ButtonPressed(action=text) | FormSubmitted(action=text):
                return self._paces[re.match(r"dlq:\w+:p\d", text) is not None]
        return self._paces[False]

    def _context(self, event: Event) -> Context:
        return Context(self.store, self.bank, self.settings, event.at, self.rng, self.commands)

    def _meet(self, event: Event) -> None:
        """Remember the person and where they were seen, and the place's name."""
        self.store.people.number(event.person)
        if event.place is not None:
            self.store.people.see(event.person, event.place.community)
            self.store.groups.rename(event.place)

    def _card(self, context: Context, event: Event, sealed: Sealed) -> Reply:
        return Reply(round_card(context, self._asking(context, event), sealed.by))

    def _perform(self, context: Context, event: Event) -> Outcome:
        match event:
            case CommandUsed(path=path, options=options):
                command = self._by_path.get(path)
                if command is None:
                    raise DlqError(f"There is no /dlq {' '.join(path)}; /dlq help lists all.")
                asking = self._admitted(context, event, command)
                typed = {name: well_formed(value) for name, value in options.items()}
                return command.run(context, asking, checked(command, typed))
            case ButtonPressed(action=text):
                command, door = self._door(text)
                return door.press(context, self._admitted(context, event, command), parse(text))
            case FormSubmitted(action=text, values=values):
                return self._submit(context, event, text, values)
        raise TypeError(f"no event of ours: {event!r}")

    def _submit(
        self, context: Context, event: Event, text: str, values: Mapping[str, tuple[str, ...]]
    ) -> Outcome:
        command, door = self._door(text)
        asking = self._admitted(context, event, command)
        if door.submit is None:
            raise DlqError("This form is not one of mine, or is too old for me to know.")
        typed = {name: tuple(map(well_formed, value)) for name, value in values.items()}
        return door.submit(context, asking, parse(text), typed)

    def _door(self, text: str) -> tuple[Command, Door]:
        act = parse(text)
        if act.verb not in self._doors:
            raise DlqError("This button is not one of mine, or is too old for me to know.")
        return self._doors[act.verb]

    # Who asks, and for which group

    def _admitted(self, context: Context, event: Event, command: Command) -> Asking:
        is_button = not isinstance(event, CommandUsed)
        asking = self._asking(context, event)
        if asking.group is None and command.needs_group and not is_button:
            raise DlqError(self._which_group(event))
        # What needs no group (setup) is done to the place itself.
        manages = asking.may_manage or (event.may_manage and not command.needs_group)
        if command.admin and not manages:
            raise NotAllowedHere(
                f"/dlq {command.name} is for those who manage this community, for whoever set the "
                "group up, and for those whom admins added."
            )
        return asking

    def _asking(self, context: Context, event: Event) -> Asking:
        group = self._group(context, event)
        manages = event.may_manage and (group is None or self._is_near(context, group, event.place))
        added = group is not None and (
            group.made_by == event.person or context.store.members.is_admin(group, event.person)
        )
        return Asking(event.person, event.place, manages or added, group, event.obstacle)

    def _is_near(self, context: Context, group: Group, place: Place | None) -> bool:
        """Whether the group has a place in that place's community, whose word on who manages it
        holds for no other."""
        communities = {(p.platform, p.community) for p in context.store.groups.places(group)}
        return place is not None and (place.platform, place.community) in communities

    def _group(self, context: Context, event: Event) -> Group | None:
        """The place's group; elsewhere the community's only one, else the only one the person has
        answered in, else the only one they made."""
        groups = context.store.groups
        if event.place is not None:
            here = groups.of_place(event.place)
            near = groups.of_community(event.place.platform, event.place.community)
            if here is not None or len(near) == 1:
                return here or near[0]
        answered = groups.answered_in(event.person) or groups.made_by(event.person)
        return answered[0] if len(answered) == 1 else None

    def _which_group(self, event: Event) -> str:
        if event.place is None:
            return "Use this in a channel of the group that you mean: I cannot tell which it is."
        here, groups = (event.place.platform, event.place.community), self.store.groups
        places = [place for group in groups.of_community(*here) for place in groups.places(group)]
        near = [f"#{p.called}" for p in places if (p.platform, p.community) == here]
        if near:
            return f"Several groups are near; use this in a channel of yours: {joined(near, 'or')}."
        return (
            "No group is in this channel. An admin can make one here: /dlq admin setup time=09:00 "
            "zone=Europe/Berlin. To practise by yourself: /dlq random."
        )

    # What somebody could not be told

    def _with_notices(self, event: Event, outcome: Outcome) -> Outcome:
        """On somebody's next command: what no direct message could bring them."""
        if not isinstance(event, CommandUsed) or not isinstance(outcome, Reply):
            return outcome
        lines: list[Paragraph] = []
        command = self._by_path.get(event.path)
        if command is not None and command.admin:
            untold = [p for who in self._told_for(event) for p in self.store.posts.untold_to(who)]
            missed = [post for post in untold if self.store.posts.tell(post.id)]
            lines += [plain_paragraph(f"Before I forget: {p.message.summary}") for p in missed]
        failed = self.store.reminders.take_failure(event.person) if outcome.private else None
        if failed is not None:
            lines.append(undelivered_line(*failed))
        if not lines:
            return outcome
        return replace(outcome, message=with_blocks(outcome.message, lines))

    def _told_for(self, event: Event) -> list[Person]:
        """Whose notices whoever asks is told: their own and, if they manage a group whose maker
        was forgotten, the maker's."""
        asking = self._asking(self._context(event), event)
        maker = asking.group.made_by if asking.group and asking.may_manage else event.person
        return [event.person, maker] if maker.platform == GONE else [event.person]

    def _noted(self, event: PlaceGained | PlaceLost) -> Reply:
        """News of a place is taken once: it may have come back since, or been left."""
        noted = Reply(say("Noted."))
        with self.store.atomic():
            if self.store.people.remembered(event.id) is None:
                self.store.people.remember(event.id, dump_reply(noted), event.at)
                context = Context(self.store, self.bank, self.settings, event.at, self.rng)
                if isinstance(event, PlaceGained):
                    gain(context, event)
                else:
                    lose(context, event)
        return noted
