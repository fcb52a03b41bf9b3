"""The pages of assessments as a whole: one blueprint, whose views stand in several modules."""

from __future__ import annotations

import flask

blueprint = flask.Blueprint("assessments", __name__)
