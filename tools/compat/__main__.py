"""Compare a verdict file with the verdicts that are expected of a library."""

import argparse
import sys

from cthulhu_conformance import clauses
from cthulhu_conformance.tools.arguments import verdict_file
from cthulhu_conformance.tools.compat import HERE, changes, expected


def main() -> int:
    parser = argparse.ArgumentParser(prog="compat", description=__doc__)
    parser.add_argument(
        "library", choices=clauses.parse(HERE / "libraries.toml"), help="a library of libraries.toml"
    )
    parser.add_argument(
        "verdicts", type=verdict_file, metavar="VERDICTS.json", help="verdict file of a run on it"
    )
    options = parser.parse_args()
    deviations = expected(options.library)
    found = changes(options.verdicts, deviations)
    for line in found:
        print(f"changed  {line}")
    if found:
        print(
            f"verdicts of {options.library} that are not the expected ones: {len(found)}. Find out who is right: "
            f"mend the suite, or write the clause and the reason into {options.library}.toml"
        )
        return 1
    print(f"{options.library}: all verdicts as expected, {len(deviations)} known deviations")
    return 0


if __name__ == "__main__":
    sys.exit(main())
