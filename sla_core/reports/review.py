"""What a review is: both sides' figures of one period, what they rest on, and what they leave out."""

from dataclasses import dataclass
from datetime import datetime

from sla_core.metrics.results import Marketing, PromiseState, Sales, Verdict
from sla_core.periods import Period


@dataclass(frozen=True)
class Headline:
    """One side in words: the verdict, one sentence of it, and what would have to happen."""

    verdict: Verdict
    sentence: str
    need: str


@dataclass(frozen=True)
class Coverage:
    """One line on what a figure rests on: a file and its rule, or rows that could not be used."""

    side: str
    text: str
    rows: int | None = None


@dataclass(frozen=True)
class NoteLine:
    """A decision or an action of a meeting."""

    kind: str
    text: str
    owner: str | None
    due: str | None
    state: str


@dataclass(frozen=True)
class Review:
    """The whole review of one period as seen at one moment.

    `data_as_of` is the moment the newest lead data speaks about (None in an empty store).
    `promises` stand worst gap first. `demo` marks the invented company. `currency` is the
    reporting currency, XXX where neither the workspace nor the data names one.
    """

    period: Period
    as_of: datetime
    zone: str
    currency: str
    data_as_of: datetime | None
    agreement_name: str | None
    agreement_version: int | None
    demo: bool
    marketing: Marketing
    sales: Sales
    marketing_headline: Headline
    sales_headline: Headline
    promises: tuple[PromiseState, ...]
    notes: tuple[NoteLine, ...]
    coverage: tuple[Coverage, ...]
    problems: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Nothing has been uploaded yet."""
        return self.data_as_of is None and not self.coverage
