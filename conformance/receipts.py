"""What a run on GPUs leaves in the verdict file, so that somebody who was not there can trust it."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from typing import Any, Dict, List, Optional

from fixtures.gpus import Gpus
from fixtures.placement import executed


def of(gpus: Gpus) -> Dict[str, Any]:
    """The GPUs of this process and, of real ones, what they did so far.

    `ops` counts the ops that were observed on each device, `peak_bytes` is the most memory that was in use.
    """
    import tensorflow as tf

    receipt: Dict[str, Any] = {
        "simulated": gpus.simulated,
        "count": gpus.count,
        "physical": gpus.physical,
        "tensorflow": tf.__version__,
    }
    if not gpus.simulated:
        build = tf.sysconfig.get_build_info() if hasattr(tf.sysconfig, "get_build_info") else {}
        receipt.update(
            build={key: str(build[key]) for key in ("cuda_version", "cudnn_version") if key in build},
            driver=_driver(),
            devices=[_device(tf, index, device) for index, device in enumerate(_logical(tf))],
            ops=dict(executed),
        )
    return receipt


def merged(first: Optional[Dict[str, Any]], second: Dict[str, Any]) -> Dict[str, Any]:
    """One receipt of two processes' ones."""
    if first is None or first["simulated"]:
        return second
    ops = Counter(first["ops"]) + Counter(second["ops"])
    devices = [
        dict(one, peak_bytes=max(one["peak_bytes"], other["peak_bytes"]))
        for one, other in zip(first["devices"], second["devices"])
    ]
    return dict(second, ops=dict(sorted(ops.items())), devices=devices)


def _logical(tf: Any) -> List[Any]:
    return list(tf.config.experimental.list_logical_devices("GPU"))


def _device(tf: Any, index: int, device: Any) -> Dict[str, Any]:
    physical = tf.config.experimental.list_physical_devices("GPU")
    of_its_own = physical[min(index, len(physical) - 1)]
    experimental = tf.config.experimental
    details = (
        experimental.get_device_details(of_its_own) if hasattr(experimental, "get_device_details") else {}
    )
    memory = experimental.get_memory_info(f"GPU:{index}") if hasattr(experimental, "get_memory_info") else {}
    return {
        "id": index,
        "name": str(details.get("device_name", device.name)),
        "compute_capability": ".".join(map(str, details.get("compute_capability") or ())),
        "peak_bytes": int(memory.get("peak", 0)),
    }


def _driver() -> str:
    """The version of NVIDIA's driver, or empty where its tool does not tell."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return ""
    command = [program, "--query-gpu=driver_version", "--format=csv,noheader"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=30)
    return done.stdout.partition("\n")[0].strip()
