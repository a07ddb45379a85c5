"""A person with Slack's client: types commands, presses, chooses, fills in, and reads.

What they do is sent as the documented payloads, and what the app answers takes effect before them.
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.slack_server import payloads, shown
from tests.slack_server.blocks import escaped, interactive
from tests.slack_server.checking import Check
from tests.slack_server.elements import IN_OPTIONS_ANSWER
from tests.slack_server.filling import Filled, fill
from tests.slack_server.modals import DEEPEST, View
from tests.slack_server.socket import Ack
from tests.slack_server.world import BOT_USER, ApiError, Channel, Message, User

if TYPE_CHECKING:
    from tests.slack_server import SlackServer

Seen = Message | View
TROUBLE = "We had some trouble connecting. Try again?"


class Person:
    """Somebody in the workspace. `errors` are what the client showed them that no app said."""

    def __init__(self, server: "SlackServer", user: User) -> None:
        self.server, self.user = server, user
        self.errors: list[str] = []
        self.again: Callable[[], Awaitable[str]] | None = None
        """Delivers once more what they did last, as it was: Slack was seen to."""

    @property
    def id(self) -> str:
        return self.user.id

    # Reading

    def seen(self) -> list[Message]:
        """Messages in their channels and those for them alone, oldest first."""
        return self.server.world.visible_to(self.id)

    @property
    def view(self) -> View | None:
        """The view that is open before them, the topmost."""
        stack = self.server.modals.open[self.id]
        return stack[-1] if stack else None

    def reads(self) -> str:
        """Everything they can read now."""
        messages = [shown.text(one.blocks, one.text) for one in self.seen()]
        stack = self.server.modals.open[self.id]
        views = [f"{one.title}\n{shown.text(one.blocks)}" for one in stack]
        errors = [error for one in stack for error in one.errors.values()]
        return "\n".join([*messages, *views, *errors, *self.errors])

    def newest(self, words: str = "", *, private: bool | None = None) -> Message:
        """The newest message that holds these words; `private`: only for them, or for all."""
        for message in reversed(self.seen()):
            if private is not None and bool(message.only_for) != private:
                continue
            if words in shown.text(message.blocks, message.text):
                return message
        raise AssertionError(f"{self.user.name} sees no {words!r} in:\n{self.reads()}")

    async def sees(self, words: str, *, private: bool | None = None) -> Message:
        """Wait until they see a message with these words; it."""

        def found() -> Message | None:
            try:
                return self.newest(words, private=private)
            except AssertionError:
                return None

        return await self.server.until(found, what=lambda: f"{words!r} in:\n{self.reads()}")

    async def is_asked(self, title: str = "") -> View:
        """Wait until a view is open before them; it."""

        def found() -> View | None:
            return self.view if self.view is not None and title in self.view.title else None

        return await self.server.until(found, what=lambda: f"a view {title!r}")

    # Typing

    async def slash(self, channel: Channel, text: str = "", command: str = "/dlq") -> str:
        """Type a command; the error that the client shows, if any."""
        assert self.id in channel.members, "a person types where they are"
        assert not channel.archived, "an archived channel has no message field"
        manifest = self.server.manifest
        if command not in manifest.commands:
            return self._fails(f"{command} is not a valid command")
        written = payloads.with_names(self.server, text) if manifest.commands[command] else text
        payload = payloads.slash(self.server, self.user, channel, command, written)
        self.again = partial(self._command, payload, channel)
        return await self.again()

    async def _command(self, payload: dict[str, Any], channel: Channel) -> str:
        ack = await self.server.socket.deliver("slash_commands", payload)
        if ack.error:
            return self._fails(f'{payload["command"]} failed with the error "{ack.error}"')
        if ack.payload:
            self._shown(ack, channel)
        return ""

    def _shown(self, ack: Ack, channel: Channel) -> None:
        try:
            said = self.server.answers.message(self.id, channel.id, ack.payload)
            self.server.world.add(said)
        except ApiError as error:
            self.server.world.violation(f"acknowledgement of a command: {error.error} {error.more}")

    async def writes(self, channel: Channel, text: str, thread: Message | None = None) -> Message:
        """Write a message; the app hears of it if it asked to."""
        message = self._write(channel, text, thread)
        await self.server.events.emit(payloads.message(channel, message), channel)
        return message

    async def mention(
        self, channel: Channel, text: str = "", thread: Message | None = None
    ) -> Message:
        """Write a message that names the bot; it hears of it only where it is."""
        message = self._write(channel, f"@dlq {text}", thread)
        if BOT_USER in channel.members:
            event = payloads.message(channel, message) | {"type": "app_mention"}
            del event["channel_type"]
            await self.server.events.emit(event, channel)
            await self.server.events.emit(payloads.message(channel, message), channel)
        return message

    async def writes_dm(self, text: str, thread: Message | None = None) -> Message:
        """Write to the bot directly, which its manifest must allow."""
        assert self.server.manifest.messages_tab, "sending messages to this app is turned off"
        return await self.writes(self.server.world.direct(self.id), text, thread)

    def _write(self, channel: Channel, text: str, thread: Message | None) -> Message:
        assert self.id in channel.members and not channel.archived
        world = self.server.world
        under = (thread.thread_ts or thread.ts) if thread else ""
        if thread is not None:
            thread.thread_ts = under
        written = payloads.with_names(self.server, escaped(text), usual=True)
        return world.add(Message(world.ts(), channel.id, self.id, written, thread_ts=under))

    # Pressing and choosing

    def element(self, on: Seen, label: str) -> tuple[str, dict[str, Any]]:
        """The block_id and the element with this label, placeholder or action_id."""
        blocks = on.blocks
        for block in blocks:
            for element in interactive([block]):
                if label in {shown.label(element), element["action_id"]}:
                    return block["block_id"], element
        raise AssertionError(f"no {label!r} on {shown.labels(blocks)}")

    async def press(self, on: Seen, label: str) -> str:
        """Press a button; the error that the client shows, if any."""
        block_id, button = self.element(on, label)
        assert button["type"] == "button", f"{label} is a {button['type']}"
        action = {"text": button["text"], "type": "button"}
        if "value" in button:
            action["value"] = button["value"]
        return await self._act(on, block_id, button, action)

    async def choose(self, on: Seen, label: str, *chosen: str, typed: str = "") -> str:
        """Choose in a menu, of radio buttons or checkboxes, by what the options say."""
        block_id, element = self.element(on, label)
        options = await self.options(on, label, typed)
        taken = [option for option in options if option["text"]["text"] in chosen]
        assert len(taken) == len(chosen), f"{chosen} not in {[o['text']['text'] for o in options]}"
        many = element["type"] == "checkboxes" or element["type"].startswith("multi_")
        picked: dict[str, Any] = {"selected_options": taken} if many else {}
        if not many:
            [picked["selected_option"]] = taken
        return await self._act(on, block_id, element, {"type": element["type"], **picked})

    async def options(self, on: Seen, label: str, typed: str = "") -> list[dict[str, Any]]:
        """What can be chosen; an external menu is asked for after enough was typed."""
        block_id, element = self.element(on, label)
        if "external" not in element["type"]:
            return shown.options(element)
        if len(typed) < element.get("min_query_length", 3):
            return []
        payload = payloads.suggestion(self.server, self.user, on, block_id, element, typed)
        ack = await self.server.socket.deliver("interactive", payload)
        if ack.error:
            self._fails("Can't load results")
            return []
        check = Check()
        IN_OPTIONS_ANSWER(check, ack.payload, "")
        for wrong in check.errors or ([] if ack.payload else ["no options at all"]):
            self.server.world.violation(f"options: {wrong}")
        return [] if check.errors else shown.options(ack.payload)

    async def _act(
        self, on: Seen, block_id: str, element: dict[str, Any], action: dict[str, Any]
    ) -> str:
        assert self.server.manifest.interactivity, "the app has no interactivity"
        payload = payloads.action(self.server, self.user, on, block_id, element, action)
        self.again = partial(self._clicked, payload)
        return await self.again()

    async def _clicked(self, payload: dict[str, Any]) -> str:
        ack = await self.server.socket.deliver("interactive", payload)
        if ack.payload:
            self.server.world.violation(f"a click takes no payload: {ack.payload}")
        return self._fails(ack.error) if ack.error else ""

    # Filling in

    async def submit(self, values: Mapping[str, str | tuple[str, ...]] = {}) -> str:
        """Fill in the view that is open and send it. Fields by label or block_id; choices by what
        the options say or stand for. The error that the client shows, if any."""
        view = self.view
        assert view is not None, "a view is open"
        assert "submit" in view.given, "the view can be sent"
        filled: Filled = fill(view.blocks, view.values, values)
        view.values, view.errors = filled.values, filled.missing
        if filled.missing:
            return "required"
        payload = payloads.submission(self.server, self.user, view, filled.values)
        self.again = partial(self._submitted, payload, view)
        return await self.again()

    async def _submitted(self, payload: dict[str, Any], view: View) -> str:
        ack = await self.server.socket.deliver("interactive", payload)
        if ack.error:
            view.errors = {"": TROUBLE}
            return self._fails(TROUBLE)
        return self._answered(view, ack.payload)

    def _answered(self, view: View, payload: dict[str, Any]) -> str:
        """What an acknowledgement does to a view."""
        modals = self.server.modals
        try:
            match payload.get("response_action"):
                case None if not payload:
                    modals.close(view)
                case "clear":
                    modals.close(view, all=True)
                case "errors":
                    view.errors = _field_errors(view, payload)
                case "update":
                    modals.redraw(view, modals.checked(payload.get("view")))
                case "push" if len(modals.open[self.id]) < DEEPEST:
                    modals.show(self.id, modals.checked(payload.get("view")), view)
                case _:
                    raise ApiError("invalid response_action")
        except ApiError as error:
            self.server.world.violation(f"acknowledgement of a view: {error.error} {error.more}")
            view.errors = {"": TROUBLE}
            return self._fails(TROUBLE)
        return ""

    async def close(self) -> str:
        """Close the view that is open; the app hears of it only if it asked to."""
        view = self.view
        assert view is not None, "a view is open"
        self.server.modals.close(view, all=view.given.get("clear_on_close", False))
        if view.given.get("notify_on_close"):
            payload = payloads.closing(self.server, self.user, view)
            await self.server.socket.deliver("interactive", payload)
        return ""

    def _fails(self, error: str) -> str:
        self.errors.append(error)
        return error


def _field_errors(view: View, payload: dict[str, Any]) -> dict[str, str]:
    """https://docs.slack.dev/surfaces/modals#displaying_errors"""
    errors = payload.get("errors")
    fields = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    right = isinstance(errors, dict) and errors and errors.keys() <= fields
    if not right or not all(isinstance(text, str) and text for text in errors.values()):
        raise ApiError("invalid errors", errors=errors)
    return errors
