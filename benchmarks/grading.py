"""How well the open questions' grader agrees with people, and what an answer costs.

    python benchmarks/grading.py [ANSWERS RUBRICS [--by-question]]

Without folders the bank's own graded examples are measured. ANSWERS is a folder with `answers.tsv`
(columns question_id, answer and human_score, 0 to 2) and `questions.tsv` (id, question). RUBRICS is
a folder with a question file `<id>.md` for each; they should have been written by somebody who has
not read the answers.
"""

import argparse
import csv
import math
import statistics
import time
import tracemalloc
from collections import defaultdict
from pathlib import Path

from bot import grading, vocabulary
from bot.bank import Question, Variant, parse
from bot.vocabulary import Vocabulary

FOLDER = Path(__file__).parents[1] / "questions"
FULL = 0.9
"""The share from which an example counts as a full answer."""


def pearson(xs: list[float], ys: list[float]) -> float:
    try:
        return statistics.correlation(xs, ys)
    except statistics.StatisticsError:
        return 0.0


def centred(values: list[float], groups: list[str]) -> list[float]:
    """Each value less its group's mean: knowing which question is hard earns nothing."""
    members = defaultdict(list)
    for value, group in zip(values, groups, strict=True):
        members[group].append(value)
    return [v - statistics.fmean(members[g]) for v, g in zip(values, groups, strict=True)]


def kappa(xs: list[int], ys: list[int], levels: int = 3) -> float:
    """Cohen's kappa with quadratic weights."""
    pairs = [(x, y) for x in range(levels) for y in range(levels)]
    count = dict.fromkeys(pairs, 0)
    for pair in zip(xs, ys, strict=True):
        count[pair] += 1
    seen = sum((x - y) ** 2 * count[x, y] for x, y in pairs)
    chance = sum((x - y) ** 2 * xs.count(x) * ys.count(y) / len(xs) for x, y in pairs)
    return 1 - seen / chance if chance else 0.0


def rubrics(folder: Path, asked: Path) -> dict[str, Question]:
    """The rubric of each question in the table `asked`."""
    paths = {row["id"]: folder / f"{row['id']}.md" for row in table(asked)}
    missing = [str(path) for path in paths.values() if not path.is_file()]
    if missing:
        raise SystemExit(f"no rubric {', '.join(missing)}")
    return {id: parse(path.read_text(), f"exam/{id}", str(path)) for id, path in paths.items()}


def table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def graded(
    rows: list[dict[str, str]], questions: dict[str, Question], words: Vocabulary
) -> tuple[list[float], list[float]]:
    """The scores (0 to 2) and the milliseconds of each answer; an unreadable one scores 0."""
    scores, times = [], []
    for row in rows:
        start = time.perf_counter()
        verdict = grading.grade(
            questions[row["question_id"]], Variant(), row["answer"], vocabulary=words
        )
        times.append((time.perf_counter() - start) * 1000)
        scores.append(2 * (verdict.score or 0.0))
    return scores, times


def report(scores: list[float], human: list[float], groups: list[str], label: str) -> None:
    rounded = [min(2, math.floor(score + 0.5)) for score in scores]
    rmse = math.sqrt(statistics.fmean((s - h) ** 2 for s, h in zip(scores, human, strict=True)))
    within = pearson(centred(scores, groups), centred(human, groups))
    print(
        f"{label:<12} answers {len(scores):4}  pearson {pearson(scores, human):.3f}"
        f"  within {within:.3f}  rmse {rmse:.3f}"
        f"  kappa {kappa(rounded, [int(h) for h in human]):.3f}"
        f"  mean {statistics.fmean(scores):.2f} of {statistics.fmean(human):.2f}"
    )


def of_people(answers: Path, folder: Path, words: Vocabulary, by_question: bool) -> None:
    """The agreement with what people gave to the answers of others."""
    rows = table(answers / "answers.tsv")
    tracemalloc.start()
    questions = rubrics(folder, answers / "questions.tsv")
    graded(rows, questions, words)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    scores, times = graded(rows, questions, words)
    human = [float(row["human_score"]) for row in rows]
    groups = [row["question_id"] for row in rows]
    report(scores, human, groups, "all")
    times.sort()
    print(
        f"ms an answer: mean {statistics.fmean(times):.2f}, median {statistics.median(times):.2f},"
        f" 99th of 100 {times[len(times) * 99 // 100]:.2f}; memory {peak / 1e6:.1f} MB at most"
    )
    for group in dict.fromkeys(groups) if by_question else ():
        own = [at for at, each in enumerate(groups) if each == group]
        report([scores[at] for at in own], [human[at] for at in own], [group] * len(own), group)


def of_the_bank(words: Vocabulary) -> None:
    """The distance from the shares that the bank's own graded examples should get."""
    paths = sorted(FOLDER.glob("*/*.md"))
    bank = [parse(path.read_text(), f"{path.parent.name}/{path.stem}", str(path)) for path in paths]
    for held, label in ((False, "seen by the rubric's writer"), (True, "held")):
        pairs = [
            (example.share, grading.grade(each, Variant(), example.text, vocabulary=words).score)
            for each in bank
            for example in each.examples
            if example.held == held
        ]
        show([(share, score or 0.0) for share, score in pairs], label)


def show(pairs: list[tuple[float, float]], label: str) -> None:
    """Of pairs of a fair share and the score that was given."""
    if not pairs:
        return
    wrong = [score for share, score in pairs if share == 0]
    full = [score for share, score in pairs if share >= FULL]
    print(
        f"{label}: {len(pairs)} examples, mean absolute error"
        f" {100 * statistics.fmean(abs(share - score) for share, score in pairs):.1f} points;"
        f" wrong ones with more than 30 %: {sum(score > 0.3 for score in wrong)} of {len(wrong)};"
        f" full ones with less than 70 %: {sum(score < 0.7 for score in full)} of {len(full)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="*", metavar="ANSWERS RUBRICS")
    parser.add_argument("--vocabulary", type=Path, default=FOLDER / "vocabulary.txt")
    parser.add_argument("--by-question", action="store_true")
    chosen = parser.parse_args()
    text = chosen.vocabulary.read_text()
    where = str(chosen.vocabulary)
    words = Vocabulary(vocabulary.parse(text, where), opposites=vocabulary.opposites(text, where))
    if len(chosen.folders) not in {0, 2}:
        parser.error("give two folders, ANSWERS and RUBRICS, or none")
    of_the_bank(words)
    if chosen.folders:
        answers, folder = chosen.folders
        of_people(answers, folder, words, chosen.by_question)


if __name__ == "__main__":
    main()
