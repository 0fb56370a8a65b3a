"""What somebody wrote comes back as text: in pages, in fields, in addresses – wherever it was stored or only typed."""

from html.parser import HTMLParser
from urllib.parse import quote

import httpx
import pytest

from samhandling.areas.tables import OrganisationVersion
from samhandling.audit.chain import Actor
from samhandling.guarding.redacting import Ground
from samhandling.identity.tables import RoleGrant
from samhandling.kernel.columns import key
from samhandling.kernel.scope import SYSTEM
from samhandling.web.rendering import counted, said
from tests.web.house import ADMIN, GP, PKO, House
from tests.worlds import post

PAYLOADS = [
    "<script>alert(1)</script>", "<ScRiPt src=//ond.example/x.js></sCrIpT>", "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<img/src=`x`onerror=alert(1)>",
    "<svg/onload=alert(1)>", "<svg><script>alert(1)</script></svg>", "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>", "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<marquee onstart=alert(1)>", "<iframe src=javascript:alert(1)>", "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>", "<embed src=javascript:alert(1)>", "<a href=javascript:alert(1)>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>", "<form action=javascript:alert(1)><button>x</button></form>",
    "<button formaction=javascript:alert(1)>x</button>", "<base href=//ond.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>", "<link rel=stylesheet href=//ond.example/x.css>",
    "<style>*{background:url(//ond.example)}</style>", "<div style=background:url(javascript:alert(1))>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>", "<table background=javascript:alert(1)>",
    '"><script>alert(1)</script>', "'><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)', "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)" x="', "` onmouseover=`alert(1)`", "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>", "<!--<img src=x onerror=alert(1)>-->", "<div hx-get=//ond.example hx-trigger=load>",
    '" hx-get="//ond.example" hx-trigger="load',
    "<div hx-on:load=alert(1)>", "<script>/*", "*/alert(1)</script>",
    "{{ 7*7 }}<script>alert(1)</script>", "{% raw %}<script>alert(1)</script>", "${alert(1)}<script>alert(1)</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<template><script>alert(1)</script></template>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>", "<isindex action=javascript:alert(1) type=submit>",
    "<x onclick=alert(1)>x</x>", "javascript:alert(1)//", "jAvAsCrIpT:alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "<scr<script>ipt>alert(1)</script>",
    "\u3008script\u3009<script>alert(1)</script>",
]  # fmt: skip
#: What our own pages consist of besides text; none of it can run or load anything from elsewhere.
_FORBIDDEN = {"iframe", "object", "embed", "base", "style", "applet", "frame", "marquee", "isindex", "math", "video"}
_ADDRESSES = {"href", "src", "action", "formaction", "data", "xlink:href", "background", "hx-get", "hx-post", "poster"}


class Dangers(HTMLParser):
    """Collects what could run or load in a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _FORBIDDEN or (tag == "script" and not values.get("src", "").startswith("/static/")):
            self.found.append(tag)
        for name, value in values.items():
            if name.startswith(("on", "hx-on")) or name in ("style", "srcdoc", "http-equiv", "hx-vals", "hx-vars"):
                self.found.append(name)
            if name in _ADDRESSES and not value.startswith(("/", "#", "?", "https://", "http://127.0.0.1", "otpauth:")):
                self.found.append(f"{name}={value}")
            if "ond.example" in value and name in _ADDRESSES and value.startswith(("//", "http")):
                self.found.append(f"{name}={value}")

    handle_startendtag = handle_starttag


def dangers(page: str) -> list[str]:
    parser = Dangers()
    parser.feed(page)
    parser.close()
    return parser.found


def test_the_detector_sees_every_payload_that_is_not_escaped() -> None:
    plain = {"javascript:alert(1)//", "jAvAsCrIpT:alert(1)",
             "&lt;script&gt;alert(1)&lt;/script&gt;", "*/alert(1)</script>",
             "<!--<img src=x onerror=alert(1)>-->", "` onmouseover=`alert(1)`"}  # fmt: skip
    missed = []
    for payload in PAYLOADS:
        as_text, in_field, in_link = (
            f"<p>{payload}</p>", f'<input value="{payload}">', f"<a title='{payload}' href='{payload}'>x</a>"
        )  # fmt: skip
        if not any(map(dangers, (as_text, in_field, in_link))) and payload not in plain:
            missed.append(payload)
    assert missed == []
    assert len(PAYLOADS) >= 40


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_what_is_typed_without_signing_in_comes_back_as_text(house: House, language: str) -> None:
    client, wrong = house.browser(None), []
    for payload in PAYLOADS[:: 1 if language == "nb" else 8]:
        every = quote(payload, safe="")
        answers = [
            client.get("/regler", params={"q": payload, "ansvarlig": payload, "maalform": language}),
            client.get(f"/regler/{every}"),
            client.get(f"/sjekk/eksempel/{every}"),
            client.get("/logg-inn", params={"til": payload, "etter": payload}),
            client.get("/logg-inn", params={"til": "/" + payload}),
            client.get(f"/{every}", params={payload: payload}),
            post(client, "/logg-inn", brukernavn=payload, passord=payload),
        ]
        wrong += [(payload, answer.url, found) for answer in answers if (found := dangers(answer.text))]
    assert wrong == []


def test_what_stands_in_a_letter_or_its_fields_comes_back_as_text(house: House) -> None:
    client = house.browser(None)
    letter = "EPIKRISE\nFastlege bes kontrollere blodtrykk.\n" + "\n".join(PAYLOADS)
    answer = post(client, "/sjekk", brev=letter, slag="epikrise")
    assert answer.status_code == 200
    assert dangers(answer.text) == []
    assert "&lt;svg/onload=alert(1)&gt;" in answer.text
    for payload in PAYLOADS[::4]:
        fields = {"slag": payload, "utskrevet": payload, "sendt": payload, "mottaker": payload}
        answer = post(client, "/sjekk", brev="EPIKRISE", **fields)
        assert dangers(answer.text) == [], payload


def test_a_form_given_back_after_the_session_is_over_is_text_also_in_the_names_of_fields(house: House) -> None:
    client = house.browser(None)
    for payload in PAYLOADS:
        name = payload.replace('"', "'").replace("\n", " ")
        sent = {"navn": payload, name: payload + "\n" + payload}
        answer = post(client, "/omrade/nord/virksomheter/ny", **sent)
        assert answer.status_code == 401
        assert dangers(answer.text) == [], payload


def test_what_is_refused_in_a_form_comes_back_as_text(house: House) -> None:
    client = house.browser(ADMIN)
    for payload in PAYLOADS:
        answer = post(
            client, "/omrade/nord/virksomheter/ny",
            navn=payload + " 01010112345", notat=payload, fra=payload, art=payload, over=payload, versjon=payload,
        )  # fmt: skip
        assert answer.status_code == 422
        assert dangers(answer.text) == [], payload


@pytest.fixture(scope="module")
def hostile(house: House) -> House:
    """Everything a person can name, named so; by the use cases, past the guard."""
    world = house.world
    for number, payload in enumerate(PAYLOADS):
        world.add_unit(f"{payload} {number}", "gp_office", "Fjordvik kommune")
    for payload in PAYLOADS[::3]:
        world.add_person(payload, RoleGrant(person_id=world.persons[GP], role="pko", area_id=world.areas["nord"],
                                            valid_from=world.clock().date()))  # fmt: skip
        world.add_body(payload, "gp_council")
    return house


def test_what_is_stored_comes_back_as_text_on_every_page(hostile: House) -> None:
    world = hostile.world
    newest = [key(unit) for unit in list(world.units.values())[-len(PAYLOADS) :: 5]]
    paths = [
        "/omrade/nord", "/omrade/nord/virksomheter", "/omrade/nord/personer", "/omrade/nord/organer",
        "/omrade/nord/logg",
        "/omrade/nord/vern/frigi", "/omrade/nord/virksomheter/ny", "/omrade/nord/personer/ny?rolle=gp",
        "/omrade/nord/personer/ny?rolle=council_member", "/omrade/nord/organer/ny",
        f"/omrade/nord/virksomheter/{world.units['Fjordvik legekontor']}/avslutt",
        "/omrade/nord/virksomheter?q=script",
        *(f"/omrade/nord/virksomheter/{unit}" for unit in newest),
        *(f"/omrade/nord/virksomheter/{unit}/endre" for unit in newest),
        *(f"/omrade/nord/personer/{world.persons[payload]}" for payload in PAYLOADS[::6]),
        *(f"/omrade/nord/organer/{world.bodies[payload]}/navn" for payload in PAYLOADS[::6]),
    ]  # fmt: skip
    shown = 0
    for who in (ADMIN, PKO):
        client = hostile.browser(who)
        for path in paths:
            answer = client.get(path)
            assert dangers(answer.text) == [], path
            shown += answer.text.count("&lt;script")
    assert shown > 100


def test_a_text_that_pages_translate_is_escaped_as_well_and_may_hold_percent_signs() -> None:
    assert said("<b>100 % sikker</b> %(navn)s") == "&lt;b&gt;100 % sikker&lt;/b&gt; %(navn)s"
    assert said("Hei %(navn)s", navn="<i>") == "Hei &lt;i&gt;"
    assert counted("%(num)d <b>", "%(num)d <b>er", 2) == "2 &lt;b&gt;er"


def test_a_person_with_such_a_name_sees_it_as_text(hostile: House) -> None:
    for payload in PAYLOADS[::9]:
        client = hostile.browser(payload)
        for path in ("/min-side", "/min-side/logg", "/", "/finnes-ikke"):
            assert dangers(client.get(path).text) == [], path


def test_a_hidden_text_is_shown_to_its_reader_as_text(house: House) -> None:
    world, text = house.world, "\n".join(PAYLOADS)
    office = world.units["Fjordvik legekontor"]
    row = next(key(each.id) for each in world.rows(OrganisationVersion) if each.organisation_id == office)
    with world.database.writing(SYSTEM) as session:
        version = session.get(OrganisationVersion, row)
        assert version is not None
        version.contact_note = text
        session.add(version)
        session.flush()
        hidden = house.services.redactor.hide(
            session, "organisation_note", row, Ground.STAFF, area=world.areas["nord"],
            by=Actor(world.persons[GP], "gp"), now=world.clock(),
        )  # fmt: skip
        hidden_id = key(hidden.id)
    answer: httpx.Response = house.browser(PKO).post(f"/omrade/nord/vern/{hidden_id}/vis")
    assert answer.status_code == 200
    assert answer.text.count("&lt;script&gt;alert(1)") > 5
    assert dangers(answer.text) == []
