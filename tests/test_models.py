"""Trained models are files of the project; a missing one is named with the way to make it."""

import pytest

from kg.errors import LexiconError
from kg.models import model


def test_a_missing_model_says_how_to_make_it():
    with pytest.raises(LexiconError, match=r"none\.crfsuite.*scripts/train\.py"):
        model("none")


def test_an_empty_sequence_has_no_labels():
    assert model("names").tag([]) == []


def test_probabilities_of_a_pair_add_up():
    assert sum(model("relations").weigh(["b"]).values()) == pytest.approx(1.0)
