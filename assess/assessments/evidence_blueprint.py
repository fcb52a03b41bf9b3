"""The pages of one item and of the answer sheet: one blueprint, whose views stand in two modules."""

from __future__ import annotations

import flask

blueprint = flask.Blueprint("evidence", __name__)
