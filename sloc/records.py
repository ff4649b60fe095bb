"""Frozen dataclasses that cost little to define.

``dataclasses.dataclass(frozen=True)`` compiles six methods for each class, about 0.3 ms. ``sloc check`` has some two hundred
such classes where nothing is remembered (docs/decisions/0008-frozen-dataclasses-of-our-own.md says what that costs). Here the
methods that are alike for all classes are shared, and a class's ``__init__`` is compiled when its first instance is made. The
result is a dataclass all the same: ``fields``, ``replace``, ``is_dataclass`` and pattern matching work, and type checkers see
the standard one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, field
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

__all__ = ["dataclass", "field"]

T = TypeVar("T")

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool, kw_only: bool = False) -> Callable[[type[T]], type[T]]:
        """``@dataclass(frozen=True)``; the only kind there is here, said aloud for the reader and the type checker."""
        assert frozen

        def decorate(cls: type[T]) -> type[T]:
            cls = dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=kw_only)(cls)
            cls.__init__ = _first_init(cls)
            for method in (__eq__, __hash__, __repr__, __setattr__, __delattr__):
                if method.__name__ not in cls.__dict__ or cls.__dict__[method.__name__] is None:
                    setattr(cls, method.__name__, method)
            return cls

        return decorate


def _first_init(cls: type[Any]) -> Callable[..., None]:
    """An ``__init__`` that puts the real one in its own place."""

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        real = _init(cls)
        cls.__init__ = real
        real(self, *args, **kwargs)

    return __init__


def _init(cls: type[Any]) -> Callable[..., None]:
    """The ``__init__`` of a class: its fields as parameters, written past ``__setattr__``."""
    given = [each for each in dataclasses.fields(cls) if each.init]
    ordered = [each for each in given if not each.kw_only]
    named = [each for each in given if each.kw_only]
    names: dict[str, Any] = {}
    parameters = ["self", *(_parameter(each, names) for each in ordered)]
    if named:
        parameters += ["*", *(_parameter(each, names) for each in named)]
    body = ["_values_ = self.__dict__"]
    for each in given:
        value = each.name
        if each.default_factory is not MISSING:
            names[f"_make_{each.name}_"] = each.default_factory
            value = f"_make_{each.name}_() if {each.name} is _missing_ else {each.name}"
        body.append(f"_values_['{each.name}'] = {value}")
    for each in dataclasses.fields(cls):
        if not each.init and each.default_factory is not MISSING:
            names[f"_make_{each.name}_"] = each.default_factory
            body.append(f"_values_['{each.name}'] = _make_{each.name}_()")
    names["_missing_"] = MISSING
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    made: dict[str, Any] = {}
    exec(f"def __init__({', '.join(parameters)}):\n    " + "\n    ".join(body), names, made)
    init: Callable[..., None] = made["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


def _parameter(each: dataclasses.Field[Any], names: dict[str, Any]) -> str:
    if each.default is not MISSING:
        names[f"_default_{each.name}_"] = each.default
        return f"{each.name}=_default_{each.name}_"
    return f"{each.name}=_missing_" if each.default_factory is not MISSING else each.name


def _compared(self: Any) -> tuple[Any, ...]:
    """The values that two instances are compared by."""
    values = self.__dict__
    cls = type(self)
    names = cls.__dict__.get("_compared_names")
    if names is None:
        names = tuple(each.name for each in dataclasses.fields(cls) if each.compare)
        cls._compared_names = names
    return tuple([values[name] for name in names])


def __eq__(self: Any, other: object) -> bool:
    if type(other) is not type(self):
        return NotImplemented
    return self is other or _compared(self) == _compared(other)


def __hash__(self: Any) -> int:
    return hash(_compared(self))


def __repr__(self: Any) -> str:
    shown = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in dataclasses.fields(self) if each.repr)
    return f"{type(self).__qualname__}({shown})"


def __setattr__(self: Any, name: str, value: object) -> NoReturn:  # noqa: ARG001
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def __delattr__(self: Any, name: str) -> NoReturn:  # noqa: ARG001
    raise FrozenInstanceError(f"cannot delete field {name!r}")
