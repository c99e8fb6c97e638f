"""Files of any kind and encoding → articles, and a record of what could not be read and why.

``files`` finds them and reads bytes, ``decode`` makes text of bytes, ``plain``, ``rows`` and ``documents`` make drafts
of text, ``draft`` cleans a draft into an article. An article's text is kept exactly as it stood, line ends included.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePath

from kg.errors import UsageError
from kg.lexicon import pattern
from kg.read.decode import check_codec, decode
from kg.read.documents import docx, html, pdf
from kg.read.draft import Draft, Unreadable, finish
from kg.read.files import bounded, check_paths, read_bytes, show, unpack, walk
from kg.read.plain import markdown, plain
from kg.read.rows import json_document, json_lines, table_rows
from kg.records import Article, Reject

__all__ = ["merge_copies", "read_data", "read_inputs"]

Drafts = Iterator[Draft | Unreadable]
MEGABYTE = 1_000_000
MANY = 50
"""How many documents of the largest size a file of many articles may hold."""


def _text(text: str) -> Drafts:
    """Read a text of unknown form: a page, JSON, a listing or one article."""
    if pattern("decode", "html").match(text):
        return html(text)
    if pattern("decode", "json").match(text):
        return json_document(text)
    return plain(text)


TEXTS: dict[str, Callable[[str], Drafts]] = {
    "": _text, ".txt": _text, ".text": _text, ".md": markdown, ".markdown": markdown, ".html": html, ".htm": html,
    ".json": json_document, ".jsonl": json_lines, ".ndjson": json_lines, ".csv": table_rows, ".tsv": table_rows,
}  # fmt: skip
DOCUMENTS: dict[str, Callable[[bytes, int], Drafts]] = {".docx": docx, ".pdf": pdf}
SINGLE = {".md", ".html", ".htm", ".gz", *DOCUMENTS}
"""Forms that hold one article, so that the limit is one on the file."""


@dataclass(frozen=True, slots=True)
class _Settings:
    encoding: str | None
    limit: int


def read_inputs(
    paths: Sequence[str | Path],
    *,
    encoding: str | None = None,
    max_doc_mb: float = 10.0,
    skip: Collection[Path] = (),
) -> Iterator[Article | Reject]:
    """Yield the articles of files, folders (recursively, by name) and, for ``-``, standard input.

    What gives no article is yielded as a :class:`~kg.records.Reject`, and the rest goes on. ``encoding`` forces one
    codec on every text; ``max_doc_mb`` is the largest single document in megabytes of 10^6 bytes; folders in
    ``skip`` are passed over wherever they lie, since what a build wrote is no input of the next.

    Raises:
        UsageError: a path does not exist, the encoding is unknown or the limit is no positive number.
    """
    settings = _settings(encoding, max_doc_mb)
    roots, passed = check_paths(paths), frozenset(path.resolve() for path in skip)
    return (item for root in roots for path in walk(root, passed) for item in _read(path, settings))


def read_data(
    place: str, data: bytes, *, suffix: str, encoding: str | None = None, max_doc_mb: float = 10.0
) -> Iterator[Article | Reject]:
    """Yield the articles of bytes that are at hand, in the form that files of a suffix have; else as read_inputs.

    ``place`` is where they were found, for rejects and ``Article.paths``.
    """
    name, content = PurePath(f"a{suffix.lower()}"), partial(bounded, BytesIO(data))
    return _articles(place, name, content, _settings(encoding, max_doc_mb))


def merge_copies(articles: Iterable[Article]) -> tuple[list[Article], int]:
    """Return each article once, with the paths of all its copies, in order of sha256; and the number of copies dropped.

    Copies have the same ``Article.sha256``. The outcome does not depend on their order.
    """
    groups: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        groups[article.sha256].append(article)
    merged = [_merge(copies) for _, copies in sorted(groups.items())]
    return merged, sum(map(len, groups.values())) - len(merged)


def _settings(encoding: str | None, max_doc_mb: float) -> _Settings:
    """Return settings; UsageError where they are none."""
    if not max_doc_mb > 0:
        raise UsageError(f"the largest document is {max_doc_mb} MB; give a number above 0")
    return _Settings(check_codec(encoding) if encoding else None, int(min(max_doc_mb, MEGABYTE) * MEGABYTE))


def _merge(copies: list[Article]) -> Article:
    first = min(copies, key=lambda a: (a.title, a.body, a.encoding, a.notes, a.source))
    paths = tuple(sorted({path for copy in copies for path in copy.paths}))
    return replace(first, paths=paths, source=min((a.source for a in copies if a.source), default=""))


def _read(path: str, settings: _Settings) -> Iterator[Article | Reject]:
    """Yield what one file gives: at least one article or reject."""
    return _articles(show(path), PurePath(path.lower()), partial(read_bytes, path), settings)


def _articles(
    place: str, name: PurePath, content: Callable[[int], bytes], settings: _Settings
) -> Iterator[Article | Reject]:
    """Yield what bytes give in the form that a name tells; ``content`` reads them, up to a limit."""
    digest, seen = "", False
    try:
        data = content(settings.limit if name.suffix in SINGLE else settings.limit * MANY)
        if name.suffix == ".gz":
            name, data = name.with_suffix(""), unpack(data, settings.limit)
        digest = sha256(data).hexdigest()
        codec, drafts = _drafts(name, data, settings)
        for draft in drafts:
            seen = True
            try:
                if isinstance(draft, Unreadable):
                    raise draft
                yield replace(finish(draft, codec, settings.limit), paths=(place,))
            except Unreadable as error:
                yield _reject(place, error, digest)
        if not seen:
            raise Unreadable("empty", "holds no article")
    except Unreadable as error:
        yield _reject(place, error, digest)


def _reject(place: str, error: Unreadable, digest: str) -> Reject:
    return Reject(place, error.code, error.reason, digest, error.offset)


def _drafts(name: PurePath, data: bytes, settings: _Settings) -> tuple[str, Drafts]:
    """Return the codec and the drafts of a file by its suffix; one that is unknown must at least be text."""
    if not data.strip():
        raise Unreadable("empty", "holds nothing, or white space only")
    if name.suffix in DOCUMENTS:
        return "utf-8", DOCUMENTS[name.suffix](data, settings.limit)
    try:
        text, codec = decode(data, settings.encoding)
    except Unreadable as error:
        if name.suffix in TEXTS:
            raise
        raise Unreadable(
            "binary", f"{name.suffix} is no known form, and no text: {error.reason}", error.offset
        ) from error
    if not text.strip():
        raise Unreadable("empty", "holds white space only")
    return codec, TEXTS.get(name.suffix, _text)(text)
