"""Receipts of runs on GPUs, for the verdict file: evidence for somebody who was not there."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from typing import Any, List, Optional

from cthulhu_conformance.fixtures.gpus import Gpus
from cthulhu_conformance.fixtures.placement import executed
from cthulhu_conformance.results.model import Device, Receipt


def write_out(gpus: Gpus) -> Receipt:
    """Return the receipt of this process: its GPUs and, of real ones, the ops that they have executed so far."""
    import tensorflow as tf

    receipt = Receipt(gpus.simulated, gpus.count, gpus.physical, str(tf.__version__))
    if gpus.simulated:
        return receipt
    build = tf.sysconfig.get_build_info() if hasattr(tf.sysconfig, "get_build_info") else {}
    return replace(
        receipt,
        build={key: str(build[key]) for key in ("cuda_version", "cudnn_version") if key in build},
        driver=_driver(),
        devices=tuple(_device(tf, index, device) for index, device in enumerate(_logical(tf))),
        ops=dict(executed),
    )


def merge(first: Optional[Receipt], second: Receipt) -> Receipt:
    """Return the receipt of two processes together: their ops added, their peaks compared."""
    if first is None or first.simulated:
        return second
    ops = Counter(first.ops) + Counter(second.ops)
    devices = tuple(
        replace(one, peak_bytes=max(one.peak_bytes, other.peak_bytes))
        for one, other in zip(first.devices, second.devices)
    )
    return replace(second, ops=dict(sorted(ops.items())), devices=devices)


def _logical(tf: Any) -> List[Any]:
    return list(tf.config.experimental.list_logical_devices("GPU"))


def _device(tf: Any, index: int, device: Any) -> Device:
    physical = tf.config.experimental.list_physical_devices("GPU")
    of_its_own = physical[min(index, len(physical) - 1)]
    experimental = tf.config.experimental
    details = (
        experimental.get_device_details(of_its_own) if hasattr(experimental, "get_device_details") else {}
    )
    memory = experimental.get_memory_info(f"GPU:{index}") if hasattr(experimental, "get_memory_info") else {}
    return Device(
        id=index,
        name=str(details.get("device_name", device.name)),
        compute_capability=".".join(map(str, details.get("compute_capability") or ())),
        peak_bytes=int(memory.get("peak", 0)),
    )


def _driver() -> str:
    """Return the version of NVIDIA's driver, or an empty text where its tool does not tell."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return ""
    command = [program, "--query-gpu=driver_version", "--format=csv,noheader"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=30)
    return done.stdout.partition("\n")[0].strip()
