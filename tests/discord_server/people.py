"""People, acting and seeing as through Discord's client: they can do only what it would let them.

What it would not let them do is an AssertionError, so that no test does the impossible; `forge`
sends what only a forger could.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.discord_server import commands, modals, payloads
from tests.discord_server.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    DEFER_UPDATE,
    SUBMIT,
)
from tests.discord_server.permissions import Permission, base, may
from tests.discord_server.state import (
    DM,
    Channel,
    Guild,
    Interaction,
    Member,
    Message,
    User,
    walk,
)

if TYPE_CHECKING:
    from tests.discord_server.server import DiscordServer


@dataclass(eq=False)
class Modal:
    """A modal before a person. It stays open until a submission of it was taken."""

    of: Interaction
    data: dict[str, Any]
    open: bool = True

    @property
    def title(self) -> str:
        return str(self.data["title"])

    @property
    def names(self) -> list[str]:
        return list(modals.fields(self.data))

    @property
    def begins_with(self) -> dict[str, Any]:
        return modals.begins_with(self.data)


@dataclass(eq=False)
class Answer:
    """What a person sees come of what they did."""

    of: Interaction
    server: "DiscordServer"
    modal: Modal | None = None
    was: int = 0

    @property
    def failed(self) -> str:
        return self.of.failed

    @property
    def messages(self) -> list[Message]:
        """The answer and its follow-ups as they stand now, oldest first."""
        found = [self.of.original, *self.of.followups]
        if self.of.answered in {6, 7} and self.of.message and self.of.message.edits > self.was:
            found.insert(0, self.of.message)
        return [m for m in found if m is not None and not m.deleted and not m.loading]

    @property
    def message(self) -> Message:
        """The one message that the answer is."""
        [message] = self.messages
        return message

    @property
    def text(self) -> str:
        return "\n".join(message.text for message in self.messages)

    @property
    def private(self) -> bool:
        return all(message.only_for is not None for message in self.messages)

    def shows(self, words: str) -> bool:
        return words in self.text


@dataclass(eq=False)
class Person:
    """Somebody at their client."""

    server: "DiscordServer"
    user: User
    modals: list[Modal] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def dm(self) -> Channel:
        return self.server.discord.dm(self.server.discord.bot, self.user)

    def joins(self, *guilds: Guild, roles: Sequence[int] = (), nick: str | None = None) -> "Person":
        for guild in guilds:
            guild.members[self.user.id] = Member(self.user, list(roles), nick)
        return self

    def installs(self) -> "Person":
        """Install the application for themselves, to use it anywhere."""
        self.user.installed_app = True
        return self

    # What they see

    def sees(self, channel: Channel | None = None) -> list[Message]:
        """All messages that they see, or those in one place, oldest first."""
        seen = self.server.discord.seen_by(self.user)
        return [message for message in seen if channel in {None, message.channel}]

    def reads(self, channel: Channel | None = None) -> str:
        return "\n".join(message.text for message in self.sees(channel))

    def newest(self, words: str = "", channel: Channel | None = None) -> Message:
        """The newest message they see which says so."""
        found = [message for message in self.sees(channel) if words in message.text]
        assert found, f"{self.name} sees nothing that says {words!r}:\n{self.reads(channel)}"
        return found[-1]

    # What they do

    async def slash(self, channel: Channel, words: str = "", /, **given: object) -> Answer:
        """Use a command; `words` name the subcommand, options come by name."""
        return await self.command(channel, words, given)

    async def command(
        self,
        channel: Channel,
        words: str,
        given: Mapping[str, object],
        *,
        times: int = 1,
        waits: bool = True,
    ) -> Answer:
        """Like `slash`, with options whose names are no names of Python; `times` delivers it so
        often, and who does not wait looks at the answer later."""
        declared = self._offered(channel)
        data = commands.data(declared, words, given)
        if channel.guild is not None:
            data["guild_id"] = str(channel.guild.id)
        made = self._interaction(COMMAND, channel, data)
        return await self._done(made, times=times, waits=waits)

    async def autocomplete(
        self, channel: Channel, words: str, option: str, typed: str = "", **given: object
    ) -> list[tuple[str, str]]:
        """Type into an option; the (value, name) pairs that are offered."""
        data = commands.asked(self._offered(channel), words, option, typed, given)
        answer = await self._done(self._interaction(AUTOCOMPLETE, channel, data))
        assert not answer.failed, "the client shows that loading options failed"
        return [(c["value"], c["name"]) for c in answer.of.choices or []]

    async def press(
        self, message: Message, label: str, *, times: int = 1, waits: bool = True
    ) -> Answer:
        """Press the button with this label."""
        buttons = [b for b in message.buttons if b.get("label") == label]
        assert buttons, f"no button {label!r}, but {message.labels}"
        assert not buttons[0].get("disabled"), f"{label!r} is disabled"
        assert buttons[0].get("style") != 5, f"{label!r} is a link"
        return await self._use(message, buttons[0], {}, times=times, waits=waits)

    async def choose(self, message: Message, *values: str, of: str = "") -> Answer:
        """Choose in the message's select menu (`of` is its custom id where there are several)."""
        menus = [n for n in walk(message.components) if n["type"] == 3]
        menu = next(n for n in menus if of in {"", n["custom_id"]})
        known = [option["value"] for option in menu["options"]]
        assert set(values) <= set(known), f"{values} of {known}"
        assert menu.get("min_values", 1) <= len(values) <= menu.get("max_values", 1)
        assert not menu.get("disabled"), "the menu is disabled"
        return await self._use(message, menu, {"values": list(values)})

    async def submit(
        self, modal: Modal, *, times: int = 1, waits: bool = True, **values: Any
    ) -> Answer:
        """Fill a modal in and send it; what is not named stays as it was."""
        assert modal.open, "the modal is closed"
        assert modal.of.user is self.user, "it is open before somebody else"
        answered = modals.filled(modal.data, values)
        data = {"custom_id": modal.data["custom_id"], "components": answered}
        made = self._interaction(SUBMIT, modal.of.channel, data, modal.of.message)
        answer = await self._done(made, times=times, waits=waits)
        modal.open = bool(answer.failed)
        return answer

    async def forge(
        self, channel: Channel, kind: int, data: dict[str, Any], message: Message | None = None
    ) -> Answer:
        """Send what no client would: a made-up custom id, somebody else's button."""
        return await self._done(self._interaction(kind, channel, data, message))

    # How it goes out

    def _offered(self, channel: Channel) -> dict[str, Any]:
        """The command as the client offers it here; an AssertionError if it does not."""
        [declared] = [c for c in self.server.discord.commands if c["name"] == "dlq"]
        owners = self._owners(channel)
        kinds = {int(kind) for kind in owners} & set(declared["integration_types"])
        assert kinds, f"{self.name} is offered no command there"
        context = 0 if channel.guild else 1 if self._with_bot(channel) else 2
        contexts = declared.get("contexts")
        assert contexts is None or context in contexts, "the command is not for such a place"
        if channel.guild is not None:
            needed = Permission.VIEW_CHANNEL, Permission.USE_APPLICATION_COMMANDS
            assert may(channel, self.user.id, *needed), f"{self.name} may use no commands there"
            bits = declared.get("default_member_permissions")
            own = base(channel.guild, self.user.id)
            assert bits is None or own & int(bits) == int(bits), "the command is not shown"
        return declared

    def _with_bot(self, channel: Channel) -> bool:
        return channel.type == DM and self.server.discord.bot.id in channel.recipients

    def _owners(self, channel: Channel) -> dict[str, str]:
        """Who installed what makes this possible."""
        owners = {}
        bot = self.server.discord.bot.id
        if channel.guild is not None and bot in channel.guild.members:
            owners["0"] = str(channel.guild.id)
        elif self._with_bot(channel):
            owners["0"] = "0"
        if self.user.installed_app:
            owners["1"] = str(self.user.id)
        return owners

    def _interaction(
        self,
        kind: int,
        channel: Channel,
        data: dict[str, Any],
        message: Message | None = None,
    ) -> Interaction:
        discord = self.server.discord
        owners = self._owners(channel)
        if message is not None and message.token and "0" not in owners:
            owners = discord.interactions[message.token].owners
        number = discord.new_id()
        token = f"aW50ZXJhY3Rpb24-{number:x}"
        return Interaction(
            number, token, kind, self.user, channel, data, owners, discord.clock(), message
        )

    async def _use(
        self,
        message: Message,
        node: Mapping[str, Any],
        more: dict[str, Any],
        *,
        times: int = 1,
        waits: bool = True,
    ) -> Answer:
        assert message in self.sees(), f"{self.name} does not see the message"
        data = {"component_type": node["type"], "custom_id": node["custom_id"], "id": node["id"]}
        made = self._interaction(COMPONENT, message.channel, data | more, message)
        return await self._done(made, times=times, waits=waits)

    async def _done(self, made: Interaction, *, times: int = 1, waits: bool = True) -> Answer:
        """Send it, and wait until the person sees what came of it."""
        was = made.message.edits if made.message else 0
        answer = Answer(made, self.server, was=was)
        self.server.rest.interactions.deliver(made, times=times)
        if waits:
            await self.sees_outcome(answer)
        return answer

    async def sees_outcome(self, answer: Answer, within: float = 10.0) -> Answer:
        """Wait until the answer is there: the first one, and after a deferral what it promised."""
        made = answer.of
        await self.server.discord.until(lambda: _settled(made), within)
        if made.modal is not None and answer.modal is None:
            answer.modal = Modal(made, made.modal)
            self.modals.append(answer.modal)
        return answer

    async def waits_for(self, what: Callable[[], bool], within: float = 10.0) -> None:
        await self.server.discord.until(what, within)


def _settled(made: Interaction) -> bool:
    if made.failed:
        return True
    if made.answered is None:
        return False
    return not made.pending or (made.answered == DEFER_UPDATE and made.touched > 1)


def sight(message: Message) -> tuple[str, list[str]]:
    """A message as a transcript has it: its text and its buttons."""
    return message.text, message.labels


def told(message: Message) -> dict[str, Any]:
    """A message as JSON, to compare with what a client got."""
    return payloads.message(message, message.at)
