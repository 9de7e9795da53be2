"""``python -m musnad.cli``."""

import sys

from musnad.cli import main

sys.exit(main())
