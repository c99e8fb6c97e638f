"""How names are spelled: the syllables of pinyin by which the page's search finds them."""

import re
from functools import cache

_SPELLED = re.compile("[A-Za-z0-9]+|[^\x00-\x7f]+")


def syllables(names: list[str]) -> str:
    """Return the pinyin of names, syllables parted by spaces, names by ``|``: ``jing dong fang``.

    Latin letters and digits stand in lower case as one syllable each run. A name that another one holds is not
    repeated.
    """
    rest = [name for n, name in enumerate(names) if not any(name in other for other in names[:n])]
    return "|".join(filter(None, dict.fromkeys(map(_spelled, rest))))


@cache
def _spelled(name: str) -> str:
    from pypinyin import lazy_pinyin  # slow to import: it loads its phrases

    found: list[str] = []
    for run in _SPELLED.findall(name):
        found += [run.lower()] if run.isascii() else lazy_pinyin(run, errors="ignore")
    return " ".join(found)
