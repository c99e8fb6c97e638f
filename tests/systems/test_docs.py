"""docs/systems.md: each row's command is run, and its answer is what the page shows."""

import io
import re
import shlex
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

import pytest

from kg.cli import run

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "systems.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^## \d+\. (.+?)$.*?```console\n\$ kg (.+?)\n(.+?)```", PAGE, re.MULTILINE | re.DOTALL)


def answer(command, graph):
    words = [str(graph) if w == "output" else w for w in shlex.split(command)]
    words = [str(ROOT / w) if w.startswith("docs/") else w for w in words]
    out, err = io.StringIO(), io.StringIO()
    argv = mock.patch("sys.argv", ["kg", *words, "--lang", "zh"])
    with argv, redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as stopped:
        run()
    assert not stopped.value.code, err.getvalue()
    return out.getvalue()


def test_the_page_has_twelve_rows_with_a_sentence_each():
    assert len(ROWS) == 12
    assert [title for title, _, shown in ROWS if "「" not in shown and "，" not in shown] == []


@pytest.mark.parametrize(("title", "command", "shown"), ROWS, ids=[title for title, _, _ in ROWS])
def test_row(demo_graph, title, command, shown):
    lines = [re.escape(text.rstrip()).replace("…", ".*") for text in shown.rstrip("\n").split("\n")]
    told = [text.rstrip() for text in answer(command, demo_graph).split("\n")]
    at = 0
    for line in lines:
        at = next((i + 1 for i in range(at, len(told)) if re.fullmatch(line, told[i])), 0)
        assert at, f"{title}: not in the answer, in this order: {line}\n" + "\n".join(told)
