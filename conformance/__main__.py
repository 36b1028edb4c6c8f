"""`python -m conformance --impl=mypkg.utils`: judge an implementation, clause by clause."""

import sys
from pathlib import Path

# The folder where the person stands may have packages of the same names as ours.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from conformance.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
