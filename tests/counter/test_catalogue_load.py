"""A broken list is told file by file and key by key; the last good one keeps the program going."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from counter.catalogue.check import check
from counter.catalogue.load import LISTS, load, load_as_far_as_possible, load_kept, load_or_last_good
from counter.errors import BadCatalogue, Problem

RESOURCES = Path(str(files("resources")))
DIBAO = "policies/civil-affairs/dibao.toml"
TEKUN = "policies/civil-affairs/tekun.toml"
AGED = "policies/civil-affairs/aged-allowance.toml"
CRITICAL = "policies/healthcare-security/critical-insurance.toml"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A district's own folder: the whole list, to be broken."""
    folder = tmp_path / "list"
    paths = [RESOURCES / f"{name}.toml" for name in LISTS]
    paths += [*RESOURCES.glob("policies/*/*.toml"), *RESOURCES.glob("calendars/*.toml")]
    for path in paths:
        copy = folder / path.relative_to(RESOURCES)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    return folder


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{name} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems_of(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(BadCatalogue) as refused:
        load(folder)
    return refused.value.problems


PLANTED = {
    "a benefit that is nothing known": (
        "policies/civil-affairs/dibao-edge.toml",
        'gives = "status"',
        'gives = "identity"',
        "policies/civil-affairs/dibao-edge.toml: benefit.gives",
    ),
    "a file that is no TOML": (
        DIBAO,
        'title = "最低生活保障"',
        'title = "最低生活保障',
        f"{DIBAO}: line 7, column 16",
    ),
    "a key written twice": (DIBAO, "order = 1\n", "order = 1\norder = 5\n", f"{DIBAO}: line 6, column 10"),
    "a key that is missing": (DIBAO, 'title = "最低生活保障"\n', "", f"{DIBAO}: title"),
    "a key that nobody knows": (DIBAO, "order = 1\n", "order = 1\ntitel = 'x'\n", f"{DIBAO}: titel"),
    "a text where a number belongs": (DIBAO, "order = 1", 'order = "1"', f"{DIBAO}: order"),
    "a number where yes or no belongs": (DIBAO, "automatic = false", "automatic = 0", f"{DIBAO}: automatic"),
    "an empty text": (DIBAO, 'section = "社会救助科"', 'section = " "', f"{DIBAO}: section"),
    "an unknown department": (
        "district.toml",
        "[liaisons.civil-affairs]",
        "[liaisons.civil-affair]",
        "district.toml: liaisons.civil-affair",
    ),
    "a file in the wrong folder": (
        DIBAO,
        'code = "civil-affairs.dibao"',
        'code = "civil-affairs.dibo"',
        f"{DIBAO}: code",
    ),
    "an unknown fact": (
        DIBAO,
        "household.extra_houses == 0",
        "household.extra_house == 0",
        f"{DIBAO}: ways[0].needs[3]",
    ),
    "an unknown standard": (
        DIBAO,
        "household.income_per_capita_month < dibao_month",
        "household.income_per_capita_month < dibao_mouth",
        f"{DIBAO}: ways[0].needs[1]",
    ),
    "an unknown category": (
        DIBAO,
        "has(household, '低保边缘')",
        "has(household, '低保边沿')",
        f"{DIBAO}: ways[1].needs[1]",
    ),
    "an unknown category that is granted": (
        DIBAO,
        'grants = ["低保"]',
        'grants = ["低宝"]',
        f"{DIBAO}: grants[0]",
    ),
    "an unknown paper": (
        DIBAO,
        'material = "honesty-pledge"',
        'material = "honest-pledge"',
        f"{DIBAO}: materials[4].material",
    ),
    "an unknown policy in an exclusion": (
        DIBAO,
        'policy = "civil-affairs.tekun"',
        'policy = "civil-affairs.tekum"',
        f"{DIBAO}: exclusions[0].policy",
    ),
    "a policy that excludes itself": (
        DIBAO,
        'policy = "civil-affairs.tekun"',
        'policy = "civil-affairs.dibao"',
        f"{DIBAO}: exclusions[0].policy",
    ),
    "an unknown mode of exclusion": (
        DIBAO,
        'mode = "exclusive"',
        'mode = "excludes"',
        f"{DIBAO}: exclusions[0].mode",
    ),
    "a value that a fact does not have": (
        DIBAO,
        "person.employment_status == '无业'",
        "person.employment_status == '无工作'",
        f"{DIBAO}: ways[2].needs[2]",
    ),
    "an operator that does not suit": (
        DIBAO,
        "person.employment_status == '无业'",
        "person.employment_status < '无业'",
        f"{DIBAO}: ways[2].needs[2]",
    ),
    "a figure tested as a yes or no": (
        DIBAO,
        "household.vehicles_nonexempt == 0",
        "household.vehicles_nonexempt",
        f"{DIBAO}: ways[0].needs[4]",
    ),
    "money against an age": (
        DIBAO,
        "person.income_month < dibao_month",
        "person.income_month < elder_age",
        f"{DIBAO}: ways[2].needs[4]",
    ),
    "money of a month against money of a year": (
        DIBAO,
        "household.income_per_capita_month < dibao_month",
        "household.income_per_capita_month < disposable_income_year",
        f"{DIBAO}: ways[0].needs[1]",
    ),
    "what is no condition": (
        DIBAO,
        "household.extra_houses == 0",
        "household.extra_houses = 0",
        f"{DIBAO}: ways[0].needs[3]",
    ),
    "an empty nested list": (
        DIBAO,
        '"household.extra_houses == 0"',
        "[]",
        f"{DIBAO}: ways[0].needs[3]",
    ),
    "a way for one that speaks of nobody": (
        DIBAO,
        'title = "家庭申请"',
        'title = "家庭申请"\nfor_one = true',
        f"{DIBAO}: ways[0].needs",
    ),
    "a way for one in a policy of a person": (
        AGED,
        "needs = [",
        "for_one = true\nneeds = [",
        f"{AGED}: ways",
    ),
    "a policy without a way": (AGED, "\n[[ways]]\n", "\n[[way]]\n", f"{AGED}: ways"),
    "an order that another has": (AGED, "order = 11\n", "order = 1\n", f"{AGED}: order"),
    "an amount of an unknown kind": (
        CRITICAL,
        'type = "segments"',
        'type = "segment"',
        f"{CRITICAL}: benefit.amount.type",
    ),
    "segments that do not rise": (
        CRITICAL,
        "upto = 100000\n",
        "",
        f"{CRITICAL}: benefit.amount.segments",
    ),
    "an amount of an unknown standard": (
        AGED,
        'amount = "aged_100"',
        'amount = "aged_110"',
        f"{AGED}: benefit.amount.cases[0].amount",
    ),
    "an amount of a fact that is no figure": (
        DIBAO,
        'minus = ["person.income_month"]',
        'minus = ["person.sex"]',
        f"{DIBAO}: benefit.amount.cases[1].amount.minus[0]",
    ),
    "an extension shorter than the limit": (
        DIBAO,
        "extended_total = 45",
        "extended_total = 15",
        f"{DIBAO}: limits.extended_total",
    ),
    "days below zero": (DIBAO, "total = 30", "total = -30", f"{DIBAO}: limits.total"),
    "an unknown kind of day": (
        "policies/justice/legal-aid.toml",
        'day_kind = "calendar"',
        'day_kind = "natural"',
        "policies/justice/legal-aid.toml: limits.day_kind",
    ),
    "a brace that nobody fills": (
        DIBAO,
        "{court}",
        "{courts}",
        f"{DIBAO}: remedy.text",
    ),
    "a day that is no day": (
        DIBAO,
        "order = 1",
        'order = 1\nvalid_from = "2026-07-01"',
        f"{DIBAO}: valid_from",
    ),
    "a formula that circles": (
        "standards.toml",
        'formula = "24 * dibao_month"',
        'formula = "24 * property_fin_dibao"',
        "standards.toml: property_fin_dibao.versions[0].formula",
    ),
    "a formula over nothing known": (
        "standards.toml",
        'formula = "24 * dibao_month"',
        'formula = "24 * dibao_mont"',
        "standards.toml: property_fin_dibao.versions[0].formula",
    ),
    "a formula with a stray sign": (
        "standards.toml",
        'formula = "24 * dibao_month"',
        'formula = "24 ** dibao_month"',
        "standards.toml: property_fin_dibao.versions[0].formula",
    ),
    "a value and a formula": (
        "standards.toml",
        'formula = "24 * dibao_month"',
        'formula = "24 * dibao_month"\nvalue = 19200',
        "standards.toml: property_fin_dibao.versions[0].value",
    ),
    "a figure in words": (
        "standards.toml",
        "value = 800\n",
        'value = "八百"\n',
        "standards.toml: dibao_month.versions[0].value",
    ),
    "a figure that is not finite": (
        "standards.toml",
        "value = 800\n",
        "value = inf\n",
        "standards.toml: dibao_month.versions[0].value",
    ),
    "versions out of order": (
        "standards.toml",
        "[property_fin_dibao]",
        "[[dibao_month.versions]]\nvalue = 780\nvalid_from = 2018\nverified = true\n\n[property_fin_dibao]",
        "standards.toml: dibao_month.versions",
    ),
    "a fact without a ceiling": (
        "facts.toml",
        "ceiling = 130\n",
        "",
        "facts.toml: household.max_xiamen_hukou_years.ceiling",
    ),
    "an unknown type of fact": (
        "facts.toml",
        '[person.sex]\ntype = "enum"',
        '[person.sex]\ntype = "choice"',
        "facts.toml: person.sex.type",
    ),
    "a fact that a rule needs taken out": (
        "facts.toml",
        "[person.age]",
        "[person.years]",
        f"{AGED}: ways[0].needs[1]",
    ),
    "a category twice": (
        "facts.toml",
        'code = "特困"',
        'code = "低保"',
        "facts.toml: categories[1].code",
    ),
    "a town whose successor does not exist": (
        "places.toml",
        'successor = "350212003"',
        'successor = "350212099"',
        "places.toml: 350212106.successor",
    ),
    "a town's code of eight digits": ("places.toml", "[350212105]", "[35021210]", "places.toml: 35021210"),
    "a working weekend that is no weekend": (
        "calendars/2026.toml",
        "working = [2026-01-04]",
        "working = [2026-01-05]",
        "calendars/2026.toml: holidays[0].working",
    ),
    "a day both off and worked": (
        "calendars/2026.toml",
        "working = [2026-01-04]",
        "working = [2026-01-03]",
        "calendars/2026.toml: holidays[0].working",
    ),
    "a holiday of another year": (
        "calendars/2026.toml",
        "first = 2026-10-01",
        "first = 2025-10-01",
        "calendars/2026.toml: holidays[6].first",
    ),
    "a calendar named after another year": (
        "calendars/2026.toml",
        "year = 2026",
        "year = 2025",
        "calendars/2026.toml: year",
    ),
    "a kind of department that does not exist": (
        "departments.toml",
        'kind = "utility"',
        'kind = "company"',
        "departments.toml: power-supply.kind",
    ),
    "a setting the papers need": (
        "district.toml",
        "[settings.court]",
        "[settings.tribunal]",
        "district.toml: settings.court",
    ),
    "a setting neither confirmed nor not": (
        "district.toml",
        "confirmed = false",
        'confirmed = "no"',
        "district.toml: settings.district_name.confirmed",
    ),
    "a decision on a policy that does not exist": (
        "district.toml",
        '[decides."civil-affairs.dibao"]',
        '[decides."civil-affairs.dibo"]',
        "district.toml: decides.civil-affairs.dibo",
    ),
    "a value that its fact never has": (
        DIBAO,
        "person.disability_grade == 3",
        "person.disability_grade == 7",
        f"{DIBAO}: ways[1].needs[2]",
    ),
    "an age that nobody reaches": (
        DIBAO,
        "person.age >= 18",
        "person.age >= 218",
        f"{DIBAO}: ways[2].needs[1]",
    ),
    "figures that shut each other out": (
        DIBAO,
        '"person.age >= 18",',
        '"person.age >= 18",\n    "person.age < 18",',
        f"{DIBAO}: ways[2].needs",
    ),
    "words that shut each other out": (
        DIBAO,
        "\"person.employment_status == '无业'\",",
        "\"person.employment_status == '无业'\",\n    \"person.employment_status in ['失业', '退休']\",",
        f"{DIBAO}: ways[2].needs",
    ),
    "yes and no at once": (
        DIBAO,
        '"household.hukou_in_district",',
        '"household.hukou_in_district",\n    "not household.hukou_in_district",',
        f"{DIBAO}: ways[0].needs",
    ),
    "a status held and not held": (
        DIBAO,
        "\"has(household, '低保边缘')\",",
        "\"has(household, '低保边缘')\",\n    \"not has(household, '低保边缘')\",",
        f"{DIBAO}: ways[1].needs",
    ),
    "a figure less than nothing": (
        "standards.toml",
        "value = 800",
        "value = -800",
        "standards.toml: dibao_month.versions[0].value",
    ),
    "a formula that divides by nothing": (
        "standards.toml",
        "24 * dibao_month",
        "dibao_month / 0",
        "standards.toml: property_fin_dibao.versions[0].formula",
    ),
    "a window in a township that does not exist": (
        "district.toml",
        '九位代码，见 places.toml。\nvalue = ""',
        '九位代码，见 places.toml。\nvalue = "350212999"',
        "district.toml: settings.place.value",
    ),
    "a title that another policy has": (
        DIBAO,
        'title = "最低生活保障"',
        'title = "特困人员供养（特困人员救助供养）"',
        f"{DIBAO}: title",
    ),
}


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_error_is_told_with_its_file_and_key_and_the_rest_is_counted(
    own: Path, planted: tuple[str, str, str, str]
) -> None:
    name, old, new, field = planted
    change(own, name, old, new)
    found = problems_of(own)
    assert field in {problem.field for problem in found}
    for problem in found:
        assert problem.text.format(**problem.params)
    catalogue, problems = load_as_far_as_possible(own)
    assert problems == found
    report = check(catalogue)
    assert report.departments == len(catalogue.departments) and report.facts == len(catalogue.facts)
    assert report.policies in (68, 69, 70)


def test_the_nearest_known_name_is_suggested(own: Path) -> None:
    change(own, DIBAO, "household.extra_houses == 0", "household.extra_house == 0")
    (problem,) = problems_of(own)
    assert problem.params["like"] == "household.extra_houses"


def test_errors_in_many_files_are_told_together(own: Path) -> None:
    change(own, DIBAO, "order = 1", 'order = "1"')
    change(own, TEKUN, 'section = "社会救助科"', "section = 3")
    change(own, "standards.toml", "value = 800\n", 'value = "八百"\n')
    change(own, "places.toml", 'successor = "350212003"', 'successor = "1"')
    (own / "materials.toml").write_text("[[", encoding="utf-8")
    fields = {problem.field for problem in problems_of(own)}
    assert {f"{DIBAO}: order", f"{TEKUN}: section", "places.toml: 350212106.successor"} <= fields
    # Papers that could not be read are one problem, not one for every policy that asks for them.
    assert sum("material" in field for field in fields) == 1


def test_every_line_of_a_policy_is_checked_for_its_kind(own: Path) -> None:
    path = own / DIBAO
    lines = path.read_text(encoding="utf-8").splitlines()
    simple = re.compile(r'([a-z_]+) = ("[^"]*"|true|false|[0-9]+)$')
    broken = [match[1] for line in lines if (match := simple.match(line))]
    path.write_text("\n".join(simple.sub(r"\1 = { }", line) for line in lines), encoding="utf-8")
    fields = [problem.field for problem in problems_of(own) if problem.field.startswith(DIBAO)]
    for key in set(broken):
        told = sum(field.removesuffix("]").endswith((f".{key}", f" {key}")) for field in fields)
        assert told >= broken.count(key), key


def test_a_paper_that_is_signed_at_the_window_is_not_fetched_by_data_sharing(own: Path) -> None:
    from counter.catalogue.check import check

    before = check(load(own)).findings
    signed = 'material = "application-form"\nrequired = true\n'
    change(own, DIBAO, signed, f'{signed}shared_by = "公安人口库"\n')
    (finding,) = [one for one in check(load(own)).findings if one not in before]
    assert finding.field == f"{DIBAO}: materials.application-form"


def test_a_policy_that_stands_twice_is_told(own: Path) -> None:
    copy = own / "policies/civil-affairs/dibao-2027-01-01.toml"
    copy.write_bytes((own / DIBAO).read_bytes())
    told = {problem.field for problem in problems_of(own)}
    assert told == {f"{DIBAO}: code", "policies/civil-affairs/dibao-2027-01-01.toml: code"}


def test_a_later_version_of_a_policy_stands_beside_the_first(own: Path) -> None:
    from datetime import date

    copy = own / "policies/civil-affairs/dibao-2027-01-01.toml"
    copy.write_bytes((own / DIBAO).read_bytes())
    change(own, copy.relative_to(own).as_posix(), "order = 1\n", "order = 1\nvalid_from = 2027-01-01\n")
    change(own, copy.relative_to(own).as_posix(), "total = 30", "total = 25")
    catalogue = load(own)
    assert catalogue.policy("civil-affairs.dibao", date(2026, 12, 31)).limits.total == 30
    assert catalogue.policy("civil-affairs.dibao", date(2027, 1, 1)).limits.total == 25
    assert len(catalogue.policies_on(date(2027, 1, 1))) == 70


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "list").mkdir()
    with pytest.raises(BadCatalogue, match="does not exist"):
        load(tmp_path / "nowhere")
    assert len(load(tmp_path / "list").policies) == 70, "an empty folder changes nothing"


def test_a_file_in_another_encoding_is_told(own: Path) -> None:
    (own / "places.toml").write_bytes("# 街道\n".encode("gb18030"))
    assert [problem.field for problem in problems_of(own)] == ["places.toml"]


# --- a district's own files ----------------------------------------------------------------------


def test_a_district_lays_single_files_over_the_list_that_ships(tmp_path: Path) -> None:
    year = tmp_path / "calendars" / "2027.toml"
    year.parent.mkdir()
    year.write_text(
        'year = 2027\n\n[[holidays]]\ntitle = "元旦"\nfirst = 2027-01-01\nlast = 2027-01-03\n',
        encoding="utf-8",
    )
    catalogue = load(tmp_path)
    assert {2026, 2027} <= catalogue.calendar.years
    assert catalogue.digest != load().digest


def test_a_district_replaces_the_tree_of_policies_as_a_whole(own: Path) -> None:
    (own / "policies/water/water-relief.toml").unlink()
    assert len(load(own).policies) == 69


def test_the_digest_is_that_of_the_content_alone(own: Path) -> None:
    assert load(own).digest == load().digest
    change(own, DIBAO, "order = 1", "order = 1  # ")
    assert load(own).digest != load().digest


# --- the last good list --------------------------------------------------------------------------


def test_a_broken_list_gives_the_last_good_one_with_its_problems(own: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    good, nothing = load_or_last_good(own, kept)
    assert nothing == ()
    change(own, DIBAO, "order = 1", 'order = "1"')
    again, problems = load_or_last_good(own, kept)
    assert again.digest == good.digest
    assert [problem.field for problem in problems] == [f"{DIBAO}: order"]


def test_a_broken_list_without_a_good_one_is_refused(own: Path, tmp_path: Path) -> None:
    change(own, DIBAO, "order = 1", 'order = "1"')
    with pytest.raises(BadCatalogue):
        load_or_last_good(own, tmp_path / "kept")
    assert not list(tmp_path.glob("kept/*"))


def test_every_good_list_is_kept_so_that_an_old_case_finds_its_own(own: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    first, _ = load_or_last_good(own, kept)
    change(own, DIBAO, "total = 30", "total = 28")
    second, _ = load_or_last_good(own, kept)
    assert load_kept(first.digest, kept).policy("civil-affairs.dibao").limits.total == 30
    assert load_kept(second.digest, kept).policy("civil-affairs.dibao").limits.total == 28
    with pytest.raises(BadCatalogue):
        load_kept("0" * 64, kept)


def test_a_copy_that_was_cut_short_is_not_taken_for_a_good_one(own: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    good, _ = load_or_last_good(own, kept)
    (kept / f"{'f' * 64}.1.part").mkdir()
    (kept / "current").write_text("f" * 64, encoding="ascii")
    change(own, DIBAO, "order = 1", 'order = "1"')
    with pytest.raises(BadCatalogue):
        load_or_last_good(own, kept)
    change(own, DIBAO, 'order = "1"', "order = 1")
    assert load_or_last_good(own, kept)[0].digest == good.digest
    assert (kept / "current").read_text(encoding="ascii") == good.digest


def test_a_kept_list_that_somebody_changed_is_not_used(own: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    good, _ = load_or_last_good(own, kept)
    change(kept / good.digest, DIBAO, "total = 30", "total = 31")
    with pytest.raises(BadCatalogue, match="has been changed"):
        load_kept(good.digest, kept)
    change(own, DIBAO, "order = 1", 'order = "1"')
    with pytest.raises(BadCatalogue, match="whole number"):
        load_or_last_good(own, kept)


def test_two_windows_may_keep_the_same_list_at_once(own: Path, tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    kept = tmp_path / "kept"
    with ThreadPoolExecutor(4) as windows:
        loaded = list(windows.map(lambda _: load_or_last_good(own, kept)[0].digest, range(4)))
    assert len(set(loaded)) == 1
    assert load_kept(loaded[0], kept).digest == loaded[0]
