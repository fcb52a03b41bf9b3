"""The fonts of a report: one family in all languages, with a Chinese face in every stack.

Noto Sans CJK is one file a weight with a face for each script; the faces share their outlines and differ in the forms of characters and
in how wide punctuation is. English takes the face whose quotation marks and dashes are as narrow as the letters around them. The names
after the first are the same design under other names, for machines where it was installed another way.
"""

from __future__ import annotations

STACKS: dict[str, tuple[str, ...]] = {
    "en": ("Noto Sans CJK KR", "Noto Sans KR", "Source Han Sans K", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC"),
    "zh_Hans": ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC"),
    "zh_Hant": ("Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC"),
}
"""Font families by language, the first installed one is used."""

FAMILIES = frozenset(name for stack in STACKS.values() for name in stack)


def css(language: str) -> str:
    """Return the rule that sets the stack on the whole page, margin boxes included.

    >>> css("zh_Hant")[:36]
    'html{font-family:"Noto Sans CJK TC",'
    """
    family = ",".join(f'"{name}"' for name in STACKS[language])
    chinese = ",".join(f'"{name}"' for name in STACKS["zh_Hans"])
    return f"html{{font-family:{family}}}:lang(zh-Hans){{font-family:{chinese}}}"
