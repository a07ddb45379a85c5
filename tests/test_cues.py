"""What a cue meets: a claim for each row of the cue language's table, and for its misreadings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grading import clauses, cues, lexicon, points
from bot.grading.cleaning import tidy
from bot.grading.matching import Matcher
from bot.vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    (
        frozenset({"neuron", "unit", "node"}),
        frozenset({"vanish", "go to zero"}),
        frozenset({"learning rate", "lr", "step size"}),
        frozenset({"less than 1", "below one"}),
    ),
    frozenset({"encoder", "decoder", "maximization"}),
)


def judged(text: str, *cues: str, vocabulary: Vocabulary = VOCABULARY) -> points.Met:
    return points.judge(cues, Matcher(clauses.read(tidy(text)), lexicon.compiled(vocabulary)))


def met(text: str, *cues: str) -> bool:
    return judged(text, *cues).state == "covered"


@pytest.mark.parametrize("text", ["it is fast", "it is cheap", "fast and cheap"])
def test_a_bar_means_any_of_them(text: str) -> None:
    assert met(text, "fast | cheap")


def test_all_cues_must_be_met() -> None:
    assert met("the gradient shrinks", "gradient", "shrink")
    assert not met("the gradient grows", "gradient", "shrink")


@pytest.mark.parametrize("text", ["it trains", "it was trained", "training it", "they train it"])
def test_a_word_is_met_in_all_its_forms(text: str) -> None:
    assert met(text, "train")


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("unit", "each neuron sums its inputs"),
        ("neuron", "the nodes of a layer"),
        ("vanish", "the gradients go to zero"),
        ("learning rate", "a big lr"),
        ("step size", "the learning rates matter"),
        ("lr", "one picks a step size"),
    ],
)
def test_a_word_is_met_by_a_synonym_of_the_vocabulary(cue: str, text: str) -> None:
    assert met(text, cue)


@pytest.mark.parametrize(
    ("cue", "text"),
    [("regularize", "regularise it"), ("normalization", "normalisation"), ("color", "the colours")],
)
def test_british_and_american_spellings_are_one(cue: str, text: str) -> None:
    assert met(text, cue)


@pytest.mark.parametrize("text", ["gradiant", "gradeint", "gradent", "gradieent"])
def test_one_typo_is_forgiven_from_six_letters_on(text: str) -> None:
    assert met(f"the {text} is small", "gradient")


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("loss", "the lass is small"),
        ("gradient", "the graidant is small"),
        ("decoder", "the encoder does it"),
        ("minimization", "a maximization of it"),
        ("encoder", "a decoder does it"),
    ],
)
def test_a_short_word_two_typos_or_another_term_are_not_forgiven(cue: str, text: str) -> None:
    assert not met(text, cue)


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("positive", "its position in the text"),
        ("generalize", "in general it is good"),
        ("normalize", "a normal network"),
        ("regularize", "a regular network"),
        ("optimizer", "an optimal solution"),
        ("identity", "two identical layers"),
        ("generates", "the generator's output"),
        ("continue", "a continuous function"),
        ("sample", "for example a bigger layer"),
    ],
)
def test_words_that_only_share_a_stem_do_not_meet(cue: str, text: str) -> None:
    assert not met(text, cue)


def test_a_star_meets_any_word_that_begins_so() -> None:
    assert met("the features are redundant", "redundan*")
    assert met("there is redundancy", "redundan*")
    assert not met("the features are reduced", "redundan*")


def test_a_phrase_is_met_in_its_order_with_at_most_two_other_words_between() -> None:
    assert met("the learned rate", "learned rate")
    assert met("learned by a rate", "learned rate")
    assert not met("learned by a very good rate", "learned rate")
    assert not met("the rate is learned", "learned rate")


@pytest.mark.parametrize("text", ["co-adapt", "coadapt", "co adapt", "Co-Adapting"])
def test_a_hyphen_may_be_a_space_or_nothing(text: str) -> None:
    assert met(f"units {text}", "co-adapt")


def test_two_dots_mean_one_before_the_other_in_one_clause() -> None:
    assert met("this will increase in nearly all such cases the variance", "increase .. variance")
    assert not met("the variance will increase", "increase .. variance")
    assert not met("we increase the width. The variance stays", "increase .. variance")


def test_an_exclamation_mark_forbids_a_word_beside_the_others() -> None:
    assert met("the weight and the slope are factors", "weight", "slope", "!update")
    assert not met("the weight and the slope update it", "weight", "slope", "!update")
    assert met("The weight has a slope. Then we update it.", "weight", "slope", "!update")


@pytest.mark.parametrize(
    "text",
    [
        "the sigmoid is positive, but it is not always positive",
        "a sigmoid is never always positive",
        "no sigmoid is always positive",
    ],
)
def test_what_is_denied_is_not_what_a_guard_refuses(text: str) -> None:
    assert met(text, "sigmoid | not always", "!always positive")
    assert not met("a sigmoid is always positive", "sigmoid", "!always positive")


def test_a_guard_may_refuse_a_denial() -> None:
    assert not met("a sigmoid is not zero-centred", "sigmoid", "!no zero-centred")
    assert met("a sigmoid is zero-centred", "sigmoid", "!no zero-centred")


def test_a_no_alternative_is_met_in_a_negated_clause_only() -> None:
    assert met("units do not rely on others", "not rely")
    assert not met("units rely on others", "not rely")


@pytest.mark.parametrize(
    "text",
    [
        "units do not rely on others",
        "units don't rely on others",
        "units never rely on others",
        "without having to rely on others",
        "it prevents units that rely on others",
        "it avoids to rely on others",
        "no unit relies on others",
        "nobody can rely on others",
        "nor does it rely on others",
        "it stands alone instead of relying on others",
        "they learn rather than rely on others",
    ],
)
def test_every_other_alternative_fails_where_it_is_negated(text: str) -> None:
    assert not met(text, "rely")
    assert met(text, "not rely")


@pytest.mark.parametrize(
    "text",
    [
        "it is not only fast but shrinks",
        "no matter what, the gradient shrinks",
        "doing nothing shrinks it",
        "it is not flat, and it shrinks",
        "it never grows and it's what shrinks it",
        "it does not grow. It shrinks.",
        "it does not grow but it shrinks",
        "it does not fail to shrink",
    ],
)
def test_a_negation_ends_where_its_statement_does(text: str) -> None:
    assert met(text, "shrink")


def test_no_matter_is_met_as_it_is_written() -> None:
    assert met("it is zero no matter what comes in", "no matter")
    assert not met("this is a matter of taste", "no matter")


def test_what_is_made_less_meets_a_no_and_denies_nothing() -> None:
    assert met("dropout reduces overfitting", "no overfit*")
    assert met("dropout reduces overfitting", "overfit*")


@pytest.mark.parametrize(
    "text",
    [
        "scaled by 1/(1-p)",
        "scaled by 1 / (1 - p)",
        "scaled by 1/(1\N{MINUS SIGN}p) in training",
        r"scaled by $\frac{1}{1-p}$",
    ],
)
def test_a_formula_is_compared_token_by_token(text: str) -> None:
    assert met(text, "1/(1-p)")
    assert not met(text, "1/(1+p)")


@pytest.mark.parametrize(
    ("cue", "text"),
    [("F(x)+x", "y = f(x) + x"), ("w*x", "we take w * x = 3"), ("n^2", "it costs n² steps")],
)
def test_notation_is_forgiven_in_formulas(cue: str, text: str) -> None:
    assert met(text, cue)


@pytest.mark.parametrize("cue", ["less than 1", "<1", "< 1"])
@pytest.mark.parametrize("text", ["each is less than 1", "each is <1", "a slope < 1", "below one"])
def test_a_comparison_may_be_written_as_a_sign(cue: str, text: str) -> None:
    assert met(text, cue)
    assert not met("each is > 1", cue)


def test_a_greater_sign_is_read_aloud_too() -> None:
    assert met("if the factor is >1 it explodes", "greater than 1")


def test_cues_are_met_in_one_clause_or_two_neighbouring_ones() -> None:
    assert met("Units are dropped. This is random.", "drop", "random")
    far = "Units are dropped. We like that. It is easy. It is old. It is known. It is random."
    assert not met(far, "drop", "random")


def test_cues_met_some_clauses_apart_are_worth_asking_about() -> None:
    apart = "Units are dropped. We like that. It is random."
    assert judged(apart, "drop", "random").state == "unsure"


@pytest.mark.parametrize(
    "text",
    [
        "at test time all units work, in training some",
        "all units work at inference and some in training",
        "Some units work in training. At test time all do.",
        "during evaluation all units work",
        "all units work in eval mode, not in training",
    ],
)
def test_a_phase_is_met_with_what_is_said_of_it(text: str) -> None:
    assert met(text, "inference | test | eval*", "all")


@pytest.mark.parametrize(
    "text",
    [
        "at test time some units work, in training all",
        "some units work at inference and all in training",
        "All units work in training. At test time some do.",
        "in training all units work, not at test time",
    ],
)
def test_a_phase_is_not_met_with_what_is_said_of_the_opposite_one(text: str) -> None:
    assert not met(text, "inference | test | eval*", "all")


def test_a_point_about_both_phases_is_met_across_them() -> None:
    assert met("noisy in training, calm at inference", "train*", "inference")


def test_the_data_of_a_phase_is_no_phase() -> None:
    assert met("the test set is drawn first and all units work in training", "test", "all")


def test_the_words_that_met_the_cues_are_shown_as_they_were_typed() -> None:
    shown = judged("Then Neurons get Silenced, by chance.", "unit", "silence", "chance").words
    assert shown == "Neurons, Silenced, chance"


@pytest.mark.parametrize("cue", ["", " ", "!", "|", "..", "*", "!!", "-", "\N{BUG}"])
def test_a_cue_that_says_nothing_is_never_met(cue: str) -> None:
    assert not met("a plain answer of some words", cue)


@given(st.text(max_size=80), st.lists(st.text(max_size=40), max_size=4))
def test_no_cue_and_no_text_makes_it_fail(text: str, written: list[str]) -> None:
    assert judged(text, *written).state in {"covered", "unsure", "missed"}


@given(st.text(max_size=60))
def test_parsing_a_cue_depends_on_its_text_alone(text: str) -> None:
    assert cues.parse(text) == cues.parse(f" {text} ") or text.startswith("!")


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("w = w + ", "w_new = w_old + eta * error"),
        ("w = w + eta", "$w_{ij} = w_{ij} + \\eta e_j x_i$"),
        ("w(n+1) = w(n)", "w_j(n+1) = w_j(n) + e"),
        ("w_new", "w_{new} = 3"),
    ],
)
def test_a_formula_without_indices_is_met_with_any(cue: str, text: str) -> None:
    assert met(text, cue)


def test_a_formula_with_an_index_is_not_met_by_another() -> None:
    assert not met("w_old = 3", "w_new = 3")


def test_a_stop_whose_space_was_forgotten_ends_a_clause() -> None:
    """Cues in clauses that are no neighbours are not met together."""
    text = "The gradient is large.It is known.Nothing else happens there.Weights shrink."
    assert judged(text, "gradient", "shrink").state == "unsure"
    assert met("It is e.g. 0.5 and max(0,x).", "max(0,x)")


def test_bullets_within_a_line_are_clauses_of_their_own() -> None:
    text = "* Gradients are large * Nothing happens * Then we wait * Weights shrink"
    assert judged(text, "gradient", "shrink").state == "unsure"
    assert met("a * b is small", "a*b")


@pytest.mark.parametrize("text", ["y = ∑ w x", "y = Σ w x", "y = \\Sigma w x"])
@pytest.mark.parametrize("cue", ["y = Σ*", "y = ∑*", "y … Σ | y … ∑"])
def test_the_sign_for_a_sum_is_the_letter(text: str, cue: str) -> None:
    assert met(text, cue)


@pytest.mark.parametrize(
    ("cue", "text"),
    [("cnn", "CNNs"), ("CNNs", "a CNN"), ("gpu", "two GPUs"), ("relu", "ReLUs"), ("gru", "GRUs")],
)
def test_an_acronym_is_met_by_its_plural(cue: str, text: str) -> None:
    assert met(f"they use {text} here", cue)


@pytest.mark.parametrize(("cue", "text"), [("cs", "CSS"), ("m", "20 ms"), ("v", "a vs b")])
def test_what_ends_in_s_is_not_always_a_plural(cue: str, text: str) -> None:
    assert not met(f"they use {text} here", cue)


def test_an_accelerator_is_no_speed() -> None:
    fast = Vocabulary((frozenset({"fast", "accelerate"}),))
    assert judged("it accelerates training", "fast", vocabulary=fast).state == "covered"
    assert judged("it runs fast", "accelerator", vocabulary=fast).state == "missed"
