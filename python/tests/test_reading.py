"""Recordings against bytes decoded by hand, the program's own words, and arrays of our own."""

import gc
import threading
import warnings

import numpy
import pytest
import synchrony
from wfdb_by_hand import decoded_212


def test_samples_equal_the_file_decoded_by_hand(data):
    ecg = synchrony.read(data / "mitdb" / "100.hea")
    counts = decoded_212(data / "mitdb" / "100.dat")
    expected = (counts - 1024) / 200.0  # 100.hea: gain 200 a mV, ADC zero 1024
    assert ecg.samples.dtype == numpy.float32
    assert ecg.samples.shape == (2, 650000)
    assert numpy.abs(ecg.samples - expected).max() < 1e-6
    assert ecg.leads == ["MLII", "V5"]
    assert ecg.sampling_hz == 360.0
    assert ecg.duration_s == pytest.approx(650000 / 360)


def test_a_stretch_is_that_of_the_file_decoded_by_hand(data, program):
    path = data / "mitdb" / "100.hea"
    counts = decoded_212(data / "mitdb" / "100.dat")
    expected = (counts - 1024) / 200.0
    part = synchrony.read(path, start_s=600, length_s=10)
    assert part.samples.shape == (2, 3600) and part.duration_s == 10.0
    assert numpy.abs(part.samples - expected[:, 600 * 360:610 * 360]).max() < 1e-6
    assert synchrony.read(path, length_s=2.5).samples.shape == (2, 900)
    assert synchrony.read(path, start_s=1800).samples.shape == (2, 650000 - 1800 * 360)
    ludb = data / "ludb" / "data" / "1.hea"
    (said,) = program("measure", ludb, "--start", 2, "--length", 6)
    said.pop("file")
    assert synchrony.measure(synchrony.read(ludb, start_s=2, length_s=6)) == said


@pytest.mark.parametrize("arguments", [
    {"start_s": -1}, {"start_s": float("nan")}, {"length_s": 0}, {"length_s": -2}, {"length_s": float("inf")},
    {"start_s": 1e12}])
def test_a_stretch_that_cannot_be_raises(data, arguments):
    with pytest.raises(synchrony.UsageError):
        synchrony.read(data / "mitdb" / "100.hea", **arguments)


def test_a_stretch_beyond_the_end_says_how_long_the_file_is(data):
    with pytest.raises(synchrony.UsageError) as beyond:
        synchrony.read(data / "mitdb" / "100.hea", start_s=4000)
    assert beyond.value.got == "from 4000 s on" and beyond.value.expected == "a range within 0 to 1805.556 s"


def test_info_is_the_programs(data, program):
    path = data / "ludb" / "data" / "1.hea"
    (said,) = program("info", path)
    assert said.pop("file") == str(path)
    assert synchrony.info(path) == said
    assert synchrony.read(path).info() == said
    assert synchrony.info(synchrony.read(path)) == said


def test_a_shipped_models_info_is_the_programs(program):
    (said,) = program("info", "mitbih-resnet18-w16")
    said.pop("file")
    assert synchrony.info("mitbih-resnet18-w16") == said


def test_identity_is_told_only_when_asked_for(cases):
    path = cases / "23-start-time"
    (header,) = list(path.glob("*.hea"))[:1]
    ecg = synchrony.read(header)
    assert "patient" not in ecg.info() and ecg.info()["start_time"] is None
    assert "patient" in ecg.info(identity=True) and "start_time" in ecg.info(comments=True)


def test_arrays_outlive_the_recording(data):
    path = data / "ludb" / "data" / "1.hea"
    ecg = synchrony.read(path)
    samples, lead = ecg.samples, ecg.lead("II")
    kept = samples.copy()
    del ecg
    gc.collect()
    pieces = [numpy.full(60000, 7.0, numpy.float32) for _ in range(200)]  # what would be written over freed memory
    assert numpy.array_equal(samples, kept)
    assert numpy.array_equal(lead, kept[1])
    del pieces


def test_arrays_cannot_be_written_and_are_not_copied(data):
    ecg = synchrony.read(data / "ludb" / "data" / "1.hea")
    assert ecg.samples.__array_interface__["data"] == ecg.samples.__array_interface__["data"]
    assert ecg.lead("V1").__array_interface__["data"] == ecg.lead("v1").__array_interface__["data"]
    for array in (ecg.samples, ecg.lead("V1")):
        with pytest.raises(ValueError):
            array[..., 0] = 1.0
        with pytest.raises(ValueError):
            array.setflags(write=True)


def test_masked_samples_are_nan():
    samples = numpy.sin(numpy.arange(3000) / 20.0)[None, :].repeat(2, axis=0)
    samples[1, 100:140] = numpy.nan
    ecg = synchrony.Recording(samples, 500.0, ["I", "II"])
    assert numpy.array_equal(numpy.isnan(ecg.samples), numpy.isnan(samples))
    assert numpy.array_equal(numpy.isnan(ecg.lead("II")), numpy.isnan(samples[1]))
    assert numpy.nanmax(numpy.abs(ecg.samples - samples)) < 1e-7
    assert ecg.info()["leads"][1]["invalid_samples"] == 40


@pytest.mark.parametrize("change", [
    lambda a: a[:, ::-1][:, ::-1],              # negative strides on the way
    lambda a: numpy.asfortranarray(a),
    lambda a: numpy.repeat(a, 2, axis=1)[:, ::2],
    lambda a: a.astype(">f8"),
    lambda a: a.astype(numpy.float32),
    lambda a: a.tolist(),
])
def test_any_layout_of_an_array_is_taken(change):
    samples = numpy.random.default_rng(1).normal(size=(3, 1000))
    ecg = synchrony.Recording(change(samples), 250.0, "I,II,III", age_years=95, sex="F")
    assert numpy.abs(ecg.samples - samples).max() < 1e-6
    assert (ecg.age_years, ecg.sex, ecg.format) == (90.0, "female", "array")


@pytest.mark.parametrize("samples, hz, leads, what, got", [
    (numpy.zeros((12, 100), numpy.int16), 500, "standard", "floating-point", "int16"),
    (numpy.zeros((12, 100), complex), 500, "standard", "floating-point", "complex128"),
    (numpy.zeros(100), 500, ["I"], "shape", "(100,)"),
    (numpy.zeros((2, 3, 4)), 500, ["I"], "shape", "(2, 3, 4)"),
    (numpy.zeros((0, 100)), 500, [], "shape", "(0, 100)"),
    (numpy.zeros((12, 0)), 500, "standard", "shape", "(12, 0)"),
    (numpy.zeros((5000, 12)), 500, "standard", "too many leads", "5000"),
    (numpy.zeros((100, 12)), 500, "standard", "differ in number", "12 names"),
    (numpy.broadcast_to(numpy.float32(0), (2, 1 << 40)), 500, ["I", "II"], "too many samples", str(2 << 40)),
    (numpy.zeros((2, 100)), 500, ["II", "lead ii"], "twice", "II"),
    (numpy.zeros((2, 100)), 500, ["I", " "], "without a name", ""),
    (numpy.zeros((2, 100)), 500, ["I", 2], "names", "int"),
    (numpy.zeros((2, 100)), 500, 7, "names", "int"),
    (numpy.zeros((2, 100)), 0, ["I", "II"], "sampling frequency", "0"),
    (numpy.zeros((2, 100)), float("nan"), ["I", "II"], "sampling frequency", "nan"),
    (numpy.full((1, 100), numpy.inf), 500, ["I"], "infinite", "lead I"),
    ("nonsense", 500, ["I"], "floating-point", "<U8"),
    (None, 500, ["I"], "floating-point", "object"),
])
def test_what_is_no_recording_is_refused_with_words(samples, hz, leads, what, got):
    with pytest.raises(synchrony.UsageError) as refused:
        synchrony.Recording(samples, hz, leads)
    assert what in refused.value.what and got in refused.value.got
    assert isinstance(refused.value, ValueError)


def test_numbers_too_large_for_single_precision_raise_with_and_without_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(synchrony.UsageError, match="infinite"):
            synchrony.Recording(numpy.full((1, 100), 1e300), 500, ["I"])
        warnings.simplefilter("error")  # NumPy's own warning of the overflow is then an exception
        with pytest.raises((synchrony.UsageError, RuntimeWarning)):
            synchrony.Recording(numpy.full((1, 100), 1e300), 500, ["I"])


def test_errors_say_what_where_got_expected_hint(tmp_path, program):
    path = tmp_path / "nothing.edf"
    with pytest.raises(synchrony.FileError) as missing:
        synchrony.read(path)
    assert missing.value.what and str(path) in str(missing.value) and isinstance(missing.value, OSError)
    path.write_bytes(b"nonsense" * 100)
    with pytest.raises(synchrony.InputError) as unknown:
        synchrony.read(path)
    assert str(path) in unknown.value.where
    assert set(vars(unknown.value)) == {"what", "where", "got", "expected", "hint"}
    with pytest.raises(synchrony.UsageError) as wrong:
        synchrony.read(path, unit="parsec")
    assert wrong.value.got == "parsec" and "mV" in wrong.value.expected


@pytest.mark.parametrize("wrong", [None, 7, b"\x00", "a\0b", [], object(), numpy.zeros(3)])
def test_what_is_no_path_raises(wrong):
    for call in (synchrony.read, synchrony.measure, synchrony.detect, synchrony.info, synchrony.segment):
        with pytest.raises((synchrony.Error, ValueError)):
            call(wrong)


def test_no_hostile_file_ends_the_interpreter(cases, formats):
    """All that once went wrong, and beginnings of good files of each format, whole and with bits changed."""
    calls = (synchrony.read, synchrony.measure, synchrony.detect, synchrony.segment)
    files = [path for path in sorted(cases.rglob("*")) if path.is_file()]
    assert len(files) > 40
    answered = 0
    for path in files:
        for call in calls:
            try:
                call(path)
                answered += 1
            except synchrony.Error as error:
                assert error.what
    assert answered > 40


def test_damaged_files_raise(formats, tmp_path):
    random = numpy.random.default_rng(3)
    files = [path for path in sorted(formats.rglob("*")) if path.is_file() and 500 < path.stat().st_size < 300_000]
    for path in files[::2]:
        whole = bytearray(path.read_bytes())
        for cut in (len(whole) // 3, len(whole)):
            damaged = whole[:cut]
            for place in random.integers(0, len(damaged), 20):
                damaged[place] = random.integers(0, 256)
            (tmp_path / path.name).write_bytes(damaged)
            try:
                ecg = synchrony.read(tmp_path / path.name)
                assert ecg.samples.ndim == 2
            except synchrony.Error as error:
                assert error.what


def test_threads_read_beside_one_another(data):
    path = data / "ludb" / "data" / "1.hea"
    expected = synchrony.read(path).samples
    wrong = []

    def work():
        for _ in range(10):
            if not numpy.array_equal(synchrony.read(path).samples, expected):
                wrong.append(1)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_convert_does_as_the_program(data, program, tmp_path):
    record = data / "ludb" / "data" / "1.hea"
    ours = synchrony.convert(record, tmp_path / "ours.edf")
    theirs = program("convert", record, "--out", tmp_path / "theirs.edf")
    assert (tmp_path / "ours.edf").read_bytes() == (tmp_path / "theirs.edf").read_bytes()
    for answer, name in ((ours, "ours"), (theirs, "theirs")):
        assert answer["recordings"][0].pop("to") == str(tmp_path / f"{name}.edf")
    assert ours == theirs
    with pytest.raises(synchrony.Error, match="there"):
        synchrony.convert(record, tmp_path / "ours.edf")
    again = synchrony.read(tmp_path / "ours.edf")
    assert numpy.abs(again.samples - synchrony.read(record).samples).max() < 0.003  # half a step of 16 bits, mV
