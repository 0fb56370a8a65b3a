"""The only place that reads the environment (`SAMHANDLING_HOST`, `SAMHANDLING_PORT`, …)."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`public_origin`: scheme, host and port that users see, without a path; needed behind a proxy, e.g. «https://samhandling.example»."""

    model_config = SettingsConfigDict(env_prefix="SAMHANDLING_")

    host: str = "127.0.0.1"
    port: int = 8000
    public_origin: str | None = None
