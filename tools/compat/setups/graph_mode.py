"""Set-up for Keras 2.3.1 on TensorFlow 2.2: what its multi_gpu_model was written for.

Graphs instead of eager execution, and a function of TensorFlow's that it calls and that is gone since.
"""

import tensorflow as tf

tf.compat.v1.disable_eager_execution()


def experimental_list_devices():
    return [device.name for device in tf.config.experimental.list_logical_devices()]


tf.config.experimental_list_devices = experimental_list_devices
