"""Conforming variants of multi_gpu_model: other parts of uneven batches, other ops, errors and kinds of models."""

from __future__ import annotations

from typing import Any

from cthulhu_conformance.tools.variants import variant


class TooFewGpusError(ValueError):
    """An error of the implementation's own kind."""


class PartsRoundedUp:
    """A class for a function: calling it makes a model whose first replicas get more of an uneven batch."""

    def __new__(
        cls,
        model: Any,
        gpus: Any = None,
        cpu_merge: bool = True,
        cpu_relocation: bool = False,
        verbose: bool = False,
    ) -> Any:
        from cthulhu_conformance.reference import replicas

        available = replicas.available_gpus()
        ids = tuple(available if gpus is None else gpus if isinstance(gpus, (list, tuple)) else range(gpus))
        if len(ids) < 2 or any(number not in available for number in ids):
            raise TooFewGpusError("no")
        if cpu_relocation:
            replicas.move_to_cpu(model)
        devices = [f"/device:GPU:{number}" for number in ids]
        return parallel(replicas, model, devices, "/device:CPU:0" if cpu_merge else devices[0])


def parallel(replicas: Any, template: Any, devices: Any, merge_device: str) -> Any:
    tf, tree = replicas.tf, replicas.tree

    class Parallel(replicas.ParallelModel):
        def call(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
            tensors = [tf.convert_to_tensor(tensor) for tensor in tree.flatten(inputs)]
            number = tf.shape(tensors[0])[0]
            step = -(-number // len(devices))
            results = []
            for at, device in enumerate(devices):
                start, end = tf.minimum(step * at, number), tf.minimum(step * (at + 1), number)
                rows = tf.range(
                    tf.maximum(0, tf.minimum(start, number - 1)),
                    tf.maximum(end, tf.minimum(start + 1, number)),
                )
                part = tree.pack_sequence_as(inputs, [tf.gather(tensor, rows) for tensor in tensors])
                outputs = replicas._apply_on(device, template, part, training)
                with tf.device(device):
                    results.append([tensor[: end - start] for tensor in tree.flatten(outputs)])
            with tf.device(merge_device):
                merged = [tf.concat(list(parts), axis=0) for parts in zip(*results)]
            return tree.pack_sequence_as(replicas.graph_of(template).output, merged)

    return Parallel(template, devices, merge_device)


variant("parallel_with_parts_rounded_up", multi_gpu_model=PartsRoundedUp)


def wrapped(model: Any, gpus: Any = None, cpu_merge: bool = True, cpu_relocation: bool = False) -> Any:
    """Return a model that is no graph of layers, but has the template within, and asks that."""
    from cthulhu_conformance.reference import replicas
    from cthulhu_conformance.reference.utils import multi_gpu_model

    parallel_model = multi_gpu_model(model, gpus, cpu_merge, cpu_relocation)

    class Wrapper(replicas.keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.supports_jit = False
            self.template = model

        def call(self, inputs: Any, training: Any = None) -> Any:
            return parallel_model.call(inputs, training=training)

    return Wrapper()


variant("parallel_in_a_wrapper", multi_gpu_model=wrapped)


def of_physical_gpus(
    model: Any, gpus: Any = None, cpu_merge: bool = True, cpu_relocation: bool = False
) -> Any:
    """Count physical GPUs, so that parts of one are too few."""
    from cthulhu_conformance.reference import replicas
    from cthulhu_conformance.reference.utils import multi_gpu_model

    there = len(replicas.tf.config.list_physical_devices("GPU"))
    ids = list(range(there)) if gpus is None else gpus if isinstance(gpus, (list, tuple)) else range(gpus)
    if len(ids) < 2 or max(ids) >= there:
        raise ValueError(f"there are {there} GPUs")
    return multi_gpu_model(model, list(ids), cpu_merge, cpu_relocation)


variant("parallel_on_physical_gpus", multi_gpu_model=of_physical_gpus)
