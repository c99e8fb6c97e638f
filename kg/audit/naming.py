"""What is counted against what is named: 6 项核心指标 of which four are named, 三个园区 that are four."""

from collections.abc import Iterator

from kg.audit.arithmetic import weights
from kg.audit.finding import Finding, found, shown
from kg.audit.labels import canonical, conf, is_count
from kg.facts.figures import Figure, Statements
from kg.intervals import total
from kg.lexicon import pattern
from kg.store import pairs
from kg.vocab import KG

LONGEST = 40
"""Of more than so many things no sentence gives a list."""


def check_indicators(figures: list[Figure]) -> Iterator[Finding]:
    """Yield whether a rule names as many weighted indicators as its article says that it has."""
    by_article = {key[0]: group for key, group in weights(figures).items()}
    for count in figures:
        counted = count.plain[count.end : count.end + 8]
        if not is_count(count) or not any(word in counted or count.indicator.endswith(word)
                                          for word in conf("weights")["counted"]):  # fmt: skip
            continue
        named = by_article.get(count.article)
        if named:
            yield _compared(count, [w.indicator for w in named], named)


def check_lists(statements: Statements) -> Iterator[Finding]:
    """Yield whether a list of things right before or behind a count has as many members as are counted."""
    for count in statements.figures:
        if not is_count(count) or count.value is None or count.value > LONGEST:
            continue
        before = pattern("audit", "listed_before").search(count.plain[: count.at])
        behind = pattern("audit", "listed_after").search(count.plain[count.end :])
        text = (behind or before or [""])[1] if (behind or before) else ""
        names, more = _listed(text, statements.names)
        beside = [f for f in statements.figures if f.evidence == count.evidence and f.unit == count.unit]
        if len(names) > 1 and len(beside) == 1 and (not more or len(names) > count.value):
            yield _compared(count, names, [])


def _listed(text: str, known: frozenset[str]) -> tuple[list[str], bool]:
    """Return the things that a list names, none unless it is one of things alone, and whether it says 等."""
    rest = pattern("audit", "open_list").sub("", text)
    names = [n for part in rest.split("、") for n in ([part] if part in known else _split(part))]
    first = next((n for n in sorted(known, key=len, reverse=True) if names[0].endswith(n)), "")
    listed = [first, *names[1:]]
    return (listed if all(n in known for n in listed) else []), rest != text


def _split(part: str) -> list[str]:
    return pattern("audit", "joint").split(part)


def _compared(count: Figure, names: list[str], statements: list[Figure]) -> Finding:
    difference = len(names) - int(count.value or 0)
    if not difference:
        kind, sign = "named-agrees", "="
    elif difference < 0 and statements:
        kind, sign = "named-partly", "<"
    else:
        kind, sign = "named-differs", "<" if difference < 0 else ">"
    line = f"{len(names)} {sign} {shown(count)}"
    return found(
        kind, count, *statements, arithmetic=line, count=count.wording, names="、".join(names), named=len(names)
    )


def check_members(statements: Statements) -> Iterator[Finding]:
    """Yield named members against their batch: more than are counted, dearer than the batch, one or all together."""
    members: dict[str, list[str]] = {}
    for part, whole in pairs(statements.store, KG.partOf):
        members.setdefault(whole, []).append(part)
    by_thing: dict[str, list[Figure]] = {}
    for one in statements.figures:
        by_thing.setdefault(one.about, []).append(one)
    for batch, projects in sorted(members.items()):
        costs = [_cost(by_thing.get(p, [])) for p in sorted(projects)]
        yield from _against(by_thing.get(batch, []), [c for c in costs if c], _projects(statements, projects))


def _projects(statements: Statements, iris: list[str]) -> list[str]:
    return sorted(statements.label(i) for i in iris if statements.type_of(i) == "Project")


def _cost(figures: list[Figure]) -> Figure | None:
    """Return what a project costs: its 总投资, the one said last."""
    costs = [f for f in figures if f.type == "Project" and canonical(f) == conf("labels")["investment"]]
    return max(costs, key=lambda f: (f.source.issued, f.place), default=None)


def _against(batch: list[Figure], costs: list[Figure], names: list[str]) -> Iterator[Finding]:
    whole = _largest([f for f in batch if f.indicator.endswith(conf("labels")["investment"]) and f.type == "Event"])
    if whole is not None:
        same = [c for c in costs if c.unit == whole.unit]
        for cost in same:
            if whole.interval.below(cost.interval):
                yield found("member-over-batch", cost, whole, arithmetic=f"{shown(cost)} > {shown(whole)}",
                            batch=whole.subject)  # fmt: skip
        added = total([c.interval for c in same])
        if len(same) > 1 and whole.interval.below(added):
            line = " + ".join(shown(c) for c in same) + f" > {shown(whole)}"
            yield found("members-over-batch", whole, *same, arithmetic=line, count=len(same))
    count = _largest([f for f in batch if f.type == "Event" and _counts_projects(f)])
    if count is not None and count.value is not None and names:
        kind = "members-over-count" if len(names) > count.value else "members-partial"
        if kind == "members-over-count" or len(names) < count.value:
            sign = ">" if kind == "members-over-count" else "<"
            yield found(kind, count, arithmetic=f"{len(names)} {sign} {shown(count)}", named=len(names),
                        names="、".join(names), count=count.wording)  # fmt: skip


def _counts_projects(figure: Figure) -> bool:
    return is_count(figure) and figure.indicator.removesuffix(conf("counts")["suffix"]).endswith(
        conf("counts")["member"]
    )


def _largest(figures: list[Figure]) -> Figure | None:
    """Return the batch's own figure: a whole is no less than its parts."""
    return max((f for f in figures if f.value is not None), key=lambda f: (f.value or 0, f.iri), default=None)
