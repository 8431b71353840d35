"""Answers that are arrays: tuples whose parts have names."""

from typing import NamedTuple


class Spectrogram(NamedTuple):
    """Magnitude of the short-time Fourier transform of one lead."""

    magnitude_mv: "numpy.ndarray"
    """float32 (frequencies, times), mV; row 0 is the lowest frequency."""
    frequencies_hz: "numpy.ndarray"
    """float64 (frequencies,), Hz."""
    times_s: "numpy.ndarray"
    """float64 (times,), s from the first sample: the middles of the windows."""
    lead: str
    """Name of the lead."""


class Segments(NamedTuple):
    """Stretches of the leads around each beat."""

    samples_mv: "numpy.ndarray"
    """float32 (beats, leads, samples), mV, without baseline; 0 outside the recording."""
    times_s: "numpy.ndarray"
    """float64 (samples,), s from the R peak."""
    r_samples: "numpy.ndarray"
    """int64 (beats,), R peaks as samples of the recording."""
    rr_s: "numpy.ndarray"
    """float64 (beats, 2), s: RR interval before and after; 0 where unknown."""
    leads: "list[str]"
    """Names of the leads."""
    sampling_hz: float
    """Of the segments, Hz: the recipe's."""


class Images(NamedTuple):
    """Spectrogram images of beats, as the networks are shown them."""

    pixels: "numpy.ndarray"
    """float32 (images, channels, height, width), as the recipe scales them; row 0 is the lowest frequency."""
    leads: "list[str]"
    """(images,) the lead of each image."""
    r_samples: "numpy.ndarray"
    """int64 (images,), the beat of each image: its R peak as a sample of the recording."""
    rr_s: "numpy.ndarray"
    """float32 (images, 3), s: RR interval before and after, median of the ten around; 0 where unknown."""
    timing: "numpy.ndarray"
    """float32 (images, 17), when each beat came against its neighbours: what networks of timing take."""
    recipe: "dict"
    """The recipe that made the pixels."""
