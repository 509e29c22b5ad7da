"""Lets ``python -m frith.cli`` do what ``frith`` does."""

import sys

from frith.cli import main

sys.exit(main())
