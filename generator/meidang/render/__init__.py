"""Archive -> documents, pages, schemas: pure, everything in memory.

Between ``archive`` and ``outputs``. Every piece of data passes through one function of ``escape`` for where it goes.
"""
