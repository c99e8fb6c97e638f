"""What people decided: ``decisions.csv``, read row by row and written row by row.

Columns: verdict (same, different, unsure), a, b (names or IRIs); and, where needed, type, region_a, region_b, who,
when, why, evidence (hashes of the sentences that were seen). Their order does not matter. Of several rows about one
pair the latest holds; of rows of one time the strictest.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path

from kg.atomic import write_atomically
from kg.cells import csv_text, guarded, unguarded
from kg.errors import UsageError
from kg.lexicon import rules
from kg.records import DECISIONS_FILE
from kg.vocab import ENTITY_TYPES

SAME, UNSURE, DIFFERENT = "same", "unsure", "different"
STRICTNESS = (SAME, UNSURE, DIFFERENT)


@dataclass(frozen=True, slots=True)
class Decision:
    """One row: whether two names mean one thing."""

    verdict: str
    """same, different or unsure."""
    a: str
    b: str
    type: str = ""
    """One of the entity types where a name is borne by several; empty for any."""
    region_a: str = ""
    """Code or name of the region of a where several things bear its name."""
    region_b: str = ""
    who: str = ""
    when: str = ""
    """ISO date or time."""
    why: str = ""
    evidence: str = ""
    """Hashes of the sentences that the decision rests on, separated by spaces."""
    place: str = ""
    """File and line."""

    @property
    def order(self) -> tuple[str, int, str]:
        """Return by what the latest and strictest row about a pair is told."""
        return (self.when, STRICTNESS.index(self.verdict), self.place)


COLUMNS = tuple(f.name for f in fields(Decision))[:-1]


def beside(paths: Iterable[str | Path], out: Path) -> list[Path]:
    """Return the files of decisions in the named folders of articles and in the output folder, each once."""
    found = {(Path(folder) / DECISIONS_FILE).resolve(): None for folder in (*paths, out)}
    return [path for path in found if path.is_file()]


def read_decisions(path: Path) -> list[Decision]:
    """Return the decisions of a file, UTF-8 or GB18030.

    Raises:
        UsageError: it cannot be read, or a column or cell is none; file and line are named.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); check --decisions") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise UsageError(f"{path}: neither UTF-8 nor GB18030; save it as UTF-8") from error
    try:
        return _rows(text, path)
    except csv.Error as error:
        raise UsageError(f"{path}: {error}; mend the file") from error


def is_decisions(header: Sequence[str]) -> bool:
    """Tell whether the cells of a header are those of a file of decisions."""
    return set(COLUMNS[:3]) <= {cell.strip().lstrip("\ufeff") for cell in header}


def append(path: Path, decisions: Iterable[Decision]) -> None:
    """Add rows to a file, which is made where there is none; the file is whole at any time.

    Raises:
        UsageError: what stands there is no file of decisions.
        OutputError: it cannot be written.
    """
    rows = [*(read_decisions(path) if path.exists() else []), *decisions]
    write_atomically(path, csv_text([COLUMNS, *([guarded(getattr(row, name)) for name in COLUMNS] for row in rows)]))


def fingerprint(sentence: str) -> str:
    """Return the hash by which a decision remembers a sentence, white space apart."""
    return sha256("".join(sentence.split()).encode()).hexdigest()[:12]


def hashes(decisions: Iterable[Decision]) -> frozenset[str]:
    """Return the hashes of all sentences that decisions rest on."""
    return frozenset(one for row in decisions for one in row.evidence.split())


def hash_of(decisions: Iterable[Decision]) -> str:
    """Return one hash of rows, whatever their order and place; empty where there are none."""
    lines = sorted("\x1f".join(getattr(d, name) for name in COLUMNS) for d in decisions)
    return sha256("\n".join(lines).encode()).hexdigest() if lines else ""


def _rows(text: str, path: Path) -> list[Decision]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = [cell.strip() for cell in next(reader, [])]
    unknown = [name for name in header if name and name not in COLUMNS]
    if not is_decisions(header) or unknown:
        raise UsageError(f"{path}:1: columns are {header}, expected {','.join(COLUMNS)}")
    found = []
    for cells in reader:
        if not any(cell.strip() for cell in cells) or cells[0].startswith("#"):
            continue
        place = f"{path}:{reader.line_num}"
        if len(cells) > len(header):
            raise UsageError(f"{place}: {len(cells)} cells, expected {len(header)}; quote cells that hold commas")
        found.append(_decision(dict(zip(header, (unguarded(c.strip()) for c in cells), strict=False)), place))
    return found


def _decision(cells: dict[str, str], place: str) -> Decision:
    cells.pop("", None)
    word = cells["verdict"].casefold()
    verdict = next((v for v, words in rules("resolve")["verdicts"].items() if word == v or word in words), "")
    if not verdict:
        raise UsageError(f"{place}: verdict is {cells['verdict']!r}, expected same, different or unsure")
    if not cells.get("a") or not cells.get("b"):
        raise UsageError(f"{place}: a and b need a name or an IRI each")
    if cells.get("type") and cells["type"] not in ENTITY_TYPES:
        raise UsageError(f"{place}: {cells['type']!r} is no type of entities; choose from {', '.join(ENTITY_TYPES)}")
    return Decision(**{**cells, "verdict": verdict, "place": place})
