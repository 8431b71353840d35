"""What goes wrong, as exceptions that say what, where, what was found, what was expected and what to do."""


class Error(Exception):
    """The root of all errors of Synchrony.

    Attributes, each a str, empty where there is nothing to say:

    what:      what went wrong: "signal file is shorter than the header promises"
    where:     file, line, lead: "100.dat, byte 1950000"
    got:       what was found: "1200 samples"
    expected:  what should have been there: "650000 samples"
    hint:      the next step
    """

    def __init__(self, message, what="", where="", got="", expected="", hint=""):
        super().__init__(message)
        self.what = what
        self.where = where
        self.got = got
        self.expected = expected
        self.hint = hint


class InputError(Error, ValueError):
    """The data are wrong: malformed, cut short, out of bounds."""


class UsageError(Error, ValueError):
    """Something was asked for that cannot be: an unknown lead, a value out of range, an array of the wrong shape."""


class FileError(Error, OSError):
    """The operating system said no: a missing file, a full disk."""

    def __str__(self):
        return Exception.__str__(self)


class RefusedError(Error):
    """The data are readable, but the method declines to answer on them."""


class Cancelled(Error):
    """The work was stopped; what was done so far is kept."""
