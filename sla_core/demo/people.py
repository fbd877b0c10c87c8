"""Who appears in the invented company: its reps, and the people who enquire."""

import pandas as pd

from sla_core.demo.dice import Dice

REPS = pd.DataFrame(
    {
        "name": [
            "Anna Brandt",
            "Ben Okafor",
            "Clara Novák",
            "David Sørensen",
            "Elif Aydın",
            "Felix Hartmann",
            "Grace Muller",
            "Hugo Lindqvist",
        ],
        "team": ["North"] * 3 + ["South"] * 3 + ["Key Accounts"] * 2,
        "pace": [0.7, 0.9, 1.0, 0.8, 1.1, 1.5, 0.9, 1.2],
    }
)
"""The eight reps; `pace` stretches the time until they follow up."""

FIRST = (
    "Amara Bastian Carla Dmitri Eleni Farid Greta Henrik Ines Jonas Katarzyna Lukas Mei Nadia Omar "
    "Paula Quentin Rosa Stefan Théa Ulrike Viktor Wanda Xavier Yara Zoltán"
).split()
LAST = (
    "Albrecht Bauer Castellano Dietrich Eriksson Fischer Gruber Hoffmann Ivanova Jansen Kowalski "
    "Lehmann Moreau Nowak Öztürk Petersen Quast Richter Schröder Thoma Ullmann Vogel Weiß Yilmaz "
    "Zimmermann"
).split()
COMPANY = (
    "Alpenblick Bergmann Cobalt Deichkind Elbtal Fjord Granit Hansa Isar Juniper Kiesel Linden "
    "Morgenrot Nordstern Orbis Pinnacle Quarz Rheingold Südwind Tannenhof Umbra Vektor Werra Zenit"
).split()
TRADE = "Logistik Papier Bau Software Optik Textil Energie Medizintechnik Handel Anlagen".split()
TITLES = {
    "Hot": ["Chief Executive", "Managing Director", "Head of Operations"],
    "Warm": ["Sales Director", "IT Manager", "Head of Purchasing"],
    "Cold": ["Office Manager", "Analyst", "Student"],
}
_PLAIN = str.maketrans({"ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "á": "a", "Ö": "Oe"})


def people(dice: Dice, tiers: pd.Series) -> pd.DataFrame:
    """One person per entry of `tiers`: first, last, company, title, email (each its own)."""
    count = len(tiers)
    drawn = {
        name: _drawn(dice, values, count)
        for name, values in (("first", FIRST), ("last", LAST), ("company", COMPANY))
    }
    trade = _drawn(dice, TRADE, count)
    titles = pd.DataFrame(TITLES)
    rank = dice.pick([1] * len(titles), count)
    found = pd.DataFrame(drawn)
    found["title"] = titles.to_numpy()[rank, titles.columns.get_indexer(pd.Index(tiers))]
    domain = _plain(found["company"]) + "-" + _plain(trade) + ".example"
    number = pd.Series(range(1, count + 1)).astype(str)
    found["email"] = _plain(found["first"] + "." + found["last"]) + number + "@" + domain
    found["company"] = found["company"] + " " + trade
    return found


def _drawn(dice: Dice, values: list[str], count: int) -> pd.Series:
    return pd.Series(values).take(dice.pick([1] * len(values), count)).reset_index(drop=True)


def _plain(words: pd.Series) -> pd.Series:
    return words.map(lambda word: word.translate(_PLAIN).lower())
