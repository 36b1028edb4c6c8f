"""A run as a file: written and read back, its published schema, and files that are no runs."""

import ast
import inspect
import json
import textwrap
from dataclasses import fields, is_dataclass
from typing import Union, get_type_hints

import jsonschema
import pytest
from hypothesis import given

from cthulhu_conformance import clauses
from cthulhu_conformance.fixtures import paired
from cthulhu_conformance.harness import cli, network, runner
from cthulhu_conformance.harness.record import Record
from cthulhu_conformance.results import files, verdicts
from cthulhu_conformance.results.model import VERDICTS, Run
from cthulhu_conformance.testing.implementation import Implementation
from cthulhu_conformance.testing.speed import Speed
from tests.runs import content_of, run_of, verdict_of
from tests.strategies import of_type

SCHEMA = json.loads(files.SCHEMA.read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}


@given(run=of_type(Run))
def test_a_run_is_read_as_it_was_written_and_fits_the_schema(tmp_path_factory, run):
    path = tmp_path_factory.getbasetemp() / files.FILE
    files.write(run, path, {})
    assert files.read(path) == run
    VALIDATOR.validate(json.loads(path.read_text(encoding="utf-8")))


def test_the_schema_is_one():
    jsonschema.Draft7Validator.check_schema(SCHEMA)


def differences(kind, schema, path="run"):
    """Yield where the schema has other fields or types than the model."""
    schema = SCHEMA["definitions"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        names = {field.name for field in fields(kind)} | (set(files._DERIVED) if kind is Run else set())
        if not names == set(schema["properties"]) == set(schema["required"]):
            yield f"{path}: {sorted(names)}, in the schema {sorted(schema['properties'])}"
        if schema["additionalProperties"] is not False:
            yield f"{path}: the schema lets in more fields"
        for name in names & set(hints):
            yield from differences(hints[name], schema["properties"][name], f"{path}.{name}")
        return
    origin, parts = getattr(kind, "__origin__", None), getattr(kind, "__args__", ())
    if origin is Union:
        types = schema["type"]
        if types[1:] != ["null"]:
            yield f"{path}: the schema doesn't let it be null"
        yield from differences(parts[0], dict(schema, type=types[0]), path)
    elif origin is tuple:
        yield from differences(parts[0], schema["items"], f"{path}[]")
    elif origin is dict:
        yield from differences(parts[1], schema["additionalProperties"], f"{path}{{}}")
    elif "enum" in schema:
        if not all(type(word) is kind for word in schema["enum"]):
            yield f"{path}: {schema['enum']} for {kind}"
    elif schema["type"] != PLAIN[kind]:
        yield f"{path}: {schema['type']} for {kind}"


def test_the_schema_has_the_fields_of_the_model():
    assert list(differences(Run, SCHEMA)) == []


def words_of(*functions):
    """Return the texts in the code of functions, without their docstrings."""
    found = set()
    for function in functions:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
        found |= {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return found


def enums(schema, path=""):
    """Return all enumerations of the schema: what has each, and its words."""
    found = {path: set(schema["enum"])} if "enum" in schema else {}
    for name, part in schema.items():
        if isinstance(part, dict):
            found.update(enums(part, name if name != "items" else path))
    return found


#: What produces the words of each enumeration.
PRODUCERS = {
    "dialect": words_of(Implementation.dialect.fget),
    "speed": words_of(cli._parse),
    "gpus": words_of(cli._parse),
    "network": words_of(network.confinement),
    "kind": words_of(Speed.ratio, Speed.growth, Speed.memory),
    "outcome": words_of(paired.decide, paired.compare, Speed.memory),
    "level": set(clauses.LEVELS),
    "verdict": words_of(Record.finding, Record._failure, runner._crashed, verdicts.decide, verdicts._block),
}


def test_every_enumeration_is_known():
    assert set(enums(SCHEMA)) == set(PRODUCERS)


@pytest.mark.parametrize("name", PRODUCERS)
def test_something_produces_every_word_of_an_enumeration(name):
    assert enums(SCHEMA)[name] - PRODUCERS[name] == set()


def test_the_schema_has_the_levels_and_the_verdicts_of_the_model():
    definitions = SCHEMA["definitions"]
    assert definitions["level"]["enum"] == list(clauses.LEVELS)
    assert definitions["verdict"]["enum"] == list(VERDICTS)


RUN = run_of([verdict_of("normalize.norm.one", "conforms", tests=1, assertions=1, examples=1)])


def changed(**changes):
    """Return the text of a verdict file with other values at some fields; None stands for a missing field."""
    content = content_of(RUN)
    for path, value in changes.items():
        *way, last = path.split("__")
        place = content
        for step in way:
            place = place[int(step) if step.isdigit() else step]
        place[last] = value
        if value is None:
            del place[last]
    return json.dumps(content)


@pytest.mark.parametrize(
    "text, message",
    [
        (None, "No such file or directory; a run writes one: nox -s conformance"),
        ("", "is no complete verdicts.json; a run writes one"),
        ('{"format": 2, "verdicts": [', "is no complete verdicts.json; a run writes one"),
        ("[]", "is no complete verdicts.json; a run writes one"),
        (changed(format=None), "is no complete verdicts.json; a run writes one"),
        (
            changed(format=1),
            "has format 1, and this suite reads format 2; a new run writes one of that format",
        ),
        (
            changed(format=3),
            "has format 3, and this suite reads format 2; a new run writes one of that format",
        ),
        (changed(started=None), "required field missing @ it.started"),
        (changed(verdicts__0__says=None), "required field missing @ it.verdicts"),
        (changed(more=1), "extra fields found (more)"),
        (changed(verdicts__0__more=1), "extra fields found (more)"),
        (changed(duration="1.0"), "expected float @ it.duration"),
        (changed(selected=1.5), "expected int @ it.selected"),
        (changed(options__baseline=7), "expected str @ it.options.baseline"),
        (changed(options__explore="7"), "it.options.explore"),
        (changed(options__clauses="abc"), "it.options.clauses"),
        (changed(execution=[]), "it.execution"),
        (changed(implementation__utilities={"normalize": 1}), "it.implementation.utilities"),
        (changed(verdicts__0__tests=True), "it.verdicts"),
    ],
)
def test_a_file_that_is_no_run_is_refused_with_its_path_and_the_reason(tmp_path, text, message):
    path = tmp_path / "results.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(files.UnreadableError) as caught:
        files.read(path)
    assert str(caught.value).startswith(str(path))
    assert message in str(caught.value)


def test_a_run_that_is_changed_nowhere_can_be_read(tmp_path):
    path = tmp_path / "results.json"
    path.write_text(changed(), encoding="utf-8")
    assert files.read(path) == RUN
