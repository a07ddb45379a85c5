"""Verbs in a form that only a statement has ("Pooling shrinks maps"): they tell it from a list."""

from bot.grading.wordlists import word_set

AUXILIARIES = word_set(
    "is are was were can could will would must may might should has have had does do did"
)
_ALONE = word_set(
    "adapts adds allows applies assigns attends attracts avoids becomes began behaves belongs"
    " brings brought builds built captures carries causes collapses combines compresses computes"
    " connects contains contributes converges copies corrects covers creates damps decides depends"
    " describes detects differs disappears divides drives encodes ends ensures enters exists"
    " expands explains explodes extracts fails fights finds fixes flattens follows fools forgets"
    " freezes gave generates gets gives goes grew grows guides handles happens has helped helps"
    " hides hinders holds hurts ignores imitates improves initializes injects inserts introduces"
    " invents keeps kept knows lacks leads learns led lets lies listens looks loses lowers made"
    " makes matches maximizes memorizes minimizes multiplies needs normalizes offers operates"
    " optimizes oscillates overfits passes penalizes perceives performs picks predicts prefers"
    " prevents processes produces projects protects provides pulls pushes puts quantizes raises"
    " reaches reads rebuilds receives reconstructs recovers reduces refers regularizes rejects"
    " relies remains remembers removes repels replaces represents requires resamples resists rises"
    " saturates says searches sees selects sends separates serves settles shrank shrinks shuffles"
    " skips smooths solves spreads squeezes stabilizes stays suffers suppresses takes tells tends"
    " throws tokenizes took tracks trains transforms treats tries tunes turns underfits upsamples"
    " vanishes varies waits walks wants wastes weighs wins works worsens writes yields"
)
_NOUNS_TOO = word_set(
    "averages changes clips compares cuts decreases drops enables estimates feeds fits flows"
    " forces increases jumps maps masks means measures moves outputs returns runs scales sets"
    " shares shifts shows speeds splits stops stores subtracts sums updates uses"
)
FINITE = _ALONE | _NOUNS_TOO
"""Among them forms that are nouns as often: "maps", "shifts"."""
SURELY_FINITE = _ALONE | AUXILIARIES
"""No noun among them, so that they show where a statement has a verb of its own."""
