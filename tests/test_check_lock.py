"""The audit of the lock files finds what must not be in them."""

from __future__ import annotations

import pytest

from scripts.check_lock import Lock, audit, required

HASH = "--hash=sha256:" + "0" * 64


def test_a_sound_lock_has_no_faults() -> None:
    lock = Lock(
        "x.lock",
        f"one==1.0 \\\n    {HASH} \\\n    {HASH}\n    # via two\ntwo==2.1 ; python_version > '3' \\\n    {HASH}\n",
    )
    assert lock.faults == []
    assert audit([lock], ["two>=2"], {"one": "1.0", "two": "2.1"}) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("one==1.0\n", "has no hash"),
        (f"one>=1.0 \\\n    {HASH}\n", "not pinned"),
        (f"one @ https://elsewhere.example/one.whl \\\n    {HASH}\n", "not pinned"),
        ("--index-url https://elsewhere.example\n", "not pinned"),
        ("one==1.0 \\\n    --hash=md5:00\n", "no sha256 hash"),
        (f"one==1.0 \\\n    {HASH}\nOne==1.0 \\\n    {HASH}\n", "twice"),
        (f"one==1.0.dev3 \\\n    {HASH}\n", "no release"),
    ],
)
def test_each_fault_of_a_lock_is_named(text: str, words: str) -> None:
    assert any(words in fault for fault in Lock("x.lock", text).faults)


@pytest.mark.parametrize(
    ("direct", "installed", "words"),
    [
        (["one>=2"], {"one": "1.0"}, "is not met by 1.0"),
        (["two"], {"one": "1.0"}, "is not met by None"),
        ([], {"one": "0.9"}, "one 0.9 is installed, 1.0 is locked"),
        ([], {}, "one 1.0 is locked and not installed"),
    ],
)
def test_what_differs_from_the_lock_is_named(direct: list[str], installed: dict[str, str], words: str) -> None:
    lock = Lock("x.lock", f"one==1.0 \\\n    {HASH}\n")
    assert [fault for fault in audit([lock], direct, installed) if words in fault]


def test_the_two_locks_must_agree() -> None:
    product, dev = Lock("a", f"one==1.0 \\\n    {HASH}\n"), Lock("b", f"one==1.1 \\\n    {HASH}\n")
    assert audit([product, dev], [], {"one": "1.1"}) == ["one: 1.0 in a, 1.1 in b"]


def test_every_extra_of_the_product_is_to_be_locked() -> None:
    extras = {"charts": ["plots>=3"], "sql": ["driver[binary]>=3"], "all": ["crmbot[charts,sql]"], "dev": ["tests>=9"]}
    project = {"dependencies": ["web>=1"], "optional-dependencies": extras}
    assert required(project) == ["web>=1", "plots>=3", "driver[binary]>=3"]
