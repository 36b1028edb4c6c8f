"""What there is to run: `nox -s conformance -- --impl=mypkg.utils`, `nox -s tests`, `nox --list`."""

import re
import shutil
from pathlib import Path
from typing import Iterator, List, Sequence, Tuple

import nox

nox.needs_version = ">=2024.4.15"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_existing_virtualenvs = True
nox.options.sessions = ["conformance", "tests"]

ROOT = Path(__file__).parent
PACKAGE = "cthulhu_conformance"
REFERENCE = f"{PACKAGE}.reference.utils"
LIBRARIES = nox.project.load_toml("tools/compat/libraries.toml")


@nox.session
def conformance(session: nox.Session) -> None:
    """Judge an implementation: --impl=PKG.UTILS, by default the bundled reference; --install SPEC adds packages."""
    arguments, installs = _split_installs(session.posargs, Path(session.invoked_from))
    _install(session, _framework(arguments, "reference", Path(session.invoked_from)), installs)
    _judge(session, Path(session.invoked_from), arguments)


@nox.session
def gpu(session: nox.Session) -> None:
    """Judge multi_gpu_model on real GPUs: --impl=PKG.UTILS, --require-gpu N makes fewer an error."""
    arguments, installs = _split_installs(session.posargs, Path(session.invoked_from))
    _install(session, _framework(arguments, "gpu", Path(session.invoked_from)), installs)
    replication = ["--gpus=real", "--utility=multi_gpu_model"]
    _judge(session, Path(session.invoked_from), replication + arguments)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the project's own tests."""
    _install(session, ["tests", "mutants", "calibrate", "reference"])
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session
def mutants(session: nox.Session) -> None:
    """Try mutants: every clause must catch its own, and no conforming variant (--utility NAME, --html FILE)."""
    _install(session, ["reference", "mutants"])
    session.run("python", "-m", f"{PACKAGE}.tools.mutants", *session.posargs)


@nox.session
def mutation(session: nox.Session) -> None:
    """Mutate the reference by a tool: the suite must kill all but what is listed (--module NAME for one module)."""
    _install(session, ["reference", "mutants"])
    session.run("python", "-m", f"{PACKAGE}.tools.mutation", *session.posargs)


@nox.session
def ledger(session: nox.Session) -> None:
    """Compare a run of the reference (or VERDICTS.json), and the mutants, with the ledger (--write enters them)."""
    options = [word for word in session.posargs if word.startswith("-")]
    runs = [Path(session.invoked_from) / word for word in session.posargs if word not in options]
    _install(session, ["reference", "mutants"])  # some mutants are subclasses of what the reference has
    if not runs:
        output = Path(session.create_tmp()) / "reference"
        session.run("python", "-m", PACKAGE, f"--output={output}", "--speed=off")
        runs = [output / "verdicts.json"]
    session.run("python", "-m", f"{PACKAGE}.tools.ledger", *map(str, runs), *options)


@nox.session
@nox.parametrize(
    "python,library",
    [nox.param(None, "reference", id="reference")]
    + [nox.param(entry["python"], name, id=name) for name, entry in LIBRARIES.items()],
)
def bench(session: nox.Session, library: str) -> None:
    """Measure the reference and real libraries beside the same bare yardsticks (--write enters the results)."""
    entry = LIBRARIES.get(library, {"impl": REFERENCE})
    _install(session, [] if "requires" in entry else ["reference"], entry.get("requires", []))
    run = ["python", "-m", f"{PACKAGE}.tools.bench", f"--results={Path(session.cache_dir) / 'bench'}"]
    setup = [option for option in entry.get("options", []) if option.startswith("--setup")]
    session.run(*run, "measure", library, entry["impl"], *setup)
    if entry.get("python") == "3.8":  # calls cost differently there
        session.run(*run, "measure", "reference-3.8", REFERENCE)
    if session.posargs:
        session.run(*run, "table", *session.posargs)


@nox.session
def calibrate(session: nox.Session) -> None:
    """Measure how often the speed gate errs: false alarms and what it catches, idle and under load (hours)."""
    _install(session, ["calibrate", "reference"])
    session.run("python", "-m", f"{PACKAGE}.tools.calibrate", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and types."""
    _install(session, ["lint"])
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    links = (
        Path(session.create_tmp()) / "links"
    )  # mypy does not know that folders are mapped onto the package
    _link_package(links / PACKAGE)
    session.run("mypy", "-p", PACKAGE, env={"MYPYPATH": str(links)})


def _link_package(folder: Path) -> None:
    """Lay links to the package's modules and folders where it would have them if it were a folder."""
    shutil.rmtree(str(folder), ignore_errors=True)
    folder.mkdir(parents=True)
    folders = [ROOT / name for name in ("fixtures", "reference", "tools")]
    for path in [*(ROOT / "conformance").iterdir(), *folders]:
        if path.name != "__pycache__":
            (folder / path.name).symlink_to(path)


@nox.session
@nox.parametrize(
    "python,library", [nox.param(entry["python"], name, id=name) for name, entry in LIBRARIES.items()]
)
def compat(session: nox.Session, library: str) -> None:
    """Judge the real libraries and compare with the verdicts that are expected of them."""
    entry = LIBRARIES[library]
    _install(session, [], entry["requires"])
    output = Path(session.create_tmp()) / library
    arguments = [f"--impl={entry['impl']}", f"--output={output}", "--speed=off"]
    arguments += [*entry.get("options", []), *session.posargs]
    session.run("python", "-m", PACKAGE, *arguments, success_codes=[0, 1])
    session.run("python", "-m", f"{PACKAGE}.tools.compat", library, str(output / "verdicts.json"))
    if "original" in entry:
        _install(session, ["mutants"], entry["requires"])
        session.run("python", "-m", f"{PACKAGE}.tools.mutants", "--original", entry["original"])


def _install(session: nox.Session, extras: Sequence[str], more: Sequence[str] = ()) -> None:
    """Install the suite from this checkout, and `more`; nothing into an environment that is not nox's own."""
    if session.virtualenv.is_sandboxed:
        suite = f"{ROOT}[{','.join(extras)}]" if extras else str(ROOT)
        # Importing TensorFlow takes three times as long where uncompiled code can't be kept (PYTHONDONTWRITEBYTECODE).
        session.install("-e", suite, *more, env={"UV_COMPILE_BYTECODE": "1"})
    else:
        needed = [f"{PACKAGE}[{','.join(extras)}]", *more]
        session.warn(f"--no-venv: {', '.join(needed)} must be in the environment already")


def _framework(arguments: Sequence[str], extra: str, folder: Path) -> List[str]:
    """Return the extra with what the reference's models need where it is judged: others bring their own framework."""
    named = re.findall(r"--impl[= ](\S+)", " ".join(arguments))
    spec = named[-1] if named else REFERENCE
    has_own = any((place / "reference").is_dir() for place in (folder, folder / "src") if folder != ROOT)
    is_ours = spec.startswith(f"{PACKAGE}.") or spec.startswith("reference.") and not has_own
    return [extra] if is_ours else []


def _split_installs(arguments: Sequence[str], folder: Path) -> Tuple[List[str], List[str]]:
    """Take `--install SPEC` out of the arguments; paths in SPEC are relative to `folder`."""
    rest, installs, words = [], [], iter(arguments)
    for word in words:
        if word == "--install" or word.startswith("--install="):
            spec = word.partition("=")[2] or next(words, "")
            installs += _requirement(spec, folder)
        else:
            rest.append(word)
    return rest, installs


def _requirement(spec: str, folder: Path) -> Iterator[str]:
    path = folder / spec
    if path.is_file() and path.suffix == ".txt":
        return iter(["-r", str(path)])
    return iter([str(path) if path.exists() else spec])


def _judge(session: nox.Session, folder: Path, arguments: Sequence[str]) -> None:
    """Run the command in `folder`."""
    session.chdir(folder)
    session.run("python", "-m", PACKAGE, *arguments)
