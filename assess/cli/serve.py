"""`assess serve`: the whole installation on this host, the web server and the workers for the reports."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING

import click

from assess.platform.faults import single

if TYPE_CHECKING:
    from assess.platform.settings import Settings


@click.command(help="Serve the web application, and make the reports that are asked for.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option("--access-log", is_flag=True, help="Print a line for every request.")
def command(host: str, port: int, access_log: bool) -> None:
    """Serve until stopped; the database is brought to today's shape first. Raises Faults where nobody can listen."""
    from assess.platform import settings as settings_

    settings = settings_.read()
    with _listening(host, port) as listening:
        address = settings.base_url.rstrip("/") or f"http://{f'[{host}]' if ':' in host else host}:{port}"
        key = _prepare(settings)
        click.echo(f"Assess is at {address} (stop with Ctrl+C)", err=True)
        if key:
            click.echo("Nobody has an account yet. Whoever opens this link first becomes the administrator:", err=True)
            click.echo(f"{address}/start/{key}", err=True)
        from assess.web import server

        try:
            server.run(settings, listening, access_log=access_log)
        except server.Stopped:
            raise single(address, "", "", "the web server has stopped by itself", "the lines above say why") from None


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        why = "another program listens on this port" if error.errno == errno.EADDRINUSE else f"cannot listen here ({error.strerror})"
        raise single(f"{host}:{port}", "", "", why, "choose another --host or --port") from None


def _prepare(settings: Settings) -> str | None:
    """Bring the database to today's shape; return the key of the first start where nobody has an account. Raises Faults."""
    from assess.cli.opening import opened
    from assess.people import first_start
    from assess.platform import database, schema_versions

    with opened(settings) as made:
        schema_versions.upgrade(made.engine)
        with database.writing(made.engine) as session:
            return first_start.link_key(session, made.clock())
