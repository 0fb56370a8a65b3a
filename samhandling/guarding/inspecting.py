"""The door that every free text passes on its way in.

block: the text is not stored. It lives in the page that refuses it; it is written otherwise, or a second person
releases it. warn: the writer answers for each place. advice never stops anything. Nothing of it is stored or logged.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from samhandling.guard import Guard, Hit
from samhandling.guarding.releasing import Release
from samhandling.web.fields import ANSWER, Field, Inspect, Inspected, Mark, Problem
from samhandling.web.forms import Submitted
from samhandling.web.i18n import Text, gettext

RELEASE: Final = "frigivelse"
#: What a field that asks for a name, or for an address to reach somebody at work, allows.
NAMES: Final = frozenset({"person_name", "patient_name", "staff_name", "unknown_word", "initials"})
EMAIL: Final = NAMES | {"email"}
HPR: Final = frozenset({"hpr_number"})
_LONGEST_SHOWN: Final = 60


class Releases(Protocol):
    """Whether a code lets this person store this text in spite of these kinds."""

    def __call__(self, asked: Release) -> bool: ...


@dataclass(frozen=True, slots=True)
class Inspector:
    """`fingerprint`: a keyed hash; it ties an answer to the words it was given for."""

    guard: Guard
    fingerprint: Callable[[str], str]
    releases: Releases

    def for_person(self, person: UUID) -> Inspect:
        """What a form gets. A release is given to one person."""

        def inspect(field: Field, text: str, sent: Submitted) -> Inspected:
            return self._inspect(person, field, text, sent)

        return inspect

    def blocking_kinds(self) -> dict[str, str]:
        """Code to label of what can be blocked, in the reader's language."""
        return {code: str(Text(**kind.label)) for code, kind in self.guard.kinds.items() if kind.level == "block"}

    def blocks(self, text: str) -> bool:
        """For searches, where names of staff and places are legal."""
        return bool(self.guard.check_search(text))

    def _inspect(self, person: UUID, field: Field, text: str, sent: Submitted) -> Inspected:
        return self.judged(person, field, text, self.guard.check(text), sent)

    def judged(
        self,
        person: UUID,
        field: Field,
        text: str,
        found: Iterable[Hit],
        sent: Submitted,
        where: Callable[[Hit], str] = lambda _: "",
    ) -> Inspected:
        """What a text that was looked at elsewhere comes to. `where`: the page or line of a hit, for the reader."""
        hits = [hit for hit in found if hit.kind not in field.allows]
        blocking = [hit for hit in hits if hit.level == "block"]
        warnings = [hit for hit in hits if hit.level == "warn"]
        unanswered = [hit for hit in warnings if sent.text(self._answer(field, text, hit)) != "ja"]
        code = sent.text(RELEASE).strip()
        kinds = frozenset(hit.kind for hit in blocking)
        wrong_code = False
        if blocking and code:
            wrong_code = not self.releases(Release(code, person, kinds, self.fingerprint(text)))
        if (not blocking or (code and not wrong_code)) and not unanswered:
            return Inspected((), Counter(hit.kind for hit in (*blocking, *warnings)))
        marks = [self._mark(text, hit, "", where(hit)) for hit in blocking]
        marks += [self._mark(text, hit, self._answer(field, text, hit), where(hit)) for hit in unanswered]
        problems = [Problem(field.name, _message(bool(blocking)), tuple(marks))]
        if wrong_code:
            message = gettext("Koden gjelder ikke: den er brukt, gått ut eller gitt for noe annet.")
            problems.append(Problem(RELEASE, message))
        return Inspected(tuple(problems))

    def _answer(self, field: Field, text: str, hit: Hit) -> str:
        return f"{ANSWER}{field.name}.{self.fingerprint(hit.kind + text[hit.start : hit.end])[:16]}"

    def _mark(self, text: str, hit: Hit, answer: str, where: str) -> Mark:
        words, kind = text[hit.start : hit.end], self.guard.kinds[hit.kind]
        shown = words if len(words) <= _LONGEST_SHOWN else words[:_LONGEST_SHOWN] + " …"
        return Mark(shown, str(Text(**kind.label)), str(Text(**kind.instead)), answer, where)


def _message(blocked: bool) -> str:
    if blocked:
        return gettext("Teksten er ikke lagret: den ser ut til å inneholde personopplysninger.")
    return gettext("Teksten er ikke lagret ennå: svar på om det gjelder en person.")
