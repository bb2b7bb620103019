"""Who may do what, and where: one table of rights, asked by every service before it acts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum


class Role(StrEnum):
    CLERK = "clerk"  # 窗口经办
    REVIEWER = "reviewer"  # 复核
    LEADER = "leader"  # 镇街负责人
    DISPATCHER = "dispatcher"  # 区级调度
    LIAISON = "liaison"  # 部门联络人
    HEAD = "head"  # 部门负责人
    SUPERVISOR = "supervisor"  # 督查
    KEEPER = "keeper"  # 档案与清单管理
    SYSTEM = "system"  # 系统管理员
    SECURITY = "security"  # 安全管理员
    AUDIT = "audit"  # 审计管理员


class Act(StrEnum):
    READ = "read"  # see cases, queues and chains
    REVEAL = "reveal"  # see a full id number, logged
    INTAKE = "intake"  # draft, register, accept
    DECLINE = "decline"
    WITHDRAW_CASE = "withdraw-case"
    CLOSE = "close"
    DISPATCH = "dispatch"  # send, reassign, withdraw
    ANSWER = "answer"  # sign for, return, ask for papers, suspend, resume
    EXTEND = "extend"
    DECIDE = "decide"
    WORK = "work"  # the steps of handling: survey, check, opinion, public notice, asking another department
    GIVE_FAST = "give-fast"  # aid at once, papers later
    PROPOSE = "propose"  # plan a reduction or end of a benefit, hear the household, review
    CHASE = "chase"  # remind and escalate
    MERGE = "merge"  # merge double cases, reopen
    HAND_OVER = "hand-over"
    LOAD_CALENDAR = "load-calendar"
    RECORD_PAPER = "record-paper"  # enter what a department answered on paper
    ISSUE = "issue"  # issue, print and deliver papers
    EXPORT = "export"
    READ_EVENTS = "read-events"
    SET_DISTRICT = "set-district"
    MANAGE_OFFICERS = "manage-officers"
    SET_TEMPLATES = "set-templates"  # put in the office's own Word templates
    BACK_UP = "back-up"


class Scope(StrEnum):
    """How far a right reaches; an officer without a township or a department has the whole office."""

    OFFICE = "office"
    TOWNSHIP = "township"
    DEPARTMENT = "department"


_OWN = Scope.TOWNSHIP
_MINE = Scope.DEPARTMENT
_ALL = Scope.OFFICE

RIGHTS: Mapping[Role, Mapping[Act, Scope]] = {
    Role.CLERK: {
        Act.WORK: _OWN,
        Act.GIVE_FAST: _OWN,
        Act.PROPOSE: _OWN,
        Act.MERGE: _OWN,
        Act.HAND_OVER: _OWN,
        Act.READ: _OWN,
        Act.REVEAL: _OWN,
        Act.INTAKE: _OWN,
        Act.DISPATCH: _OWN,
        Act.RECORD_PAPER: _OWN,
        Act.ISSUE: _OWN,
        Act.WITHDRAW_CASE: _OWN,
        Act.DECLINE: _OWN,
        Act.CLOSE: _OWN,
        Act.EXPORT: _OWN,
        Act.BACK_UP: _ALL,
    },
    Role.REVIEWER: {
        Act.WORK: _OWN,
        Act.GIVE_FAST: _OWN,
        Act.HAND_OVER: _OWN,
        Act.READ: _OWN,
        Act.REVEAL: _OWN,
        Act.DECLINE: _OWN,
        Act.EXPORT: _OWN,
    },
    Role.LEADER: {
        Act.GIVE_FAST: _OWN,
        Act.MERGE: _OWN,
        Act.CHASE: _OWN,
        Act.HAND_OVER: _OWN,
        Act.READ: _OWN,
        Act.REVEAL: _OWN,
        Act.DECLINE: _OWN,
        Act.CLOSE: _OWN,
        Act.READ_EVENTS: _OWN,
        Act.EXPORT: _OWN,
    },
    Role.DISPATCHER: {
        Act.CHASE: _ALL,
        Act.MERGE: _ALL,
        Act.HAND_OVER: _ALL,
        Act.LOAD_CALENDAR: _ALL,
        Act.READ: _ALL,
        Act.DISPATCH: _ALL,
        Act.EXTEND: _ALL,
        Act.RECORD_PAPER: _ALL,
        Act.EXPORT: _ALL,
    },
    Role.LIAISON: {
        Act.WORK: _MINE,
        Act.PROPOSE: _MINE,
        Act.HAND_OVER: _MINE,
        Act.READ: _MINE,
        Act.ANSWER: _MINE,
        Act.DECIDE: _MINE,
        Act.EXTEND: _MINE,
        Act.ISSUE: _MINE,
        Act.EXPORT: _MINE,
    },
    Role.HEAD: {
        Act.PROPOSE: _MINE,
        Act.READ: _MINE,
        Act.DECIDE: _MINE,
        Act.EXTEND: _MINE,
        Act.EXPORT: _MINE,
    },
    Role.SUPERVISOR: {Act.CHASE: _ALL, Act.READ: _ALL, Act.READ_EVENTS: _ALL, Act.EXPORT: _ALL},
    Role.KEEPER: {
        Act.LOAD_CALENDAR: _ALL,
        Act.SET_DISTRICT: _ALL,
        Act.SET_TEMPLATES: _ALL,
        Act.BACK_UP: _ALL,
    },
    Role.SYSTEM: {
        Act.LOAD_CALENDAR: _ALL,
        Act.MANAGE_OFFICERS: _ALL,
        Act.BACK_UP: _ALL,
        Act.SET_DISTRICT: _ALL,
        Act.SET_TEMPLATES: _ALL,
    },
    Role.SECURITY: {Act.MANAGE_OFFICERS: _ALL},
    Role.AUDIT: {Act.READ_EVENTS: _ALL},
}

EVERY_ROLE = tuple(Role)
"""What the first officer of a single window and the console hold."""


def scopes(roles: Collection[str], act: Act) -> frozenset[Scope]:
    """How far officers with these roles may do an act; empty when they may not at all."""
    return frozenset(scope for role in roles if (scope := RIGHTS.get(Role(role), {}).get(act)) is not None)


def may(
    roles: Collection[str],
    act: Act,
    *,
    own_township: str,
    own_department: str,
    township: str = "",
    department: str = "",
) -> bool:
    """Whether the act is allowed on a thing of that township and department; empty means of the office."""
    for scope in scopes(roles, act):
        if scope is Scope.OFFICE:
            return True
        if scope is Scope.TOWNSHIP and own_township in ("", township):
            return True
        if scope is Scope.DEPARTMENT and own_department in ("", department):
            return True
    return False
