"""A file that was dropped on the page, and what is asked of it at first sight."""

from dataclasses import dataclass

from pages.parts import caches
from sla_core.asking import Proposals, Word
from sla_core.glancing import Glance, TwoDays


@dataclass(frozen=True)
class Dropped:
    """Its bytes and its name; `key` stands for it in caches and tells its widgets from others'."""

    key: str
    name: str
    data: bytes

    def glance(self) -> Glance:
        """What it is at first sight."""
        return caches.glanced(self.key, self.name, self.data)

    def proposals(self, kind: str | None = None) -> Proposals:
        """What its columns probably are."""
        return caches.proposed(self.key, self.name, self.data, kind)

    def words(self, kind: str, field: str, column: str) -> tuple[Word, ...]:
        """The words of a column with what they probably mean."""
        return caches.words(self.key, self.name, self.data, kind, field, column)

    def in_doubt(self, column: str) -> tuple[TwoDays, ...]:
        """The dates of a column that have two readings."""
        return caches.in_doubt(self.key, self.name, self.data, column)
