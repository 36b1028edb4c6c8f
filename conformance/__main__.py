"""`python -m cthulhu_conformance --impl=mypkg.utils`: judge an implementation, clause by clause."""

import os
import sys

# The folder where the person stands comes first with -m, and its modules would hide those of the same names.
if sys.path and os.path.realpath(sys.path[0] or os.curdir) == os.path.realpath(os.curdir):
    del sys.path[0]

from cthulhu_conformance.harness.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
