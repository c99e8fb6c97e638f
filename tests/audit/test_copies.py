"""An article and a changed copy of it, read by the extractor: each change is of its own kind."""

import pytest

from kg.audit import audit
from kg.pipeline import build
from kg.store import load

BODY = (
    "2022年3月9日,位于陵州市的华腾新材料项目{step}。项目总投资{cost}亿元,占地400亩,计划{year}年投产。"
    "陵州市2021年地区生产总值1300亿元。"
)  # fmt: skip
FIRST = f"陵州新材料\n{BODY.format(step='签约', cost=50, year=2023)}\n2022-03-14\n"


def kinds_of(folder, *texts):
    """Return kind and arithmetic of what two articles are to each other."""
    for index, text in enumerate(texts):
        (folder / f"{index}.txt").write_text(text, encoding="utf-8")
    build([folder], folder / "out")
    found = audit(load(folder / "out"))
    return {f.kind: f.arithmetic for f in found if len({s.article for s in f.statements}) > 1}


def test_a_later_copy_revises_and_moves_on(tmp_path):
    later = BODY.replace("2022年3月9日", "2022年9月9日").format(step="开工", cost=60, year=2024)
    found = kinds_of(tmp_path, FIRST, f"陵州新材料再报\n{later}\n2022-09-14\n")
    assert found == {
        "revision": "50亿元 ≠ 60亿元",
        "succession": "签约 (2022-03-09) → 开工 (2022-09-09)",
        "date-revision": "2023 → 2024",
        "repeated": found["repeated"],
    }


def test_a_copy_of_the_same_day_contradicts(tmp_path):
    found = kinds_of(tmp_path, FIRST, f"陵州新材料又报\n{BODY.format(step='签约', cost=60, year=2024)}\n2022-03-14\n")
    assert found == {
        "contradiction": "50亿元 ≠ 60亿元",
        "date-contradiction": "2023 ≠ 2024",
        "repeated": found["repeated"],
    }


def test_a_changed_actual_number_of_another_year_is_no_contradiction(tmp_path):
    other = BODY.replace("2021年地区生产总值1300", "2022年地区生产总值1400").format(step="签约", cost=50, year=2023)
    assert set(kinds_of(tmp_path, FIRST, f"陵州新材料又报\n{other}\n2022-03-14\n")) == set()


@pytest.mark.parametrize(("cost", "kind"), [("超50", "refinement"), ("0.005", "unit-slip")])
def test_other_changes_of_a_number(tmp_path, cost, kind):
    later = BODY.format(step="签约", cost=cost, year=2023)
    assert kind in kinds_of(tmp_path, FIRST, f"陵州新材料再报\n{later}\n2022-09-14\n")


def test_an_untouched_copy_of_another_day_confirms_nothing(tmp_path):
    assert set(kinds_of(tmp_path, FIRST, FIRST.replace("2022-03-14", "2022-04-14"))) == set()


def test_a_report_in_other_words_confirms(tmp_path):
    other = "走进华腾新材料项目的工地,看得见位于陵州市的这片400亩土地。项目总投资50亿元。"
    assert "repeated" in kinds_of(tmp_path, FIRST, f"陵州走访\n{other}\n2022-04-14\n")
