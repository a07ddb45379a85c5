"""Slack's numbers, each with where it is said. What has no source in Slack's own pages says so."""

BLOCKS = 50
"""In a message; https://docs.slack.dev/reference/block-kit/blocks"""
WEIGHT = 10_000
"""Of a page as `adapters.slack.weight` counts it. Slack refuses (`msg_blocks_too_long`) somewhere
over 12,000: https://github.com/slackapi/bolt-js/issues/2509; others measured about 13,200."""
MOST_WEIGHT = 11_500
"""What an edit may fill a page with, so that a post keeps its number of pages."""
BLOCK_WEIGHT = 125
"""Of each block, and of each element of a rich_text, besides its text (measured by others)."""
TEXT_BYTES = 3_900
"""Of a message's `text` after escaping. chat.postMessage advises 4,000 characters
(https://docs.slack.dev/reference/methods/chat.postMessage#truncating); chat.update refuses more
than 4,000 bytes (measured by others)."""
HEADER = 150
"""https://docs.slack.dev/reference/block-kit/blocks/header-block"""
BUTTONS = 25
"""In an actions block; https://docs.slack.dev/reference/block-kit/blocks/actions-block"""
BUTTONS_A_ROW = 5
"""So many that a row does not wrap on a desktop; a matter of looks."""
LABEL = 75
"""Of a button or an option; https://docs.slack.dev/reference/block-kit/block-elements/button-element
and https://docs.slack.dev/reference/block-kit/composition-objects/option-object"""
OPTION_VALUE = 150
"""https://docs.slack.dev/reference/block-kit/composition-objects/option-object"""
URL = 3_000
"""https://docs.slack.dev/reference/block-kit/block-elements/button-element"""
CONTEXT_TEXT = 2_000
"""Of a text inside a context block; https://docs.slack.dev/reference/block-kit/blocks/context-block"""
TABLE_ROWS, TABLE_CELLS, TABLE_CHARACTERS = 100, 20, 10_000
"""https://docs.slack.dev/reference/block-kit/blocks/table-block; only one stands in a message."""

VIEW_TITLE = 24
"""Also of submit and close; https://docs.slack.dev/reference/views/modal-views"""
VIEW_STATE = 3_000
"""Characters of private_metadata; same page."""
FEW_OPTIONS = 10
"""Of radio buttons and checkboxes;
https://docs.slack.dev/reference/block-kit/block-elements/radio-button-group-element"""
OPTIONS = 100
"""Of a select, and of each of its groups;
https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element"""
FIELD_LABEL = 2_000
"""Of an input's label or hint; https://docs.slack.dev/reference/block-kit/blocks/input-block"""
PLACEHOLDER = 150
"""https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element"""
TYPED = 3_000
"""Of a plain_text_input; same page."""

RESPONSES = 5
"""Uses of a response_url within 30 minutes;
https://docs.slack.dev/interactivity/handling-user-interaction#message_responses"""
ACKNOWLEDGE = 2.3
"""Seconds after which a submission is acknowledged without its outcome: Slack waits three;
https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response"""
HISTORY = 200
"""Rows asked for at once; https://docs.slack.dev/reference/methods/conversations.history"""
