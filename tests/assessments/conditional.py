"""An assessment whose questionnaire has conditions: the shipped ones have none."""

from __future__ import annotations

import hashlib
import json

from assess.assessments.tables import AssessmentRow, PinnedRow
from assess.platform import database


def pin_with(installed, assessment, conditions):
    """Pin an assessment to its questionnaire with conditions added: ``{"L1.2": [{"item": "L1.1", "at_least": 2}]}``."""
    with database.writing(installed.engine) as session:
        row = session.get(AssessmentRow, assessment)
        plain = json.loads(session.get(PinnedRow, row.questionnaire_hash).content)
        for element in plain["elements"]:
            for criterion in element["criteria"]:
                for item in criterion["items"]:
                    if item["id"] in conditions:
                        item["applies_if"] = conditions[item["id"]]
        content = json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()
        hash_ = hashlib.sha256(content).hexdigest()
        if session.get(PinnedRow, hash_) is None:
            kept = PinnedRow(hash=hash_, kind="questionnaire", reference=row.questionnaire, content=content, pinned_at=installed.clock())
            session.add(kept)
            session.flush()
        row.questionnaire_hash = hash_
