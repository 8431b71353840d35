#!/usr/bin/env python3
"""Tell the classes of a recording's beats with an exported network, in ONNX Runtime or OpenCV.

    synchrony export mitbih-resnet18 --to onnx --out mitbih-resnet18.onnx
    python3 examples/classify_with_onnx.py mitbih-resnet18.onnx mitdb/100.hea

Needs the module synchrony (docs/python.md), which makes the spectrograms, and onnxruntime or OpenCV's Python module
(Debian: python3-opencv). The recipe, the channels and the labels are those of the model's own metadata.
"""
import collections
import json
import sys

import numpy
import synchrony


def fields(message):
    """Fields of a protobuf message, number and value: all that is needed to read the metadata without a package."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(message):
        key = varint()
        size = varint()
        if key & 7 == 2:
            yield key >> 3, message[at:at + size]
            at += size
        else:
            yield key >> 3, size


def metadata_of(path):
    """ModelProto.metadata_props (field 14): each a JSON text."""
    with open(path, "rb") as file:
        model = memoryview(file.read())
    entries = [dict(fields(value)) for number, value in fields(model) if number == 14]
    return {bytes(entry[1]).decode(): json.loads(bytes(entry[2])) for entry in entries}


def runner(path):
    """A function from arrays by name to logits, and whose it is."""
    try:
        import onnxruntime
    except ImportError:
        try:
            import cv2
        except ImportError:
            sys.exit("neither onnxruntime nor cv2 is there (Debian: python3-opencv)")
        net = cv2.dnn.readNetFromONNX(path)

        def run(inputs):
            for name, array in inputs.items():
                net.setInput(array, name)
            return net.forward()

        return run, f"OpenCV {cv2.__version__}"
    session = onnxruntime.InferenceSession(path)
    return (lambda inputs: session.run(["logits"], inputs)[0]), f"ONNX Runtime {onnxruntime.__version__}"


def classify(model, recording):
    """Classes by beat, (beats,): the mean probability over the leads decides; and who ran the network."""
    metadata = metadata_of(model)
    made = synchrony.images(recording, recipe=metadata["recipe"], channels=metadata["channels"])
    run, engine = runner(model)
    inputs = {"images": made.pixels}
    if metadata["timing"]:
        inputs["timing"] = numpy.ascontiguousarray(made.timing[:, :len(metadata["timing"]), None, None])
    logits = run(inputs)
    shares = numpy.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    leads = len(dict.fromkeys(made.leads))
    by_beat = shares.reshape(leads, -1, shares.shape[1]).mean(axis=0)
    return [metadata["labels"][i] for i in by_beat.argmax(axis=1)], engine


if __name__ == "__main__":
    classes, engine = classify(sys.argv[1], sys.argv[2])
    print(f"{len(classes)} beats, by {engine}:",
          ", ".join(f"{number} {label}" for label, number in collections.Counter(classes).most_common()))
