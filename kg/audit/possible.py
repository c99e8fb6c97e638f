"""Values that cannot be, whatever the article says: shares over a hundred, negative counts, ranks beyond a total."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from kg.audit.finding import Finding, found, shown
from kg.audit.labels import bare, conf, is_count, is_growth, is_share
from kg.facts.figures import Figure
from kg.lexicon import pattern


def check_values(figures: Iterable[Figure]) -> Iterator[Finding]:
    """Yield numbers that are out of the range of what they measure."""
    for one in figures:
        if one.lower is not None and one.upper is not None and one.lower > one.upper:
            yield _single("bounds-inverted", one, f"{one.lower} > {one.upper}")
        if is_count(one) and one.upper is not None and one.upper < 0:
            yield _single("negative-count", one, f"{shown(one)} < 0")
        if one.unit == "%" and one.value is not None and one.value >= 100:
            yield from _over_hundred(one)


def _over_hundred(one: Figure) -> Iterator[Finding]:
    over = one.value is not None and (one.value > 100 or one.interval.lower_open)
    free = any(word in one.indicator for word in conf("shares")["above_100"]) or is_growth(one)
    if over and is_share(one):
        yield _single("share-over-100", one, f"{shown(one)} > 100%")
    elif over and not free and one.indicator.endswith(conf("shares")["rate"]):
        yield _single("rate-over-100", one, f"{shown(one)} > 100%")


def check_ranks(figures: Iterable[Figure]) -> Iterator[Finding]:
    """Yield whether a rank lies within the number of those ranked that its sentence gives."""
    words = conf("ranks")
    for _, rows in groupby(figures, key=lambda f: f.evidence):
        sentence = list(rows)
        for index, rank in enumerate(sentence):
            if rank.unit != words["unit"] or pattern("audit", "moved").search(rank.plain[: rank.end]):
                continue
            ranked = [f for f in sentence[:index] if f.unit in words["of_units"] and _is_one_of(rank, f)]
            if ranked and rank.value is not None and ranked[-1].value is not None:
                over = rank.value > ranked[-1].value
                line = f"{shown(rank)} {'>' if over else '≤'} {shown(ranked[-1])}"
                yield found("rank-beyond-total" if over else "rank-within", rank, ranked[-1], arithmetic=line,
                            rank=rank.wording, total=ranked[-1].wording)  # fmt: skip


def _is_one_of(rank: Figure, ranked: Figure) -> bool:
    """Tell whether who is ranked is one of those counted: a 开发区 of 217 经开区, an enterprise of 500 企业."""
    counted = bare(ranked.indicator).removesuffix(conf("counts")["suffix"])
    kind = next((type_ for word, type_ in conf("ranks")["kinds"].items() if counted.endswith(word)), "")
    return rank.type == kind or (not kind and rank.subject[-1:] == counted[-1:])


def _single(kind: str, one: Figure, line: str) -> Finding:
    return found(kind, one, arithmetic=line, indicator=one.indicator, wording=one.wording)
