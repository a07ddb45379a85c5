"""files.*: an upload in three steps, processed and shared only after its last answer.

https://docs.slack.dev/messaging/working-with-files
"""

from typing import Any

from tests.slack_server.calls import Call, Method, check_blocks
from tests.slack_server.world import BOT_USER, ApiError, File, Message


def upload_url(call: Call) -> dict[str, Any]:
    call.needs("files:write")
    name, length = call.text("filename"), call.number("length", 0, 10**9, "invalid_arguments")
    if not name:
        raise ApiError("invalid_arguments")
    file = File(call.world.id("F"), name, length, call.text("alt_txt"))
    call.world.files[file.id] = file
    return {"upload_url": f"{call.server.base}/upload/{file.id}", "file_id": file.id}


def complete(call: Call) -> dict[str, Any]:
    """The answer holds no message: the file is looked at first, and shared after that."""
    call.needs("files:write")
    given = call.json("files", "invalid_arguments")
    if not isinstance(given, list) or not given:
        raise ApiError("invalid_arguments")
    files = [_uploaded(call, one) for one in given]
    if call.text("channel_id"):
        channel = call.channel("channel_id")
        if BOT_USER not in channel.members:
            raise ApiError("not_in_channel")
        thread, text = call.text("thread_ts"), call.text("initial_comment")
        if thread and call.world.message(channel, thread) is None:
            raise ApiError("thread_not_found")
        # Slack takes blocks, and ignores them beside a comment.
        blocks = [] if text else call.json("blocks", "invalid_blocks_format") or []
        shared = check_blocks(call.world, blocks, weigh=True)
    else:
        channel, thread, text, shared = None, "", "", []

    def process() -> None:
        for file in files:
            file.ready = True
        if channel is not None:
            message = Message(call.world.ts(), channel.id, BOT_USER, text, shared, thread)
            message.files = [file.id for file in files]
            call.world.add(message)

    call.server.later(call.server.processing, process)
    return {"files": [{"id": file.id, "title": file.name} for file in files]}


def _uploaded(call: Call, one: Any) -> File:
    file = call.world.files.get(one.get("id", "")) if isinstance(one, dict) else None
    if file is None:
        raise ApiError("file_not_found")
    if len(file.data) != file.length:
        raise ApiError("file_upload_size_mismatch")
    if file.shared:
        call.world.violation(f"{call.method}: {file.name} was completed before")
    file.shared = True
    return file


def info(call: Call) -> dict[str, Any]:
    call.needs("files:read")
    file = call.world.files.get(call.text("file"))
    if file is None:
        raise ApiError("file_not_found")
    kind = {"png": "image/png"}.get(file.name.rpartition(".")[2], "text/plain")
    return {
        "file": {
            "id": file.id,
            "name": file.name,
            "mimetype": kind if file.ready else "",
            "size": file.length,
        }
    }


METHODS = {
    "files.getUploadURLExternal": Method(
        upload_url, frozenset({"filename", "length", "alt_txt", "snippet_type"})
    ),
    "files.completeUploadExternal": Method(
        complete, frozenset({"files", "channel_id", "thread_ts", "initial_comment", "blocks"})
    ),
    "files.info": Method(info, frozenset({"file", "count", "page", "limit", "cursor"})),
}
