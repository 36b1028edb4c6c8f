"""Subclasses: what they must define, what they may define, and what they inherit."""

import numpy as np
import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.testing.expectations import exactly, outcome_of, raises, returns


@clause("sequence.signature.no-arguments")
def test_it_is_made_without_arguments(Sequence):
    class Batches(Sequence):
        def __len__(self):
            return 3

        def __getitem__(self, idx):
            return idx

    assert outcome_of(lambda: len(Batches())) == returns(3)


@clause("sequence.subclass.getitem-and-len-suffice")
def test_two_methods_suffice(examples):
    squares = examples.Squares()
    assert len(squares) == 5
    assert [squares[index] for index in range(5)] == [0, 1, 4, 9, 16]


@clause("sequence.subclass.needs-getitem")
def test_without_getitem(Sequence):
    class Batches(Sequence):
        def __len__(self):
            return 3

    assert outcome_of(lambda: Batches()[0]) == raises(Exception)


@clause("sequence.subclass.needs-len")
def test_without_len(Sequence):
    class Batches(Sequence):
        def __getitem__(self, idx):
            return idx

    assert outcome_of(lambda: len(Batches())) == raises(Exception)


@clause("sequence.subclass.base-has-no-batches")
def test_the_base_class_has_no_batches(Sequence):
    assert outcome_of(lambda: Sequence()[0]) == raises(Exception)
    assert outcome_of(lambda: len(Sequence())) == raises(Exception)


@clause("sequence.subclass.is-a-class")
def test_it_is_a_base_class(Sequence, examples):
    squares = examples.Squares()
    assert isinstance(squares, Sequence), "an instance of a subclass is no Sequence"
    assert issubclass(type(squares), Sequence), "a subclass is no subclass of Sequence"


@clause("sequence.subclass.init-without-super")
def test_an_init_that_does_not_call_the_base(examples):
    sequence = examples.cifar10(batch_size=4)
    assert (sequence.batch_size, len(sequence), len(sequence.x)) == (4, 3, 10)


@clause("sequence.subclass.init-with-super")
def test_an_init_that_calls_the_base(Sequence):
    class Batches(Sequence):
        def __init__(self, number):
            super().__init__()
            self.number = number

        def __len__(self):
            return self.number

        def __getitem__(self, idx):
            return idx

    assert outcome_of(lambda: len(Batches(7))) == returns(7)


@clause("sequence.subclass.own-arguments")
def test_arguments_by_position_and_by_name(examples):
    arguments = {"x_set": ["1", "2", "3"], "y_set": [1, 2, 3], "batch_size": 2}
    by_position = outcome_of(lambda: examples.CIFAR10Sequence(*arguments.values()).y)
    by_name = outcome_of(lambda: examples.CIFAR10Sequence(**arguments).y)
    assert (by_position, by_name) == (returns([1, 2, 3]), returns([1, 2, 3]))


@clause("sequence.subclass.own-attributes")
def test_attributes_of_any_name(examples):
    attributes = {name: name.upper() for name in examples.COMMON_NAMES}
    squares = examples.squares_with(attributes)
    assert [squares[index] for index in range(len(squares))] == [0, 1, 4, 9, 16]
    assert examples.attributes_of(squares, attributes) == attributes


@clause("sequence.subclass.of-a-subclass")
def test_a_subclass_of_a_subclass(examples):
    class Negative(examples.Squares):
        def __getitem__(self, idx):
            return -super().__getitem__(idx)

    negative = Negative()
    assert (len(negative), negative[3]) == (5, -9)


@clause("sequence.subclass.with-a-mixin")
@pytest.mark.parametrize("first", ["mixin", "sequence"])
def test_with_another_base_class(Sequence, first):
    class Loader:
        def load(self, idx):
            return idx + 0.5

    bases = (Loader, Sequence) if first == "mixin" else (Sequence, Loader)
    methods = {"__len__": lambda self: 3, "__getitem__": lambda self, idx: self.load(idx)}
    batches = type(Sequence)("Batches", bases, methods)()
    assert (len(batches), batches[2]) == (3, 2.5)


@clause("sequence.len.number-of-batches")
@pytest.mark.parametrize("number", [0, 1, 2, 1000])
def test_the_length_is_what_the_subclass_says(Sequence, number):
    class Batches(Sequence):
        def __len__(self):
            return number

        def __getitem__(self, idx):
            return idx

    assert len(Batches()) == number


@clause("sequence.getitem.batch-as-it-is")
def test_a_batch_comes_out_as_the_subclass_returns_it(Sequence):
    batches = [(np.zeros((2, 3)), np.ones(2)), np.arange(3), {"x": 1}, [1, 2], None]

    class Batches(Sequence):
        def __len__(self):
            return len(batches)

        def __getitem__(self, idx):
            return batches[idx]

    found = [id(Batches()[index]) for index in range(len(batches))]
    assert found == [id(batch) for batch in batches]


@clause("sequence.getitem.index-as-it-is")
@pytest.mark.parametrize("index", [0, 3, 4])
def test_the_subclass_is_given_the_index_as_it_is(Sequence, index):
    class Batches(Sequence):
        def __len__(self):
            return 5

        def __getitem__(self, idx):
            return "asked for", idx

    assert Batches()[index] == ("asked for", index)


@clause("sequence.getitem.any-order")
def test_batches_in_any_order(examples):
    sequence = examples.cifar10(batch_size=4)
    seen = [examples.labels(sequence, index) for index in (2, 0, 2, 1)]
    assert seen == [[108, 109], [100, 101, 102, 103], [108, 109], [104, 105, 106, 107]]


@clause("sequence.getitem.error")
def test_an_error_of_the_subclass(examples):
    class Failing(examples.Squares):
        def __getitem__(self, idx):
            if idx == 2:
                raise error("the subclass's own")
            return idx

    for error in examples.ERRORS:
        assert outcome_of(lambda sequence: [sequence[1], sequence[2]], Failing()) == raises(error)


@clause("sequence.on-epoch-end.optional")
def test_on_epoch_end_need_not_be_there(examples):
    squares = examples.Squares()
    assert outcome_of(lambda: squares.on_epoch_end()).error is None, "on_epoch_end() raised"


@clause("sequence.on-epoch-end.changes-nothing-by-default")
def test_on_epoch_end_changes_nothing_by_default(examples):
    sequence = examples.cifar10(batch_size=4)
    before = dict(vars(sequence))
    sequence.on_epoch_end()
    assert {name: vars(sequence).get(name) for name in before} == before
    assert examples.all_labels(sequence) == list(range(100, 110))


@clause("sequence.on-epoch-end.may-change-the-data")
@pytest.mark.parametrize("batch_size", [2, 4])
def test_on_epoch_end_may_change_the_data(examples, batch_size):
    class Reversing(examples.CIFAR10Sequence):
        def on_epoch_end(self):
            self.x, self.y = self.x[::-1], self.y[::-1]

    sequence = Reversing(list("0123"), [0, 1, 2, 3], batch_size)
    first = examples.all_labels(sequence)
    sequence.on_epoch_end()
    assert (first, examples.all_labels(sequence)) == ([0, 1, 2, 3], [3, 2, 1, 0])


@clause("sequence.on-epoch-end.only-when-called")
def test_reading_batches_is_no_end_of_an_epoch(examples):
    class Counting(examples.Squares):
        ends = 0

        def on_epoch_end(self):
            self.ends += 1

    sequence = Counting()
    assert [sequence[index] for index in range(5)] * 2 == [0, 1, 4, 9, 16] * 2
    assert sequence.ends == 0


@clause("sequence.example.number-of-batches")
@pytest.mark.parametrize("batch_size, number", [(1, 10), (2, 5), (3, 4), (4, 3), (10, 1), (64, 1)])
def test_the_number_of_batches_of_the_example(examples, batch_size, number):
    assert len(examples.cifar10(batch_size)) == number


@clause("sequence.example.complete-batches")
def test_the_batches_of_the_example(examples):
    x, y = examples.cifar10(batch_size=4)[1]
    assert x == exactly([np.full((2, 3), number) for number in (4, 5, 6, 7)])
    assert y == exactly([104, 105, 106, 107])


@clause("sequence.example.smaller-last-batch")
def test_the_last_batch_of_the_example(examples):
    x, y = examples.cifar10(batch_size=4)[2]
    assert x == exactly([np.full((2, 3), number) for number in (8, 9)])
    assert y == exactly([108, 109])


@clause("sequence.example.every-sample-once")
@pytest.mark.parametrize("batch_size", [1, 3, 4, 5, 10, 64])
def test_every_sample_of_the_example_once(examples, batch_size):
    assert examples.all_labels(examples.cifar10(batch_size)) == list(range(100, 110))
