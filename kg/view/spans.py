"""Where a wording, which is stored folded, stands in the sentence as the article wrote it."""

from kg.segment import fold, simplified


def place_of(wording: str, quote: str) -> list[int]:
    """Return start and end of a wording in its sentence, in code points, or nothing where it is not there as one piece.

    Both are compared without white space, half-width; a sentence in traditional characters as its simplified one.
    """
    wanted = "".join(wording.split())
    for text in dict.fromkeys((quote, simplified(quote))) if wanted else ():
        folded, offsets, _ = fold(text)
        places = [at for char, at in zip(folded, offsets, strict=True) if not char.isspace()]
        start = "".join(folded.split()).find(wanted)
        if start >= 0:
            return [places[start], places[start + len(wanted) - 1] + 1]
    return []
