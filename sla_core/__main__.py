"""The command line: python -m sla_core COMMAND."""

import sys

from sla_core.commands.entry import main

sys.exit(main(sys.argv[1:], alone=True))
