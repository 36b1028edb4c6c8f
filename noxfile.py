"""What there is to run: `nox -s conformance -- --impl=mypkg.utils`, `nox -s tests`, `nox --list`."""

import re
from pathlib import Path
from typing import Iterator, List, Sequence, Tuple

import nox

nox.needs_version = ">=2024.4.15"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_existing_virtualenvs = True
nox.options.sessions = ["conformance", "tests"]

ROOT = Path(__file__).parent
PROJECT = nox.project.load_toml("pyproject.toml")["project"]
EXTRAS = PROJECT["optional-dependencies"]
LIBRARIES = nox.project.load_toml("tools/compat/libraries.toml")


@nox.session
def conformance(session: nox.Session) -> None:
    """Judge an implementation: --impl=PKG.UTILS, by default the bundled reference; --install SPEC adds packages."""
    arguments, installs = _split_installs(session.posargs, Path(session.invoked_from))
    _install(session, _framework(arguments, "reference") + installs)
    _judge(session, Path(session.invoked_from), arguments)


@nox.session
def gpu(session: nox.Session) -> None:
    """Judge multi_gpu_model on real GPUs: --impl=PKG.UTILS, --require-gpu N makes fewer an error."""
    arguments, installs = _split_installs(session.posargs, Path(session.invoked_from))
    _install(session, _framework(arguments, "gpu") + installs)
    replication = ["--gpus=real", "--utility=multi_gpu_model"]
    _judge(session, Path(session.invoked_from), replication + arguments)


@nox.session
def tests(session: nox.Session) -> None:
    """The project's own tests."""
    _install(session, EXTRAS["tests"] + EXTRAS["zoo"] + EXTRAS["calibrate"] + EXTRAS["reference"])
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session
def mutants(session: nox.Session) -> None:
    """Every clause must catch its mutants, and no clause a saint (--utility NAME, --html FILE for a page)."""
    _install(session, EXTRAS["reference"] + EXTRAS["zoo"])
    session.run("python", "-m", "tools.mutants", *session.posargs)


@nox.session
def mutation(session: nox.Session) -> None:
    """The suite must kill what a tool makes of the reference, but for what is listed (--module NAME for one module)."""
    _install(session, EXTRAS["reference"] + EXTRAS["zoo"])
    session.run("python", "-m", "tools.mutation", *session.posargs)


@nox.session
def ledger(session: nox.Session) -> None:
    """A run of the reference, or that of a VERDICTS.json, must execute what the ledger says (--write enters it)."""
    options = [word for word in session.posargs if word.startswith("-")]
    runs = [Path(session.invoked_from) / word for word in session.posargs if word not in options]
    _install(session, [] if runs else EXTRAS["reference"])
    if not runs:
        output = Path(session.create_tmp()) / "reference"
        session.run("python", "-m", "conformance", f"--output={output}", "--speed=off")
        runs = [output / "verdicts.json"]
    session.run("python", "-m", "tools.ledger", *map(str, runs), *options)


@nox.session
@nox.parametrize(
    "python,library",
    [nox.param(None, "reference", id="reference")]
    + [nox.param(entry["python"], name, id=name) for name, entry in LIBRARIES.items()],
)
def bench(session: nox.Session, library: str) -> None:
    """How fast the reference and real libraries are, each beside the same bare yardsticks: one table."""
    entry = LIBRARIES.get(library, {"impl": "reference.utils", "requires": EXTRAS["reference"]})
    _install(session, entry["requires"])
    run = ["python", "-m", "tools.bench", f"--results={Path(session.cache_dir) / 'bench'}", "measure"]
    setup = [option for option in entry.get("options", []) if option.startswith("--setup")]
    session.run(*run, library, entry["impl"], *setup)
    if entry.get("python") == "3.8":  # calls cost differently there
        session.run(*run, "reference-3.8", "reference.utils")


@nox.session
def calibrate(session: nox.Session) -> None:
    """How often the speed gate errs, measured: false alarms and what it catches, idle and under load (hours)."""
    _install(session, EXTRAS["calibrate"] + EXTRAS["reference"])
    session.run("python", "-m", "tools.calibrate", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Style, and types of what is public."""
    _install(session, EXTRAS["lint"])
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")


@nox.session
@nox.parametrize(
    "python,library", [nox.param(entry["python"], name, id=name) for name, entry in LIBRARIES.items()]
)
def compat(session: nox.Session, library: str) -> None:
    """Judge the real libraries and compare with the verdicts that are expected of them."""
    entry = LIBRARIES[library]
    _install(session, entry["requires"])
    output = Path(session.create_tmp()) / library
    arguments = [f"--impl={entry['impl']}", f"--output={output}", "--speed=off"]
    arguments += [*entry.get("options", []), *session.posargs]
    session.run("python", "-m", "conformance", *arguments, success_codes=[0, 1])
    session.run("python", "-m", "tools.compat", library, str(output / "verdicts.json"))
    if "original" in entry:
        _install(session, EXTRAS["zoo"])
        session.run("python", "-m", "tools.mutants", "--original", entry["original"])


def _install(session: nox.Session, more: Sequence[str]) -> None:
    """The suite's dependencies and `more`; nothing into an environment that is not nox's own."""
    if session.virtualenv.is_sandboxed:
        # Importing TensorFlow takes three times as long where uncompiled code can't be kept (PYTHONDONTWRITEBYTECODE).
        session.install(*PROJECT["dependencies"], *more, env={"UV_COMPILE_BYTECODE": "1"})
    elif more:
        session.warn(f"--no-venv: {', '.join(more)} must be in the environment already")


def _framework(arguments: Sequence[str], extra: str) -> List[str]:
    """What the reference's models need, where the reference is judged: a guest brings its own framework."""
    named = re.findall(r"--impl[= ](\S+)", " ".join(arguments))
    is_ours = not named or named[-1].startswith(("reference.", "tools."))
    return list(EXTRAS[extra]) if is_ours else []


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
    """`python -m conformance` from `folder`, but by its path: `folder` may have a package of that name."""
    session.chdir(folder)
    session.run("python", str(ROOT / "conformance"), *arguments)
