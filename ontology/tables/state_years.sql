-- Years of states
--
-- One row for each state and calendar year in which a source shows it to exist, or counts it in
-- the state system, or in which that is disputed, with the codes of that year; after the last year
-- that a source shows there is no row.

WITH RECURSIVE
years(year) AS (SELECT 1800 UNION ALL SELECT year + 1 FROM years WHERE year < 2100),
spells AS (
  SELECT *, CAST(substr(start, 1, 4) AS INTEGER) AS first,
    CAST(substr(coalesce("end", known_until), 1, 4) AS INTEGER) AS last
  FROM state_periods
  WHERE start IS NOT NULL AND coalesce("end", known_until) IS NOT NULL
),
rests AS (
  SELECT DISTINCT spells.state, years.year, source.value AS source
  FROM spells JOIN years ON years.year BETWEEN first AND last
  JOIN json_each('["' || replace(spells.source_ids, ';', '","') || '"]') AS source
),
receipts AS (
  SELECT state, year, group_concat(source, ';') AS source_ids
  FROM (SELECT * FROM rests ORDER BY state, year, source)
  GROUP BY state, year
)
SELECT
  state, state_name, year,
  iif(row_number() OVER (PARTITION BY ccode, year ORDER BY as_of DESC, state) = 1, ccode, NULL) AS ccode,
  iif(row_number() OVER (PARTITION BY gwcode, year ORDER BY as_of DESC, state) = 1, gwcode, NULL) AS gwcode,
  iso3c, iso3n, m49, in_system, "exists", source_ids, grade, as_of
FROM (
  SELECT
    spells.state, states.name AS state_name, years.year,
    max(spells.ccode) AS ccode, max(spells.gwcode) AS gwcode,
    states.iso3c, states.iso3n, states.m49,
    max(instr(spells.kind, 'system-membership') > 0) AS in_system,
    max(instr(spells.kind, 'existence') > 0) AS "exists",
    receipts.source_ids,
    iif(min(spells.grade) = max(spells.grade), min(spells.grade), 'single-source') AS grade,
    max(spells.as_of) AS as_of
  FROM spells
  JOIN years ON years.year BETWEEN first AND last
  JOIN states ON states.id = spells.state
  JOIN receipts ON receipts.state = spells.state AND receipts.year = years.year
  GROUP BY spells.state, years.year
)
ORDER BY state, year
