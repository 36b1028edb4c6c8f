"""The reference's Sequence, without a subclass's help."""

import pytest

from cthulhu_conformance.reference.utils import Sequence


def test_what_a_subclass_must_implement():
    with pytest.raises(NotImplementedError):
        len(Sequence())
    with pytest.raises(NotImplementedError):
        Sequence()[0]


def test_iteration_reads_a_batch_when_it_is_asked_for():
    class Batches(Sequence):
        asked = ()

        def __len__(self):
            return 3

        def __getitem__(self, index):
            self.asked += (index,)
            return index

    batches = Batches()
    iterator = iter(batches)
    assert (next(iterator), next(iterator), batches.asked) == (0, 1, (0, 1))
