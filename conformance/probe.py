"""A first look at an implementation, in a process of its own: can it be imported, and what is there?

`python -m conformance.probe FILE` writes a `Sighting` of the current implementation to FILE.
"""

from __future__ import annotations

import difflib
import importlib
import json
import os
import pkgutil
import platform
import sys
import sysconfig
import traceback
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Optional

from conformance import implementation
from conformance.clauses import UTILITIES
from fixtures import network

#: Packages whose versions explain a verdict.
_RELEVANT = ("numpy", "h5py", "tensorflow", "keras", "tf_keras", "requests", "pytest", "hypothesis")


@dataclass
class Sighting:
    """`utilities` maps each documented folder name to whether the implementation has it; `error` says why none."""

    spec: str
    file: str = ""
    dialect: str = ""
    utilities: Dict[str, bool] = field(default_factory=dict)
    versions: Dict[str, str] = field(default_factory=dict)
    python: str = ""
    platform: str = ""
    network: str = ""
    error: Optional[str] = None


def look() -> Sighting:
    """Import the implementation and see what it has; a failure is an `error` in words for its maintainer."""
    spec = os.environ[implementation.VARIABLE]
    seen = Sighting(spec, python=platform.python_version(), platform=platform.platform(terse=True))
    seen.network = os.environ.get(network.VARIABLE, "not confined")
    try:
        found = implementation.load_current()
    except ModuleNotFoundError as error:
        if error.name and (spec.partition(":")[0] + ".").startswith(error.name + "."):
            seen.error = _not_found(spec, error)
        else:
            seen.error = _import_failed(spec, error)
    except ImportError as error:
        seen.error = str(error) if error.name == spec.partition(":")[0] else _import_failed(spec, error)
    except BaseException as error:  # a guest may raise anything, SystemExit too
        seen.error = _import_failed(spec, error)
    else:
        seen.file = implementation.origin_of(found.target)
        seen.utilities = {folder: found.find(name) is not None for folder, name in UTILITIES.items()}
        seen.dialect = found.dialect
        if not any(seen.utilities.values()):
            seen.error = (
                f"{spec} ({seen.file}) has none of the documented utilities.\n"
                f"expected: at least one of {', '.join(UTILITIES.values())}\n"
                f"it has:   {', '.join(n for n in dir(found.target) if n[0] != '_') or 'nothing'}\n"
                f"to do:    name the module that the utilities are in, e.g. --impl=mypkg.utils"
            )
    seen.versions = _versions(spec)
    return seen


def _versions(spec: str) -> Dict[str, str]:
    names = [name for name in _RELEVANT if name in sys.modules] + [spec.partition(".")[0]]
    found = {name: getattr(sys.modules.get(name), "__version__", None) for name in names}
    return {name: str(version) for name, version in sorted(found.items()) if version}


def _not_found(spec: str, error: ModuleNotFoundError) -> str:
    missing = error.name or ""
    parent, _, last = missing.rpartition(".")
    close = difflib.get_close_matches(last, _modules_in(parent), n=3)
    prefix = parent + "." if parent else ""
    hint = (
        f"did you mean {' or '.join(prefix + name for name in close)}?"
        if close
        else (
            "check the spelling, stand in the folder that contains the package (or its src/), "
            "or install it into this environment (--install with nox)"
        )
    )
    places = "\n          ".join(entry for entry in sys.path if entry and entry != os.getcwd())
    return f"there is no module {missing!r} to import {spec} from.\nlooked in: {places}\nto do:    {hint}"


def _modules_in(package: str) -> List[str]:
    if not package:
        return [module.name for module in pkgutil.iter_modules() if not _is_standard(module.module_finder)]
    try:
        path: Any = getattr(importlib.import_module(package), "__path__", [])
    except Exception:
        return []
    return [module.name for module in pkgutil.iter_modules(path)]


def _is_standard(finder: Any) -> bool:
    """Whether modules that this finder finds are those of the standard library."""
    path = Path(getattr(finder, "path", ""))
    standard = Path(sysconfig.get_paths()["stdlib"])
    return path in (standard, standard / "lib-dynload")


def _import_failed(spec: str, error: BaseException) -> str:
    ours = (str(Path(__file__).parent), "importlib", "<frozen importlib")
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith(ours) and "/importlib/" not in frame.filename
    ]
    where = "".join(traceback.format_list(frames[-4:])) or "  (in no Python code)\n"
    return (
        f"importing {spec} raised {type(error).__name__}: {error}\n{where}"
        f"to do:    make `{Path(sys.executable).name} -c 'import {spec.partition(':')[0]}'` work in this environment"
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(asdict(look())), encoding="utf-8")
