"""What falls due and what waits, for whom and until when: one answer for pages, calendars, digests, commands. Pure."""
