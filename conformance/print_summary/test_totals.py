"""The totals: the numbers of all parameters, of those that are trained and of those that are not."""

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.print_summary.examples import parameters
from cthulhu_conformance.testing.cases import cases

#: Kinds of models: how many of their parameters are trained, and how many are not.
COUNTS = {
    "chain": (1362, 0),
    "tree": (30238, 0),
    "delta": (1452, 0),
    "normalizing": (796, 34),
    "own_layer": (779, 19),
    "partly_frozen": (1388, 1158),
    "frozen": (0, 1362),
    "nested": (960, 0),
    "nested_deep": (1324, 0),
    "nested_frozen": (522, 438),
    "shared_layer": (845, 0),
    "nested_twice": (872, 0),
    "inside_and_outside": (636, 0),
    "large": (1217134, 0),
}


@cases(
    "kind",
    {
        "print_summary.totals.all": ["chain", "tree", "delta", "own_layer", "partly_frozen", "frozen"],
        "print_summary.totals.normalization": ["normalizing"],
        "print_summary.totals.nested": ["nested", "nested_deep", "nested_frozen"],
        "print_summary.totals.shared-once": ["shared_layer"],
        "print_summary.totals.nested-twice-once": ["nested_twice"],
        "print_summary.totals.inside-and-outside-once": ["inside_and_outside"],
        "print_summary.totals.large": ["large"],
    },
)
def test_all_parameters(summary_of, examples, kind):
    summary, total = summary_of(examples.make(kind)), sum(COUNTS[kind])
    assert summary.tells("total", total), f"the model has {total} parameters, but it tells\n{summary}"


@cases(
    "kind",
    {
        "print_summary.totals.trainable": ["chain", "own_layer", "partly_frozen", "frozen", "nested"],
        "print_summary.totals.normalization": ["normalizing"],
        "print_summary.totals.nested-trainable": ["nested_frozen"],
        "print_summary.totals.shared-once": ["shared_layer"],
        "print_summary.totals.nested-twice-once": ["nested_twice"],
        "print_summary.totals.inside-and-outside-once": ["inside_and_outside"],
        "print_summary.totals.large": ["large"],
    },
)
def test_parameters_that_are_trained(summary_of, examples, kind):
    summary, trainable = summary_of(examples.make(kind)), COUNTS[kind][0]
    assert summary.tells("trainable", trainable), (
        f"{trainable} parameters are trained, but it tells\n{summary}"
    )


@cases(
    "kind",
    {
        "print_summary.totals.not-trainable": ["own_layer", "partly_frozen", "frozen"],
        "print_summary.totals.normalization": ["normalizing"],
        "print_summary.totals.nested-trainable": ["nested_frozen"],
    },
)
def test_parameters_that_are_not_trained(summary_of, examples, kind):
    summary, frozen = summary_of(examples.make(kind)), COUNTS[kind][1]
    assert summary.tells("frozen", frozen), f"{frozen} parameters are not trained, but it tells\n{summary}"


@clause("print_summary.totals.not-trainable-none")
@pytest.mark.parametrize("kind", ["chain", "tree", "nested", "large"])
def test_no_parameters_that_are_not_trained(summary_of, examples, kind):
    told = summary_of(examples.make(kind)).totals("frozen")
    assert told == set() or 0 in told, f"all parameters are trained, but {told} are said not to be"


@clause("print_summary.totals.as-of-now")
def test_totals_follow_what_is_frozen_later(summary_of, examples):
    model = examples.make("partly_frozen")
    summary_of(model)
    for layer in model.layers:
        layer.trainable = layer.name in ("rain", "brook")
    assert summary_of(model).tells("trainable", 618)


@clause("print_summary.totals.frozen-when-compiled")
def test_the_total_of_a_model_frozen_after_it_was_compiled(summary_of, examples):
    model = examples.make("frozen_when_compiled")
    summary, total = summary_of(model), parameters(model)
    assert summary.tells("total", total), f"the model has {total} parameters, but it tells\n{summary}"


@clause("print_summary.totals.no-parameters")
def test_a_model_without_parameters(summary_of, examples):
    layers = examples.framework.layers
    summary = summary_of(
        examples.chain_of(
            layers.Activation("relu", input_shape=(11,), name="weir"), layers.Dropout(0.5, name="drought")
        )
    )
    assert summary.tells("total", 0), f"the model has no parameters, but it tells\n{summary}"
