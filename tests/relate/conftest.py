"""Articles of a few sentences, read by the real recognisers."""

import pytest

from kg.recognise import recognise
from kg.records import Article
from kg.relate.context import Context
from kg.relate.entities import cast
from kg.relate.observations import fates
from kg.segment import segment


class Read:
    """What became of the numbers of a short article."""

    def __init__(self, title, body, issued):
        doc = segment(Article(title, body, issued))
        seen = recognise(doc)
        context = Context(doc, seen, cast(doc, seen))
        self.fates = fates(context)
        self.names = {e.id: e.name for e in context.cast.entities}

    def fact(self, wording):
        """Return the one fact that a number is, by how the number is written."""
        found = self.facts(wording)
        assert len(found) == 1, f"{wording}: {found}"
        return found[0]

    def facts(self, wording):
        return [fact for fate in self.fates if wording in fate.quantity.wording for fact in fate.facts]

    def about(self, wording):
        return [self.names[fact.about] for fact in self.facts(wording)]

    def reason(self, wording):
        """Return why a number is no fact."""
        return next(fate.reason for fate in self.fates if wording in fate.quantity.wording)


@pytest.fixture
def read():
    """Return a reader of short articles: body, title, date of publication."""

    def reader(body, title="绵阳市经济运行", issued="2023-07-20"):
        return Read(title, body, issued)

    return reader
