"""Synchrony: from 12-lead ECGs to beats, measurements, spectrograms and predictions of response to CRT.

Voltages are in mV, times in s, frequencies in Hz, unless a name says otherwise. Every function takes a Recording or the
path of a file of any format that the program reads. Faults are exceptions (synchrony.Error). Calls that take long let
other Python threads run, and end with KeyboardInterrupt on Ctrl-C. Research software, not a medical device.
"""

from . import _build, _processor

_processor.check(_build.architecture)

from ._errors import Cancelled, Error, FileError, InputError, RefusedError, UsageError
from ._results import Images, Segments, Spectrogram
from ._synchrony import (
    Recording,
    __version__,
    convert,
    detect,
    images,
    info,
    measure,
    predict,
    read,
    recipe,
    segment,
    simulate,
    spectrogram,
)

__all__ = [
    "Cancelled",
    "Error",
    "FileError",
    "Images",
    "InputError",
    "Recording",
    "RefusedError",
    "Segments",
    "Spectrogram",
    "UsageError",
    "__version__",
    "convert",
    "detect",
    "images",
    "info",
    "measure",
    "predict",
    "read",
    "recipe",
    "segment",
    "simulate",
    "spectrogram",
]
