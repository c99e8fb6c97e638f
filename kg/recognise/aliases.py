"""Short names that the article itself introduces, and every further place where a known name stands."""

from itertools import pairwise

import daachorse

from kg.lexicon import CompanyForm, pattern, rules, table
from kg.recognise.gazetteer import gazetteer
from kg.recognise.occurrences import occurrences
from kg.recognise.tokens import Tokens, segmenter
from kg.records import Mention
from kg.segment import squash


def abbreviations(text: str, names: list[Mention]) -> dict[str, Mention]:
    """Return short name → the mention it stands for, from (以下简称“…”) and brackets right behind a name."""
    found = {}
    by_end = {m.end: m for m in names}
    for match in pattern("recognise", "abbreviation").finditer(text):
        owner = by_end.get(match.start())
        short = match[1].strip()
        if owner and _may_abbreviate(short, owner, introduced=match.end(1) - match.start() > len(match[1]) + 1):
            found[short] = owner
    return found


def derived_short_names(names: list[Mention], text: str) -> dict[str, Mention]:
    """Return short forms of full company names that stand elsewhere in the article (亨通集团 for 苏州亨通集团)."""
    firms: dict[str, Mention] = {}
    for mention in names:
        if mention.type == "Enterprise" and mention.method == "company-form":
            firms.setdefault(mention.name, mention)
    shorts = {name: _short_forms(name) for name in firms}
    counts = occurrences(text, [*firms, *(short for forms in shorts.values() for short in forms)])
    found: dict[str, Mention] = {}
    for name, mention in firms.items():
        for short in shorts[name]:
            if counts[short] > counts[name]:
                found.setdefault(short, mention)
    return found


def affiliates(tokens: Tokens, names: list[Mention]) -> list[Mention]:
    """Return firms named by a place and the stem of another firm of the article: 常州云溪 beside 云溪光电科技有限公司.

    The place must be a short one (常州, not 常州市) and none that the other firm's own name begins with.
    """
    firms = dict.fromkeys(m.name for m in names if m.type == "Enterprise")
    stems = {stem: name for name in firms for stem in _stems(name)}
    lengths = sorted({len(stem) for stem in stems}, reverse=True)
    found, suffixes = [], tuple(rules("recognise")["regions"]["suffixes"])
    for place, after in pairwise(tokens.items):
        if place.tag != "Region" or (len(place.text) > 2 and place.text.endswith(suffixes)):
            continue
        ahead = (tokens.text[after.start : after.start + length] for length in lengths)
        stem = next((s for s in ahead if s in stems), "")
        end = after.start + len(stem)
        if stem and tokens.splits(end) and not stems[stem].startswith(place.text):
            found.append(
                Mention(place.start, end, "Enterprise", tokens.text[place.start : end], "affiliate", score=0.9)
            )
    return found


def _stems(name: str) -> list[str]:
    """Return what is proper to a firm's name: without its legal form, its place and its trades."""
    trades = tuple(f.form for f in table("company_forms", CompanyForm) if f.use == "short")
    found = _short_forms(name)
    for stem in found:
        found += [rest for t in trades if stem.endswith(t) and (rest := stem.removesuffix(t)) not in found]
    return [stem for stem in found if len(stem) > 1 and stem != name and _is_proper(stem)] + [name] * (len(name) < 5)


def everywhere(tokens: Tokens, forms: dict[str, Mention]) -> list[Mention]:
    """Return a mention for each place where one of the forms stands as a word of its own."""
    words = sorted(w for w in forms if len(w) > 1)
    if not words:
        return []
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(words, daachorse.MATCH_KIND_LEFTMOST_LONGEST)
    found = []
    for start, end, index in automaton.find(tokens.text):
        owner = forms[words[index]]
        canonical = owner.canonical or owner.name
        if tokens.splits(start) or tokens.splits(end):
            found.append(
                Mention(start, end, owner.type, words[index], "article-alias", owner.code, canonical, score=1.1)
            )
    return found


def _may_abbreviate(short: str, owner: Mention, *, introduced: bool) -> bool:
    """Tell whether the bracketed word can be a short name: introduced as one, or made of the name's characters."""
    if not 2 <= len(short) <= 14 or short[0].isdigit():
        return False
    if introduced:
        return True
    letters = iter(squash(owner.name))
    return len(short) >= 2 and all(any(c == x for x in letters) for c in squash(short))


def _short_forms(name: str) -> list[str]:
    """Return candidate short forms: without legal form, without place, both."""
    bare = name
    for form in sorted(
        (f.form for f in table("company_forms", CompanyForm) if f.use == "legal"), key=len, reverse=True
    ):
        if bare.endswith(form) and len(bare) > len(form) + 1:
            bare = bare[: -len(form)].rstrip("(").removesuffix(rules("recognise")["name"]["group_bracket"])
            break
    hits = gazetteer().hits(bare)
    placeless = bare
    if hits and hits[0].start == 0 and any(e.type == "Region" for e in hits[0].entries):
        placeless = bare[hits[0].end :]
    forms = [bare, placeless, *(placeless.removesuffix(t) for t in rules("recognise")["name"]["trade_tails"])]
    return [f for f in dict.fromkeys(forms) if len(f) >= 2 and f != name and _is_proper(f)]


def _is_proper(word: str) -> bool:
    """Tell whether a short form is neither a word of the dictionary nor one of the tables (建设 for 建设银行)."""
    words = segmenter().tag(word, False)
    ordinary = len(words) == 1 and words[0][1] in rules("recognise")["tags"]["ordinary"]
    return word not in gazetteer().readings and not ordinary
