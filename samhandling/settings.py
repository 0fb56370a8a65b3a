"""The only place that reads the environment (`SAMHANDLING_HOST`, `SAMHANDLING_PORT`, …)."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")


class Settings(BaseSettings):
    """Every setting has a row in docs/drift.md. What does not hold together is refused at the start.

    `public_origin`: scheme, host and port that users see, e.g. «https://samhandling.example»; needed behind a proxy.
    Anything but an origin is refused: with a path it would match no request, and every form would fail.

    `trusted_proxies`: addresses, separated by commas, whose X-Forwarded-For and -Proto are believed.
    `requests_per_minute`: from one address, a form counting as five.

    `audit_heads`, `redaction_list`: files outside the database, best on another machine; in the folder unless told.

    `smtp_host`: without it no mail is sent. `mail_from`: an address nobody reads, which answers with advice.
    """

    model_config = SettingsConfigDict(env_prefix="SAMHANDLING_")

    host: str = "127.0.0.1"
    port: int = 8000
    public_origin: str | None = Field(default=None, pattern=r"^https?://[a-z0-9.-]+(:\d+)?$")
    dev_http: bool = False
    trusted_proxies: str = Field(default="127.0.0.1", pattern=r"^[0-9a-f.:/, ]*$")
    requests_per_minute: int = Field(default=3000, ge=60)
    folder: Path = Path("var")
    database_url: SecretStr | None = None
    secret: SecretStr | None = Field(default=None, min_length=32)
    providers: Path | None = None
    audit_heads: Path | None = None
    redaction_list: Path | None = None
    smtp_host: str | None = Field(default=None, pattern=r"^[A-Za-z0-9.:-]+$")
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: SecretStr | None = None
    mail_from: str | None = Field(default=None, pattern=r"^[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+$")

    @model_validator(mode="after")
    def _cookies_can_be_kept(self) -> "Settings":
        """Browsers drop Secure cookies on plain http, except on this machine itself (ruling B23)."""
        origin = urlsplit(self.origin)
        if origin.scheme == "http" and origin.hostname not in _LOOPBACK and not self.dev_http:
            raise ValueError(
                f"{self.origin} er ikke https: nettleseren ville kaste innloggingen. Sett SAMHANDLING_PUBLIC_ORIGIN "
                "til https-adressen, eller SAMHANDLING_DEV_HTTP=true på en maskin som bare brukes til utvikling"
            )
        return self

    @model_validator(mode="after")
    def _mail_can_be_sent(self) -> "Settings":
        if self.smtp_host is not None and self.mail_from is None:
            raise ValueError("SAMHANDLING_MAIL_FROM mangler: adressen e-post sendes fra, og som ingen leser svar på")
        if bool(self.smtp_user) != (self.smtp_password is not None):
            raise ValueError("Sett både SAMHANDLING_SMTP_USER og SAMHANDLING_SMTP_PASSWORD, eller ingen av dem")
        if self.smtp_user and self.smtp_security == "none":
            raise ValueError(
                "SAMHANDLING_SMTP_SECURITY=none ville sende passordet i klartekst: "
                "bruk starttls eller tls, eller fjern SAMHANDLING_SMTP_USER"
            )
        return self

    @property
    def origin(self) -> str:
        return self.public_origin or f"http://{self.host}:{self.port}"

    @property
    def is_local(self) -> bool:
        """Users see it on this machine only."""
        return urlsplit(self.origin).hostname in _LOOPBACK

    @property
    def database(self) -> str:
        """Where the database is: SQLite in the folder unless told otherwise."""
        return self.database_url.get_secret_value() if self.database_url else f"sqlite:///{self.folder}/samhandling.db"

    @property
    def heads(self) -> Path:
        return self.audit_heads or self.folder / "audit-heads"

    @property
    def redactions(self) -> Path:
        return self.redaction_list or self.folder / "redactions"
