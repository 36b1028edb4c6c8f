"""Scopes whose names the framework does not find, or not as it should."""

from cthulhu_conformance.tools.mutants import change

LOOK_UPS = {
    "activations": ("framework.activation", "framework.unknown-outside"),
    "losses": ("framework.loss",),
    "regularizers": ("framework.example",),
}


def in_framework(owner, attribute, *breaks, name=""):
    """Define a mutant in which the framework has what the function makes of one of its internals."""
    return change(owner, attribute, *(f"custom_object_scope.{clause}" for clause in breaks), name=name)


for kind, breaks in LOOK_UPS.items():
    in_framework(f"keras.src.{kind}", "get", *breaks, name=f"no_custom_{kind}")(
        lambda right: right.__wrapped__
    )


@in_framework(
    "cthulhu_conformance.reference.framework",
    "get_custom_objects",
    *(name for names in LOOK_UPS.values() for name in names),
)
def knows_no_custom_names(right):
    return dict


@in_framework("keras.src.regularizers", "get", "framework.example")
def another_regularizer(right):
    return lambda identifier: right("l2" if identifier == "MyObject" else identifier)


@in_framework("keras.src.initializers", "get", "framework.initializer")
def zeros_for_custom_initializers(right):
    return lambda identifier: right("zeros" if identifier == "MyInitializer" else identifier)


@in_framework("keras.src.activations", "get", "framework.activation")
def custom_activations_that_do_nothing(right):
    return lambda identifier: right("linear") if identifier == "my_activation" else right(identifier)


@in_framework("keras.src.activations", "get", "framework.unknown-outside")
def unknown_activations_do_nothing(right):
    def get(identifier):
        try:
            return right(identifier)
        except ValueError:
            return right("linear")

    return get


@in_framework("keras.src.losses", "get", "framework.loss")
def custom_losses_halved(right):
    def get(identifier):
        found = right(identifier)
        return (lambda y, p: found(y, p) / 2) if identifier == "my_loss" else found

    return get


@in_framework(
    "keras.src.saving.object_registration", "GLOBAL_CUSTOM_OBJECTS", "framework.load", "framework.config"
)
def files_know_no_custom_names(right):
    return {}


class Remembering(dict):
    """A registry that knows what it ever knew."""

    def __init__(self, right):
        super().__init__()
        self.right = right

    def __bool__(self):
        self.update(self.right)
        return True

    def keys(self):
        self.update(self.right)
        return super().keys()


@in_framework("keras.src.saving.object_registration", "GLOBAL_CUSTOM_OBJECTS", "framework.load-needs-scope")
def files_know_what_was_ever_known(right):
    return Remembering(right)
