"""Whatever happens to a build, the old output or the new one is there whole, and the next build completes."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from killing import forked, killed_at, posix
from standing import plain, whole

from kg import folder
from kg.errors import GraphError, OutputError
from kg.pipeline import Options, build

ROOT = Path(__file__).parents[2]
KILLS = 200


@pytest.fixture(scope="module")
def editions(articles, tmp_path_factory):
    """Two sets of articles, a cache that knows all, and what a build of each leaves."""
    place = tmp_path_factory.mktemp("editions")
    options = Options(cache=place / "cache", view=False)
    sets = (articles[:3], articles[2:])
    built = []
    for number, chosen in enumerate(sets):
        build(chosen, place / str(number), options)
        built.append(plain(place / str(number)))
    assert built[0] != built[1] != {}
    return sets, built, options


@posix
def test_killed_at_random_points_the_old_or_the_new_output_is_there_whole(editions, tmp_path):
    """Half of the kills strike before a random file operation, half at a random moment."""
    sets, built, options = editions
    out, chance, standing = tmp_path / "out", random.Random(20240108), {}
    build(sets[0], tmp_path / "timed", options)
    begin = time.perf_counter()
    build(sets[1], tmp_path / "timed", options)
    length = time.perf_counter() - begin
    outcomes = set()
    for number in range(KILLS):
        target = number % 2

        def work(chosen=sets[target]):
            build(chosen, out, options)

        if number % 4 < 2:
            killed_at(chance.randint(1, 250), work)
        else:
            child = forked(work)
            time.sleep(chance.random() * length * 1.2)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        found = whole(out) if out.exists() else {}
        assert found in (standing, built[target])
        outcomes.add((found == standing, found == built[target]))
        standing = found
    assert {(True, False), (False, True)} <= outcomes, "both the old and the new were met"
    build(sets[0], out, options)
    assert plain(out) == whole(out) == built[0]


@posix
def test_readers_beside_a_writer_see_one_edition(editions, tmp_path):
    sets, built, options = editions
    build(sets[0], tmp_path, options)
    graphs = [one[folder.GRAPH] for one in built]
    claims = [{n: d for n, d in one.items() if n.startswith("claims/")} for one in built]

    def work():
        for number in range(1, 31):
            build(sets[number % 2], tmp_path, options)

    child, seen = forked(work), set()
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        seen.add(graphs.index(folder.read(tmp_path, folder.GRAPH)))
        assert folder.read_all(tmp_path, folder.CLAIMS) in claims
    assert seen == {0, 1}


def test_a_full_disk_at_any_write_leaves_the_old_output(editions, tmp_path, monkeypatch):
    """The n-th call that writes, renames or makes something fails, for n = 1, 2, 3 … until a build succeeds."""
    sets, built, options = editions
    out = tmp_path / "out"
    build(sets[0], out, options)
    for n in range(1, 1000):
        with monkeypatch.context() as patched:
            _fail_at(patched, n)
            try:
                build(sets[1], out, options)
                break
            except OutputError as error:
                assert "No space left" in str(error)
        found = whole(out)
        assert found in built
        if found == built[1]:
            break
        assert plain(out) == built[0]
    assert 40 < n < 999
    build(sets[1], out, options)
    assert plain(out) == built[1]
    assert not [p for p in out.rglob("*") if p.suffix == ".tmp"]


def _fail_at(patched, n):
    left = n

    def failing(real):
        def call(*args, **kwargs):
            nonlocal left
            left -= 1
            if left == 0:
                raise OSError(28, "No space left on device")
            return real(*args, **kwargs)

        return call

    for module, name in ((os, "fsync"), (os, "replace"), (Path, "mkdir"), (Path, "rename"), (Path, "chmod")):
        patched.setattr(module, name, failing(getattr(module, name)))
    patched.setattr("tempfile.mkstemp", failing(__import__("tempfile").mkstemp))


SMALL = """
import resource, signal, sys
from pathlib import Path
from kg.errors import KGError
from kg.pipeline import Options, build
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
try:
    build(sys.argv[4:], Path(sys.argv[2]), Options(cache=Path(sys.argv[3]), view=False))
except KGError as error:
    print(error)
    sys.exit(error.exit_code)
"""


@posix
@pytest.mark.parametrize("limit", [0, 300, 5_000, 20_000])
def test_a_file_that_the_system_refuses_to_let_grow_leaves_the_old_output(editions, tmp_path, limit):
    sets, built, options = editions
    out = tmp_path / "out"
    build(sets[0], out, options)
    command = [sys.executable, "-c", SMALL, str(limit), str(out), str(options.cache), *map(str, sets[1])]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.returncode, "File too large" in ran.stdout) == (6, True), ran
    assert plain(out) == whole(out) == built[0]
    build(sets[1], out, options)
    assert plain(out) == built[1]


@pytest.mark.parametrize("step", ["mkdir", "TemporaryFile"])
def test_a_read_only_folder_is_refused_before_any_work(editions, tmp_path, monkeypatch, step):
    sets, built, options = editions
    out = tmp_path / "out"
    build(sets[0], out, options)

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path if step == "mkdir" else folder.tempfile, step, refuse)
    monkeypatch.setattr("kg.pipeline.read_inputs", lambda *_, **__: pytest.fail("work was done"))
    with pytest.raises(OutputError, match=r"cannot write there \(Permission denied\).*-o"):
        build(sets[1], out, options)
    assert plain(out) == built[0]


HOLDER = """
import sys, time, kg.pipeline
from pathlib import Path
def read(*_, **__):
    print("reading", flush=True)
    time.sleep(60)
kg.pipeline.read_inputs = read
kg.pipeline.build([], Path(sys.argv[1]))
"""


def test_a_second_build_is_told_at_once_who_is_writing_and_kill_9_frees_the_folder(editions, tmp_path):
    sets, built, options = editions
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE)
    try:
        assert holder.stdout.readline() == b"reading\n"
        with pytest.raises(GraphError, match=rf"in use by pid {holder.pid} on \S+ since 20\d\d-.*wait for it"):
            build(sets[0], tmp_path, options)
        assert plain(tmp_path) == {}
    finally:
        holder.kill()
        holder.communicate()
    build(sets[0], tmp_path, options)
    assert plain(tmp_path) == built[0]


def test_termination_ends_at_once_and_leaves_the_old_output(editions, tmp_path):
    sets, built, options = editions
    build(sets[0], tmp_path, options)
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE)
    holder.stdout.readline()
    holder.terminate()
    holder.communicate(timeout=20)
    assert plain(tmp_path) == built[0]
    build(sets[1], tmp_path, options)
    assert plain(tmp_path) == built[1]


def test_a_file_that_vanishes_while_it_is_read_is_reported_and_the_rest_is_built(articles, tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    for file in articles[:3]:
        (tmp_path / "in" / file.name).write_bytes(file.read_bytes())
    opened = Path.open

    def vanish(path, *args, **kwargs):
        if path.name == articles[1].name and path.parent.name == "in":
            path.unlink(missing_ok=True)
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", vanish)
    report = build([tmp_path / "in"], tmp_path / "out", Options(view=False))
    assert [(Path(r.path).name, r.code) for r in report.rejects] == [(articles[1].name, "io")]
    assert report.articles == 2


def test_a_damaged_output_is_refused_by_readers_and_mended_by_the_next_build(editions, tmp_path):
    sets, built, options = editions
    for name in ("graph.nq", "graph.ttl", "manifest.json", next(n for n in built[0] if "claims" in n)):
        build(sets[0], tmp_path, options)
        (tmp_path / name).write_bytes(b"{" + built[0][name][:200])
        with pytest.raises(GraphError, match="damaged"):
            whole(tmp_path)
        build(sets[0], tmp_path, options)
        assert plain(tmp_path) == built[0]
    (tmp_path / "graph.nq").unlink()
    with pytest.raises(GraphError, match=r"graph\.nq: missing"):
        whole(tmp_path)
    build(sets[0], tmp_path, options)
    assert plain(tmp_path) == built[0]
