"""The reader of summaries, on stored ones: of several libraries and layouts, right ones and wrong ones."""

import pytest

from cthulhu_conformance.print_summary.reading import ZERO, Summary, in_columns, number, shape, word
from tests.readers.stored import DATA, files, table


def completed(entry):
    """Return an entry with what it has not changed of another one."""
    like = dict(TABLE[entry["like"]]) if "like" in entry else {}
    rows = {row.split(" ")[0]: row for row in like.get("rows", []) + entry.get("changed", [])}
    gone = entry.get("missing", [])
    return {**like, "rows": [row for name, row in rows.items() if name not in gone], **entry}


TABLE = table("summaries")
ENTRIES = {name: completed(entry) for name, entry in TABLE.items()}
KINDS = "total", "trainable", "frozen"


def rows_of(entry):
    """Return the rows as lists: name, sizes, counts, names of others."""
    for row in entry["rows"]:
        name, sizes, counts, others = (part.split() for part in row.split("|", 3))
        yield (
            name[0],
            set(map(int, sizes)),
            set(map(int, counts)),
            set(" ".join(others).replace("|", "").split()),
        )


def names_of(entry):
    in_rows = [row.split(" ")[0] for row in entry["rows"]]
    return list(dict.fromkeys(entry.get("order", "").split() + in_rows + entry.get("missing", [])))


def of_the_same_model(entry):
    """Return all sizes and counts that are told of a model."""
    rows = [row for e in ENTRIES.values() if e["model"] == entry["model"] for row in rows_of(e)]
    return set().union(*(row[1] for row in rows)), set().union(*(row[2] for row in rows))


def read(name):
    entry = ENTRIES[name]
    return entry, Summary([(DATA / name).read_text(encoding="utf-8")], names_of(entry))


def four(entry):
    """Return the rows that have four cells, as `Summary.cells` takes them."""
    rows = [row for row in rows_of(entry) if len(row[1]) == len(row[2]) == len(row[3]) == 1]
    return [(name, *sizes, *counts, *others) for name, sizes, counts, others in rows]


def test_the_table_has_every_file():
    assert files(".txt") == sorted(TABLE)


@pytest.mark.parametrize("name", ENTRIES)
def test_order(name):
    entry, summary = read(name)
    expected = entry["order"].split() if "order" in entry else [row[0] for row in rows_of(entry)]
    assert summary.order == expected


@pytest.mark.parametrize("name", ENTRIES)
def test_rows(name):
    entry, summary = read(name)
    sizes, counts = of_the_same_model(entry)
    observed = []
    for row in rows_of(entry):
        part = summary.of(row[0])
        told = {count for count in counts if (number(count) if count else ZERO) in part}
        observed.append((row[0], {size for size in sizes if shape(size) in part}, told, part.others))
    assert observed == list(rows_of(entry))


@pytest.mark.parametrize("name", [name for name in ENTRIES if "missing" in ENTRIES[name]])
def test_layers_of_which_nothing_is_told(name):
    entry, summary = read(name)
    for layer in entry["missing"]:
        with pytest.raises(AssertionError, match=f"nothing about the layer {layer}"):
            summary.of(layer)


@pytest.mark.parametrize("name", ENTRIES)
def test_totals(name):
    entry, summary = read(name)
    assert {kind: sorted(summary.totals(kind)) for kind in KINDS} == entry["totals"]


@pytest.mark.parametrize("name", ENTRIES)
def test_which_totals_are_told(name):
    entry, summary = read(name)
    for kind in KINDS:
        for value in entry["totals"][kind]:
            assert summary.tells(kind, value)
            assert not summary.tells(kind, value + 1)


@pytest.mark.parametrize("name", ENTRIES)
def test_length(name):
    entry, summary = read(name)
    assert summary.longest == entry["longest"]


@pytest.mark.parametrize("name", ENTRIES)
def test_what_is_abbreviated(name):
    entry, summary = read(name)
    observed = [row[0] for row in rows_of(entry) if summary.of(row[0]).is_abbreviated]
    assert observed == entry.get("abbreviated", [])


@pytest.mark.parametrize("name", [name for name in ENTRIES if "columns" in TABLE[name]])
def test_columns(name):
    entry, summary = read(name)
    cells = summary.cells(four(entry))
    assert len(cells) >= 3
    assert cells == in_columns(*entry["columns"])
    assert cells != in_columns(*(end + 8 for end in entry["columns"]))
    for layer, expected in entry.get("cells", {}).items():
        row = [row[0] for row in four(entry)].index(layer)
        assert [list(cell) for cell in cells[row]] == expected


@pytest.mark.parametrize("name", [name for name in ENTRIES if "not_in_columns" in ENTRIES[name]])
def test_columns_that_are_none(name):
    entry, summary = read(name)
    assert summary.cells(four(entry)) != in_columns(*entry["not_in_columns"])


@pytest.mark.parametrize("name", [name for name in ENTRIES if "has_other_columns" in TABLE[name]])
def test_other_columns(name):
    entry, summary = read(name)
    assert summary.has_other_columns(four(entry)) is entry["has_other_columns"]


@pytest.mark.parametrize("name", [name for name in ENTRIES if "columns" in ENTRIES[name]])
def test_a_row_is_in_the_line_that_has_all_of_it(name):
    entry, summary = read(name)
    layer, size, count, source = four(entry)[-1]
    tokens = word(layer), shape(size), number(count), word(source)
    line = next(line for line in summary.lines if layer in line and str(size) in line)
    assert summary.places(*tokens) == [token.search(line).start() for token in tokens]
