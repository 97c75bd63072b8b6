-- Years of missions
--
-- One row for each mission and calendar year in which it is known to have run, by its first and
-- last year; after the last year that a source shows there is no row.

WITH RECURSIVE
years(year) AS (SELECT 1800 UNION ALL SELECT year + 1 FROM years WHERE year < 2100),
spells AS (
  SELECT *, CAST(substr(start, 1, 4) AS INTEGER) AS first,
    CAST(substr(coalesce("end", known_until), 1, 4) AS INTEGER) AS last
  FROM missions
  WHERE start IS NOT NULL AND deployment IS NULL AND coalesce("end", known_until) IS NOT NULL
)
SELECT
  id AS mission, name AS mission_name, year, lead, hosts,
  year = first AS is_first_year, year = last AND "end" IS NOT NULL AS is_last_year,
  source_ids, grade, as_of
FROM spells JOIN years ON year BETWEEN first AND last
ORDER BY id, year
