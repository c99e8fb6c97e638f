"""People's decisions are data: they beat scores and proofs, and what is wrong with them is said with file and line."""

import csv

import pytest
from saying import article

from kg.errors import OutputError, UsageError
from kg.graph import Minter, quads
from kg.records import Article
from kg.resolve import identify
from kg.resolve.decisions import COLUMNS, Decision, append, beside, fingerprint, read_decisions
from kg.resolve.proposals import proposals
from kg.resolve.review import review
from kg.terminal import Language, messages_in
from kg.vocab import KG

ZH = messages_in(Language.zh)


def firms(*names, **more):
    return [article(("Enterprise", n), **more) for n in names]


def clusters(identity):
    return {frozenset(a.name for a in g) for g in identity.clusters.groups}


def iri(node):
    return Minter().entity(node).value


def test_names_that_look_like_formulas_are_guarded_and_read_back(tmp_path):
    rows = [Decision("same", "=1+1", "@甲", why="-x\ry"), Decision("different", "甲", "乙")]
    append(tmp_path / "decisions.csv", rows)
    with (tmp_path / "decisions.csv").open(encoding="utf-8", newline="") as file:
        assert [r["a"] for r in csv.DictReader(file)] == ["'=1+1", "甲"]
    found = read_decisions(tmp_path / "decisions.csv")
    assert [(d.a, d.b, d.why) for d in found] == [("=1+1", "@甲", "-x\ry"), ("甲", "乙", "")]


def test_yes_joins_and_no_keeps_apart_even_what_a_table_joins():
    names = ("恒辉电子", "恒辉半导体", "南钢", "南京钢铁股份有限公司")
    said = [Decision("same", *names[:2]), Decision("different", *names[2:])]
    found = identify(firms(*names), said)
    assert clusters(found) == {frozenset(names[:2]), frozenset(names[2:3]), frozenset(names[3:])}
    assert [why for _, why in found.clusters.held] == ["different"]


def test_no_chain_passes_a_no_in_whatever_order():
    names = ("甲辉", "乙辉", "丙辉")
    said = [Decision("same", "甲辉", "乙辉"), Decision("same", "乙辉", "丙辉"), Decision("different", "甲辉", "丙辉")]
    for rows in (said, said[::-1]):
        found = identify(firms(*names), rows)
        assert clusters(found) == {frozenset(("乙辉", "丙辉")), frozenset(("甲辉",))}
        assert len(found.clusters.held) == 1
        assert ["not joined" in note for note in found.notes] == [True]


def test_the_latest_row_holds_and_of_equals_the_strictest():
    rows = [
        Decision("different", "甲辉", "乙辉", when="2024-01-01"),
        Decision("same", "乙辉", "甲辉", when="2024-02-01"),
    ]
    assert len(clusters(identify(firms("甲辉", "乙辉"), rows))) == 1
    rows = [Decision("different", "甲辉", "乙辉"), Decision("same", "乙辉", "甲辉")]
    assert len(clusters(identify(firms("甲辉", "乙辉"), rows))) == 2


def test_unsure_stands_in_the_graph_and_holds_back_a_proof_but_not_a_yes():
    names = ("南钢", "南京钢铁股份有限公司")
    extractions = firms(*names)
    found = identify(extractions, [Decision("unsure", *names)])
    said = set(quads(extractions, found.nodes_in, possibly=found.possibly))
    pairs = {(q.subject.value, q.object.value) for q in said if q.predicate.value == KG.possiblySameAs}
    iris = [iri(n) for n in set(found.of.values())]
    assert pairs == {tuple(iris), tuple(iris[::-1])} and len(iris) == 2
    third = [Decision("unsure", *names), Decision("same", names[0], "钢厂"), Decision("same", "钢厂", names[1])]
    assert len(clusters(identify(firms(*names, "钢厂"), third))) == 1


def test_what_is_decided_is_not_proposed_again():
    pair = firms("四川恒辉酒业", "恒辉酒业", home="510700")
    assert len(proposals(identify(pair))) == 1
    for verdict in ("same", "different", "unsure"):
        assert proposals(identify(pair, [Decision(verdict, "四川恒辉酒业", "恒辉酒业")])) == []


def test_iris_and_regions_say_who_is_meant():
    name = "滨江产业园项目"
    extractions = [article(("Project", name), home=h) for h in ("330205", "500105")]
    nodes = [n for n in identify(extractions).of.values() if n.type == "Project"]
    for said in (
        Decision("same", iri(nodes[0]), iri(nodes[1])),
        Decision("same", name, name, region_a="宁波市江北区", region_b="500105"),
    ):
        found = identify(extractions, [said], iri)
        assert found.verdicts.problems == []
        assert len([g for g in found.clusters.groups if g[0].type == "Project"]) == 1


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (Decision("same", "恒辉", "无此名", place="d.csv:7"), "d.csv:7: nothing is called '无此名'"),
        (Decision("same", "恒辉", "恒辉", place="d.csv:2"), "d.csv:2: '恒辉' is several things"),
        (Decision("same", "恒辉", "恒辉", type="Enterprise", place="d.csv:3"), "are one name in these articles"),
    ],
)
def test_a_row_that_names_nothing_or_too_much_is_reported(row, words):
    extractions = [article(("Enterprise", "恒辉"), ("Project", "恒辉"), title=t) for t in "甲乙"]
    found = identify(extractions, [row])
    assert any(words in problem for problem in found.verdicts.problems)
    assert not found.verdicts.same


def test_a_decision_whose_sentence_changed_is_listed_and_still_holds():
    seen = fingerprint("甲辉有消息。")
    row = Decision("same", "甲辉", "乙辉", evidence=seen)
    assert identify(firms("甲辉", "乙辉"), [row]).verdicts.review == []
    first, second = firms("甲辉", "乙辉")
    changed = type(first)(Article("", "甲辉另有说法。\n", "2024-01-08"), entities=first.entities)
    found = identify([changed, second], [row])
    assert found.verdicts.review == [row]
    assert len(clusters(found)) == 1
    assert "have changed" in found.notes[0]


FILE = 'verdict,a,b,who,when,why\nsame,甲辉,乙辉,张,2024-01-01,"同一,厂"\n不同,甲辉,丙辉,,,\n'


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_whatever_wrote_it(tmp_path, codec):
    path = tmp_path / "decisions.csv"
    path.write_bytes(FILE.replace("\n", "\r\n").encode(codec))
    rows = read_decisions(path)
    assert [(r.verdict, r.a, r.b, r.why) for r in rows] == [
        ("same", "甲辉", "乙辉", "同一,厂"),
        ("different", "甲辉", "丙辉", ""),
    ]
    assert [r.place.rsplit(":", 1)[1] for r in rows] == ["2", "3"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n甲,乙\n", "columns are"),
        ("verdict,a,b,colour\n", "columns are"),
        ("verdict,a,b\nmaybe,甲,乙\n", ":2: verdict is 'maybe'"),
        ("verdict,a,b\nsame,甲\n", ":2: a and b need"),
        ("verdict,a,b\nsame,甲,乙,丙\n", ":2: 4 cells"),
        ("verdict,a,b,type\nsame,甲,乙,Firm\n", ":2: 'Firm' is no type"),
        ('verdict,a,b\nsame,"甲,乙\n', "decisions.csv"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(tmp_path, text, words):
    path = tmp_path / "decisions.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"decisions\.csv") as caught:
        read_decisions(path)
    assert words in str(caught.value)
    with pytest.raises(UsageError):
        append(path, [])
    assert path.read_text(encoding="utf-8") == text


def test_a_missing_file_or_bytes_of_no_encoding_are_refused(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"\xff\xff\x00\x81")
    for name in ("none.csv", "x.csv"):
        with pytest.raises(UsageError, match=name):
            read_decisions(tmp_path / name)


def test_appending_keeps_what_stood_there_when_it_cannot_write(tmp_path, monkeypatch):
    path = tmp_path / "decisions.csv"
    path.write_text(FILE, encoding="utf-8")
    append(path, [Decision("unsure", "甲辉", "丁辉", who="李")])
    rows = read_decisions(path)
    assert [r.verdict for r in rows] == ["same", "different", "unsure"]
    whole = path.read_bytes()

    def refuse(*_):
        raise OSError(28, "no space left")

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(OutputError):
        append(path, [Decision("same", "甲辉", "戊辉")])
    assert path.read_bytes() == whole


def test_files_are_found_beside_articles_and_output_each_once(tmp_path):
    for name in ("in", "out", "none"):
        (tmp_path / name).mkdir()
    for name in ("in", "out"):
        (tmp_path / name / "decisions.csv").write_text(FILE, encoding="utf-8")
    found = beside([tmp_path / "in", tmp_path / "none", tmp_path / "in/a.txt"], tmp_path / "out")
    assert [p.parent.name for p in found] == ["in", "out"]


def test_a_review_records_each_answer_with_its_evidence(tmp_path):
    pairs = [("四川恒辉酒业", "恒辉酒业"), ("四川明泰酒业", "明泰酒业"), ("四川鸿远酒业", "鸿远酒业")]
    extractions = firms(*(n for p in pairs for n in p), home="510700")
    path, said = tmp_path / "decisions.csv", []
    given = iter(["x", "s", "看过", "k", "d", ""])
    count = review(
        identify(extractions),
        path,
        lambda _: next(given, ""),
        said.append,
        ZH,
        "张",
        "2024-02-01",
    )
    rows = read_decisions(path)
    assert count == 2
    assert [(r.verdict, r.who, r.when, r.why) for r in rows] == [
        ("same", "张", "2024-02-01", "看过"), ("different", "张", "2024-02-01", ""),
    ]  # fmt: skip
    assert any("「恒辉酒业有消息。」" in line for line in said)
    after = identify(extractions, rows)
    assert after.verdicts.problems == [] and after.verdicts.review == []
    assert len(proposals(after)) == 1


def test_a_review_ends_with_quit_and_with_the_end_of_input(tmp_path):
    found = identify(firms("四川恒辉酒业", "恒辉酒业", home="510700"))
    for given in ("q", ""):
        assert review(found, tmp_path / "d.csv", lambda _, given=given: given, lambda _: None, ZH, "", "") == 0
    assert not (tmp_path / "d.csv").exists()


def test_what_a_review_writes_names_the_same_things_again(tmp_path):
    """Namesakes of other regions, and one without a region, are told apart in the rows."""
    name, longer = "滨江新材料产业园", "滨江新材料产业园一体化项目"
    extractions = [
        article(("Project", name), home="510600"), article(("Project", name), home="330500"),
        article(("Project", name), title="无"), article(("Project", longer), home="510600"),
    ]  # fmt: skip
    path = tmp_path / "decisions.csv"
    found = identify(extractions)
    total = len(proposals(found))
    assert total
    answers = iter(["u", ""] * total)
    review(found, path, lambda _: next(answers), lambda _: None, ZH, "张", "2024")
    after = identify(extractions, read_decisions(path))
    assert after.verdicts.problems == []
    assert len(after.verdicts.unsure) == total
    with path.open(encoding="utf-8", newline="") as file:
        assert tuple(next(csv.reader(file))) == COLUMNS
