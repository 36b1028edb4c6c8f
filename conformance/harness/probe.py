"""A first look at an implementation, in a process of its own: whether it can be imported, and what it has.

`python -m cthulhu_conformance.harness.probe FILE` writes a `ProbeResult` about the implementation of the plan to FILE.
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
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Dict, List

from cthulhu_conformance.clauses import HERE, UTILITIES
from cthulhu_conformance.harness import network
from cthulhu_conformance.plan import Plan
from cthulhu_conformance.results.model import ProbeResult
from cthulhu_conformance.testing import implementation

#: Packages whose versions explain a verdict.
_RELEVANT = ("numpy", "h5py", "tensorflow", "keras", "tf_keras", "requests", "pytest", "hypothesis")


def look() -> ProbeResult:
    """Import the plan's implementation and return what it has; a failure is an `error` in words for its maintainer."""
    plan = Plan.current()
    named = plan.spec
    seen = ProbeResult(
        named,
        python=platform.python_version(),
        platform=platform.platform(terse=True),
        network=network.confinement(),
    )
    try:
        implementation.prepare(plan)
        spec = implementation.full_spec(named)
        found = implementation.load(spec)
    except ModuleNotFoundError as error:
        is_the_name = bool(error.name) and (named.partition(":")[0] + ".").startswith(f"{error.name}.")
        return replace(seen, error=_not_found(named, error) if is_the_name else _import_failed(named, error))
    except ImportError as error:
        is_ours = error.name is not None and error.name == named.partition(":")[0]
        return replace(seen, error=str(error) if is_ours else _import_failed(named, error))
    except BaseException as error:  # an implementation may raise anything, SystemExit too
        return replace(seen, error=_import_failed(named, error))
    seen = replace(
        seen,
        spec=spec,
        file=implementation.origin_of(found.target),
        utilities={folder: found.find(name) is not None for folder, name in UTILITIES.items()},
        dialect=found.dialect,
        versions=_versions(spec),
    )
    if any(seen.utilities.values()):
        return seen
    return replace(
        seen,
        error=f"{spec} ({seen.file}) has none of the documented utilities.\n"
        f"expected: at least one of {', '.join(UTILITIES.values())}\n"
        f"it has:   {', '.join(n for n in dir(found.target) if n[0] != '_') or 'nothing'}\n"
        f"to do:    name the module that has the utilities, for example --impl=mypkg.utils",
    )


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
            "check the spelling, run the command in the folder that contains the package (or its src/), "
            "or install the package into this environment (with nox: --install SPEC)"
        )
    )
    places = "\n          ".join(entry for entry in sys.path if entry and entry != os.getcwd())
    return f"{spec} can't be imported: there is no module {missing!r}.\nlooked in: {places}\nto do:    {hint}"


def _modules_in(package: str) -> List[str]:
    if not package:
        found = [module.name for module in pkgutil.iter_modules() if not _is_standard(module.module_finder)]
        return [
            *found,
            (__package__ or "").partition(".")[0],
        ]  # an editable install has no folder of the package's name
    try:
        path: Any = getattr(importlib.import_module(package), "__path__", [])
    except Exception:
        return []
    return [module.name for module in pkgutil.iter_modules(path)]


def _is_standard(finder: Any) -> bool:
    """Return whether this finder finds the modules of the standard library."""
    path = Path(getattr(finder, "path", ""))
    standard = Path(sysconfig.get_paths()["stdlib"])
    return path in (standard, standard / "lib-dynload")


def _import_failed(spec: str, error: BaseException) -> str:
    ours = (str(HERE / "harness"), str(HERE / "testing"), "importlib", "<frozen importlib")
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith(ours) and "/importlib/" not in frame.filename
    ]
    where = "".join(traceback.format_list(frames[-4:])) or "  (outside of any Python code)\n"
    return (
        f"importing {spec} raised {type(error).__name__}: {error}\n{where}"
        f"to do:    make `{Path(sys.executable).name} -c 'import {spec.partition(':')[0]}'` work in this environment"
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(asdict(look())), encoding="utf-8")
