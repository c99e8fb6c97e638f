"""Which of the offered media types a client wants most (RFC 9110, section 12.5.1), and which language."""

from collections.abc import Sequence


def wanted(accept: str, offers: Sequence[str]) -> str:
    """Return the offer that an Accept header rates highest, the earlier where equal; empty where it takes none."""
    if not accept.strip():
        return offers[0]
    ranges = [_rated(part) for part in accept.split(",") if part.strip()]
    best, chosen = 0.0, ""
    for offer in offers:
        exact, quality = max(((_fits(media, offer), q) for media, q in ranges), default=(0, 0.0))
        if exact and quality > best:
            best, chosen = quality, offer
    return chosen


def language(accept: str, asked: str = "") -> str:
    """Return zh or en: what was asked for, else the first of them in an Accept-Language header, else zh."""
    if asked in ("zh", "en"):
        return asked
    tags = [part.split(";")[0].strip().lower()[:2] for part in accept.split(",")]
    return next((tag for tag in tags if tag in ("zh", "en")), "zh")


def _rated(part: str) -> tuple[str, float]:
    media, *parameters = (p.strip().lower() for p in part.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return media, min(1.0, max(0.0, float(value)))
            except ValueError:
                return media, 0.0
    return media, 1.0


def _fits(media: str, offer: str) -> int:
    """Return how exactly a media range names an offer: 3 itself, 2 its kind, 1 anything, 0 not at all."""
    if media == offer or _OTHER_NAMES.get(media) == offer:
        return 3
    if media == f"{offer.split('/')[0]}/*":
        return 2
    return int(media == "*/*")


_OTHER_NAMES = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
    "application/x-turtle": "text/turtle",
    "text/plain": "application/n-triples",
}
"""Names that clients still use, and what they are called now."""
