"""The form of `/sjekk`: from its fields to a submission, or to what is to be mended with everything typed kept."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from samhandling.checks.carrying import pack, unpack
from samhandling.checks.findings import Submission
from samhandling.documents.canonical import Unreadable
from samhandling.web.forms import Submitted
from samhandling.web.i18n import gettext, language, marked

KINDS: Final = ("epikrise", "poliklinisk_notat", "legevaktepikrise", "henvisning", "innkallingsbrev")
#: codes and what they are called
PLACES: Final[Mapping[str, str]] = {
    "hjem": marked("Hjem"),
    "hjemmetjeneste": marked("Hjem med hjemmetjeneste"),
    "sykehjem": marked("Sykehjem"),
}
ANSWERS: Final[Mapping[str, str]] = {"ja": marked("Ja"), "nei": marked("Nei"), "vet_ikke": marked("Vet ikke")}
_ANSWER_FIELD: Final = re.compile(r"svar\.([a-z][a-z0-9_.]{0,80})$")


@dataclass(frozen=True, slots=True)
class FieldError:
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Values:
    """The fields as typed. `carried` is an earlier uploaded file, packed, and `carried_name` its name."""

    text: str = ""
    carried: str = ""
    carried_name: str = ""
    kind: str = ""
    discharged_on: str = ""
    sent_on: str = ""
    discharged_to: str = ""
    multidose: str = ""
    on: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


def values(form: Submitted) -> Values:
    """A newly chosen file takes the place of one carried along."""
    upload = form.files.get("fil")
    return Values(
        text=form.text("brev"),
        carried=pack(upload.content) if upload else form.text("med"),
        carried_name=upload.name if upload else form.text("mednavn"),
        kind=_one_of(form.text("slag"), KINDS),
        discharged_on=form.text("utskrevet").strip(),
        sent_on=form.text("sendt").strip(),
        discharged_to=_one_of(form.text("utskrevet_til"), PLACES),
        multidose=_one_of(form.text("multidose"), ("ja", "nei")),
        on=form.text("dato").strip(),
        answers={m.group(1): v for k, v in form.fields.items() if (m := _ANSWER_FIELD.match(k)) and v in ANSWERS},
    )


def errors(form: Submitted, given: Values) -> tuple[FieldError, ...]:
    """What keeps the form from being checked; empty when nothing does."""
    found = []
    if form.cut_off:
        found.append(FieldError("fil", gettext("Fila er for stor. Siden tar imot opptil 1 MB. Velg en mindre fil.")))
    elif given.carried and given.text.strip():
        found.append(FieldError("fil", gettext("Du har både limt inn tekst og valgt en fil. Bruk bare én av delene.")))
    elif not given.carried and not given.text.strip():
        found.append(FieldError("brev", gettext("Lim inn brevet eller velg en fil.")))
    elif given.carried and unpack(given.carried) is None:
        found.append(FieldError("fil", gettext("Fila fulgte ikke med. Velg den på nytt.")))
    for name, value in (("utskrevet", given.discharged_on), ("sendt", given.sent_on), ("dato", given.on)):
        if value and _date(value) is None:
            found.append(FieldError(name, gettext("Skriv datoen som år, måned og dag, for eksempel 2026-11-18.")))
    return tuple(found)


def submission(given: Values) -> Submission:
    """Of values without errors."""
    context: dict[str, str | bool] = {
        key: value
        for key, value in (
            ("discharged_on", given.discharged_on),
            ("sent_on", given.sent_on),
            ("discharged_to", given.discharged_to),
        )
        if value
    }
    if given.multidose:
        context["multidose"] = given.multidose == "ja"
    return Submission(
        content=(unpack(given.carried) or b"") if given.carried else given.text.encode("utf-8", "replace"),
        kind=given.kind or None,
        context=context,
        answers={name: value == "ja" for name, value in given.answers.items() if value != "vet_ikke"},
        on=_date(given.on) if given.on else None,
    )


def unreadable(given: Values, error: Unreadable) -> FieldError:
    """The reader's own sentence, at the field that can mend it."""
    message = error.message_nn if language.get() == "nn" else error.message
    if error.code == "unknown_kind" and not submission(given).content.lstrip().startswith(b"<"):
        return FieldError("slag", message)
    return FieldError("fil" if given.carried else "brev", message)


def _one_of(value: str, allowed: Container[str]) -> str:
    return value if value in allowed else ""


def _date(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
