"""The trained models: linear-chain CRFs over named features, read with python-crfsuite.

A model is a file ``kg/data/models/NAME.crfsuite``, made by ``scripts/train.py`` from the project's own annotated
articles. A sequence is a list of items, an item a list of feature names; a classifier is a model of sequences of one.
"""

from functools import cache

import pycrfsuite

from kg.errors import LexiconError
from kg.lexicon import DATA

Features = list[str]


class Model:
    """One trained model."""

    def __init__(self, name: str) -> None:
        """Open a model by name.

        Raises:
            LexiconError: where the file is missing or damaged.
        """
        path = DATA / "models" / f"{name}.crfsuite"
        self._tagger = pycrfsuite.Tagger()
        try:
            self._tagger.open(str(path))
        except (OSError, ValueError) as error:
            raise LexiconError(f"{path.name}: {error}; make it with scripts/train.py") from error
        self.labels = tuple(sorted(self._tagger.labels()))

    def tag(self, sequence: list[Features]) -> list[str]:
        """Return the likeliest label of each item."""
        return self._tagger.tag(sequence) if sequence else []

    def weigh(self, features: Features) -> dict[str, float]:
        """Return the probability of each label for a sequence of one item."""
        self._tagger.set([features])
        return {label: self._tagger.marginal(label, 0) for label in self.labels}


@cache
def model(name: str) -> Model:
    """Return a model, opened once per process."""
    return Model(name)
