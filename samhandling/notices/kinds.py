"""Codes of notices and mails."""

from enum import StrEnum


class MailState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"  # the server may have it: from here on it is never sent again by itself
    SENT = "sent"
    UNCERTAIN = "uncertain"  # the line or the process broke while sending; nobody knows
    FAILED = "failed"  # refused for good, or for two days
    SET_ASIDE = "set_aside"  # failed, and somebody has seen to it


class MailChoice(StrEnum):
    AT_ONCE = "at_once"
    DAILY = "daily"
    SERIOUS = "serious"
    NONE = "none"
