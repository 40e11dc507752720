"""What the HTTP service answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import jsonschema
import pytest

from stce_rules.assessor import Assessor
from stce_rules.core.declaration import Declaration, Outcome
from stce_rules.decide.wire import decode, encode
from stce_rules.history import open_store
from stce_rules.history.controls import declarations
from stce_rules.plugins import discover
from stce_rules.serve.desk import Answer, Desk
from stce_rules.serve.http.application import Kept
from tests.serve.conftest import declared
from tests.serve.http.conftest import Ask, asking

AskKept = Callable[[Kept], Ask]


def _codes(answer: httpx.Response) -> list[str]:
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == answer.status_code
    return [one["code"] for one in told.get("diagnostics", [])]


def test_one_declaration_is_assessed(service: Ask, desk: Desk) -> None:
    """The answer is the assessment, to the byte what a Python host writes."""
    answer = service("POST", "/v1/assessments", content=declared("1"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.content == encode(desk.assessor.assess(declared("1")))


def test_a_table_is_read_like_any_other_format(service: Ask) -> None:
    """The body may be a message of any installed format."""
    answer = service("POST", "/v1/assessments", content=b"id,destination,item.cas\n1,SS,111-48-8\n")
    assert (answer.status_code, answer.json()["channel"]) == (200, "red")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "W613"),
        (b'{"id"', 400, "E602"),
        (b'{"destination": "SS"}', 400, "E604"),
        (b"\x00\x01", 415, "E612"),
        (declared("1") + b"\n" + declared("2"), 422, "E878"),
    ],
)
def test_what_is_no_declaration_is_told_why(service: Ask, body: bytes, status: int, code: str) -> None:
    """A message without a declaration, or with several, is answered by problem details with diagnostics."""
    answer = service("POST", "/v1/assessments", content=body)
    assert (answer.status_code, _codes(answer)) == (status, [code])


def test_of_several_declarations_none_is_assessed(service: Ask, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message that is turned away leaves nothing behind."""
    monkeypatch.setattr(desk, "assess", lambda *_: pytest.fail("it was assessed"))
    assert service("POST", "/v1/assessments", content=declared("1") + b"\n" + declared("2")).status_code == 422


def test_a_batch_is_answered_line_by_line(service: Ask, desk: Desk) -> None:
    """Each declaration has its line in its place, and a bad one says why; the others are assessed."""
    lines = [declared("1"), b'{"id', declared("2", "NO"), *(declared(f"{one}") for one in range(3, 60))]
    answer = service("POST", "/v1/assessments:batch", content=b"\n".join(lines))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-ndjson")
    first, second, third, *others = answer.content.splitlines()
    assert (first, third) == (encode(desk.assessor.assess(lines[0])), encode(desk.assessor.assess(lines[2])))
    assert json.loads(second)["diagnostics"][0]["code"] == "E602"
    assert [json.loads(one)["declaration"] for one in others] == [f"{one}" for one in range(3, 60)]


def test_an_empty_batch_says_so(service: Ask) -> None:
    """A batch without a declaration is answered by a line that tells it."""
    (line,) = service("POST", "/v1/assessments:batch", content=b"").content.splitlines()
    assert json.loads(line)["diagnostics"][0]["code"] == "W613"


def test_a_declaration_that_cannot_be_judged_stops_no_other(
    service: Ask, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of the installation is told in its line, a single answer is 500; neither shows anything of the inside."""
    answer = desk.assessor.answer

    def failing(declaration: object) -> object:
        if getattr(declaration, "id", "") == "bad":
            raise RuntimeError("the inside")
        return answer(declaration)  # type: ignore[arg-type]  # what the desk gives

    monkeypatch.setattr(desk.assessor, "answer", failing)
    batch = service("POST", "/v1/assessments:batch", content=b"\n".join(map(declared, ("1", "bad", "2"))))
    told = [json.loads(one) for one in batch.content.splitlines()]
    assert [one.get("declaration") for one in told] == ["1", None, "2"]
    single = service("POST", "/v1/assessments", content=declared("bad"))
    assert (single.status_code, _codes(single)) == (500, ["E877"])
    assert b"the inside" not in batch.content + single.content


def test_messages_beyond_the_limit_are_refused(ask: AskKept) -> None:
    """A body is read no further than the limit; so is a line of a batch, and the batch as a whole."""
    service = ask(Kept(limit_bytes=200, limit_batch_bytes=500))
    assert service("POST", "/v1/assessments", content=declared("1") + b" " * 200).status_code == 413
    assert service("POST", "/v1/assessments:batch", content=b"\n" * 501).status_code == 413
    assert service("POST", "/v1/assessments:batch", content=declared("1")).status_code == 200


def test_without_the_token_nothing_is_answered(ask: AskKept) -> None:
    """Every route under /v1 wants the token; health, readiness and figures do not."""
    service = ask(Kept(token="sesame"))
    for path in ("/v1/ruleset", "/v1/openapi.json"):
        for given in ({}, {"authorization": "Bearer wrong"}, {"authorization": "Basic sesame"}, {"authorization": "ü"}):
            headers = [(name.encode(), value.encode("latin-1")) for name, value in given.items()]
            answer = service("GET", path, headers=headers)
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert service("POST", "/v1/assessments", content=declared("1")).status_code == 401
    assert service("GET", "/v1/ruleset", headers={"authorization": "Bearer sesame"}).status_code == 200
    assert [service("GET", path).status_code for path in ("/health", "/ready", "/metrics")] == [200, 200, 200]


def test_the_plan_in_force_is_told(service: Ask, desk: Desk) -> None:
    """A host can see by what it is answered."""
    assert service("GET", "/v1/ruleset").json() == {
        "name": "desk",
        "version": "0",
        "hash": desk.assessor.plan.content_hash,
        "engine": "indexed",
    }


def test_figures_count_what_was_answered(service: Ask) -> None:
    """Channels, refusals by code and requests by route are counted; paths of nowhere make no series of their own."""
    service("POST", "/v1/assessments:batch", content=b"\n".join((declared("1"), b'{"id', declared("2", "NO"))))
    service("GET", "/nowhere/1")
    service("GET", "/nowhere/2")
    told = service("GET", "/metrics").text.splitlines()
    for line in (
        'stce_assessments_total{channel="red"} 1.0',
        'stce_assessments_total{channel="green"} 1.0',
        'stce_refused_total{code="E602"} 1.0',
        'stce_requests_total{route="/v1/assessments:batch",status="200"} 1.0',
        'stce_requests_total{route="none",status="404"} 2.0',
    ):
        assert line in told


def test_requests_have_numbers(service: Ask) -> None:
    """A number that came with the request goes back with the answer; else there is a new one."""
    assert service("GET", "/health", headers={"x-request-id": "17"}).headers["x-request-id"] == "17"
    new = {service("GET", "/health").headers["x-request-id"] for _ in range(3)}
    long = service("GET", "/health", headers={"x-request-id": "x" * 101}).headers["x-request-id"]
    assert len(new | {long}) == 4
    assert len(long) == 32


def test_the_description_describes_the_answers(service: Ask) -> None:
    """An assessment that was answered fits the schema that the service gives out, and so does a declaration."""
    document = service("GET", "/v1/openapi.json").json()
    paths = document["paths"]
    assert set(paths) >= {"/v1/assessments", "/v1/assessments:batch", "/v1/ruleset", "/health", "/ready", "/metrics"}
    answer = service("POST", "/v1/assessments", content=declared("1")).json()
    jsonschema.validate(answer, {"$ref": "#/components/schemas/Assessment", "components": document["components"]})
    form = {"$ref": "#/components/schemas/Declaration", "components": document["components"]}
    jsonschema.validate(json.loads(declared("1")), form)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"id": "1", "items": [{"hs": "2930"}]}, form)


def _references(schema: object) -> Iterator[str]:
    match schema:
        case {"$ref": str() as target}:
            yield target
        case dict():
            for one in schema.values():
                yield from _references(one)
        case list():
            for one in schema:
                yield from _references(one)
        case _:
            return


def test_the_description_is_whole(service: Ask) -> None:
    """Every reference in it leads somewhere."""
    document = service("GET", "/v1/openapi.json").json()
    names = {f"#/components/schemas/{one}" for one in document["components"]["schemas"]}
    assert set(_references(document)) <= names


def test_an_outcome_is_noted_with_its_declaration(rules: Path, tmp_path: Path, ask: AskKept) -> None:
    """What a control found is kept for replays; an unknown declaration, or a service without records, is told."""
    assert ask(Kept())("PUT", "/v1/outcomes/1", json={"inspected": True}).status_code == 404
    plugins = discover([], entry_points=False)
    store = open_store(tmp_path / "records.sqlite")
    with store, Assessor.from_rulesets(rules, plugins=plugins, records=store) as assessor:
        service = asking(Desk(assessor, plugins), Kept(), store)
        assert service("GET", "/ready").status_code == 200
        assert service("PUT", "/v1/outcomes/1", json={"inspected": True}).status_code == 404
        service("POST", "/v1/assessments", content=declared("1"))
        found = {"inspected": True, "selected_by": "rule", "finding": "unlicensed"}
        noted = service("PUT", "/v1/outcomes/1", json=found)
        assert (noted.status_code, noted.json()) == (200, {"declaration": "1", "version": 1})
        wrong = service("PUT", "/v1/outcomes/1", json={"inspected": "perhaps"})
        assert (wrong.status_code, wrong.headers["content-type"]) == (400, "application/problem+json")
        (kept,) = declarations(store)
        assert kept.outcome == Outcome(inspected=True, selected_by="rule", finding="unlicensed")


@pytest.mark.parametrize(("at_once", "padding", "aside"), [(True, 0, False), (True, 20_000, True), (False, 0, True)])
def test_short_messages_are_judged_where_they_are_answered(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, at_once: bool, padding: int, aside: bool
) -> None:
    """Where nothing can wait a short message does not change threads; a long one does, and gets the same answer."""
    threads = []
    assess = desk.assess

    def noting(declaration: Declaration, place: str) -> Answer:
        threads.append(threading.current_thread())
        return assess(declaration, place)

    monkeypatch.setattr(desk, "assess", noting)
    answer = asking(desk, Kept(at_once=at_once))("POST", "/v1/assessments", content=declared("1") + b" " * padding)
    assert decode(answer.content).channel == "red"
    assert [one is not threading.main_thread() for one in threads] == [aside]


def test_another_content_under_the_same_version_is_a_conflict(rules: Path, tmp_path: Path) -> None:
    """With records the same declaration gets the same bytes, and a changed one is told to take the next version."""
    plugins = discover([], entry_points=False)
    store = open_store(tmp_path / "records.sqlite")
    with store, Assessor.from_rulesets(rules, plugins=plugins, records=store) as assessor:
        service = asking(Desk(assessor, plugins), Kept(), store)
        first, again = (service("POST", "/v1/assessments", content=declared("1")) for _ in range(2))
        assert first.content == again.content
        changed = service("POST", "/v1/assessments", content=declared("1", "NO"))
        assert (changed.status_code, _codes(changed)) == (409, ["E866"])


def test_a_store_that_is_gone_is_told_by_readiness(rules: Path, tmp_path: Path) -> None:
    """A service that cannot reach its records is not ready, and answers that it can be asked again."""
    plugins = discover([], entry_points=False)
    store = open_store(tmp_path / "records.sqlite")
    with store, Assessor.from_rulesets(rules, plugins=plugins, records=store) as assessor:
        service = asking(Desk(assessor, plugins), Kept(), store)
        store.close()
        (tmp_path / "records.sqlite").write_bytes(b"no database")
        assert service("GET", "/ready").status_code == 503
        assert service("POST", "/v1/assessments", content=declared("1")).status_code == 503
