"""Reads summaries whatever their layout: a table with or without borders, cells cut or wrapped, any alignment.

What belongs to a layer is found by its name, and names and numbers count as whole words only.
"""

from __future__ import annotations

import re
from typing import Any, Dict, Iterable, Iterator, List, Match, Optional, Sequence, Set, Tuple

Span = Tuple[int, int]
#: Name, units, count of parameters and source of a layer.
Row = Tuple[str, int, int, str]

#: Characters by which a cell may miss the ends of its column: borders, padding and rounding.
NEAR = 3
#: The same for the middle of a cell.
NEAR_MIDDLE = 2

#: What parts the cells of a line: blanks or dots or the like, or a border.
_GAP = re.compile(r"\s{2,}|[|\u2500-\u257f]|([.\-_=~*·])\1+")
#: What parts the phrases of a line about totals; a comma or point within a number does not.
_PHRASES = re.compile(r"[,;]\s+|[|/()\[\]\u2500-\u257f]|\s{2,}|\band\b")
_NUMBER = re.compile(r"(?<!\w)(?<!\d\.)\d{1,3}(?:[,._'’ \u00a0\u202f]\d{3})+(?!\d)|(?<!\w)(?<!\d\.)\d+")
_FROZEN = re.compile(r"(non|not|un)[-_ ]?trainable|not\s+be\s+trained|frozen|fixed", re.IGNORECASE)
_ELLIPSIS = re.compile(r"(?<!\.)\.{2,3}(?!\.)|\u2026")
#: A size in memory, which counts no parameters.
_BYTES = re.compile(r"\d[\d.,]*\s*(?:[kKMGT]i?)?(?:B|[Bb]ytes?)(?!\w)")
_ABOUT_TOTALS = re.compile(r"total|trainable|frozen|param", re.IGNORECASE)


class Token:
    """Something to look for in a line, and the pattern of what it looks like."""

    def __init__(self, shown: str, pattern: str) -> None:
        self.shown, self.search = shown, re.compile(pattern).search

    def __repr__(self) -> str:
        return self.shown


#: A count of zero, which is no index of a call or a tensor.
ZERO = Token("0", r"(?<![^\s|\u2500-\u257f])0(?![^\s|\u2500-\u257f])")


def word(text: str) -> Token:
    """Return a token for the text as a whole word: `dense_1` is not in `dense_11`."""
    return Token(text, r"(?<!\w)" + re.escape(text) + r"(?!\w)")


def number(value: int) -> Token:
    """Return a token for a number, with or without something between the thousands."""
    thousands = r"[,._'’ \u00a0\u202f]?".join(f"{value:,}".split(","))
    return Token(f"{value:,}", r"(?<!\w)(?<!\d[,.'’])" + thousands + r"(?!\d|[,._'’]\d)")


def shape(*sizes: int) -> Token:
    """Return a token for sizes of axes that follow each other, with anything short between: `(None, 5, 7)`."""
    texts = list(map(str, sizes))
    return Token(f"(..., {', '.join(texts)})", r"(?<![\d.])" + r"\D{1,3}".join(texts) + r"(?!\d|\.\d)")


def numbers(text: str) -> Set[int]:
    """Return all numbers in a text."""
    return {int(re.sub(r"\D", "", found)) for found in _NUMBER.findall(text)}


class Lines:
    """Lines of text, which have a token or not."""

    def __init__(self, lines: List[str]) -> None:
        self.lines = lines

    def __repr__(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines)

    def __contains__(self, token: Token) -> bool:
        return any(token.search(line) for line in self.lines)

    @property
    def longest(self) -> int:
        """Return how long the longest line is."""
        return max(map(len, self.lines))

    @property
    def sizes(self) -> Set[int]:
        """Return the numbers in them, but for the smallest, which may count rows, calls or tensors."""
        return {found for line in self.lines for found in numbers(line) if found > 9}


class Summary(Lines):
    """The lines that `print_fn` was called with, and the names of the layers that they may be about."""

    def __init__(self, calls: Iterable[Any], names: Iterable[str]) -> None:
        super().__init__("\n".join(map(str, calls)).split("\n"))
        self.names = list(names)
        #: The line that each layer's part begins with. It may be mentioned in a further line of another one before.
        self._starts: Dict[str, int] = {}
        rows = list(self._rows())
        _, end = min((cell for _, _, cell in rows), key=lambda cell: (cell[0], -cell[1]), default=(0, 0))
        for place, name, (start, _) in rows:
            if start < end:  # in the column of names, however they are aligned
                self._starts.setdefault(name, place)

    def _rows(self) -> Iterator[Tuple[int, str, Span]]:
        """Generate the lines that have a name: where they are, the first name in them, and where its cell is."""
        any_name = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, self.names)) + r")(?!\w)")
        for place, line in enumerate(self.lines):
            found = any_name.search(line)
            if found:
                cells = [(start, start + len(text)) for start, text in _texts(line)]
                cell = next((cell for cell in cells if found.start() < cell[1]), found.span())
                yield place, found.group(), cell

    @property
    def order(self) -> List[str]:
        """Return the names of the layers as they come."""
        return sorted(self._starts, key=self._starts.__getitem__)

    def of(self, name: str) -> Part:
        """Return the lines about a layer: up to the next layer's, or to the totals."""
        assert name in self._starts, f"nothing about the layer {name} in\n{self}"
        first = self._starts[name]
        others = [place for place in self._starts.values() if place > first]
        last = min(others) if others else len(self.lines)
        if not others:
            about = (place for place in range(first + 1, last) if _ABOUT_TOTALS.search(self.lines[place]))
            last = next(about, last)
        return Part(self.lines[first:last], name, self.names)

    def cells(self, rows: Iterable[Row]) -> List[List[Span]]:
        """Return where the cells of each row are, from left to right."""
        found = []
        for layer, units, count, source in rows:
            tokens = word(layer), shape(units), number(count), word(source)
            found.append(sorted(self.of(layer).cell(token, tokens) for token in tokens))
        return found

    def has_other_columns(self, rows: Iterable[Row]) -> bool:
        """Tell whether in the line of a layer's name anything is in none of the four cells of its row."""
        return any(
            self.of(layer).beside([word(layer), shape(units), number(count), word(source)])
            for layer, units, count, source in rows
        )

    def places(self, *tokens: Token) -> List[int]:
        """Return where the tokens are in the first line that has all of them."""
        for line in self.lines:
            found = [match.start() for match in _matches(tokens, line)]
            if len(found) == len(tokens):
                return found
        raise AssertionError(f"no line has all of {tokens} in\n{self}")

    def totals(self, kind: str) -> Set[int]:
        """Return the numbers that are said to be `total`, `trainable` or `frozen`, outside of the layers' lines."""
        places = self._starts.values()
        lines = self.lines[: min(places, default=0)] + self.lines[max(places, default=-1) + 1 :]
        phrases = [phrase for phrase in _phrases(lines) if _kind(phrase) == kind]
        return {found for phrase in phrases for found in numbers(_BYTES.sub(" ", phrase))}

    def tells(self, kind: str, value: int) -> bool:
        """Tell whether it has that total: in words, if it has any for it, or else as the number alone."""
        said = self.totals(kind)
        return value in said if said else number(value) in self


def _matches(tokens: Iterable[Token], line: str) -> List[Match[str]]:
    """Return the matches of those of the tokens that the line has."""
    return [match for match in (token.search(line) for token in tokens) if match]


def _phrases(lines: Iterable[str]) -> Iterator[str]:
    """Generate the lines, those in parts that speak of several totals."""
    for line in lines:
        parts = [part for part in _PHRASES.split(line) if part]
        several = len({_kind(part) for part in parts} - {None}) > 1
        yield from parts if several else [line]


def _kind(phrase: str) -> Optional[str]:
    """Return which total a phrase speaks of, if of any."""
    if _FROZEN.search(phrase):
        return "frozen"
    if re.search("trainable", phrase, re.IGNORECASE):
        return "trainable"
    return "total" if re.search("total", phrase, re.IGNORECASE) else None


class Part(Lines):
    """The lines about one layer."""

    def __init__(self, lines: List[str], name: str, names: Sequence[str]) -> None:
        super().__init__(lines)
        self.name, self.names = name, names

    @property
    def others(self) -> Set[str]:
        """Return the names of the other layers in them, also those that are cut and go on in the cell below."""
        cells: Dict[int, str] = {}
        for line in self.lines:
            for start, text in _texts(line):
                above = next(
                    (place for place in cells if abs(place - start) <= 1), start
                )  # a blank may be cut off
                cells[above] = cells.get(above, "") + text.strip()
        told = Lines([*self.lines, *cells.values()])
        return {name for name in self.names if name != self.name and word(name) in told}

    @property
    def is_abbreviated(self) -> bool:
        """Tell whether they show that there would be more to tell."""
        return any(_ELLIPSIS.search(line) for line in self.lines)

    def cell(self, token: Token, tokens: Sequence[Token] = ()) -> Span:
        """Return where the cell that has the token starts and ends; each of the tokens has a cell of its own."""
        for line in self.lines:
            found = token.search(line)
            if found:
                gaps = [match.span() for match in _GAP.finditer(line)]
                gaps += _blanks_between(line, _matches(tokens, line))
                start = max([end for begin, end in gaps if end <= found.start()], default=0)
                end = min([begin for begin, end in gaps if begin >= found.end()], default=len(line))
                text = line[start:end]
                return start + len(text) - len(text.lstrip()), start + len(text.rstrip())
        raise AssertionError(f"no {token} in what is told of {self.name}:\n{self}")

    def beside(self, tokens: Sequence[Token]) -> List[Span]:
        """Return the cells of the first line, that with the layer's name, which have none of the tokens."""
        first = Part(self.lines[:1], self.name, self.names)
        ends = [first.cell(token, tokens) for token in tokens if token in first]
        texts = [
            (start, start + len(text)) for start, text in _texts(self.lines[0]) if re.search(r"\w", text)
        ]
        return [text for text in texts if not any(text[0] < end and start < text[1] for start, end in ends)]


def _texts(line: str) -> Iterator[Tuple[int, str]]:
    """Generate where a line's cells start, and their texts."""
    gaps = [match.span() for match in _GAP.finditer(line)]
    for start, end in zip([0] + [end for _, end in gaps], [begin for begin, _ in gaps] + [len(line)]):
        if line[start:end].strip():
            yield start, line[start:end]


def _blanks_between(line: str, matches: Iterable[Match[str]]) -> Iterator[Span]:
    """Generate where a single blank is all that parts two cells, as behind a number aligned on its right."""
    cells = sorted(match.span() for match in matches)
    for (_, end), (start, _) in zip(cells, cells[1:]):
        if line[end:start] == " ":
            yield end, start


class in_columns:
    """Equals rows of cells that all lie in columns which end at the given places, whatever their alignment.

    A row is a list of (start, end), one for each column. Each column is aligned on its left, on its right or in its
    middle. Where there are no rows, nothing lies in columns.
    """

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, *ends: float) -> None:
        self.ends = ends

    def __eq__(self, rows: Any) -> bool:
        if not rows or any(len(row) != len(self.ends) for row in rows):
            return False
        columns = zip(zip(*rows), (0,) + self.ends, self.ends)
        return all(_is_aligned(column, start, end) for column, start, end in columns)

    def __repr__(self) -> str:
        return "cells aligned in columns that end at {}".format(", ".join(map(str, self.ends)))


def _is_aligned(cells: Sequence[Span], start: float, end: float) -> bool:
    if any(first < start - NEAR or last > end + NEAR for first, last in cells):
        return False
    return (
        all(abs(first - start) <= NEAR for first, last in cells)
        or all(abs(last - end) <= NEAR for first, last in cells)
        or all(abs((first + last) / 2 - (start + end) / 2) <= NEAR_MIDDLE for first, last in cells)
    )
