"""What the bot must be allowed to do where Posts are to stand, in words an admin understands."""

from bot.cards.words import joined

ADMINISTRATOR = 1 << 3
MANAGE_GUILD = 1 << 5
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
ATTACH_FILES = 1 << 15
READ_HISTORY = 1 << 16
PUBLIC_THREADS = 1 << 35
SEND_IN_THREADS = 1 << 38

NAMES = {
    VIEW_CHANNEL: "View Channel",
    SEND_MESSAGES: "Send Messages",
    ATTACH_FILES: "Attach Files",
    READ_HISTORY: "Read Message History",
}
NEEDED = (VIEW_CHANNEL, SEND_MESSAGES, READ_HISTORY)
"""Without these there are no Posts. History: a post whose answer was lost is looked for there."""
WANTED = (ATTACH_FILES, PUBLIC_THREADS, SEND_IN_THREADS)
"""Pictures, and reveals in a thread; without threads a reveal is a reply."""
INVITED_WITH = sum(NEEDED) + sum(WANTED)
"""The number in the invite link."""

WITHOUT_CHANNELS = {15: "a forum", 16: "a media channel"}
"""Channel types that hold threads only."""


def may_manage(permissions: int) -> bool:
    """Whether somebody administers the server. Its owner has all permissions."""
    return bool(permissions & (ADMINISTRATOR | MANAGE_GUILD))


def missing(permissions: int, *wanted: int) -> list[int]:
    """What is needed, or `wanted` besides, and not there. Who may not view a channel is denied all
    else in it, so that is to be mended first."""
    if permissions & ADMINISTRATOR:
        return []
    if not permissions & VIEW_CHANNEL:
        return [VIEW_CHANNEL]
    return [bit for bit in (*NEEDED, *wanted) if not permissions & bit]


def obstacle(permissions: int, name: str) -> str:
    """Why Posts could not stand in the channel of that name; empty if they can."""
    lacking = missing(permissions)
    return refusal(name, lacking) if lacking else ""


def refusal(name: str, lacking: list[int], *wanted: int) -> str:
    """The sentence for what is missing; where that is not known, for all that is needed or
    `wanted` besides."""
    bits = lacking or [*NEEDED, *wanted]
    alone = bits[0] if len(bits) == 1 else 0
    verb = {READ_HISTORY: "read the history of", ATTACH_FILES: "attach files in"}.get(alone)
    verb = verb or "write in"
    give = joined(NAMES[bit] for bit in bits)
    return f"I may not {verb} {name}: give my role {give} there."
