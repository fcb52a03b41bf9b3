"""The canonical form: one sequence of bytes for one content, and its SHA-256, which is the name of that content for ever.

The form is JSON of the values, not of the file: keys sorted, no white space, Unicode as it is, whole numbers without a fraction, other
numbers in the shortest form that reads back the same, defaults left out. So a comment, an indentation, the order of keys or a way
through Excel change nothing, while a comma in a question changes the hash.
"""

from __future__ import annotations

import hashlib
import json

from assess.catalogue import writing
from assess.method.questionnaire import Questionnaire
from assess.method.scheme import Scheme


def questionnaire_bytes(questionnaire: Questionnaire) -> bytes:
    """Return the canonical form of a questionnaire with all its elements, in UTF-8."""
    plain: dict[str, object] = {
        "questionnaire": writing.frame(questionnaire),
        "elements": [writing.element(each) for each in questionnaire.elements],
    }
    if questionnaire.packs:
        plain["packs"] = {pack.reference: pack.content_hash for pack in questionnaire.packs}
    return plain_bytes(plain)


def scheme_bytes(scheme: Scheme) -> bytes:
    """Return the canonical form of a scheme in UTF-8."""
    return plain_bytes(writing.scheme(scheme))


def content_hash(canonical: bytes) -> str:
    """Return the SHA-256 of a canonical form, in hexadecimal.

    >>> content_hash(b"{}")[:8]
    '44136fa3'
    """
    return hashlib.sha256(canonical).hexdigest()


def plain_bytes(plain: object) -> bytes:
    """Return the canonical form of plain data, in UTF-8."""
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode("utf-8")
