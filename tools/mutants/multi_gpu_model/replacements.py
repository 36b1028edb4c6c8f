"""Functions and classes that take the place of one in the reference's multi_gpu_model."""

from cthulhu_conformance.reference import replicas
from cthulhu_conformance.reference import utils as reference
from cthulhu_conformance.tools.mutants import mutant_of, patch

right = reference.multi_gpu_model
Right = replicas.ParallelModel
right_bounds, right_apply, right_replica = replicas._bounds, replicas._apply_on, replicas._replica
right_move = replicas.move_to_cpu
mutant = mutant_of("multi_gpu_model")


def internal(attribute, *breaks, name=""):
    """Put the function into the place of one of `cthulhu_conformance.reference.replicas`."""
    return patch(replicas, attribute, [f"multi_gpu_model.{clause}" for clause in breaks], name)


def model(*breaks, name=""):
    """Put the class into the place of the reference's ParallelModel, of which it is a subclass."""
    return internal("ParallelModel", *breaks, name=name)


def bounds(*breaks):
    """Have the function say where parts of a batch start and end."""
    return internal("_bounds", *breaks)


def apply_on(*breaks):
    """Have the function apply the template to a part."""
    return internal("_apply_on", *breaks)


def replica(*breaks, name=""):
    """Have the function process one part of a batch; it is given the right way to do so, which knows its template."""

    def decorate(rule):
        def make(template, device):
            process = right_replica(template, device)
            process.template = template
            return lambda *arguments: rule(process, *arguments)

        return internal("_replica", *breaks, name=name or rule.__name__)(make)

    return decorate


def merge(*breaks):
    """Have the function put parts of one output together, in the place of a concatenation along the first axis."""
    return lambda rule: model(*breaks, name=rule.__name__)(merging(rule))


def merging(rule):
    """Return a ParallelModel that merges by the function."""

    class Merging(Right):
        def call(self, inputs, training=None, mask=None):
            count = len(self._replicas)
            inputs = replicas.tree.map_structure(replicas.tf.convert_to_tensor, inputs)
            outputs = [self._replicas[number](inputs, number, count, training) for number in range(count)]
            with replicas.tf.device(self._merge_device):
                return replicas.tree.map_structure(lambda *parts: rule(self, list(parts)), *outputs)

    return Merging
