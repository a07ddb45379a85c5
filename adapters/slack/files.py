"""Files of a Post: they go into the thread under its first page, by Slack's upload in three steps.

Until the last step nothing can be seen, and the first two may be repeated at will.
https://docs.slack.dev/messaging/working-with-files
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from adapters.slack.web import Web
from bot.message import Emphasis, File, Message, plain_paragraph
from bot.platform import OutcomeUnknown, TryLater

AGAIN = timedelta(seconds=10)
"""How long to wait after an upload whose outcome is not known: nothing of it can be seen."""

FILE = "F"
"""With what the id of a file begins, as no message's ts does."""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that Slack has and nobody sees."""

    id: str
    name: str


def files_of(message: Message) -> list[File]:
    return [block for block in message.blocks if isinstance(block, File)]


def without_files(message: Message) -> Message:
    """The message as it is drawn where its files stand under it."""
    blocks = (
        plain_paragraph(Emphasis(f"[File: {block.name}, {len(block.data):,} bytes, in the thread]"))
        if isinstance(block, File)
        else block
        for block in message.blocks
    )
    return replace(message, blocks=tuple(blocks))


async def upload(web: Web, file: File) -> Uploaded:
    """Bring a file to Slack. An outcome that is not known is as good as none."""
    try:
        place = await web.call(
            "files.getUploadURLExternal", filename=file.name, length=len(file.data)
        )
        await web.upload(str(place["upload_url"]), file.data)
    except OutcomeUnknown as error:
        raise TryLater(str(error), after=AGAIN) from None
    return Uploaded(str(place["file_id"]), file.name)


async def share(web: Web, file: Uploaded, channel: str, thread: str) -> None:
    """Let the file be seen, in the thread under a message."""
    await web.call(
        "files.completeUploadExternal",
        files=[{"id": file.id, "title": file.name}],
        channel_id=channel,
        thread_ts=thread,
    )
