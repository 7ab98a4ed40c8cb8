"""Edit forms for trial on this machine: what they ask and save -> records, judged before a byte is written.

``server`` answers the browser, ``actions`` speaks the protocol of Decap CMS's proxy backend, ``saving`` judges and
writes, ``weighing`` and ``telling`` say what came of it, ``pages`` brings the site up to date; ``places`` says what may
be read and written at all.
"""
