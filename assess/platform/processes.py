"""Processes that must not outlive the one that started them."""

from __future__ import annotations

import contextlib
import os
import signal
import sys

_SET_PARENT_DEATH_SIGNAL = 1
"""``PR_SET_PDEATHSIG`` of ``prctl(2)``."""


def end_with(parent: int, number: int = signal.SIGTERM) -> None:
    """Let this process be sent a signal when its parent dies, however it dies; at once where that has happened. On Linux only."""
    if sys.platform != "linux":
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(_SET_PARENT_DEATH_SIGNAL, number)
    if os.getppid() != parent:
        os.kill(os.getpid(), number)
