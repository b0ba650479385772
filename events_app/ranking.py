"""How far a name is from what was typed, from 0 to 1, of rows that were found already: SQL over their ``search`` and ``sort``.

Of what holds the words, whole words beside each other come first, then those of which the last is only begun, then words that
stand apart, in the order in which they were typed before any other. Within each, names with the accents that were typed come first,
then those that are what was typed and no more, then the shorter ones.
"""

from collections.abc import Sequence

from events_app import matching, mistyping, values
from events_app.matching import Add, Sought

_WHOLE, _BEGUN, _IN_ORDER, _APART = 0.8, 0.67, 0.54, 0.41
_ACCENTS, _NO_MORE, _LENGTH = 0.1, 0.05, 0.03
AS_WRITTEN = (
    1 - _WHOLE - _NO_MORE + 0.01
)  # behind what holds the words as they were written, and what is called so, before the rest
_SIGNS = "\x01()-–,./\"'"  # behind or before a word, and between the two halves of a key that sorts


def held(sought: Sought, table: str, add: Add, *, before: Sequence[str], accents: bool) -> str:
    """How far a name of ``table`` that holds the words is from a reading.

    What is called so may have one of the texts ``before`` it. Without ``accents`` it is not known which ones are meant. What holds
    the words is the less like them the longer it is, which is known much faster than how alike two texts are.
    """
    likeness = [_held(one, table, add, before) for one in (*sought.readings, *sought.typed)]
    if not likeness:
        return "1.0"
    as_typed = f" - CASE WHEN {_accented(sought.written, table, add)} THEN {_ACCENTS} ELSE 0 END" if accents else ""
    return f"round((1 - greatest({', '.join(likeness)}){as_typed})::numeric, 5)"


def named(sought: Sought, table: str, add: Add) -> str:
    """That the words are those of the name, not of what else a row of ``table`` is found by."""
    ways = [
        ", ".join(f"strpos({table}.search, ${add(word)}) + {len(word) - 1}" for word in one.split())
        for one in (*sought.readings, *sought.typed)
    ]
    return matching.any_of([f"greatest({one}) <= {_length(table)}" for one in ways])


def meant(sought: Sought, table: str, add: Add) -> str:
    """That two words which stand there in the other order have the accents that were typed: ``hạng Ngân`` is no ``ngân hàng``."""
    pairs = [one.split() for one in (*sought.readings, *sought.typed) if len(one.split()) == 2]
    if not (pairs and sought.accented):
        return "true"
    in_order = f"{table}.search LIKE ANY (${add([f'%{first}%{last}%' for first, last in pairs])}::text[])"
    return f"({in_order} OR {_accented(sought.written, table, add)})"


def near(sought: Sought, table: str, add: Add) -> str:
    """How far the whole of what is near is from a reading, from 0 to 0.4: words beside each other first."""
    return _roughly(
        sought, table, add, "CASE WHEN strpos({1}, {0}) > 0 THEN 0.7 ELSE 0.6 END + 0.3 * similarity({0}, {1})"
    )


def far(sought: Sought, table: str, add: Add) -> str:
    """How far it is from the nearest reading: a part of the name first, then the whole of it."""
    return _roughly(sought, table, add, "0.7 * word_similarity({0}, {1}) + 0.3 * similarity({0}, {1})")


def _roughly(sought: Sought, table: str, add: Add, likeness: str) -> str:
    likenesses = [likeness.format(f"${add(one)}::text", f"{table}.search") for one in (*sought.readings, *sought.typed)]
    return f"round((1 - greatest({', '.join(likenesses)}))::numeric, 4)" if likenesses else "1.0"


def _held(reading: str, table: str, add: Add, before: Sequence[str]) -> str:
    column, words = f"{table}.search", reading.split()
    whole, length = f"strpos(' ' || {column} || ' ', ${add(f' {reading} ')})", len(reading)
    # Up to a bracket: what stands in it tells apart things of one name.
    ends = f"CASE strpos({table}.sort, '(') WHEN 0 THEN {_length(table)} ELSE strpos({table}.sort, '(') - 2 END"
    begins = f"{column} LIKE ANY (${add([f'{reading}%', *(f'{one} %' for one in before)])}::text[])"
    classes = [
        f"WHEN {whole} > 0 THEN {_WHOLE} + CASE WHEN {whole} + {length - 1} = {ends} AND {begins}"
        f" THEN {_NO_MORE} ELSE 0 END",
        f"WHEN strpos({column}, ${add(reading)}) > 0 THEN {_BEGUN}",
    ]
    if len(words) > 1:
        classes.append(f"WHEN {column} LIKE ${add('%'.join(['', *words, '']))} THEN {_IN_ORDER}")
    shorter = f"{_LENGTH} * least(1, {length + 1}::float / ({_length(table)} + 1))"
    return f"CASE {' '.join(classes)} ELSE {_APART} END + {shorter}"


def _length(table: str) -> str:
    """How many letters the name has: its key has each twice, for the letter and for its tone."""
    return f"(length({table}.sort) - 1) / 2"


def toned(word: str) -> tuple[str, str]:
    """The letters of a word as a key that sorts has them, and its tone: ``hòa`` and ``hoà`` are one."""
    letters, _, tones = values.sort_key(word).partition("\x01")
    return letters, tones.replace("0", "")


def _accented(written: Sequence[str], table: str, add: Add) -> str:
    """That one of the texts is in the name as it is written, or all words of it are, wherever in a word a tone is put."""
    ways = []
    for text in written:
        words = text.split()
        letters, _, tones = values.sort_key(text).partition("\x01")
        found = f"strpos(name.key, ${add(f' {letters} ')})"
        ways.append(f"{found} > 0 AND substr(name.key, {found} + name.letters + 2, {len(tones)}) = ${add(tones)}")
        ways.append(" AND ".join(_word(one, add, last=n == len(words)) for n, one in enumerate(words, 1)))
    signs = add(_SIGNS)
    name = f"' ' || translate({table}.sort, ${signs}, '{' ' * len(_SIGNS)}') AS key, {_length(table)} AS letters"
    return f"(SELECT ({') OR ('.join(ways)}) FROM (SELECT {name} OFFSET 0) AS name)"


def _word(word: str, add: Add, *, last: bool) -> str:
    letters, tone = toned(word)
    tone_is = f"= ${add(tone)}"

    def there(pattern: str) -> str:
        found = f"strpos(name.key, ${add(pattern)})"
        tones = f"substr(name.key, {found} + name.letters + 2, {len(letters)})"
        return f"({found} > 0 AND replace({tones}, '0', '') {tone_is})"

    whole = there(f" {letters} ")
    return f"({whole} OR {there(f' {letters}')})" if last and len(word) >= mistyping.PREFIX else whole
