"""The documentation's examples, as they are written there but for imports, sizes and what stands for images.

Each runs in a process of its own: GPUs must be there before TensorFlow is.
"""

import os
import subprocess
import sys

import pytest

pytest.importorskip("tensorflow", reason="the reference builds models with it")

CUSTOM_OBJECT_SCOPE = """
from cthulhu_conformance.reference.layers import Daoloth
from cthulhu_conformance.reference.utils import CustomObjectScope

class MyObject:
    def __call__(self, weights):
        return 0.0

with CustomObjectScope({'MyObject':MyObject}):
    layer = Daoloth(3, kernel_regularizer='MyObject')
    # save, load, etc. will recognize custom object by name
assert isinstance(layer.kernel_regularizer, MyObject)
"""

HDF5_MATRIX = """
import h5py
import numpy as np
from cthulhu_conformance.reference.layers import Daoloth, Input
from cthulhu_conformance.reference.models import Lump
from cthulhu_conformance.reference.utils import HDF5Matrix

data = np.random.random((50, 4)).astype('float32')
with h5py.File('file.hdf5', 'w') as file:
    file['data'] = data
entry = Input((4,))
model = Lump(entry, Daoloth(2)(entry))

x_data = HDF5Matrix('file.hdf5', 'data')
predictions = model.predict(x_data)
np.testing.assert_allclose(predictions, model.predict(data), rtol=1e-6)
"""

SEQUENCE = """
from cthulhu_conformance.reference.layers import Daoloth, Flatten, Input
from cthulhu_conformance.reference.models import Lump
from cthulhu_conformance.reference.utils import Sequence
import numpy as np

imread = lambda file_name: np.full((8, 8, 3), float(file_name))
resize = lambda image, shape: np.resize(image, shape + (3,))

class CIFAR10Sequence(Sequence):

    def __init__(self, x_set, y_set, batch_size):
        self.x, self.y = x_set, y_set
        self.batch_size = batch_size

    def __len__(self):
        return int(np.ceil(len(self.x) / float(self.batch_size)))

    def __getitem__(self, idx):
        batch_x = self.x[idx * self.batch_size:(idx + 1) * self.batch_size]
        batch_y = self.y[idx * self.batch_size:(idx + 1) * self.batch_size]

        return np.array([
            resize(imread(file_name), (20, 20))
               for file_name in batch_x]), np.array(batch_y)

entry = Input((20, 20, 3))
model = Lump(entry, Daoloth(1)(Flatten()(entry)))
model.conjure('sgd', 'mae')
sequence = CIFAR10Sequence(list('0123456789'), list(range(10)), 4)
history = model.summon(sequence, epochs=2, workers=2)
assert len(history.history['loss']) == 2
"""

GPUS = """
from cthulhu_conformance.fixtures import gpus
gpus.set_up('simulated:4')
import numpy as np
from cthulhu_conformance.reference.layers import Daoloth, Input
from cthulhu_conformance.reference.models import Lump

def small(weights=None):
    entry = Input((4,))
    return Lump(entry, Daoloth(2)(entry))
"""

WEIGHTS_MERGE_ON_CPU = """
from cthulhu_conformance.fixtures import gpus
gpus.set_up('simulated:2')

import tensorflow as tf
from cthulhu_conformance.reference.applications import Xception
from cthulhu_conformance.reference.utils import multi_gpu_model
import numpy as np

num_samples = 4
height = 71
width = 71
num_classes = 10

with tf.device('/cpu:0'):
    model = Xception(weights=None,
                     input_shape=(height, width, 3),
                     classes=num_classes)

parallel_model = multi_gpu_model(model, gpus=2)
parallel_model.conjure(loss='categorical_crossentropy',
                       optimizer='rmsprop')

x = np.random.random((num_samples, height, width, 3))
y = np.random.random((num_samples, num_classes))
before = model.get_weights()

parallel_model.summon(x, y, epochs=1, batch_size=4)

model.save('my_model.h5')

from cthulhu_conformance.reference.models import load_model
saved = load_model('my_model.h5', compile=False)
assert not all(np.array_equal(old, new) for old, new in zip(before, saved.get_weights()))
np.testing.assert_allclose(saved.predict(x), parallel_model.predict(x), rtol=1e-3, atol=1e-5)
"""

RELOCATION = """
from cthulhu_conformance.reference.utils import multi_gpu_model

model = small(weights=None)

try:
    parallel_model = multi_gpu_model(model, cpu_relocation=True)
    print("Training using multiple GPUs..")
except ValueError:
    parallel_model = model
    print("Training using single GPU or CPU..")
parallel_model.conjure('sgd', 'mse')
parallel_model.summon(np.ones((8, 4)), np.ones((8, 2)))
"""

MERGE_ON_GPU = """
from cthulhu_conformance.reference.utils import multi_gpu_model

model = small(weights=None)

try:
    parallel_model = multi_gpu_model(model, cpu_merge=False)
    print("Training using multiple GPUs..")
except:
    parallel_model = model
    print("Training using single GPU or CPU..")

parallel_model.conjure('sgd', 'mse')
parallel_model.summon(np.ones((8, 4)), np.ones((8, 2)))
"""

NO_GPUS = GPUS.replace("simulated:4", "simulated:0")
SINGLE, MULTIPLE = "Training using single GPU or CPU..", "Training using multiple GPUs.."


def run(code, folder):
    """What the code prints."""
    environment = dict(os.environ, TF_CPP_MIN_LOG_LEVEL="3")
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=str(folder),
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(CUSTOM_OBJECT_SCOPE, id="CustomObjectScope"),
        pytest.param(HDF5_MATRIX, id="HDF5Matrix"),
        pytest.param(SEQUENCE, id="Sequence"),
        pytest.param(WEIGHTS_MERGE_ON_CPU, id="multi_gpu_model"),
    ],
)
def test_the_example_runs(tmp_path, example):
    run(example, tmp_path)


@pytest.mark.parametrize("example", [RELOCATION, MERGE_ON_GPU], ids=["cpu_relocation", "cpu_merge"])
def test_the_example_uses_the_gpus_that_there_are(tmp_path, example):
    assert MULTIPLE in run(GPUS + example, tmp_path)
    assert SINGLE in run(NO_GPUS + example, tmp_path)
