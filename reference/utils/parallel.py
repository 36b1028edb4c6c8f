"""Data parallelism on the GPUs of one machine."""


def multi_gpu_model(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    """Replicate a model on several GPUs, each of which gets its part of every batch (documentation: multi_gpu_model).

    Args:
        model: a `Lump` or Sequential that knows its inputs: the template. Training the result trains it.
        gpus: how many GPUs, or a list of their ids, one for each replica; by default all.
        cpu_merge: whether the replicas' outputs are put together on the CPU, and not on the first of the GPUs.
        cpu_relocation: whether to move the model's weights to the CPU first. A model that has been compiled
            before must be compiled again then.

    Returns:
        A model that is used like the template and shares its weights. It is saved as the template.

    Raises:
        ValueError: there are not as many GPUs, or fewer than two are asked for, or the model knows no inputs.
    """
    from .. import replicas  # imports TensorFlow, which the other utilities can do without
    from .graphs import graph_of

    available = replicas.available_gpus()
    if gpus is None:
        gpus = available
    ids = list(gpus) if isinstance(gpus, (list, tuple)) else list(range(gpus))
    if len(ids) < 2 or not set(ids) <= set(available):
        raise ValueError(f"two GPUs or more are needed: gpus={gpus!r}, and available are {available}")
    if not hasattr(graph_of(model), "operations"):
        raise ValueError(f"{model.name!r} knows no inputs that could be divided: it is no graph of layers")

    if cpu_relocation:
        replicas.move_to_cpu(model)
    devices = [f"/GPU:{number}" for number in ids]
    return replicas.ParallelModel(model, devices, replicas.CPU if cpu_merge else devices[0])
