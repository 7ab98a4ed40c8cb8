"""Excel in: the tables that people fill in, written as a workbook and read back. Pure; ``pipeline.intake`` goes on.

``tables`` says what a sheet is of, ``columns`` what stands in it; the form (``form``) and the reader (``reading``,
``headings``, ``taking``) share both, so that what is written can be read.
"""
