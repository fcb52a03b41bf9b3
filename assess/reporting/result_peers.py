"""With whom a result is compared on its pages: what the address asks for, what may be chosen, and the place that follows.

The choice stands in the address and goes along from page to page; nothing is stored. Where nothing is said, the peers are those of a data
set of the same questionnaire and scheme, in the organisation's own industry, region and size. Generated peers are shown only on the page
of the peers itself, or where they were asked for.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

from assess.benchmarking import asking, loaded
from assess.benchmarking.position import place
from assess.people.actor import NotFound
from assess.platform import locale
from assess.platform.faults import Faults

if TYPE_CHECKING:
    from assess.benchmarking.dataset import About, Dataset
    from assess.benchmarking.position import Position
    from assess.results.evaluate import Evaluated

NOBODY = "none"
"""The word of the address for no comparison at all."""
ALL = "all"
"""The word of the address that leaves a dimension open."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: a data set, and industry, region, size and year by code; empty words: the organisation's own."""

    benchmark: str = ""
    industry: str = ""
    region: str = ""
    size: str = ""
    period: str = ""

    @property
    def query(self) -> dict[str, str]:
        """What goes along to the other pages."""
        return {word: said for word, said in asdict(self).items() if said}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may be chosen."""

    code: str
    name: str
    chosen: bool


class NoSuchPeers(NotFound):
    """A word of the address means no data set or no group: there is no such page, but on the page where peers are chosen."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


def of_address(words: Mapping[str, str]) -> Asked:
    """Return what an address asks for, none of its words longer than any code is."""
    return Asked(**{field.name: words.get(field.name, "").strip()[:80] for field in fields(Asked)})


def placed(evaluated: Evaluated, asked: Asked, *, generated: bool = False) -> Position | None:
    """Return the place among the peers that are asked for; None where there are none, or nobody is asked for.

    ``generated``: peers that are generated will do where none is named. Raises NoSuchPeers.
    """
    dataset = _dataset(evaluated, asked, generated=generated)
    if dataset is None:
        return None
    own = asking.asked_of(evaluated.case.assessment.organisation, dataset.about)
    words = {word: said for word, said in asked.query.items() if word != "benchmark"}
    try:
        group = asking.asked(dataset.about, **words, otherwise=own)
    except asking.Unknown as unknown:
        raise NoSuchPeers(words[unknown.word]) from None
    return place(asking.subject_of(evaluated), dataset, group)


def _dataset(evaluated: Evaluated, asked: Asked, *, generated: bool) -> Dataset | None:
    """Return the data set asked for, else one that fits; None where there is none. Raises NoSuchPeers for one that is asked for in vain."""
    reference = asked.benchmark or _fitting(evaluated, generated=generated)
    if reference not in {"", NOBODY}:
        with contextlib.suppress(Faults):
            return loaded.load(reference)
    if asked.benchmark not in {"", NOBODY}:
        raise NoSuchPeers(asked.benchmark)
    return None


def _fitting(evaluated: Evaluated, *, generated: bool) -> str:
    """Return the data set whose scores are those of the same thing: of the same kind of evidence first, generated ones last."""
    subject = asking.subject_of(evaluated)
    fitting = [about for about in loaded.abouts() if about.scheme == subject.scheme and (generated or not about.synthetic)]
    fitting.sort(key=lambda about: (about.synthetic, str(about.kind) != subject.kind, about.id, -about.version))
    return fitting[0].reference if fitting else ""


def benchmarks(evaluated: Evaluated, asked: Asked, language: str) -> tuple[Choice, ...]:
    """Return the data sets that may be chosen, those of the same questionnaire and scheme first."""
    chosen = asked.benchmark or _fitting(evaluated, generated=True) or NOBODY
    own = asking.subject_of(evaluated).scheme
    ordered = sorted(loaded.abouts(), key=lambda about: (about.scheme != own, about.id, -about.version))
    found = [Choice(about.reference, _named(about, language), about.reference == chosen) for about in ordered]
    return (*found, Choice(NOBODY, locale.gettext("No comparison", language), chosen == NOBODY))


def _named(about: About, language: str) -> str:
    title = locale.say(about.title, language)
    return f"{title}（{about.reference}）" if language != "en" else f"{title} ({about.reference})"


def groups(evaluated: Evaluated, asked: Asked, language: str) -> dict[str, tuple[Choice, ...]]:
    """Return what may be chosen of every dimension: the organisation's own, all, and whatever may be told; nothing without a data set.

    Raises NoSuchPeers.
    """
    dataset = _dataset(evaluated, asked, generated=True)
    if dataset is None:
        return {}
    return {word: tuple(_choices(word, evaluated, dataset, asked, language)) for word in ("industry", "region", "size", "period")}


def _choices(word: str, evaluated: Evaluated, dataset: Dataset, asked: Asked, language: str) -> Iterator[Choice]:
    own = str(getattr(asking.asked_of(evaluated.case.assessment.organisation, dataset.about), word) or "")
    said, may = getattr(asked, word), loaded.groups(dataset.about.reference)[word]
    if own:
        message = locale.gettext("{name} (the organisation's own)", language)
        yield Choice("", message.format(name=_word(word, own, language)), said in {"", own})
    yield Choice(ALL if own else "", locale.gettext("All", language), said == ALL or (not own and not said))
    wider = {"industry": own[:1], "region": own[:2]}.get(word, "")
    # what was asked for stays chosen, whether or not it may be told
    kept = {*may, wider, said if said != ALL else ""} - {"", own}
    for code in sorted(kept):
        yield Choice(code, _word(word, code, language), said == code)


def _word(word: str, code: str, language: str) -> str:
    """Name a code of a dimension."""
    if word == "industry":
        return locale.industry(code, language)
    if word == "region":
        return locale.territory(code, language)
    return code.replace("-", "–") if word == "size" else code
