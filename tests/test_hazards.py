"""``docs/hazards.md`` and ``docs/reliability.md`` name a test for each row, and every test that they name is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
LINES = (ROOT / "docs" / "hazards.md").read_text(encoding="utf-8").splitlines()
PROMISES = (ROOT / "THREAT_MODEL.md").read_text(encoding="utf-8").splitlines()
FAULTS = [
    line
    for line in (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and len(line.split(" | ")) == 3 and not line.startswith(("| hazard", "|---"))
]
ROWS = {int(m[1]): line for line in LINES if (m := re.match(r"\| (\d+) \|", line)) and len(line.split(" | ")) == 4}
CODES = {int(m[1]): line for line in LINES if (m := re.match(r"\| (\d+) \|", line)) and len(line.split(" | ")) == 3}


def named(line):
    return re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", line)


def test_every_promised_row_and_exit_code_names_a_test():
    assert set(ROWS) >= {*range(1, 14), *range(24, 28), *range(52, 65), *range(71, 78)}
    assert set(CODES) == {0, 1, 2, 3, 4, 5, 6, 130}
    assert [line for line in (*ROWS.values(), *CODES.values()) if not named(line)] == []


def test_every_fault_names_a_test():
    assert len(FAULTS) > 40
    assert [line for line in FAULTS if not named(line)] == []


def test_every_named_test_exists():
    wanted = {test for line in (*LINES, *FAULTS, *PROMISES) for test in named(line)}
    missing = [f"{f}::{n}" for f, n in wanted if f"def {n}(" not in (ROOT / f).read_text(encoding="utf-8")]
    assert missing == []
