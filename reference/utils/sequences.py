"""Data that comes in batches, one by its index."""


class Sequence:
    """Base class of data to train on, batch by batch (documentation: Sequence).

    A subclass says with `__len__` how many batches there are and returns with `__getitem__` the
    one of a given index from 0 on. As batches are asked for by index and not by "the next one",
    several workers can share the work and still see each sample exactly once.
    """

    def __getitem__(self, index):
        """Return the whole batch of that index."""
        raise NotImplementedError

    def __len__(self):
        """Return the number of batches."""
        raise NotImplementedError

    def on_epoch_end(self):
        """Do what is to be done between epochs, such as shuffling: nothing by default."""

    def __iter__(self):
        """Yield all batches in order, once."""
        for index in range(len(self)):
            yield self[index]
