"""Whether the questions are good questions: what a careful editor of a questionnaire looks for, rule by rule.

A questionnaire can be sound (its scores are right) and still be a bad one: questions that ask two things, anchors between which nobody
can choose, evidence that could never carry the higher levels, a translation that is none. Every rule below yields faults with file, line
and key. The rules mirror how answers are scored: the anchors climb as the evidence does (documents, witnesses, samples, trend and
comparison).

Sources of the rules: Dillman, Smyth & Christian (2014), Internet, Phone, Mail, and Mixed-Mode Surveys (one question at a time, short,
plain); Oppenheim (1992), Questionnaire Design (double-barrelled questions); the limits of length are Assess's own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Any

from assess.catalogue.item_rules import chinese_length
from assess.catalogue.located import Located
from assess.catalogue.schema import did_you_mean, in_order
from assess.platform.faults import Fault

LONGEST = {  # English words, Chinese characters
    "text": (28, 52),
    "guidance": (130, 210),
    "na_rule": (60, 100),
    "do": (52, 85),
    "evidence": (22, 40),
}
LONGEST_SENTENCE = 65
"""English words between two full stops of a guidance; a list with semicolons is one sentence."""
SHORTEST_ADVICE = {"en": 8, "zh_Hans": 10}
"""Words, characters."""
LEAST_EVIDENCE = 3

_SECOND_QUESTION = re.compile(
    r"\band (?:what|how|why|who|when|where|does|do|did|is|are|was|were|has|have|had|can|could|will)\b", re.IGNORECASE
)
_YES_NEEDS = {
    "en": re.compile(r"answer yes (?:only )?(?:if|when|where)", re.IGNORECASE),
    "zh_Hans": re.compile("方可答|才能答|方能答|才答|时答"),
}
_SAMPLED = re.compile(r"\b(?:sampl|measur|check|test|figure|record|data|track|analys|audit|error|rate)", re.IGNORECASE)
_OVER_TIME = re.compile(r"\b(?:three|year|period)", re.IGNORECASE)
_COMPARED = re.compile(r"\b(?:compar|others?|elsewhere|outside)", re.IGNORECASE)
_ID = re.compile(r"(?<![A-Za-z0-9.])[A-Z][0-9]{1,2}\.(?:[a-z]{2})?[0-9]{1,2}(?![0-9.]*[0-9])")
_DATED = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\bLaw\b|Framework|Standard")
_WITNESSED = {"interview", "observation", "test"}
_COUNTED = {"sampling", "data"}


def faults(items: Sequence[Located], known: Collection[str] = ()) -> list[Fault]:
    """Return what an editor would send back, in the order of the files; ``known`` are ids of items elsewhere that may be spoken of."""
    found = [fault for item in items for rule in RULES for fault in rule(item)]
    return in_order([*found, *_said_twice(items), *_spoken_of(items, {item.id for item in items} | set(known))])


def _spoken_of(items: Sequence[Located], known: Collection[str]) -> Iterator[Fault]:
    """Yield texts that speak of an item that does not exist."""
    for item in items:
        for path, text in _every_text(item.plain, ()):
            for language, words in text.items():
                for id_ in sorted(set(_ID.findall(words)) - set(known)):
                    yield item.fault((*path, language), f"there is no item `{id_}`", did_you_mean(id_, known, otherwise="check the id"))


def reading_length(item: Located) -> Iterator[Fault]:
    """Yield texts that take too long to read."""
    for key, kind, text in _texts(item):
        words, characters = LONGEST[kind]
        if len(text["en"].split()) > words:
            yield item.fault((*key, "en"), f"this has {len(text['en'].split())} words", f"at most {words}")
        if chinese_length(text["zh_Hans"]) > characters:
            yield item.fault((*key, "zh_Hans"), f"this has {chinese_length(text['zh_Hans'])} Chinese characters", f"at most {characters}")
    for sentence in re.split(r"(?<=[.?!])\s", item.plain["guidance"]["en"]):
        if len(sentence.split()) > LONGEST_SENTENCE:
            yield item.fault(("guidance", "en"), f"a sentence has {len(sentence.split())} words", f"at most {LONGEST_SENTENCE}")


def double_barrelled(item: Located) -> Iterator[Fault]:
    """Yield questions that ask more than one thing; a yes/no question may join conditions if the guidance says that all must hold."""
    text = item.plain["text"]
    for language, mark in (("en", "?"), ("zh_Hans", "？")):
        if text[language].count(mark) != 1:
            yield item.fault(("text", language), "this is not exactly one question", f"one question, with one `{mark}`")
    if item.plain["kind"] != "yes_no":
        if joined := _SECOND_QUESTION.search(text["en"]):
            right = "ask one; move the other to the guidance or an item of its own"
            yield item.fault(("text", "en"), f"the question asks two things (`{joined[0]}`)", right)
        if "and/or" in text["en"]:
            yield item.fault(("text", "en"), "`and/or` asks two things", "ask one")
        return
    for language, said in _YES_NEEDS.items():
        if not said.search(item.plain["guidance"][language]):
            right = "say in the guidance what must hold for a yes: `Answer yes only if …`, `……方可答“是”`"
            yield item.fault(("guidance", language), "it is not said what a yes needs", right)


def anchors_increase(item: Located) -> Iterator[Fault]:
    """Yield anchors that do not climb: each differs from the one below, levels 4 and 5 add to it, as the evidence does."""
    if item.plain["kind"] != "maturity":
        return
    anchors = item.plain["anchors"]
    for level, (lower, upper) in enumerate(pairwise(anchors), start=1):
        if upper["en"] == lower["en"] or upper["zh_Hans"] == lower["zh_Hans"]:
            yield item.fault(("anchors", level), f"level {level} says the same as level {level - 1}", "say what is to be seen in addition")
    for level in (4, 5):
        if not anchors[level]["zh_Hans"].startswith(("并且", "并已", "此外", "还")):
            right = "begin with `并且`: it includes the level below"
            yield item.fault(("anchors", level, "zh_Hans"), f"level {level} does not say that it includes level {level - 1}", right)
    if not _SAMPLED.search(anchors[4]["en"]):
        yield item.fault(("anchors", 4, "en"), "level 4 asks for no sample or measurement", "what would sampled records or figures show?")
    if not _OVER_TIME.search(anchors[5]["en"]) or not _COMPARED.search(anchors[5]["en"]):
        right = "three or more periods or years of improvement, and a comparison with others"
        yield item.fault(("anchors", 5, "en"), "level 5 asks for no trend, or for no comparison", right)


def evidence_enough(item: Located) -> Iterator[Fault]:
    """Yield items whose evidence or verification could not carry their best answer."""
    if len(item.plain["evidence"]) < LEAST_EVIDENCE:
        yield item.fault(("evidence",), f"only {len(item.plain['evidence'])} kinds of evidence are named", f"at least {LEAST_EVIDENCE}")
    ways = set(item.plain["verification"])
    match item.plain["kind"]:
        case "maturity" if not ("document" in ways and ways & _COUNTED and ways & _WITNESSED):
            right = "document, one of sampling and data, one of interview, observation and test"
            yield item.fault(("verification",), "the higher levels could never be verified", right)
        case "percent" | "metric" if not ways & _COUNTED:
            yield item.fault(("verification",), "a figure is verified by records", "add sampling or data")
        case "yes_no" if "document" not in ways:
            yield item.fault(("verification",), "a yes is verified by a document", "add document")


def advice_usable(item: Located) -> Iterator[Fault]:
    """Yield advice that says too little, or calls a large effort a quick win."""
    for index, advice in enumerate(item.plain["advice"]):
        lengths = {"en": len(advice["do"]["en"].split()), "zh_Hans": chinese_length(advice["do"]["zh_Hans"])}
        for language, least in SHORTEST_ADVICE.items():
            if lengths[language] < least:
                wrong = "an effort is asked for, but hardly any advice given"
                yield item.fault(("advice", index, "do", language), wrong, "say what to do first")
        if advice["effort"] == "L" and advice["horizon"] == "quick_win":
            yield item.fault(("advice", index, "horizon"), "an effort of class L is no quick win", "`long_term`, or a smaller step")


def source_named(item: Located) -> Iterator[Fault]:
    """Yield sources that name neither a standard nor literature."""
    for language, source in item.plain["source"].items():
        if not _DATED.search(source) and "框架" not in source and "法》" not in source:
            yield item.fault(("source", language), "no standard and no literature is named", "number and year, or author and year")


RULES = (reading_length, double_barrelled, anchors_increase, evidence_enough, advice_usable, source_named)


def _texts(item: Located) -> Iterator[tuple[tuple[str | int, ...], str, dict[str, Any]]]:
    """Yield the path, the kind and the words of every text of an item whose length is limited (anchors are measured by item_rules)."""
    for key in ("text", "guidance", "na_rule"):
        if key in item.plain:
            yield (key,), key, item.plain[key]
    for index, each in enumerate(item.plain["evidence"]):
        yield ("evidence", index), "evidence", each
    for index, each in enumerate(item.plain["advice"]):
        yield ("advice", index, "do"), "do", each["do"]


def _every_text(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], dict[str, str]]]:
    """Yield every text inside an item but its source, which may number clauses of standards."""
    if isinstance(value, dict) and {"en", "zh_Hans"} <= set(value):
        yield path, value
    elif isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            if key not in {"source", "points_source"}:
                yield from _every_text(each, (*path, key))


def _said_twice(items: Sequence[Located]) -> Iterator[Fault]:
    """Yield questions, anchors and advice that stand in two items to the letter."""
    seen: dict[tuple[str, str], Located] = {}
    for item in items:
        said: list[tuple[tuple[str | int, ...], dict[str, str]]] = [(("text",), item.plain["text"])]
        said += [(("anchors", level), anchor) for level, anchor in enumerate(item.plain.get("anchors", ()))]
        said += [(("advice", index, "do"), each["do"]) for index, each in enumerate(item.plain["advice"])]
        for path, text in said:
            for language in ("en", "zh_Hans"):
                first = seen.setdefault((language, text[language]), item)
                if first is not item:
                    yield item.fault((*path, language), f"{first.id} says the same, word for word", "say what is particular to this item")
