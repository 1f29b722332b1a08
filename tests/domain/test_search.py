from __future__ import annotations

import pytest

from crmbot.domain.deals.deals import open_lead
from crmbot.domain.history.history import Place, log_activity, place_of
from crmbot.domain.people.contacts import ContactFacts, add_person
from crmbot.domain.records import Tag
from crmbot.domain.search.search import find
from crmbot.storage.store import Store

WEISS = ContactFacts(
    name="Jörg Weiß", email="j.weiss@mueller-soehne.example", company="Müller & Söhne GmbH", job_title="Leiter Einkauf",
    domain="mueller-soehne.example", phones=(("+497111234567", "work"),),
)  # fmt: skip
BRANDT = ContactFacts(name="Julia Brandt", email="jb@hafenlager.example", company="Hafenlager Nord AG")


@pytest.fixture
def office(store, team, process, now):
    """Two customers, a deal, and what was said."""
    with store.write(now) as work:
        weiss = add_person(work, WEISS)
        brandt = add_person(work, BRANDT)
        work.session.flush()
        deal = open_lead(
            work, process, name="Palettenregale Halle 3", owner="anna", person=weiss, company=weiss.company
        )
        log_activity(work, place_of(deal), kind="note", medium="note", text="Er möchte das Angebot bis Freitag.")
        log_activity(
            work, place_of(brandt), kind="mail", medium="mail", subject="Anfrage", text="Wir suchen Schwerlastregale."
        )
        work.session.add(Tag(record_number=brandt.number, name="Messe Köln", name_key="messe koeln"))
    return store


def names(store: Store, text: str) -> list[str]:
    with store.read() as session:
        return [
            str(getattr(record, "name", None) or getattr(record, "text", "")) for record in find(session, text).records
        ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Weiß", "Jörg Weiß"), ("weiss", "Jörg Weiß"), ("joerg", "Jörg Weiß"), ("JÖRG WEISS", "Jörg Weiß"),
        ("eiß", "Jörg Weiß"), ("Bra", "Julia Brandt"), ("jb@hafenlager.example", "Julia Brandt"),
        ("hafenlager.ex", "Julia Brandt"), ("j.weiss", "Jörg Weiß"), ("0711 1234567", "Jörg Weiß"),
        ("+49 (0) 711 / 123 45-67", "Jörg Weiß"), ("0049 711 1234567", "Jörg Weiß"), ("123456", "Jörg Weiß"),
        ("4567", "Jörg Weiß"), ("Einkauf", "Jörg Weiß"), ("messe koln", "Julia Brandt"), ("Köln", "Julia Brandt"),
        ("müller & söhne", "Müller & Söhne GmbH"), ("Mueller Soehne AG", "Müller & Söhne GmbH"),
        ("hafen", "Hafenlager Nord AG"), ("lager nord", "Hafenlager Nord AG"), ("paletten", "Palettenregale Halle 3"),
        ("regale halle", "Palettenregale Halle 3"), ("Weiss Palettenregale", "Palettenregale Halle 3"),
        ("Angebot Freitag", "Er möchte das Angebot bis Freitag."), ("lastreg", "Wir suchen Schwerlastregale."),
        ("Brandt Schwerlastregale", "Wir suchen Schwerlastregale."), ("angebot weiß", "Er möchte das Angebot bis Freitag."),
    ],
)  # fmt: skip
def test_whatever_is_known_finds_the_record(office, text, expected):
    assert expected in names(office, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Weihs", "Jörg Weiß"), ("Brand Julia", "Julia Brandt"), ("Branndt", "Julia Brandt"), ("Jula Brant", "Julia Brandt"),
        ("Hafenlaager", "Hafenlager Nord AG"), ("Paletenregahle", "Palettenregale Halle 3"),
        ("Schwehrlastreggale", "Wir suchen Schwerlastregale."), ("Muler", "Müller & Söhne GmbH"),
    ],
)  # fmt: skip
def test_misspelt_words_find_the_nearest(office, text, expected):
    assert expected in names(office, text)


def test_what_is_nowhere_is_not_found(office):
    assert names(office, "Quantenphysik") == []
    assert names(office, "%") == []
    assert names(office, '"') == []
    assert names(office, "' OR 1=1 --") == []


def test_the_name_goes_before_what_merely_mentions_it(office, now):
    with office.write(now) as work:
        add_person(work, ContactFacts(name="Weiß Bau Sekretariat"))
        log_activity(work, Place(), kind="note", medium="note", text="Jörg Weiß anrufen")
    found = names(office, "Jörg Weiß")
    assert found[0] == "Jörg Weiß"
    assert "Jörg Weiß anrufen" in found


def test_a_private_tag_is_not_in_the_index(office, now):
    with office.write(now) as work:
        weiss = find(work.session, "Jörg Weiß").records[0]
        work.session.add(Tag(record_number=weiss.number, name="Geheimtipp", name_key="geheimtipp", owner="anna"))
    assert names(office, "Geheimtipp") == []


def test_a_crowd_of_people_does_not_hide_the_rest(office, process, now):
    with office.write(now) as work:
        for n in range(30):
            add_person(work, ContactFacts(name=f"Kurt Kessler {n}"))
        open_lead(work, process, name="Kessler Tank", owner="anna")
        log_activity(work, Place(), kind="note", medium="note", text="Kessler ist umgezogen")
    with office.read() as session:
        found = find(session, "Kessler", limit=10)
    assert len(found.records) == 10
    assert found.more
    kinds = {type(record).__name__ for record in found.records}
    assert kinds == {"Person", "Deal", "Activity"}
