"""The installation at work on one host: a web server and workers for the reports, watched over by one process that stops them together.

The web server is gunicorn with processes of one thread each: the application is loaded once and forked, and the garbage collector leaves
alone what was loaded. The workers are processes of their own (`assess worker`); one that dies is started again. Where gunicorn cannot run
(Windows), Werkzeug's server does, in this process.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Any

from assess.platform import processes
from assess.platform.settings import Settings

_LOOK = 0.2
"""Seconds between two looks at whether everything is alive."""
_GRACE = 15
"""Seconds everybody has to stop; gunicorn's processes have less, so that it can end them itself."""
_SETTLED = 10
"""Seconds after which a worker counts as having started well."""
_LONGEST_PAUSE = 30.0
_LONGEST_REQUEST = 600
"""Seconds: a large file may come or go over a slow line."""


class Stopped(Exception):  # noqa: N818
    """The web server has ended by itself; the log says why."""


def run(settings: Settings, listening: socket.socket, *, access_log: bool = False) -> None:
    """Serve until a signal says stop. ``listening`` is the socket requests come in by. Raises Stopped."""
    stop = threading.Event()

    def stop_now(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT, *((signal.SIGHUP,) if hasattr(signal, "SIGHUP") else ())):
        signal.signal(number, stop_now)
    web = _Gunicorn(settings, listening, access_log) if _has_gunicorn() else _Werkzeug(settings, listening)
    workers = [_Worker() for _ in range(settings.workers)]
    try:
        while not stop.is_set() and web.is_alive():
            for worker in workers:
                worker.keep_alive()
            time.sleep(_LOOK)
    finally:
        _stop([web, *workers])
    if not stop.is_set():
        raise Stopped


class _Worker:
    """A worker for reports, started again when it dies: at once, then after longer and longer pauses."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._started, self._pause = 0.0, 0.0

    def keep_alive(self) -> None:
        """Start the worker where there is none."""
        now = time.monotonic()
        if self._process is not None and self._process.poll() is None:
            return
        if now - self._started < self._pause:
            return
        if self._process is not None:
            lived = now - self._started - self._pause
            self._pause = 0.0 if lived > _SETTLED else min(max(1.0, self._pause * 2), _LONGEST_PAUSE)
        self._process = subprocess.Popen([sys.executable, "-m", "assess", "worker", "--parent", str(os.getpid())])
        self._started = now

    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    def ask_to_stop(self) -> None:
        """Tell it to stop."""
        if self._process is not None and self.is_alive():
            self._process.terminate()

    def end(self) -> None:
        """End it, whatever it does."""
        if self._process is not None and self.is_alive():
            self._process.kill()
            self._process.wait()


class _Gunicorn:
    """The web server as a process of its own, which has its own processes."""

    def __init__(self, settings: Settings, listening: socket.socket, access_log: bool) -> None:
        context = multiprocessing.get_context("fork")
        self._process = context.Process(target=_serve, args=(settings, listening.fileno(), os.getpid(), access_log))
        self._process.start()

    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process.is_alive()

    def ask_to_stop(self) -> None:
        """Tell it to stop when the requests of this moment are answered."""
        if self._process.is_alive():
            self._process.terminate()

    def end(self) -> None:
        """End it, whatever it does."""
        if self._process.is_alive():
            self._process.kill()
        self._process.join()


class _Werkzeug:
    """The web server as threads of this process."""

    def __init__(self, settings: Settings, listening: socket.socket) -> None:
        from werkzeug.serving import make_server

        host, port = listening.getsockname()[:2]
        self._server = make_server(host, port, _application(settings), threaded=True, fd=listening.fileno())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._thread.is_alive()

    def ask_to_stop(self) -> None:
        """Tell it to stop."""
        self._server.shutdown()

    def end(self) -> None:
        """Wait for its end."""
        self._thread.join(_GRACE)


def _stop(everybody: list[Any]) -> None:
    for each in everybody:
        each.ask_to_stop()
    until = time.monotonic() + _GRACE
    while any(each.is_alive() for each in everybody) and time.monotonic() < until:
        time.sleep(_LOOK / 4)
    for each in everybody:
        each.end()


def _has_gunicorn() -> bool:
    return "fork" in multiprocessing.get_all_start_methods() and sys.platform != "win32"


def _application(settings: Settings) -> Any:
    """Return the application with everything loaded that a request needs."""
    from assess.platform import installation, locale
    from assess.web import application

    made = application.create(installation.of(settings))
    for language in locale.LANGUAGES:
        locale.gettext("Score", language)
        locale.moment(installation.now(), language)
    if settings.is_postgresql:
        import procrastinate  # noqa: F401 - asking for a report needs it
    return made


def _serve(settings: Settings, listening: int, parent: int, access_log: bool) -> None:
    """Run gunicorn; in a process of its own."""
    from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    processes.end_with(parent)
    shared = Path("/dev/shm")
    options = {
        "bind": f"fd://{listening}",
        "workers": settings.workers,
        "worker_class": "sync",
        "threads": 1,
        "preload_app": True,
        "timeout": _LONGEST_REQUEST,
        "graceful_timeout": _GRACE - 5,
        "accesslog": "-" if access_log else None,
        "loglevel": "warning",
        "proc_name": "assess",
        "control_socket_disable": True,
        "worker_tmp_dir": str(shared) if shared.is_dir() and os.access(shared, os.W_OK) else None,
        "post_fork": _forked,
    }

    class Application(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
        """Our application as gunicorn wants it."""

        def load_config(self) -> None:
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            loaded = _application(settings)
            gc.collect()
            return loaded

    Application().run()


def _forked(_server: Any, _worker: Any) -> None:
    """Let the garbage collector leave alone what was loaded before, as the first thing of a process."""
    gc.freeze()
