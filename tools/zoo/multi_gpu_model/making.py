"""How the mutants of multi_gpu_model are made: one part of the reference takes another's place."""

from reference import replicas
from reference import utils as reference
from tools.zoo import mutant_of, patch

right = reference.multi_gpu_model
Right = replicas.ParallelModel
right_bounds, right_apply, right_replica = replicas._bounds, replicas._apply_on, replicas._replica
right_move = replicas.move_to_cpu
mutant = mutant_of("multi_gpu_model")


def internal(attribute, *breaks):
    """The function in the place of one of `reference.replicas`."""
    return patch(replicas, attribute, [f"multi_gpu_model.{name}" for name in breaks])


def model(*breaks):
    """The subclass of the reference's ParallelModel in its place."""
    return internal("ParallelModel", *breaks)


def bounds(*breaks):
    """The function says where parts of a batch start and end."""
    return internal("_bounds", *breaks)


def apply_on(*breaks):
    """The function applies the template to a part."""
    return internal("_apply_on", *breaks)


def replica(*breaks):
    """The function processes one part of a batch; it is given the right way to do so, which knows its template."""

    def decorate(rule):
        def make(template, device):
            process = right_replica(template, device)
            process.template = template
            return lambda *arguments: rule(process, *arguments)

        make.__name__ = rule.__name__
        return internal("_replica", *breaks)(make)

    return decorate


def merge(*breaks):
    """The function puts parts of one output together, in the place of a concatenation along the first axis."""
    return lambda rule: model(*breaks)(merging(rule))


def merging(rule):
    """A ParallelModel that merges by the function."""

    class Merging(Right):
        def call(self, inputs, training=None, mask=None):
            count = len(self._replicas)
            inputs = replicas.tree.map_structure(replicas.tf.convert_to_tensor, inputs)
            outputs = [self._replicas[number](inputs, number, count, training) for number in range(count)]
            with replicas.tf.device(self._merge_device):
                return replicas.tree.map_structure(lambda *parts: rule(self, list(parts)), *outputs)

    Merging.__name__ = rule.__name__
    return Merging
