"""Files, folders and standard input; copies; the shared corpus."""

import gzip
import io
import itertools
import json
import os
import socket
import sys
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.read import merge_copies, read_inputs
from kg.records import Article, Reject

TEXT = "云溪市开工\n正文在此。\n2022-03-14\n"
CORPUS = Path(__file__).parents[2] / "../shared/corpus"


def put(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".txt").write_text(text, encoding="utf-8")
    return folder


def codes(items) -> list[str]:
    return [item.code for item in items if isinstance(item, Reject)]


def test_folders_by_name_and_without_hidden_files(tmp_path, monkeypatch):
    put(tmp_path, b=TEXT, a__z=TEXT, a__c__d=TEXT, **{".hidden": TEXT, ".h__x": TEXT})
    once = [item.paths[0] for item in read_inputs([tmp_path])]
    assert sorted(once) == sorted(str(tmp_path / name) for name in ("a/c/d.txt", "a/z.txt", "b.txt"))
    names = os.listdir
    monkeypatch.setattr(os, "listdir", lambda *a: names(*a)[::-1])
    entries = os.scandir

    class Backwards:
        def __init__(self, path="."):
            with entries(path) as found:
                self.items = iter(sorted(found, key=lambda e: e.name, reverse=True))

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def __iter__(self):
            return self

        def __next__(self):
            return next(self.items)

        def close(self):
            return None

    monkeypatch.setattr(os, "scandir", Backwards)
    assert [item.paths[0] for item in read_inputs([tmp_path])] == once


def test_a_named_path_that_is_missing(tmp_path):
    with pytest.raises(UsageError, match="nowhere"):
        list(read_inputs([tmp_path / "nowhere.txt"]))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX")
def test_pipes_sockets_devices_and_loops_do_not_hang(tmp_path, monkeypatch):
    put(tmp_path, good=TEXT)
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "self.txt").symlink_to("self.txt")
    (tmp_path / "null.txt").symlink_to("/dev/null")
    (tmp_path / "up").symlink_to("..")
    (tmp_path / "here").symlink_to(".")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind("door.txt")
        found = list(itertools.islice(read_inputs(["."]), 100))
    assert sum(isinstance(item, Article) for item in found) == 1
    rejected = {Path(item.path).name: item.code for item in found if isinstance(item, Reject)}
    assert {
        name: rejected.get(name) for name in ("pipe.txt", "self.txt", "null.txt", "door.txt", "here")
    } == dict.fromkeys(("pipe.txt", "self.txt", "null.txt", "door.txt", "here"), "not-a-file")


def test_what_cannot_be_opened_is_io_and_the_rest_goes_on(tmp_path, monkeypatch):
    put(tmp_path, a=TEXT, b=TEXT.replace("云溪", "白塔"))
    opened = Path.open

    def refuse(path, *args, **kwargs):
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    first, second = read_inputs([tmp_path])
    assert isinstance(first, Reject)
    assert (first.code, Path(first.path).name) == ("io", "a.txt")
    assert isinstance(second, Article)


def test_a_file_deleted_while_reading_is_io(tmp_path):
    put(tmp_path, a=TEXT, b=TEXT)
    items = read_inputs([tmp_path / "a.txt", tmp_path / "b.txt"])
    next(items)
    (tmp_path / "b.txt").unlink()
    try:
        assert codes(items) == ["io"]
    except UsageError:
        pytest.fail("a path that was there when reading began must not end the run")


def test_a_file_name_that_is_no_text(tmp_path):
    try:
        (tmp_path / os.fsdecode(b"\xd4\xc6.txt")).write_text(TEXT, encoding="utf-8")
    except OSError:
        pytest.skip("file system takes UTF-8 names only")
    (found,) = read_inputs([tmp_path])
    json.dumps(found.paths, ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize(("name", "code"), [("a.xyz", "binary"), ("a.bin", "binary")])
def test_an_unknown_form_is_text_or_binary(read, name, code):
    assert [item.title for item in read(TEXT, name)] == ["云溪市开工"]
    assert codes(read(bytes(range(256)) * 4, name)) == [code]


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    (found,) = read_inputs(["-"])
    assert (found.title, found.paths) == ("云溪市开工", ("-",))


@pytest.mark.parametrize("name", ["a.txt.gz", "a.gz", "A.TXT.GZ"])
def test_gzip(read, name):
    (found,) = read(gzip.compress(TEXT.encode()), name)
    assert (found.title, found.issued) == ("云溪市开工", "2022-03-14")


def test_gzip_of_json_lines(read):
    (found,) = read(gzip.compress(b'{"title": "a", "text": "b"}\n'), "a.jsonl.gz")
    assert found.text == "a\nb"


def test_gzip_is_unpacked_within_bounds(read):
    assert codes(read(gzip.compress(b"x" * 40_000_000), "a.txt.gz")) == ["too-large"]
    assert codes(read(gzip.compress(TEXT.encode())[:-12], "b.txt.gz")) == ["binary"]
    assert codes(read(b"no gzip", "c.txt.gz")) == ["binary"]


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json", "a.md", "a.docx", "a.pdf"])
def test_a_file_beyond_the_limit(read, name):
    body = "云" * 400_000
    text = json.dumps({"title": "长", "text": body}) if name == "a.json" else f"<html><p>{body}</p></html>"
    assert codes(read(text, name, max_doc_mb=0.5)) == ["too-large"]


def test_rejects_carry_the_hash_of_the_bytes(read):
    (found,) = read(b"\x89PNG\r\n\x1a\n")
    assert len(found.sha256) == 64


def test_the_same_text_twice_is_one_article_with_both_paths(tmp_path):
    put(tmp_path, a=TEXT, b=TEXT)
    (tmp_path / "c.txt").write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    articles = list(read_inputs([tmp_path]))
    for order in itertools.permutations(articles):
        merged, copies = merge_copies(order)
        assert copies == 2
        assert [Path(path).name for path in merged[0].paths] == ["a.txt", "b.txt", "c.txt"]
        assert merged == merge_copies(articles)[0]
    assert merge_copies(articles + articles) == (merged, 5)


def test_merging_does_not_depend_on_order_nor_on_a_missing_source():
    one = Article("云溪市", "开工。", source="https://example.org/a", paths=("b.json",))
    two = Article("云溪市", "开工。", paths=("a.txt",))
    (merged,), copies = merge_copies([one, two])
    assert copies == 1
    assert merge_copies([two, one])[0] == [merged]
    assert merged.source == "https://example.org/a"


def test_the_same_name_with_other_text_is_two_articles(tmp_path):
    put(tmp_path, x__a=TEXT, y__a=TEXT.replace("正文", "后文"))
    merged, copies = merge_copies(read_inputs([tmp_path]))
    assert (len(merged), copies) == (2, 0)
    assert [a.sha256 for a in merged] == sorted(a.sha256 for a in merged)


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not beside the project")
def test_the_listing_of_the_corpus_gives_ten_articles():
    found = list(read_inputs([CORPUS / "listing.txt"]))
    assert [type(item) for item in found] == [Article] * 10
    assert all(item.issued and item.body and not item.notes for item in found)
    whole = (CORPUS / "listing.txt").read_text(encoding="utf-8")
    assert all(item.text in whole for item in found)


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not beside the project")
def test_every_line_of_the_corpus_gives_an_article():
    lines = (CORPUS / "articles.jsonl").read_bytes().splitlines()
    found = list(read_inputs([CORPUS / "articles.jsonl"]))
    assert [type(item) for item in found] == [Article] * len(lines)
