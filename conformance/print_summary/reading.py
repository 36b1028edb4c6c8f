"""Reads summaries whatever their layout: a table with or without borders, cells cut or wrapped, any alignment.

What belongs to a layer is found by its name, and names and numbers count as whole words only.
"""

import re

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
_ABOUT_TOTALS = re.compile(r"total|trainable|frozen|param", re.IGNORECASE)


class Token:
    """Something to look for in a line, and what it looks like."""

    def __init__(self, shown, pattern):
        self.shown, self.search = shown, re.compile(pattern).search

    def __repr__(self):
        return self.shown


#: A count of zero, which is no index of a call or a tensor.
ZERO = Token("0", r"(?<![^\s|\u2500-\u257f])0(?![^\s|\u2500-\u257f])")


def word(text):
    """The text as a whole word: `dense_1` is not in `dense_11`."""
    return Token(text, r"(?<!\w)" + re.escape(text) + r"(?!\w)")


def number(value):
    """A number, with or without something between the thousands."""
    thousands = r"[,._'’ \u00a0\u202f]?".join(f"{value:,}".split(","))
    return Token(f"{value:,}", r"(?<!\d)(?<!\d[,._])" + thousands + r"(?!\d|[,._]\d)")


def shape(*sizes):
    """The sizes of axes that follow each other, with anything short between them: `(None, 5, 7)`."""
    sizes = list(map(str, sizes))
    return Token(f"(..., {', '.join(sizes)})", r"(?<![\d.])" + r"\D{1,3}".join(sizes) + r"(?!\d|\.\d)")


def numbers(text):
    """All numbers in a text."""
    return {int(re.sub(r"\D", "", found)) for found in _NUMBER.findall(text)}


class Lines:
    """Lines of text, which have a token or not."""

    def __init__(self, lines):
        self.lines = lines

    def __repr__(self):
        return "\n".join(line.rstrip() for line in self.lines)

    def __contains__(self, token):
        return any(token.search(line) for line in self.lines)

    @property
    def longest(self):
        """How long the longest line is."""
        return max(map(len, self.lines))

    @property
    def sizes(self):
        """The numbers that they tell, but for the smallest, which may count rows, calls or tensors."""
        return {found for line in self.lines for found in numbers(line) if found > 9}


class Summary(Lines):
    """What `print_fn` was called with, and the names of the layers that it may be about."""

    def __init__(self, calls, names):
        super().__init__("\n".join(map(str, calls)).split("\n"))
        self.names = list(names)
        #: Which line each layer's part begins with: the first one that has its name before any other layer's.
        self._starts = {}
        any_name = re.compile(r"(?<!\w)(" + "|".join(map(re.escape, self.names)) + r")(?!\w)")
        for place, line in enumerate(self.lines):
            found = any_name.search(line)
            if found:
                self._starts.setdefault(found.group(1), place)

    @property
    def order(self):
        """The names of the layers as they come."""
        return sorted(self._starts, key=self._starts.get)

    def of(self, name):
        """The lines about a layer: up to the next layer's, or to the totals."""
        assert name in self._starts, f"nothing about the layer {name} in\n{self}"
        first = self._starts[name]
        others = [place for place in self._starts.values() if place > first]
        last = min(others) if others else len(self.lines)
        if not others:
            about = (place for place in range(first + 1, last) if _ABOUT_TOTALS.search(self.lines[place]))
            last = next(about, last)
        return Part(self.lines[first:last], name, self.names)

    def cells(self, rows):
        """Where the cells of each row are, from left to right; a row is a layer, its units, its count, its source."""
        found = []
        for layer, units, count, source in rows:
            tokens = word(layer), shape(units), number(count), word(source)
            found.append(sorted(self.of(layer).cell(token, tokens) for token in tokens))
        return found

    def has_other_columns(self, rows):
        """Whether in the line of a layer's name anything is in none of the four cells of its row (see `cells`)."""
        return any(
            self.of(layer).beside([word(layer), shape(units), number(count), word(source)])
            for layer, units, count, source in rows
        )

    def places(self, *tokens):
        """Where in the first line that has all of the tokens they are."""
        for line in self.lines:
            found = [token.search(line) for token in tokens]
            if all(found):
                return [match.start() for match in found]
        raise AssertionError(f"no line has all of {tokens} in\n{self}")

    def totals(self, kind):
        """The numbers that are said to be `total`, `trainable` or `frozen`, outside of the layers' lines."""
        places = self._starts.values()
        lines = self.lines[: min(places, default=0)] + self.lines[max(places, default=-1) + 1 :]
        return set().union(*(numbers(phrase) for phrase in _phrases(lines) if _kind(phrase) == kind))

    def tells(self, kind, value):
        """Whether it tells that total: in words, if it has any for it, or else by the number alone."""
        said = self.totals(kind)
        return value in said if said else number(value) in self


def _phrases(lines):
    """The lines, those in parts that speak of several totals."""
    for line in lines:
        parts = [part for part in _PHRASES.split(line) if part]
        several = len({_kind(part) for part in parts} - {None}) > 1
        yield from parts if several else [line]


def _kind(phrase):
    """Which total a phrase speaks of."""
    if _FROZEN.search(phrase):
        return "frozen"
    if re.search("trainable", phrase, re.IGNORECASE):
        return "trainable"
    return "total" if re.search("total", phrase, re.IGNORECASE) else None


class Part(Lines):
    """The lines about one layer."""

    def __init__(self, lines, name, names):
        super().__init__(lines)
        self.name, self.names = name, names

    @property
    def others(self):
        """The names of the other layers that it mentions, also those that are cut and go on in the cell below."""
        cells = {}
        for line in self.lines:
            for start, text in _texts(line):
                cells[start] = cells.get(start, "") + text
        told = Lines([*self.lines, *cells.values()])
        return {name for name in self.names if name != self.name and word(name) in told}

    @property
    def is_abbreviated(self):
        """Whether it shows that there would be more to tell."""
        return any(_ELLIPSIS.search(line) for line in self.lines)

    def cell(self, token, tokens=()):
        """Where in its line the cell that has the token starts and ends; each of the tokens has a cell of its own."""
        for line in self.lines:
            found = token.search(line)
            if found:
                gaps = [match.span() for match in _GAP.finditer(line)]
                gaps += _blanks_between(line, filter(None, (other.search(line) for other in tokens)))
                start = max([end for begin, end in gaps if end <= found.start()], default=0)
                end = min([begin for begin, end in gaps if begin >= found.end()], default=len(line))
                text = line[start:end]
                return start + len(text) - len(text.lstrip()), start + len(text.rstrip())
        raise AssertionError(f"no {token} in what is told of {self.name}:\n{self}")

    def beside(self, tokens):
        """What the first line, that with the layer's name, tells in other cells than those of the tokens."""
        first = Part(self.lines[:1], self.name, self.names)
        ends = [first.cell(token, tokens) for token in tokens if token in first]
        texts = [
            (start, start + len(text)) for start, text in _texts(self.lines[0]) if re.search(r"\w", text)
        ]
        return [text for text in texts if not any(text[0] < end and start < text[1] for start, end in ends)]


def _texts(line):
    """Where a line's cells start, and their texts."""
    gaps = [match.span() for match in _GAP.finditer(line)]
    for start, end in zip([0] + [end for _, end in gaps], [begin for begin, _ in gaps] + [len(line)]):
        if line[start:end].strip():
            yield start, line[start:end]


def _blanks_between(line, cells):
    """Where a single blank is all that parts two cells, as behind a number that is aligned on its right."""
    cells = sorted(match.span() for match in cells)
    for (_, end), (start, _) in zip(cells, cells[1:]):
        if line[end:start] == " ":
            yield end, start


class in_columns:
    """Equal to rows of cells that all lie in columns which end at the given places, whatever their alignment.

    A row is a list of (start, end), one a cell. Each column is aligned on its left, on its right or in its middle.
    """

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, *ends):
        self.ends = ends

    def __eq__(self, rows):
        starts = (0,) + self.ends[:-1]
        return all(
            _is_aligned(column, start, end) for column, start, end in zip(zip(*rows), starts, self.ends)
        )

    def __repr__(self):
        return "cells aligned in columns that end at {}".format(", ".join(map(str, self.ends)))


def _is_aligned(cells, start, end):
    if any(first < start - NEAR or last > end + NEAR for first, last in cells):
        return False
    return (
        all(abs(first - start) <= NEAR for first, last in cells)
        or all(abs(last - end) <= NEAR for first, last in cells)
        or all(abs((first + last) / 2 - (start + end) / 2) <= NEAR_MIDDLE for first, last in cells)
    )
