"""Mutants of Keras 2.3.1's own multi_gpu_model, made by changing a few words of its source where it is installed.

They show that what catches wrong variants of the reference catches those of other code too. They need graph mode:
`nox -s "compat(keras-2.3.1-graph-mode)"` runs them.
"""

from cthulhu_conformance.tools.mutants import REGISTRIES, Edit, define

#: Of each mutant the name, the words in the source of `multi_gpu_model`, others, and the clauses that it breaks.
TABLE = (
    (
        "all_on_one_gpu",
        "with tf.device('/gpu:%d' % gpu_id):",
        "with tf.device('/gpu:0'):",
        "replicas.own-gpu",
        "replicas.train-on-own-gpu",
        "replicas.at-the-same-time",
        "split.own-device",
    ),
    (
        "no_split",
        "inputs.append(slice_i)",
        "inputs.append(x)",
        "split.number-of-parts",
        "split.equal-parts",
    ),
    ("merged_backwards", "concatenate(outputs,", "concatenate(outputs[::-1],", "result.same-predictions"),
    (
        "remainder_dropped",
        "size = batch_size - step * i",
        "size = step",
        "batch.odd",
        "split.every-sample-once",
    ),
    ("merged_on_a_gpu", "'/cpu:0' if cpu_merge", "'/gpu:0' if cpu_merge", "cpu-merge.on-cpu"),
    ("merged_on_the_cpu", "'/cpu:0' if cpu_merge", "'/cpu:0' if True", "cpu-merge.on-a-gpu"),
    ("not_shared", "outputs = model(inputs)", "outputs = clone_model(model)(inputs)", "weights.shared"),
    ("relocation_ignored", "if cpu_relocation:", "if False:", "cpu-relocation.on-cpu"),
    ("ids_ignored", "target_gpu_ids = gpus", "target_gpu_ids = range(num_gpus)", "gpus.list-of-ids"),
    (
        "a_list_of_one",
        "if len(gpus) <= 1:",
        "if len(gpus) == 1:\n            return model\n        if len(gpus) < 1:",
        "gpus.list-of-one",
    ),
    (
        "one_gpu",
        "if gpus <= 1:",
        "if gpus == 1:\n            return model\n        if gpus < 1:",
        "gpus.one",
        "gpus.none-with-one-gpu",
    ),
    ("any_device", "if device not in available_devices:", "if False:", "gpus.more-than-there-are"),
    (
        "none_is_two",
        "if not gpus:",
        "if gpus is None:\n        gpus = 2\n    elif not gpus:",
        "gpus.none-is-all",
    ),
    (
        "gradients_of_the_first",
        "append(outputs[o])",
        "append(Lambda(K.stop_gradient)(outputs[o]) if i else outputs[o])",
        "training.same-step",
    ),
    (
        "second_output_not_merged",
        "concatenate(outputs,",
        "concatenate(outputs if outputs is all_outputs[0] else outputs[:1] * num_gpus,",
        "template.two-outputs",
    ),
)

for name, old, new, *breaks in TABLE:
    define(
        name,
        [f"multi_gpu_model.{clause}" for clause in breaks],
        replaced={"multi_gpu_model": Edit("keras.utils.multi_gpu_utils", "multi_gpu_model", old, new)},
        registry="original",
    )

__getattr__ = REGISTRIES["original"].attribute
