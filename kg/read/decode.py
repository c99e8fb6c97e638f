"""Bytes → text: byte order mark, strict UTF-8, strict GB18030 where it is plainly Chinese, and nothing by force."""

import codecs
import re
from functools import cache

from kg.errors import UsageError
from kg.lexicon import pattern, rules
from kg.read.draft import Unreadable

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
HEAD = 65_536
"""Bytes that a guess looks at."""
# several ideographs in UTF-8 behind each other do not happen in GBK: the file is cut, or of two encodings
UTF8_RUN = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){4}")
CONTROLS = bytes(b for b in (*range(32), 127) if b not in b"\t\n\v\f\r\x1b")


def check_codec(encoding: str) -> str:
    """Return the canonical name of a text encoding; UsageError where Python knows none of that name."""
    try:
        "".encode(encoding)
        return codecs.lookup(encoding).name
    except (LookupError, ValueError) as error:
        raise UsageError(f"encoding {encoding!r} is unknown; try utf-8, gb18030 or big5") from error


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Return the text of ``data`` without byte order mark, and the codec that gave it.

    ``encoding`` forces a codec. No byte is ever replaced.

    Raises:
        Unreadable: ``binary`` or ``encoding``, the latter with the first byte's offset and a guess where there is one.
    """
    if encoding:
        return _strict(data, encoding).removeprefix("\ufeff"), check_codec(encoding)
    if data.startswith(_signatures()):
        raise Unreadable("binary", "an image, archive or document, and no text; give it its proper extension", 0)
    for bom, codec in BOMS:
        if data.startswith(bom):
            return _text(_strict(data[len(bom) :], codec, len(bom))), codec
    try:
        return _text(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError as error:
        return _chinese(data, error.start), "gb18030"


def _strict(data: bytes, codec: str, shift: int = 0) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        offset = error.start + shift
        raise Unreadable("encoding", f"no {codec} at byte {offset}; convert the file to UTF-8", offset) from error
    except ValueError as error:
        raise Unreadable("encoding", f"no {codec} ({error}); convert the file to UTF-8") from error


def _text(text: str) -> str:
    """Return a text as it is; Unreadable where it is made of control characters."""
    head = text[:HEAD]
    if len(pattern("decode", "control").findall(head)) <= rules("decode")["shares"]["controls"] * len(head):
        return text
    guess = _guess(head.encode())
    if guess:
        raise Unreadable("encoding", f"looks like {guess} without byte order mark; pass --encoding {guess}", 0)
    raise Unreadable("binary", "made of control characters, and no text", 0)


def _chinese(data: bytes, offset: int) -> str:
    """Decode as GB18030 what is no UTF-8 at byte ``offset``, if the outcome is plainly Chinese."""
    head = data[:HEAD]
    where = f"no UTF-8 at byte {offset}"
    if guess := _guess(head):
        raise Unreadable("encoding", f"{where}, looks like {guess}; pass --encoding {guess}", offset)
    if len(head) - len(head.translate(None, CONTROLS)) > rules("decode")["shares"]["control_bytes"] * len(head):
        raise Unreadable("binary", f"{where} and full of control bytes: no text", offset)
    if UTF8_RUN.search(data):
        reason = f"{where}, looks like utf-8 that was cut or mixed with another encoding; mend the file"
        raise Unreadable("encoding", reason, offset)
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    if _is_chinese(text[:HEAD], "simplified"):
        return text
    raise Unreadable("encoding", f"{where}, and not plainly Chinese as gb18030; pass --encoding if you know it", offset)


def _guess(head: bytes) -> str:
    """Name the encoding among those that GB18030 is mistaken for, or none."""
    for codec, script in (("utf-16-le", "simplified"), ("utf-16-be", "simplified"), ("big5", "traditional")):
        decoder = codecs.getincrementaldecoder(codec)()
        try:
            if _is_chinese(decoder.decode(head), script):
                return codec
        except UnicodeDecodeError:
            continue
    return ""


def _is_chinese(text: str, script: str) -> bool:
    """Tell whether non-ASCII characters are CJK and the ideographs among them the usual ones."""
    shares = rules("decode")["shares"]
    others = len(pattern("decode", "other").findall(text))
    ideographs = pattern("decode", "ideograph").findall(text)
    cjk = len(pattern("decode", "cjk").findall(text))
    frequent = sum(c in _frequent(script) for c in ideographs)
    return bool(frequent and cjk >= shares["cjk"] * others and frequent >= shares["frequent"] * len(ideographs))


@cache
def _frequent(script: str) -> frozenset[str]:
    return frozenset(rules("decode")["marks"][script])


@cache
def _signatures() -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(signature) for signature in rules("decode")["marks"]["binary"])
