"""The examples do what they say."""

import csv
import importlib.util
import json
import os
import pathlib
import struct
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
    assert ", 2, 32, 32) float32, 40 people" in said.stdout
    images, responses, patients = loaded("training_set").training_set(cohort / "cohort.csv")
    with open(cohort / "cohort.csv", newline="") as table:
        truth = {row["patient_id"]: float(row["response"]) for row in csv.DictReader(table)}
    assert images.shape[1:] == (2, 32, 32) and len(images) == len(responses) == len(patients)
    assert all(truth[patient] == response for patient, response in zip(patients, responses))
    assert set(patients) == set(truth)
    beats = len(synchrony.detect(cohort / "ecg" / "VP00001.hea"))
    assert (patients == "VP00001").sum() == 12 * beats


def test_rows_of_one_person_are_one_in_a_training_set(cohort, tmp_path):
    ecg = cohort / "ecg"
    (tmp_path / "c.csv").write_text("patient_id,ecg,response,group\n"
                                    f"a,{ecg}/VP00001.hea,1,twice\nb,{ecg}/VP00002.hea,1,twice\n"
                                    f"c,{ecg}/VP00003.hea,0,\nd,{ecg}/VP00004.hea,,\ne,,1,\n")
    images, responses, people = loaded("training_set").training_set(tmp_path / "c.csv")
    assert set(people) == {"twice", "c"} and len(images) == len(responses) == len(people)


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


def logits_of_onnx_runtime(model, inputs, tmp_path):
    """By onnxruntime-web in Node; SYNCHRONY_ONNXRUNTIME names the folder where npm installed it."""
    folder = os.environ.get("SYNCHRONY_ONNXRUNTIME")
    if not folder:
        pytest.skip("no ONNX Runtime: SYNCHRONY_ONNXRUNTIME names a folder with onnxruntime-web of npm")
    arguments = []
    for name, values in inputs.items():
        values.astype("<f4").tofile(tmp_path / name)
        arguments += [name, "x".join(map(str, values.shape)), tmp_path / name]
    done = subprocess.run(["node", pathlib.Path(__file__).with_name("run_onnx.mjs"), folder, model, *arguments],
                          capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    return numpy.array(said["data"]).reshape(said["dims"])


@pytest.mark.parametrize("name", ["mitbih-resnet18-w16", "mitbih-resnet18", "mitbih-resnet50"])
def test_onnx_runtime_answers_as_opencv(data, program, tmp_path, name):
    cv2 = pytest.importorskip("cv2")
    made = synchrony.images(data / "ludb" / "data" / "1.hea", lead_names="II,V1", channels=["beat", "median"])
    model = tmp_path / "model.onnx"
    program("export", name, "--out", model)
    net = cv2.dnn.readNetFromONNX(str(model))
    for batch in (1, 7):
        inputs = {"images": made.pixels[:batch], "timing": made.timing[:batch, :, None, None]}
        for key, values in inputs.items():
            net.setInput(values, key)
        theirs = logits_of_onnx_runtime(model, inputs, tmp_path)
        assert theirs.shape == (batch, 5)
        assert numpy.abs(theirs - net.forward()).max() < 1e-4 * numpy.abs(theirs).max()
        print(f"{name}, batch {batch}: largest difference of logits {numpy.abs(theirs - net.forward()).max():.1e} "
              f"of {numpy.abs(theirs).max():.1f}")


def image_set(path):
    """A set of one image, as docs/architecture.md says: safetensors, its index beside the pixels."""
    tensors = {"images": ("F16", numpy.zeros((1, 32, 32), numpy.float16)), "patient": ("I32", numpy.zeros(1, numpy.int32)),
               "lead": ("I32", numpy.zeros(1, numpy.int32)), "beat": ("I64", numpy.ones(1, numpy.int64)),
               "label": ("I8", numpy.zeros(1, numpy.int8)), "rr_s": ("F32", numpy.ones((1, 3), numpy.float32))}
    header = {"__metadata__": {"kind": "synchrony image set", "version": "1", "recipe": json.dumps(synchrony.recipe()),
                               "patients": '["1"]', "leads": '["II"]', "source": "a test"}}
    body = b""
    for name, (kind, values) in sorted(tensors.items(), key=lambda entry: -entry[1][1].itemsize):
        header[name] = {"dtype": kind, "shape": values.shape, "data_offsets": [len(body), len(body) + values.nbytes]}
        body += values.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


def export_refused(model, out):
    done = subprocess.run([os.environ["SYNCHRONY_PROGRAM"], "export", model, "--out", out], capture_output=True, text=True)
    assert not out.exists()
    return done.returncode, done.stderr


def test_what_cannot_be_exported_is_refused_with_words(cohort, program, tmp_path):
    predictor, images, out = tmp_path / "clinical.safetensors", tmp_path / "images.safetensors", tmp_path / "x.onnx"
    program("train", cohort / "cohort.csv", "--model", "clinical", "--members", 100, "--out", predictor)
    image_set(images)
    code, said = export_refused(predictor, out)
    assert code == 2 and "a predictor" in said and "synchrony predict" in said
    code, said = export_refused(images, out)
    assert code == 2 and "a set of images" in said
    code, said = export_refused(cohort / "ecg" / "VP00001.hea", out)
    assert code == 1 and "VP00001" in said
    code, said = export_refused(tmp_path / "nothing.safetensors", out)
    assert code == 1 and "nothing.safetensors" in said
    damaged = tmp_path / "damaged.safetensors"
    whole = (pathlib.Path(__file__).resolve().parents[2] / "models" / "mitbih-resnet18-w16.safetensors").read_bytes()
    damaged.write_bytes(whole[:len(whole) // 2])
    code, said = export_refused(damaged, out)
    assert code == 1 and "damaged.safetensors" in said
