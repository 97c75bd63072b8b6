"""The reconciliation service over HTTP: its addresses, languages, JSONP, and what goes wrong."""

import json
from urllib.parse import quote

import pytest

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
JQUERY = "application/json, text/javascript, */*; q=0.01"
FORM = "application/x-www-form-urlencoded"


def batch(**given):
    return {"queries": json.dumps({"q0": given})}


def first(response):
    return response.json["q0"]["result"][0]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        (JQUERY, "application/json"),
        (BROWSER, "text/html"),
    ],
)
@pytest.mark.parametrize("path", ["/reconcile", "/reconcile/"])
def test_programs_get_the_manifest_and_people_a_page(client, path, accept, kind):
    response = client.get(path, headers={"Accept": accept} if accept else {})
    assert response.status_code == 200
    assert response.mimetype == kind
    assert {"accept", "accept-language"} <= {name.lower() for name in response.vary}


def test_the_manifest_names_addresses_that_answer(client):
    manifest = client.get("/reconcile").json
    assert manifest["versions"] == ["0.1", "0.2"]
    assert manifest["identifierSpace"] == "https://w3id.org/openalliances/id/"
    assert {"id": "State", "name": "state"} in manifest["defaultTypes"]
    root = "http://127.0.0.1:8000"
    id_ = quote("state/burundi", safe="")
    addresses = [
        manifest["documentation"],
        manifest["preview"]["url"].replace("{{id}}", id_),
        manifest["extend"]["propose_properties"]["service_url"]
        + manifest["extend"]["propose_properties"]["service_path"],
    ]
    for kind, known in (("entity", id_), ("type", "State"), ("property", "iso3c")):
        told = manifest["suggest"][kind]
        addresses.append(told["service_url"] + told["service_path"] + "?prefix=sta")
        flyout = told["flyout_service_url"] + told["flyout_service_path"]
        addresses.append(flyout.replace("${id}", known))
    for address in addresses:
        assert client.get(address.removeprefix(root)).status_code == 200, address
    view = client.get(manifest["view"]["url"].replace("{{id}}", id_).removeprefix(root))
    assert view.status_code == 303
    assert view.headers["Location"] == "/id/state/burundi"


def test_an_identifier_is_what_follows_the_space_and_others_are_whole_iris(client):
    assert first(client.get("/reconcile", query_string=batch(query="Burundi")))["id"] == (
        "state/burundi"
    )
    found = first(client.get("/reconcile", query_string=batch(query="terrorism")))
    assert found["id"] == "https://w3id.org/openalliances/vocab/threat-type/terrorism"
    view = client.get("/reconcile/view", query_string={"id": found["id"]})
    assert view.headers["Location"] == "/vocab/threat-type/terrorism"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "text",
    ["Burundi", "burundi ", "state/burundi", "https://w3id.org/openalliances/id/state/burundi"],
)
def test_a_name_an_identifier_and_an_iri_find_the_thing(client, method, text):
    given = {"query_string" if method == "get" else "data": batch(query=text)}
    found = first(getattr(client, method)("/reconcile", **given))
    assert (found["id"], found["match"]) == ("state/burundi", True)
    assert found["score"] > 90
    assert {"id": "State", "name": "state"} in found["type"]
    assert found["features"][0]["id"] == "name"


def test_types_are_kept_to_unless_they_only_should(client):
    def found(**more):
        answer = client.post("/reconcile", data=batch(query="AMISOM", type="State", **more))
        return [(one["id"], one["match"]) for one in answer.json["q0"]["result"]]

    assert found() == found(type_strict="any") == found(type_strict="all") == []
    assert found(type_strict="should") == [("mission/amisom", False)]


@pytest.mark.parametrize(
    "type_",
    [
        "State",
        "state",
        "ally:State",
        "https://w3id.org/openalliances/ontology/State",
        ["Claim", "State"],
    ],
)
def test_a_type_is_an_identifier_an_iri_or_a_label(client, type_):
    found = first(client.post("/reconcile", data=batch(query="Burundi", type=type_)))
    assert found["id"] == "state/burundi"


def test_one_query_alone_is_answered_as_in_version_0_1(client):
    for text in ("Burundi", '{"query": "Burundi", "limit": 1}'):
        found = client.get("/reconcile", query_string={"query": text}).json
        assert found["result"][0]["id"] == "state/burundi"


@pytest.mark.parametrize(
    ("path", "header", "name"),
    [
        ("/reconcile/fr", "", "terrorisme"),
        ("/reconcile", "fr-CA,en;q=0.5", "terrorisme"),
        ("/reconcile", "de, fr;q=0.5", "terrorisme"),
        ("/reconcile", "en, fr;q=0.5", "terrorism"),
        ("/reconcile/en", "fr", "terrorism"),
        ("/reconcile", "de", "terrorism"),
        ("/reconcile", ",,;q=x,*", "terrorism"),
    ],
)
def test_names_come_in_the_language_that_is_asked_for(door, path, header, name):
    """Over the real server, which keeps answers by their language, too."""
    headers = {"Accept-Language": header}
    target = path + "?" + "queries=" + quote(json.dumps({"q0": {"query": "terrorism"}}))
    for _ in range(2):
        assert first(door.get(target, headers=headers))["name"] == name
    assert first(door.post(path, data=batch(query="terrorism"), headers=headers))["name"] == name


def test_a_language_without_names_is_told(client):
    response = client.get("/reconcile/xx")
    assert response.status_code == 404
    assert "fr" in response.json["hint"]


def test_other_sites_may_send_batches(door):
    """Section 3.3: all endpoints, and what a browser asks beforehand."""
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    for path in ("/reconcile", "/reconcile/fr", "/reconcile/suggest/entity", "/reconcile/preview"):
        response = door.options(path, headers=asked)
        assert response.status_code == 200
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        methods = response.headers["Access-Control-Allow-Methods"]
        assert "GET" in methods
        assert "POST" in methods or path not in ("/reconcile", "/reconcile/fr")
    for response in (door.post("/reconcile", data=batch(query="x")), door.post("/reconcile")):
        assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_a_function_is_called_with_the_answer(client):
    response = client.get(
        "/reconcile", query_string={**batch(query="Burundi"), "callback": "a.b_$1"}
    )
    assert response.mimetype == "text/javascript"
    assert response.text.startswith('/**/a.b_$1({"q0": ')
    assert response.text.endswith("});")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["", "alert(1)", "a;b", "a b", "a\u2028", "<x>", "a" * 200, "1a", "é"]
)
def test_what_is_no_name_of_a_function_is_not_called(client, name):
    response = client.get("/reconcile", query_string={"callback": name})
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"


def test_a_preview_may_stand_in_frames_and_runs_nothing(client):
    response = client.get("/reconcile/preview?id=mission%2Famisom")
    policy = response.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "<script" not in response.text
    assert "style=" not in response.text
    assert 'href="/id/mission/amisom"' in response.text
    assert "source/two" in response.text


def test_labels_of_the_hostile_are_text_in_previews(client):
    for text in (
        client.get("/reconcile/preview?id=state/hostile").text,
        client.get("/reconcile/flyout/entity?id=state/hostile").json["html"],
    ):
        assert "<script" not in text
        assert "&lt;script&gt;" in text


@pytest.mark.parametrize(
    ("queries", "says"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "an array"),
        ('"q"', "should be an object"),
        ("null", "null"),
        ('{"q": NaN}', "not JSON"),
        ('{"q": 1}', "should be an object"),
        ('{"q": {}}', "neither query nor properties"),
        ('{"q": {"properties": []}}', "neither query nor properties"),
        ('{"q": {"query": ["a"]}}', "should be a text"),
        ('{"q": {"query": "a", "limit": 0}}', "limit"),
        ('{"q": {"query": "a", "limit": "many"}}', "limit"),
        ('{"q": {"query": "a", "limit": true}}', "limit"),
        ('{"q": {"query": "a", "type": 7}}', "There is no type"),
        ('{"q": {"query": "a", "type": {"id": null}}}', "should be a text"),
        ('{"q": {"query": "a", "type": "Planet"}}', 'There is no type "Planet"'),
        ('{"q": {"query": "a", "type_strict": "very"}}', "type_strict"),
        ('{"q": {"query": "a", "properties": 1}}', "should be an object"),
        ('{"q": {"query": "a", "properties": [{"v": 1}]}}', "pid"),
        ('{"q": {"query": "a", "properties": [{"pid": "mass", "v": 1}]}}', 'no property "mass"'),
        ('{"q": {"query": "a", "properties": [{"pid": "year", "v": [[1]]}]}}', "should be a text"),
    ],
)
def test_a_batch_that_cannot_be_read_says_what_is_wrong(client, queries, says):
    response = client.post("/reconcile", data={"queries": queries})
    assert response.status_code == 400
    assert says in response.json["detail"]
    assert response.json["hint"]


@pytest.mark.parametrize(
    ("extend", "says"),
    [
        ("[]", "should be an object"),
        ('{"ids": []}', "properties of extend"),
        ('{"ids": "a", "properties": []}', "ids of extend"),
        ('{"ids": [1], "properties": []}', "should be a text"),
        ('{"ids": [], "properties": ["name"]}', "should be an object"),
        ('{"ids": [], "properties": [{"id": "mass"}]}', 'no property "mass"'),
        ('{"ids": [], "properties": [{"id": "year"}]}', "can be compared"),
        ('{"ids": [], "properties": [{"id": "name", "settings": 1}]}', "settings of name"),
        ('{"ids": [], "properties": [{"id": "name", "settings": {"date": "soon"}}]}', "no date"),
        ('{"ids": [], "properties": [{"id": "name", "settings": {"limit": -1}}]}', "limit"),
    ],
)
def test_an_extension_that_cannot_be_read_says_what_is_wrong(client, extend, says):
    response = client.post("/reconcile", data={"extend": extend})
    assert response.status_code == 400
    assert says in response.json["detail"]
    assert response.json["hint"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/reconcile/suggest/planet?prefix=a", 404),
        ("/reconcile/suggest/entity?prefix=a&limit=x", 400),
        ("/reconcile/suggest/entity?prefix=a&cursor=-1", 400),
        ("/reconcile/suggest/entity?prefix=a&type=Planet", 400),
        ("/reconcile/properties?type=Planet", 400),
        ("/reconcile/preview", 400),
        ("/reconcile/preview?id=state/nowhere", 404),
        ("/reconcile/view?id=javascript:alert(1)", 404),
        ("/reconcile/flyout/entity?id=%00", 404),
        ("/reconcile/flyout/planet?id=a", 404),
        ("/reconcile/nothing/here", 404),
        ("/reconcile?queries={}&extend={}", 400),
        ("/suggest?q=a&form=planet", 400),
        ("/suggest?q=a&limit=0", 400),
    ],
)
def test_what_there_is_not_is_told(client, path, status):
    response = client.get(path)
    assert response.status_code == status
    assert response.json["hint"]


@pytest.mark.parametrize(
    "text", ["\ud800", "\0", "a" * 1000, '"' * 50, "' OR 1=1 --", "%", "‮", "cow:", "()", "NEAR("]
)
def test_no_text_breaks_anything(client, text):
    queries = json.dumps({text: {"query": text, "properties": [{"pid": "context", "v": text}]}})
    assert client.post("/reconcile", data={"queries": queries}).status_code == 200
    extend = json.dumps({"ids": [text], "properties": [{"id": "name"}]})
    assert client.post("/reconcile", data={"extend": extend}).json["rows"]


def test_more_than_a_request_may_ask_for_is_413_with_the_limit(door):
    most = door.get("/reconcile").json["batchSize"]
    queries = {str(number): {"query": "a"} for number in range(10_000)}
    response = door.post("/reconcile", data={"queries": json.dumps(queries)})
    assert response.status_code == 413
    assert str(most) in response.json["detail"]
    extend = {"ids": [f"state/{number}" for number in range(1001)], "properties": [{"id": "name"}]}
    assert door.post("/reconcile", data={"extend": json.dumps(extend)}).status_code == 413
    long = {"q0": {"query": "Burundi" + " x" * 200_000}}
    assert door.post("/reconcile", data={"queries": json.dumps(long)}).status_code == 200
    assert door.post("/reconcile", data={"queries": "x" * 1_100_000}).status_code == 413


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"a=b", FORM, 400),
        (b"", FORM, 400),
        (b"\xff=\xfe", FORM, 400),
    ],
)
def test_a_body_without_queries_is_told_what_to_send(door, body, kind, status):
    response = door.post("/reconcile", data=body, content_type=kind)
    assert response.status_code == status
    assert "queries=" in response.json["hint"]


def test_values_are_those_of_the_tables(client):
    properties = ["iso3c", "start", "lead", "troops", "is_armed", "source_ids", "hosted_missions"]
    asked = {
        "ids": ["mission/amisom", "state/somalia"],
        "properties": [{"id": p} for p in properties],
    }
    answer = client.post("/reconcile", data={"extend": json.dumps(asked)}).json
    mission, state = answer["rows"]["mission/amisom"], answer["rows"]["state/somalia"]
    assert [one["id"] for one in answer["meta"]] == properties
    assert mission["iso3c"] == []
    assert mission["start"] == [{"str": "2007-03-06"}]
    assert mission["lead"][0] == {"id": "state/kenya", "name": "state/kenya"}
    assert mission["troops"] == [{"int": 22126}]
    assert mission["is_armed"] == [{"str": "true"}]
    assert [one["id"] for one in mission["source_ids"]] == ["source/one", "source/two"]
    assert state["iso3c"] == [{"str": "SOM"}]
    assert [one["id"] for one in state["hosted_missions"]] == ["mission/amisom", "mission/old"]
    assert answer["rows"]["state/somalia"]["lead"] == []


def test_a_release_without_tables_has_names_and_codes(own_files):
    client = own_files.test_client()
    manifest = client.get("/reconcile").json
    assert manifest["identifierSpace"].startswith("http://")
    found = first(client.get("/reconcile", query_string=batch(query="Burundi")))
    assert found["id"] == "https://w3id.org/openalliances/id/state/burundi"
    asked = json.dumps({"ids": [found["id"]], "properties": [{"id": "name"}, {"id": "kind"}]})
    rows = client.get("/reconcile", query_string={"extend": asked}).json["rows"]
    assert rows[found["id"]]["name"] == [{"str": "Burundi"}]
    assert client.get("/reconcile.html").status_code == 200
    assert client.get("/reconcile/preview", query_string={"id": found["id"]}).status_code == 200


def test_what_is_typed_is_suggested_in_two_forms(client):
    response = client.get("/suggest?q=Burun&limit=2")
    assert response.mimetype == "application/x-suggestions+json"
    text, names, descriptions, addresses = response.json
    assert (text, names[0]) == ("Burun", "Burundi")
    assert "state" in descriptions[0]
    assert addresses[0].endswith("/id/state/burundi")
    for given in ({"headers": {"Accept": "application/json"}}, {}):
        more = "" if given else "&form=json"
        found = client.get(f"/suggest?q=Burun&limit=2&type=State{more}", **given).json["result"]
        assert [one["id"] for one in found] == ["state/burundi"]
    assert client.get("/suggest").json == ["", [], [], []]


def test_browsers_learn_how_to_search_here(client):
    assert 'href="/opensearch.xml"' in client.get("/").text
    response = client.get("/opensearch.xml")
    assert response.mimetype == "application/opensearchdescription+xml"
    assert "/search?q={searchTerms}" in response.text


def test_the_page_says_how_it_is_used(client):
    page = client.get("/reconcile.html").text
    assert "http://127.0.0.1:8000/reconcile" in page
    for word in ("OpenRefine", "413", "feature-name", "State", "iso3c"):
        assert word in page
    assert 'href="/reconcile.html"' in client.get("/").text
