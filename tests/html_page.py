"""A page as a browser reads it: its elements, what labels and describes them; tags that match and ids that are unique."""

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = {"input", "meta", "link", "img", "br", "hr", "rect", "path"}


class Element(dict[str, str]):
    """A start tag: its attributes, its name, the text that follows within it."""

    def __init__(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        super().__init__((key, value or "") for key, value in attributes)
        self.name, self.text = name, ""


class Page(HTMLParser):
    """The elements of a page; complains about tags that do not match."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.feed(html)
        self.close()
        assert not self.open, f"not closed: {[one.name for one in self.open]}"
        ids = [one["id"] for one in self.elements if "id" in one]
        assert len(ids) == len(set(ids)), f"an id is there twice: {ids}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, attrs)
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def all(self, tag: str, /, **attributes: str) -> Iterator[Element]:
        for element in self.elements:
            if element.name == tag and all(element.get(key.rstrip("_")) == value for key, value in attributes.items()):
                yield element

    def one(self, tag: str, /, **attributes: str) -> Element:
        (found,) = self.all(tag, **attributes)
        return found

    def label_of(self, control: Element) -> str:
        return " ".join(self.one("label", for_=control["id"]).text.split())

    def described(self, control: Element) -> list[str]:
        ids = control.get("aria-describedby", "").split()
        return [next(one.text for one in self.elements if one.get("id") == wanted) for wanted in ids]
