"""HTML, Word and PDF → drafts; the libraries are imported when a file asks for them."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from kg.lexicon import pattern
from kg.read.draft import Draft, Unreadable, parse_date, split_lines
from kg.read.plain import article

MISSING = "needs a library that is not installed; run: pip install 'zhaoshang-kg[documents]'"


def html(text: str) -> Iterator[Draft | Unreadable]:
    """Yield the main text of a web page, with its title and date.

    A date counts only where the page itself has it in full: the extractor makes 2022-02-01 of 2022-02-30.

    Raises:
        Unreadable: ``no-text`` where the page holds no main text or is nested too deep.
    """
    page = _extract(text)
    body = (page.text or "").strip() if page is not None else ""
    if not body:
        raise Unreadable("no-text", "no main text found in the page; save the article itself as text")
    draft = article(split_lines(body)) or Draft("", body)
    title = (page.title or "").strip()
    if title and title != draft.title.strip():
        draft = replace(draft, title=title, body=f"{draft.title}\n{draft.body}")
    dates = {parse_date(m[0]) for m in pattern("decode", "day").finditer(text)}
    yield replace(draft, date=page.date if page.date in dates else draft.date)


def docx(data: bytes, limit: int) -> Iterator[Draft | Unreadable]:
    """Yield the article of a Word file: paragraphs and tables in their order, the first paragraph as title.

    Raises:
        Unreadable: ``missing-extra``, ``too-large`` (unpacked), ``no-text``.
    """
    try:
        from docx import Document
    except ImportError as error:
        raise Unreadable("missing-extra", f"docx {MISSING}") from error
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > limit:
            raise Unreadable("too-large", f"{size} bytes unpacked, more than {limit}; raise --max-doc-mb")
        lines = [line for block in Document(BytesIO(data)).iter_inner_content() for line in _block(block)]
    except Unreadable:
        raise
    except Exception as error:  # the library raises whatever a damaged file provokes
        raise Unreadable("no-text", f"no readable Word file ({type(error).__name__}); save it again") from error
    yield _only(article([f"{line}\n" for line in lines]))


def pdf(data: bytes, limit: int) -> Iterator[Draft | Unreadable]:
    """Yield the article of a PDF: the text of its pages, the first line as title.

    Raises:
        Unreadable: ``missing-extra``, ``no-text`` (also where it is encrypted or only pictures).
    """
    try:
        from pypdf import PdfReader
    except ImportError as error:
        raise Unreadable("missing-extra", f"pdf {MISSING}") from error
    pages: list[str] = []
    try:
        for page in PdfReader(BytesIO(data)).pages:
            pages.append(page.extract_text())
            if sum(map(len, pages)) > limit:
                raise Unreadable("too-large", f"more than {limit} characters; raise --max-doc-mb")
    except Unreadable:
        raise
    except Exception as error:  # the library raises whatever a damaged file provokes
        raise Unreadable("no-text", f"no readable PDF ({type(error).__name__}); save it again") from error
    yield _only(article(split_lines("\n".join(pages))))


def _extract(text: str) -> Any:
    """Return trafilatura's document, or None; ``&amp;`` is doubled because it decodes entities twice."""
    from trafilatura import bare_extraction

    settings = {"extensive_search": False, "original_date": True, "max_date": "2999-12-31"}
    once = pattern("decode", "ampersand").sub("&amp;amp;", text)
    try:
        return bare_extraction(once, include_comments=False, with_metadata=True, date_extraction_params=settings)
    except Exception as error:  # a page must not stop the others, whatever it provokes
        raise Unreadable("no-text", f"no readable page ({type(error).__name__}); save it as text") from error


def _block(block: Any) -> list[str]:
    """Return the lines of a paragraph, or the rows of a table with cells a tab apart."""
    if hasattr(block, "rows"):
        return ["\t".join(cell.text for cell in row.cells) for row in block.rows]
    return [str(block.text)]


def _only(draft: Draft | None) -> Draft:
    if draft is None:
        raise Unreadable("no-text", "the document holds no text, perhaps only pictures; save it as text")
    return draft
