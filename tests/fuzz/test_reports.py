"""Whatever names and sentences hold, reports in Markdown and HTML have no mark more, and answers are read back."""

import csv
import io
import json
import string
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pyoxigraph as ox
import pytest
from hostile import fuzzing, graph_of, names, plainly, said
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kg.audit import FORMATS
from kg.audit.finding import Finding, kinds
from kg.cells import unguarded
from kg.diff import compare
from kg.diff.words import as_json, as_markdown, as_patch
from kg.facts import Source
from kg.facts.figures import Statements
from kg.network import clean
from kg.query import as_csv, as_table, run
from kg.query.forms import TABLES, written
from kg.systems.report import FORMS, Line, Report, Section
from kg.terminal import Language, messages_in
from kg.vocab import RDFS

ZH = messages_in(Language.zh)
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def marks(source):
    """Return every mark that a reader of Markdown sees, in order."""
    tokens = READER.parse(source)
    flat = [child for token in tokens for child in (token, *(token.children or ()))]
    return [(t.type, t.tag) for t in flat if t.type != "text"]


class Tags(HTMLParser):
    """Collects the elements that a browser would see, with their attributes."""

    def __init__(self, page):
        super().__init__()
        self.seen = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, attrs))

    def handle_comment(self, data):
        self.seen.append(("comment", data))


def tags(page):
    return Tags(page).seen


READ = {"md": marks, "markdown": marks, "html": tags}

shown = names.filter(str.strip)
sources = st.builds(Source, shown, st.just("2024-03-01"), st.just(3), st.just(9), shown)
PLAIN = Source("题", "2024-03-01", 3, 9, "句。")


def report_of(words, source):
    word = iter(words)
    line = Line((next(word), next(word)), (source,), "red")
    sections = (Section(next(word), (line,)), Section(next(word), (line, line), (next(word), next(word))))
    return Report(next(word), (next(word),), sections)


@pytest.mark.parametrize("form", ["md", "html"])
@fuzzing(150)
@given(words=st.lists(shown, min_size=8, max_size=8), source=sources)
def test_a_report_of_mechanisms_has_no_mark_more(form, words, source):
    found = FORMS[form](report_of(words, source))
    assert READ[form](found) == READ[form](FORMS[form](report_of(["甲"] * 8, PLAIN)))


@fuzzing(80)
@given(words=st.lists(names, min_size=8, max_size=8), source=sources)
def test_a_report_as_json_is_read_back(words, source):
    report = report_of(words, source)
    found = json.loads(FORMS["json"](report))
    assert found["title"] == report.title
    assert found["sections"][0]["lines"][0]["sources"][0]["quote"] == source.quote


@pytest.mark.parametrize("form", ["md", "html"])
@fuzzing(40)
@given(extraction=said(), word=shown)
def test_findings_of_every_kind_have_no_mark_more(form, extraction, word):
    hostile, plain = Statements(graph_of(extraction)), Statements(graph_of(plainly()))

    def findings(said, word):
        fields = {kind: string.Formatter().parse(ZH["audit"]["kinds"][kind]) for kind in kinds()}
        named = {kind: tuple((n, word) for _, n, _, _ in of if n and n != "subject") for kind, of in fields.items()}
        figure, step = said.figures[0], said.steps[0]
        return [Finding(k, "x:a", word, (figure, step), word, f) for k, f in named.items()]

    found = FORMATS[form](findings(hostile, word), "zh")
    assert READ[form](found) == READ[form](FORMATS[form](findings(plain, "甲"), "zh"))


@fuzzing(60)
@given(said(), said())
def test_changes_are_told_without_a_mark_more_and_the_patch_makes_the_new_graph(one, other):
    old, new = graph_of(one), graph_of(other)
    changes = compare(old, new)
    blocks = ("heading", "bullet_list", "list_item", "paragraph", "blockquote")
    allowed = {"inline", "hardbreak", "softbreak", *(f"{block}_{end}" for block in blocks for end in ("open", "close"))}
    found = marks("\n".join(as_markdown(changes, ZH, ZH["types"])))
    assert {kind for kind, _ in found} <= allowed
    assert [tag for kind, tag in found if kind == "list_item_open"] == ["li"] * len(changes)
    assert json.loads(json.dumps(as_json(changes))) == as_json(changes)
    patched = set(old)
    for line in as_patch(old, new).split("\n"):
        if line[:2] in ("D ", "A "):
            (quad,) = ox.parse(line[2:], format=ox.RdfFormat.N_QUADS)
            patched = patched - {quad} if line[0] == "D" else patched | {quad}
    assert patched == set(new)


ASKED = f"SELECT ?s ?o {{ ?s <{RDFS.label}> ?o }} ORDER BY ?s ?o"


@fuzzing(60)
@given(said())
def test_answers_are_read_back_in_every_form(extraction):
    answer = run(graph_of(extraction), ASKED)
    wanted = [[cell.value for cell in row] for row in answer.rows]
    made = {media: written(answer, media).decode() for media in TABLES}
    rows = list(csv.reader(io.StringIO(as_csv(answer), newline=""), strict=True))[1:]
    assert not [c for row in rows for c in row if c.startswith(tuple("=+-@\t\r\n＝＋－＠"))]
    assert [[unguarded(c) for c in row] for row in rows] == wanted
    assert list(csv.reader(io.StringIO(made["text/csv"], newline=""), strict=True))[1:] == wanted
    bindings = json.loads(made["application/sparql-results+json"])["results"]["bindings"]
    assert [[b["s"]["value"], b["o"]["value"]] for b in bindings] == wanted
    root = ET.fromstring(made["application/sparql-results+xml"])
    found = [value.text or "" for value in root.iter() if value.tag.endswith(("}uri", "}literal"))]
    assert found == [clean(value) for row in wanted for value in row]
    lines = made["text/tab-separated-values"].removesuffix("\n").split("\n")[1:]
    terms = [
        next(iter(ox.parse(f"<x:s> <x:p> {line.split(chr(9))[1]} .", format=ox.RdfFormat.N_TRIPLES))) for line in lines
    ]
    assert [t.object.value for t in terms] == [row[1] for row in wanted]
    assert len(as_table(answer).split("\n")) == len(wanted) + 3
