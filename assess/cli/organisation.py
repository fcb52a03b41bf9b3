"""`assess organisation`: organisations from the command line of the machine that runs the installation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

import click

from assess.cli import output
from assess.organisations import listing, places, service
from assess.organisations.listing import Search
from assess.organisations.service import Profile
from assess.people import accounts
from assess.people.actor import Actor
from assess.people.roles import Grant, Role, Verb
from assess.platform import database, forms, installation, locale, schema_versions
from assess.platform import settings as settings_
from assess.platform.faults import single
from assess.platform.installation import Installation

_OPERATOR = Actor("", "", "", (Grant(Role.ADMINISTRATOR),))
"""Whoever may read and write the installation's files sees all of its organisations."""
_ALL = 1_000_000


@click.group(help="Make organisations, and list them.")
def command() -> None:
    """Hold the commands about organisations."""


@command.command(help="Make an organisation, and name who coordinates its assessments.")
@click.argument("name")
@click.option("--chinese-name", default="", metavar="NAME", help="Its name in Simplified Chinese, where it has one of its own.")
@click.option("--industry", default="", metavar="CODE", help="A section of ISIC Rev.4, or section and division: K, C29.")
@click.option("--region", default="", metavar="CODE", help="A country of ISO 3166, or a part of one: CN, CN-SH; or its name.")
@click.option("--employees", type=click.IntRange(0, service.MOST), help="How many people work there.")
@click.option("--sites", type=click.IntRange(0, service.MOST), help="How many sites it has.")
@click.option("--coordinator", default="", metavar="ADDRESS", help="The e-mail address of an account.")
def add(name: str, chinese_name: str, industry: str, region: str, employees: int | None, sites: int | None, coordinator: str) -> None:
    """Make an organisation and print its id. Raises Faults for a profile that cannot be, or a coordinator who has no account."""
    meant = places.region_meant(region, "en") if region else ""
    profile = Profile(forms.cleaned(name), forms.cleaned(chinese_name), industry.strip().upper(), meant, employees, sites)
    with _installed() as made, database.writing(made.engine) as session:
        found = accounts.by_address(session, coordinator.strip().lower()) if coordinator else None
        if coordinator and found is None:
            raise single("--coordinator", "", "", f"`{coordinator}` has no account", "make it first, or invite a coordinator on the page")
        id_ = service.enter(session, profile, coordinator=found.id if found else None, now=made.clock())
    click.echo(id_)


@command.command("list", help="List organisations: their ids, names, industries and regions.")
@click.option("--search", default="", metavar="WORDS", help="Only those with these words in their name.")
@click.option("--archived", is_flag=True, help="Those that were put away.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_(search: str, archived: bool, as_json: bool) -> None:
    """Print the organisations of the installation, by name."""
    with _installed() as made, database.reading(made.engine) as session:
        wanted = Search(words=forms.cleaned(search), archived=archived)
        found = listing.listed(session, _OPERATOR, wanted, size=_ALL, verb=Verb.SEE_ORGANISATION).organisations
    if as_json:
        output.emit_json([{"id": each.id, **asdict(each.profile)} for each in found])
        return
    if not found:
        click.echo("There is no such organisation." if search else "There are no organisations yet: `assess organisation add NAME`.")
        return
    rows = (
        (each.id, each.profile.name, locale.industry(each.profile.industry, "en"), locale.territory(each.profile.region, "en"))
        for each in found
    )
    click.echo("\n".join(output.table(("Id", "Name", "Industry", "Region"), rows, left=4)))


@contextmanager
def _installed() -> Iterator[Installation]:
    """Give the installation of the environment, its database brought to today's shape."""
    made = installation.of(settings_.read())
    schema_versions.upgrade(made.engine)
    try:
        yield made
    finally:
        made.engine.dispose()
