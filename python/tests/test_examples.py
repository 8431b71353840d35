"""The examples do what they say."""

import csv
import importlib.util
import pathlib
import subprocess
import sys

import numpy
import pytest
import synchrony
from wfdb_by_hand import annotated_beats

examples = pathlib.Path(__file__).resolve().parents[2] / "examples"


def loaded(name):
    spec = importlib.util.spec_from_file_location(name, examples / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_training_set_is_made_without_torch(cohort):
    said = subprocess.run([sys.executable, examples / "training_set.py", cohort / "cohort.csv"], capture_output=True,
                          text=True, check=True)
    assert "(2, 32, 32)" in said.stdout.replace(said.stdout.split("(")[1].split(",")[0] + ", ", "", 1)
    assert "40 patients" in said.stdout
    images, responses, patients = loaded("training_set").training_set(cohort / "cohort.csv")
    with open(cohort / "cohort.csv", newline="") as table:
        truth = {row["patient_id"]: float(row["response"]) for row in csv.DictReader(table)}
    assert images.shape[1:] == (2, 32, 32) and len(images) == len(responses) == len(patients)
    assert all(truth[patient] == response for patient, response in zip(patients, responses))
    assert set(patients) == set(truth)
    beats = len(synchrony.detect(cohort / "ecg" / "VP00001.hea"))
    assert (patients == "VP00001").sum() == 12 * beats


def test_an_exported_network_tells_beats_apart(data, program, tmp_path):
    """The first five minutes of record 233, which did not teach the network, against its annotations."""
    pytest.importorskip("cv2")
    model = tmp_path / "w16.onnx"
    exported = program("export", "mitbih-resnet18-w16", "--to", "onnx", "--out", model)
    assert exported["opset"] == 17 and exported["inputs"][0]["shape"] == ["batch", "2", "32", "32"]
    classify = loaded("classify_with_onnx")
    metadata = classify.metadata_of(model)
    assert metadata["labels"] == ["N", "S", "V", "F", "Q"] and metadata["recipe"] == synchrony.recipe("fine")
    ecg = synchrony.read(data / "mitdb" / "233.hea")
    samples = 5 * 60 * 360
    part = synchrony.Recording(ecg.samples[:, :samples], ecg.sampling_hz, ecg.leads)
    classes, engine = classify.classify(str(model), part)
    peaks = synchrony.detect(part)
    assert engine and len(classes) == len(peaks)
    times, codes = annotated_beats(data / "mitdb" / "233.atr")
    ventricular = times[(codes == 5) & (times < samples)]  # annotator's V
    told = peaks[numpy.array(classes) == "V"]
    assert len(ventricular) > 100
    found = numpy.abs(ventricular[:, None] - told[None, :]).min(axis=1) < 0.15 * 360
    assert found.mean() > 0.9 and len(told) < 1.1 * len(ventricular)


def test_every_shipped_model_runs_in_opencv(data, program, tmp_path):
    cv2 = pytest.importorskip("cv2")
    made = synchrony.images(data / "ludb" / "data" / "1.hea", lead_names="II,V1", channels=["beat", "median"])
    for name in ("mitbih-resnet18-w16", "mitbih-resnet18"):
        model = tmp_path / f"{name}.onnx"
        program("export", name, "--out", model)
        net = cv2.dnn.readNetFromONNX(str(model))
        for batch in (7, 1):
            net.setInput(made.pixels[:batch], "images")
            net.setInput(made.timing[:batch, :, None, None], "timing")
            logits = net.forward()
            assert logits.shape == (batch, 5) and numpy.isfinite(logits).all()


def test_what_cannot_be_exported_is_refused_with_words(cohort, program, tmp_path):
    import os
    predictor = tmp_path / "rules.safetensors"
    program("train", cohort / "cohort.csv", "--model", "clinical", "--members", 100, "--out", predictor)
    done = subprocess.run([os.environ["SYNCHRONY_PROGRAM"], "export", predictor, "--out", tmp_path / "x.onnx"],
                          capture_output=True, text=True)
    assert done.returncode == 2 and "a predictor" in done.stderr and not (tmp_path / "x.onnx").exists()
    ecg = cohort / "ecg" / "VP00001.hea"
    done = subprocess.run([os.environ["SYNCHRONY_PROGRAM"], "export", ecg, "--out", tmp_path / "x.onnx"],
                          capture_output=True, text=True)
    assert done.returncode == 1 and "VP00001" in done.stderr and not (tmp_path / "x.onnx").exists()
