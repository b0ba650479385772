"""Words beside a product, or behind a name, that say that its certificate was withdrawn or that who makes it is no more.

Few and sure ones: what else offices note down beside products stays theirs.
"""

import re
from collections.abc import Container, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from events_app.i18n import marked
from events_app.identifying import masked
from events_app.imports import saying
from events_app.imports.headings import Field
from events_app.imports.saying import Unclear, Wrong
from events_app.values import plain

NOTED = marked(
    "“%(words)s”, in the column “%(column)s”, says that the certificate was withdrawn, or that the entity or its production has "
    "ended: leave the row out, or send it without the note if the certificate is valid."
)
LAPSED = marked(
    "“%(words)s”, in the column “%(column)s”, says that the certificate has lost its force, and the days of this row do not: "
    "correct the last day, leave the row out, or send it without the note if the certificate is valid."
)
ASKED = marked(
    "“%(words)s”, in the column “%(column)s”, asks that the certificate be withdrawn: leave the row out, or send it without the "
    "note if the certificate is valid."
)
NAMED = marked(
    "“%(words)s” says that the certificate was withdrawn, or that the entity or its production has ended: leave the row out, or "
    "write the name alone if the certificate is valid."
)
LEFT = marked(
    "“%(words)s”, in the column “%(column)s”, says that the product was taken out, or that its entity was sold, has moved or is no "
    "more: leave the row out, correct it, or send it without the note if the certificate is valid for this entity."
)
NAMED_LEFT = marked(
    "“%(words)s” says that the product was taken out, or that its entity was sold, has moved or is no more: leave the "
    "row out, or write the name alone if the certificate is valid for this entity."
)
# Stands in lists that were read before the note itself was kept: their rows say so to whoever looks at them, in any language.
UNQUOTED = marked(
    "A note in this row says that the certificate was withdrawn, or that the entity or its production has ended: leave the row "
    "out, or send it without the note if the certificate is valid."
)
_NOTES = re.compile(r"ghi chu|chu thich|(?:tinh|hien) trang|trang thai|notes?\b|remarks?\b|status\b|catatan|keterangan")
Note = tuple[str, str]  # the words above its column, and the note
_WORK = r"(?:hoat dong|san xuat|kinh doanh|sx|kd|sxkd)"
_ENDED = re.compile(
    r"\b(?:thu hoi|giai the|pha san|"
    r"(?:bi )?tuoc (?:bo |quyen |danh hieu |giay )*(?:gcn|chung nhan|cong nhan|ocop)|bi tuoc|(?:(?:bi|da) |^)dinh chi(?! tam)|"
    r"xoa (?:ten|khoi)|(?:da|bi|co so) dong cua(?! tam)|rut (?:khoi|ten)|xin rut|"
    r"khong (?:con )?du dieu kien(?! (?:nang|len|xet|de|dat|cong nhan 5|5|4)\b)|"
    rf"(?:ngung|dung|cham dut|khong con|het) (?:viec )?{_WORK}|khong hoat dong|"
    rf"khong (?:con )?(?:{_WORK}|lam|ban)(?: \w+){{0,2}} nua|"
    rf"(?:da|xin) nghi (?:han |luon )?(?:{_WORK}|lam|ban|nghe)|^da nghi$|(?:da |^)bo nghe|chuyen nghe|"
    r"huy (?:bo )?(?:giay|gcn|ket qua|quyet dinh|qd|cong nhan)|"
    r"revoked|withdrawn|dissolved|bankrupt|ceased|dicabut|dibubarkan|bangkrut|berhenti beroperasi)\b"
)
_SOLD = r"(?:co so|nha may|xuong|nha xuong|doanh nghiep|cong ty|cty|htx|hop tac xa|thuong hieu|nhan hieu)"
_ELSEWHERE = r"(?:tinh|thanh pho|tp|huyen|xa|dia phuong|dia ban|noi|cho)"
_LEFT = re.compile(
    rf"\b(?:bi loai(?! [ivx\d])|(?:da |^)loai (?:bo|ra|khoi)|khong dat (?:yeu cau|tieu chi|chuan|sao|ocop)|^khong dat$|"
    rf"da ban (?:lai )?{_SOLD}|(?:da|sang|chuyen) (?:chuyen )?nhuong|sang ten|"
    rf"(?:chuyen|roi)(?: \w+){{0,3}} {_ELSEWHERE} khac|chuyen (?:sang|di|ra|vao) (?:tinh|thanh pho|tp)|"
    rf"chu (?:the|ho|co so|doanh nghiep) (?:da )?(?:mat|chet|qua doi)|da (?:mat|chet)$|(?:da |^)qua doi|"
    rf"(?:da |^)(?:sap nhap|hop nhat|nhap) (?:vao|voi) {_SOLD}|moved away|deceased|removed from|excluded|pindah|dikeluarkan)\b"
)  # of what is no more here, whatever became of it
_LAPSED = re.compile(
    r"\b(?:het (?:gia tri|hieu luc)|mat hieu luc|khong con (?:gia tri|hieu luc)|da het han|expired|no longer valid|"
    r"(?<!sap )(?<!gan )(?<!khi )(?:het (?:thoi )?han|qua han)(?! (?:su dung|nop|dang ky))|tidak berlaku(?: lagi)?|kedaluwarsa)\b"
)  # of a certificate: its days say so as well, or contradict
_ENDS_ON = re.compile(r"\b(?:het (?:thoi )?han|qua han)\D{0,20}(?:(\d{1,2})[/.-])?(?:(\d{1,2})[/.-])?((?:19|20)\d\d)\b")
_ASKED = re.compile(r"\b(?:de nghi|de xuat|kien nghi)(?: xem xet)? (?:thu hoi|tuoc|dinh chi|xoa (?:ten|khoi)|rut)\b")
_NOT = frozenset(
    ["khong", "chua", "tam", "nghi", "xuat", "kien", "xet", "neu", "tranh", "not", "never", "tidak", "belum"]
)  # before these words, and “đề nghị”, “đề xuất”, “dự kiến” and “xem xét” by their last ones
_BEFORE = 3  # words in which it is looked for


def notes(words: Sequence[str], read: Container[int]) -> list[int]:
    """The columns of a list that say something beside, of those that are not ``read`` otherwise."""
    return [n for n, one in enumerate(words) if n not in read and _NOTES.match(plain(one).rpartition(" – ")[2])]


def noted(row: Sequence[Any], columns: Sequence[int], words: Sequence[str]) -> list[Note]:
    """Those of these cells that say so, each with the words above its column."""
    return [(words[n], cell) for n in columns if n < len(row) and isinstance(cell := row[n], str) and told_by(cell)]


def wrong(note: Note) -> Wrong:
    """Why a row with such a note comes back; the whole note goes back with it."""
    column, said = note[0], masked(note[1])
    return Field.PRODUCT, told_by(note[1]), {"words": said[:_LONGEST_NOTE], "column": column, "note": said}


def noted_in(wrongs: Sequence[Sequence[Any]]) -> dict[str, str]:
    """The notes by which a row came back, by their columns."""
    return {
        values["column"]: values["note"] for _, message, values in wrongs if message in _OF_NOTES and "note" in values
    }


_OF_NOTES = {NOTED: _ENDED, LAPSED: _LAPSED, ASKED: _ASKED, LEFT: _LEFT}


def contradicting(notes: Sequence[Note], ends_on: date | None, today: date | None) -> list[Note]:
    """These notes but those that say only of a certificate what its last day says too: that it is over, or when it will be."""
    over = ends_on is not None and today is not None and ends_on < today
    return [one for one in notes if told_by(one[1]) != LAPSED or not (over or _is_to_come(one[1], today))]


def _is_to_come(note: str, today: date | None) -> bool:
    """Whether a note names a day, a month or a year on which a certificate will end, and which is not over."""
    found = _ENDS_ON.search(plain(note))
    if found is None or today is None:
        return False
    day, month = (found[1], found[2]) if found[2] else (None, found[1])
    return (int(found[3]), int(month or 12), int(day or 31)) >= (today.year, today.month, today.day)


@lru_cache(4096)
def says(text: str) -> bool:
    """Whether a text says that something has ended, and not that it has not, or may."""
    return _is_said(_ENDED, text)


@lru_cache(4096)
def has_left(text: str) -> bool:
    """Whether a text says that a product was taken out, or that its entity is not here or not itself any more."""
    return _is_said(_LEFT, text)


@lru_cache(4096)
def told_by(note: str) -> str:
    """As what a row comes back with such a note; blank where it stays."""
    return next((message for message, words in _OF_NOTES.items() if _is_said(words, note)), "")


def _is_said(words: re.Pattern[str], text: str) -> bool:
    bare = plain(text)
    return any(_NOT.isdisjoint(bare[: one.start()].split()[-_BEFORE:]) for one in words.finditer(bare))


def name(cell: Any) -> str:
    """A name that is public and behind which nothing of that stands. Raises Unclear."""
    said = saying.public(cell)
    check(said)
    return said


def check(said: str) -> None:
    """Raises Unclear where a name is followed by such words."""
    if said[-1:] == ")":  # as many do
        words = said[said.rfind("(") + 1 : -1]
    elif " đã " in said or "-" in said or "," in said or ";" in said or "–" in said:
        behind = _BEHIND.search(said)
        words = behind[1] if behind else ""
    else:
        return
    if says(words) or has_left(words):
        raise Unclear(NAMED if says(words) else NAMED_LEFT, words=words[:_LONGEST])


_BEHIND = re.compile(r".(?:[(–,;-]\s*|\s(?=đã\s))([^(–,;-]+?)\s*$", re.I)
_LONGEST = 60  # letters of words that are said again
_LONGEST_NOTE = 200  # likewise
