"""Slack's Web API as a list of what was asked, with answers that a test lays ready."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class FakeWeb:
    """In place of `adapters.slack.web.Web`. `answers` are taken one after the other by method (the
    last one stays); an exception among them is raised. A response_url is the method "respond"."""

    answers: dict[str, list[Any]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    missing: tuple[str, ...] = ()

    def will(self, method: str, *answers: Any) -> "FakeWeb":
        self.answers[method] = list(answers)
        return self

    async def call(self, method: str, *, within: float = 30, **arguments: Any) -> dict[str, Any]:
        self.asked.append((method, arguments))
        return self._answer(method)

    async def respond(self, url: str, payload: Mapping[str, Any]) -> None:
        self.asked.append(("respond", {"url": url, **payload}))
        self._answer("respond")

    def _answer(self, method: str) -> dict[str, Any]:
        ready = self.answers.get(method, [{}])
        answer = ready.pop(0) if len(ready) > 1 else ready[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def methods(self) -> list[str]:
        return [method for method, _ in self.asked]
