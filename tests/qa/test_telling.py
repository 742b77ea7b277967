"""Whether a text can tell of certain days, and which day a sentence is about."""

from __future__ import annotations

from datetime import date

import pytest

from qa.telling import day_of, speaks_of
from qa.types import Period

YEAR = Period(date(2014, 1, 1), date(2014, 12, 31))
SPEAKS = [
    ("The mayor was elected in May 2014.", date(2020, 1, 1), True),
    ("The mayor was elected in May 2013.", date(2014, 6, 1), False),
    ("The mayor was elected in May 2013. She is popular.", date(2014, 6, 1), True),
    ("The mayor was elected last year.", date(2015, 2, 20), True),
    ("The mayor was elected on Sunday.", date(2014, 3, 5), True),
    ("The mayor is popular.", date(2014, 3, 5), True),
    ("The mayor is popular.", date(2015, 1, 20), True),
    ("The mayor is popular.", date(2015, 3, 20), False),
    ("The mayor is popular.", date(2013, 12, 20), False),
    ("The mayor is popular.", None, False),
    ("He was mayor from 2010 to 2012.", None, False),
    ("He was mayor in the 2010s.", None, True),
    ("He was mayor from 2010 to 2016.", date(2020, 5, 5), True),
    ("He was mayor between 2010 and 2016.", date(2020, 5, 5), True),
    ("He has been mayor since 2010.", date(2020, 5, 5), True),
    ("He has been mayor since 2010.", date(2013, 5, 5), False),
    ("He has been mayor since 2016.", date(2020, 5, 5), False),
    ("He led it from 2010 to the present.", date(2020, 5, 5), True),
    ("It fell from 2014 levels to 2012 levels.", date(2020, 5, 5), True),
]


@pytest.mark.parametrize(("text", "published", "expected"), SPEAKS)
def test_whether_a_text_can_be_about_a_period(
    text: str, published: date | None, expected: bool
) -> None:
    assert speaks_of(text, published, YEAR) is expected


DAY_OF = [
    ("In 2014, the museum had 38 rooms.", date(2020, 5, 5), date(2014, 12, 31)),
    ("The museum had 38 rooms in May 2014.", date(2020, 5, 5), date(2014, 5, 31)),
    ("The museum, opened in 1998, has 41 rooms.", date(2020, 5, 5), date(2020, 5, 5)),
    ("As of 1 March 2019 it is closed.", date(2020, 5, 5), date(2019, 3, 1)),
    ("The bridge fell on Sunday.", date(2020, 5, 5), date(2020, 5, 3)),
    ("It grew from 38 rooms in 2014 to 41 in 2016.", date(2020, 5, 5), date(2016, 12, 31)),
    ("41 people came this year.", date(2020, 5, 5), date(2020, 5, 5)),
    ("It will open on 3 June 2021.", date(2020, 5, 5), date(2021, 6, 3)),
    ("It was decided in 2019 that it will open in 2022.", date(2020, 5, 5), date(2019, 12, 31)),
    ("The bridge fell.", date(2020, 5, 5), date(2020, 5, 5)),
    ("The bridge fell.", None, None),
    ("The bridge fell in 2014.", None, date(2014, 12, 31)),
]


@pytest.mark.parametrize(("text", "published", "expected"), DAY_OF)
def test_the_day_that_a_sentence_is_about(
    text: str, published: date | None, expected: date | None
) -> None:
    assert day_of(text, published) == expected
