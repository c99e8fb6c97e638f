"""Small articles."""

from pathlib import Path

import pytest

TEXTS = (
    "{place}开工\n1月5日,{place}京东方显示模组项目开工,总投资{amount}亿元。\n2024-01-0{day}\n",
    "{place}签约\n3月2日,{place}与宁德时代签约储能电池项目,计划投资{amount}亿元。\n2024-03-0{day}\n",
)
PLACES = ("绵阳市", "德阳市", "湖州市")


@pytest.fixture(scope="session")
def articles(tmp_path_factory) -> list[Path]:
    """Seven files: six articles and one that is empty; the last article is a copy of the first under another name."""
    place = tmp_path_factory.mktemp("articles")
    files = []
    for i, (text, town) in enumerate((text, town) for text in TEXTS for town in PLACES):
        file = place / f"{i}.txt"
        file.write_text(text.format(place=town, amount=20 + i, day=1 + i), encoding="utf-8")
        files.append(file)
    (place / "copy.txt").write_bytes(files[0].read_bytes())
    (place / "empty.txt").write_bytes(b"")
    return [*files, place / "copy.txt", place / "empty.txt"]
