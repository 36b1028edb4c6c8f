"""The parameters of HDF5Matrix: a file, a dataset in it, and a slice of the dataset."""

import os

import numpy as np
import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.fixtures.hdf5 import numbered, store
from cthulhu_conformance.hdf5_matrix.examples import END, START, row_by_row, twice
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.expectations import exactly, outcome_of, raises, returns


def column(matrix):
    """Return the first number of each row, row by row."""
    return [float(matrix[index][0]) for index in range(len(matrix))]


@clause("hdf5_matrix.signature.datapath")
def test_datapath_by_name_and_first(HDF5Matrix, stored):
    assert HDF5Matrix(dataset="data", datapath=stored.path)[1] == exactly(stored.rows[1])
    assert HDF5Matrix(stored.path, dataset="data")[1] == exactly(stored.rows[1])


@clause("hdf5_matrix.signature.dataset")
def test_dataset_by_name_and_second(HDF5Matrix, stored):
    assert HDF5Matrix(stored.path, dataset="data")[1] == exactly(stored.rows[1])
    assert HDF5Matrix(stored.path, "data")[1] == exactly(stored.rows[1])


@clause("hdf5_matrix.signature.start")
def test_start_by_name_and_third(HDF5Matrix, stored):
    assert HDF5Matrix(stored.path, "data", start=7)[0] == exactly(stored.rows[7])
    assert HDF5Matrix(stored.path, "data", 7)[0] == exactly(stored.rows[7])


@clause("hdf5_matrix.signature.start-default")
def test_start_is_zero_by_default(HDF5Matrix, stored):
    assert HDF5Matrix(stored.path, "data")[0] == exactly(stored.rows[0])
    assert HDF5Matrix(stored.path, "data", end=9)[0] == exactly(stored.rows[0])


@clause("hdf5_matrix.signature.end")
def test_end_by_name_and_fourth(HDF5Matrix, stored):
    assert len(HDF5Matrix(stored.path, "data", end=9)) == 9
    assert len(HDF5Matrix(stored.path, "data", 0, 9)) == 9


@clause("hdf5_matrix.signature.end-default")
def test_end_is_that_of_the_dataset_by_default(HDF5Matrix, stored):
    assert len(HDF5Matrix(stored.path, "data")) == 60
    assert len(HDF5Matrix(stored.path, "data", end=None)) == 60


@clause("hdf5_matrix.signature.normalizer")
def test_normalizer_by_name_and_fifth(HDF5Matrix, stored):
    doubled = exactly(stored.rows[2:5] * 2)
    assert HDF5Matrix(stored.path, "data", normalizer=twice)[2:5] == doubled
    assert HDF5Matrix(stored.path, "data", 0, None, twice)[2:5] == doubled


@clause("hdf5_matrix.signature.normalizer-default")
@pytest.mark.parametrize("given", [{}, {"normalizer": None}])
def test_without_normalizer_the_data_stay(HDF5Matrix, stored, given):
    assert HDF5Matrix(stored.path, "data", **given)[2:5] == exactly(stored.rows[2:5])


@clause("hdf5_matrix.datapath.names-the-file")
def test_the_file_of_that_path(HDF5Matrix, tmp_path):
    one = store(tmp_path / "one.hdf5", numbered((5, 2)))
    other = store(tmp_path / "other.hdf5", -numbered((5, 2)))
    matrices = HDF5Matrix(one.path, "data"), HDF5Matrix(other.path, "data")
    assert [matrix[3].tolist() for matrix in matrices] == [[7, 8], [-7, -8]]


@clause("hdf5_matrix.datapath.relative")
def test_the_example(HDF5Matrix, tmp_path, monkeypatch):
    stored = store(tmp_path / "input" / "file.hdf5", numbered((5, 2)))
    monkeypatch.chdir(tmp_path)
    x_data = HDF5Matrix("input/file.hdf5", "data")
    assert x_data[0:5] == exactly(stored.rows)


@clause("hdf5_matrix.datapath.relative-to-another-directory")
def test_the_working_directory_of_the_time(HDF5Matrix, tmp_path, monkeypatch):
    for sign, folder in (1, tmp_path / "one"), (-1, tmp_path / "other"):
        stored = store(folder / "file.hdf5", sign * numbered((5, 2)))
        monkeypatch.chdir(folder)
        assert HDF5Matrix("file.hdf5", "data")[0:5] == exactly(stored.rows)


@clause("hdf5_matrix.datapath.any-name")
@pytest.mark.parametrize("name", ["with space.h5", "gr\u00fc\u00df.hdf5", "no-extension", "a.b.c.dat"])
def test_any_file_name(HDF5Matrix, tmp_path, name):
    stored = store(tmp_path / name, numbered((5, 2)))
    assert HDF5Matrix(stored.path, "data")[0:5] == exactly(stored.rows)


@clause("hdf5_matrix.datapath.missing-file")
def test_a_file_that_is_not_there(HDF5Matrix, tmp_path):
    path = tmp_path / "missing.hdf5"
    assert outcome_of(lambda: HDF5Matrix(str(path), "data")[0]) == raises(Exception)


@clause("hdf5_matrix.datapath.missing-file-is-not-made")
def test_no_file_is_made(HDF5Matrix, tmp_path):
    outcome_of(HDF5Matrix, str(tmp_path / "missing.hdf5"), "data")
    assert os.listdir(str(tmp_path)) == []


@clause("hdf5_matrix.datapath.other-format")
def test_a_file_that_is_not_hdf5(HDF5Matrix, tmp_path):
    path = tmp_path / "text.hdf5"
    path.write_bytes(b"no hdf5 at all\n" * 200)
    assert outcome_of(lambda: HDF5Matrix(str(path), "data")[0]) == raises(Exception)


@clause("hdf5_matrix.datapath.replaced-file")
def test_a_file_that_was_replaced(HDF5Matrix, tmp_path):
    old = store(tmp_path / "file.hdf5", numbered((5, 2)))
    assert HDF5Matrix(old.path, "data")[1] == exactly(old.rows[1])
    new = store(tmp_path / "new.hdf5", numbered((6, 2)) * 100)
    os.replace(new.path, old.path)
    assert HDF5Matrix(old.path, "data")[1:4] == exactly(new.rows[1:4])


@clause("hdf5_matrix.dataset.names-the-dataset")
def test_the_dataset_of_that_name(HDF5Matrix, tmp_path):
    path = tmp_path / "file.hdf5"
    images = store(path, numbered((5, 2)), "images")
    labels = store(path, -numbered((5,)), "labels")
    matrices = HDF5Matrix(images.path, "images"), HDF5Matrix(labels.path, "labels")
    assert [matrix[3].tolist() for matrix in matrices] == [[7, 8], -4]


@clause("hdf5_matrix.dataset.in-a-group")
def test_a_dataset_in_a_group(HDF5Matrix, tmp_path):
    stored = store(tmp_path / "file.hdf5", numbered((5, 2)), "train/images")
    assert HDF5Matrix(stored.path, "train/images")[0:5] == exactly(stored.rows)


@clause("hdf5_matrix.dataset.missing")
def test_a_dataset_that_is_not_there(HDF5Matrix, stored):
    assert outcome_of(lambda: HDF5Matrix(stored.path, "missing")[0]) == raises(Exception)


@cases(
    "start, end",
    {
        "hdf5_matrix.range.both": [(7, 47), (0, 60), (30, 60), (41, 42), (59, 60)],
        "hdf5_matrix.range.start-alone": [(7, None), (1, None), (59, None)],
        "hdf5_matrix.range.end-alone": [(0, 9), (0, 59), (0, 1)],
        "hdf5_matrix.range.numpy-ints": [(np.int64(7), np.int64(47)), (np.int32(7), None)],
    },
)
def test_start_and_end(HDF5Matrix, stored, start, end):
    given = {} if start == 0 else {"start": start}
    if end is not None:
        given["end"] = end
    matrix = HDF5Matrix(stored.path, "data", **given)
    assert row_by_row(matrix) == stored.rows[start:end].tolist()
    assert matrix[0 : len(matrix)] == exactly(stored.rows[start:end])


@clause("hdf5_matrix.range.end-is-exclusive")
@pytest.mark.parametrize("end", [1, 47, 60])
def test_the_last_row_is_the_one_before_end(HDF5Matrix, stored, end):
    matrix = HDF5Matrix(stored.path, "data", end=end)
    assert row_by_row(matrix)[-1] == stored.rows[end - 1].tolist()


@clause("hdf5_matrix.range.empty")
@pytest.mark.parametrize("at", [0, 7, 60])
def test_an_empty_range(HDF5Matrix, stored, at):
    matrix = HDF5Matrix(stored.path, "data", at, at)
    assert len(matrix) == 0
    assert outcome_of(lambda: matrix[0]) == raises(Exception)


@clause("hdf5_matrix.range.reversed")
def test_an_end_before_the_start(HDF5Matrix, stored):
    found = outcome_of(lambda: column(HDF5Matrix(stored.path, "data", 47, 7)))
    assert found in (raises(Exception), returns([]))


@cases(
    "start, end",
    {
        "hdf5_matrix.range.past-the-dataset": [(50, 61), (0, 1000), (60, None), (70, 80)],
        "hdf5_matrix.range.negative": [(-10, None), (-10, 55), (0, -10), (40, -10)],
    },
)
def test_start_and_end_as_in_slices_or_refused(HDF5Matrix, stored, start, end):
    found = outcome_of(lambda: column(HDF5Matrix(stored.path, "data", start, end)))
    assert found in (raises(Exception), returns(stored.rows[start:end, 0].tolist()))


@clause("hdf5_matrix.range.rows-outside-are-not-used")
def test_rows_outside_may_be_of_any_value(HDF5Matrix, tmp_path):
    rows = numbered((9, 2))
    rows[:3] = rows[6:] = np.nan
    stored = store(tmp_path / "file.hdf5", rows)

    def refuse_nan(data):
        if np.isnan(data).any():
            raise ValueError("a row outside of the range")
        return data

    assert outcome_of(lambda: HDF5Matrix(stored.path, "data", 3, 6, refuse_nan)[0:3]) == returns(
        exactly(rows[3:6])
    )


@clause("hdf5_matrix.range.of-each-matrix")
def test_each_matrix_has_its_own_range(HDF5Matrix, stored):
    train = HDF5Matrix(stored.path, "data", 0, END)
    test = HDF5Matrix(stored.path, "data", END)
    middle = HDF5Matrix(stored.path, "data", START, END)
    assert [len(part) for part in (train, test, middle)] == [END, 60 - END, END - START]
    assert [part[0].tolist() for part in (train, test, middle)] == [
        stored.rows[first].tolist() for first in (0, END, START)
    ]
