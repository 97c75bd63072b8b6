-- Views beside the tables, and an index by which pages find where a thing is a value.

CREATE INDEX statements_value ON statements (value) WHERE datatype = 'iri';

-- Pairs of states by year, each pair both ways.
CREATE VIEW dyad_years_directed AS
SELECT * FROM dyad_years
UNION ALL
SELECT
  state2, state1, year,
  ccode2, gwcode2, iso3c2, iso3n2, m492,
  ccode1, gwcode1, iso3c1, iso3n1, m491,
  arrangements, defence, neutrality, non_aggression, consultation, offence,
  source_ids, grade, as_of
FROM dyad_years;
