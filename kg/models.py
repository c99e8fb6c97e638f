"""The trained models: linear-chain CRFs over named features, read with python-crfsuite.

A model is a file ``kg/data/models/NAME.crfsuite``, made by ``scripts/train.py`` from the project's own annotated
articles. A sequence is a list of items, an item a list of feature names; a classifier is a model of sequences of one.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

import pycrfsuite

from kg.errors import LexiconError
from kg.lexicon import DATA

Features = list[str]
Group = tuple[str, ...]
"""Features that show together."""
KINDS_OF_GROUP = 1 << 14
"""How many groups are remembered that follow from a few facts and so show again and again."""


class Model:
    """One trained model."""

    def __init__(self, path: Path) -> None:
        """Open a model's file.

        Raises:
            LexiconError: where the file is missing or damaged.
        """
        self._tagger = pycrfsuite.Tagger()
        try:
            self._tagger.open(str(path))
        except (OSError, ValueError) as error:
            raise LexiconError(f"{path.name}: {error}; make it with scripts/train.py") from error
        self.labels = tuple(sorted(self._tagger.labels()))

    def tag(self, sequence: list[Features]) -> list[str]:
        """Return the likeliest label of each item."""
        return self._tagger.tag(sequence) if sequence else []

    def chances(self, at: int, outside: str, surely: float = 0.98) -> dict[str, float]:
        """Return label → probability at an item of the sequence that was tagged last.

        Where ``outside`` is likelier than ``surely`` the others are left out.
        """
        rest = self._tagger.marginal(outside, at)
        if rest > surely:
            return {outside: rest}
        return {label: self._tagger.marginal(label, at) for label in self.labels}

    def weigh(self, features: Features) -> dict[str, float]:
        """Return the probability of each label for a sequence of one item."""
        self._tagger.set([features])
        return {label: self._tagger.marginal(label, 0) for label in self.labels}


_folder = ContextVar("folder", default=DATA / "models")


@contextmanager
def models_in(folder: Path) -> Iterator[None]:
    """Take the models of another folder for a while: those of a fold in training."""
    token = _folder.set(folder)
    try:
        yield
    finally:
        _folder.reset(token)


def model(name: str) -> Model:
    """Return a model, opened once per process."""
    return _opened_in(_folder.get(), name)


def log_odds(path: Path, label: str) -> dict[str, float]:
    """Return what each feature adds to the log-odds of a label of two, by a classifier of sequences of one.

    python-crfsuite gives probabilities alone, for a list of strings at a time, and weights rounded; where the same
    features are weighed a million times, their exact weights are read from the file (crf1d_model.c of CRFsuite 0.12).
    """
    _opened(path)
    data = path.read_bytes()
    features, labels, attributes = struct.unpack_from("<3I", data, 28)
    names, by_number = _strings(data, labels), _strings(data, attributes)
    found = dict.fromkeys(by_number.values(), 0.0)
    for at in range(struct.unpack_from("<I", data, features + 8)[0]):
        kind, source, target, weight = struct.unpack_from("<3Id", data, features + 12 + 20 * at)
        if kind == 0:
            found[by_number[source]] += weight if names[target] == label else -weight
    return found


def file_of(name: str) -> Path:
    """Return the file of a model in the folder in force."""
    return _folder.get() / f"{name}.crfsuite"


def _strings(data: bytes, start: int) -> dict[int, str]:
    """Return number → string of a table of names in a model's file (a CQDB chunk, read by its backward links)."""
    count, links = struct.unpack_from("<2I", data, start + 16)
    found = {}
    for at in struct.unpack_from(f"<{count}I", data, start + links):
        if at:
            number, size = struct.unpack_from("<2I", data, start + at)
            found[number] = data[start + at + 8 : start + at + 7 + size].decode()
    return found


@cache
def _opened_in(folder: Path, name: str) -> Model:
    return _opened(folder / f"{name}.crfsuite")


@cache
def _opened(path: Path) -> Model:
    return Model(path)
