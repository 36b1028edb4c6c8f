"""Mutants of Keras 2.3.1's own multi_gpu_model, made by changing a few words of its source where it is installed.

They show that what catches wrong variants of the reference catches those of other code too. They need graph mode:
`nox -s "compat(keras-2.3.1-graph-mode)"` judges them.
"""

import inspect
import types

from keras.utils import multi_gpu_utils

from tools.zoo import Mutant

SOURCE = inspect.getsource(multi_gpu_utils)


def edited(name, old, new, *breaks):
    """A mutant with other words in the source, once."""
    if SOURCE.count(old) != 1:
        raise ValueError(f"{old!r} is not there once in {multi_gpu_utils.__file__}")
    module = types.ModuleType(multi_gpu_utils.__name__)
    module.__dict__.update(__package__=multi_gpu_utils.__package__, __file__=multi_gpu_utils.__file__)
    exec(compile(SOURCE.replace(old, new), name, "exec"), module.__dict__)
    names = tuple(f"multi_gpu_model.{clause}" for clause in breaks)
    return Mutant(name, names, replaced={"multi_gpu_model": module.multi_gpu_model})


MUTANTS = [
    edited(
        "all_on_one_gpu",
        "with tf.device('/gpu:%d' % gpu_id):",
        "with tf.device('/gpu:0'):",
        "replicas.own-gpu",
        "replicas.train-on-own-gpu",
        "replicas.at-the-same-time",
        "split.own-device",
    ),
    edited(
        "no_split",
        "inputs.append(slice_i)",
        "inputs.append(x)",
        "split.number-of-parts",
        "split.equal-parts",
    ),
    edited(
        "merged_backwards", "concatenate(outputs,", "concatenate(outputs[::-1],", "result.same-predictions"
    ),
    edited(
        "remainder_dropped",
        "size = batch_size - step * i",
        "size = step",
        "batch.odd",
        "split.every-sample-once",
    ),
    edited("merged_on_a_gpu", "'/cpu:0' if cpu_merge", "'/gpu:0' if cpu_merge", "cpu-merge.on-cpu"),
    edited("merged_on_the_cpu", "'/cpu:0' if cpu_merge", "'/cpu:0' if True", "cpu-merge.on-a-gpu"),
    edited("not_shared", "outputs = model(inputs)", "outputs = clone_model(model)(inputs)", "weights.shared"),
    edited("relocation_ignored", "if cpu_relocation:", "if False:", "cpu-relocation.on-cpu"),
    edited("ids_ignored", "target_gpu_ids = gpus", "target_gpu_ids = range(num_gpus)", "gpus.list-of-ids"),
    edited(
        "a_list_of_one",
        "if len(gpus) <= 1:",
        "if len(gpus) == 1:\n            return model\n        if len(gpus) < 1:",
        "gpus.list-of-one",
    ),
    edited(
        "one_gpu",
        "if gpus <= 1:",
        "if gpus == 1:\n            return model\n        if gpus < 1:",
        "gpus.one",
        "gpus.none-with-one-gpu",
    ),
    edited("any_device", "if device not in available_devices:", "if False:", "gpus.more-than-there-are"),
    edited(
        "none_is_two",
        "if not gpus:",
        "if gpus is None:\n        gpus = 2\n    elif not gpus:",
        "gpus.none-is-all",
    ),
    edited(
        "gradients_of_the_first",
        "append(outputs[o])",
        "append(Lambda(K.stop_gradient)(outputs[o]) if i else outputs[o])",
        "training.same-step",
    ),
    edited(
        "second_output_not_merged",
        "concatenate(outputs,",
        "concatenate(outputs if outputs is all_outputs[0] else outputs[:1] * num_gpus,",
        "template.two-outputs",
    ),
]
globals().update({mutant.name: mutant for mutant in MUTANTS})
