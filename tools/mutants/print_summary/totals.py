"""Mutants of print_summary with wrong totals, or that treat models badly."""

import weakref

from cthulhu_conformance.tools.mutants.print_summary.replacements import (
    changed_lines,
    changed_rows,
    count,
    right,
    wrong,
)


def adding(*names):
    """Define a mutant with other totals: `change(trainable weights, frozen weights, model)` gives the three numbers."""

    def make(change):
        def edit(lines, model, *_):
            numbers = change(list(model.trainable_weights), list(model.non_trainable_weights), model)
            labels = ("Total", "Trainable", "Non-trainable")
            return lines[:-3] + [f"{label} params: {number:,}" for label, number in zip(labels, numbers)]

        edit.__name__ = change.__name__
        return changed_lines(*names)(edit)

    return make


@changed_lines("totals.all", "totals.trainable", "totals.not-trainable", "called.totals")
def no_totals(lines, *_):
    return lines[:-3]


@adding("totals.all", "totals.nested", "totals.frozen-when-compiled")
def total_of_the_trained(trained, frozen, model):
    return count(trained), count(trained), count(frozen)


@adding("totals.all")
def total_without_the_last_layer(trained, frozen, model):
    last = count(model.layers[-1].weights)
    return count(trained) + count(frozen) - last, count(trained), count(frozen)


@adding("totals.all")
def total_of_the_first_output(trained, frozen, model):
    others = sum(count(tensor._keras_history[0].weights) for tensor in (model.outputs or [])[1:])
    return count(trained) + count(frozen) - others, count(trained), count(frozen)


@adding("totals.trainable")
def all_are_trained(trained, frozen, model):
    return count(trained + frozen), count(trained + frozen), count(frozen)


@adding("totals.trainable", "totals.not-trainable", "totals.normalization")
def swapped(trained, frozen, model):
    return count(trained + frozen), count(frozen), count(trained)


@adding("totals.trainable", "totals.not-trainable")
def frozen_by_layers_only(trained, frozen, model):
    held = sum(count(layer.weights) for layer in model.layers if not layer.trainable)
    return count(trained + frozen), count(trained + frozen) - held, held


@adding("totals.trainable", "totals.not-trainable")
def first_frozen_layer_only(trained, frozen, model):
    held = next((count(layer.weights) for layer in model.layers if not layer.trainable), count(frozen))
    return count(trained + frozen), count(trained + frozen) - held, held


@adding("totals.not-trainable")
def nothing_is_frozen(trained, frozen, model):
    return count(trained + frozen), count(trained), 0


@adding("totals.not-trainable-none")
def all_and_none(trained, frozen, model):
    return count(trained + frozen), count(trained), count(frozen) or count(trained)


@adding("totals.not-trainable-none")
def inputs_are_not_trained(trained, frozen, model):
    sizes = [int(tensor.shape[-1]) for tensor in model.inputs or []]
    return count(trained + frozen), count(trained), count(frozen) + sum(sizes)


@adding("totals.normalization")
def averages_are_trained(trained, frozen, model):
    moving = [weight for weight in frozen if "moving" in weight.name]
    return count(trained + frozen), count(trained + moving), count(frozen) - count(moving)


@adding("totals.normalization")
def averages_are_not_counted(trained, frozen, model):
    moving = count([weight for weight in frozen if "moving" in weight.name])
    return count(trained + frozen) - moving, count(trained), count(frozen) - moving


@adding("totals.nested")
def models_within_not_in_the_total(trained, frozen, model):
    inner = sum(count(layer.weights) for layer in model.layers if hasattr(layer, "layers"))
    return count(trained + frozen) - inner, count(trained), count(frozen)


@adding("totals.nested")
def one_level_deep(trained, frozen, model):
    inner = [
        deep for layer in model.layers for deep in getattr(layer, "layers", ()) if hasattr(deep, "layers")
    ]
    return (
        count(trained + frozen) - sum(count(layer.weights) for layer in inner),
        count(trained),
        count(frozen),
    )


@adding("totals.nested-trainable")
def models_within_are_trained(trained, frozen, model):
    inner = sum(count(layer.non_trainable_weights) for layer in model.layers if hasattr(layer, "layers"))
    return count(trained + frozen), count(trained) + inner, count(frozen) - inner


@adding("totals.shared-once")
def once_for_each_call(trained, frozen, model):
    calls = {layer: len(layer._inbound_nodes) for layer in model.layers if not hasattr(layer, "layers")}
    again = sum(count(layer.weights) for layer, number in calls.items() if layer.weights and number > 2)
    return count(trained + frozen) + again, count(trained) + again, count(frozen)


@adding("totals.shared-once")
def trained_once_for_each_call(trained, frozen, model):
    again = sum(
        count(layer.weights) for layer in model.layers if layer.weights and len(layer._inbound_nodes) > 2
    )
    return count(trained + frozen), count(trained) + again, count(frozen)


@adding("totals.nested-twice-once")
def models_once_for_each_call(trained, frozen, model):
    models = [layer for layer in model.layers if hasattr(layer, "layers")]
    again = sum(count(layer.weights) for layer in models if len(layer._inbound_nodes) > 2)
    again += sum(count(layer.weights) for layer in models if len(model.inputs) > 1)
    return count(trained + frozen) + again, count(trained) + again, count(frozen)


@adding("totals.inside-and-outside-once")
def sum_over_layers(trained, frozen, model):
    total = sum(count(layer.weights) for layer in model.layers)
    return total, total - count(frozen), count(frozen)


@adding("totals.large", "totals.all")
def totals_in_thousands(trained, frozen, model):
    return tuple(number // 1000 * 1000 for number in (count(trained + frozen), count(trained), count(frozen)))


@adding("totals.large")
def six_digits_of_totals(trained, frozen, model):
    return tuple(int(float(f"{n:.6g}")) for n in (count(trained + frozen), count(trained), count(frozen)))


before = weakref.WeakKeyDictionary()


@adding("totals.as-of-now")
def totals_are_kept(trained, frozen, model):
    return before.setdefault(model, (count(trained + frozen), count(trained), count(frozen)))


@adding("totals.as-of-now")
def frozen_at_least_once(trained, frozen, model):
    held = before.setdefault(model, {id(weight) for weight in frozen})
    frozen = [weight for weight in model.weights if id(weight) in held or not weight.trainable]
    return count(trained + frozen), count(model.weights) - count(frozen), count(frozen)


@adding("totals.frozen-when-compiled")
def trained_as_compiled(trained, frozen, model):
    trained = model.weights if getattr(model, "compiled", False) else trained
    return count(trained) + count(frozen), count(trained), count(frozen)


@adding("totals.no-parameters")
def at_least_one(trained, frozen, model):
    return max(1, count(trained + frozen)), count(trained), count(frozen)


@wrong("totals.no-parameters")
def divides_by_the_total(model, line_length=None, positions=None, print_fn=None):
    1 / (len(model.weights) if model.built else 1)
    return right(model, line_length, positions, print_fn)


# Models that are not built, or by a call


def is_unbuilt(model):
    return not all(layer.built for layer in model.layers)


@wrong("unbuilt.listed-or-error")
def nothing_of_the_unbuilt(model, line_length=None, positions=None, print_fn=None):
    return None if is_unbuilt(model) else right(model, line_length, positions, print_fn)


@changed_rows("unbuilt.listed-or-error")
def built_layers_only(vertex, row, model):
    return row if vertex.layer.built else None


@changed_rows("unbuilt.nothing-invented")
def unknown_inputs_are_one(vertex, row, model):
    return row if vertex.layer.built else [row[0], row[1], str(2 * vertex.layer.units), row[3]]


@adding("unbuilt.nothing-invented")
def totals_of_the_unbuilt(trained, frozen, model):
    guess = 10 * len(model.layers) if is_unbuilt(model) else 0
    return count(trained + frozen) + guess, count(trained) + guess, count(frozen)


@changed_rows("called.names", "called.totals")
def graphs_only(vertex, row, model):
    model.layers[0].output.shape  # noqa: B018
    return row if getattr(model, "_functional", model) is not None and model.outputs else None


@wrong("called.names", "called.counts", "called.types", "called.totals")
def no_models_of_the_users_class(model, line_length=None, positions=None, print_fn=None):
    if type(model).__module__.startswith("keras"):
        return right(model, line_length, positions, print_fn)
    raise ValueError("no graph")


@changed_rows("called.types")
def types_in_graphs_only(vertex, row, model):
    return row if model.inputs and vertex.sources else [vertex.layer.name, *row[1:]]


@changed_rows("called.counts")
def counts_in_graphs_only(vertex, row, model):
    return row if vertex.sources or vertex.inputs else [row[0], row[1], "0", row[3]]


@adding("called.totals")
def totals_of_graphs_only(trained, frozen, model):
    if type(model).__module__.startswith("keras"):
        return count(trained + frozen), count(trained), count(frozen)
    return 0, 0, 0


unbuilt = weakref.WeakSet()


@wrong("called.after-all")
def once_unbuilt_always_unbuilt(model, line_length=None, positions=None, print_fn=None):
    if is_unbuilt(model):
        unbuilt.add(model)
    if model in unbuilt:
        raise ValueError("not built")
    return right(model, line_length, positions, print_fn)


first_totals = weakref.WeakKeyDictionary()


@adding("called.after-all", "repeated.as-of-now")
def totals_of_the_first_time(trained, frozen, model):
    return first_totals.setdefault(model, (count(trained + frozen), count(trained), count(frozen)))


# Again, and afterwards

calls = []


@changed_lines("repeated.same")
def numbered(lines, *_):
    calls.append(1)
    return [f"{lines[0]} ({len(calls)})", *lines[1:]]


seen = []


@changed_lines("repeated.same")
def header_once(lines, *_):
    seen.append(1)
    return lines[4:] if len(seen) > 2 else lines


summaries_made = weakref.WeakKeyDictionary()


@changed_lines("repeated.as-of-now", "totals.as-of-now")
def kept(lines, model, *_):
    return summaries_made.setdefault(model, lines)


@changed_rows("repeated.as-of-now")
def the_layers_of_the_first_time(vertex, row, model):
    names = first_totals.setdefault(model, [layer.name for layer in model.layers])
    return row if vertex.layer.name in names or vertex.layer not in model.layers else None


@wrong("model.weights-unchanged", "model.still-works")
def weights_are_set_to_zero(model, line_length=None, positions=None, print_fn=None):
    right(model, line_length, positions, print_fn)
    model.set_weights([0 * weights for weights in model.get_weights()])


@wrong("model.weights-unchanged")
def frozen_weights_are_reset(model, line_length=None, positions=None, print_fn=None):
    right(model, line_length, positions, print_fn)
    for weight in model.non_trainable_weights:
        weight.assign(0 * weight)


@wrong("model.trainable-unchanged")
def everything_is_trained_afterwards(model, line_length=None, positions=None, print_fn=None):
    right(model, line_length, positions, print_fn)
    model.trainable = True


@wrong("model.trainable-unchanged")
def frozen_to_count(model, line_length=None, positions=None, print_fn=None):
    right(model, line_length, positions, print_fn)
    model.layers[0].trainable = False


@wrong("model.still-works")
def forgets_the_training(model, line_length=None, positions=None, print_fn=None):
    right(model, line_length, positions, print_fn)
    model.stop_training = True
    model.optimizer = None
    model.compiled = False
    model.train_function = model.make_train_function = None


@wrong("model.still-works")
def weights_are_rounded(model, line_length=None, positions=None, print_fn=None):
    right(model, line_length, positions, print_fn)
    model.set_weights([weights.round(2) for weights in model.get_weights()])
