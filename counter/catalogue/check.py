"""What the responsibility list holds, and what in it still waits for somebody: counts and soft findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from counter.catalogue.model import Catalogue, DepartmentKind
from counter.catalogue.policy import Policy, RemedyKind
from counter.catalogue.standard import State
from counter.errors import Problem


@dataclass(frozen=True, slots=True)
class Report:
    """Counts and what is open; none of it is a problem, none of it is hidden.

    `standards` counts each standard once, by the worst state of its newest version; the marks of the
    source are counted beside it, because a figure can be both a placeholder and outdated.
    """

    departments: int
    policies: int
    facts: int
    categories: int
    materials: int
    requirements: int
    standards: Mapping[State, int]
    marked_placeholder: int
    marked_outdated: int
    marked_elsewhere: int
    without_figure: tuple[str, ...]
    years: tuple[int, ...]
    unverified_policies: tuple[str, ...]
    unverified_limits: tuple[str, ...]
    unverified_departments: tuple[str, ...]
    missing_settings: tuple[str, ...]
    unconfirmed_settings: tuple[str, ...]
    missing_liaisons: tuple[str, ...]
    findings: tuple[Problem, ...]

    @property
    def all_standards(self) -> int:
        return sum(self.standards.values())


def check(catalogue: Catalogue) -> Report:
    """Count a catalogue, also one that was read only in part, and list what is still open in it."""
    newest = {key: one.versions[-1] for key, one in catalogue.standards.items() if one.versions}
    states = Counter(version.state for version in newest.values())
    policies = {policy.code: policy for policy in catalogue.policies}
    return Report(
        departments=len(catalogue.departments),
        policies=len(policies),
        facts=len(catalogue.facts),
        categories=len(catalogue.categories),
        materials=len(catalogue.materials),
        requirements=sum(len(policy.requirements) for policy in policies.values()),
        standards={state: states[state] for state in State},
        marked_placeholder=sum(version.marked_placeholder for version in newest.values()),
        marked_outdated=sum(version.marked_outdated for version in newest.values()),
        marked_elsewhere=sum(version.marked_elsewhere for version in newest.values()),
        without_figure=tuple(
            key for key, version in newest.items() if version.value is None and version.formula is None
        ),
        years=tuple(sorted(catalogue.calendar.years)),
        unverified_policies=tuple(code for code, policy in policies.items() if not policy.verified),
        unverified_limits=tuple(code for code, policy in policies.items() if not policy.limits.verified),
        unverified_departments=tuple(code for code, d in catalogue.departments.items() if not d.verified),
        missing_settings=tuple(key for key, setting in catalogue.district.items() if not setting.value),
        unconfirmed_settings=tuple(
            key for key, setting in catalogue.district.items() if setting.value and not setting.confirmed
        ),
        missing_liaisons=tuple(
            code
            for code in catalogue.departments
            if code not in catalogue.liaisons or not catalogue.liaisons[code].name
        ),
        findings=tuple(_findings(catalogue, policies.values())),
    )


def _findings(catalogue: Catalogue, policies: Iterable[Policy]) -> Iterator[Problem]:
    asked: set[str] = set()
    for policy in policies:
        department, _, name = policy.code.partition(".")
        file = f"policies/{department}/{name}.toml"
        asked.update(requirement.material for requirement in policy.requirements)
        if policy.limits.extended_total is not None and not policy.limits.extension_grounds:
            yield Problem("The limit can be extended, but no ground is listed.", f"{file}: limits")
        for requirement in policy.requirements:
            material = catalogue.materials.get(requirement.material)
            if requirement.shared_by and material and material.signed_here:
                key = f"{file}: materials.{requirement.material}"
                yield Problem("What is signed at the window is not fetched by data sharing.", key)
        body = catalogue.departments.get(policy.department)
        if body is None:
            continue
        if policy.remedy.kind is RemedyKind.ADMINISTRATIVE and body.kind is not DepartmentKind.ADMINISTRATIVE:
            yield Problem("Only an administrative body's decision goes to review.", f"{file}: remedy.kind")
    for code in catalogue.materials:
        if code not in asked:
            yield Problem("No policy asks for this paper.", f"materials.toml: {code}")
