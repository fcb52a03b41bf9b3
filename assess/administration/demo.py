"""The populated installation: a fictional cast, the sample organisations of the shelf with their answers, and something for Mei to do.

Everything in it is invented, and says so. It is put only into an installation in which there is nobody yet, and only once; the accounts
share one random password, which is told whoever made them and nobody else.
"""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.administration import demo_records, sample_answers
from assess.administration.demo_records import Record, Step
from assess.administration.sample_answers import Sample
from assess.assessments.stored import State
from assess.organisations.tables import OrganisationRow
from assess.people import accounts
from assess.people.roles import INSTALLATION, Role, Scope
from assess.people.tables import AccountRow
from assess.platform import choices
from assess.platform.database import new_id
from assess.platform.shelves import shelf

MARK = "demo"
"""The choice that says that an installation holds the samples."""
ACCOUNTS_FILE = "accounts.txt"


@dataclass(frozen=True, slots=True)
class Person:
    """One of the cast: the first part of the address, the name by language, and what they are, in words for whoever signs in as them."""

    key: str
    name: Mapping[str, str]
    part: str

    @property
    def email(self) -> str:
        """The address of the account: at a domain that nobody can have."""
        return f"{self.key}@example.org"


CAST = (
    Person("mei", {"en": "Mei Lin", "zh_Hans": "林梅"}, "coordinates Lantern Software; its self-assessment 2027 is half done"),
    Person("ben", {"en": "Ben Deng", "zh_Hans": "邓本"}, "answers his part of Lantern's self-assessment"),
    Person("ana", {"en": "Ana Luo", "zh_Hans": "罗安娜"}, "answers her part of Lantern's self-assessment"),
    Person("rita", {"en": "Rita Kuang", "zh_Hans": "邝丽塔"}, "may read everything of Lantern Software"),
    Person("jonas", {"en": "Jonas Weber", "zh_Hans": "约纳斯·韦伯"}, "leads the assessment of Harbour Bank"),
    Person("aiko", {"en": "Aiko Tanaka", "zh_Hans": "田中爱子"}, "assesses Harbour Bank with Jonas"),
    Person("olga", {"en": "Olga Petrova", "zh_Hans": "奥尔加·彼得罗娃"}, "reviews and decides, and sees all organisations"),
    Person("sam", {"en": "Sam Okafor", "zh_Hans": "萨姆·奥卡福"}, "manages questionnaires, schemes and campaigns"),
    Person("ada", {"en": "Ada Nowak", "zh_Hans": "艾达·诺瓦克"}, "administers the installation and its accounts"),
    Person("charlie", {"en": "Charlie Stone", "zh_Hans": "查理·斯通"}, "coordinates another organisation, and sees nothing of the others"),
)
_WHO_ANSWERS_AT_LANTERN = {"mei": "mei", "haoran": "ben", "jiayi": "ana", "tao": "ben"}
_STILL_WORKED_ON = frozenset({"customer-management/harbour-bank", "customer-management/riverside-clinic"})
_CHARLIES = {"en": "Stone Street Bakery (fictional)", "zh_Hans": "石街面包房（虚构）"}
_CAMPAIGN = {"en": "Yearly self-assessment 2027 (fictional sample)", "zh_Hans": "2027年度自评价（虚构示例）"}


def new_password() -> str:
    """Return a random password that is easy to type: four groups of letters and digits."""
    return "-".join(new_id()[:4] for _ in range(4))


def is_populated(session: Session) -> bool:
    """Whether the samples have been put into this installation."""
    return choices.get(session, MARK) is not None


@dataclass(frozen=True, slots=True)
class _Story:
    """What everything that is put in needs: the session, the cast's accounts by name, the language of texts, the time."""

    session: Session
    ids: Mapping[str, str]
    language: str
    now: datetime.datetime


def populate(session: Session, *, password: str, language: str = "en", now: datetime.datetime) -> bool:
    """Put cast and samples into an installation in which there is nobody yet; return whether that was done. Texts are in ``language``."""
    if is_populated(session) or session.scalar(select(func.count()).select_from(AccountRow)):
        return False
    ids = {each.key: _account(session, each.email, _in(each.name, language), password, now) for each in CAST}
    story = _Story(session, ids, language, now)
    organisations: dict[str, str] = {}
    begun: dict[str, str] = {}
    for path in _files():
        sample = sample_answers.read(path, language)
        if path.stem not in organisations:
            organisations[path.stem] = _organisation(story, sample)
        organisation = organisations[path.stem]
        people = _people(story, sample, path.stem)
        name = f"{path.parents[2].name}/{path.stem}"
        begun[name] = _earlier(story, sample, name, organisation, people)
        if path.stem == "lantern-software":
            begun["next"] = _next(story, sample, organisation, people, begun[name])
    _roles(story, organisations, begun)
    choices.put(session, MARK, {"language": language}, by=None, now=now)
    return True


def letter(password: str, address: str) -> str:
    """Return what is told whoever runs a populated installation: where to sign in, as whom, with which password."""
    wide = max(len(each.email) for each in CAST)
    people = "\n".join(f"  {each.email:<{wide}}  {_in(each.name, 'en')} {each.part}" for each in CAST)
    return f"Fictional people, one account each, at {address}/sign-in\n{people}\nPassword of all of them: {password}\n"


def _files() -> list[Path]:
    """Return the sample files; those that answer others come after them, so that an organisation's profile is its fullest."""
    found = shelf("questionnaires").glob("*/*/samples/*.yaml")
    return sorted(found, key=lambda path: (path.parents[2].name != "customer-management", path))


def _in(words: Mapping[str, str], language: str) -> str:
    return sample_answers.worded(dict(words), language)


def _account(session: Session, email: str, name: str, password: str, now: datetime.datetime) -> str:
    return accounts.create(session, email=email, name=name, password=password, now=now)


def _organisation(story: _Story, sample: Sample) -> str:
    """Keep the organisation of a sample and return its id."""
    plain = sample.plain["organisation"]
    name, name_zh = plain["name"]["en"], plain["name"].get("zh_Hans", "")
    known = {key: plain[key] for key in ("industry", "region", "employees", "sites") if key in plain}
    row = OrganisationRow(id=new_id(), name=name, name_zh=name_zh, **known, created_at=story.now)
    story.session.add(row)
    story.session.flush()
    return row.id


def _people(story: _Story, sample: Sample, organisation: str) -> dict[str, str]:
    """Return the accounts of those who answered a sample. Outside Lantern they are closed ones: nobody can sign in as them."""
    if organisation == "lantern-software":
        return {name: story.ids[who] for name, who in _WHO_ANSWERS_AT_LANTERN.items()}
    found = {}
    for key, name in sample.team.items():
        email = f"{key}.{organisation}@example.org"
        known = story.session.scalar(select(AccountRow.id).where(AccountRow.email == email))
        found[key] = known or _account(story.session, email, name, secrets.token_urlsafe(24), story.now)
        story.session.get_one(AccountRow, found[key]).disabled_at = story.now
    story.session.flush()
    return found


def _earlier(story: _Story, sample: Sample, name: str, organisation: str, people: Mapping[str, str]) -> str:
    """Keep a sample as an assessment that has been handed in and, but for those somebody still works on, closed."""
    coordinator = people[sample.coordinator]
    day = min(story.now, datetime.datetime.combine(sample.date, datetime.time(15, 0), datetime.UTC))
    begun, submitted = day - datetime.timedelta(days=42), day - datetime.timedelta(days=1)
    steps = [Step("begun", coordinator, begun), Step("submitted", coordinator, submitted)]
    state = State.SUBMITTED
    if name not in _STILL_WORKED_ON:
        state = State.CLOSED
        steps.append(Step("closed", story.ids["olga"], day))
    record = Record(organisation, sample, people, coordinator, state, tuple(steps), story.language)
    return demo_records.keep(story.session, record, now=story.now)


def _next(story: _Story, sample: Sample, organisation: str, people: Mapping[str, str], previous: str) -> str:
    """Begin Lantern's next self-assessment: two elements are answered anew, some prefilled, and the rest waits for Mei, Ben and Ana."""
    session, ids, now = story.session, story.ids, story.now
    due = (now + datetime.timedelta(days=45)).date()
    campaign = demo_records.campaign(session, _in(_CAMPAIGN, story.language), by=ids["sam"], due=due, now=now)
    steps = (Step("begun", ids["mei"], now - datetime.timedelta(days=5)),)
    record = Record(organisation, sample, people, ids["mei"], State.ANSWERING, steps, story.language, previous, campaign)
    id_ = demo_records.keep_next(session, record, period=str(sample.date.year + 1), now=now)
    demo_records.assign(session, id_, {"I": ids["ben"], "O": ids["ana"], "E": ids["mei"]}, by=ids["mei"], now=now)
    return id_


def _roles(story: _Story, organisations: Mapping[str, str], begun: Mapping[str, str]) -> None:
    """Give everybody the roles they have by the story."""
    lantern, harbour, bakery = organisations["lantern-software"], organisations["harbour-bank"], new_id()
    row = OrganisationRow(id=bakery, name=_CHARLIES["en"], name_zh=_CHARLIES["zh_Hans"], industry="C10", region="GB", created_at=story.now)
    story.session.add(row)
    story.session.flush()
    assessed = [begun[name] for name in ("customer-management/harbour-bank", "crm-implementation/harbour-bank")]
    held = [
        ("mei", Role.COORDINATOR, Scope(lantern)),
        ("ben", Role.RESPONDENT, Scope(lantern, begun["next"])),
        ("ana", Role.RESPONDENT, Scope(lantern, begun["next"])),
        ("rita", Role.READ_ONLY, Scope(lantern)),
        *(("jonas", Role.LEAD_ASSESSOR, Scope(harbour, each)) for each in assessed),
        *(("aiko", Role.ASSESSOR, Scope(harbour, each)) for each in assessed),
        ("olga", Role.REVIEWER, INSTALLATION),
        ("olga", Role.DECIDER, INSTALLATION),
        ("sam", Role.SCHEME_MANAGER, INSTALLATION),
        ("ada", Role.ADMINISTRATOR, INSTALLATION),
        ("charlie", Role.COORDINATOR, Scope(bakery)),
    ]
    for name, role, scope in held:
        accounts.grant(story.session, story.ids[name], role, scope, by=story.ids["ada"], now=story.now)
