"""How interactions are answered: the first answer, the original message, follow-ups.

https://docs.discord.com/developers/interactions/receiving-and-responding
"""

import asyncio
from datetime import timedelta
from typing import Any

from tests.discord_server import bodies, commands, modals, payloads
from tests.discord_server.bodies import Body
from tests.discord_server.channels import Channels
from tests.discord_server.refusals import Refusal
from tests.discord_server.service import Discord
from tests.discord_server.state import (
    COMMAND_REPLY,
    DEFAULT,
    EPHEMERAL,
    LOADING,
    Interaction,
    Message,
)

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
TOKEN_LASTS = timedelta(minutes=15)
MOST_FOLLOWUPS = 5
"""Where the application is only installed by the person, not in the server."""

ALLOWED = {
    COMMAND: {MESSAGE, DEFER, MODAL},
    COMPONENT: {MESSAGE, DEFER, DEFER_UPDATE, UPDATE, MODAL},
    AUTOCOMPLETE: {CHOICES},
    SUBMIT: {MESSAGE, DEFER, DEFER_UPDATE, UPDATE},
}
"""Which first answers each kind takes."""

Json = dict[str, Any]


class Interactions:
    """The effects of the callback and webhook routes."""

    def __init__(self, service: Discord, channels: Channels) -> None:
        self.service, self.channels = service, channels
        self.waiting: set[asyncio.Task[None]] = set()

    # Going out to the bot

    def deliver(self, interaction: Interaction, *, times: int = 1) -> None:
        """Bring an interaction to the bot; its three seconds begin."""
        service = self.service
        service.interactions[interaction.token] = interaction
        payload = payloads.interaction(interaction, service.app, service.bot, service.clock())
        heard = service.gateway.connected
        for _ in range(times):
            service.gateway.dispatch("INTERACTION_CREATE", payload)
        if not service.gateway.sessions:
            self.fail(interaction, "the application did not respond")
            return
        task = asyncio.create_task(self._watch(interaction, [s.id for s in heard]))
        self.waiting.add(task)
        task.add_done_callback(self.waiting.discard)

    async def _watch(self, interaction: Interaction, heard: list[str]) -> None:
        """Three seconds later: a bot that was there all the time and said nothing broke a rule."""
        await asyncio.sleep(self.service.patience)
        if interaction.answered is not None or interaction.failed:
            return
        self.fail(interaction, "the application did not respond")
        still = {session.id for session in self.service.gateway.connected}
        if set(heard) & still:
            self.service.violate(f"no answer to {describe(interaction)} within three seconds")

    def fail(self, interaction: Interaction, why: str) -> None:
        interaction.failed = why
        self.service.poke()

    # The first answer

    def answer(self, id: str, token: str, body: Body) -> Json:
        """The first answer; what it made, as with `with_response`."""
        found = self.service.interactions.get(token)
        if found is None or str(found.id) != id:
            raise Refusal(10062)
        if found.answered is not None:
            raise Refusal(40060)
        late = self.service.clock() - found.at > timedelta(seconds=self.service.patience)
        if found.failed or late:
            found.failed = found.failed or "the application did not respond"
            raise Refusal(10062)
        kind = body.data.get("type")
        if kind not in ALLOWED[found.kind]:
            raise Refusal(50035, {"type": {"_errors": [{"code": "BASE_TYPE_CHOICES"}]}})
        if kind in {DEFER_UPDATE, UPDATE} and found.message is None:
            raise Refusal(50035, {"type": {"_errors": [{"code": "INTERACTION_TYPE_INVALID"}]}})
        inner = Body(body.data.get("data") or {}, body.files)
        self._take(found, int(kind), inner)
        found.answered = int(kind)
        found.touched += 1
        self.service.poke()
        return self._told(found)

    def _take(self, found: Interaction, kind: int, body: Body) -> None:
        match kind:
            case 4:
                found.original = self._message(found, body, bodies.ephemeral(body))
            case 5:
                if body.flags & ~EPHEMERAL or set(body.data) - {"flags"}:
                    self.service.violate(f"a deferral takes the ephemeral flag only: {body.data}")
                found.original = self._thinking(found, private=bodies.ephemeral(body))
                found.pending = True
            case 6:
                found.pending = True
            case 7:
                assert found.message is not None
                self.channels.redraw(found.message, body)
            case 8:
                found.choices = commands.choices_checked(body.data.get("choices"))
            case 9:
                found.modal = modals.checked(body.data)
                self.service.notes.opened.append(f"{found.user.name}: {found.modal['title']}")

    def _told(self, found: Interaction) -> Json:
        told: Json = {"id": str(found.id), "type": found.kind}
        answer: Json = {"interaction": told}
        if found.original is not None:
            told |= {
                "response_message_id": str(found.original.id),
                "response_message_loading": found.original.loading,
                "response_message_ephemeral": found.original.only_for is not None,
            }
        answer["resource"] = {"type": found.answered}
        message = found.message if found.answered == UPDATE else found.original
        if found.answered in {MESSAGE, DEFER, UPDATE} and message is not None:
            answer["resource"]["message"] = payloads.message(message, self.service.clock())
        return answer

    def _blank(self, found: Interaction, *, private: bool) -> Message:
        service = self.service
        kind = COMMAND_REPLY if found.kind == COMMAND else DEFAULT
        message = Message(service.new_id(), found.channel, service.bot, service.clock(), kind)
        message.token, message.reference = found.token, found.message
        if private:
            message.only_for, message.flags = found.user, EPHEMERAL
        return message

    def _message(self, found: Interaction, body: Body, private: bool) -> Message:
        message = self._blank(found, private=private)
        bodies.fill(message, body, self.service.new_id, v2=bodies.v2_after(message, body))
        if private:
            message.flags |= EPHEMERAL
        self.channels.stand(message, body.data.get("allowed_mentions"))
        return message

    def _thinking(self, found: Interaction, *, private: bool) -> Message:
        message = self._blank(found, private=private)
        message.flags |= LOADING
        found.channel.messages[message.id] = message
        return message

    # Afterwards

    def open(self, app: str, token: str) -> Interaction:
        """The interaction of a token that still serves."""
        found = self.service.interactions.get(token)
        if found is None or app != str(self.service.app):
            raise Refusal(10015)
        if self.service.clock() - found.at > TOKEN_LASTS:
            raise Refusal(50027)
        if found.answered is None or found.answered == CHOICES:
            raise Refusal(10015)
        return found

    def _one(self, found: Interaction, id: str) -> Message:
        """The original or a follow-up, by its id or as @original."""
        if id == "@original":
            updates = found.answered in {DEFER_UPDATE, UPDATE}
            message = found.message if updates else found.original
        else:
            own = [found.original, *found.followups]
            message = next((m for m in own if m is not None and str(m.id) == id), None)
        if message is None or message.deleted:
            raise Refusal(10008)
        return message

    def show(self, app: str, token: str, id: str) -> Json:
        return payloads.message(self._one(self.open(app, token), id), self.service.clock())

    def edit(self, app: str, token: str, id: str, body: Body) -> Json:
        found = self.open(app, token)
        message = self._one(found, id)
        self._complete(found, message, body)
        return payloads.message(message, self.service.clock())

    def _complete(self, found: Interaction, message: Message, body: Body) -> None:
        """Draw a message anew; one that was only promised stands now, and may notify."""
        was_loading = message.loading
        self.channels.redraw(message, body)
        message.flags &= ~LOADING
        if was_loading:
            self.service.notify(message)
        self._touch(found)

    def _touch(self, found: Interaction) -> None:
        found.pending = False
        found.touched += 1
        self.service.poke()

    def delete(self, app: str, token: str, id: str) -> None:
        found = self.open(app, token)
        self._one(found, id).deleted = True
        if id == "@original":
            found.original_gone = True
        found.touched += 1
        self.service.poke()

    def follow_up(self, app: str, token: str, body: Body) -> Json:
        """One more message; right after a deferral it completes that instead."""
        found = self.open(app, token)
        original = found.original
        if original is not None and original.loading and not original.deleted:
            self._complete(found, original, body)
            return payloads.message(original, self.service.clock())
        if found.only_user_installed and len(found.followups) >= MOST_FOLLOWUPS:
            raise Refusal(40094)
        message = self._message(found, body, bodies.ephemeral(body))
        found.followups.append(message)
        self._touch(found)
        return payloads.message(message, self.service.clock())


def describe(interaction: Interaction) -> str:
    """Who did what, for a report."""
    data = interaction.payload
    what = data.get("custom_id") or f"/{data.get('name')} {data.get('options')}"
    return f"{interaction.user.name}: {what}"
