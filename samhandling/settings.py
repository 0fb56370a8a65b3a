"""The only place that reads the environment (`SAMHANDLING_HOST`, `SAMHANDLING_PORT`, …)."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`public_origin`: scheme, host and port that users see, e.g. «https://samhandling.example»; needed behind a proxy.

    Anything but an origin is refused at the start: with a path it would match no request, and every form would fail.
    """

    model_config = SettingsConfigDict(env_prefix="SAMHANDLING_")

    host: str = "127.0.0.1"
    port: int = 8000
    public_origin: str | None = Field(default=None, pattern=r"^https?://[a-z0-9.-]+(:\d+)?$")
