"""Passwords: how they are kept, and which ones will do.

A password is kept as an Argon2id hash only. What it is made of is nobody's business but its owner's: it must be long, not be what everybody
tries first, and not be the owner's own name. Letters that look the same are the same, however a keyboard writes them (NFKC).
"""

from __future__ import annotations

import secrets
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from assess.platform.locale import mark as _

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 12, 200
_FEWEST_CHARACTERS = 4
"""Different characters a password has at least: "aaaaaaaaaaaa" stands in every list of passwords, and so do its like."""

_COMMON = frozenset(
    """
    123456789012 1234567890123 12345678901234 123456789012345 1234567890123456 0123456789012 012345678910 123123123123 123456123456
    121212121212 112233445566 147258369147 987654321098 abcdefghijkl abcdefghijklm abcd12345678 abcdef123456 abc123abc123 1q2w3e4r5t6y
    1qaz2wsx3edc 1qaz2wsx3edc4rfv q1w2e3r4t5y6 qazwsxedcrfv qwertyuiopas qwertyuiop[] qwertyuiop12 qwertyuiop123 qwerty123456 qwertyqwerty
    asdfghjklqwe asdfasdfasdf zxcvbnmasdfg passwordpassword password1234 password12345 password123456 password123! passw0rd1234
    p@ssw0rd1234 p@ssword1234 mypassword123 changemechangeme changeme1234 letmeinletmein letmein12345 welcome12345 welcome123456
    administrator administrator1 admin1234567 admin12345678 adminadminadmin root12345678 superadmin123 test12345678 testtesttest
    iloveyou1234 iloveyouiloveyou iloveyou12345 sunshine1234 football1234 baseball1234 princess1234 dragon123456 monkey123456
    trustno1trustno1 correcthorsebatterystaple woaini1314520 woaini520520 5201314520131 a12345678901 a123456789012 aa1234567890
    """.split()  # noqa: SIM905 - a list of words
)
"""Passwords of twelve characters and more that stand in every list of leaked ones; compared without spaces and capitals."""


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    return _hasher().hash(_plain(password))


def verified(kept: str, password: str) -> bool:
    """Whether this is the password of which ``kept`` was kept. Takes its time, always about as much."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(kept, _plain(password))
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Whether what was kept was made with weaker parameters than today's, and is to be made again at the next occasion."""
    return _hasher().check_needs_rehash(kept)


@lru_cache(maxsize=1)
def nobodys() -> str:
    """Return the hash of a password that nobody knows: what is verified where there is no account, so that it takes as long."""
    return hashed(secrets.token_urlsafe(32))


def fault(password: str, *, email: str = "", name: str = "") -> str | None:
    """Return what is wrong with a new password of somebody, as a message to be translated; None where it will do."""
    plain = _plain(password)
    if len(plain) < SHORTEST:
        return _("Use at least 12 characters: a short sentence will do.")
    if len(plain) > LONGEST:
        return _("Use at most 200 characters.")
    bare = _bare(plain)
    if len(set(bare)) < _FEWEST_CHARACTERS or bare in _COMMON:
        return _("This is one of the first passwords anybody would try. Choose another.")
    own = {_bare(email), _bare(email.partition("@")[0]), _bare(name)} - {""}
    if bare in own or bare in {each * 2 for each in own}:
        return _("Your name or e-mail address cannot be your password. Choose another.")
    return None


def _plain(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _bare(text: str) -> str:
    return "".join(_plain(text).casefold().split())


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()
