"""Whatever articles and their titles hold, a build is whole, sound, the same twice, and writes nowhere else."""

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from hostile import PATHS, bodies, fuzzing, names
from hypothesis import given
from hypothesis import strategies as st

from kg.claims import saved_claims
from kg.folder import OWN
from kg.pipeline import Options, build
from kg.store import load
from kg.validate import check_quotes

OUTPUTS = re.compile(
    r"graph\.(nq|ttl|html)|manifest\.json|(rejects|missed|coverage)\.jsonl|claims/[0-9a-f]{16}\.json|\.kg/.*"
)
records = st.fixed_dictionaries(
    {"title": st.one_of(names, st.sampled_from(PATHS)), "text": bodies, "date": st.sampled_from(["2024-03-01", ""])}
)


def files(root):
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


@fuzzing(12)
@given(st.lists(records, min_size=1, max_size=3))
def test_a_build_of_anything_is_whole_sound_and_stays_in_its_folder(rows):
    with TemporaryDirectory() as place:
        root = Path(place)
        source = root / "articles.jsonl"
        source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        report = build([source], root / "out", Options(learned=False))
        assert report.articles + report.duplicates + len(report.rejects) == report.inputs == len(rows)
        assert {r.code for r in report.rejects} <= {"empty", "mojibake"}
        assert sorted(p.name for p in root.iterdir()) == ["articles.jsonl", "out"]
        first = files(root / "out")
        assert [name for name in first if not OUTPUTS.fullmatch(name)] == []
        texts = {x.article.sha256: x.article.text for x in saved_claims(root / "out")}
        assert check_quotes(load(root / "out"), texts) == []
        for name in ("rejects.jsonl", "missed.jsonl", "coverage.jsonl"):
            assert all(isinstance(json.loads(line), dict) for line in first[name].decode().split("\n")[:-1])
        build([source], root / "again", Options(learned=False))
        kept = {name: data for name, data in first.items() if not name.startswith(OWN)}
        assert {n: d for n, d in files(root / "again").items() if not n.startswith(OWN)} == kept
