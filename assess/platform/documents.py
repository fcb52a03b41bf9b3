"""Strict YAML: what a person wrote, with the line every value stands on.

The safe constructor only; a repeated key, an anchor or an alias, several documents, a file that is too large, too deep or not
UTF-8 are faults. ``YAML 1.1`` surprises are kept out as well: only ``true`` and ``false`` are booleans (``no`` is the code of Norway),
only plain decimal numbers are numbers (``1_000`` and ``12:30`` are text), and dates stay text. NaN and infinities are refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from assess.platform.faults import Fault, Faults, single

Value = Any  # a plain JSON value: None, bool, int, float, str, list, dict
Path_ = tuple[str | int, ...]

SMALL = 2_000_000  # bytes: assessments, judgements, maps
LARGE = 8_000_000  # bytes: files of the shelves
MAX_DEPTH = 40

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?\Z")  # 007 is a name, not a number
_NOT_FINITE = re.compile(r"[-+]?\.(inf|nan)\Z", re.IGNORECASE)  # without the dot it may be somebody's name
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # all but tab and line feed
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its plain value and the line of every path in it.

    A value that was taken from a sheet has ``cells`` (``Sheet!B7``) instead of lines, so that it can be checked by the same rules.
    """

    file: str
    value: Value
    lines: dict[Path_, int] = field(repr=False)
    cells: dict[Path_, str] = field(default_factory=dict, repr=False)

    def line(self, path: Path_) -> int:
        """Return the line (from 1) of the value at ``path``, or of its nearest ancestor."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def place(self, path: Path_) -> str:
        """Return the line or the cell of the value at ``path``, or of its nearest ancestor."""
        if not self.cells:
            return str(self.line(path))
        while path and path not in self.cells:
            path = path[:-1]
        return self.cells.get(path, "")

    def fault(self, path: Path_, wrong: str, right: str = "") -> Fault:
        """Return a fault that names this file, the line and the dotted key of ``path``."""
        return Fault(self.file, self.place(path), dotted(path), wrong, right)


def control_character(text: str) -> str:
    """Return the first control character of a text as ``U+0007``, or nothing; tab and line feed are none.

    >>> control_character("a\\x07b")
    'U+0007'
    """
    found = _CONTROL.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def dotted(path: Path_) -> str:
    """Write a path the way people name it: ``elements.L.criteria[0].title``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else (f".{step}" if text else str(step))
    return text


def read(path: Path, *, limit: int = SMALL) -> Document:
    """Read one YAML file strictly.

    Raises Faults: the file is missing, empty, too large, not UTF-8, not YAML, or breaks one of the rules above.
    """
    name = str(path)
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise single(name, "", "", "this is not a file", "name a YAML file")
        if size > limit:
            raise single(name, "", "", f"the file has {size:,} bytes", f"at most {limit:,} are read")
        raw = path.read_bytes()
    except FileNotFoundError:
        raise single(name, "", "", "there is no such file", "check the path") from None
    except OSError as error:
        raise single(name, "", "", f"the file cannot be read ({error.strerror})", "check its permissions") from None
    return parse(raw, file=name)


def parse(raw: bytes, *, file: str) -> Document:
    """Parse the bytes of one YAML document strictly; ``file`` is the name used in faults. Raises Faults."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise single(file, line, "", "the text is not UTF-8", "save the file as UTF-8") from None
    if not text.strip():
        raise _empty(file)
    return _Reading(file).document(text)


def _empty(file: str) -> Faults:
    return single(file, 1, "", "the file is empty", "begin with a line like `format: assess/assessment@1`")


def _line(event: Any) -> int:
    line: int = event.start_mark.line + 1
    return line


class _Reading:
    """One pass over the events of one text; collects faults instead of stopping at the first."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.lines: dict[Path_, int] = {}

    def document(self, text: str) -> Document:
        try:
            events = iter(yaml.parse(text, Loader=_Loader))
            next(events)  # the stream
            if isinstance(next(events), yaml.StreamEndEvent):  # only comments
                raise _empty(self.file)
            value = self._value(next(events), events, ())
            next(events)  # the document's end
            if not isinstance(following := next(events), yaml.StreamEndEvent):
                raise self._refusal(following, "a second document begins here", "one document a file")
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            said = error.problem or error.context or ""
            hint = "put a value that begins with %, @ or ` in quotes; indent with spaces" if "start any token" in said else ""
            line = mark.line + 1 if mark else 1
            raise single(self.file, line, "", f"this is not YAML: {said}", hint or "check indentation, colons and quotes") from None
        except yaml.YAMLError as error:  # a character YAML forbids
            position = getattr(error, "position", None)
            line = text[:position].count("\n") + 1 if isinstance(position, int) else 1
            raise single(self.file, line, "", "a character that is not allowed in YAML", "remove control characters") from None
        if self.faults:
            raise Faults(self.faults)
        return Document(self.file, value, self.lines)

    def _value(self, event: Any, events: Iterator[Any], path: Path_) -> Value:
        """Build the value that begins with ``event``; aliases and depth are refused before anything can grow."""
        self.lines.setdefault(path, _line(event))
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise self._refusal(event, "anchors and aliases (& and *) are not accepted", "write the value out")
        if len(path) >= MAX_DEPTH:
            raise self._refusal(event, "the nesting is too deep", f"at most {MAX_DEPTH} levels")
        if event.tag and event.tag != "!":
            self._fault(event, path, f"the tag {event.tag} is not accepted", "write a plain value")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        self._no_control_characters(event, path)
        return event.value if event.style else self._plain(event, path)

    def _no_control_characters(self, event: Any, path: Path_) -> None:
        """Refuse what only an escape in double quotes can bring in; marks of writing direction are text like any other."""
        if event.style == '"' and (found := control_character(event.value)):
            self._fault(event, path, f"the text has a control character ({found})", "remove it")

    def _sequence(self, events: Iterator[Any], path: Path_) -> list[Value]:
        result: list[Value] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            result.append(self._value(event, events, (*path, len(result))))
        return result

    def _mapping(self, events: Iterator[Any], path: Path_) -> dict[str, Value]:
        result: dict[str, Value] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refusal(event, "a key must be a plain word", "write `key: value`")
            key = event.value
            self._no_control_characters(event, path)
            if key in result:
                self._fault(event, (*path, key), "this key stands here twice", "keep one of them")
            self.lines[(*path, key)] = _line(event)
            result[key] = self._value(next(events), events, (*path, key))
        return result

    def _plain(self, event: Any, path: Path_) -> Value:
        """Read an unquoted scalar: null, a boolean, a finite number, or text."""
        text: str = event.value
        if text in {"", "null", "~"}:
            return None
        if text in {"true", "false"}:
            return text == "true"
        if _INTEGER.match(text) and len(text) <= 20:
            return int(text)
        if _NOT_FINITE.match(text) or (_FLOAT.match(text) and not math.isfinite(float(text))):
            self._fault(event, path, f"{text} is not a finite number", "write a number")
            return None
        return float(text) if _FLOAT.match(text) else text

    def _refusal(self, event: Any, wrong: str, right: str) -> Faults:
        return single(self.file, _line(event), "", wrong, right)

    def _fault(self, event: Any, path: Path_, wrong: str, right: str) -> None:
        self.faults.append(Fault(self.file, str(_line(event)), dotted(path), wrong, right))
