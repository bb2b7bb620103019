"""The commands and their arguments; what is wrong here is a wrong call, not a refusal."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path

from counter.cases.duties import Owes
from counter.cases.workflow import Outcome, ReturnReason
from counter.cli.batch_arguments import add_batches
from counter.cli.benefit_arguments import add_benefits
from counter.cli.file_arguments import add_files
from counter.cli.letter_arguments import add_letters
from counter.cli.work_arguments import add_work
from counter.settings import VERSION
from counter.text import _

PROGRAM = "main.py"
_NUMBER = re.compile(r"[0-9]{9}-[0-9]{8}-")
WAYS = ("direct", "left", "mail", "entrusted", "electronic", "publication")


def parser() -> argparse.ArgumentParser:
    """Every command; the chosen one is `command` of what is parsed."""
    top = argparse.ArgumentParser(
        prog=PROGRAM,
        description=_("One-Window Counter. Without a command the window opens."),
        epilog=_("A command ends with 0 when done, 1 when refused, 2 when called wrongly."),
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=VERSION)
    top.add_argument("--json", action="store_true", help=_("answer in JSON"))
    commands = top.add_subparsers(dest="command", metavar=_("COMMAND"), required=True)

    def command(name: str, text: str, *, office: bool = True) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
        added.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help=_("answer in JSON")
        )  # absent, it leaves standing what was said before the command
        if office:
            added.add_argument("--office", type=_folder, metavar="DIR", help=_("the office's folder"))
        return added

    _add_lists(command)
    _add_intake(command)
    _add_moves(command)
    _add_life(command)
    add_work(command, words=_words, day=_day)
    add_benefits(command, words=_words, day=_day)
    add_batches(
        command("batch", _("many papers at once: see what waits, print it, go on after a jam")), day=_day
    )
    add_letters(command, file=_file, reason=_reason)
    _add_keeping(command)
    add_files(command, folder=_folder)
    return top


Adder = Callable[..., argparse.ArgumentParser]


def _add_lists(command: Adder) -> None:
    command("check", _("check the responsibility list and count what it holds"))
    match = command("match", _("how every policy answers to an application"))
    match.add_argument("files", nargs="+", type=_file, metavar="FILE")
    queue = command("queue", _("open referrals, due first"))
    queue.add_argument("--department", default="", metavar="CODE", help=_("of one department"))
    queue.add_argument("--all", action="store_true", help=_("also what is decided or withdrawn"))
    duties = command("duties", _("every open duty, due first, and by whose fault it is late"))
    duties.add_argument("--department", default="", metavar="CODE", help=_("of one department"))
    duties.add_argument("--township", default="", metavar="CODE|NAME", help=_("of one township"))
    duties.add_argument("--owes", choices=[one.value for one in Owes], help=_("owed by them alone"))
    duties.add_argument("--late", action="store_true", help=_("only what is late"))
    duties.add_argument("--out", type=Path, metavar="DIR", help=_("write each department's list as PDF here"))
    case = command("case", _("one case: referrals, papers, history, chain"))
    case.add_argument("number", metavar="NUMBER")
    papers = command(
        "papers",
        _("the papers that a case calls for; with a folder, issue and write them; without a case, samples"),
    )
    papers.add_argument("number", nargs="?", metavar="NUMBER")
    papers.add_argument("--only", type=_words, default=(), metavar="D22,D23", help=_("these kinds alone"))
    papers.add_argument(
        "--large",
        action=argparse.BooleanOptionalAction,
        help=_("what the household takes home in large type; it is remembered for the household"),
    )
    papers.add_argument("--blank", action="store_true", help=_("the forms to be filled by hand, blank"))
    papers.add_argument("--slip", action="store_true", help=_("also the slip for the roll of 80 mm"))
    _out(papers)


def _add_intake(command: Adder) -> None:
    accept = command("accept", _("accept an application and refer it"))
    accept.add_argument(
        "file",
        type=_file_or_number,
        metavar="FILE|CASE",
        help=_("an application, or a case to accept"),
    )
    accept.add_argument("--with", dest="now", type=_file, metavar="FILE", help=_("what is known by now"))
    accept.add_argument("--later", type=_words, default=(), metavar="A,B", help=_("papers brought later"))
    accept.add_argument("--until", type=_day, metavar="DAY", help=_("until when those are brought"))
    accept.add_argument("--policies", type=_words, metavar="A,B", help=_("these and no others"))
    accept.add_argument(
        "--because", "--reason", default="", help=_("why a policy is applied for that does not fit")
    )
    _out(accept)
    decline = command("decline", _("refuse to accept an application, in writing"))
    decline.add_argument("what", metavar="FILE|NUMBER", help=_("an application, or a case awaiting papers"))
    decline.add_argument("--reason", default="", help=_("the facts and why"))
    decline.add_argument("--clause", default="", help=_("the clause it rests on"))
    decline.add_argument("--proper-office", default="", metavar="NAME", help=_("where to apply instead"))
    _out(decline)
    ask = command("request-papers", _("ask the applicant for papers, before or after acceptance"))
    ask.add_argument("what", metavar="FILE|NUMBER", help=_("an application, a case, or a referral"))
    ask.add_argument(
        "--because", "--reason", default="", help=_("the new fact or the objection, when asked once more")
    )
    ask.add_argument(
        "--papers", type=_words, required=True, metavar="A,B", help=_("codes or names of papers")
    )
    ask.add_argument("--answer-by", type=_day, metavar="DAY")
    _out(ask)


def _add_moves(command: Adder) -> None:
    def move(name: str, text: str, number: str = "REFERRAL") -> argparse.ArgumentParser:
        added = command(name, text)
        added.add_argument("number", metavar=number)
        return added

    send = move("send", _("send the drafts of a case to their departments"), "CASE")
    send.add_argument("--only", type=_words, metavar="A,B", help=_("these referrals alone"))
    move("sign", _("sign for a referral"))
    back = move("return", _("return a referral to the dispatcher"))
    kinds = ", ".join(reason.value for reason in ReturnReason)
    back.add_argument("--reason", required=True, metavar="KIND", help=_("one of: {kinds}", kinds=kinds))
    back.add_argument("--text", default="", help=_("in a line, why"))
    other = move("reassign", _("give a referral to another department"))
    other.add_argument("--department", "--to", required=True, metavar="CODE")
    _reason(other)
    withdraw = move("withdraw", _("take back a referral, or a whole case"), "REFERRAL|CASE")
    _reason(withdraw)
    suspend = move("suspend", _("stop the clock of a referral"))
    _reason(suspend)
    suspend.add_argument("--kind", default="suspension", choices=["suspension", "publicity", "verification"])
    suspend.add_argument("--ground", default="", help=_("a ground that the policy lists"))
    suspend.add_argument("--evidence", default="", help=_("the paper that shows the ground"))
    suspend.add_argument(
        "--waits-for", default="outside", choices=["applicant", "outside", "department", "law"]
    )
    resume = move("resume", _("let the clock of a referral go on"))
    resume.add_argument("--papers", type=_words, default=(), metavar="A,B", help=_("papers that came"))
    extend = move("extend", _("lengthen the limit of a referral"))
    extend.add_argument("--ground", default="", help=_("a ground that the policy lists"))
    _reason(extend)
    _add_decide(move("decide", _("enter the decision of a department")))
    correct = move("correct", _("replace a decision that was wrong by a new one"))
    correct.add_argument("--because", default="", help=_("what was wrong with the one before"))
    _add_decide(correct)
    deliver = move("deliver", _("enter how letters were delivered"), "NOTICE|REFERRAL|CASE")
    deliver.add_argument("--way", default="direct", choices=WAYS)
    deliver.add_argument("--on", type=_day, metavar="DAY")
    deliver.add_argument("--recipient", default="")
    deliver.add_argument("--relation", default="", help=_("of whoever took it for the addressee"))
    deliver.add_argument("--witnesses", type=_words, default=(), metavar="A,B")
    deliver.add_argument("--refused-because", default="")
    deliver.add_argument("--tracking", default="", metavar="NUMBER", help=_("of the mail"))
    deliver.add_argument("--through", default="", metavar="NAME", help=_("the body entrusted with it"))
    deliver.add_argument("--consent", default="", help=_("how electronic delivery was agreed to"))
    deliver.add_argument("--days", type=int, default=30, metavar="N", help=_("of a publication: 30 or 60"))
    move("close", _("close a case when all is decided and delivered"), "CASE")


def _add_life(command: Adder) -> None:
    consult = command("consult", _("note a question at the counter; no clock runs"))
    consult.add_argument("file", type=_file, metavar="FILE", help=_("as much of an application as was said"))
    consult.add_argument("--note", default="", help=_("what was asked and what was answered"))
    merge = command("merge", _("let a double case go on in another one; it cannot be undone"))
    merge.add_argument("number", metavar="CASE")
    merge.add_argument("--into", required=True, metavar="CASE")
    _reason(merge)
    reopen = command("reopen", _("take up a closed or archived case again"))
    reopen.add_argument("number", metavar="CASE")
    _reason(reopen)
    command("archive", _("put a case that has ended into the archive")).add_argument("number", metavar="CASE")
    bring = command("bring", _("note papers that came later"))
    bring.add_argument("number", metavar="CASE")
    bring.add_argument("--papers", type=_words, required=True, metavar="A,B")
    bring.add_argument("--form", default="original", choices=("original", "copy", "electronic"))
    back = command("came-back", _("note a paper that came back signed, or list those that have not"))
    back.add_argument("number", nargs="?", metavar="NOTICE")
    back.add_argument("--on", type=_day, metavar="DAY")
    at_hand = command("paper", _("what paper a code stands on, and what is done with it"))
    at_hand.add_argument("number", metavar="CODE|NOTICE")
    out = command("papers-out", _("papers handed out to be signed that have not come back"))
    out.add_argument("--case", default="", metavar="CASE", help=_("of one case"))
    out.add_argument("--only", type=_words, default=(), metavar="D01,D25", help=_("these kinds alone"))
    out.add_argument("--out", type=Path, metavar="FILE.xlsx", help=_("also write them as a spreadsheet"))
    one_back = command("paper-back", _("note that a paper came back, or all that is out of a case"))
    one_back.add_argument("number", metavar="CODE|NOTICE|CASE")
    one_back.add_argument("--on", type=_day, metavar="DAY")
    one_back.add_argument("--undo", action="store_true", help=_("it has not come back after all"))
    one_back.add_argument("--lost", default="", metavar="WHY", help=_("it is lost, and is printed again"))
    scan = command("scan", _("take files in as the pages of one paper of a case"))
    scan.add_argument("number", metavar="CASE")
    scan.add_argument("files", nargs="+", type=_file, metavar="FILE", help=_("JPEG, PNG, TIFF or PDF"))
    scan.add_argument("--paper", default="", metavar="NAME", help=_("which paper it is, by code or name"))
    scan.add_argument("--notice", default="", metavar="CODE", help=_("or which signed paper, by its code"))
    scans = command("scans", _("the scans of a case; with a folder, written there under their watermark"))
    scans.add_argument("number", metavar="CASE")
    scans.add_argument("--withdraw", type=int, metavar="N", help=_("show the scan of this number no more"))
    scans.add_argument("--reason", default="")
    _out(scans)
    over = command("hand-over", _("hand over a desk or single cases, or see what there is to hand over"))
    over.add_argument("--to", default="", metavar="LOGIN", help=_("who takes it over"))
    over.add_argument("--of", default="", metavar="LOGIN", help=_("whose desk, of one who is not there"))
    over.add_argument("--kind", default="day", choices=("day", "leaving", "cases"))
    over.add_argument("--cases", type=_words, default=(), metavar="A,B")
    over.add_argument("--goods", type=_words, default=(), metavar="A,B", help=_("what is kept at the desk"))
    over.add_argument("--note", default="")
    over.add_argument("--confirm", type=int, metavar="N", help=_("take over the hand-over of this number"))


def _add_decide(decide: argparse.ArgumentParser) -> None:
    decide.add_argument("--outcome", required=True, choices=[outcome.value for outcome in Outcome])
    decide.add_argument("--amount", metavar="YUAN")
    decide.add_argument("--unit", default="", help=_("per month, once …"))
    decide.add_argument("--from", dest="starts", type=_day, metavar="DAY")
    decide.add_argument("--to", dest="ends", type=_day, metavar="DAY")
    decide.add_argument("--reason", default="")
    decide.add_argument("--clause", default="")
    decide.add_argument("--facts", default="")
    decide.add_argument("--evidence", default="")
    decide.add_argument("--document-number", default="", metavar="NUMBER")
    decide.add_argument("--on-paper-by", default="", metavar="NAME", help=_("who answered on paper"))
    decide.add_argument("--on", type=_day, metavar="DAY", help=_("the day of the paper"))
    _out(decide)


def _add_keeping(command: Adder) -> None:
    command("verify", _("walk the chain of events"))
    command("backup", _("make a copy and check it"))
    restore = command("restore", _("go back to a copy"))
    restore.add_argument("file", type=_file, metavar="FILE")
    invent = command("invent", _("an invented office for training and measuring"))
    invent.add_argument("--households", type=int, required=True, metavar="N")
    invent.add_argument("--cases", type=int, required=True, metavar="M")
    invent.add_argument("--seed", type=int, default=1, metavar="N", help=_("the same seed, the same office"))
    invent.add_argument("--years", type=int, default=3, metavar="N", help=_("how long the office is open"))
    calendar = command("calendar", _("the years whose days off are known, or read one in"))
    calendar.add_argument(
        "--file", type=_file, metavar="FILE", help=_("the notice as text, or a table of days")
    )
    calendar.add_argument("--dry-run", action="store_true", help=_("show what would move, store nothing"))
    calendar.add_argument("--source", default="", metavar="TEXT", help=_("where it was announced"))
    ledger = command("ledger", _("whose time the days of a case or a referral were"))
    ledger.add_argument("number", metavar="CASE|REFERRAL")
    place = command("place", _("tell where this window stands, or say it"))
    place.add_argument("township", nargs="?", metavar="CODE|NAME", help=_("the township of the window"))
    export = command("export", _("queues and lists as a spreadsheet"))
    export.add_argument("--out", required=True, type=_folder, metavar="FILE")
    report = command("report", _("the report of a month: what came in, went out and was late"))
    report.add_argument("--month", required=True, metavar="YYYY-MM")
    report.add_argument("--township", metavar="CODE|NAME", help=_("of one township"))
    _out(report)


def _reason(command: argparse.ArgumentParser) -> None:
    command.add_argument("--reason", "--because", default="", help=_("in a line, why"))


def _out(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", type=_folder, metavar="DIR", help=_("where the papers are written"))


# --- types of arguments ------------------------------------------------------------------------------


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(_("There is no file {name}.", name=text))
    return path


def _file_or_number(text: str) -> Path | str:
    """A file that is there, else what looks like a number; whether there is such a case, the act says."""
    return text.strip() if _NUMBER.match(text.strip()) else _file(text)


def _folder(text: str) -> Path:
    return Path(text)


def _words(text: str) -> tuple[str, ...]:
    """`a,b`, with any comma, each once."""
    parts = (part.strip() for part in text.replace("，", ",").replace("、", ",").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _day(text: str) -> str:
    """A day as typed; whether it exists is judged by the act."""
    return text
