from __future__ import annotations

import pytest

from qa.quantities import Quantity, quantities


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("$40bn", [Quantity(4e10, "$")]),
        ("twenty-one days", [Quantity(21, "days")]),
        ("a dozen", [Quantity(12, "")]),
        ("2013 to 2017", [Quantity(2013, ""), Quantity(2017, "")]),
        ("3.5m", [Quantity(3.5e6, "")]),
        ("one of them", []),
        ("the MI5 file", []),
        ("over half a million", [Quantity(5e5, "", "more")]),
        ("no more than 40 miles", [Quantity(40, "miles", "less")]),
        ("about A$3m", [Quantity(3e6, "A$", "about")]),
        ("two-and-a-half years", [Quantity(2.5, "years")]),
        ("-40F to +560F", [Quantity(-40, ""), Quantity(560, "")]),
        ("5%-10%", [Quantity(5, "%"), Quantity(10, "%")]),
        ("between two hundred and three hundred", [Quantity(200, ""), Quantity(300, "")]),
        ("five thousand and twenty-five thousand", [Quantity(5e3, ""), Quantity(2.5e4, "")]),
        ("40m people", [Quantity(4e7, "")]),
        ("£40m from an original price", [Quantity(4e7, "£")]),
        ("waves 40m high", [Quantity(40, "")]),
        ("6 thouſand men", [Quantity(6, "thou")]),
        ("ſix men", []),
        ("often", []),
        ("weight", []),
    ],
)
def test_numbers_are_read(text: str, wanted: list[Quantity]) -> None:
    assert list(quantities(text)) == wanted
