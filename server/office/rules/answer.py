"""What every answer of the office is, and how a field that is wrong is told."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    model_config = ConfigDict(frozen=True, defer_build=True)


class FieldError(Answer):
    at: str
    """Path of the field, such as schedule.rules.0.rule; empty for the whole."""
    code: str
    message: str
