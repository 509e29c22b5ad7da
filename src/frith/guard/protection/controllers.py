"""Controllers: every personal record belongs to one agency, always; and what of it is hidden stays in the database.

A row that a scope found may have fields that are not shared with who asked. Those are not read: the query puts nothing
in their place, reading one is refused, and so is filtering or ordering by one, which would tell what it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from frith.guard.access.models import Agency
from frith.guard.audit.recording import Fact, RecordedQuerySet
from frith.vocabulary.faults import Fault, Refused

SHARED, VALUE = "shared_", "value_"
"""What stands before a field's name in a masked query: whether the row's grounds share it, and what it says if so."""


def hidden_field(name: str) -> Refused:
    """Return the refusal of a field that is not shared."""
    return Refused(
        Fault(
            "protection.hidden-field",
            "This part of the record is not shared with you, so it can be neither read nor searched by.",
            remedy="Look at what the sharing agreement covers, or ask the agency that controls the record.",
            where=name.replace("_", " "),
        )
    )


class ControlledQuerySet(RecordedQuerySet):
    """Rows that have a controller. ``hiding`` are the fields that may not be filtered or ordered by any more."""

    hiding: frozenset[str] = frozenset()

    def masked(self, sharing: dict[str, Q]) -> Self:
        """Read each field named only in rows that its condition holds for, and keep it out of every further question.

        ``sharing`` has, for each field that not everybody may see, the condition on which a row's field is shared.
        """
        if not sharing:
            return self
        columns: dict[str, Any] = {}
        for name, condition in sharing.items():
            columns[SHARED + name] = models.Case(
                models.When(condition, then=True), default=False, output_field=models.BooleanField()
            )
            columns[VALUE + name] = models.Case(models.When(condition, then=F(name)), default=None)
        made = self.defer(*sharing).annotate(**columns)
        made.hiding = frozenset(sharing)
        return made

    def filter(self, *args: Any, **kwargs: Any) -> Self:
        """Narrow, by fields that may be seen."""
        self._check((*args, Q(**kwargs)))
        return super().filter(*args, **kwargs)

    def exclude(self, *args: Any, **kwargs: Any) -> Self:
        """Narrow, by fields that may be seen."""
        self._check((*args, Q(**kwargs)))
        return super().exclude(*args, **kwargs)

    def order_by(self, *field_names: Any) -> Self:
        """Put in an order, by fields that may be seen."""
        self._check(field_names)
        return super().order_by(*field_names)

    def annotate(self, *args: Any, **kwargs: Any) -> Self:
        """Add to each row what follows from fields that may be seen."""
        self._check((*args, *kwargs.values()))
        return super().annotate(*args, **kwargs)

    def alias(self, *args: Any, **kwargs: Any) -> Any:
        """Name what follows from fields that may be seen."""
        self._check((*args, *kwargs.values()))
        return super().alias(*args, **kwargs)

    def only(self, *fields: Any) -> Self:
        """Read some fields at once, of those that may be seen."""
        self._check(fields)
        return super().only(*fields)

    def defer(self, *fields: Any) -> Self:
        """Read some fields later; those that may not be seen stay out of the query."""
        if self.hiding and fields == (None,):
            raise hidden_field(min(self.hiding))
        return super().defer(*fields)

    def latest(self, *fields: Any) -> Any:
        """Return the last row, by fields that may be seen."""
        self._check(fields)
        return super().latest(*fields)

    def earliest(self, *fields: Any) -> Any:
        """Return the first row, by fields that may be seen."""
        self._check(fields)
        return super().earliest(*fields)

    def extra(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse SQL of one's own, which could speak of any field."""
        if self.hiding:
            raise hidden_field(min(self.hiding))
        return super().extra(*args, **kwargs)

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add up fields that may be seen."""
        self._check((*args, *kwargs.values()))
        return super().aggregate(*args, **kwargs)

    def values(self, *fields: Any, **expressions: Any) -> Any:
        """Return rows as dictionaries; the fields must be named, and ones that may be seen."""
        self._check((*(fields or self.hiding), *expressions.values()))
        return super().values(*fields, **expressions)

    def values_list(self, *fields: Any, flat: bool = False, named: bool = False) -> Any:
        """Return rows as tuples; the fields must be named, and ones that may be seen."""
        self._check(fields or self.hiding)
        return super().values_list(*fields, flat=flat, named=named)

    def distinct(self, *field_names: Any) -> Self:
        """Leave out repeats, by fields that may be seen."""
        self._check(field_names)
        return super().distinct(*field_names)

    def _check(self, asked: Iterable[Any]) -> None:
        if not self.hiding:
            return
        for name in _names_in(asked):
            first = name.lstrip("-+").split("__")[0]
            if first in self.hiding:
                raise hidden_field(first)

    def _clone(self) -> Self:
        made = super()._clone()  # type: ignore[misc]
        made.hiding = self.hiding
        return made  # type: ignore[no-any-return]


def _names_in(asked: Iterable[Any]) -> Iterator[str]:
    """Yield the names of fields that conditions, expressions and orderings speak of."""
    for each in asked:
        if isinstance(each, str):
            yield each
        elif isinstance(each, F):
            yield str(each.name)  # type: ignore[attr-defined]
        elif isinstance(each, Q):
            for child in each.children:
                yield from (
                    [child[0], *_names_in([child[1]] if hasattr(child[1], "resolve_expression") else [])]
                    if isinstance(child, tuple)
                    else _names_in([child])
                )
        elif hasattr(each, "get_source_expressions"):
            yield from _names_in(part for part in each.get_source_expressions() if part is not None)


class ControlledFact(Fact):
    """A fact about a person. ``controller`` is the agency that answers in law for holding it, and is never empty."""

    controller = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    objects = ControlledQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True
        base_manager_name = "objects"

    @property
    def shown(self) -> dict[str, bool]:
        """Whether each field may be read in this row."""
        return {
            field.attname: bool(self.__dict__.get(SHARED + field.attname, True))
            for field in self._meta.concrete_fields
        }

    def refresh_from_db(self, using: Any = None, fields: Any = None, from_queryset: Any = None) -> None:
        """Read the row again, or a field that the query left out. Raises Refused for one that is not shared."""
        masked = [name for name in fields or () if SHARED + name in self.__dict__]
        for name in masked:
            if not self.__dict__[SHARED + name]:
                raise hidden_field(name)
            self.__dict__[name] = self.__dict__[VALUE + name]
        others = None if fields is None else [name for name in fields if name not in masked]
        if others is None:
            if any(key.startswith(SHARED) for key in self.__dict__):
                raise hidden_field("the whole record")
            super().refresh_from_db(using=using, fields=None, from_queryset=from_queryset)
        elif others:
            super().refresh_from_db(using=using, fields=others, from_queryset=from_queryset)
