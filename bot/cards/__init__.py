"""The standing words: every Message that dlq says by itself is made here."""
