"""An invented company's CRM of any size: contacts, deals and a history, loaded past the assistant in bulk."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from sqlalchemy import Connection, insert

from crmbot.domain.members.members import add_member
from crmbot.domain.records import (
    Activity,
    Company,
    Deal,
    Person,
    PersonEmail,
    PersonPhone,
    RecordNumber,
    StageEntry,
)
from crmbot.domain.search.names import company_key, person_key
from crmbot.storage.deal_sums import fill_deal_sums
from crmbot.storage.engine import WRITE_OPTION
from crmbot.storage.search_index import rebuild_index
from crmbot.storage.store import Store

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
MEMBERS = 20
FIRST = 10_000  # number of a record
PER_COMPANY = 5  # contacts
STAGES = (("qualify", "open", 30), ("develop", "open", 20), ("offer", "open", 15), ("close", "open", 5), ("order", "won", 5),
          ("aftercare", "won", 15), ("lost", "lost", 10))  # fmt: skip
SOURCES = ("email", "website", "fair", "phone", "networking", None)
_AT_ONCE = 5_000

_STARTS = ("Acker", "Alt", "Bach", "Berg", "Birk", "Brand", "Brei", "Buch", "Dorn", "Eber", "Eich", "Engel", "Fels", "Fisch",
           "Frei", "Gold", "Grün", "Hag", "Hart", "Heiden", "Hirsch", "Holz", "Kamp", "Kessel", "Kirch", "Klein", "König",
           "Kron", "Lang", "Linden", "Lör", "Mühl", "Neu", "Ober", "Ost", "Rot", "Sand", "Schön", "Silber", "Stein", "Tal",
           "Unter", "Vogel", "Wald", "Weiß", "Wiesen", "Winkel", "Wolf", "Ziegel", "Zeller")  # fmt: skip
_ENDS = ("auer", "bach", "bauer", "beck", "berg", "brecht", "dorf", "eder", "feld", "felder", "hammer", "hauer", "heim",
         "hofer", "holt", "horst", "huber", "inger", "kamp", "kötter", "lein", "mann", "meier", "meister", "müller", "rath",
         "reiter", "sberger", "schmidt", "stätter", "stein", "stetter", "strom", "thal", "wald", "weber", "wirth")  # fmt: skip
_GIVEN = ("Anna", "Ben", "Clara", "David", "Eva", "Felix", "Greta", "Hans", "Ines", "Jörg", "Karla", "Lars", "Mia", "Nils",
          "Olga", "Paul", "Quirin", "Rosa", "Sven", "Tina", "Uwe", "Vera", "Wolfgang", "Xaver", "Yara", "Zeno")  # fmt: skip
_TRADES = ("Regalbau", "Lagertechnik", "Metallbau", "Logistik", "Spedition", "Holzhandel", "Maschinenbau", "Elektro")
_FORMS = ("GmbH", "AG", "GmbH & Co. KG", "OHG", "e.K.")
_COMMON = ("Angebot", "Preis", "Termin", "Lieferung", "Rückruf", "Kunde", "Regal", "Halle", "bitte", "möchte", "nächste",
           "Woche", "Muster", "Montage", "Rabatt", "Budget", "Freigabe", "Chef", "Einkauf", "Projekt")  # fmt: skip


def fill(store: Store, contacts: int, deals: int, activities: int) -> None:
    """So many contacts, deals and entries of the history, the same for the same numbers, with the search index.

    The numbers of the kinds are mixed, as they are where all of them are added day by day.
    """
    dice = random.Random(contacts)
    with store.write(NOW) as work:
        for number in range(MEMBERS):
            add_member(work, f"m{number}", f"Member {number}", [f"m{number}@firma.example"])
    kinds = Counter(company=contacts // PER_COMPANY, person=contacts, deal=deals, activity=activities)
    mixed = list(kinds.elements())
    dice.shuffle(mixed)
    of = {kind: [FIRST + place for place, one in enumerate(mixed) if one == kind] for kind in kinds}
    rows = (
        (RecordNumber, ({"number": FIRST + place, "type": kind} for place, kind in enumerate(mixed))),
        (Company, (_company(dice, number) for number in of["company"])),
        (Person, (_person(dice, number, of["company"]) for number in of["person"])),
        (PersonEmail, (_email(number) for number in of["person"])),
        (PersonPhone, (_phone(number) for number in of["person"])),
        (Deal, (_deal(dice, number, of["person"], of["company"]) for number in of["deal"])),
        (StageEntry, (_entry(number) for number in of["deal"])),
        (Activity, (_activity(dice, number, of["person"], of["deal"], of["company"]) for number in of["activity"])),
    )
    with store.engine.execution_options(**{WRITE_OPTION: True}).begin() as connection:
        for table, values in rows:
            _load(connection, table, values)
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(
                "SELECT setval(pg_get_serial_sequence('record_numbers', 'number'), (SELECT max(number) FROM record_numbers))"
            )
        fill_deal_sums(connection)
        rebuild_index(connection)
    with store.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("ANALYZE" if store.engine.dialect.name == "sqlite" else "VACUUM ANALYZE")


def family_name(dice: random.Random) -> str:
    """One of some thousands."""
    return dice.choice(_STARTS) + dice.choice(_ENDS)


def _load(connection: Connection, table: Any, rows: Iterable[dict[str, Any]]) -> None:
    source = iter(rows)
    while part := list(islice(source, _AT_ONCE)):
        connection.execute(insert(table), part)


def _company(dice: random.Random, number: int) -> dict[str, Any]:
    name = f"{family_name(dice)} {dice.choice(_TRADES)} {dice.choice(_FORMS)}"
    return {
        "number": number, "name": name, "name_key": company_key(name), "owner": f"m{number % MEMBERS}",
        "created_at": NOW - timedelta(days=number % 900),
    }  # fmt: skip


def _of(companies: Sequence[int], person: int) -> int:
    return companies[person % len(companies)]


def _person(dice: random.Random, number: int, companies: Sequence[int]) -> dict[str, Any]:
    name = f"{dice.choice(_GIVEN)} {family_name(dice)}"
    return {
        "number": number, "name": name, "name_key": person_key(name), "company_number": _of(companies, number),
        "owner": f"m{number % MEMBERS}", "source": dice.choice(SOURCES), "created_at": NOW - timedelta(days=number % 900),
    }  # fmt: skip


def _email(number: int) -> dict[str, Any]:
    return {"person_number": number, "email": f"c{number}@firma-{number}.example", "primary": True}


def _phone(number: int) -> dict[str, Any]:
    return {"person_number": number, "number": f"+49{(number * 7919) % 10**9:09d}", "kind": "work", "primary": True}


def _deal(dice: random.Random, number: int, persons: Sequence[int], companies: Sequence[int]) -> dict[str, Any]:
    stage, state, _ = dice.choices(STAGES, [one[2] for one in STAGES])[0]
    person, name = dice.choice(persons), f"{dice.choice(_COMMON)} {dice.choice(_TRADES)} {number % 977}"
    return {
        "number": number, "name": name, "name_key": person_key(name), "person_number": person, "stage": stage, "state": state,
        "company_number": _of(companies, person), "owner": f"m{dice.randrange(MEMBERS)}", "currency": "EUR",
        "amount": Decimal(dice.randrange(100, 50_000)) if dice.random() < 0.8 else None,
        "probability": 33 if dice.random() < 0.05 else None, "source": dice.choice(SOURCES),
        "grade": dice.choice(("hot", "warm", "cold")), "expected_close": (NOW + timedelta(days=dice.randrange(-30, 300))).date(),
        "created_at": NOW - timedelta(days=dice.randrange(900)), "stage_since": NOW - timedelta(days=dice.randrange(90)),
        "closed_at": NOW - timedelta(days=dice.randrange(400)) if state != "open" else None,
        "last_activity_at": NOW - timedelta(days=dice.randrange(90)),
    }  # fmt: skip


def _entry(number: int) -> dict[str, Any]:
    days = timedelta(days=number % 900)
    return {"deal_number": number, "stage": "qualify", "process": "sales", "version": 1, "at": NOW - days}


def _activity(
    dice: random.Random, number: int, persons: Sequence[int], deals: Sequence[int], companies: Sequence[int]
) -> dict[str, Any]:
    person = dice.choice(persons)
    return {
        "number": number, "kind": dice.choice(("mail", "call", "note", "meeting")), "medium": "mail",
        "direction": dice.choice(("in", "out", "internal")), "at": NOW - timedelta(minutes=dice.randrange(900_000)),
        "author": f"m{dice.randrange(MEMBERS)}", "person_number": person, "company_number": _of(companies, person),
        "deal_number": dice.choice(deals), "text": " ".join(_words(dice)), "created_at": NOW,
    }  # fmt: skip


def _words(dice: random.Random) -> Sequence[str]:
    """A few common words, some less common, a name now and then: the lists of words are as uneven as in life."""
    rare = [f"{family_name(dice).lower()}{dice.choice(_ENDS)}" for _ in range(dice.randrange(1, 5))]
    return [*dice.choices(_COMMON, k=dice.randrange(3, 12)), *rare, family_name(dice)]
