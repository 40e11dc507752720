"""What the service counts, for Prometheus.

Enters: requests and answers as they end. Leaves: the text that a scraper reads. Promise: labels come from closed sets,
so that no message can make the number of series grow.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from stce_rules.core.codes import CODES
from stce_rules.core.diagnostics import Diagnostic
from stce_rules.plan.model import Plan
from stce_rules.serve.desk import Answer, Answered

__all__ = ["MEDIA_TYPE_OF_FIGURES", "Measured"]

MEDIA_TYPE_OF_FIGURES = CONTENT_TYPE_LATEST.removesuffix("; charset=utf-8")  # the framework adds it

_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Measured:
    """The figures of one service."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "stce_requests_total", "requests answered", ["route", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "stce_request_seconds", "time to the end of an answer", ["route"], buckets=_SECONDS, registry=self._registry
        )
        self._assessed = Counter("stce_assessments_total", "assessments", ["channel"], registry=self._registry)
        self._alarms = Counter("stce_alarms_total", "alarms of assessments", registry=self._registry)
        self._refused = Counter("stce_refused_total", "messages turned away", ["code"], registry=self._registry)
        self._reloads = Counter("stce_reloads_total", "rulesets loaded again", ["result"], registry=self._registry)
        self._plan = Gauge(
            "stce_plan_info", "the plan in force", ["ruleset", "version", "hash"], registry=self._registry
        )

    def request(self, route: str, status: int, seconds: float) -> None:
        """A request was answered."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def answer(self, answer: Answer) -> None:
        """A declaration was assessed or turned away."""
        if isinstance(answer, Answered):
            self._assessed.labels(answer.assessment.channel).inc()
            self._alarms.inc(len(answer.assessment.alarms))
            return
        for one in answer.diagnostics:
            self._refused.labels(one.code if one.code in CODES else "").inc()

    def loaded(self, plan: Plan, *, faults: tuple[Diagnostic, ...] = ()) -> None:
        """Rulesets were loaded, or were not because of faults; the plan is the one in force then."""
        self._reloads.labels("refused" if faults else "taken").inc()
        self._plan.clear()
        self._plan.labels(plan.name, plan.version, plan.content_hash).set(1)

    def text(self) -> bytes:
        """The figures as they are now."""
        return generate_latest(self._registry)
