"""The outside: one folder per chat platform, and the command line that puts all together."""
