"""`python -m conformance --impl=mypkg.utils`: judge an implementation, clause by clause."""

import sys

from conformance.cli import main

if __name__ == "__main__":
    sys.exit(main())
