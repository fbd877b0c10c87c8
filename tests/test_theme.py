"""The theme can be read: text has contrast, and both sides differ for every eye, light and dark."""

import tomllib
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

Colour = NDArray[np.float64]
THEME = tomllib.loads((Path(__file__).parents[1] / ".streamlit/config.toml").read_text())["theme"]

# How a colour-blind eye mixes linear red, green and blue: Machado, Oliveira, Fernandes (2009).
EYES = {
    "every receptor": np.eye(3),
    "no red": np.array([[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [0, -0.0481, 1.052]]),
    "no green": np.array(
        [[0.3673, 0.8606, -0.2280], [0.2801, 0.6725, 0.0474], [-0.0118, 0.0429, 0.9689]]
    ),
    "no blue": np.array(
        [[1.2555, -0.0767, -0.1788], [-0.0784, 0.9309, 0.1476], [0.0047, 0.6914, 0.3039]]
    ),
}


def linear(colour: str) -> Colour:
    parts = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Contrast by WCAG 2.2: 4.5 for text, 3 for lines and bars."""
    dark, light = sorted(float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(
    "text", ["textColor", "linkColor", "blueTextColor", "orangeTextColor", "grayTextColor"]
)
def test_text_has_contrast_on_both_backgrounds(mode: str, text: str) -> None:
    colours = THEME[mode]
    assert contrast(colours[text], colours["backgroundColor"]) >= 4.5
    assert contrast(colours[text], colours["secondaryBackgroundColor"]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_what_is_chosen_can_be_read(mode: str) -> None:
    colours = THEME[mode]
    assert contrast(colours["primaryColor"], colours["backgroundColor"]) >= 4.5
    assert contrast(colours["primaryColor"], "#ffffff") >= 3  # the tick in a box


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_chart_colours_stand_out_from_the_background(mode: str) -> None:
    colours = THEME[mode]
    for colour in colours["chartCategoricalColors"]:
        assert contrast(colour, colours["backgroundColor"]) >= 3


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("eye", EYES)
def test_marketing_and_sales_differ_for_every_eye(mode: str, eye: str) -> None:
    marketing, sales = (EYES[eye] @ linear(c) for c in THEME[mode]["chartCategoricalColors"][:2])
    assert np.linalg.norm(np.cbrt(marketing) - np.cbrt(sales)) >= 0.3
