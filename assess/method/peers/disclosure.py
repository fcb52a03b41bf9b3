"""Which groups may be shown, so that none below *k* comes out: not by itself, not as a difference, not as a remainder.

Who learns of two groups, one inside the other, learns of the rest as well; who learns of a group and of all its parts but one learns of
that part. And whatever is learnt so can be used again. A group is therefore shown only if

1. it has at least *k* members;
2. what it leaves of every wider group is nothing, or at least *k*;
3. whatever can be worked out from the groups shown — by taking parts from their whole or adding parts up, again and again — has no part
   below *k* and leaves no remainder below *k*.

The first two are *primary*: they follow from the counts. For the third, groups that would be harmless by themselves are withheld until
nothing can be worked out any more (complementary suppression; Willenborg and de Waal 2001, *Elements of Statistical Disclosure Control*,
ch. 4). Of the parts of a whole, the one is withheld that is itself least easily worked out, then the smallest.

What is not excluded: solving many tables at once as simultaneous equations. And a member of a group always knows its own record.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assess.method.peers.cells import Cell, Level, is_group

_PATIENCE = 50
"""After how many rounds of withholding group by group a whole level of them is given up."""

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Groups:
    """Every group that a set of places forms, at all levels, whoever stands at them. Groups are numbered, wider levels first.

    ``atoms`` are the distinct places, sorted; ``group_of[level][atom]`` is the group of an atom at a level, ``first`` an atom of every
    group. ``named`` tells whether a cell names it: records whose word is less narrow than the level form a group nobody can ask for.
    """

    atoms: tuple[Cell, ...]
    group_of: dict[Level, Integers]
    first: Integers
    named: Flags

    def members(self, counts: Integers) -> Integers:
        """Return the number of records in every group, ``counts`` standing at each atom."""
        members = np.zeros(len(self.first), dtype=np.int64)
        for groups in self.group_of.values():
            low, high = int(groups.min()), int(groups.max()) + 1
            members[low:high] = np.bincount(groups - low, weights=counts, minlength=high - low)
        return members

    @cached_property
    def level_of(self) -> list[Level]:
        """The level of every group."""
        return [level for level, groups in self.group_of.items() for _ in range(int(groups.max()) - int(groups.min()) + 1)]

    @cached_property
    def by_cell(self) -> dict[Cell, int]:
        """The group of every cell that names one."""
        levels = self.level_of
        return {self.atoms[self.first[group]].at(levels[group]): int(group) for group in np.flatnonzero(self.named)}

    def atoms_of(self, group: int) -> Integers:
        """Return the atoms of a group, ascending."""
        return np.flatnonzero(self.group_of[self.level_of[group]] == group)


def groups_of(atoms: Sequence[Cell]) -> Groups:
    """Return all groups over ``atoms``, which are distinct, sorted, and at least one."""
    narrowness = np.array([atom.level for atom in atoms], dtype=np.int64)
    codes = [[_codes(atoms, index, depth) for depth in range(int(narrowness[:, index].max()) + 1)] for index in range(4)]
    group_of: dict[Level, Integers] = {}
    first: list[Integers] = []
    named: list[Flags] = []
    begin = 0
    for level in sorted(itertools.product(*(range(len(each)) for each in codes)), key=lambda level: (sum(level), level)):
        key = np.zeros(len(atoms), dtype=np.int64)
        for index, depth in enumerate(level):
            key = key * (int(codes[index][depth].max()) + 1) + codes[index][depth]
        _, firsts, groups = np.unique(key, return_index=True, return_inverse=True)
        group_of[level] = groups.astype(np.int64) + begin
        first.append(firsts.astype(np.int64))
        named.append(np.all(narrowness[firsts] >= np.array(level), axis=1))
        begin += len(firsts)
    return Groups(tuple(atoms), group_of, np.concatenate(first), np.concatenate(named))


def _codes(atoms: Sequence[Cell], index: int, depth: int) -> Integers:
    """Number the words of one dimension cut to a depth."""
    cut = tuple(depth if each == index else 0 for each in range(4))
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(atom.at(cut)[index], len(numbers)) for atom in atoms], dtype=np.int64)


def shown(groups: Groups, counts: Integers, k: int) -> Flags:
    """Return for every group whether it may be shown, ``counts`` records standing at each atom.

    ``k`` is the smallest number of organisations anything shown, or anything to be worked out of it, may stand for.
    """
    return _Protection(groups, groups.members(counts), k).run()


class _Protection:
    """One run of the protection. Groups with the same members are one *set*, known by its lowest number."""

    def __init__(self, groups: Groups, members: Integers, k: int) -> None:
        self.k = k
        self.sizes: list[int] = members.tolist()
        self.identity, self.lines = _lines(groups, members)
        unsafe = (members < k) | _close_to_a_wider_group(groups, members, k)
        askable = groups.named & np.array([is_group(level) for level in groups.level_of])
        size = len(self.sizes)
        self.unsafe, wanted = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
        np.logical_or.at(self.unsafe, self.identity, unsafe)
        np.logical_or.at(wanted, self.identity, askable)
        self.askable = askable
        self.depth = [sum(level) for level in groups.level_of]
        self.open: list[bool] = (wanted & ~self.unsafe).tolist()
        self.as_whole: list[list[int]] = [[] for _ in range(size)]
        self.as_part: list[list[int]] = [[] for _ in range(size)]
        for number, (whole, parts) in enumerate(self.lines):
            self.as_whole[whole].append(number)
            for part in parts:
                self.as_part[part].append(number)

    def run(self) -> Flags:
        """Withhold until nothing below k can be worked out."""
        rounds = 0
        while broken := self._broken():
            rounds += 1
            progress = [self._withhold(line) for line in broken]
            if not any(progress) or rounds % _PATIENCE == 0:
                self._give_up_the_narrowest()
        shown: Flags = np.array(self.open, dtype=bool)[self.identity] & self.askable
        return shown

    def _give_up_the_narrowest(self) -> None:
        """Withhold all groups of the narrowest levels of which any is still shown: tables too entangled to be saved one by one."""
        deepest = max(self.depth[each] for each, is_open in enumerate(self.open) if is_open)
        self.open = [is_open and depth < deepest for is_open, depth in zip(self.open, self.depth, strict=True)]

    def _broken(self) -> list[int]:
        """Return the lines by which something below k comes out, in order."""
        self.known = [is_open or self.sizes[each] == 0 for each, is_open in enumerate(self.open)]
        by: dict[int, int] = {}
        waiting = list(range(len(self.lines)))
        while waiting:
            number = waiting.pop()
            if (learnt := self._learnt(number)) is not None:
                self.known[learnt] = True
                by[learnt] = number
                waiting += self.as_whole[learnt] + self.as_part[learnt]
        broken = {by[each] for each in by if self.unsafe[each] and self.sizes[each]}
        for number, (whole, parts) in enumerate(self.lines):
            if self.known[whole] and 0 < sum(self.sizes[part] for part in parts if not self.known[part]) < self.k:
                broken.add(number)
        return sorted(broken)

    def _learnt(self, number: int) -> int | None:
        """Return what one line gives away: the one unknown part of a known whole, or the whole of known parts."""
        whole, parts = self.lines[number]
        unknown = [part for part in parts if not self.known[part]]
        if self.known[whole]:
            return unknown[0] if len(unknown) == 1 else None
        return None if unknown else whole

    def _withhold(self, number: int) -> bool:
        """Withhold one part of a line, or its whole when no part is shown; return whether there was anything to withhold."""
        whole, parts = self.lines[number]
        shown_parts = [part for part in parts if self.open[part]]
        if shown_parts:
            self.open[min(shown_parts, key=lambda part: (self._exposed(part, number), self.sizes[part], part))] = False
        elif self.open[whole]:
            self.open[whole] = False
        else:
            return False
        return True

    def _exposed(self, part: int, line: int) -> int:
        """Return how many other lines would give ``part`` away again were it withheld."""
        known = self.known
        from_whole = sum(
            known[whole] and all(known[other] or other == part for other in parts)
            for whole, parts in (self.lines[number] for number in self.as_part[part] if number != line)
        )
        return from_whole + sum(all(known[other] for other in self.lines[number][1]) for number in self.as_whole[part])


def _parents(groups: Groups) -> Iterator[tuple[Integers, Integers]]:
    """Yield, one level and dimension at a time, groups and the group each becomes when the dimension is widened by one step."""
    for level, at_level in groups.group_of.items():
        inside = np.arange(int(at_level.min()), int(at_level.max()) + 1)
        for index in range(4):
            if level[index]:
                wider = (*level[:index], level[index] - 1, *level[index + 1 :])
                yield inside, groups.group_of[wider][groups.first[inside]]


def _lines(groups: Groups, members: Integers) -> tuple[Integers, list[tuple[int, tuple[int, ...]]]]:
    """Return the set of every group, and every way a set is split into two or more along one dimension."""
    identity = np.arange(len(members))
    for inside, wider in _parents(groups):  # wider levels come first, so that a wider group's set is final
        same = members[inside] == members[wider]
        for narrow, wide in zip(inside[same], wider[same], strict=True):
            one, other = sorted((int(identity[narrow]), int(identity[wide])))
            if one != other:
                identity[identity == other] = one
    lines: dict[tuple[int, tuple[int, ...]], None] = {}
    for inside, wider in _parents(groups):
        order = np.argsort(wider, kind="stable")
        cuts = np.flatnonzero(np.diff(wider[order])) + 1
        for block in np.split(order, cuts):
            if len(block) > 1:
                lines[int(identity[wider[block[0]]]), tuple(sorted(identity[inside[block]].tolist()))] = None
    return identity, list(lines)


def _close_to_a_wider_group(groups: Groups, members: Integers, k: int) -> Flags:
    """Return the groups that leave fewer than k, but not nothing, of some wider group."""
    close = np.zeros(len(members), dtype=bool)
    for level, at_level in groups.group_of.items():
        inside = np.arange(int(at_level.min()), int(at_level.max()) + 1)
        for wider, at_wider in groups.group_of.items():
            if wider != level and is_group(wider) and all(one <= other for one, other in zip(wider, level, strict=True)):
                rest = members[at_wider[groups.first[inside]]] - members[inside]
                close[inside] |= (rest > 0) & (rest < k)
    return close
