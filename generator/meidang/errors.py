"""Misuse: what the caller asked for cannot be done. Beside ``findings``; it imports nothing of ours.

User data never raises, it becomes a finding; these exceptions are for the call itself, and the command line ends with
exit code 2.
"""

from __future__ import annotations


class UsageError(Exception):
    """The call is wrong, not the data; ``str(error)`` is one Chinese sentence for the person at the keyboard."""
