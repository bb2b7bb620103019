"""The model's own tables, written down from the design, not read from the program: who may, from where."""

from __future__ import annotations

from dataclasses import dataclass

from counter.services.office import Role

TOWN, OTHER_TOWN = "350212105", "350212107"
CIVIL, HEALTH, JUSTICE, POLICE, SCHOOL = (
    "civil-affairs",
    "healthcare-security",
    "justice",
    "public-security",
    "education",
)


@dataclass(frozen=True)
class Sitter:
    """Someone at a desk of the office."""

    role: Role
    town: str = ""
    department: str = ""


DESKS = {
    "clerk": Sitter(Role.CLERK, TOWN),
    "second-clerk": Sitter(Role.CLERK, TOWN),
    "clerk-elsewhere": Sitter(Role.CLERK, OTHER_TOWN),
    "reviewer": Sitter(Role.REVIEWER, TOWN),
    "leader": Sitter(Role.LEADER, TOWN),
    "leader-elsewhere": Sitter(Role.LEADER, OTHER_TOWN),
    "dispatcher": Sitter(Role.DISPATCHER),
    "civil": Sitter(Role.LIAISON, department=CIVIL),
    "health": Sitter(Role.LIAISON, department=HEALTH),
    "justice": Sitter(Role.LIAISON, department=JUSTICE),
    "police": Sitter(Role.LIAISON, department=POLICE),
    "school": Sitter(Role.LIAISON, department=SCHOOL),
    "head-civil": Sitter(Role.HEAD, department=CIVIL),
    "head-school": Sitter(Role.HEAD, department=SCHOOL),
    "supervisor": Sitter(Role.SUPERVISOR),
    "keeper": Sitter(Role.KEEPER),
    "system": Sitter(Role.SYSTEM),
    "security": Sitter(Role.SECURITY),
    "audit": Sitter(Role.AUDIT),
}
STOPPED = "gone"
"""A clerk who signed in before being stopped."""
ADMINISTRATORS = ("system", "security")

IN_TOWN = {
    "intake": (Role.CLERK,),
    "decline": (Role.CLERK, Role.REVIEWER, Role.LEADER),
    "withdraw-case": (Role.CLERK,),
    "close": (Role.CLERK, Role.LEADER),
    "dispatch": (Role.CLERK,),
    "work": (Role.CLERK, Role.REVIEWER),
    "give-fast": (Role.CLERK, Role.REVIEWER, Role.LEADER),
    "propose": (Role.CLERK,),
    "chase": (Role.LEADER,),
    "merge": (Role.CLERK, Role.LEADER),
    "hand-over": (Role.CLERK, Role.REVIEWER, Role.LEADER),
    "record-paper": (Role.CLERK,),
    "issue": (Role.CLERK,),
}
IN_DEPARTMENT = {
    "work": (Role.LIAISON,),
    "propose": (Role.LIAISON, Role.HEAD),
    "hand-over": (Role.LIAISON,),
    "answer": (Role.LIAISON,),
    "decide": (Role.LIAISON, Role.HEAD),
    "extend": (Role.LIAISON, Role.HEAD),
    "issue": (Role.LIAISON,),
}
EVERYWHERE = {
    "dispatch": (Role.DISPATCHER,),
    "chase": (Role.DISPATCHER, Role.SUPERVISOR),
    "merge": (Role.DISPATCHER,),
    "hand-over": (Role.DISPATCHER,),
    "extend": (Role.DISPATCHER,),
    "record-paper": (Role.DISPATCHER,),
    "load-calendar": (Role.DISPATCHER, Role.KEEPER, Role.SYSTEM),
    "manage-officers": (Role.SYSTEM, Role.SECURITY),
}


def may(sitter: Sitter, right: str, town: str = "", department: str = "") -> bool:
    """Whether someone may do this to a thing of that town and department."""
    if sitter.role in EVERYWHERE.get(right, ()):
        return True
    if sitter.role in IN_TOWN.get(right, ()) and sitter.town == town:
        return True
    return sitter.role in IN_DEPARTMENT.get(right, ()) and sitter.department == department


# --- from where to where -----------------------------------------------------------------------------

REFERRAL_WAYS = {
    "send": {"draft": "sent"},
    "sign": {"sent": "signed"},
    "return": {"sent": "returned", "signed": "returned", "waiting": "returned"},
    "reassign": {"draft": "draft", "sent": "sent", "signed": "sent", "returned": "sent"},
    "withdraw": dict.fromkeys(("draft", "sent", "signed", "waiting", "returned"), "withdrawn"),
    "request-papers": {"signed": "waiting"},
    "suspend": {"signed": "waiting"},
    "resume": {"waiting": "signed"},
    "extend": {"signed": "signed", "waiting": "waiting"},
    "decide": {"signed": "decided"},
    "answer-on-paper": {"sent": "decided", "signed": "decided", "waiting": "decided"},
    "give-at-once": dict.fromkeys(("draft", "sent", "signed", "waiting", "returned"), "decided"),
}
CASE_WAYS = {
    "ask-papers": {"consulted": "awaiting_papers", "awaiting_papers": "awaiting_papers"},
    "accept": {"consulted": "accepted", "awaiting_papers": "accepted"},
    "decline": {"consulted": "declined", "awaiting_papers": "declined"},
    "withdraw": {"awaiting_papers": "withdrawn", "accepted": "withdrawn"},
    "merge": dict.fromkeys(("consulted", "awaiting_papers", "accepted"), "merged"),
    "close": {"consulted": "closed", "accepted": "closed"},
    "reopen": {"closed": "accepted", "archived": "accepted"},
    "archive": {"closed": "archived", "declined": "archived", "withdrawn": "archived"},
}
OPEN_CASE = frozenset({"consulted", "awaiting_papers", "accepted"})
OPEN_REFERRAL = frozenset({"draft", "sent", "signed", "waiting", "returned"})
