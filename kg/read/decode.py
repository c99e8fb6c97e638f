"""Bytes → text: byte order mark, then strict UTF-8, then GB18030 where it gives Chinese; never a replacement character."""

import gzip
import io
import re
import zlib
from functools import cache
from typing import Any

from kg.lexicon import rules

_SIGNATURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"PK\x03\x04", b"\x7fELF", b"\x1f\x8b", b"RIFF", b"\x00\x00\x01\x00")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class Refused(Exception):
    """A document that is not read, with a code, a reason and the byte offset or line where known."""

    def __init__(self, code: str, reason: str, offset: int | None = None, sha256: str = "") -> None:
        super().__init__(reason)
        self.code, self.reason, self.offset, self.sha256 = code, reason, offset, sha256


def unpack(name: str, data: bytes, most: int) -> tuple[str, bytes]:
    """Return a file's suffix and content, gzip undone; Refused where it is empty, damaged or too large."""
    suffix = re.sub(r"\.gz$", "", name.lower())
    if name.lower().endswith(".gz") or (data[:2] == b"\x1f\x8b" and name == "-"):
        try:
            data = gzip.GzipFile(fileobj=io.BytesIO(data)).read(most * 100 + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise Refused("binary", f"damaged gzip ({error}); pack it again") from error
        if len(data) > most * 100:
            raise Refused("too-large", "unpacks to more than a hundred documents' size; raise --max-doc-mb")
    if not data:
        raise Refused("empty", "the file is empty")
    return suffix, data


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Return text and codec; Refused with the byte offset where neither UTF-8 nor GB18030 fits."""
    for mark, codec in _MARKS:
        if data.startswith(mark) and not encoding:
            return _checked(_strict(data, codec), codec)
    if encoding:
        return _checked(_strict(data, encoding), encoding)
    if data.startswith(_SIGNATURES):
        raise Refused("binary", "no text (an image, archive or program); name it by its own extension")
    try:
        return _checked(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _guess(data, error.start)


def is_binary(data: bytes) -> bool:
    """Tell whether bytes are no text: a known signature, or control characters beyond a trace."""
    head = data[:4096]
    if data.startswith(_SIGNATURES):
        return True
    return sum(b < 9 or 13 < b < 27 or 27 < b < 32 for b in head) > max(8, len(head) // 50)


@cache
def _conf() -> dict[str, Any]:
    return rules("read")["decode"]  # type: ignore[no-any-return]


def _strict(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except (UnicodeDecodeError, LookupError) as error:
        start = getattr(error, "start", 0)
        raise Refused("encoding", f"is no {codec} at byte {start}; give the right --encoding", start) from error


def _guess(data: bytes, failed: int) -> tuple[str, str]:
    if is_binary(data):
        raise Refused("binary", "no text; name it by its own extension")
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        guess = "utf-8, cut or mixed" if failed > 16 else "unknown"
        reason = f"neither UTF-8 (byte {failed}) nor GB18030 (byte {error.start}), perhaps {guess}; convert it to UTF-8"
        raise Refused("encoding", reason, failed) from error
    foreign = [c for c in text if c > "\x7f"]
    chinese = sum("\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef" or c in "“”‘’—…·\U00020bb7" or c >= "\U00020000" for c in foreign)
    if foreign and chinese >= 0.9 * len(foreign) and any(c in _conf()["frequent"] for c in foreign):
        return _checked(text, "gb18030")
    guess = "big5" if _is_big5(data) else "unknown"
    raise Refused("encoding", f"not UTF-8 (byte {failed}) and no plain Chinese as GB18030, perhaps {guess}; convert it to UTF-8", failed)


def _is_big5(data: bytes) -> bool:
    try:
        text = data.decode("big5")
    except UnicodeDecodeError:
        return False
    return any(c in _conf()["frequent_traditional"] for c in text)


def _checked(text: str, codec: str) -> tuple[str, str]:
    """Refuse text that was decoded wrongly once already (mojibake) or holds mostly control characters."""
    foreign = [c for c in text[:20_000] if c > "\x7f"]
    latin = sum("\xa0" <= c <= "\xff" for c in foreign)
    if len(foreign) >= 4 and latin > 0.3 * len(foreign):
        raise Refused("mojibake", "looks like UTF-8 read as Latin-1 (å, ç, æ …); convert it from its original")
    if is_binary(text[:4096].encode("utf-8", "surrogatepass")):
        raise Refused("binary", "no text; name it by its own extension")
    return text, codec
