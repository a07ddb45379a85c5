"""What authors have: a file to begin from, the bank in figures, and the bank for other programs."""

import json
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from adapters.cli import compose
from adapters.cli.entry import dlq
from adapters.cli.html import html
from bot.bank import KINDS, load, load_files
from bot.bank.skeleton import MARK, skeleton
from bot.check.stats import as_markdown, stats
from bot.errors import DlqError
from bot.message import Bullets, Code, Link, Message, Paragraph, Table, Text, plain_paragraph
from tests.fakes.bank import tiny_bank

FOLDER = Path(__file__).parent.parent / "questions"


def run(*words: object) -> str:
    done = CliRunner().invoke(dlq, list(map(str, words)), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of questions, beside which somebody stands."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "questions").mkdir()
    return tmp_path / "questions"


# dlq new


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_file_has_the_right_form_and_is_refused_until_it_is_filled_in(
    folder: Path, kind: str
) -> None:
    """Every complaint is about a mark, by its line; with all of them replaced it can be asked."""
    run("new", "cnn/receptive-field", "--kind", kind)
    file = folder / "cnn" / "receptive-field.md"
    begun = load_files([file])
    assert begun.questions == {}
    marks = MARK.findall(file.read_text("utf-8"))
    assert len(begun.complaints) == len(marks) > 10
    assert all(c.what.endswith(" is still to be written") for c in begun.complaints)
    words = (f"word{number}" for number in range(100))
    file.write_text(MARK.sub(lambda mark: next(words), skeleton(kind, "easy")), "utf-8")  # type: ignore[arg-type]
    written = load_files([file])
    assert written.complaints == ()
    assert written.questions["cnn/receptive-field"].kind == kind


def test_a_new_file_never_takes_the_place_of_one(folder: Path) -> None:
    run("new", "cnn/x", "--kind", "open")
    before = (folder / "cnn" / "x.md").read_text("utf-8")
    with pytest.raises(DlqError, match="is there already; choose another name"):
        run("new", "cnn/x", "--kind", "number")
    assert (folder / "cnn" / "x.md").read_text("utf-8") == before


@pytest.mark.parametrize("id", ["cnn", "../cnn/x", "CNN/x", "cnn/x.md", "cnn/x/y", "cnn/-x", ""])
def test_an_id_that_is_none_is_refused_with_what_one_looks_like(folder: Path, id: str) -> None:
    with pytest.raises(DlqError, match="like cnn/receptive-field"):
        run("new", id, "--kind", "open")
    assert list(folder.rglob("*")) == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DlqError, match="name the one of the topics with --folder"):
        run("new", "cnn/x", "--kind", "open", "--folder", tmp_path / "nowhere")


# The bank in figures


def test_the_figures_count_every_question_once() -> None:
    found = stats(tiny_bank())
    head, *topics, whole = found.topics
    columns = dict(zip(head, whole, strict=True))
    assert columns["all"] == "7"
    assert sum(int(row[1]) for row in topics) == 7
    assert [int(columns[kind]) for kind in KINDS] == [1, 2, 2, 1, 1]
    assert found.places == (("right option", "A", "B", "C"), ("questions", "0", "1", "0"))


def test_the_page_of_the_bank_holds_todays_figures() -> None:
    """questions/README.md is made by: dlq check --stats"""
    page = (FOLDER / "README.md").read_text("utf-8")
    [kept] = re.findall(r"<!-- figures -->\n\n([\s\S]*?)\n\n<!-- end -->", page)
    assert kept == as_markdown(stats(load([FOLDER])))


def test_the_figures_are_printed(folder: Path) -> None:
    assert run("check", "--stats").strip() == as_markdown(stats(load([FOLDER])))


# dlq export


def test_the_bank_as_json_holds_every_question_with_its_answer(tmp_path: Path) -> None:
    run("export", "--json", tmp_path / "bank.json")
    kept = {each["id"]: each for each in json.loads((tmp_path / "bank.json").read_text("utf-8"))}
    assert list(kept) == list(compose.bank(compose.settings()).questions)
    size = kept["cnn/conv-output-size"]
    n, f, p, s = (size["draw"][name] for name in "nfps")
    assert size["answer"] == [{"part": "", "value": str((n + 2 * p - f) // s + 1)}]
    assert "{{" not in size["question"] + size["reference"]


def test_a_deck_for_anki_has_a_card_for_every_question(tmp_path: Path) -> None:
    """Its cards have the question's id, so that a mended question keeps its history."""
    pytest.importorskip("genanki")
    for name in ("one.apkg", "two.apkg"):
        run("export", "--anki", tmp_path / name)
    guids = [_guids(tmp_path / name, tmp_path) for name in ("one.apkg", "two.apkg")]
    assert guids[0] == guids[1]
    assert len(set(guids[0])) == len(compose.bank(compose.settings()).questions)


def _guids(deck: Path, folder: Path) -> list[str]:
    with zipfile.ZipFile(deck) as file:
        file.extract("collection.anki2", folder)
    with closing(sqlite3.connect(folder / "collection.anki2")) as database:
        return [row[0] for row in database.execute("SELECT guid FROM notes ORDER BY guid")]


def test_export_asks_what_to_write() -> None:
    with pytest.raises(DlqError, match="--json FILE, --anki FILE, --suggested FOLDER or several"):
        run("export")


def test_a_message_as_html_keeps_every_character() -> None:
    drawn = html(
        Message(
            "",
            (
                plain_paragraph("1 < 2 & ", Link("so", 'https://x?a="b"')),
                Bullets(((Text("a\nb"),),), ordered=True, start=3),
                Code("x <- 1"),
                Table(("h",), (("<td>",),)),
                Paragraph(()),
            ),
        )
    )
    assert drawn.split("\n") == [
        '<p>1 &lt; 2 &amp; <a href="https://x?a=&quot;b&quot;">so</a></p>',
        '<ol start="3"><li>a<br>b</li></ol>',
        "<pre><code>x &lt;- 1</code></pre>",
        "<table><tr><th>h</th></tr><tr><td>&lt;td&gt;</td></tr></table>",
        "<p></p>",
    ]
