"""From one HTML page to PDF/UA. The only module that knows WeasyPrint, and it loads it only when a PDF is asked for.

The same page always gives the same bytes: the identifier of the file is derived from the page, the dates stand in the page, fonts are
named exactly. What the page may fetch is nothing: style, figures and logo stand in it. A character that no font has would be printed as an
empty box; here it fails the rendering and is named, because a report with boxes in it has already failed its reader.

Speed: garbage collection rests while a document of a hundred thousand boxes is built, since nothing of it can be freed before it is
written; style sheets are parsed once a process.
"""

from __future__ import annotations

import base64
import gc
import hashlib
import os
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from assess.platform.faults import Missing, single
from assess.reporting.fonts import FAMILIES

_ADDRESS = "data:image/png;base64,"
_PICTURE = f"{_ADDRESS}iVBORw0KGgo"
"""How the address of a logo begins, which holds the whole of it: with the signature of PNG."""
Pairs = Iterable[tuple[str, str]]
VARIANT = "pdf/ua-1"
FONTS = "ASSESS_FONTS"
"""Environment variable: a folder of fonts that is looked at before the installed ones."""
_SUFFIXES = frozenset({".otf", ".ttf", ".ttc", ".otc"})
_BASE = "report:/"
_PLAIN_GLYPHS = b"""<?xml version="1.0"?><fontconfig><match target="font">
<edit name="fontfeatures" mode="append"><string>liga off</string><string>locl off</string></edit></match></fontconfig>"""
_COMPRESSION = 6
"""Two thirds of the time of level 9, and two per cent more bytes."""


def render(html: str, *, source: str = "report") -> bytes:
    """Return the PDF of a page. ``source`` names what the page was made from, for faults.

    Raises Missing when Pango or the fonts are not installed, Faults when no font has one of the page's characters.
    """
    return fitting([html], source=source)


def fitting(drafts: Iterable[str], *, pages: int | None = None, next_page: Pairs = (), source: str = "report") -> bytes:
    """Return the PDF of the first draft that has ``pages`` pages (None: any number) and in which, for every pair of ids in ``next_page``,
    the second begins on the page after the first; where none does, of the last.

    Raises as :func:`render` does, and Faults where the last draft has the wrong number of pages.
    """
    engine = load()
    with _collection_resting():
        for html in drafts:
            document = _page(engine, html).render(font_config=_fonts(), pdf_variant=VARIANT)
            if _fits(document, pages, next_page):
                break
        taken = len(document.pages)
        if pages not in (None, taken):
            raise single(
                source, "", "", f"the report takes {taken} pages, its design has {pages}", "shorten the texts, or choose another design"
            )
        pdf = _painted(document)
        _require_glyphs(document, html, source)
        return _serialised(pdf, hashlib.sha256(html.encode()).hexdigest()[:32])


def _fits(document: Any, pages: int | None, next_page: Pairs) -> bool:
    place = {anchor: number for number, page in enumerate(document.pages) for anchor in page.anchors}
    apart = all(place[second] == place[first] + 1 for first, second in next_page if first in place and second in place)
    return apart and pages in (None, len(document.pages))


def warm_up() -> None:
    """Load the engine and the fonts, so that processes forked afterwards share them. Raises Missing."""
    load()
    _fonts()
    _fetcher()


def load() -> Any:
    """Import WeasyPrint. Raises Missing, with what to install, when the libraries it stands on are not there."""
    try:
        import weasyprint
    except OSError as error:  # Pango, HarfBuzz or fontconfig cannot be loaded
        library = str(error).split("'")[1] if "'" in str(error) else "Pango"
        raise Missing(
            f"PDF reports need {library}, which this machine lacks: sudo apt-get install libpangoft2-1.0-0 libharfbuzz-subset0"
        ) from None
    except ImportError as error:
        raise Missing(f"PDF reports need the Python package {error.name}: pip install --require-hashes -r requirements.txt") from None
    return weasyprint


@contextmanager
def _collection_resting() -> Iterator[None]:
    """Keep the garbage collector from looking through what cannot be freed yet."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _page(engine: Any, html: str) -> Any:
    """Return the page parsed. Ours are well-formed, so a compiled XML parser reads them; any other goes through the HTML parser."""
    try:
        root = ElementTree.fromstring(html)
    except ElementTree.ParseError:
        return engine.HTML(string=html, base_url=_BASE, url_fetcher=_fetcher())
    from weasyprint import cssselect2

    page = engine.HTML.__new__(engine.HTML)
    page.base_url, page.url_fetcher, page.media_type = _BASE, _fetcher(), "print"
    page.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
    page.etree_element = root
    return page


def _painted(document: Any) -> Any:
    """Return the document as the objects of a PDF file, tagged for PDF/UA."""
    from weasyprint import DEFAULT_OPTIONS
    from weasyprint.pdf import VARIANTS, generate_pdf

    _, properties = VARIANTS[VARIANT]
    return generate_pdf(document, None, 1, **{**DEFAULT_OPTIONS, **properties, "pdf_variant": VARIANT, "uncompressed_pdf": True})


def _serialised(pdf: Any, identifier: str) -> bytes:
    """Return the bytes of a PDF 1.7 file: streams compressed once, everything else in one object stream, and a cross-reference stream.

    The engine's own writer compresses every stream a second time to make up an identifier; ours is given (ISO 32000-1, 7.5.7, 7.5.8).
    """
    pdf.add_object(pdf.info)
    whole = bytearray(b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n")
    entries: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    packed: list[tuple[int, bytes]] = []
    for each in pdf.objects[1:]:
        if each.compressible:
            packed.append((each.number, each.data))
            continue
        entries[each.number] = (1, len(whole), 0)
        whole += _stream(each.number, b"\n".join(_bytes(part) for part in each.stream), {**each.extra})
    holder = len(pdf.objects)
    places, position = [], 0
    for place, (number, data) in enumerate(packed):
        entries[number] = (2, holder, place)
        places.append(f"{number} {position}")
        position += len(data) + 1
    head = " ".join(places).encode()
    entries[holder] = (1, len(whole), 0)
    body = b"\n".join([head, *(data for _, data in packed)])
    whole += _stream(holder, body, {"Type": "/ObjStm", "N": len(packed), "First": len(head) + 1})
    start = len(whole)
    entries[holder + 1] = (1, start, 0)
    table = b"".join(
        kind.to_bytes(1, "big") + at.to_bytes(4, "big") + last.to_bytes(4, "big") for _, (kind, at, last) in sorted(entries.items())
    )
    trailer = {
        "Type": "/XRef",
        "W": b"[1 4 4]",
        "Size": holder + 2,
        "Root": pdf.catalog.reference,
        "Info": pdf.info.reference,
        "ID": f"[<{identifier}> <{identifier}>]".encode(),
    }
    whole += _stream(holder + 1, table, trailer)
    return bytes(whole) + f"startxref\n{start}\n%%EOF\n".encode()


def _stream(number: int, content: bytes, extra: dict[str, Any]) -> bytes:
    """Return one compressed stream object; a picture comes compressed already."""
    is_packed = "Filter" in extra
    compressed = content if is_packed else zlib.compress(content, _COMPRESSION)
    entries = {**extra, **({} if is_packed else {"Filter": "/FlateDecode"}), "Length": len(compressed)}
    head = b"".join(b"/" + key.encode() + b" " + _bytes(value) for key, value in entries.items())
    return b"%d 0 obj\n<<%b>>\nstream\n%b\nendstream\nendobj\n" % (number, head, compressed)


def _bytes(value: Any) -> bytes:
    """Return a value as a PDF writes it."""
    from weasyprint.pdf import pydyf

    written: bytes = pydyf._to_bytes(value)
    return written


@lru_cache(maxsize=1)
def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Nothing(URLFetcher):  # type: ignore[misc]
        """Fetches nothing: no file, no address. What a report shows stands in the page, a logo too."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith(_PICTURE):
                return URLFetcherResponse(url, base64.b64decode(url.removeprefix(_ADDRESS)), {"Content-Type": "image/png"})
            raise ValueError(f"a report may not fetch {url[:200]}")

    return Nothing()


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """Return the font configuration: the installed fonts, those of the folder in ``ASSESS_FONTS``, without ligatures and local forms.

    Both stand behind sixty thousand other glyphs of a CJK font: one "fi" would make the embedded font thirty times as large. Local forms
    are not needed, since the face is chosen by the language.
    """
    load()
    from weasyprint.text.ffi import ffi, fontconfig, pangoft2
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    fontconfig.FcConfigParseAndLoadFromMemory(configuration._config, _PLAIN_GLYPHS, True)
    if folder := os.environ.get(FONTS):
        for path in sorted(each for each in Path(folder).rglob("*") if each.suffix.lower() in _SUFFIXES):
            fontconfig.FcConfigAppFontAddFile(configuration._config, str(path).encode())
    pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", configuration.font_map))
    return configuration


def _require_glyphs(document: Any, html: str, source: str) -> None:
    """Raise Faults naming every character that no font has; raise Missing when there is no CJK font at all."""
    codes = sorted({code for font in document.fonts.values() for code in font.missing})
    if not any(font.family in FAMILIES for font in document.fonts.values()):
        raise Missing(f"reports need a font with Chinese characters: sudo apt-get install fonts-noto-cjk, or name a folder in {FONTS}")
    if not codes:
        return
    text = unescape(html)
    named = [f"{chr(code)} (U+{code:04X} {unicodedata.name(chr(code), 'unnamed')}) in “{_around(text, chr(code))}”" for code in codes]
    raise single(source, "", "", f"no font has {'; '.join(named)}", f"install a font that has it, or name a folder of fonts in {FONTS}")


def _around(text: str, character: str) -> str:
    """Return the words around a character, so that its author finds it."""
    place = text.find(character)
    if place < 0:
        return character
    start = max(text.rfind(">", 0, place) + 1, place - 30)
    end = text.find("<", place)
    return text[start : min(end if end >= 0 else len(text), place + 30)].strip()
