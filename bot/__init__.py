"""The core of dlq: the life of a round, grading, scoring, the bank and the neutral message.

Nothing here knows a chat platform, a terminal, the network, the clock or the environment.
"""
