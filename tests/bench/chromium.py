"""A running Chromium that prints pages, spoken to over its debugging pipe: two file descriptors, messages that end in a zero byte."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import subprocess
import tempfile
from typing import Any

_NAMES = ("chromium", "chromium-browser", "google-chrome")


def installed() -> str | None:
    """Return the path of the browser, or None."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


class Chromium:
    """A headless browser with one open page; ``close`` ends it."""

    def __init__(self) -> None:
        path = installed()
        if path is None:
            raise RuntimeError("Chromium is not installed: sudo apt-get install chromium")
        self._profile = tempfile.mkdtemp(prefix="assess-bench-")
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", f"--user-data-dir={self._profile}"]

        def pipes() -> None:
            """The browser reads its orders from descriptor 3 and answers on 4."""
            first, second = os.dup(theirs_in), os.dup(theirs_out)
            os.dup2(first, 3)
            os.dup2(second, 4)

        self._process = subprocess.Popen(
            [path, *options, "about:blank"],
            preexec_fn=pipes,
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._number, self._rest = 0, b""
        targets = self._ask("Target.getTargets")["targetInfos"]
        page = next(each["targetId"] for each in targets if each["type"] == "page")
        self._session = self._ask("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        self._frame = self._ask("Page.getFrameTree", page=True)["frameTree"]["frame"]["id"]

    def printed(self, html: str) -> bytes:
        """Return the page as Chromium prints it: tagged, with an outline, in the size the style sheet asks for."""
        self._ask("Page.setDocumentContent", page=True, frameId=self._frame, html=html)
        answer = self._ask(
            "Page.printToPDF", page=True, preferCSSPageSize=True, printBackground=True, generateTaggedPDF=True, generateDocumentOutline=True
        )
        return base64.b64decode(answer["data"])

    def close(self) -> None:
        """End the browser and remove what it wrote."""
        with contextlib.suppress(OSError, RuntimeError):
            self._ask("Browser.close")
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=10)
        if self._process.poll() is None:
            self._process.kill()
        shutil.rmtree(self._profile, ignore_errors=True)

    def _ask(self, method: str, *, page: bool = False, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        order: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if page:
            order["sessionId"] = self._session
        message = json.dumps(order).encode() + b"\0"
        while message:
            message = message[os.write(self._out, message) :]
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            received = os.read(self._in, 1 << 20)
            if not received:
                raise RuntimeError("Chromium has ended")
            self._rest += received
        message, _, self._rest = self._rest.partition(b"\0")
        answer: dict[str, Any] = json.loads(message)
        return answer
