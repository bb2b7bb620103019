"""The engine and a slow, plain reading of the same rules come to the same answer for every household."""

from collections import Counter
from dataclasses import replace

import pytest

from counter.cases.application import Application
from counter.cases.match import Answer, PolicyMatch, match
from counter.catalogue.load import load
from counter.catalogue.model import Catalogue
from tests.counter.made_up_households import Maker
from tests.counter.naive_reading import HOUSEHOLD, NaiveReading

HOUSEHOLDS = 200
CROWDS = 8


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="module")
def answers(catalogue: Catalogue) -> list[tuple[Application, Answer]]:
    maker = Maker(catalogue)
    applications = [maker.household(seed) for seed in range(HOUSEHOLDS)]
    applications += [crowd(applications[seed : seed + 5]) for seed in range(CROWDS)]
    return [(application, match(application, catalogue)) for application in applications]


def crowd(households: list[Application]) -> Application:
    """All of them under one roof, on the means of the first."""
    return replace(households[0], people=tuple(person for one in households for person in one.people))


def test_every_row_is_as_a_plain_reading_has_it(
    catalogue: Catalogue, answers: list[tuple[Application, Answer]]
) -> None:
    for seed, (application, answer) in enumerate(answers):
        plain = NaiveReading(application, catalogue)
        for row in answer.policies:
            assert (seed, *told(row)) == (seed, *expected(row, plain, catalogue))


def told(row: PolicyMatch) -> tuple[object, ...]:
    subjects = [subject.verdict.value for subject in row.subjects]
    return row.policy, row.verdict.value, subjects, row.if_granted, set(row.lost_if), row.way


def expected(row: PolicyMatch, plain: NaiveReading, catalogue: Catalogue) -> tuple[object, ...]:
    """The same of the plain reading; of several ways or members that come as far, the engine may tell any."""
    policy = catalogue.policy(row.policy, plain.application.on)
    verdict = plain.verdict(policy)
    target = HOUSEHOLD if row.for_member is None else row.for_member
    trials = plain.trials[policy.code]
    titles = {t.way.title for t in trials if t.target == target and t.verdict == verdict}
    rivals = [trial for trial in trials if not policy.of_person or trial.target == target]
    is_open = verdict in ("eligible", "possible")
    return (
        policy.code,
        verdict,
        plain.subjects(policy),
        plain.if_granted(rivals) if verdict == "possible" else (),
        plain.lost_if(policy, rivals) if is_open else set(),
        row.way if row.way in titles else titles,
    )


def test_the_households_meet_every_verdict(
    catalogue: Catalogue, answers: list[tuple[Application, Answer]]
) -> None:
    """So that the comparison above is one: nearly every policy is met with each of the sure verdicts."""
    seen = Counter((row.policy, row.verdict.value) for _, answer in answers for row in answer.policies)
    met = Counter(verdict for _, verdict in seen)
    assert met["possible"] == met["not"] == len(catalogue.policies)
    assert met["eligible"] >= len(catalogue.policies) - 2
    assert met["near"] >= 20
