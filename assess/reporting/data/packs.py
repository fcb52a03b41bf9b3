"""What sector packs changed: every item added, replaced or anchored anew, every weight, and why."""

from __future__ import annotations

from assess.method.packs import Change, ChangeKind, Pack
from assess.method.questionnaire import Questionnaire
from assess.method.text import Text
from assess.reporting.data.material import Material
from assess.reporting.values import PackChange, PackPart


def _(message: str) -> str:
    """Mark a message for extraction; it is translated later."""
    return message


_KINDS = {
    ChangeKind.ADDED: _("Added"),
    ChangeKind.REPLACED: _("Replaced"),
    ChangeKind.REANCHORED: _("Other anchors"),
    ChangeKind.REWEIGHTED: _("Weight"),
}


def build(material: Material) -> tuple[PackPart, ...]:
    """Return one part a pack, with its changes in order."""
    return tuple(_part(material, pack) for pack in material.questionnaire.packs)


def marks(material: Material) -> dict[str, str]:
    """Return, for every item a pack changed, what was done and by which pack."""
    write = material.write
    return {
        change.node: write.aside(write.gettext(_KINDS[change.kind]), write.text(pack.title))
        for pack in material.questionnaire.packs
        for change in pack.changes
        if change.kind is not ChangeKind.REWEIGHTED
    }


def _part(material: Material, pack: Pack) -> PackPart:
    write = material.write
    return PackPart(
        reference=pack.reference,
        title=write.text(pack.title),
        description=write.text(pack.description),
        content_hash=pack.content_hash,
        changes=tuple(_change(material, change) for change in pack.changes),
    )


def _change(material: Material, change: Change) -> PackChange:
    write = material.write
    kind = write.gettext(_KINDS[change.kind])
    factor = f"×{write.quantity(change.factor)}" if change.kind is ChangeKind.REWEIGHTED else ""
    name = write.text(_name(material.questionnaire, change.node))
    return PackChange(f"{kind} {factor}".rstrip(), change.node, name, write.text(change.why))


def _name(questionnaire: Questionnaire, node: str) -> Text:
    """Return the question of an item, or the title of a criterion or an element."""
    if item := questionnaire.item_by_id.get(node):
        return item.text
    titles = {element.id: element.title for element in questionnaire.elements}
    return (titles | {criterion.id: criterion.title for criterion in questionnaire.criteria})[node]
