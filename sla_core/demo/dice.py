"""Chance that falls the same on every platform: all draws derive from uniform numbers."""

from collections.abc import Sequence

import numpy as np


class Dice:
    """A seeded source of draws.

    Only `random()` of PCG64 is used, since numpy promises its stream; its other distributions may
    change between versions. What is derived by exp and log is rounded by whoever uses it.
    """

    def __init__(self, seed: int) -> None:
        self._generator = np.random.Generator(np.random.PCG64(seed))

    def uniform(self, *shape: int) -> np.ndarray:
        """Numbers in [0, 1)."""
        return self._generator.random(shape)

    def chance(self, share: np.ndarray | float, *shape: int) -> np.ndarray:
        """True in the given share of cases."""
        return self.uniform(*shape) < share

    def lognormal(self, median: np.ndarray | float, sigma: float, *shape: int) -> np.ndarray:
        """Positive numbers around the median; Box and Muller's normal in the exponent."""
        radius = np.sqrt(-2 * np.log(1 - self.uniform(*shape)))
        normal = radius * np.cos(2 * np.pi * self.uniform(*shape))
        return np.asarray(median * np.exp(sigma * normal))

    def pick(self, weights: Sequence[float] | np.ndarray, count: int) -> np.ndarray:
        """Indexes into `weights`, each as often as it weighs."""
        edges = np.cumsum(np.asarray(weights, dtype=float))
        return np.asarray(np.searchsorted(edges, self.uniform(count) * edges[-1], side="right"))
