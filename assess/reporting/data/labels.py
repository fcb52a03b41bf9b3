"""What the numbers of a report are called: the same number is another thing in a provisional result, and in a self-assessment."""

from __future__ import annotations

from assess.reporting.data.material import Material
from assess.reporting.values import Labels


def build(material: Material) -> Labels:
    """Return the names of the numbers of this report."""
    write, provisional, level = material.write, material.result.provisional, material.result.level
    following = next((each for each in material.scheme.levels if each.level == level.next_level), None)
    titled = write.gettext("{level} {title}", level=following.level, title=write.text(following.title)) if following else ""
    blocks = write.gettext("What blocks the next level")
    return Labels(
        score=write.gettext("Score so far") if provisional else write.gettext("Score"),
        interval=write.gettext("May end at") if provisional else write.gettext("Interval"),
        probability=write.gettext("Share of the draws, gaps filled by chance") if provisional else write.gettext("Share of the draws"),
        points=write.gettext("Points so far") if provisional else write.gettext("Points"),
        verified=write.gettext("Evidenced") if material.assessment.is_self else write.gettext("Verified"),
        verified_share=write.gettext("Share with evidence") if material.assessment.is_self else write.gettext("Verified share"),
        blocking=write.gettext("What a level waits for") if provisional else write.aside(blocks, titled),
    )
