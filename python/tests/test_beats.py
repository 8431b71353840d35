"""Beats against annotations; spectrograms and images against SciPy's transform."""

import numpy
import pytest
import scipy.signal
import synchrony
from wfdb_by_hand import annotated_beats


def test_detected_beats_are_the_cardiologists(data):
    truth, _ = annotated_beats(data / "mitdb" / "100.atr")
    assert len(truth) == 2273  # the database's own count
    found = synchrony.detect(data / "mitdb" / "100.hea", lead="first")
    assert found.dtype == numpy.int64
    nearest = numpy.abs(found[:, None] - truth[None, :]).min(axis=1)
    assert len(found) == len(truth) and nearest.max() < 0.15 * 360  # EC57's window


def test_detect_is_the_programs(data, program, tmp_path):
    path = data / "ludb" / "data" / "1.hea"
    program("detect", path, "--out", tmp_path)
    theirs, _ = annotated_beats(tmp_path / "1.qrs")
    assert numpy.array_equal(synchrony.detect(path), theirs)
    assert numpy.array_equal(synchrony.detect(synchrony.read(path)), theirs)
    with pytest.raises(synchrony.UsageError, match="no such lead"):
        synchrony.detect(path, lead="V9")


def plain(**other):
    """A recipe at 500 Hz without filter, so that nothing stands between the samples and the transform."""
    return {**synchrony.recipe("fine"), "name": "plain", "sampling_frequency_hz": 500.0, "highpass_hz": 0.0, **other}


def test_spectrogram_is_scipys(data):
    ecg = synchrony.read(data / "ludb" / "data" / "1.hea")
    recipe = plain()
    ours = synchrony.spectrogram(ecg, lead="V2", recipe=recipe, hop_samples=4)
    # SciPy divides by the window's sum (scaling 'spectrum'), as we do.
    frequencies, times, theirs = scipy.signal.stft(
        ecg.lead("V2").astype(float), 500.0, "hann", nperseg=64, noverlap=60, nfft=128, boundary="zeros", padded=False)
    columns = min(len(times), len(ours.times_s))
    assert columns > 1200
    assert numpy.allclose(ours.times_s[:columns], times[:columns])
    assert numpy.allclose(ours.frequencies_hz, frequencies[:32])
    assert numpy.abs(ours.magnitude_mv[:, :columns] - numpy.abs(theirs[:32, :columns])).max() < 1e-5
    assert ours.lead == "V2"


def test_a_sine_stands_in_its_row():
    time = numpy.arange(5000) / 500.0
    ecg = synchrony.Recording(numpy.sin(2 * numpy.pi * 31.25 * time)[None], 500.0, ["II"])
    made = synchrony.spectrogram(ecg, recipe=plain())
    middle = made.magnitude_mv[:, 100:-100]
    assert (made.frequencies_hz[middle.argmax(axis=0)] == 31.25).all()
    assert numpy.allclose(middle.max(axis=0), 0.5, atol=0.01)  # half of the amplitude on either side of 0 Hz


def test_segments_are_stretches_of_the_recording(data):
    ecg = synchrony.read(data / "ludb" / "data" / "1.hea")
    cut = synchrony.segment(ecg, recipe=plain(), lead_names=["V1", "II"])
    beats, leads, length = cut.samples_mv.shape
    assert leads == 2 and cut.leads == ["V1", "II"] and length == round(248 / 360 * 500)
    assert numpy.array_equal(cut.r_samples, synchrony.detect(ecg))
    assert 0.0 in cut.times_s and cut.sampling_hz == 500.0
    for beat, r in enumerate(cut.r_samples):
        begin = r + round(cut.times_s[0] * 500)
        if begin < 0 or begin + length > 5000:
            continue
        for row, name in enumerate(cut.leads):
            assert numpy.array_equal(cut.samples_mv[beat, row], ecg.lead(name)[begin:begin + length])
    assert numpy.allclose(cut.rr_s[1:, 0], numpy.diff(cut.r_samples) / 500.0)
    assert cut.rr_s[0, 0] == 0.0 and cut.rr_s[-1, 1] == 0.0


def test_images_are_scipys_transform_in_half_precision(data):
    ecg = synchrony.read(data / "ludb" / "data" / "1.hea")
    recipe = plain()
    made = synchrony.images(ecg, recipe=recipe, lead_names="V1,II", channels=["beat", "previous"])
    r = synchrony.detect(ecg)
    assert made.pixels.shape == (2 * len(r), 2, 32, 32)
    assert made.leads == ["V1"] * len(r) + ["II"] * len(r)
    assert numpy.array_equal(made.r_samples, numpy.tile(r, 2))
    assert made.timing.shape == (2 * len(r), 17) and made.recipe == recipe
    window = scipy.signal.get_window("hann", 64)
    length = round(recipe["segment_s"] * 500)
    for image in (2, len(r) + 3):
        samples = numpy.pad(ecg.lead(made.leads[image]).astype(float), 1000)
        begin = made.r_samples[image] - round(recipe["before_r"] * length) + 1000
        centres = [begin + round(column * length / 31) for column in range(32)]
        frames = numpy.stack([samples[c - 32:c + 32] for c in centres])
        magnitude = numpy.abs(numpy.fft.rfft(frames * window, 128)).T[:32] / window.sum()
        expected = numpy.log1p(magnitude / recipe["floor_mv"])
        assert numpy.abs(made.pixels[image, 0] - expected).max() < 0.01  # half precision holds 11 bits
    assert numpy.array_equal(made.pixels[3, 1], made.pixels[2, 0])


@pytest.mark.parametrize("arguments, what", [
    ({"recipe": "coarse"}, "recipe"),
    ({"recipe": {"name": "x"}}, ""),
    ({"recipe": {**synchrony.recipe(), "height": 10 ** 6}}, ""),
    ({"recipe": {**synchrony.recipe(), "height": 10 ** 30}}, ""),
    ({"recipe": 3}, "no recipe"),
    ({"lead_names": ["V9"]}, "no such lead"),
    ({"lead_names": 5}, "names"),
    ({"r_samples": [5, 4]}, "rise"),
    ({"r_samples": [-1]}, "rise"),
    ({"r_samples": [10 ** 9]}, "rise"),
    ({"r_samples": [1.5]}, "whole numbers"),
    ({"r_samples": [[1, 2]]}, "whole numbers"),
    ({"r_samples": "beats"}, "whole numbers"),
])
def test_wrong_arguments_raise(data, arguments, what):
    ecg = synchrony.read(data / "ludb" / "data" / "1.hea")
    for call in (synchrony.segment, synchrony.images):
        with pytest.raises((synchrony.Error, RuntimeError, OverflowError)) as raised:
            call(ecg, **arguments)
        assert what in getattr(raised.value, "what", what)


def test_nested_and_odd_recipes_raise(data):
    ecg = synchrony.read(data / "ludb" / "data" / "1.hea")
    deep = []
    for _ in range(100_000):
        deep = [deep]
    for odd in ({"a": deep}, {1: 2}, {"a": object()}, {"a": float("nan")}, {}):
        with pytest.raises(synchrony.Error):
            synchrony.spectrogram(ecg, recipe=odd)
    for wrong in (0, -1):
        with pytest.raises(synchrony.UsageError):
            synchrony.spectrogram(ecg, hop_samples=wrong)
    with pytest.raises(synchrony.UsageError, match="differ in length"):
        synchrony.segment(ecg, recipe="paper")
    with pytest.raises(synchrony.Error):
        synchrony.images(ecg, channels="beat,nonsense")


def test_no_beats_are_no_images(data):
    ecg = synchrony.read(data / "ludb" / "data" / "1.hea")
    assert synchrony.images(ecg, r_samples=[]).pixels.shape == (0, 1, 32, 32)
    assert synchrony.segment(ecg, r_samples=[]).samples_mv.shape[0] == 0
