"""Work in several processes: everything is answered, and what kills a process costs only itself."""

import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import OutputError
from kg.workers import Crash, each

ROOT = Path(__file__).parents[1]


def _square(number):
    if number in (3, 5):
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 7:
        raise OutputError("no space")
    return number * number


def test_every_item_is_answered_and_a_crash_is_told_by_its_item():
    items, before = [1, 2, 3, 4, 5, 6], set(multiprocessing.active_children())
    assert dict(each(_square, items, 2)) == {0: 1, 1: 4, 2: Crash(-9), 3: 16, 4: Crash(-9), 5: 36}
    assert set(multiprocessing.active_children()) <= before


def test_nothing_to_do_starts_nothing():
    assert list(each(_square, [], 4)) == []


def test_what_the_function_raises_is_raised_here_and_no_process_is_left():
    before = set(multiprocessing.active_children())
    with pytest.raises(OutputError, match="no space"):
        list(each(_square, [7], 1))
    assert set(multiprocessing.active_children()) <= before


UNGUARDED = """
import os
from kg.workers import each
print(sorted(each(abs, [-1, -2, -3], 2)), os.getpid())
"""


def test_a_script_that_cannot_start_processes_does_the_work_itself(tmp_path):
    (tmp_path / "script.py").write_text(UNGUARDED, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [sys.executable, str(tmp_path / "script.py")], env=environment, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, "[(0, 1), (1, 2), (2, 3)]" in ran.stdout) == (0, True), ran.stderr


PARENT = """
import time
from kg.workers import each
if __name__ == "__main__":
    for place, pid in each(__import__("os").getpgid, [0, 0], 1):
        print(place, flush=True)
        time.sleep(60)
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at /proc")
def test_processes_end_with_the_one_that_started_them(tmp_path):
    (tmp_path / "script.py").write_text(PARENT, encoding="utf-8")
    parent = subprocess.Popen(
        [sys.executable, str(tmp_path / "script.py")],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert parent.stdout.readline() == b"0\n"
    children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text(encoding="ascii").split()
    assert children
    parent.kill()
    parent.communicate(timeout=30)  # ends only when the children have closed the pipe that they inherited


SLOW = """
import signal, sys, time
from kg.workers import each
signal.signal(signal.SIGINT, signal.default_int_handler)
def slow(number):
    print("at work", flush=True)
    time.sleep(60)
if __name__ == "__main__":
    try:
        list(each(slow, [1, 2], 2))
    except KeyboardInterrupt:
        sys.exit(130)
"""


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
def test_ctrl_c_ends_all_processes_without_a_traceback(tmp_path):
    """A terminal sends it to every process of the group; only the first one is to answer."""
    (tmp_path / "script.py").write_text(SLOW, encoding="utf-8")
    ran = subprocess.Popen(
        [sys.executable, str(tmp_path / "script.py")], env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert [ran.stdout.readline() for _ in range(2)] == [b"at work\n"] * 2
    os.killpg(ran.pid, signal.SIGINT)
    assert ran.communicate(timeout=30) == (b"", b"")
    assert ran.returncode == 130
