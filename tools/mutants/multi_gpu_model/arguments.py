"""Wrong parameters, and numbers of GPUs that are accepted or refused wrongly."""

from cthulhu_conformance.reference import replicas
from cthulhu_conformance.tools.mutants.multi_gpu_model.replacements import internal, mutant, right

TOO_FEW = (
    "gpus.none-with-one-gpu",
    "gpus.none-without-gpus",
    "gpus.two-with-one-gpu",
    "gpus.two-without-gpus",
    "gpus.one",
    "gpus.list-of-one",
    "gpus.more-than-there-are",
    "gpus.unknown-id",
)


@mutant("signature.by-position")
def relocation_before_merge(model, gpus=None, cpu_relocation=False, cpu_merge=True):
    return right(model, gpus, cpu_merge, cpu_relocation)


@mutant("signature.by-name")
def merge_on_cpu(model, gpus=None, merge_on_cpu=True, cpu_relocation=False):
    return right(model, gpus, merge_on_cpu, cpu_relocation)


@mutant("signature.gpus-optional", "gpus.none-with-one-gpu", "example.fall-back")
def wants_gpus(model, gpus, cpu_merge=True, cpu_relocation=False):
    return right(model, gpus, cpu_merge, cpu_relocation)


@mutant("signature.gpus-optional", "example.fall-back")
def no_default_of_gpus(model, *gpus, cpu_merge=True, cpu_relocation=False):
    return right(model, gpus[0], cpu_merge, cpu_relocation)


@mutant("signature.gpus-optional")
def two_by_default(model, gpus=2, cpu_merge=True, cpu_relocation=False):
    return right(model, gpus, cpu_merge, cpu_relocation)


@mutant("gpus.none-is-all")
def none_is_two(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    return right(model, 2 if gpus is None else gpus, cpu_merge, cpu_relocation)


@mutant("gpus.none-is-all")
def none_spares_the_last(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    return right(model, gpus or replicas.available_gpus()[:-1], cpu_merge, cpu_relocation)


@mutant("gpus.list-of-ids", "gpus.list-of-ids-in-training", "gpus.unknown-id", "gpus.order-of-ids")
def only_the_number_of_ids_counts(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    return right(model, len(gpus) if isinstance(gpus, list) else gpus, cpu_merge, cpu_relocation)


@mutant("gpus.list-of-ids", "gpus.list-of-ids-in-training")
def ids_without_gaps(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    if isinstance(gpus, list) and max(gpus) in replicas.available_gpus():
        gpus = list(range(min(gpus), min(gpus) + len(gpus)))
    return right(model, gpus, cpu_merge, cpu_relocation)


@mutant("gpus.order-of-ids")
def sorts_ids(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    return right(model, sorted(gpus) if isinstance(gpus, list) else gpus, cpu_merge, cpu_relocation)


@mutant("gpus.number-takes-the-first")
def number_takes_the_last(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    there = replicas.available_gpus()
    if isinstance(gpus, int) and 2 <= gpus <= len(there):
        gpus = there[-gpus:]
    return right(model, gpus, cpu_merge, cpu_relocation)


@mutant("gpus.one")
def one_is_enough(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    return model if gpus == 1 else right(model, gpus, cpu_merge, cpu_relocation)


@mutant("gpus.list-of-one")
def a_list_of_one_is_enough(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    if isinstance(gpus, list) and len(gpus) == 1:
        return model
    return right(model, gpus, cpu_merge, cpu_relocation)


@mutant("gpus.list-of-one")
def only_the_first_is_too_few(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    return model if gpus == [1] else right(model, gpus, cpu_merge, cpu_relocation)


@internal("available_gpus", "gpus.more-than-there-are", "gpus.two-with-one-gpu", "gpus.two-without-gpus")
def any_number():
    return list(range(100))


@internal("available_gpus", "gpus.more-than-there-are")
def one_more():
    return list(range(1 + len(replicas.tf.config.list_logical_devices("GPU"))))


@mutant("gpus.more-than-there-are")
def takes_what_there_is(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    if isinstance(gpus, int):
        gpus = min(gpus, max(2, len(replicas.available_gpus())))
    return right(model, gpus, cpu_merge, cpu_relocation)


@mutant("gpus.unknown-id")
def leaves_unknown_ids_out(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    there = replicas.available_gpus()
    if isinstance(gpus, list) and len(gpus) > 1:
        gpus = [number for number in gpus if number in there] + [there[-1]]
    return right(model, gpus, cpu_merge, cpu_relocation)


@mutant("gpus.unknown-id")
def last_id_off_by_one(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    there = replicas.available_gpus()
    if isinstance(gpus, list) and max(gpus) == len(there):
        gpus = [min(number, there[-1]) for number in gpus]
    return right(model, gpus, cpu_merge, cpu_relocation)


@mutant("gpus.none-with-one-gpu")
def the_model_itself_on_one_gpu(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    if gpus is None and len(replicas.available_gpus()) == 1:
        return model
    return right(model, gpus, cpu_merge, cpu_relocation)


@mutant("gpus.none-without-gpus")
def the_model_itself_without_gpus(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    if gpus is None and not replicas.available_gpus():
        return model
    return right(model, gpus, cpu_merge, cpu_relocation)


@mutant("gpus.two-with-one-gpu")
def two_replicas_on_one_gpu(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    if gpus == 2 and len(replicas.available_gpus()) == 1:
        return model
    return right(model, gpus, cpu_merge, cpu_relocation)


@mutant("gpus.two-without-gpus")
def two_replicas_without_gpus(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    if gpus == 2 and not replicas.available_gpus():
        return model
    return right(model, gpus, cpu_merge, cpu_relocation)


@mutant(*TOO_FEW)
def another_error(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    try:
        return right(model, gpus, cpu_merge, cpu_relocation)
    except ValueError as error:
        raise RuntimeError(str(error)) from error


@mutant("example.fall-back")
def no_relocation_of_all(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    if gpus is None and cpu_relocation:
        raise TypeError("which GPUs?")
    return right(model, gpus, cpu_merge, cpu_relocation)


@mutant("example.fall-back")
def all_refused(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    if gpus is None and not cpu_merge:
        raise ValueError("which GPUs?")
    return right(model, gpus, cpu_merge, cpu_relocation)
