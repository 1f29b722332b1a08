from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.contact.companies import company_domain, company_from_domain, is_free_mail, registrable_domain


@pytest.mark.parametrize(
    ("domain", "registrable"),
    [
        ("mail.firma.co.uk", "firma.co.uk"), ("firma.example", "firma.example"), ("a.b.firma.test", "firma.test"), ("FIRMA.DE.", "firma.de"), ("jan@firma.example", "firma.example"),
        ("192.168.1.1", None), ("localhost", None), ("co.uk", None), ("", None), ("zwei worte.de", None), ("firma..de", None),
    ],
)  # fmt: skip
def test_the_registrable_domain_is_what_somebody_owns(domain, registrable):
    assert registrable_domain(domain) == registrable


@pytest.mark.parametrize(
    "domain",
    [
        "gmail.com",
        "GMX.de",
        "web.de",
        "t-online.de",
        "mailbox.org",
        "vodafone.de",
        "1und1.de",
        "tutanota.com",
        "bluewin.ch",
        "anna@posteo.de",
    ],
)
def test_private_providers_are_free_mail(domain):
    assert is_free_mail(domain)


@pytest.mark.parametrize("domain", ["firma.example", "mueller-regale.de", "localhost", ""])
def test_other_domains_are_not(domain):
    assert not is_free_mail(domain)


@pytest.mark.parametrize(
    ("domain", "company"),
    [
        ("mueller-regale.de", "Mueller Regale"), ("mail.ott-gmbh.example", "Ott GmbH"), ("xn--mller-kva.de", "Müller"), ("web.de", None), ("localhost", None), ("10.0.0.1", None),
    ],
)  # fmt: skip
def test_a_company_domain_gives_a_readable_name(domain, company):
    assert company_from_domain(domain) == company


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("Jan@Mail.Ott.example", "ott.example"),
        ("jan@web.de", None),
        ("ott.example", None),
        ("jan@", None),
        (None, None),
    ],
)
def test_a_company_is_known_by_the_domain_of_an_address(address, domain):
    assert company_domain(address) == domain


@given(st.text(max_size=60))
def test_any_domain_is_read(domain):
    registrable_domain(domain)
    is_free_mail(domain)
    company_from_domain(domain)
    company_domain(domain)
