"""Replicas whose steps are slow."""

from tools.zoo.multi_gpu_model.making import Right, model, mutant, right
from tools.zoo.slowness import by, slowed


@mutant("speed.step")
def steps_half_as_slow_again(*arguments, **options):
    parallel = right(*arguments, **options)
    parallel.predict_on_batch = slowed(parallel.predict_on_batch, by(1.6))
    return parallel


@mutant("speed.training-step")
def trains_half_as_slow_again(*arguments, **options):
    parallel = right(*arguments, **options)
    parallel.train_on_batch = slowed(parallel.train_on_batch, by(1.6))
    return parallel


@model("growth.overhead")
class steps_slower_by_each_replica(Right):
    predict_on_batch = slowed(Right.predict_on_batch, lambda self, *_, **__: 2 * len(self._replicas))
