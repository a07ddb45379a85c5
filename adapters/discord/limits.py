"""Discord's limits: every number that the drawing and the wire obey, with where it is stated.

DOCS is https://docs.discord.com/developers; OTHERS were measured by other projects on the service.
"""

V2_FLAG = 1 << 15
"""IS_COMPONENTS_V2: the message is made of components alone. DOCS/components/reference"""
EPHEMERAL_FLAG = 1 << 6
"""Only whoever asked sees the message. DOCS/resources/message#message-object-message-flags"""

# A message of components

PAGE_COMPONENTS = 40
"""In one message, nested ones included. DOCS/components/reference"""
PAGE_CHARACTERS = 4_000
"""Over all TextDisplays, in UTF-16 units to be safe. discord.py, LayoutView.content_length"""
PAGE_BYTES = 10_170
"""UTF-8 bytes of all texts and `COMPONENT_BYTES` for each; past it the service answers 500, which
is tried again for 25 seconds. OTHERS; github.com/discord/discord-api-docs/issues/8554"""
COMPONENT_BYTES = 12
ROW_BUTTONS = 5
"""In one action row. DOCS/components/reference#action-row"""
BUTTON_LABEL = 80
"""Characters. DOCS/components/reference#button"""
CUSTOM_ID = 100
"""Characters, at least one, and no two the same in a message.
DOCS/components/reference#anatomy-of-a-component"""
ALT_TEXT = 1_024
"""Characters. DOCS/components/reference#media-gallery"""
FILES = 10
"""Attachments of one message. DOCS/resources/message"""
FILE_BYTES = 10 * 1024 * 1024
"""Of one attachment where nobody boosts. DOCS/reference#uploading-files"""
NONCE = 25
"""Characters. DOCS/resources/message#create-message"""

# A modal

MODAL_TITLE = 45
"""Characters. DOCS/interactions/receiving-and-responding"""
MODAL_COMPONENTS = 5
"""At the top level. The same"""
FIELD_LABEL = 45
FIELD_DESCRIPTION = 100
"""Characters of a Label. DOCS/components/reference#label"""
FIELD_TEXT = 4_000
FIELD_PLACEHOLDER = 100
"""Characters of a TextInput. DOCS/components/reference#text-input"""
GROUP_OPTIONS = 10
"""Of a RadioGroup (two at least) or a CheckboxGroup. DOCS/components/reference#radio-group"""
SELECT_OPTIONS = 25
OPTION_TEXT = 100
"""Characters of an option's label or value. DOCS/components/reference#string-select"""

# Commands and interactions

COMMAND_OPTIONS = 25
"""Subcommands of one level, or options of one. DOCS/interactions/application-commands"""
CHOICES = 25
CHOICE_TEXT = 100
"""Characters of a choice's name or value. The same"""
COMMAND_DESCRIPTION = 100
COMMAND_CHARACTERS = 8_000
"""Over all names, descriptions and values of one command. The same"""
ACKNOWLEDGE_SECONDS = 3.0
"""After which the token of an interaction is void. DOCS/interactions/receiving-and-responding"""
GUEST_FOLLOW_UPS = 5
"""Where the app is only user-installed; more are refused with 40094. The same"""

# Threads and history

THREAD_NAME = 100
"""Characters. DOCS/resources/channel#start-thread-from-message"""
HISTORY_PAGE = 100
"""Messages of one request. DOCS/resources/message#get-channel-messages"""
EPOCH_MILLISECONDS = 1_420_070_400_000
"""The first second of 2015, from which snowflakes count. DOCS/reference#snowflakes"""
LARGEST_ID = (1 << 63) - 1
"""Of anything; Discord refuses a whole message for a greater one. OTHERS"""


def units(text: str) -> int:
    """UTF-16 code units, which is how JavaScript counts characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def weight(text: str) -> int:
    """What a component with this text takes of `PAGE_BYTES`."""
    return len(text.encode("utf-8", "replace")) + COMPONENT_BYTES
