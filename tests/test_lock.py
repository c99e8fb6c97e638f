"""One holder at a time, named to the others, and free again however it ended."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kg.errors import GraphError, OutputError
from kg.lock import locked

ROOT = Path(__file__).parents[1]
HOLD = """
import sys
from pathlib import Path
from kg.lock import locked
with locked(Path(sys.argv[1])):
    print(1, flush=True)
    input()
"""


def test_the_holder_is_named_while_it_holds_and_not_after(tmp_path):
    path = tmp_path / "lock"
    with locked(path):
        said = json.loads(path.read_text(encoding="utf-8"))
        assert (said["pid"], set(said)) == (os.getpid(), {"pid", "host", "since"})
        with pytest.raises(GraphError, match=rf"in use by pid {os.getpid()} on "), locked(path):
            pass
        assert json.loads(path.read_text(encoding="utf-8")) == said, "who is refused changes nothing"
    assert path.read_bytes() == b""
    with locked(path):
        pass


def test_who_is_patient_waits_until_the_holder_is_gone(tmp_path):
    path, order = tmp_path / "lock", []

    def wait():
        with locked(path, patient=True):
            order.append("second")

    with locked(path):
        waiting = threading.Thread(target=wait)
        waiting.start()
        waiting.join(0.5)
        order.append("first")
    waiting.join(20)
    assert order == ["first", "second"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"\xff"])
def test_a_holder_that_cannot_be_read_is_another_process(tmp_path, content):
    path = tmp_path / "lock"
    with locked(path):
        path.write_bytes(content)
        with pytest.raises(GraphError, match="in use by another process"), locked(path):
            pass


def test_kill_9_frees_it_though_its_name_stays(tmp_path):
    path = tmp_path / "lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout.readline() == b"1\n"
    with pytest.raises(GraphError, match=f"pid {holder.pid} "), locked(path):
        pass
    holder.kill()
    holder.communicate()
    assert str(holder.pid).encode() in path.read_bytes()
    with locked(path):
        assert json.loads(path.read_bytes())["pid"] == os.getpid()


def test_it_is_free_after_an_error(tmp_path):
    for _ in range(2):
        with pytest.raises(KeyError), locked(tmp_path / "lock"):
            raise KeyError


@pytest.mark.parametrize("system", ["flock", "write"])
def test_a_system_that_cannot_lock_is_told(tmp_path, monkeypatch, system):
    def refuse(*_):
        raise OSError(37, "No locks available")

    monkeypatch.setattr(pytest.importorskip("fcntl") if system == "flock" else os, system, refuse)
    with pytest.raises(OutputError, match="No locks available"), locked(tmp_path / "lock"):
        pass
    with pytest.raises(OutputError, match="choose another folder"), locked(tmp_path / "none" / "lock"):
        pass
