"""measure, predict and simulate say field for field what the program says."""

import csv
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time

import numpy
import pytest
import synchrony


def ludb(data, numbers=(1, 3, 11, 75)):
    return [data / "ludb" / "data" / f"{number}.hea" for number in numbers if
            (data / "ludb" / "data" / f"{number}.hea").exists()]


def test_measurements_are_the_programs(data, program):
    paths = ludb(data)
    assert len(paths) > 1
    for path, said in zip(paths, program("measure", *paths)):
        assert said.pop("file") == str(path)
        assert synchrony.measure(path) == said
        assert synchrony.measure(synchrony.read(path)) == said


def test_measurements_with_what_is_known_of_the_patient(data, program):
    path = ludb(data)[0]
    (said,) = program("measure", path, "--sex", "F", "--lvef", 28, "--nyha", 3, "--rhythm", "sinus", "--ischemic", "yes",
                      "--lbbb", "esc_2013", "--transform", "dower")
    said.pop("file")
    assert said == synchrony.measure(path, sex="F", lvef_pct=28, nyha=3, rhythm="sinus", ischemic=True,
                                     lbbb="esc_2013", transform="dower")


def test_the_guidelines_take_the_definition_of_lbbb_that_is_asked_for(program, tmp_path):
    """Virtual hearts with LBBB, of whom some have it by one definition and not by another."""
    synchrony.simulate(tmp_path / "vc", patients=6, seed=3, conduction="incomplete_lbbb")
    paths = sorted((tmp_path / "vc" / "ecg").glob("*.hea"))
    words = {"strauss": "strauss", "aha": "aha_2009", "esc": "esc_2013"}
    said = {}
    for theirs, ours in words.items():
        said[ours] = program("measure", *paths, "--lvef", 28, "--nyha", 3, "--rhythm", "sinus", "--morphology", theirs)
        for path, one in zip(paths, said[ours]):
            one.pop("file")
            assert synchrony.measure(path, lvef_pct=28, nyha=3, rhythm="sinus", morphology=ours) == one
    assert any(said[one] != said["strauss"] for one in ("aha_2009", "esc_2013")), "the choice changes something"


def test_an_array_is_measured_as_its_file(data):
    path = ludb(data)[0]
    ecg = synchrony.read(path)
    again = synchrony.Recording(ecg.samples, ecg.sampling_hz, ecg.leads, sex="F")
    ours, files = synchrony.measure(again), synchrony.measure(path, sex="F")
    assert ours["intervals"] == files["intervals"] and ours["vectors"] == files["vectors"]


@pytest.mark.parametrize("arguments", [
    {"sex": "X"}, {"sex": 1}, {"lvef_pct": 0}, {"lvef_pct": float("nan")}, {"nyha": 5}, {"nyha": 2.5},
    {"rhythm": "polka"}, {"lbbb": "none"}, {"morphology": "none"}, {"morphology": 1}, {"transform": "frank"}, {"fs": -1}, {"unit": "kV"}])
def test_values_out_of_range_raise(data, arguments):
    with pytest.raises(synchrony.UsageError):
        synchrony.measure(ludb(data)[0], **arguments)


def test_what_cannot_be_measured_raises():
    with pytest.raises(synchrony.Error) as raised:
        synchrony.measure(synchrony.Recording(numpy.zeros((12, 5000)), 500.0, "standard"))
    assert raised.value.what


def test_four_threads_measure_beside_one_another(data):
    paths = ludb(data)
    alone = [synchrony.measure(path) for path in paths]
    answers = {}
    threads = [threading.Thread(target=lambda n=n: answers.update({n: [synchrony.measure(p) for p in paths]}))
               for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(answers[n] == alone for n in range(4))


def test_the_interpreter_goes_on_while_work_is_done(tmp_path):
    ticks = []
    done = threading.Event()

    def clock():
        while not done.is_set():
            ticks.append(time.monotonic())
            time.sleep(0.002)

    thread = threading.Thread(target=clock)
    thread.start()
    started = time.monotonic()
    synchrony.simulate(tmp_path / "vc", patients=20)
    took = time.monotonic() - started
    done.set()
    thread.join()
    inside = [t for t in ticks if started < t < started + took]
    assert len(inside) > 10  # with the lock held there would be none


def test_ctrl_c_stops_long_work(tmp_path):
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        synchrony.simulate(tmp_path / "vc", patients=1_000_000)
    assert time.monotonic() - started < 60
    assert not (tmp_path / "vc" / "cohort.csv").exists()
    assert synchrony.simulate(tmp_path / "small", patients=1)["patients"] == 1


def number_of_images(path):
    return len(synchrony.images(path).pixels)


def test_other_processes_and_threads_left_behind_do_no_harm(data, tmp_path):
    """Workers that were forked, as PyTorch's loaders are; a thread that is at work when Python ends."""
    path = ludb(data)[0]
    expected = number_of_images(path)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map(number_of_images, [path] * 4) == [expected] * 4
    left_behind = ("import synchrony, sys, threading, time\n"
                   "threading.Thread(target=synchrony.simulate, args=(sys.argv[1],), daemon=True).start()\n"
                   "time.sleep(0.3)\n")
    for number in range(3):
        done = subprocess.run([sys.executable, "-c", left_behind, tmp_path / str(number)], timeout=60, check=False)
        assert done.returncode == 0


def test_simulate_makes_what_the_program_makes(program, tmp_path):
    ours = synchrony.simulate(tmp_path / "ours", patients=3, seed=9, conduction="rbbb")
    theirs = program("simulate", "--patients", 3, "--seed", 9, "--conduction", "rbbb", "--out", tmp_path / "theirs")
    for answer in (ours, theirs):
        answer.pop("out"), answer.pop("seconds")
    assert ours == theirs
    for name in ("cohort.csv", "truth.csv", "ecg/VP00002.dat", "ecg/VP00002.hea", "ecg/VP00002.atr"):
        assert (tmp_path / "ours" / name).read_bytes() == (tmp_path / "theirs" / name).read_bytes()


@pytest.mark.parametrize("arguments", [
    {"patients": 0}, {"patients": -3}, {"seed": -1}, {"rate_hz": 1.0}, {"rate_hz": float("nan")},
    {"preset": "moon"}, {"conduction": "none"}, {"threads": 0}, {"threads": 10 ** 6}, {"chance_sd_pct": -1}])
def test_simulate_refuses_what_cannot_be(tmp_path, arguments):
    with pytest.raises(synchrony.UsageError):
        synchrony.simulate(tmp_path / "vc", **{"patients": 1, **arguments})


def test_predictions_are_the_programs(cohort, program, tmp_path):
    predictor = tmp_path / "fused.safetensors"
    assert program("train", cohort / "cohort.csv", "--model", "fused", "--members", 100, "--out", predictor)
    with open(cohort / "cohort.csv", newline="") as table:
        rows = list(csv.DictReader(table))
    for row in rows[:2]:
        ecg = cohort / row["ecg"]
        values = {name: float(row[name]) for name in ("lvef_pct", "nyha") if row.get(name)}
        set_options = [word for name, value in values.items() for word in ("--set", f"{name}={value}")]
        said = program("predict", predictor, ecg, *set_options)
        assert said is not None
        assert synchrony.predict(predictor, ecg, values) == said
        assert synchrony.predict(predictor, synchrony.read(ecg), values) == said
    moved = program("predict", predictor, ecg, "--prevalence", 0.2)
    assert synchrony.predict(predictor, ecg, prevalence=0.2) == moved
    as_measured = synchrony.predict(predictor, ecg, {"lvef_pct": 28, "nyha": 3})
    told = program("predict", predictor, ecg, "--rhythm", "af", "--set", "lvef_pct=28", "--set", "nyha=3")
    assert synchrony.predict(predictor, ecg, {"lvef_pct": 28, "nyha": 3}, rhythm="af") == told
    assert told["guidelines"] != as_measured["guidelines"] and told["probability"] == as_measured["probability"]
    for wrong in ("polka", 1):
        with pytest.raises(synchrony.UsageError):
            synchrony.predict(predictor, ecg, rhythm=wrong)
    for wrong in ({"nonsense": 1}, {"lvef_pct": "many"}, {"lvef_pct": -5}, {"lvef_pct": object()}, {"a=b": 1}, {3: 4}, "x"):
        with pytest.raises(synchrony.Error):
            synchrony.predict(predictor, ecg, wrong)
    for wrong in (0, 1, float("nan"), 3):
        with pytest.raises(synchrony.Error):
            synchrony.predict(predictor, ecg, prevalence=wrong)
    with pytest.raises(synchrony.Error):
        synchrony.predict(ecg, ecg)


def test_a_networks_prediction_finds_its_module(cohort, program, tmp_path):
    """oneDNN's module and the shipped models lie beside the program, not beside Python."""
    predictor = tmp_path / "deep.safetensors"
    made = program("train", cohort / "cohort.csv", "--model", "deep-features", "--pretrained", "mitbih-resnet18-w16",
                   "--members", 100, "--out", predictor)
    assert made is not None
    ecg = cohort / "ecg" / "VP00003.hea"
    assert synchrony.predict(predictor, ecg) == program("predict", predictor, ecg)
