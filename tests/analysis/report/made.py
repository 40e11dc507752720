"""Figures to draw: as many rules and months as asked for, the same for the same numbers."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random

from stce_rules.analysis.figures import (
    SCHEMA,
    CapturePoint,
    ChannelMove,
    ChannelTotal,
    Confusion,
    Curve,
    DayLoad,
    Figures,
    FillRate,
    Fired,
    Headline,
    HeatCell,
    HourLoad,
    LeaveOneOut,
    Lift,
    Month,
    OfficeLoad,
    Outcomes,
    Overload,
    Pair,
    RuleFigures,
    Selected,
    Workload,
)
from stce_rules.analysis.intervals import ratio
from stce_rules.core.assessment import Channel, RulesetVersion
from stce_rules.replay.summary import MissingCount, RefusalCount

FIRST = date(2016, 1, 1)
FIELDS = ("hs", "description", "destination", "net mass", "consignee", "cas", "end use", "route", "licence", "cus")


def outcomes(of: int, chance: Random, rate: float = 0.1) -> Outcomes:
    """Outcomes of so many declarations, a third of them inspected."""
    seen = sum(chance.random() < 0.34 for _ in range(of)) if of < 5000 else of // 3
    found = sum(chance.random() < rate for _ in range(seen)) if of < 5000 else int(seen * rate)
    return Outcomes(with_finding=found, without_finding=seen - found, not_inspected=of - seen)


def figures(rules: int = 12, months: int = 18) -> Figures:
    """Figures of a history of so many months, judged by so many rules."""
    chance = Random(rules * 1000 + months)
    days = tuple(_day(FIRST + timedelta(n), chance) for n in range(30 * months))
    every = tuple(_month(n, chance) for n in range(months))
    total = sum(one.declarations for one in every)
    told = outcomes(total, chance, 0.03)
    seen = told.with_finding + told.without_finding
    flagged = sum(one.yellow + one.red for one in every)
    made = tuple(sorted((_rule(n, months, chance) for n in range(rules)), key=lambda one: (one.shadow, one.rule)))
    return Figures(
        schema=SCHEMA,
        ruleset=RulesetVersion(name="chemicals+diversion", version="2026.6", hash="5f" * 32),
        engine="columnar",
        ended="complete",
        flagged_from="yellow",
        headline=Headline(
            judged=total + 40,
            refused=17,
            superseded=31,
            cancellations=9,
            declarations=total,
            items=total * 3,
            first=days[0].day,
            last=days[-1].day,
            outcomes=told,
            flagged=ratio(flagged, total),
            coverage=ratio(seen, total),
            found=ratio(told.with_finding, seen),
            random_found=ratio(12, 800),
            undetermined=ratio(total // 7, total),
            alarmed=3,
        ),
        channels=tuple(_channel(one, every, total, chance) for one in ("red", "yellow", "blue", "green")),
        months=every,
        selections=(Selected("random", outcomes(900, chance)), Selected("rule", outcomes(2000, chance))),
        confusion=tuple(_confusion(one, who, chance) for one in _FROM for who in ("all", "random", "rule")),
        curves=(_curve("all", 0.3), _curve("random", 0.55)),
        weighted=None,
        rules=made,
        pairs=tuple(
            Pair(first.rule, second.rule, 900 // (n + 1), n, 0.9 / (n + 1))
            for n, (first, second) in enumerate(pairwise(made[:40]))
        ),
        pair_count=max(0, rules * (rules - 1) // 2),
        workload=_workload(days, chance),
        heat=tuple(
            HeatCell(f"{chapter:02d}", code, n := chance.randrange(1, 400), n, chance.randrange(n) // 9, Outcomes())
            for chapter in range(25, 97, 3)
            for code in ("SS", "IR", "AE", "NO", "US", "MY", "HK", "TR", "KZ", "AM", None)
            if chance.random() < 0.7
        ),
        fill=tuple(FillRate(None, one, "item", ratio(int(9000 * 0.7**n), 9000)) for n, one in enumerate(FIELDS)),
        missing=tuple(MissingCount(one, 900 - 80 * n, 700 - 60 * n) for n, one in enumerate(FIELDS[:8])),
        refusals=(RefusalCount("E601", 12), RefusalCount("E603", 5)),
        notes=("Findings are known only of inspected declarations.",),
    )


_FROM: tuple[Channel, ...] = ("blue", "yellow", "red")


def _day(day: date, chance: Random) -> DayLoad:
    busy = 0.2 if day.isoweekday() > 5 else 1.0
    return DayLoad(day, int(400 * busy), int(chance.gauss(30, 8) * busy), int(chance.gauss(12, 5) * busy))


def _month(n: int, chance: Random) -> Month:
    of = int(9000 + 1500 * chance.random() + 20 * n)
    red, yellow, blue = (int(of * rate * (1 + 0.4 * chance.random())) for rate in (0.015, 0.04, 0.01))
    told = outcomes(of, chance, 0.03)
    seen = told.with_finding + told.without_finding
    return Month(
        month=f"{FIRST.year + n // 12}-{n % 12 + 1:02d}",
        declarations=of,
        green=of - red - yellow - blue,
        blue=blue,
        yellow=yellow,
        red=red,
        outcomes=told,
        flagged=ratio(red + yellow, of),
        coverage=ratio(seen, of),
        found=ratio(told.with_finding, seen),
        undetermined=ratio(of // 8, of),
        mean_score=6.4,
        shift=0.02 if n % 7 else 0.3,
    )


def _channel(channel: Channel, months: tuple[Month, ...], total: int, chance: Random) -> ChannelTotal:
    of = sum(getattr(one, channel) for one in months)
    told = outcomes(of, chance, {"red": 0.2, "yellow": 0.08, "blue": 0.03}.get(channel, 0.01))
    seen = told.with_finding + told.without_finding
    sampled = of // 50 if channel == "yellow" else 0
    return ChannelTotal(channel, of, sampled, told, ratio(of, total), ratio(seen, of), ratio(told.with_finding, seen))


def _confusion(channel: Channel, who: str, chance: Random) -> Confusion:
    flagged, unflagged = outcomes(700, chance, 0.2), outcomes(3000, chance, 0.02)
    seen, unseen = (one.with_finding + one.without_finding for one in (flagged, unflagged))
    precision, missed = ratio(flagged.with_finding, seen), ratio(unflagged.with_finding, unseen)
    lift = Lift(precision, missed, 7.2, 5.1, 10.3)
    recall = ratio(flagged.with_finding, flagged.with_finding + unflagged.with_finding) if who == "random" else None
    return Confusion(
        channel, who, flagged, unflagged, ratio(seen, 700), ratio(unseen, 3000), precision, missed, recall, lift
    )


def _curve(among: str, bend: float) -> Curve:
    points = tuple(CapturePoint(p, 1000 * p, 100 - p, 4.0 * p, (p / 100) ** bend) for p in (1, 2, 5, 10, 20, 50, 100))
    return Curve("all" if among == "all" else "random", 100_000, 412, points)


def _rule(n: int, months: int, chance: Random) -> RuleFigures:
    fired: Fired = ("hit", "hit", "hit", "hit", "hit", "undetermined only", "never")[n % 7]
    of = int(4000 / (n + 1) + chance.random() * 60) if fired == "hit" else 0
    told = outcomes(of, chance, chance.random() * 0.4)
    seen = told.with_finding + told.without_finding
    return RuleFigures(
        rule=f"CHEM-{n:04d}",
        version=1 + n % 3,
        title=f"Schedule {n % 3 + 1} chemicals & precursors to group {n}",
        ruleset="chemicals",
        shadow=n % 11 == 10,
        fired=fired,
        hits=of * 2,
        undetermined=40 if fired == "undetermined only" else of // 3,
        exempt=of // 10,
        declarations=of,
        declarations_undetermined=31 if fired == "undetermined only" else of // 4,
        unique=of // 2,
        points=of * 30,
        first=FIRST if of else None,
        last=FIRST + timedelta(300) if of else None,
        outcomes=told,
        selections=(Selected("rule", told),),
        unique_findings=told.with_finding // 2,
        coverage=ratio(seen, of),
        yielded=ratio(told.with_finding, seen),
        recall=None,
        lift=Lift(ratio(told.with_finding, seen), ratio(12, 800), 4.0, 2.5, 6.1) if told.with_finding else None,
        months=tuple(int(of / months * (0.5 + chance.random())) for _ in range(months)),
        without=LeaveOneOut(of // 3, told.with_finding // 3, (ChannelMove("red", "green", of // 3, 1),)),
    )


def _workload(days: tuple[DayLoad, ...], chance: Random) -> Workload:
    capacity: tuple[tuple[Channel, int], ...] = (("red", 9), ("yellow", 14))
    offices = tuple(
        OfficeLoad(name, channel, 4000, 300, 13.3, days[5].day, 41, 9, cap, None, None, 12, 0, 77, 3)
        for name in ("DE004600", "DE004851", None)
        for channel, cap in capacity
    )
    hours = tuple(
        HourLoad(weekday, hour, 100, chance.randrange(20), chance.randrange(9))
        for weekday in range(1, 6)
        for hour in range(7, 19)
    )
    over = (Overload("DE004600", "red", days[9].day, None, 22, 9, 13, 1, 85),)
    return Workload("norms of 2025", offices, days, hours, over, 1, 4)
