"""Pretend GPUs, what is observed on them, and the receipt of real ones."""

import json
import subprocess
import sys
from dataclasses import asdict
from types import SimpleNamespace

import jsonschema
import pytest

from cthulhu_conformance.fixtures import gpus as equipment
from cthulhu_conformance.harness import receipts
from cthulhu_conformance.results.files import SCHEMA

tf = pytest.importorskip("tensorflow")

SET_UP = """
import json
from cthulhu_conformance.fixtures import gpus, placement
found = gpus.set_up("simulated:2")
import tensorflow as tf
"""
LOOK_UPS = """
from tensorflow.python.client import device_lib
from tensorflow.python.eager import context
names = lambda devices: [getattr(device, "name", device)[-5:] for device in devices]
print(json.dumps([
    names(tf.config.list_physical_devices("GPU")),
    names(tf.config.list_logical_devices("GPU")),
    names(tf.config.get_visible_devices("GPU")),
    names(device for device in device_lib.list_local_devices() if device.device_type == "GPU"),
    names(device for device in tf.compat.v1.Session().list_devices() if "GPU" in device.name),
    names(name for name in context.context().devices() if "GPU" in name),
    [f"GPU:{number}" for number in range(context.context().num_gpus())],
    [] if len(tf.config.list_physical_devices("CPU")) == 1 else ["more than one CPU"],
]))
"""
PLACEMENT = """
def product(x, scope):
    with tf.device(scope):
        return tf.matmul(x, x)

def places(scope, product=product):
    function = tf.function(lambda x: product(x, scope))
    with placement.observed(found) as ops:
        function(tf.eye(3))
    return sorted({op.place for op in ops if "MatMul" in op.type})

scopes = ["/cpu:0", "/gpu:0", "/GPU:1", "/device:GPU:1", "/job:localhost/replica:0/task:0/device:GPU:0"]
scopes += [tf.DeviceSpec(device_type="GPU", device_index=1), tf.config.list_logical_devices("GPU")[1]]
print(json.dumps([places(scope) for scope in scopes] + [places("/gpu:1", tf.function(product, jit_compile=True))]))
"""


def printed_by(code):
    """What the code, in a process with two simulated GPUs, prints as JSON."""
    done = subprocess.run(
        [sys.executable, "-c", SET_UP + code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_look_up_finds_the_simulated_gpus():
    *found, others = printed_by(LOOK_UPS)
    assert found == [["GPU:0", "GPU:1"]] * 7
    assert others == []


def test_what_is_placed_on_a_simulated_gpu_is_observed_there():
    expected = [["cpu"], ["gpu:0"], ["gpu:1"], ["gpu:1"], ["gpu:0"], ["gpu:1"], ["gpu:1"], ["xla"]]
    assert printed_by(PLACEMENT) == expected


@pytest.mark.parametrize(
    "simulated, device, place",
    [
        (True, "/job:localhost/replica:0/task:0/device:CPU:0", "cpu"),
        (True, "/device:CPU:2", "gpu:1"),
        (False, "/device:CPU:2", "cpu"),
        (False, "/device:GPU:2", "gpu:2"),
        (True, "", ""),
        (True, None, ""),
    ],
)
def test_places(simulated, device, place):
    assert equipment.Gpus(4, 4, simulated).place(device) == place


def test_products_are_as_exact_as_their_type():
    assert (
        printed_by("print(json.dumps(tf.config.experimental.tensor_float_32_execution_enabled()))") is False
    )


def test_a_single_real_gpu_is_split():
    split = {}
    config = SimpleNamespace(
        experimental=SimpleNamespace(list_physical_devices=lambda kind: [kind]),
        LogicalDeviceConfiguration=lambda memory_limit: memory_limit,
        set_logical_device_configuration=split.__setitem__,
    )
    found = equipment._real(SimpleNamespace(config=config))
    assert split == {"GPU": [equipment.PART_MEMORY] * 8}
    assert found == equipment.Gpus(8, 1, simulated=False)


PARTS = """
from cthulhu_conformance import clauses
from cthulhu_conformance.fixtures.gpus import COUNT
from cthulhu_conformance.tools import forks
case = forks.Case(
    "cthulhu_conformance.tools.variants:parallel_on_physical_gpus",
    (*clauses.select(clauses.BEHAVIOUR, ["multi_gpu_model"]), "multi_gpu_model.speed.step"),
    gpus=f"simulated:{COUNT}/1",
)
found = {}
models = ["cthulhu_conformance.reference.models"]
forks.in_session([case], lambda evaluate: found.update(next(evaluate([case])).verdicts), models)
print("\\n".join(f"{name} {verdict}" for name, verdict in found.items()))
"""


def test_who_counts_physical_gpus_is_not_wrong_about_parts_of_one():
    done = subprocess.run(
        [sys.executable, "-c", PARTS],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    verdicts = dict(line.split() for line in done.stdout.splitlines())
    assert set(verdicts.values()) == {"conforms", "untestable"}, done.stdout + done.stderr
    assert verdicts["multi_gpu_model.gpus.one"] == "conforms"
    assert verdicts["multi_gpu_model.signature.by-position"] == "untestable"


def schema_of_receipts():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return dict(schema["properties"]["gpus"], definitions=schema["definitions"])


def test_a_receipt_of_real_gpus_tells_what_they_did(monkeypatch):
    devices = [SimpleNamespace(name=f"GPU:{number}") for number in range(2)]
    experimental = tf.config.experimental
    monkeypatch.setattr(experimental, "list_logical_devices", lambda kind: devices)
    monkeypatch.setattr(experimental, "list_physical_devices", lambda kind: devices[:1])
    details = {"device_name": "Accelerator 9000", "compute_capability": (9, 0)}
    monkeypatch.setattr(experimental, "get_device_details", lambda device: details)
    monkeypatch.setattr(experimental, "get_memory_info", lambda name: {"peak": 1000 + int(name[-1])})
    monkeypatch.setattr(receipts, "executed", {"gpu:0": 5, "gpu:1": 6, "cpu": 7})
    receipt = receipts.write_out(equipment.Gpus(2, 1, simulated=False))
    assert [device.name for device in receipt.devices] == ["Accelerator 9000"] * 2
    both = receipts.merge(receipt, receipt)
    assert both.ops == {"gpu:0": 10, "gpu:1": 12, "cpu": 14}
    assert [device.peak_bytes for device in both.devices] == [1000, 1001]
    jsonschema.validate(json.loads(json.dumps(asdict(both))), schema_of_receipts())


def test_a_receipt_that_leaves_evidence_out_does_not_fit_the_schema():
    receipt = {"simulated": False, "count": 2, "physical": 2, "tensorflow": "2.21.0"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(receipt, schema_of_receipts())


def test_a_run_on_simulated_gpus_says_so(judge):
    done = judge("--clause=multi_gpu_model.gpus.one", "-n0")
    assert done.verdicts == {"multi_gpu_model.gpus.one": "conforms"}
    assert (done.run.gpus.simulated, done.run.gpus.count) == (True, 8)


def test_too_few_real_gpus_are_an_error(judge):
    done = judge("--gpus=real", "--require-gpu=99", "--utility=multi_gpu_model")
    assert done.code == 6
    assert "99" in done.errors


def test_no_real_gpu_is_an_error(judge):
    done = judge("--gpus=real", "--utility=multi_gpu_model", CUDA_VISIBLE_DEVICES="")
    assert done.code == 6
    assert "real GPUs that TensorFlow sees here: 0" in done.errors


def test_requiring_gpus_makes_sense_for_real_ones_only(judge):
    done = judge("--require-gpu=2")
    assert done.code == 2
    assert "--gpus=real" in done.errors
