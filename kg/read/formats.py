"""One reader per format: bytes → the articles found in them."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from kg.lexicon import pattern, rules
from kg.read.decode import Refused, is_binary

Decode = Callable[[bytes], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Found:
    """An article as its format gives it."""

    title: str
    body: str
    issued: str = ""
    source: str = ""
    encoding: str = "utf-8"
    notes: tuple[str, ...] = ()


Reader = Callable[[bytes, Decode, int], Iterator[Found | Refused]]


def sniff(name: str, data: bytes) -> str:
    """Return the format's name by the file's extension, else by its content; Refused where it is no text."""
    suffix = name.rsplit(".", 1)[-1] if "." in name else ""
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    if is_binary(data) and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("binary", "no text in a format that is read here; convert it to text, HTML or JSON")
    head = data[:400].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "html"
    return "json" if head.startswith((b'{"', b'[{"')) else "text"


def issued_of(text: str) -> tuple[str, str]:
    """Return a date as YYYY-MM-DD and a note; the date is empty where the text is none or no calendar has it."""
    found = pattern("read", "date").match(text)
    if not found:
        return "", f"no date: {text[:40]!r}" if text.strip() else "no date"
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"])).isoformat(), ""
    except ValueError:
        return "", f"impossible date: {text.strip()[:40]!r}"


def found(title: str, body: str, dated: str, source: str, codec: str) -> Found | Refused:
    """Return an article with control characters dropped and its date checked, or why it is none."""
    if any("\ud800" <= c <= "\udfff" for c in title + body):
        return Refused("invalid-unicode", "holds half of a surrogate pair; write the text again as UTF-8")
    if not (title + body).strip():
        return Refused("empty", "holds no text")
    controls = re.compile(f"[{_conf('decode')['refused_controls']}]")
    notes = []
    if dropped := len(controls.findall(title)) + len(controls.findall(body)):
        notes.append(f"{dropped} control characters dropped")
    issued, note = issued_of(dated)
    notes += [note] if note else []
    plain = controls.sub("", title).strip("\ufeff \t\u3000"), controls.sub("", body)
    return Found(*plain, issued, source, codec, tuple(notes))


@cache
def _conf(section: str) -> dict[str, Any]:
    return rules("read")[section]  # type: ignore[no-any-return]


def _too_large(size: int, most: int) -> Refused | None:
    if size <= most:
        return None
    return Refused("too-large", f"a document of {size:,} bytes, limit {most:,}; split it or raise --max-doc-mb")


def _text(data: bytes, decode: Decode, most: int) -> Iterator[Found | Refused]:
    """Read a plain article, or a listing dump: a line of one dash, title, body, date, again and again."""
    text, codec = decode(data)
    lines = _lines(text)
    rules_at = [i for i, line in enumerate(lines) if line.strip() == "-"]
    if len(rules_at) >= 1 and sum(bool(line.strip()) for line in lines) == len(rules_at):
        raise Refused("empty", "holds no text")
    if rules_at and _is_listing(lines, rules_at):
        for start, stop in zip(rules_at, [*rules_at[1:], len(lines)], strict=True):
            yield from _plain(lines[start + 1 : stop], codec, most, listed=True)
    else:
        yield from _plain(lines, codec, most, listed=False)


def _lines(text: str) -> list[str]:
    """Return the lines of a text with their ends; only LF, CRLF and CR end a line."""
    return re.findall(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+", text)


def _is_listing(lines: list[str], rules_at: list[int]) -> bool:
    """Tell whether dashes separate dated articles rather than stand in one article's body."""
    parts = [lines[a + 1 : b] for a, b in zip(rules_at, [*rules_at[1:], len(lines)], strict=True)]
    return any(pattern("read", "date").match(line) for part in parts for line in part)


def _plain(lines: list[str], codec: str, most: int, *, listed: bool) -> Iterator[Found | Refused]:
    """Yield the article of a stretch of lines: title, body, and the date if the last line is one."""
    filled = [i for i, line in enumerate(lines) if line.strip("\ufeff \t\u3000\r\n")]
    if listed:
        dated = [i for i in filled if pattern("read", "date").match(lines[i])]
        filled = [i for i in filled if not dated or i <= dated[-1]]
        if not dated and not [i for i in filled if not _is_furniture(lines[i])]:
            return
    if not filled:
        yield Refused("empty", "holds no text")
        return
    title, rest = lines[filled[0]].strip("\ufeff \t\u3000\r\n"), lines[filled[0] + 1 : filled[-1] + 1]
    last = rest[-1] if rest else ""
    if re.match(r"^\s*[0-9]{4}[-/.年]", last) and (pattern("read", "date").match(last)):
        rest = rest[:-1]
    else:
        last = ""
    body = "".join(rest).rstrip("\r\n")
    yield _too_large(len(body.encode("utf-8", "surrogatepass")), most) or found(title, body, last, "", codec)


def _is_furniture(line: str) -> bool:
    return any(word in line for word in _conf("listing")["furniture"])


def _field(row: dict[str, Any], name: str) -> str:
    lowered = {str(k).strip().lower().lstrip("\ufeff"): v for k, v in row.items() if k is not None}
    value = next((lowered[k] for k in _conf("keys")[name] if lowered.get(k) not in (None, "")), "")
    return value if isinstance(value, str) else "" if isinstance(value, dict | list) else str(value)


def _row(row: Any, codec: str, most: int) -> Found | Refused:
    """Return the article of a JSON object or CSV row."""
    if not isinstance(row, dict):
        return Refused("json", "is no object with a title and a text")
    title, text = _field(row, "title"), _field(row, "text")
    if not text.strip() and not title.strip():
        return Refused("empty", f"has neither a title nor a text (fields: {', '.join(map(str, row))[:80]})")
    first, _, rest = text.partition("\n")
    if not title:
        title, text = first, rest
    elif first.strip() == title.strip():
        text = rest
    size = len(text.encode("utf-8", "surrogatepass"))
    return _too_large(size, most) or found(title, text, _field(row, "date"), _field(row, "source"), codec)


def _loads(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise Refused("json", "nested too deep; flatten it") from error
    except ValueError as error:
        raise Refused("json", f"is no JSON ({error}); mend it") from error


def _json(data: bytes, decode: Decode, most: int) -> Iterator[Found | Refused]:
    text, codec = decode(data)
    try:
        value = _loads(text.lstrip("\ufeff"))
    except Refused:
        if text.count("\n") and text.lstrip("\ufeff \t\r\n").startswith("{"):
            yield from _json_lines(data, decode, most)
            return
        raise
    if isinstance(value, dict):
        value = next((value[k] for k in _conf("keys")["lists"] if isinstance(value.get(k), list)), [value])
    for row in value if isinstance(value, list) else [value]:
        yield _row(row, codec, most)


def _json_lines(data: bytes, decode: Decode, most: int) -> Iterator[Found | Refused]:
    text, codec = decode(data)
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text.lstrip("\ufeff")), 1):
        if not line.strip():
            continue
        try:
            one = _row(_loads(line), codec, most)
        except Refused as refused:
            one = refused
        if isinstance(one, Refused):
            one = Refused(one.code, f"line {number}: {one.reason}", number)
        yield one


def _csv(data: bytes, decode: Decode, most: int) -> Iterator[Found | Refused]:
    text, codec = decode(data)
    csv.field_size_limit(max(most, 131_072))
    head = text.lstrip("\ufeff").split("\n", 1)[0]
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter="\t" if "\t" in head else ",")
    try:
        for row in rows:
            one = _row(row, codec, most)
            yield Refused(one.code, f"line {rows.line_num}: {one.reason}", rows.line_num) if isinstance(one, Refused) else one
    except csv.Error as error:
        yield Refused("csv", f"line {rows.line_num}: {error}; mend the row or raise --max-doc-mb", rows.line_num)


def _markdown(data: bytes, decode: Decode, most: int) -> Iterator[Found | Refused]:
    """Read Markdown: front matter gives title and date, else the first heading is the title."""
    text, codec = decode(data)
    text = text.lstrip("\ufeff")
    head: dict[str, str] = {}
    if text.startswith("---\n") and (end := text.find("\n---", 4)) > 0:
        pairs = (line.partition(":") for line in text[4:end].split("\n"))
        head = {k.strip(): v.strip().strip("\"'") for k, sep, v in pairs if sep}
        text = text[end + 4 :].lstrip("\n")
    if head and _field(head, "title"):
        yield _row({**head, "text": text}, codec, most)
        return
    for one in _plain(_lines(text), codec, most, listed=False):
        yield one if isinstance(one, Refused) else replace(one, title=re.sub(r"^#{1,6}\s{1,4}", "", one.title))


def _html(data: bytes, decode: Decode, most: int) -> Iterator[Found | Refused]:
    """Read the main text of a page, its title and its date."""
    if large := _too_large(len(data), most):
        raise large
    from trafilatura import bare_extraction

    try:
        page, codec = decode(data)
    except Refused as refused:
        declared = re.search(rb"charset=[\"']?([A-Za-z0-9_-]{2,20})", data[:2000])
        if not declared:
            raise
        try:
            page, codec = data.decode(declared[1].decode()), declared[1].decode().lower()
        except (LookupError, UnicodeDecodeError):
            raise refused from None
    got = bare_extraction(page, with_metadata=True, include_comments=False, favor_recall=True)
    text = getattr(got, "text", None)
    if not text:
        raise Refused("no-text", "no main text was found in the page; save the article itself")
    title = getattr(got, "title", None) or text.split("\n", 1)[0]
    row = {"title": title, "text": text, "date": getattr(got, "date", None) or "", "url": getattr(got, "url", None) or ""}
    yield _row(row, codec, most)


def _extra(name: str) -> Refused:
    return Refused("missing-extra", f"reading this needs {name}: pip install 'zhaoshang-kg[documents]'")


def _docx(data: bytes, decode: Decode, most: int) -> Iterator[Found | Refused]:
    try:
        import docx
    except ImportError as error:
        raise _extra("python-docx") from error
    try:
        paragraphs = [p.text for p in docx.Document(io.BytesIO(data)).paragraphs]
    except Exception as error:  # the library raises many kinds for a damaged file
        raise Refused("binary", f"no readable .docx ({error})") from error
    yield from _plain([f"{p}\n" for p in paragraphs], "docx", most, listed=False)


def _pdf(data: bytes, decode: Decode, most: int) -> Iterator[Found | Refused]:
    try:
        import pypdf
    except ImportError as error:
        raise _extra("pypdf") from error
    try:
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    except Exception as error:  # the library raises many kinds for a damaged file
        raise Refused("binary", f"no readable PDF ({error})") from error
    text = "\n".join(pages)
    if not text.strip():
        raise Refused("no-text", "the PDF holds no text, perhaps scanned pages; run OCR over it first")
    yield from _plain(_lines(text), "pdf", most, listed=False)


FORMATS: dict[str, Reader] = {
    "text": _text, "json": _json, "jsonl": _json_lines, "csv": _csv, "markdown": _markdown, "html": _html,
    "docx": _docx, "pdf": _pdf,
}  # fmt: skip
_SUFFIXES = {
    "txt": "text", "text": "text", "json": "json", "jsonl": "jsonl", "ndjson": "jsonl", "csv": "csv", "tsv": "csv",
    "md": "markdown", "markdown": "markdown", "html": "html", "htm": "html", "docx": "docx", "pdf": "pdf",
}  # fmt: skip
