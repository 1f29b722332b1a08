"""The catalogue from a file: found again by article number."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from crmbot.domain.catalogue.products import product_key
from crmbot.domain.records import Product
from crmbot.domain.search.names import person_key
from crmbot.imports.chunk import Chunk
from crmbot.imports.entries import Entry
from crmbot.imports.habits import Habit, read_amount
from crmbot.imports.report import Outcome
from crmbot.imports.stages import StageMap
from crmbot.imports.values import read_flag


class Products:
    """Writes the products of a chunk."""

    def __init__(self, chunk: Chunk) -> None:
        self._chunk, self._known, self._options = chunk, chunk.known, chunk.options
        self._stages = StageMap(chunk.options.process)

    def write_row(self, entry: Entry) -> None:
        """A row about a product; without a number its name is one."""
        code = str(entry.values.get("key") or entry.name).strip()
        key = product_key(code)
        if not key or key.startswith("#"):
            self._chunk.tell(Outcome(entry.row, "skipped", "product", entry.name, remarks=["no article number"]))
            return
        product = self._known.products_by_key.get(key)
        if product is not None and self._options.mode == "create":
            self._chunk.tell(
                Outcome(entry.row, "duplicate", "product", product.name, product.number, of=f"#{product.number}")
            )
            return
        if product is None and self._options.mode == "update":
            self._chunk.tell(Outcome(entry.row, "skipped", "product", entry.name, remarks=["nobody here is meant"]))
            return
        if product is None:
            self._make(entry, key, code)
        else:
            self._complete(product, entry)

    def _make(self, entry: Entry, key: str, code: str) -> None:
        outcome = Outcome(entry.row, "created", "product", entry.name or code)
        values = self._values(entry)
        name = entry.name or code
        product = Product(
            key=key, code=code[:60], name=name[:300], name_key=person_key(name)[:300], created_at=entry.created or self._chunk.work.now,
            **{"currency": self._options.currency, "active": True, **values},
        )  # fmt: skip
        if (
            self._options.dry_run
            and (earlier := self._chunk.run.planned.setdefault(("product", key), entry.row)) != entry.row
        ):
            outcome.result, outcome.of = "duplicate", f"row {earlier}"
        self._known.products_by_key[key] = product
        self._chunk.seen_in(product, entry.row)
        self._chunk.add(product)
        self._chunk.tell(outcome, product)

    def _complete(self, product: Product, entry: Entry) -> None:
        outcome = Outcome(entry.row, "unchanged", "product", product.name)
        if (earlier := self._chunk.seen_in(product, entry.row)) is not None:
            outcome.result, outcome.of = "duplicate", f"row {earlier}"
        values = self._values(entry)
        if entry.name:
            values["name"] = entry.name[:300]
        for column, value in values.items():
            old = getattr(product, column)
            if old != value:
                setattr(product, column, value)
                outcome.changes.append((column, old, value))
        product.name_key = person_key(product.name)[:300]
        self._chunk.tell(outcome, product)

    def _values(self, entry: Entry) -> dict[str, Any]:
        said, found = entry.values, dict[str, Any]()
        price = said.get("price")
        amount = (
            (price, None)
            if isinstance(price, Decimal)
            else read_amount(str(price), entry.extra.get("habit", Habit()))
            if price
            else None
        )
        if amount is not None:
            found["price"] = amount[0].quantize(Decimal("0.01"))
        currency = str(said.get("currency") or (amount[1] if amount else "") or "").upper()
        if len(currency) == 3:
            found["currency"] = currency
        if said.get("unit"):
            found["unit"] = str(said["unit"])[:30]
        if said.get("process"):
            found["process"] = self._stages.line(str(said["process"])).key
        if (active := read_flag(str(said["active"])) if said.get("active") is not None else None) is not None:
            found["active"] = active
        return found
