"""The text of a PDF as it is drawn, page by page, without any white space: what a reader finds, whatever the layout is."""

from __future__ import annotations

import io
import re
import unicodedata
from functools import lru_cache

from pdfminer.converter import PDFConverter
from pdfminer.layout import LTChar, LTContainer, LTItem, LTPage
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage


class _Characters(PDFConverter):
    """Collects the characters of every page in the order they are drawn."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager, io.BytesIO(), laparams=None)
        self.pages: list[str] = []

    def receive_layout(self, ltpage: LTPage) -> None:
        self.pages.append("".join(_drawn(ltpage)))


def _drawn(item: LTItem) -> list[str]:
    if isinstance(item, LTChar):
        return [item.get_text()]
    return [text for each in item for text in _drawn(each)] if isinstance(item, LTContainer) else []


@lru_cache(maxsize=16)
def text_of(content: bytes) -> list[str]:
    """Return the text of every page without white space."""
    manager = PDFResourceManager()
    device = _Characters(manager)
    interpreter = PDFPageInterpreter(manager, device)
    for page in PDFPage.get_pages(io.BytesIO(content)):
        interpreter.process_page(page)
    return [bare(text) for text in device.pages]


def bare(text: str) -> str:
    """Return a text without white space, ligatures taken apart."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text) if re.search("[ﬀ-ﬆ]", text) else text)
