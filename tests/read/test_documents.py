"""Pages, Word files and PDFs."""

import io
import sys

import pytest

from kg.records import Article, Reject

PARAGRAPH = "云溪市在三月举行了项目开工仪式，总投资八十亿元，其中工业项目十二个，负责人介绍了下一步的安排。"
PAGE = (
    "<!DOCTYPE html><html><head><title>云溪市开工</title>{head}</head><body><nav><a href='/'>首页</a></nav><article>"
    f"<h1>云溪市开工</h1><p>{PARAGRAPH * 3}</p><p>{{text}}</p><p>{PARAGRAPH * 2}</p></article></body></html>"
)


def page(text: str = PARAGRAPH, head: str = "") -> str:
    return PAGE.format(text=text, head=head)


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.txt"])
def test_a_page_gives_title_text_and_date(read, name):
    (found,) = read(page(head='<meta name="pubdate" content="2022-03-15">'), name)
    assert isinstance(found, Article)
    assert (found.title, found.issued) == ("云溪市开工", "2022-03-15")
    assert found.body.startswith(PARAGRAPH)
    assert "首页" not in found.text


def test_entities_are_decoded_once(read):
    (found,) = read(
        page("总投资&#53;&#48;亿元，符号 &amp;lt; 与 &#38;gt; 与 &lt;br&gt; 与 A&amp;B 都在其中，并且还有更多的内容。"),
        "a.html",
    )
    assert "总投资50亿元，符号 &lt; 与 &gt; 与 <br> 与 A&B 都在其中" in found.body


def test_invalid_entities_never_give_nul_or_surrogates(read):
    (found,) = read(
        page("总投资&#0;八十&#xD800;亿元，其中工业项目十二个，交通项目也有十二个，合计二十四个。"), "a.html"
    )
    assert isinstance(found, Article)
    assert not any(c == "\0" or "\ud800" <= c <= "\udfff" for c in found.text)


def test_a_date_that_the_page_does_not_give_is_not_invented(read):
    (found,) = read(page(head='<meta name="pubdate" content="2022-02-30">'), "a.html")
    assert found.issued == ""
    (found,) = read(page(head='<meta name="copyright" content="2021">'), "b.html")
    assert found.issued == ""


def test_a_deeply_nested_page_is_no_text(read):
    (found,) = read("<html><body>" + "<div>" * 5000 + PARAGRAPH + "</div>" * 5000 + "</body></html>", "a.html")
    assert isinstance(found, Reject)
    assert found.code == "no-text"


def test_a_page_without_text_is_no_text(read):
    (found,) = read("<html><body></body></html>", "a.html")
    assert isinstance(found, Reject)
    assert found.code == "no-text"


def word() -> bytes:
    docx = pytest.importorskip("docx")
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph("云溪市开工")
    document.add_paragraph(PARAGRAPH)
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "总投资", "80亿元"
    document.add_paragraph("2022-03-14")
    document.save(out)
    return out.getvalue()


def test_a_word_file_with_its_tables(read):
    (found,) = read(word(), "a.docx")
    assert (found.title, found.issued) == ("云溪市开工", "2022-03-14")
    assert found.body == f"{PARAGRAPH}\n总投资\t80亿元"


def pdf(words: str) -> bytes:
    """Return a PDF of one page; its letters are ASCII since a Chinese one needs a font."""
    stream = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def test_a_pdf(read):
    pytest.importorskip("pypdf")
    (found,) = read(pdf("Yunxi opens 12 works"), "a.pdf")
    assert isinstance(found, Article)
    assert found.title == "Yunxi opens 12 works"


def test_a_pdf_without_text(read):
    pytest.importorskip("pypdf")
    (found,) = read(pdf(""), "a.pdf")
    assert isinstance(found, Reject)
    assert found.code == "no-text"


@pytest.mark.parametrize("name", ["a.docx", "a.pdf"])
def test_a_damaged_document_is_refused(read, name):
    pytest.importorskip("docx")
    pytest.importorskip("pypdf")
    for data in (b"nothing of the kind", word()[:300], pdf("x")[:40]):
        (found,) = read(data, name)
        assert isinstance(found, Reject)
        assert found.code in ("no-text", "binary")


@pytest.mark.parametrize(("name", "module"), [("a.docx", "docx"), ("a.pdf", "pypdf")])
def test_a_missing_library_is_named(read, monkeypatch, name, module):
    monkeypatch.setitem(sys.modules, module, None)
    (found,) = read(b"PK\x03\x04", name)
    assert isinstance(found, Reject)
    assert found.code == "missing-extra"
    assert "pip install 'zhaoshang-kg[documents]'" in found.reason
