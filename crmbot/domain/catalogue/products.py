"""The product catalogue: what we sell, at what price, and which process its deals travel."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crmbot.domain.records import Product
from crmbot.domain.records.values import fitted
from crmbot.domain.records.work import Work
from crmbot.domain.search.names import person_key
from crmbot.errors import NotFound, RequestFault
from crmbot.folding import fold
from crmbot.shapes import Action, Verbatim, t

_MOST_COMPARED = 2_000  # products that a text is compared with
_TELLING = 4  # letters of a word that says something


def product_key(text: str) -> str:
    """An article number as it is looked up: folded, without blanks."""
    return "".join(fold(text).split())[:60]


def add_product(
    work: Work, key: str, name: str, price: Decimal | None, currency: str, *, process: str | None = None,
    unit: str | None = None,
) -> Product:  # fmt: skip
    """Something new to sell. Raises RequestFault for a key that is taken, empty or looks like a record's number."""
    folded = product_key(key)
    if not folded or folded.startswith("#"):
        raise RequestFault(t("“{key}” cannot be an article number.", key=Verbatim(key[:60])))
    if (known := product_by_key(work.session, folded)) is not None:
        raise RequestFault(
            t("There is already a product “{key}”: {name}.", key=Verbatim(folded), name=Verbatim(known.name)),
            (Action(t("Show it"), f"product {folded}"),),
        )
    product = Product(
        number=work.next_number("product"), key=folded, code=key.strip()[:60], name=name[:300], name_key=person_key(name)[:300], price=price,
        currency=currency, unit=fitted(Product.unit, unit) if unit else None, process=process, active=True,
        created_at=work.now,
    )  # fmt: skip
    work.session.add(product)
    work.session.flush()
    return product


def rename_product(product: Product, name: str) -> None:
    """Another name; deals that have it show the new one."""
    product.name, product.name_key = name[:300], person_key(name)[:300]


def product_by_key(session: Session, key: str) -> Product | None:
    """The product with this article number."""
    return session.scalars(select(Product).where(Product.key == product_key(key))).first()


def catalogue(session: Session, *, words: str = "", active: bool | None = True) -> list[Product]:
    """The products by name; `words` stand in key or name, `active` None brings all."""
    statement = select(Product).order_by(Product.name_key, Product.number)
    if active is not None:
        statement = statement.where(Product.active.is_(active))
    for word in person_key(words).split()[:8]:
        statement = statement.where(
            or_(Product.name_key.contains(word, autoescape=True), Product.key.contains(word, autoescape=True))
        )
    return list(session.scalars(statement.limit(_MOST_COMPARED)))


def leading_product(session: Session, words: list[str]) -> tuple[Product, int]:
    """The product that the first words name by key, name or an unmistakable part of it, and how many words those are.

    Raises NotFound with what is near, RequestFault where several fit.
    """
    for count in range(min(len(words), 8), 0, -1):
        text = " ".join(words[:count]).strip(',;:"“”„')
        found = _called(session, text)
        if found is not None:
            return found, count
    for count in range(min(len(words), 4), 0, -1):
        near = catalogue(session, words=" ".join(words[:count]).strip(",;:"), active=None)
        near = [product for product in near if product.active] or near
        if len(near) == 1:
            return near[0], count
        if near:
            raise _several(near)
    raise NotFound(
        t("There is no product “{name}” in the catalogue.", name=Verbatim(" ".join(words[:4])[:60])),
        (Action(t("Show the catalogue"), "products"),),
    )


def _called(session: Session, text: str) -> Product | None:
    named = session.scalars(select(Product).where(Product.name_key == person_key(text)).limit(2)).all()
    return product_by_key(session, text) or (named[0] if len(named) == 1 else None)


def _several(products: Iterable[Product]) -> RequestFault:
    names = ", ".join(f"{product.name} ({product.code})" for product in list(products)[:5])
    return RequestFault(t("Which product? These fit: {names}. Name one by its number.", names=Verbatim(names)))


def fitting_products(products: Iterable[Product], need: str, process: str) -> list[Product]:
    """Those products that a need in words speaks of: by number, or by every telling word of the name."""
    text = f" {fold(need)} "
    of_process = (product for product in products if product.process in (None, process))
    return [product for product in of_process if _spoken_of(product, text)]


def _spoken_of(product: Product, text: str) -> bool:
    telling = [word for word in product.name_key.split() if len(word) >= _TELLING]
    return f" {product.key} " in text or (bool(telling) and all(word in text for word in telling))
