"""How far a negation reaches in an answer, what takes part in it, and what only looks like one."""

import pytest

from tests.test_cues import met


@pytest.mark.parametrize(
    "text",
    ["clipping doesn't help", "clipping never helps", "clips can't help", "it clips nothing"],
)
def test_a_star_swallows_no_negation_that_follows_the_word(text: str) -> None:
    assert not met(f"{text} vanishing", "clip*", "vanish*")
    assert met(f"{text} vanishing", "clip*", "no vanish*")


def test_a_star_is_met_by_two_words_that_are_one_together() -> None:
    assert met("the units co adapted", "coadapt*")


@pytest.mark.parametrize("guard", ["!not", "!no", "!no | rather"])
@pytest.mark.parametrize(
    "text",
    [
        "the target is not a label",
        "the target isn't a label",
        "the target never was a label",
        "nothing makes the target a label",
        "it doesn't take a label as target",
        "no target is a label",
    ],
)
def test_a_not_that_stands_alone_is_met_by_any_negator(text: str, guard: str) -> None:
    assert not met(text, "target*", "label | no label", guard)


def test_a_not_that_denies_nothing_does_not_meet_a_not_that_stands_alone() -> None:
    assert met("not only the target is a label", "target", "label", "!not")


def test_a_not_within_a_phrase_is_met_as_it_is_written() -> None:
    assert met("it is not flat", "is not flat")
    assert not met("is it never flat", "is not flat")


@pytest.mark.parametrize("text", ["a non-linearity", "non linearities", "a nonlinearity"])
def test_a_nonlinearity_denies_nothing_and_is_nothing_linear(text: str) -> None:
    assert met(f"{text} follows each layer", "nonlinear*", "layer")
    assert met(f"{text} follows each layer", "non-linear", "layer")
    assert not met(f"{text} follows each layer", "no linear")
    assert not met(f"{text} follows each layer", "linear")


def test_a_non_denies_the_word_after_it_alone() -> None:
    assert met("a non-saturating function keeps gradients", "no saturat*", "gradient")
    assert not met("a non-saturating function", "saturat*")


@pytest.mark.parametrize(
    "text",
    [
        "the code can't hold everything, and the decoder rebuilds it",
        "the code can't hold everything and the decoder rebuilds it",
        "it is not a copy, and every wide code is rebuilt",
        "without labels, and the rest rebuilds it",
    ],
)
def test_a_negation_ends_at_an_and_with_a_subject_and_a_verb_of_its_own(text: str) -> None:
    assert met(text, "rebuild* | rebuilt")


@pytest.mark.parametrize(
    "text", ["it does not build and rebuild it", "without masks and maps", "no sum and max"]
)
def test_a_negation_goes_on_over_an_and_between_words(text: str) -> None:
    assert not met(text, "rebuild | map* | max")


def test_connectives_in_a_row_begin_one_clause() -> None:
    assert met("Nonlinearity is needed, since otherwise depth is wasted", "needed", "depth")
    text = "It is needed here because, while otherwise fine, the depth is wasted"
    assert met(text, "needed", "depth")


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("instance segment*", "it is used for instance segmentation"),
        ("instance norm*", "good for instance normalization"),
    ],
)
def test_an_instance_that_names_a_method_is_a_word(cue: str, text: str) -> None:
    assert met(text, cue)
    assert not met("for instance a layer, for example one", "sample")
