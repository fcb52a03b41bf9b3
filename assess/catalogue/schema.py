"""The first sieve: a file against the JSON Schema of its ``format:`` line, faults said in people's words.

The schemas (JSON Schema, draft 2020-12) stand in ``schemas/`` as data: other programs and editors may use them as they are. What a
schema's ``description`` says is what would be right. A schema knows the shape of a file; what its parts mean to one another
(ids that exist, steps that ascend) is the linter's affair.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assess.platform.documents import Document, Path_
from assess.platform.faults import Fault, Faults

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

Schema = dict[str, Any]

FOLDER = Path(__file__).resolve().parent / "schemas"
FORMATS = {
    "assess/questionnaire@1": "questionnaire.json",
    "assess/element@1": "element.json",
    "assess/pack@1": "pack.json",
    "assess/scheme@1": "scheme.json",
    "assess/judgements@1": "judgements.json",
    "assess/assessment@1": "assessment.json",
    "assess/benchmark-map@1": "benchmark-map.json",
    "assess/benchmark@1": "benchmark.json",
    "assess/facts@1": "facts.json",
    "assess/design@1": "design.json",
    "assess/glossary@1": "glossary.json",
}
"""The schema of every ``format:`` line."""

MOST = 500
"""How many faults of one document are listed: whoever has more needs another file, and suggestions for thousands take minutes."""

_BOUNDS = {"minItems": "at least", "maxItems": "at most"}
_NOUNS = {
    "object": "keys with values",
    "array": "a list",
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "`true` or `false`",
    "null": "nothing",
}


def require(document: Document, *formats: str) -> None:
    """Raise Faults unless the document has one of the ``formats`` and keeps to its schema."""
    if faults := check(document, *formats):
        raise Faults(faults)


def check(document: Document, *formats: str) -> list[Fault]:
    """Return every fault of shape; with ``formats`` the document must have one of them, else any known format will do."""
    if faults := misformatted(document, *formats):
        return faults
    return in_order(fault for _, fault in broken(document, document.value["format"]))


def misformatted(document: Document, *formats: str) -> list[Fault]:
    """Return the fault of a document whose ``format:`` is missing, unknown, or none of ``formats``."""
    expected = formats or tuple(FORMATS)
    given = document.value.get("format") if isinstance(document.value, dict) else None
    return [] if isinstance(given, str) and given in expected else [_format_fault(document, given, expected)]


def broken(document: Document, format_: str) -> list[tuple[Path_, Fault]]:
    """Return what the document breaks of the schema of ``format_``: the path of the broken part and the fault, each once."""
    return violations(document, FORMATS[format_])


def violations(document: Document, name: str) -> list[tuple[Path_, Fault]]:
    """Return what the document breaks of the schema file ``name``; of a hopeless one only the first ``MOST`` faults."""
    translated = (each for error in _validator(name).iter_errors(document.value) for each in _translated(document, error))
    found = list(dict.fromkeys(islice(translated, MOST)))
    if len(found) == MOST:
        found.append(((), document.fault((), f"only the first {MOST} faults are listed", "mend these first")))
    return found


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults sorted by file, then by line (or sheet and cell) as a reader meets them."""
    return sorted(faults, key=lambda fault: (fault.file, _place(fault.place), fault.key, fault.wrong))


def _place(place: str) -> tuple[str, int, int, str]:
    """Return a sortable form of ``12`` or ``Sheet!AB7``: sheet, row, length and letters of the column."""
    sheet, _, cell = place.rpartition("!")
    matched = re.fullmatch(r"([A-Z]*)([0-9]+)", cell)
    return (sheet, int(matched[2]), len(matched[1]), matched[1]) if matched else (sheet, 0, 0, cell)


def did_you_mean(word: object, known: Iterable[str], *, otherwise: str = "") -> str:
    """Return ``did you mean `x`?`` for the known word nearest to ``word``, else ``otherwise``, else the words that exist."""
    words = list(dict.fromkeys(known))
    by_lower = {each.lower(): each for each in reversed(words)}
    near = difflib.get_close_matches(str(word).lower()[:100], list(by_lower), n=1, cutoff=0.6)
    if near:
        return f"did you mean `{by_lower[near[0]]}`?"
    listed = ", ".join(words[:20]) + (", …" if len(words) > 20 else "")
    return otherwise or (f"one of {listed}" if words else "")


def _format_fault(document: Document, given: object, expected: tuple[str, ...]) -> Fault:
    if not isinstance(document.value, dict):
        return document.fault((), "this is not a list of keys with values", f"begin with a line like `format: {expected[0]}`")
    if given is None:
        listed = " or ".join(f"`format: {each}`" for each in expected[:9])
        return document.fault((), "the line `format:` is missing", f"begin with {listed}")
    right = did_you_mean(given, expected)
    if isinstance(given, str) and given in FORMATS:
        right = f"{' or '.join(expected)} is read here"
    return document.fault(("format",), f"{_shown(given)} is not a format that is read here", right)


@lru_cache(maxsize=32)
def _validator(name: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator, FormatChecker, validators

    schema = _inlined(load(name), load(name))
    extended: type[Draft202012Validator] = validators.extend(  # type: ignore[no-untyped-call]  # a gap of the stubs
        Draft202012Validator, {"uniqueItems": _unique_items}
    )
    return extended(schema, format_checker=FormatChecker(("date",)))


def _unique_items(_: object, wanted: bool, instance: object, __: object) -> Iterator[ValidationError]:
    """Yield an error for entries that repeat, in linear time (the library's own check compares all pairs of a mixed list)."""
    from jsonschema.exceptions import ValidationError

    if wanted and isinstance(instance, list) and len({json.dumps(each, sort_keys=True) for each in instance}) < len(instance):
        yield ValidationError("an entry stands here twice")


@lru_cache(maxsize=32)
def load(name: str) -> Schema:
    """Return a schema file as it stands in ``schemas/``."""
    loaded: Schema = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return loaded


def _inlined(part: Any, root: Schema) -> Any:
    """Return the schema with every ``$ref`` replaced by what it names: ours never recurse, and look-ups cost more than checks.

    ``$`` in a pattern means the very end (as in ECMA 262), which Python writes ``\\Z``.
    """
    if isinstance(part, list):
        return [_inlined(each, root) for each in part]
    if not isinstance(part, dict):
        return part
    if isinstance(reference := part.get("$ref"), str):
        file, _, pointer = reference.partition("#/$defs/")
        base = load(file) if file else root
        resolved: Schema = _inlined(base["$defs"][pointer], base)
        return {**resolved, **{key: value for key, value in part.items() if key != "$ref"}}
    kept = {key: _inlined(value, root) for key, value in part.items() if key != "$defs"}
    if isinstance(pattern := kept.get("pattern"), str) and pattern.endswith("$"):
        kept["pattern"] = pattern[:-1] + r"\Z"
    return kept


def _translated(document: Document, error: ValidationError) -> Iterator[tuple[Path_, Fault]]:
    """Yield the path and the faults that one violation means: one for every unknown or missing key, else one."""
    path: Path_ = tuple(error.absolute_path)
    schema: Schema = error.schema if isinstance(error.schema, dict) else {}
    instance: Any = error.instance
    match error.validator:
        case "additionalProperties":
            yield from ((path, fault) for fault in _unknown_keys(document, path, instance, schema))
        case "required":
            yield from ((path, fault) for fault in _missing_keys(document, path, instance, schema))
        case _:
            wrong, right = _sentence(error, schema)
            yield path, document.fault(path, wrong, right)


def _unknown_keys(document: Document, path: Path_, instance: dict[str, Any], schema: Schema) -> Iterator[Fault]:
    known = list(schema.get("properties", {}))
    for key in instance:
        if key not in known:
            left = [each for each in known if each not in instance]
            what = "language" if schema.get("title") in {"Text", "own words"} else "key"
            yield document.fault((*path, key), f"the {what} {_shown(key)} is unknown here", did_you_mean(key, left or known))


def _missing_keys(document: Document, path: Path_, instance: dict[str, Any], schema: Schema) -> Iterator[Fault]:
    for key in schema["required"]:
        if key in instance:
            continue
        if schema.get("title") == "Text":
            yield document.fault(path, f"the translation {key} is missing", f"add `{key}: …`")
        else:
            right = schema.get("properties", {}).get(key, {}).get("description", "")
            where = (*path, key) if (*path, key) in document.cells else path  # a sheet has a cell for it
            yield document.fault(where, f"the key `{key}` is missing", f"add `{key}:`" + (f", {right}" if right else ""))


def _sentence(error: ValidationError, schema: Schema) -> tuple[str, str]:
    """Return what is wrong and what would be right for one violated keyword."""
    instance: Any = error.instance
    bound: Any = error.validator_value
    given, right = _shown(instance), str(schema.get("description", ""))
    if instance is None:
        return "nothing is written here", right or "write a value or leave the key out"
    match error.validator:
        case "type":
            wanted = " or ".join(_NOUNS[each] for each in ([bound] if isinstance(bound, str) else bound))
            return f"{given} is not {wanted}", _quoted(error, right)
        case "enum":
            return f"{given} is not known here", did_you_mean(instance, [str(each) for each in bound])
        case "const":
            return f"{given} is not right here", f"write {_shown(bound)}"
        case "minimum" | "exclusiveMinimum":
            return f"{given} is too small", right or f"at least {bound}"
        case "maximum" | "exclusiveMaximum":
            return f"{given} is too large", right or f"at most {bound}"
        case "minItems" | "maxItems":
            return (
                f"the number of entries is {len(instance)}",
                right or f"{_BOUNDS[str(error.validator)]} {bound}",
            )
        case "uniqueItems":
            return "an entry stands here twice", "keep one of them"
        case "not":
            return "this key does not belong here", right
        case "pattern" if isinstance(instance, str) and not instance.strip():
            return "nothing is written here", right
        case "maxLength":
            return f"the text has {len(instance)} characters", f"at most {bound}"
        case _:
            return f"{given} is not right here", right


def _quoted(error: ValidationError, right: str) -> str:
    """Return ``right``, with a hint at quotes where a number or a boolean stands for text."""
    wanted: Any = error.validator_value
    if "string" in ([wanted] if isinstance(wanted, str) else wanted) and isinstance(error.instance, bool | int | float):
        return f'{right}{"; " if right else ""}put it in quotes if it is text: "{_plain(error.instance)}"'
    return right


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _shown(value: object) -> str:
    """Write a given value for a message: short, in backticks; only the kind of a long or compound one."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = _plain(value)
    return f"`{text if len(text) <= 60 else text[:57] + '…'}`"
