"""Short answers: notation and spelling are forgiven, guesses, denials and other words are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank import draws, parse
from bot.grading import grade
from bot.ledger import Verdict
from bot.vocabulary import Vocabulary

WORDS = Vocabulary(
    synonyms=(
        frozenset({"convolution", "conv"}),
        frozenset({"batch normalization", "batch norm", "batchnorm", "bn"}),
        frozenset({"neuron", "unit", "node"}),
    ),
    terms=frozenset({"encoder", "perception", "autoencoder"}),
)


def asked(answer: str, *lines: str, question: str = "What is it?") -> str:
    """A question file of kind short."""
    front = "\n".join([f"answer: {answer!r}", *lines])
    head = f"---\ntitle: A word\nkind: short\ndifficulty: easy\n{front}\n---\n"
    return f"{head}\n## Question\n\n{question}\n\n## Answer\n\nThat.\n"


def graded(file: str, typed: str) -> Verdict:
    question = parse(file, "cnn/short", "short.md")
    return grade(question, draws.first(question), typed, vocabulary=WORDS)


def score(answer: str, typed: str, *lines: str) -> float | None:
    return graded(asked(answer, *lines), typed).score


# As text


@pytest.mark.parametrize(
    ("answer", "typed"),
    [
        *[("convolution", each) for each in ("Convolution", "CONVOLUTION!!!", "a convolution")],
        *[
            ("convolution", each)
            for each in ("the convolutions", "it is convolution.", "`convolution`")
        ],
        *[("convolution", each) for each in ("convolution layer", "I think convolution", "conv")],
        *[
            ("convolution", each)
            for each in ("“convolution”", "**convolution**", "ＣＯＮＶＯＬＵＴＩＯＮ")
        ],
        *[("batch normalization", each) for each in ("batch normalisation", "batch-normalization")],
        *[("batch normalization", each) for each in ("Batch Norm", "BatchNorm", "BN")],
        ("batch normalization", "batch normalization (BN)"),
        ("vanishing gradients", "the vanishing gradient problem"),
        ("overfitting", "over-fitting"),
        ("over-fitting", "overfitting"),
        ("matrix", "matrices"),
        ("β₁", "beta 1"),
        ("β₁", "beta_1"),
        ("β₁", r"$\beta_1$"),
        ("σ", "sigma"),
        ("lambda", "λ"),
        ("x²", "x^2"),
        ("L2", "L₂"),
        ("k-means", "K means"),
        ("1×1 convolution", "1x1 convolution"),
        ("1x1 convolution", "1 × 1 convolution"),
        ("without replacement", "w/o replacement"),
        ("precision and recall", "recall & precision"),
        ("0.5", "1/2"),
        ("0.5", "50 %"),
        ("no", "No."),
        ("not a number", "Not a number"),
    ],
)
def test_case_articles_hyphens_plurals_and_notation_are_forgiven(answer, typed):
    assert score(answer, typed) == 1


@pytest.mark.parametrize(
    ("answer", "typed"),
    [
        ("convolution", "convo"),
        ("convolution", "volution"),
        ("convolution", "correlation"),
        ("convolution", "convolution and pooling"),
        ("batch normalization", "layer normalization"),
        ("batch normalization", "normalization"),
        ("ReLU", "leaky ReLU"),
        ("neuron", "node"),
        ("L2", "L1"),
        ("β₁", "beta 2"),
        ("without replacement", "with replacement"),
        ("1×1 convolution", "3x3 convolution"),
        ("0.5", "0.6"),
        ("no", "yes"),
        ("yes", "конволюция"),
    ],
)
def test_a_part_a_neighbour_or_another_word_is_wrong(answer, typed):
    assert score(answer, typed) == 0


def test_further_right_answers_count():
    assert score("skip connection", "a residual connection", "accept: [residual connection]") == 1


@pytest.mark.parametrize(
    ("answer", "typed"),
    [
        ("convolution", "convoluton"),
        ("convolution", "convolutoin"),
        ("convolution", "convvolution"),
        ("perceptron", "perceptrom"),
        ("convolution", "convulution"),
        ("batch normalization", "bach normalization"),
        ("momentum", "momentun"),
    ],
)
def test_one_typo_in_a_long_word_is_forgiven_and_said(answer, typed):
    told = f'Read as "{typed}"; the answer is "{answer}": right. The spelling was forgiven.'
    verdict = Verdict(1, (told,), read_as=typed, grader="short-1")
    assert graded(asked(answer), typed) == verdict


@pytest.mark.parametrize(
    ("answer", "typed"),
    [
        ("convolution", "convulotionn"),
        ("Adam", "Adan"),
        ("decoder", "encoder"),
        ("minimization", "maximization"),
        ("deconvolution", "convolution"),
        # Other words of the field, and digits.
        ("perceptron", "perception"),
        ("perceptron", "per ception"),
        ("auto-encoded", "autoencoder"),
        ("ResNet18", "ResNet19"),
    ],
)
def test_a_typo_is_not_forgiven_in_short_words_twice_or_where_another_word_is_meant(answer, typed):
    assert score(answer, typed) == 0


def test_a_typo_is_not_forgiven_where_it_is_a_word_of_the_question():
    file = asked("attention", question="It differs from retention and atention. What is it?")
    assert graded(file, "atention").score == 0
    assert score("attention", "atention") == 1


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("convolution or pooling", 2),
        ("convolution, pooling, dropout", 3),
        ("convolution/pooling", 2),
        ("convolution; pooling", 2),
        ("convolution | pooling", 2),
        ("pooling\nconvolution", 2),
        ("relu, pooling, convolution, dropout, adam", 5),
    ],
)
def test_several_guesses_are_no_answer(typed, count):
    line = typed.replace("\n", " ")
    told = f'"{line}" is {count} guesses; send one.'
    assert graded(asked("convolution"), typed) == Verdict(None, (told,), grader="short-1")


@pytest.mark.parametrize(
    ("answer", "typed", "lines"),
    [
        ("convolution", "not convolution", ()),
        ("convolution", "it isn't a convolution", ()),
        ("convolution", "no convolution", ()),
        ("convolution", "never convolution", ()),
        ("convolution", "anything but convolution", ()),
        ("overfitting", "without overfitting", ()),
        ("(32, 64)", "not (32, 64)", ("as: shape",)),
        ("O(n^2)", "not O(n^2)", ("as: big-o",)),
        ("O(n^2)", "anything but quadratic", ("as: big-o",)),
    ],
)
def test_a_denied_answer_is_wrong_and_told_so(answer, typed, lines):
    verdict = graded(asked(answer, *lines), typed)
    assert verdict.score == 0
    assert verdict.reasons[0].endswith("not right. That denies the right answer.")


# As a shape


@pytest.mark.parametrize(
    ("answer", "typed"),
    [
        *[
            ("(32, 64)", each)
            for each in ("32x64", "32 x 64", "32X64", "32×64", "32*64", "[32, 64]")
        ],
        *[("(32, 64)", each) for each in ("32, 64", "32 64", "(32,64,)", "{32, 64}", "32 by 64")],
        *[("(32, 64)", each) for each in ("torch.Size([32, 64])", "shape (32, 64)", "((32, 64))")],
        *[("(32, 64)", each) for each in ("a 32x64 matrix", "tuple (32, 64)", "it is (32, 64).")],
        *[("(None, 128)", each) for each in ("(batch, 128)", "(?, 128)", "(-1, 128)", "(N, 128)")],
        *[("(None, 128)", each) for each in ("(B, 128)", "(batch_size, 128)", "none x 128")],
        *[("(10,)", each) for each in ("10", "(10)", "[10]", "10,")],
        *[("()", each) for each in ("()", "[]", "scalar", "a scalar")],
        *[("(B, T, C)", each) for each in ("BxTxC", "b t c", "[B,T,C]", "B x T x C")],
        ("(B*T, C)", "(B * T, C)"),
    ],
)
def test_a_shape_is_the_same_in_any_brackets_or_with_crosses(answer, typed):
    assert score(answer, typed, "as: shape") == 1


@pytest.mark.parametrize(
    ("answer", "typed"),
    [
        ("(32, 64)", "(32, 64, 1)"),
        ("(32, 64)", "3264"),
        ("(32, 64)", "32 + 64"),
        ("(32, 64)", "32"),
        ("(32, 64)", "(32.0, 64.0)"),
        ("(None, 128)", "(128,)"),
        ("(10,)", "(10, 1)"),
        ("()", "(0,)"),
        ("()", "(1,)"),
        ("(B, T, C)", "(B*T, C)"),
    ],
)
def test_another_shape_is_wrong(answer, typed):
    assert score(answer, typed, "as: shape") == 0


def test_sizes_in_another_order_are_wrong_and_told_so():
    told = (
        'Read as "(64, 32)"; the answer is "(32, 64)": not right.'
        " The sizes are right, their order is not."
    )
    verdict = Verdict(0, (told,), read_as="(64, 32)", grader="short-1")
    assert graded(asked("(32, 64)", "as: shape"), "64x32") == verdict


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("(32, 64) or (64, 32)", '"(32, 64) or (64, 32)" is 2 shapes; send one.'),
        ("32 or 64", '"32 or 64" is several guesses; send one shape.'),
        ("dunno", 'I found no shape in "dunno"; send one, like (32, 64).'),
        ("32 rows, 64 columns", '"rows" is no size; send the shape alone, like (32, 64).'),
    ],
)
def test_what_is_no_one_shape_is_asked_about(typed, sentence):
    verdict = Verdict(None, (sentence,), grader="short-1")
    assert graded(asked("(32, 64)", "as: shape"), typed) == verdict


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=5))
def test_a_shape_is_right_in_every_notation(sizes):
    answer = f"({', '.join(map(str, sizes))},)"
    for between in (", ", "x", " x ", "×", " "):
        assert score(answer, between.join(map(str, sizes)), "as: shape") == 1


# As an order of growth

GROWTHS = [
    *[("O(n^2)", each) for each in ("O(n²)", "n^2", "n*n", "n·n", "n x n", "nn", "n squared")],
    *[("O(n^2)", each) for each in ("O(n**2)", "O(3n^2)", "O(n^2 + n)", "O(n^2/2 + 5)", "Θ(n²)")],
    *[("O(n^2)", each) for each in ("O(n(n-1)/2)", "quadratic", "quadratic in n", "O(n^{2}) time")],
    *[("O(n^2)", each) for each in ("O(N^2)", "theta(n^2)", r"$\mathcal{O}(n^2)$", "O(n²)!")],
    *[("O(n log n)", each) for each in ("nlogn", "n*log(n)", "O(log n * n)", "n lg n", "n ln n")],
    *[("O(n log n)", each) for each in ("O(n log2 n)", "O(n log₂ n)", "O(n log_10 n)")],
    *[("O(n log n)", each) for each in ("O(n log n + n)", "O(n log n^2)", "linearithmic")],
    *[("O(n^2 d)", each) for each in ("d·n²", "O(n*d*n)", "O(n^2 d + nd)", "n squared times d")],
    *[("O(n*d + d^2)", each) for each in ("d² + nd", "d(n + d)", "O(d d + d n)")],
    *[("O(1)", each) for each in ("constant", "1", "O(2)", "O(log 1)")],
    *[("O(2^n)", each) for each in ("2ⁿ", "O(2**n)", "exponential", "O(2^(n+1))")],
    *[("O(sqrt(n))", each) for each in ("√n", "n^(1/2)", "n^0.5", "square root of n")],
]


@pytest.mark.parametrize(("answer", "typed"), GROWTHS)
def test_constants_notation_bases_and_lower_orders_do_not_matter_to_growth(answer, typed):
    assert score(answer, typed, "as: big-o") == 1


@pytest.mark.parametrize(
    ("answer", "typed"),
    [
        ("O(n^2)", "O(n)"),
        ("O(n^2)", "O(n^3)"),
        ("O(n^2)", "O(n^2 log n)"),
        ("O(n^2)", "O(m^2)"),
        ("O(n^2)", "2^n"),
        ("O(n log n)", "O(n log^2 n)"),
        ("O(n^2 d)", "O(n d)"),
        ("O(n^2 d)", "O(n^2 d + n d^2)"),
        ("O(n*d + d^2)", "O(nd)"),
        ("O(2^n)", "O(3^n)"),
        ("O(1)", "O(log n)"),
    ],
)
def test_another_growth_is_wrong(answer, typed):
    assert score(answer, typed, "as: big-o") == 0


@pytest.mark.parametrize(
    "typed",
    ["it's O(n^2 d)", "O(d·n²) per layer", "quadratic in n and linear in d", "O(n^2 d) per token"],
)
def test_growth_may_be_said_in_a_sentence(typed):
    assert score("O(n^2 d)", typed, "as: big-o") == 1


def test_and_between_two_growths_is_asked_about():
    assert score("O(n d)", "O(n) and O(d)", "as: big-o") is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("O(n) or O(n^2)", '"O(n) or O(n^2)" is 2 guesses; send one.'),
        ("O(n2)", '"n2" may be n^2 or 2n; send one.'),
        ("fast", '"fast" is no order of growth that I can read; send one like O(n log n).'),
        ("O(n^2", '"O(n^2" is no order of growth that I can read; send one like O(n log n).'),
        (
            "n^(9/0000)",
            '"n^(9/0000)" is no order of growth that I can read; send one like O(n log n).',
        ),
    ],
)
def test_what_is_no_one_growth_is_asked_about(typed, sentence):
    verdict = Verdict(None, (sentence,), grader="short-1")
    assert graded(asked("O(n^2)", "as: big-o"), typed) == verdict


@given(st.permutations(["n^2", "d", "log k", "7"]), st.permutations(["n", "d^3", "42"]))
def test_the_order_of_factors_and_sums_does_not_matter(factors, terms):
    typed = " + ".join(["*".join(factors), *terms])
    assert score("O(n^2 d log k + d^3)", typed, "as: big-o") == 1


def test_a_size_is_no_product():
    assert [score("3x3", typed) for typed in ("3 by 3", "3 × 3", "9")] == [1, 1, 0]


# As code


@pytest.mark.parametrize(
    ("answer", "typed"),
    [
        *[("x.view(-1, 784)", each) for each in ("x.view(-1,784)", "x . view( -1 , 784 )")],
        *[("x.view(-1, 784)", each) for each in ("`x.view(-1, 784)`", "x.view(-1, 784,);")],
        *[("x.view(-1, 784)", each) for each in (">>> x.view(-1, 784)", "x.view(-1, 784) # flat")],
        ("x.view(-1, 784)", "```python\nx.view(-1, 784)\n```"),
        ("['a', 'b']", '["a","b"]'),
        ("['a', 'b']", "[‘a’, ‘b’]"),
        ("True", "True."),
        ("1_000", "1000"),
        ("x = 1.0", "x=1."),
        ("[]", "[ ]"),
        *[("[0, 2]", each) for each in ("it prints [0, 2]", "output: [0,2]", "answer is `[0, 2]`")],
    ],
)
def test_code_is_compared_token_by_token_without_spacing_and_kind_of_quotes(answer, typed):
    assert score(answer.replace("'", '"'), typed, "as: code") == 1


@pytest.mark.parametrize(
    ("answer", "typed"),
    [
        ("x.view(-1, 784)", "x.view(1, 784)"),
        ("x.view(-1, 784)", "X.view(-1, 784)"),
        ("x.view(-1, 784)", "x.view(784, -1)"),
        ("True", "true"),
        ("x = 1.0", "x = 1"),
        ("[a, b]", "['a', 'b']"),
        ("not x", "x"),
        ("[]", "()"),
        ("(1, 2)", "print(1, 2)"),
        ("gives", "is given"),
    ],
)
def test_other_code_is_wrong(answer, typed):
    assert score(answer, typed, "as: code") == 0


def test_a_remark_is_no_code():
    assert graded(asked("[1, 2]", "as: code"), " #1").score == 0
