"""Models that are not built yet, models of the user's own class, and what a summary leaves as it was."""

import numpy as np
import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.print_summary.reading import number, word
from cthulhu_conformance.testing.expectations import close_to, exactly, outcome_of

UNBUILT = pytest.mark.parametrize("kind", ["chain_to_build", "subclassed_to_build"])


@clause("print_summary.unbuilt.listed-or-error")
@UNBUILT
def test_layers_that_are_not_built_are_listed_or_an_error(summary_of, examples, kind):
    outcome = outcome_of(summary_of, examples.make(kind))
    missing = set() if outcome.error else {"rain", "brook", "river"} - set(outcome.value.order)
    assert missing == set()


@clause("print_summary.unbuilt.nothing-invented")
@UNBUILT
def test_no_counts_of_what_is_not_built(summary_of, examples, kind):
    outcome = outcome_of(summary_of, examples.make(kind))
    told = set() if outcome.error else outcome.value.sizes
    assert told <= {17, 23, 31}


@clause("print_summary.called.names")
@UNBUILT
def test_names_in_a_model_built_by_a_call(summary_of, examples, kind):
    assert set(summary_of(examples.called(kind)).order) >= {"rain", "brook", "river"}


@clause("print_summary.called.types")
@UNBUILT
def test_types_in_a_model_built_by_a_call(summary_of, examples, kind):
    model = examples.called(kind)
    summary = summary_of(model)
    dense = word(type(model.layers[-1]).__name__)
    assert [name for name in ("rain", "brook", "river") if dense not in summary.of(name)] == []


@clause("print_summary.called.counts")
@UNBUILT
def test_counts_in_a_model_built_by_a_call(summary_of, examples, kind):
    summary = summary_of(examples.called(kind))
    expected = {"rain": 204, "brook": 414, "river": 744}
    assert {name: count for name, count in expected.items() if number(count) in summary.of(name)} == expected


@clause("print_summary.called.totals")
@UNBUILT
@pytest.mark.parametrize("total, value", [("total", 1362), ("trainable", 1362)])
def test_totals_of_a_model_built_by_a_call(summary_of, examples, kind, total, value):
    assert summary_of(examples.called(kind)).tells(total, value)


@clause("print_summary.called.after-all")
@UNBUILT
def test_a_model_that_was_built_after_a_summary(summary_of, examples, kind):
    model = examples.make(kind)
    outcome_of(summary_of, model)
    examples.framework.predict(examples.framework.compile(model), np.ones((2, 11), "float32"))
    assert summary_of(model).tells("total", 1362)


@clause("print_summary.repeated.same")
@pytest.mark.parametrize("kind", ["chain", "tree", "nested", "shared_layer"])
def test_the_same_again(summary_of, examples, kind):
    model, other = examples.make(kind), examples.make("delta")
    first = summary_of(model).lines
    summary_of(other, 80)
    assert summary_of(model).lines == first


@clause("print_summary.repeated.as-of-now")
def test_a_layer_that_is_added_later(summary_of, examples):
    model = examples.make("chain")
    summary_of(model)
    model.add(examples.framework.layers.Dense(37, name="sea"))
    summary = summary_of(model)
    assert summary.order == ["rain", "brook", "river", "sea"]
    assert summary.tells("total", 1362 + 1184)


@clause("print_summary.model.weights-unchanged")
@pytest.mark.parametrize("kind", ["chain", "normalizing", "nested_frozen", "tree"])
def test_weights_stay(summary_of, examples, kind):
    model = examples.make(kind)
    before = model.get_weights()
    summary_of(model)
    assert model.get_weights() == [exactly(weights) for weights in before]


@clause("print_summary.model.trainable-unchanged")
@pytest.mark.parametrize("kind", ["chain", "partly_frozen", "frozen", "nested_frozen"])
def test_what_is_trained_stays(summary_of, examples, kind):
    def trainable(model):
        return [model.trainable] + [layer.trainable for layer in model.layers]

    model = examples.make(kind)
    before = trainable(model)
    summary_of(model)
    assert trainable(model) == before


@clause("print_summary.model.still-works")
@pytest.mark.parametrize("kind", ["chain", "line", "subclassed_to_build"])
def test_a_model_predicts_and_learns_as_before(summary_of, examples, kind):
    model = examples.called(kind)
    x = np.linspace(-1, 1, 44, dtype="float32").reshape(4, 11)
    before = examples.framework.predict(model, x)
    summary_of(model)
    assert examples.framework.predict(model, x) == close_to(before, rtol=1e-5)
    examples.framework.fit(model, x, np.ones(before.shape, "float32"))
    assert not np.array_equal(examples.framework.predict(model, x), before)
