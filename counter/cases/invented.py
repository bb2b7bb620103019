"""Families that never lived, for training and measuring: made from sample families, by a seed.

Their id numbers begin with an area that no place has, so that none of them is anybody's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from counter.cases.application import Application, FactValue, Household, IdType, Person
from counter.cases.people import check_digit

AREA, SERIALS = 350_299, 500
"""When the serials of a day and a sex are all given out, the next lower area follows; no place has it."""
SURNAMES = (
    "陈" * 12
    + "林" * 9
    + "黄" * 6
    + "张" * 6
    + "吴" * 5
    + "李" * 5
    + "郑" * 4
    + "王" * 5
    + "刘" * 3
    + "苏" * 3
)
SURNAMES += "叶叶许许杨杨洪洪庄庄蔡蔡柯邵卓康高谢曾何徐周江余彭卢赖欧阮单仇解翟"
MEN = "水木国荣志成建和金土文龙清江永福明辉家豪子轩嘉伟天助炳坤火旺添财景元"
WOMEN = "秀英丽华玉兰美珠阿凤淑贞惠珍雅婷思琪佳慧月娥宝莲素云锦绣桂香"
VILLAGES = [
    "前街",
    "后溪",
    "上埔",
    "洋厝",
    "下湖",
    "西洲",
    "东园",
    "古庄",
    "田洋",
    "白石",
    "新圩",
    "顶村",
    "三忠",
    "凤岗",
    "造水",
    "隘头",
]
REQUESTS = (
    "家里有人生病，药费负担不起。",
    "没有固定收入，孩子要上学。",
    "老人行动不便，没有人照顾。",
    "失业半年，家里开支困难。",
    "房屋漏雨，自己修不起。",
    "发生意外，急需帮助。",
)
_MONEY = ("income", "assets", "expense", "medical", "amount", "cost", "rent", "tuition")
_CHILD = 18


class Inventor:
    """One seed, one world: the same seed and the same samples give the same families."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self._taken: dict[tuple[date, int], int] = {}

    def varied(self, sample: Application, on: date) -> Application:
        """The sample's family with other ages, incomes and illnesses, as it stands on a day."""
        factor = Fraction(self.random.choice((40, 60, 80, 90, 100, 100, 110, 130, 160, 220)), 100)
        shift = self.random.randint(-6, 6)
        people = tuple(self._other(person, sample.on, on, shift, factor) for person in sample.people)
        facts = self._facts(sample.household.facts, factor)
        return replace(
            sample,
            on=on,
            people=people,
            household=Household(facts=facts),
            context=dict(sample.context),
            request=self.random.choice(REQUESTS),
            agent=None,
        )

    def _other(self, person: Person, then: date, on: date, shift: int, factor: Fraction) -> Person:
        born = person.birth_date or date(person.birth_year or then.year - 40, 6, 15)
        age = (then - born).days // 365
        age = max(0, min(_CHILD - 1, age + shift // 3)) if age < _CHILD else max(_CHILD, min(98, age + shift))
        birth = self.born(age, on)
        facts = self._facts(person.facts, factor)
        return replace(person, birth_date=birth, birth_year=None, facts=facts, bank_account="", incomes=())

    def _facts(self, facts: dict[str, FactValue] | object, factor: Fraction) -> dict[str, FactValue]:
        assert isinstance(facts, dict)
        return {key: self._fact(key, value, factor) for key, value in facts.items()}

    def _fact(self, key: str, value: FactValue, factor: Fraction) -> FactValue:
        money = any(part in key for part in _MONEY)
        if isinstance(value, bool) or not money or not isinstance(value, int | Fraction):
            return value
        return Fraction(int(value * factor / 10) * 10)

    # --- who they are --------------------------------------------------------------------------------

    def born(self, age: int, on: date) -> date:
        """A day of birth of someone of this age."""
        return on - timedelta(days=age * 365 + age // 4 + self.random.randint(1, 360))

    def name(self, sex: str, surname: str = "") -> str:
        pool = WOMEN if sex == "女" else MEN
        given = "".join(self.random.sample(pool, self.random.choice((1, 2, 2, 2))))
        return (surname or self.surname()) + given

    def surname(self) -> str:
        return self.random.choice(SURNAMES)

    def id_number(self, birth: date, sex: str) -> str:
        """A number that fits the birth and the sex, given out once."""
        odd = 1 if sex == "男" else 0
        serial = self._taken.get((birth, odd), 0)
        self._taken[birth, odd] = serial + 1
        first = f"{AREA - serial // SERIALS}{birth:%Y%m%d}{2 * (serial % SERIALS) + odd:03d}"
        return first + check_digit(first)

    def phone(self, serial: int) -> str:
        return f"139000{serial % 100_000:05d}"

    def address(self, place: str) -> str:
        return f"{place}{self.random.choice(VILLAGES)}村{self.random.randint(1, 220)}号"

    def members(self, family: Application) -> tuple[Person, ...]:
        """The family's members as other people of the same ages, with names of one house."""
        house = self.surname()
        return tuple(
            self._member(person, house if at == 0 or self.random.random() < 0.6 else "")
            for at, person in enumerate(family.people)
        )

    def _member(self, person: Person, surname: str) -> Person:
        assert person.birth_date is not None
        birth = person.birth_date + timedelta(days=self.random.randint(-40, 0))
        sex = person.sex or self.random.choice("男女")
        return replace(
            person,
            name=self.name(sex, surname),
            id_type=IdType.RESIDENT,
            id_number=self.id_number(birth, sex),
            no_id_reason="",
            birth_date=birth,
            sex=sex,
            phone="",
        )


def spread(random: Random, days: Sequence[date], count: int) -> list[date]:
    """So many days out of these, the later ones more often: an office takes in more from year to year."""
    last = len(days) - 1
    return sorted(days[round(last * random.random() ** 0.7)] for _ in range(count))
