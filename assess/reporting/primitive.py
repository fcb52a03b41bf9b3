"""A report as plain data: what a design, a program or a file may be handed without being able to do anything with it but print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass

Primitive = None | bool | int | float | str | Sequence["Primitive"] | Mapping[str, "Primitive"]


def primitive(value: object) -> Primitive:
    """Return a report, or any part of one, as mappings, lists, text, numbers and None: nothing that could be called.

    Raises TypeError for anything else, so that a design can never be handed an object by mistake.
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: primitive(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [primitive(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): primitive(each) for key, each in value.items()}
    raise TypeError(f"a report holds plain values only, not {type(value).__name__}")
