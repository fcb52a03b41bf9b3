"""Traditional Chinese from Simplified: characters by OpenCC, terms by the Traditional Chinese glossary of the shelf.

OpenCC's profile with Taiwan phrases was made for programmers' texts: it turns access rights into 許可權, every document into a computer
file (檔案), equipment into 裝置, and breaks 五项目标 into 五專案標. A report is a business text. So only the characters and their Taiwan
variants are left to OpenCC (profile *s2tw*), and the terms that differ between the two written standards are replaced as the glossary says
(``templates/translations/glossary/zh_Hant.yaml``: ``from``, ``term``), longest first, but not within the phrases a term is kept in
(``unless``): 在线 is 線上, yet 在线索 is 在 and 線索. Before that, the characters are mended that OpenCC gets wrong because it took two
words for one (并为 for 併為, 14天后 for the goddess 天后).
Quotation marks become the corner brackets Traditional Chinese uses.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from assess.platform import documents
from assess.platform.shelves import shelf

_QUOTES = str.maketrans("“”", "「」")
_INNER = re.compile("‘([^‘’]*)’")

_MISTAKEN = (
    (re.compile("併合並"), "並合併"),
    (re.compile("(?<![合歸一兼裁吞])併(?![購入吞案])(?!為一)"), "並"),  # merging is 併; "and" is 並
    (re.compile("傢伙(?=伴)"), "家夥"),  # 两家伙伴: partners, no fellows
    (re.compile("隻(?=[有是能要會可為在])"), "只"),
    (re.compile("(?<=[查說證註表判闡指]明)瞭"), "了"),
    (re.compile("(?<=對)錶"), "表"),  # 核對表 is no watch
    (re.compile("(?<![標書抽牙竹])籤"), "簽"),  # a slip or label is 籤; signing is 簽
    (re.compile("(?<=[0-9〇一二三四五六七八九十百兩幾數]天)后"), "後"),
    (re.compile("(?<=最近[一二三四五六七八九十兩])周"), "週"),
)
"""Characters the conversion mistakes, where only the neighbours tell: what finds them, and the right ones."""


@lru_cache(maxsize=1)
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("s2tw")


@lru_cache(maxsize=1)
def _terms() -> tuple[re.Pattern[str], dict[str, str], dict[str, tuple[str, ...]]]:
    """Return what finds the terms of the glossary, what stands in their place, and the phrases they are kept in."""
    document = documents.read(shelf("templates") / "translations" / "glossary" / "zh_Hant.yaml")
    terms = [each for each in document.value["terms"] if "from" in each]
    table = {each["from"]: each["term"] for each in terms}
    kept = {each["from"]: tuple(each["unless"]) for each in terms if "unless" in each}
    return re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True))), table, kept


def _termed(text: str) -> str:
    find, table, kept = _terms()

    def term(found: re.Match[str]) -> str:
        word = found.group()
        starts = ((phrase, found.start() - phrase.find(word)) for phrase in kept.get(word, ()))
        return word if any(start >= 0 and text.startswith(phrase, start) for phrase, start in starts) else table[word]

    return find.sub(term, text)


@lru_cache(maxsize=65536)
def traditional(simplified: str) -> str:
    """Convert Simplified to Traditional Chinese with Taiwan terms; what is not Chinese stays as it is.

    >>> traditional("五项目标的数据，见“客户信息”文件")
    '五項目標的資料，見「客戶資訊」文件'
    >>> traditional("30天后在线索中注明，并为客户改进")
    '30天後在線索中註明，並為客戶改進'
    """
    converted: str = _converter().convert(simplified)
    for mistaken, right in _MISTAKEN:
        converted = mistaken.sub(right, converted)
    return _INNER.sub(r"『\1』", _termed(converted).translate(_QUOTES))
