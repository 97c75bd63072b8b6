"""Pictures as SVG, made of plain values: they know no pages, no tables, no request.

A function for each kind of picture returns a :class:`~.svg.Drawing`: :mod:`.timeline`,
:mod:`.series` (steps, stems, bars), :mod:`.map`, :mod:`.network`. A drawing is made for a place
(:class:`~.svg.Place`): for a page, whose width is not known, or for a sheet of a fixed width.
:mod:`.sheet` puts a drawing with its title, legend and source line into one file, :mod:`.png`
makes an image of that. What all are drawn with stands in classes; see :mod:`.colours`.
"""
