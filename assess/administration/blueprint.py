"""The pages of administration: one blueprint, whose views stand in several modules."""

from __future__ import annotations

import flask

blueprint = flask.Blueprint("administration", __name__)
