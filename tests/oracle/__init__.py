"""A slow second computation of the whole report, from the words of its definitions alone."""

from tests.oracle.compare import differences
from tests.oracle.report import report

__all__ = ["differences", "report"]
