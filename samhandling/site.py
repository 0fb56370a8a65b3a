"""The site with the real rulebook and the real check behind its pages."""

from starlette.types import ASGIApp

from samhandling.app import create_app
from samhandling.casework.rulebook import Cites
from samhandling.catalogue.citing import cited, counted
from samhandling.catalogue.from_rules import rulebook
from samhandling.checks.findings import Checked, Submission
from samhandling.checks.judging import Judge, Judged, Task
from samhandling.checks.letters import load_letters
from samhandling.documents import public
from samhandling.naming import Names
from samhandling.paths import data
from samhandling.reports.dimensions import Ruled
from samhandling.services import Services
from samhandling.settings import Settings
from samhandling.web.i18n import language


def site(settings: Settings, services: Services, judge: Judge | None = None) -> ASGIApp:
    """Loads everything before the first request, so that a fault in the rulebook stops the start and not a reader.

    `judge`: one that is loaded already, of the folder rules/.
    """
    rules = data("rules")
    book = rules / "nfa-2018"
    loaded = judge or Judge(rules)

    def check(submission: Submission) -> Checked:
        return _checked(
            loaded(
                Task(
                    content=submission.content,
                    kind=submission.kind,
                    context=submission.context,
                    answers=submission.answers,
                    on=submission.on.isoformat() if submission.on else None,
                    language=language.get(),
                )
            )
        )

    ruleset = loaded.ruleset(None)
    names = Names(ruleset.book, ruleset.schema)
    return create_app(settings, services, names, rulebook(ruleset, book), check, load_letters(book / "letters"))


def rules_cited(judge: Judge) -> Cites:
    """The rulebook as the site's cases cite it, for work after the answer."""
    return cited(rulebook(judge.ruleset(None), data("rules") / "nfa-2018"))


def rules_counted(judge: Judge) -> Ruled:
    """As reports count by it."""
    ruleset = judge.ruleset(None)
    return counted(rulebook(ruleset, data("rules") / "nfa-2018"), ruleset.book.strengths)


def _checked(judged: Judged) -> Checked:
    notices = public(judged.document)["warnings"] if judged.document else []
    return Checked(
        kind=judged.kind,
        text=judged.document.text if judged.document else "",
        findings=judged.findings,
        ruleset=judged.ruleset,
        warnings=(*(notice["message"] for notice in notices), *judged.contradictions),
        questions=judged.questions,
    )
