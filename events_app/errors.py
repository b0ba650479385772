"""The domain saying no: few kinds, each with one sentence that a person can act on.

The class docstring is the message (English, translated by ``i18n`` when it is shown), the class name the problem type.
"""

from typing import Any, ClassVar

from events_app import identifying


class Refusal(Exception):
    """This cannot be done."""

    status: ClassVar[int] = 409
    more: ClassVar[str] = ""  # a sentence beside the message, filled with the facts
    retry_after: int | None = None  # seconds, where waiting may help

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.message())
        self.facts = facts

    @classmethod
    def message(cls) -> str:
        """The sentence to show, before translation: the first line of the docstring."""
        return (cls.__doc__ or "").strip().splitlines()[0]

    def told(self) -> dict[str, Any]:
        """The facts beside the sentence, for whoever asked."""
        return self.facts

    @classmethod
    def kind(cls) -> str:
        """The problem type: ``BoothTaken`` is ``booth-taken``."""
        return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in cls.__name__).lstrip("-")


class NotFound(Refusal):
    """There is nothing here that you may see."""

    status = 404


class Forbidden(Refusal):
    """Your role does not allow this."""

    status = 403


class NotApproved(Forbidden):
    """This organization is not approved yet; until it is, it can do nothing that organizers and authorities do."""


class SignedOut(Refusal):
    """Sign in first."""

    status = 401


class WrongState(Refusal):
    """This is not possible in the present state."""


class Stale(Refusal):
    """Someone else has changed this in the meantime."""

    status = 412


class VersionOwed(Refusal):
    """Say in If-Match which version you are changing."""

    status = 428


class Busy(Refusal):
    """Somebody is changing the same thing right now; try again in a moment."""

    retry_after = 1


class Moved(Refusal):
    """This is kept under another address now."""

    status = 410  # reads are sent on with 308; a write meant another version of another thing and is not

    def __init__(self, old: str, new: str) -> None:
        super().__init__(moved_to=new)
        self.old, self.new = old, new


class Malformed(Refusal):
    """The request cannot be read."""

    status = 400


class Invalid(Refusal):
    """Some of what you entered cannot be accepted."""

    status = 422

    def __init__(self, errors: "list[Wrong]", **facts: Any) -> None:
        super().__init__(**facts)
        self.errors = errors


class Wrong:
    """One field that cannot be accepted: where, which sentence (a message id), and its values."""

    __slots__ = ("field", "message", "values")

    def __init__(self, field: str, message: str, **values: Any) -> None:
        self.field = identifying.masked_among_ids(field)  # whoever asks may have made up the name
        self.message, self.values = message, values

    def __repr__(self) -> str:
        return f"Wrong({self.field!r}, {self.message!r}, {self.values!r})"
