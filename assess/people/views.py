"""The pages of people, all of them."""

from __future__ import annotations

from assess.people import account_views, administration_views, entrance_views, invitation_views
from assess.people.blueprint import blueprint

__all__ = ["account_views", "administration_views", "blueprint", "entrance_views", "invitation_views"]
