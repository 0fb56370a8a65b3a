"""Secrets that are made, stored and asked for: how much there is to guess, and what browsers do with them."""

import math
import re

import pytest
from cryptography.fernet import InvalidToken

from samhandling.identity import totp
from samhandling.identity.passwords import right, weakness
from samhandling.identity.tables import Account, Person
from samhandling.identity.tokens import new_token
from samhandling.kernel.database import Database
from samhandling.kernel.scope import SYSTEM
from samhandling.kernel.secrets import Secrets, password_hasher
from tests.identity.people import CHEAP
from tests.web.house import ADMIN, EVERYBODY, House
from tests.worlds import World


def test_a_password_is_stored_with_argon2id_and_what_owasp_asks_for() -> None:
    stored = password_hasher().hash("fjorden speiler tre rare elger")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert stored != password_hasher().hash("fjorden speiler tre rare elger")


def test_a_password_is_compared_letter_by_letter_as_it_was_typed() -> None:
    password = "  Ærlig talt, 18 elger på én fjord! " + "x" * 60
    stored = CHEAP.hash(password)
    assert weakness(password) is None
    assert right(CHEAP, password, stored)[0]
    for other in (password.strip(), password.lower(), password[:-1], password + "x", password.replace("é", "e")):
        assert not right(CHEAP, other, stored)[0]


def test_tokens_and_codes_cannot_be_guessed() -> None:
    tokens = {new_token() for _ in range(200)}
    assert len(tokens) == 200
    assert min(map(len, tokens)) * 6 >= 256
    codes = totp.recovery_codes()
    letters = "".join(codes[0].split("-"))
    assert len(set(codes)) == 10
    assert len(letters) * math.log2(len(totp._ALPHABET)) >= 112
    seeds = {totp.seed_for(Secrets("x" * 40), token) for token in tokens}
    assert len(seeds) == 200
    assert min(map(len, seeds)) * 5 >= 128


def test_what_is_sealed_cannot_be_altered_and_every_purpose_has_its_own_key() -> None:
    secrets = Secrets("x" * 40)
    sealed = secrets.seal("a", b"hemmelig")
    assert b"hemmelig" not in sealed
    assert secrets.seal("a", b"hemmelig") != sealed
    assert secrets.unseal("a", sealed) == b"hemmelig"
    assert secrets.key("a") != secrets.key("b") != Secrets("y" * 40).key("b")
    for wrong in (sealed[:-1] + b"A", sealed[:30] + b"AAAA" + sealed[34:]):
        with pytest.raises(InvalidToken):
            secrets.unseal("a", wrong)


def test_nobody_has_an_account_from_the_start(database: Database) -> None:
    assert World(database).rows(Account) == []
    assert World(database).rows(Person) == []
    with database.reading(SYSTEM) as session:
        assert session.info["scope"].everything


def test_fields_for_secrets_hide_them_and_let_password_managers_in(house: House) -> None:
    found = []
    for who, path in ((None, "/logg-inn"), (ADMIN, "/min-side/passord"), (ADMIN, "/min-side/gjenopprettingskoder")):
        page = house.browser(who).get(path).text
        assert "onpaste" not in page
        found += re.findall(r"<input[^>]*name=\"passord[^>]*>", page)
    assert len(found) >= 4
    for field in found:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(current|new)-password"', field)
        longest = re.search(r'maxlength="(\d+)"', field)
        assert longest is None or int(longest[1]) >= 64


def test_every_page_of_a_signed_in_person_offers_to_sign_out(house: House) -> None:
    for who in EVERYBODY[1:]:
        client = house.browser(who)
        for path in house.pages:
            answer = client.get(path)
            if answer.status_code == 200 and answer.headers["content-type"].startswith("text/html"):
                assert 'action="/logg-ut"' in answer.text, path
