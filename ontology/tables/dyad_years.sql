-- Pairs of states by year
--
-- One row for each pair of states and calendar year in which both were full members of an
-- arrangement with obligations; each pair stands once, the state with the lower code of the
-- Correlates of War first, and both ways in the view dyad_years_directed. After the last year in
-- which a source shows both there is no row: that is not known, and not zero.

WITH RECURSIVE
years(year) AS (SELECT 1800 UNION ALL SELECT year + 1 FROM years WHERE year < 2100),
spells AS (
  SELECT id, organization, member, source_ids, grade,
    CAST(substr(start, 1, 4) AS INTEGER) AS first,
    CAST(substr(coalesce("end", known_until), 1, 4) AS INTEGER) AS last,
    coalesce("end", known_until) AS until
  FROM memberships
  WHERE kind = 'full' AND start IS NOT NULL AND coalesce("end", known_until) IS NOT NULL
    AND member LIKE 'state/%'
),
promises AS (
  SELECT id, arrangement, kind, source_ids, grade,
    coalesce(CAST(substr(start, 1, 4) AS INTEGER), 0) AS first,
    coalesce(CAST(substr("end", 1, 4) AS INTEGER), 9999) AS last
  FROM obligations
),
pairs AS (
  SELECT one.member AS a, two.member AS b, one.organization AS arrangement,
    one.id AS one, two.id AS two, promises.id AS promise, promises.kind AS kind,
    max(one.first, two.first, promises.first) AS first,
    min(one.last, two.last, promises.last) AS last,
    min(one.until, two.until) AS until
  FROM spells AS one
  JOIN spells AS two ON two.organization = one.organization AND two.member > one.member
  JOIN promises ON promises.arrangement = one.organization
),
bound AS (
  SELECT a, b, year, arrangement, one, two, promise, kind, until
  FROM pairs JOIN years ON year BETWEEN first AND last
),
whole AS (
  SELECT a, b, year,
    max(kind = 'defence') AS defence, max(kind = 'neutrality') AS neutrality,
    max(kind = 'non-aggression') AS non_aggression, max(kind = 'consultation') AS consultation, max(kind = 'offence') AS offence,
    max(until) AS as_of
  FROM bound GROUP BY a, b, year
),
named AS (
  SELECT a, b, year, group_concat(arrangement, ';') AS arrangements
  FROM (SELECT DISTINCT a, b, year, arrangement FROM bound ORDER BY a, b, year, arrangement)
  GROUP BY a, b, year
),
records AS (
  SELECT id, source_ids, grade FROM spells UNION ALL SELECT id, source_ids, grade FROM promises
),
sourced AS (
  SELECT records.id, source.value AS source
  FROM records JOIN json_each('["' || replace(records.source_ids, ';', '","') || '"]') AS source
),
rests AS (
  SELECT a, b, year, one AS record FROM bound
  UNION SELECT a, b, year, two FROM bound
  UNION SELECT a, b, year, promise FROM bound
),
receipts AS (
  SELECT a, b, year, group_concat(source, ';') AS source_ids
  FROM (
    SELECT DISTINCT a, b, year, source
    FROM rests JOIN sourced ON sourced.id = rests.record
    ORDER BY a, b, year, source
  )
  GROUP BY a, b, year
),
grades AS (
  SELECT a, b, year, min(
    CASE grade WHEN 'contested' THEN '1' WHEN 'single-source' THEN '3' WHEN 'corroborated' THEN '4'
    ELSE '2' END || grade) AS weakest
  FROM rests JOIN records ON records.id = rests.record
  GROUP BY a, b, year
),
codes AS (SELECT state, year, ccode, gwcode FROM state_years),
sided AS (
  SELECT whole.*, named.arrangements, receipts.source_ids, substr(grades.weakest, 2) AS grade,
    ca.ccode AS ca, ca.gwcode AS ga, cb.ccode AS cb, cb.gwcode AS gb,
    coalesce(ca.ccode, 9999) > coalesce(cb.ccode, 9999) AS turned
  FROM whole
  JOIN named USING (a, b, year)
  LEFT JOIN receipts USING (a, b, year)
  LEFT JOIN grades USING (a, b, year)
  LEFT JOIN codes AS ca ON ca.state = whole.a AND ca.year = whole.year
  LEFT JOIN codes AS cb ON cb.state = whole.b AND cb.year = whole.year
)
SELECT
  iif(turned, b, a) AS state1, iif(turned, a, b) AS state2, sided.year,
  iif(turned, cb, ca) AS ccode1, iif(turned, gb, ga) AS gwcode1,
  s1.iso3c AS iso3c1, s1.iso3n AS iso3n1, s1.m49 AS m491,
  iif(turned, ca, cb) AS ccode2, iif(turned, ga, gb) AS gwcode2,
  s2.iso3c AS iso3c2, s2.iso3n AS iso3n2, s2.m49 AS m492,
  arrangements, defence, neutrality, non_aggression, consultation, offence,
  sided.source_ids, sided.grade, sided.as_of
FROM sided
JOIN states AS s1 ON s1.id = iif(turned, b, a)
JOIN states AS s2 ON s2.id = iif(turned, a, b)
ORDER BY state1, state2, sided.year
