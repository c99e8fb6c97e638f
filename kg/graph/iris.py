"""What IRIs are made of, and what is one."""

import re
import unicodedata
from hashlib import sha256

import pyoxigraph as ox

from kg.errors import UsageError
from kg.vocab import ENTITY_BASE


def check_base(base: str) -> None:
    """Raise UsageError where a base cannot begin an IRI of an entity."""
    try:
        ox.NamedNode(f"{base}region/x")
        ends = base.endswith(("/", "#", ":"))
    except ValueError:
        ends = False
    if not ends:
        raise UsageError(f"base {base!r} is no IRI that ends in /, # or :; give one such as {ENTITY_BASE}")


def slug(name: str) -> str:
    """Return a name as IRIs may hold it: letters and digits (NFC), every other character ``_``.

    A name that loses something that way gets eight hexadecimal digits of its hash behind it. The variation selectors of
    plane 14 are marks, but in no IRI (``ucschar`` of RFC 3987).
    """
    plain = unicodedata.normalize("NFC", name)
    kept = "".join(c if _is_kept(c) else "_" for c in plain)
    if kept == plain and len(kept) <= 80:
        return kept
    return f"{kept[:60]}_{sha256(plain.encode()).hexdigest()[:8]}"


def _is_kept(char: str) -> bool:
    category = unicodedata.category(char)
    return (category[0] in "LM" or category == "Nd") and not "\U000e0000" <= char <= "\U000e0fff"


def is_iri(text: str) -> bool:
    """Tell whether a text is the IRI of a page."""
    return bool(re.fullmatch(r"https?://[^\s<>\"{}|\\^`\x00-\x20]{1,2000}", text))
