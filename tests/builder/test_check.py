"""Each kind of fault is found, where it is, and nothing is passed by in silence."""

import pytest

from openalliances.builder.checks.check import check
from openalliances.builder.formatting import data_set_files
from openalliances.builder.read_files import read_bundle
from openalliances.bundle import bundle

C = "<https://w3id.org/openalliances/id/state/c>"

FAULTS = [
    (f"{C} a ally:State .", '"id/state/c": "rdfs:label" is missing.'),
    (
        f'{C} a ally:State, ally:Organization ; rdfs:label "C"@en .',
        '"C" cannot be both "organization" and "state".',
    ),
    (f'{C} a ally:Stat ; rdfs:label "C"@en .', "ally:Stat is not a term of the ontology."),
    (f'{C} a ally:State ; rdfs:label "C"@en ; rdfs:seeAlso [] .', "There is a blank node here"),
    (f'{C} a ally:State ; rdfs:label "C"@en ; ally:startYear "x"^^xsd:integer .', "which is not a"),
]


def sentences(report):
    return [problem.sentence for problem in report.problems]


def test_a_right_bundle_has_no_problem_and_each_check_ran(bundle_folder):
    report = check(root=bundle_folder)
    assert report.problems == ()
    assert report.files == 5
    assert {run.name: bool(run.looked_at) for run in report.runs} == {
        "reading": True,
        "canonical form": True,
        "contradictions": True,
        "shapes": True,
        "queries": False,
        "questions": False,
    }
    assert [run.skipped for run in report.runs if not run.looked_at] == [
        "no query files were given",
        "none were asked",
    ]


@pytest.mark.parametrize("only", [False, True])
@pytest.mark.parametrize(("turtle", "sentence"), FAULTS)
def test_a_fault_is_found(bundle_folder, write, turtle, sentence, only):
    path = write("data/reference/more.ttl", turtle)
    report = check([path] if only else None, root=bundle_folder)
    assert report.errors == len(report.problems) >= 1
    assert any(sentence in found for found in sentences(report))
    assert all(problem.path == "data/reference/more.ttl" for problem in report.problems)


def test_a_fault_in_another_file_is_not_shown_for_this_one(bundle_folder, write):
    write("data/reference/more.ttl", FAULTS[0][0])
    good = bundle_folder / "data" / "reference" / "states.ttl"
    assert check([good], root=bundle_folder).problems == ()


def test_a_file_outside_is_checked_with_the_bundle(bundle_folder, tmp_path, head):
    path = tmp_path / "own.ttl"
    path.write_text(head + FAULTS[0][0])
    report = check([path], root=bundle_folder)
    assert FAULTS[0][1] in sentences(report)
    assert "The file is not in canonical form." in sentences(report)


def test_a_state_and_an_organization_in_two_files_contradict_each_other(bundle_folder, write):
    path = write(
        "data/reference/more.ttl",
        "<https://w3id.org/openalliances/id/state/a> a ally:Organization .",
    )
    for paths in (None, [path]):
        found = sentences(check(paths, root=bundle_folder))
        assert any("cannot be both" in sentence for sentence in found)


def test_a_file_that_cannot_be_read_is_reported_with_the_others(bundle_folder):
    for name in ("x", "y"):
        (bundle_folder / "data" / f"{name}.ttl").write_text("<http://a> <http://b>")
    report = check(root=bundle_folder)
    assert [p.path for p in report.problems] == ["data/x.ttl", "data/y.ttl"]


def test_a_missing_file_is_reported(bundle_folder, tmp_path):
    (problem,) = check([tmp_path / "none.ttl"], root=bundle_folder).problems
    assert "no such file" in problem.sentence


def test_a_bundle_without_files_is_reported(tmp_path):
    (problem,) = check(root=tmp_path).problems
    assert "no Turtle files" in problem.sentence


def test_a_file_that_is_not_canonical_says_so_with_the_line(bundle_folder):
    path = bundle_folder / "data" / "catalog.ttl"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*lines[:4], "\n", *lines[4:]]))
    (problem,) = check(root=bundle_folder).problems
    assert (problem.line, problem.mend) == (5, "openalliances fmt data/catalog.ttl")


def test_a_shape_that_looks_at_nothing_is_an_error(bundle_folder, write):
    write(
        "shapes/more.ttl",
        '<https://w3id.org/openalliances/shapes/Idle> a sh:NodeShape ; rdfs:label "idle"@en ;'
        " sh:targetClass ally:Nowhere .",
    )
    assert 'The shape "idle" looks at nothing.' in sentences(check(root=bundle_folder))


def test_a_bundle_without_shapes_says_that_none_ran(bundle_folder):
    (bundle_folder / "shapes" / "core.ttl").unlink()
    runs = {run.name: run for run in check(root=bundle_folder).runs}
    assert runs["shapes"].skipped == "there are no shapes"


def test_a_query_sees_what_follows(bundle_folder, tmp_path):
    query = tmp_path / "partners.rq"
    query.write_text(
        "PREFIX ally: <https://w3id.org/openalliances/ontology/>\n"
        "SELECT ?entity ?property ?value WHERE { ?entity ally:isPartnerOf ?value }"
    )
    report = check(root=bundle_folder, queries=[query])
    assert sentences(report) == ['partners: "Aland" ("Béland").', 'partners: "Béland" ("Aland").']
    assert [run.looked_at for run in report.runs if run.name == "queries"] == [1]


def test_check_looks_at_each_file_that_fmt_brings_into_form():
    """So `make check` need not run both."""
    formed = {path.relative_to(bundle()).as_posix() for path in data_set_files(bundle())}
    looked = {file.name for file in read_bundle() if file.text}
    assert formed == looked
