"""D03b the consent of a person who owes maintenance and lives elsewhere: nothing is looked up without it.

Legal source: 社会救助法 art. 41.
"""

from __future__ import annotations

from dataclasses import dataclass

from counter.letters.matters import titles
from counter.letters.parts import Head, Source, head
from counter.letters.pledges import AUTHORISED, SCOPE, authorisation_number


@dataclass(frozen=True, slots=True)
class ObligorConsent:
    """D03b 法定义务人核对同意书; who owes maintenance is written by hand."""

    head: Head
    number: str
    applicant: str
    matters: str
    duties: tuple[str, ...]
    opening: str
    scope: tuple[str, ...]
    purpose: str
    term: str
    free: str
    choices: tuple[str, ...]
    officer: str


def obligor_consent(source: Source) -> ObligorConsent:
    """For one obligor and the spouse; the case knows neither."""
    return ObligorConsent(
        number=authorisation_number(source.case),
        applicant=source.application.applicant.name,
        matters=titles(source, with_means=True),
        duties=("☐ 赡养", "☐ 抚养", "☐ 扶养"),
        opening=(
            "本人是上述申请人的法定义务人，不与其共同生活。依照《中华人民共和国社会救助法》第四十一条，"
            f"就{AUTHORISED}查询、核对本人（和配偶）的下列信息，作出如下表示："
        ),
        scope=SCOPE,
        purpose="仅用于核定应当给付的赡养、抚养、扶养费和本次社会救助的审核确认、定期核查，不用于其他目的。",
        term=(
            "自签字之日起，至本次申请办结；申请人获得救助的，至救助终止之日止。"
            "本人可以书面撤回同意，撤回不影响此前已进行的核对。"
        ),
        free=(
            "是否同意，由本人自愿决定；未经同意，不查询、不核对。"
            "不同意的，不影响申请人提出申请，由调查人员依法以其他方式了解。"
        ),
        choices=("☐ 同意", "☐ 不同意"),
        officer=source.officer,
        head=head(
            source,
            "D03b",
            "法定义务人|家庭经济状况核对同意书",
            unit="",
            copies="本同意书一式一份，由窗口存入一户一档；扫描后送家庭经济状况核对机构。已婚的，夫妻双方都要签字。",
            seal="",
            basis="《中华人民共和国社会救助法》第四十一条",
        ),
    )
