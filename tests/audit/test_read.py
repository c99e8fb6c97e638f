"""The audit of articles as the extractor reads them: the arithmetic of batches, tiers and scoring rules."""

from pathlib import Path

import pytest

from kg.audit import audit
from kg.pipeline import build, graph_of
from kg.records import Article
from kg.store import load

LISTING = Path(__file__).parents[3] / "shared" / "corpus" / "listing.txt"
BATCH = Article(
    "临江市集中签约一批项目",
    "2023年4月18日,临江市举行2023年二季度重大项目集中签约仪式,共签约项目60个,总投资820亿元。其中,20亿元以上项目8个,"
    "5—20亿元项目22个,5亿元以下项目30个。制造业项目35个,总投资500亿元,占比61%;服务业项目15个,总投资180亿元。",
    "2023-04-20",
)
TIERS = Article(
    "临江市企业分层", "截至2023年3月,临江市有独角兽企业3家,瞪羚企业80家,雏鹰企业50家,合计{}家。", "2023-04-20"
)
RULE = Article(
    "青原县印发评分办法",
    "青原县印发《营商环境评分办法》,设置5项核心指标。评分实行百分制,具体指标包括:\n审批效率(40分):当日办结率达100%得满分,"
    "每低5个百分点扣2分;\n要素保障(30分):用地保障到位得满分;\n企业满意度(30分):满意度达95%得满分,每低1个百分点扣1分。",
    "2024-03-02",
)


def told(article):
    return {(f.kind, f.arithmetic) for f in audit(graph_of(article))}


def test_a_batch_its_classes_bands_and_share():
    assert told(BATCH) >= {
        ("breakdown-holds", "8个 + 22个 + 30个 = 60个"),
        ("breakdown-partial", "35个 + 15个 = 50个 < 60个"),
        ("breakdown-partial", "500亿元 + 180亿元 = 680亿元 < 820亿元"),
        ("share-agrees", "500亿元 ÷ 820亿元 = 61.0% ∈ 61%"),
    }


@pytest.mark.parametrize(
    ("total", "expected"),
    [("133", ("breakdown-holds", "3家 + 80家 + 50家 = 133家")),
     ("143", ("total-differs", "3家 + 80家 + 50家 = 133家 < 143家"))],
)  # fmt: skip
def test_tiers_and_their_stated_total(total, expected):
    assert expected in told(Article(TIERS.title, TIERS.body.format(total), TIERS.issued))


def test_the_weights_of_a_rule_and_how_many_it_names():
    found = told(RULE)
    assert ("weights-complete", "40分 + 30分 + 30分 = 100分") in found
    assert ("named-partly", "3 < 5项") in found


@pytest.fixture(scope="module")
def listing(tmp_path_factory):
    if not LISTING.exists():
        pytest.skip(f"{LISTING.name} is not beside the project")
    out = tmp_path_factory.mktemp("listing")
    build([LISTING], out)
    return audit(load(out))


@pytest.mark.parametrize(
    "expected",
    [
        ("breakdown-holds", "1个 + 36个 + 139个 = 176个"),
        ("breakdown-partial", "92个 + 48个 = 140个 < 176个"),
        ("breakdown-partial", "680亿元 + 280亿元 = 960亿元 < 1067.57亿元"),
        ("share-agrees", "680亿元 ÷ 1067.57亿元 = 63.7% ∈ >60%"),
        ("breakdown-holds", "17家 + 306家 + 210家 = 533家"),
        ("weights-complete", "30分 + 30分 + 20分 + 20分 = 100分"),
        ("named-partly", "4 < 6项"),
        ("rank-within", "47位 ≤ 217家"),
    ],
)
def test_the_listing_s_arithmetic(listing, expected):
    assert expected in {(f.kind, f.arithmetic) for f in listing}


def test_the_listing_s_articles_do_not_contradict_each_other(listing):
    assert [f for f in listing if f.severity == "error"] == []
    assert [f for f in listing if len({s.article for s in f.statements}) > 1] == []
