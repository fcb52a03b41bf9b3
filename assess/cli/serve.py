"""`assess serve`: the start page on this machine."""

from __future__ import annotations

import errno
import socket

import click

from assess.platform.faults import single
from assess.platform.settings import data_folder


@click.command(help="Serve the start page with the samples and their reports.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
def command(host: str, port: int) -> None:
    """Serve until stopped. Raises Faults where nobody can listen."""
    from werkzeug.serving import make_server

    from assess.web import application

    try:
        listening = socket.create_server((host, port))
    except OSError as error:
        why = "another program listens on this port" if error.errno == errno.EADDRINUSE else f"cannot listen here ({error.strerror})"
        raise single(f"{host}:{port}", "", "", why, "choose another --host or --port") from None
    server = make_server(host, port, application.create(data_folder()), threaded=True, fd=listening.fileno())
    click.echo(f"Assess is at http://{host}:{port} (stop with Ctrl+C)", err=True)
    server.serve_forever()
