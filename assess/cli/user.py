"""`assess user`: accounts from the command line, for whoever runs the installation. A password is asked for, or a link is printed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click
from sqlalchemy.orm import Session

from assess.cli.output import emit_json, table
from assess.people import accounts, administering, giving, invitations, members, passwords, second_factor
from assess.people.roles import INSTALLATION, Role
from assess.people.values import Account, Purpose
from assess.platform import database, installation, schema_versions, settings
from assess.platform.faults import single

_LOCAL = "http://127.0.0.1:8000"
_ROLES = click.Choice([role.value for role in giving.fitting(INSTALLATION)])


@dataclass(frozen=True, slots=True)
class At:
    """An open installation: a session, the time, and the address under which people know it."""

    session: Session
    now: datetime.datetime
    base: str


@click.group(help="Make accounts, list, disable and enable them, let somebody choose a new password.")
def command() -> None:
    """Group of what is done with accounts."""


@command.command("add")
@click.argument("email")
@click.option("--name", required=True, help="What the person is called.")
@click.option("--role", "roles", type=_ROLES, multiple=True, help="A role in the whole installation; may be repeated.")
@click.option(
    "--link", "by_link", is_flag=True, help="Print a link with which the person makes the account, instead of asking for a password."
)
def add(email: str, name: str, roles: tuple[str, ...], by_link: bool) -> None:
    """Make an account; its password is asked for, twice."""
    address = _address(email)
    if by_link and len(roles) != 1:
        raise click.UsageError("A link invites to exactly one --role.")
    with _opened() as at:
        if accounts.by_address(at.session, address):
            raise single(address, "", "", "there is an account with this address", "`assess user list` shows all")
        if by_link:
            _id, key = invitations.make(at.session, Purpose.ROLE, email=address, name=name, role=Role(roles[0]), by=None, now=at.now)
            click.echo(f"{at.base}/invitations/{key}")
            return
    password = _asked(address, name)
    with _opened() as at:
        id_ = accounts.create(at.session, email=address, name=name, password=password, now=at.now)
        for role in roles:
            accounts.grant(at.session, id_, Role(role), by=None, now=at.now)
    click.echo(f"{address} has an account now.")


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_(as_json: bool) -> None:
    """List every account with its roles."""
    with _opened() as at:
        everybody = administering.everybody(at.session)
    if as_json:
        emit_json({"format": "assess/users@1", "users": [_document(each) for each in everybody]})
        return
    rows = [
        (each.account.email, each.account.name, _roles(each), f"{each.seen_at:%Y-%m-%d %H:%M}" if each.seen_at else "never",
         "disabled" if each.account.disabled_at else "")
        for each in everybody
    ]  # fmt: skip
    click.echo("\n".join(table(("Address", "Name", "Roles", "Last used", ""), rows, left=5)))


@command.command("disable")
@click.argument("email")
def disable(email: str) -> None:
    """Let somebody sign in no more, and end every session."""
    with _opened() as at:
        account = _account(at.session, email)
        if members.is_last_administrator(at.session, account.id, hold=True):
            raise single(account.email, "", "", "this is the last administrator", "make another one first")
        administering.shut(at.session, account.id, now=at.now)
    click.echo(f"{account.email} is disabled and signed out everywhere.")


@command.command("enable")
@click.argument("email")
def enable(email: str) -> None:
    """Let somebody who was disabled sign in again."""
    with _opened() as at:
        account = _account(at.session, email)
        administering.reopen(at.session, account.id)
    click.echo(f"{account.email} may sign in again.")


@command.command("reset")
@click.argument("email")
@click.option("--second-factor", "factor", is_flag=True, help="Also take the second factor off.")
def reset(email: str, factor: bool) -> None:
    """Print a link with which somebody chooses a new password; it works once, within 24 hours."""
    with _opened() as at:
        account = _account(at.session, email)
        if factor:
            second_factor.remove(at.session, account.id)
        key = administering.reset_key(at.session, account, by=None, now=at.now)
    click.echo(f"{at.base}/reset/{key}")


@contextmanager
def _opened() -> Iterator[At]:
    """Open the installation of the environment, its database at today's shape; what is done is kept at the end."""
    made = installation.of(settings.read())
    schema_versions.upgrade(made.engine)
    try:
        with database.writing(made.engine) as session:
            yield At(session, made.clock(), made.settings.base_url.rstrip("/") or _LOCAL)
    finally:
        made.engine.dispose()


def _address(email: str) -> str:
    try:
        return accounts.address(email)
    except ValueError:
        raise single(email, "", "", "this is no e-mail address", "such as mei@example.org") from None


def _account(session: Session, email: str) -> Account:
    found = accounts.by_address(session, _address(email))
    if found is None:
        raise single(email, "", "", "nobody has an account with this address", "`assess user list` shows all")
    return found


def _asked(email: str, name: str) -> str:
    """Ask for a password, twice, until it will do."""
    while True:
        password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        wrong = passwords.fault(password, email=email, name=name)
        if wrong is None:
            return password
        click.echo(wrong, err=True)


def _roles(one: administering.Listed) -> str:
    own = [role.value for role in one.roles]
    within = [f"{role.value} × {times}" if times > 1 else role.value for role, times in one.within]
    return ", ".join([*own, *within]) or "–"


def _document(one: administering.Listed) -> dict[str, object]:
    return {
        "email": one.account.email,
        "name": one.account.name,
        "roles": [role.value for role in one.roles],
        "roles_within_organisations": {role.value: times for role, times in one.within},
        "second_factor": one.account.has_second_factor,
        "last_used": one.seen_at.isoformat() if one.seen_at else None,
        "disabled": one.account.disabled_at is not None,
    }
