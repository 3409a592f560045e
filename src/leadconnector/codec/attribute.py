"""What attributes are whose value isn't just what their slot holds: properties with the types of descriptors."""

from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

T = TypeVar("T")

if TYPE_CHECKING:
    from collections.abc import Callable

    class Attribute(Generic[T]):
        """An attribute that reads and takes a `T`."""

        def __init__(
            self, read: Callable[[Any], object], write: Callable[[Any, Any], None], delete: Callable[[Any], None]
        ) -> None: ...
        @overload
        def __get__(self, instance: None, owner: type) -> Self: ...
        @overload
        def __get__(self, instance: object, owner: type) -> T: ...
        def __get__(self, instance: object, owner: type) -> Any: ...
        def __set__(self, instance: object, value: T) -> None: ...
        def __delete__(self, instance: object) -> None: ...

else:  # a property calls its functions without the detour through a descriptor's methods

    class Attribute(property, Generic[T]):
        pass
