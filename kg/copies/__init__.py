"""Which articles are one text, and which sentences are copied: what tells reprints from independent reports.

Each article leaves its fingerprints, the least hashes of windows over runs of tokens (winnowing: Schleimer, Wilkerson
and Aiken, SIGMOD 2003); articles that share many are compared in full. No article is held against all others.
"""

from kg.copies.families import HALF as HALF
from kg.copies.families import NEIGHBOURS as NEIGHBOURS
from kg.copies.families import Families as Families
from kg.copies.families import copied as copied
from kg.copies.families import order_of as order_of
from kg.copies.families import prints_of as prints_of
from kg.copies.passages import Page as Page
from kg.copies.passages import Passage as Passage
from kg.copies.passages import page_of as page_of
from kg.copies.passages import passage as passage
from kg.copies.voices import Said as Said
from kg.copies.voices import originals as originals
