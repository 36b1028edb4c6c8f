"""Where a model's weights are."""


def weights_of(model, gpus):
    """The places of a model's weights: `cpu`, `gpu:k`; `` where nothing is said."""
    return {gpus.place(_variable(weight).device) for weight in model.weights}


def _variable(weight):
    """TensorFlow's variable: Keras 3 has one within its own."""
    value = getattr(weight, "value", weight)
    return weight if callable(value) else value
