"""Numbers as written, Arabic, Chinese or mixed, to exact decimals."""

import re
from decimal import Decimal
from functools import cache
from typing import Any

from kg.lexicon import rules

LONGEST = 15
"""Most digits before the point; a longer run is no amount that an article means."""


@cache
def _conf() -> dict[str, Any]:
    return rules("numbers")["numerals"]  # type: ignore[no-any-return]


def parse_number(text: str) -> Decimal | None:
    """Return the value of a numeral (1,067.57; 1.2万亿; 一百二十; 两千; 3千万; 八点五), None if it is none.

    Only ASCII digits and Chinese numerals count: superscripts, circled and other scripts' digits are no numerals here,
    and a run of more than :data:`LONGEST` digits is refused.
    """
    if not text or len(text) > 40:
        return None
    whole, point, tail = text.replace(",", "").partition(_conf()["point"])
    value = _myriads(whole)
    if not point or value is None:
        return value
    digits = [_conf()["digits"].get(c) for c in tail]
    return None if not tail or None in digits else value + Decimal("0." + "".join(map(str, digits)))


def _myriads(text: str) -> Decimal | None:
    """Split at the largest of 兆 亿 万; what stands before multiplies it."""
    for mark, factor in sorted(_conf()["myriads"].items(), key=lambda m: -m[1]):
        at = text.rfind(mark)
        if at >= 0:
            high = _myriads(text[:at]) if at else Decimal(1)
            low = _myriads(text[at + 1 :]) if at + 1 < len(text) else Decimal(0)
            if high is None or low is None:
                return None
            if 0 < low < 10 and text[at + 1 :] in _conf()["digits"]:
                low *= factor // 10
            return high * Decimal(factor) + low
    return _below_myriad(text)


def _below_myriad(text: str) -> Decimal | None:
    digits, tens = _conf()["digits"], _conf()["tens"]
    if re.fullmatch(r"[0-9]{1,15}(?:\.[0-9]{1,6})?", text):
        return Decimal(text)
    mixed = re.fullmatch(r"([0-9]{1,15}(?:\.[0-9]{1,6})?)(.)", text)
    if mixed and mixed[2] in tens:
        return Decimal(mixed[1]) * Decimal(tens[mixed[2]])
    if text == _conf()["half"]:
        return Decimal("0.5")
    if all(c in digits for c in text) and len(text) > 1:
        return Decimal("".join(str(digits[c]) for c in text))
    total, current = 0, None
    for char in text:
        if char in digits:
            if current not in (None, 0):
                return None
            current = digits[char]
        elif char in tens:
            total += (1 if current is None else current) * tens[char]
            current = None
        else:
            return None
    return Decimal(total + (current or 0))
