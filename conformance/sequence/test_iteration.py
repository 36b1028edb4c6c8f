"""All batches at once: in a loop, in threads, in other processes."""

import itertools
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.fixtures.processes import in_forked_child, in_fresh_process
from cthulhu_conformance.testing.expectations import outcome_of, raises, returns
from cthulhu_conformance.testing.implementation import need_import_path


def some(sequence):
    """Return the first 20 items that a loop gives: it may have no end."""
    return list(itertools.islice(sequence, 20))


@clause("sequence.iteration.in-order")
def test_a_loop_gives_the_batches_in_order(examples):
    squares = examples.Squares()
    assert some(squares)[:5] == [0, 1, 4, 9, 16]


@clause("sequence.iteration.batch-as-it-is")
def test_a_loop_gives_the_batches_as_they_are(Sequence):
    batches = [(np.zeros((2, 3)), np.ones(2)), np.arange(3), {"x": 1}, [1, 2], "text", [], None]

    class Batches(Sequence):
        def __len__(self):
            return len(batches)

        def __getitem__(self, idx):
            return batches[idx]

    assert [id(batch) for batch in some(Batches())] == [id(batch) for batch in batches]


@clause("sequence.iteration.smaller-last-batch")
@pytest.mark.parametrize("kind", [list, np.array, lambda samples: (np.array(samples), np.array(samples))])
def test_a_loop_gives_the_smaller_last_batch(Sequence, kind):
    class Slices(Sequence):
        def __len__(self):
            return 3

        def __getitem__(self, idx):
            return kind(list(range(10))[idx * 4 : idx * 4 + 4])

    assert [np.shape(batch)[-1] for batch in some(Slices())] == [4, 4, 2]


@clause("sequence.iteration.init-without-super")
def test_a_loop_after_an_init_that_does_not_call_the_base(examples):
    sequence = examples.cifar10(batch_size=5)
    assert [y.tolist() for _, y in some(sequence)] == [list(range(100, 105)), list(range(105, 110))]


@clause("sequence.iteration.attributes-unchanged")
def test_a_loop_changes_no_attributes(examples):
    attributes = {name: name.upper() for name in examples.COMMON_NAMES}
    squares = examples.squares_with(attributes)
    some(squares)
    assert examples.attributes_of(squares, attributes) == attributes


@clause("sequence.iteration.no-epoch-end-before")
def test_no_end_of_an_epoch_before_the_first_batch(examples):
    happened = []

    class Noting(examples.Squares):
        def __getitem__(self, idx):
            happened.append("batch")
            return idx

        def on_epoch_end(self):
            happened.append("end of an epoch")

    some(Noting())
    assert happened[0] == "batch"


@clause("sequence.iteration.ends")
def test_a_loop_ends_after_the_last_batch(examples):
    squares = examples.Squares()
    assert len(some(squares)) == 5


@clause("sequence.iteration.again")
def test_a_loop_can_be_repeated(examples):
    squares = examples.Squares()
    first, second = some(squares), some(squares)
    assert second == first


@clause("sequence.iteration.two-at-once")
def test_two_loops_at_once(examples):
    squares = examples.Squares()
    assert list(itertools.islice(zip(squares, squares), 3)) == [(0, 0), (1, 1), (4, 4)]


@clause("sequence.iteration.no-batches")
def test_a_loop_over_no_batches(Sequence):
    class Empty(Sequence):
        def __len__(self):
            return 0

        def __getitem__(self, idx):
            return idx

    assert some(Empty()) == []


@clause("sequence.iteration.length-may-change")
def test_a_loop_after_the_length_has_changed(Sequence):
    class Growing(Sequence):
        number = 2

        def __len__(self):
            return self.number

        def __getitem__(self, idx):
            return idx

        def on_epoch_end(self):
            self.number += 1

    growing = Growing()
    lengths = [len(some(growing))]
    growing.on_epoch_end()
    assert lengths + [len(some(growing))] == [2, 3]


@clause("sequence.iteration.error")
def test_an_error_ends_the_loop(examples):
    class Failing(examples.Squares):
        def __getitem__(self, idx):
            if idx == 2:
                raise error("the subclass's own")
            return idx

    for error in examples.ERRORS:
        assert outcome_of(some, Failing()) == raises(error)


@clause("sequence.workers.threads")
@pytest.mark.parametrize("workers", [2, 8])
def test_threads_get_every_sample_once(examples, workers):
    sequence = examples.cifar10(batch_size=3)
    with ThreadPoolExecutor(workers) as pool:
        batches = pool.map(lambda index: examples.labels(sequence, index), range(len(sequence)))
        seen = [label for batch in batches for label in batch]
    assert seen == list(range(100, 110))


@clause("sequence.workers.at-the-same-time")
def test_threads_make_batches_at_the_same_time(Sequence):
    both = threading.Barrier(2)

    class Meeting(Sequence):
        def __len__(self):
            return 2

        def __getitem__(self, idx):
            return both.wait(10) is not None

    sequence = Meeting()
    with ThreadPoolExecutor(2) as pool:
        met = outcome_of(lambda: list(pool.map(lambda index: sequence[index], range(2))))
    assert met == returns([True, True])


@clause("sequence.workers.pickle")
def test_a_sequence_can_be_pickled(examples):
    copy = pickle.loads(pickle.dumps(examples.cifar10(batch_size=3)))
    assert examples.all_labels(copy) == list(range(100, 110))


@clause("sequence.workers.pickle")
@pytest.mark.parametrize("name", ["mean", "_mean", "__mean", "_Squares__mean", "mean_", "MEAN"])
def test_attributes_of_any_name_are_pickled(examples, name):
    copy = pickle.loads(pickle.dumps(examples.squares_with({name: [1, 2, 3]})))
    assert examples.attributes_of(copy, [name]) == {name: [1, 2, 3]}


@clause("sequence.workers.fresh-process")
def test_a_fresh_process_gets_every_sample_once(examples, tmp_path):
    need_import_path("a fresh process")
    arguments = (examples.cifar10(batch_size=3),)
    found = outcome_of(in_fresh_process, examples.all_labels, arguments, str(tmp_path / "labels"))
    assert found == returns(list(range(100, 110)))


@clause("sequence.workers.forked-processes")
def test_forked_processes_get_every_sample_once(examples):
    sequence = examples.cifar10(batch_size=5)
    seen = [in_forked_child(lambda at=index: examples.labels(sequence, at)) for index in (0, 1)]
    assert seen == [list(range(100, 105)), list(range(105, 110))]
