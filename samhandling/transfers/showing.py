"""What of a transfer is shown on its case page, and to whom.

Once the case is shared, everybody in the area reads the assessment, the advice and the agreement. Hours of a task that
reaches one or two offices are for them, for those in the case and for the PKO (ruling A3). Whoever found a task in use
is told of as «Melder»; a unit that wants to give a task away stands by its name.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from samhandling.areas import repository as areas
from samhandling.areas.kinds import BodyKind
from samhandling.cases.kinds import Part
from samhandling.cases.moves import Hat
from samhandling.cases.tables import Participant, Statement
from samhandling.casework import habilitet
from samhandling.casework import repository as common
from samhandling.casework.slices import Looking, Shown
from samhandling.casework.view import ANYBODY, REPORTERS, TAKES_PART, Pair, Row, Section, Tag, Writing
from samhandling.identity.roles import ROLES
from samhandling.kernel.columns import key
from samhandling.transfers import codes
from samhandling.transfers.assessing import VOLUME, in_the_way, points
from samhandling.transfers.codes import Advice, Duration, Heard, InUse, Result
from samhandling.transfers.counting import balance_of
from samhandling.transfers.following import Course, Followed, anchored, discussed_first
from samhandling.transfers.offices import TO_GPS, is_narrow, reached
from samhandling.transfers.steps import HEADINGS
from samhandling.transfers.tables import TransferAdvice
from samhandling.transfers.telling import hours, owner
from samhandling.transfers.whole import Whole, has_expired, is_reviewed_soon, is_used_without_agreement, whole
from samhandling.web.i18n import gettext, long_date, marked, ngettext

_FOLLOWED: Final = {
    Followed.MET: (marked("Fulgt"), "success"),
    Followed.BROKEN: (marked("Ikke fulgt"), "danger"),
    Followed.UNKNOWN: (marked("Ikke avklart"), "warning"),
    Followed.NOT_APPLICABLE: (marked("Gjelder ikke"), "neutral"),
}
_TONES: Final = {Advice.ADVISED_AGAINST: "danger", Advice.POSTPONED: "warning", Advice.NOT_A_TRANSFER: "neutral"}
_YEARS_AHEAD: Final = 5


def show(looking: Looking) -> Shown:
    found = whole(looking)
    telling = _Telling(looking, found)
    return Shown(tags=telling.tags(), pairs=telling.pairs(), sections=telling.sections())


class _Telling:
    """One transfer told to one reader; what several sections need is asked for once."""

    def __init__(self, looking: Looking, found: Whole) -> None:
        self.looking, self.found, self.row = looking, found, found.row
        session = looking.session
        self.known = areas.organisations(session, looking.case.area_id)
        self.bodies = areas.bodies(session, looking.case.area_id, looking.today)
        self.texts = common.statements(session, key(looking.case.id))
        ids = [self.row.from_unit_id, self.row.owner_id or 0, *found.places]
        named = [body for body in (self.row.discussed_in_id, *(each.body_id for each in found.advice),
                                   *(each.body_id for each in found.decisions)) if body]  # fmt: skip
        self.named = common.named(session, ids, named, looking.today)
        mine = looking.user.scope.organisations if looking.user else frozenset()
        open_to_all = not is_narrow(found.places, self.known) or bool(reached(found.places, self.known) & mine)
        self.figures_to = ANYBODY if open_to_all else TAKES_PART

    def tags(self) -> tuple[Tag, ...]:
        row, today = self.row, self.looking.today
        tags = []
        if is_used_without_agreement(self.looking.case, row):
            tags.append(Tag(gettext(marked("I bruk uten avtale")), "danger", ANYBODY))
        if self.found.advice:
            advice = self.found.advice[-1].advice
            tags.append(Tag(gettext(codes.ADVICE[advice]), _TONES.get(advice, "success"), ANYBODY))
        if has_expired(row, today):
            tags.append(Tag(gettext(marked("Utløpt")), "danger", ANYBODY))
        elif is_reviewed_soon(row, today):
            tags.append(Tag(gettext(marked("Evalueres snart")), "warning", ANYBODY))
        if row.major:
            tags.append(Tag(gettext(marked("Større endring")), "warning", ANYBODY))
        return tuple(tags)

    def pairs(self) -> tuple[Pair, ...]:
        row = self.row
        found = [
            _pair(marked("Fra"), self.named.organisations.get(row.from_unit_id, "")),
            _pair(marked("Til"), self._to_whom()),
            _pair(marked("Slag"), gettext(codes.TASKS.get(row.task, row.task))),
            _pair(marked("Flyttet alt"), self._in_use()),
            _pair(marked("Foreslått"), long_date(self.looking.case.created_on)),
        ]
        if row.track is not None:
            found.append(_pair(marked("Vurdering"), gettext(codes.TRACKS[row.track])))
        if row.heard is not None:
            found.append(_pair(marked("Fastlegene hørt"), gettext(codes.HEARD[row.heard])))
        if row.postponed_to is not None and self.looking.case.state == "postponed":
            found.append(_pair(marked("Utsatt til"), long_date(row.postponed_to)))
        return tuple(found)

    def _to_whom(self) -> str:
        places = [self.named.organisations.get(each, "") for each in self.found.places]
        group = gettext(codes.GROUPS[self.row.to_group])
        return f"{group}: {', '.join(sorted(filter(None, places)))}" if places else group

    def _in_use(self) -> str:
        row, text = self.row, gettext(codes.IN_USE[self.row.in_use])
        if row.in_use_since is not None:
            text += gettext(marked(", siden %(day)s")) % {"day": long_date(row.in_use_since)}
        if row.stopped_on is not None:
            text += gettext(marked(", til %(day)s")) % {"day": long_date(row.stopped_on)}
        return text

    def sections(self) -> tuple[Section, ...]:
        found = [
            self._wish(), self._load(), self._questions(), self._assessment(), self._hearing(), *self._advice(),
            self._decisions(), self._agreement(), self._rule_8(), habilitet.section(self.looking),
        ]  # fmt: skip
        return tuple(each for each in found if each is not None)

    def _wish(self) -> Section | None:
        written = self._writings(each.id for each in self.texts.values() if each.kind in ("wish", "size"))
        return Section("oppgaven", gettext(marked("Oppgaven")), writings=written, to=ANYBODY) if written else None

    def _load(self) -> Section | None:
        """What it adds, on top of what there is."""
        volume = self.found.volume
        if self.row.to_group not in TO_GPS:
            return None
        pairs = []
        if volume is not None:
            text = gettext(marked("%(patients)s pasienter, %(times)s ganger i året, %(minutes)s minutter hver gang"))
            values = {"patients": volume.patients, "times": volume.times_a_year, "minutes": volume.minutes}
            pairs.append(_pair(marked("Omfang"), text % values, self.figures_to))
            pairs.append(_pair(marked("Fastlegenes tid"), hours(volume.hours_a_week()), self.figures_to))
            if volume.added:
                ahead = gettext(marked("%(hours)s om %(years)s år, med %(added)s flere pasienter hvert år"))
                then = hours(volume.hours_a_week(_YEARS_AHEAD))
                told = ahead % {"hours": then, "years": _YEARS_AHEAD, "added": volume.added}
                pairs.append(_pair(marked("Vokser til"), told, self.figures_to))
        if self.row.duration is not None:
            pairs.append(_pair(marked("Varighet"), gettext(codes.DURATIONS[Duration(self.row.duration)])))
        return Section("belastning", gettext(marked("Tid")), pairs=tuple(pairs), note=self._on_top(),
                       actions=self._own_load(), to=ANYBODY)  # fmt: skip

    def _on_top(self) -> str:
        area = self.looking.case.area_id
        found = balance_of(self.looking.session, area, self.known, without=key(self.looking.case.id))
        total = found.on(self.looking.today)
        if not total.tasks:
            return gettext(marked("Ingen andre oppgaver er ført som flyttet til fastlegene i området."))
        text = ngettext(
            "Dette kommer på toppen av %(hours)s fra %(num)d annen oppgave i området.",
            "Dette kommer på toppen av %(hours)s fra %(num)d andre oppgaver i området.",
            total.tasks,
        )
        return text % {"hours": hours(total.hours), "num": total.tasks}

    def _own_load(self) -> tuple[tuple[str, str], ...]:
        """For an office that the task reaches, once the area knows of it."""
        mine = self.looking.user.scope.organisations if self.looking.user else frozenset()
        if not (self.looking.base and self.looking.case.shared and reached(self.found.places, self.known) & mine):
            return ()
        there = self.looking.base.replace("/saker/", "/oppgaver/")
        return ((gettext(marked("Det gjelder hos oss")), f"{there}/hos-oss"),)

    def _questions(self) -> Section | None:
        replies = self.found.replies
        if not replies:
            return None
        cells = [(gettext(marked("Spørsmål")), gettext(marked("Svar")))]
        answered = [(text, replies[code]) for code, text in codes.QUESTIONS.items() if code in replies]
        cells += [(gettext(text), gettext(codes.REPLIES[reply])) for text, reply in answered]
        left = len(in_the_way(replies))
        note = gettext(marked("Alle de sju svarene er ja.")) if not left else (
            gettext(marked("%(n)s av de sju svarene er ikke ja: da trengs full vurdering.")) % {"n": left}
        )  # fmt: skip
        return Section("silingen", gettext(marked("De sju spørsmålene")), cells=tuple(cells), note=note, to=ANYBODY)

    def _assessment(self) -> Section | None:
        if self.row.track is not codes.Track.FULL:
            return None
        heading = (gettext(marked("Kriterium")), gettext(marked("Vurdering")), gettext(marked("Begrunnelse")))
        cells = [heading]
        for code, (name, _) in codes.CRITERIA.items():
            score = self.found.scores.get(code)
            value = gettext(codes.SCORES[str(score.value)]) if score and score.value is not None else "–"
            cells.append((gettext(name), value, score.text if score else ""))
        got, possible = points(self.found.scores)
        note = gettext(marked("%(got)s av %(possible)s poeng for det som er vurdert.")) % {
            "got": got, "possible": possible}  # fmt: skip
        return Section("vurderingen", gettext(marked("Full vurdering")), cells=tuple(cells),
                       note=f"{note} {self._lacking()}".strip(), to=ANYBODY)  # fmt: skip

    def _lacking(self) -> str:
        names = [
            gettext(marked("omfang og tid")) if each == VOLUME else gettext(codes.CRITERIA[each][0]).lower()
            for each in self.found.missing
        ]
        return gettext(marked("Mangler: %(what)s.")) % {"what": ", ".join(names)} if names else ""

    def _hearing(self) -> Section | None:
        row = self.row
        if row.hearing_from is None or row.hearing_due is None:
            return None
        asked = [gettext(codes.HEARING_GROUPS[each]) for each in row.hearing_to.split(",") if each]
        pairs = [
            _pair(marked("Til"), ", ".join(asked)),
            _pair(marked("Sendt"), long_date(row.hearing_from)),
            _pair(marked("Frist"), long_date(row.hearing_due)),
        ]
        if row.hearing_answers is not None:
            pairs.append(_pair(marked("Svar"), str(row.hearing_answers)))
        late = self.looking.case.state == "hearing" and row.hearing_due < self.looking.today
        return Section(
            "horingen", gettext(marked("Høring")), pairs=tuple(pairs),
            writings=self._writings(each.id for each in self.texts.values() if each.kind == "hearing"),
            note=gettext(marked("Fristen er ute.")) if late else "", to=ANYBODY,
        )  # fmt: skip

    def _advice(self) -> list[Section]:
        """The newest first; an older one is a part of the history and stays."""
        return [section for each in reversed(self.found.advice) for section in self._one_advice(each)]

    def _one_advice(self, advice: TransferAdvice) -> Iterator[Section]:
        body = self.named.bodies.get(advice.body_id, "")
        pairs = [_pair(marked("Råd"), gettext(codes.ADVICE[advice.advice]))]
        pairs.append(_pair(marked("Møte"), long_date(advice.given_on)))
        if advice.votes_for is not None:
            pairs.append(_pair(marked("Stemmer"), votes(advice)))
        written = self._writings((advice.reason_id, advice.dissent_id))
        title = gettext(marked("Råd fra %(body)s")) % {"body": body}
        yield Section(f"raad-{advice.id}", title, pairs=tuple(pairs), writings=written, to=ANYBODY)
        conditions = tuple(Row(each.text) for each in self.found.conditions if each.advice_id == advice.id)
        if conditions:
            yield Section(f"vilkaar-{advice.id}", gettext(marked("Vilkår")), rows=conditions, to=ANYBODY)

    def _decisions(self) -> Section | None:
        rows = []
        for each in reversed(self.found.decisions):
            pairs = [Pair(gettext(marked("Dato")), long_date(each.decided_on), ANYBODY)]
            if each.body_id is not None:
                pairs.insert(0, Pair(gettext(marked("Organ")), self.named.bodies.get(each.body_id, ""), ANYBODY))
            text = self.texts[each.reason_id].text if each.reason_id in self.texts else ""
            rows.append(Row(gettext(codes.RESULTS[each.result]), text, tuple(pairs)))
        return Section("vedtak", gettext(marked("Vedtak")), rows=tuple(rows), to=ANYBODY) if rows else None

    def _agreement(self) -> Section | None:
        row = self.row
        if row.starts_on is None and row.review_on is None and row.owner_id is None:
            return None
        days = (
            (marked("Starter"), row.starts_on),
            (marked("Evalueres"), row.review_on),
            (marked("Siste dag"), row.ends_on),
            (marked("Avviklet fra"), row.ended_on),
            (marked("Påminning sendt"), row.reminded_on),
        )
        pairs = [_pair(label, long_date(day)) for label, day in days if day is not None]
        if row.owner_id is not None:
            name = self.named.organisations.get(row.owner_id, "")
            pairs.append(_pair(marked("Eier"), owner(name, row.owner_role)))
        return Section("avtalen", gettext(marked("Avtalen")), pairs=tuple(pairs), to=ANYBODY)

    def _rule_8(self) -> Section:
        course = course_of(self.looking, self.found, frozenset(
            body for body, each in self.bodies.items() if each.kind is BodyKind.OSO
        ))  # fmt: skip
        where = self.named.bodies.get(self.row.discussed_in_id or 0, "")
        told = ""
        if self.row.discussed_on is not None:
            told = gettext(marked("Drøftet første gang %(day)s.")) % {"day": long_date(self.row.discussed_on)}
            told = f"{told} {where}".strip()
        rows = (
            _judged(marked("8a: drøftet likeverdig før den ble flyttet"), discussed_first(course), told),
            _judged(marked("8b: en større endring er forankret i OSO"), anchored(course)),
        )
        return Section("regel-8", gettext(marked("Anbefaling 8")), rows=rows, to=ANYBODY)

    def _writings(self, ids: Iterable[int | None]) -> tuple[Writing, ...]:
        return tuple(_writing(self.texts[each]) for each in ids if each in self.texts)


def course_of(looking: Looking, found: Whole, oso: frozenset[int]) -> Course:
    """What recommendation 8 is judged by. `oso`: ids of the bodies that are OSO."""
    row = found.row
    begun = {InUse.UNAGREED: row.in_use_since or looking.case.created_on, InUse.TRIAL: None, InUse.NO: None}[row.in_use]
    at_oso = [each.decided_on for each in found.decisions if each.body_id in oso and each.result is Result.ADOPTED]
    return Course(
        since=begun or row.starts_on,
        discussed=row.discussed_on,
        never=row.heard is Heard.NEVER,
        major=row.major,
        anchored=min(at_oso, default=None),
    )


def votes(advice: TransferAdvice) -> str:
    values = {"yes": advice.votes_for or 0, "no": advice.votes_against or 0, "none": advice.abstained or 0}
    if not values["no"] and not values["none"]:
        return gettext(marked("Enstemmig, %(yes)s stemmer")) % values
    return gettext(marked("%(yes)s for, %(no)s mot, %(none)s avholdende")) % values


def _judged(title: str, followed: Followed, text: str = "") -> Row:
    tag, tone = _FOLLOWED[followed]
    return Row(gettext(title), text, tag=gettext(tag), tone=tone)


def _pair(label: str, value: str, to: frozenset[Hat] | None = ANYBODY) -> Pair:
    return Pair(gettext(label), value, to)


def _writing(statement: Statement) -> Writing:
    note = gettext(marked("Noe er fjernet fra denne teksten.")) if statement.redacted_at else ""
    return Writing(gettext(HEADINGS[statement.kind]), statement.text, on=statement.sent_on, note=note)


def called(looking: Looking, hat: Hat, participant: Participant | None) -> str:
    if hat is Hat.MACHINE:
        return gettext(marked("Systemet"))
    if hat is Hat.STEWARD:
        return str(ROLES["pko"].label)
    if participant is None:
        return gettext(marked("Melder")) if hat is Hat.REPORTER else ""
    if hat is Hat.REPORTER and not _may_know(looking, participant):
        return gettext(marked("Melder"))
    named = common.named(looking.session, [participant.organisation_id or 0], [participant.body_id or 0], looking.today)
    return named.of(participant)


def _may_know(looking: Looking, participant: Participant) -> bool:
    """Whoever wants to give its own task away does so openly."""
    if looking.hats & REPORTERS or participant.part is not Part.REPORTER:
        return True
    return participant.organisation_id == whole(looking).row.from_unit_id
