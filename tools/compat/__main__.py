"""Compare a verdict file with what is expected of a library."""

import argparse
import sys

from conformance import clauses, verdicts
from tools.compat import HERE, changes, expected


def main() -> int:
    parser = argparse.ArgumentParser(prog="compat", description=__doc__)
    parser.add_argument(
        "library", choices=clauses.parse(HERE / "libraries.toml"), help="one of libraries.toml"
    )
    parser.add_argument(
        "verdicts", type=verdicts.read, metavar="VERDICTS.json", help="verdicts.json of a run on it"
    )
    options = parser.parse_args()
    deviations = expected(options.library)
    found = changes(options.verdicts, deviations)
    for line in found:
        print(f"changed  {line}")
    if found:
        print(
            f"{len(found)} verdicts of {options.library} are not the expected ones. Find out who is right: "
            f"mend the suite, or write the clause and the reason into {(HERE / options.library).name}.toml"
        )
        return 1
    print(f"{options.library}: all verdicts as expected, {len(deviations)} known deviations")
    return 0


if __name__ == "__main__":
    sys.exit(main())
