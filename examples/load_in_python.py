#!/usr/bin/env python3
"""Take a network that `synchrony pretrain` wrote into PyTorch, and give it one beat.

    python3 examples/load_in_python.py models/mitbih-resnet18.safetensors

Needs torch and torchvision (Debian: python3-torch, python3-torchvision). The tensors bear torchvision's names, so its
own ResNet takes them; what is not the encoder (the small net over the timing of beats) is four lines of torch. With
the package safetensors, `safetensors.torch.load_file(path)` does what read_safetensors does here by hand.
"""
import json
import math
import struct
import sys

import numpy
import torch
import torchvision


def read_safetensors(path):
    """Tensors by name, and the file's description of them: 8 bytes of length, JSON, numbers."""
    kinds = {"F16": numpy.float16, "F32": numpy.float32}
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        numbers = file.read()
    description = header.pop("__metadata__")
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = numpy.frombuffer(numbers[begin:end], kinds[entry["dtype"]]).reshape(entry["shape"])
        tensors[name] = torch.from_numpy(values.astype(numpy.float32))
    return tensors, json.loads(description["synchrony"])


def set_width(encoder, width, outputs):
    """The same layers with so many channels in layer1; torchvision makes them for 64."""
    encoder.inplanes = width
    encoder.bn1 = torch.nn.BatchNorm2d(width)
    for i, layer in enumerate((encoder.layer1, encoder.layer2, encoder.layer3, encoder.layer4)):
        same = encoder._make_layer(type(layer[0]), width << i, len(layer), stride=1 if i == 0 else 2)
        setattr(encoder, f"layer{i + 1}", same)
    encoder.fc = torch.nn.Linear(encoder.inplanes, outputs)


def make_network(tensors, description):
    """torchvision's ResNet with a first layer for our channels, and the net over timing."""
    net = description["architecture"]
    assert net["stem"] == "standard" and net["auxiliary_inputs"] == 0, "other nets need another first layer or head"
    encoder = getattr(torchvision.models, net["name"])()
    width = net["base_width"]
    encoder.conv1 = torch.nn.Conv2d(net["input_channels"], width, 7, stride=2, padding=3, bias=False)
    set_width(encoder, width, net["outputs"])
    ours = {name: values for name, values in tensors.items() if not name.startswith("timing.")}
    missing, unexpected = encoder.load_state_dict(ours, strict=False)
    assert not unexpected and all(name.endswith("num_batches_tracked") for name in missing), (missing, unexpected)
    timing = torch.nn.Sequential(
        torch.nn.Linear(net["timing_inputs"], 32), torch.nn.ReLU(),
        torch.nn.Linear(32, 32), torch.nn.ReLU(),
        torch.nn.Linear(32, net["outputs"]))
    timing.load_state_dict({name[len("timing."):]: values for name, values in tensors.items()
                            if name.startswith("timing.")})
    return encoder.eval(), timing.eval()


def spectrogram(signal_mv, r_sample, recipe):
    """One channel of the input, [height, width], of a lead at the recipe's sampling frequency without baseline."""
    window = recipe["window_samples"]
    length = round(recipe["segment_s"] * recipe["sampling_frequency_hz"])
    begin = r_sample - round(recipe["before_r"] * length)
    hann = 0.5 - 0.5 * numpy.cos(2 * numpy.pi * numpy.arange(window) / window)
    padded = numpy.pad(signal_mv, window + length)
    columns = []
    for column in range(recipe["width"]):
        centre = begin + round(column * length / (recipe["width"] - 1))
        first = centre - window // 2 + window + length
        spectrum = numpy.fft.rfft(padded[first:first + window] * hann, recipe["fft_samples"]) / hann.sum()
        columns.append(numpy.abs(spectrum[recipe["first_bin"]:recipe["first_bin"] + recipe["height"]]))
    return numpy.log1p(numpy.stack(columns, 1) / recipe["floor_mv"]).astype(numpy.float32)


def main(path):
    tensors, description = read_safetensors(path)
    encoder, timing = make_network(tensors, description)
    print(f"{description['architecture']['name']}, channels {', '.join(description['channels'])}; "
          f"classes {' '.join(description['labels'])}; {description['provenance']['split']}")

    # A drawn beat: R of 1 mV, 60 ms wide, and a T wave. Everything is regular, so the usual beat and the beat before
    # look the same and every number of timing is 0 but the rate, log(RR / 0.8 s).
    rate = description["recipe"]["sampling_frequency_hz"]
    t = numpy.arange(round(2 * rate)) / rate - 1.0
    beat = numpy.exp(-(t / 0.015) ** 2) + 0.3 * numpy.exp(-((t - 0.28) / 0.05) ** 2)
    image = spectrogram(beat, round(rate), description["recipe"])
    scaled = (image - description["input"]["mean"]) / description["input"]["sd"]
    images = torch.from_numpy(numpy.stack([scaled] * len(description["channels"])))[None].float()
    numbers = torch.zeros(1, description["architecture"]["timing_inputs"])
    numbers[0, 12] = math.log(0.8 / 0.8)
    with torch.no_grad():
        shares = (encoder(images) + timing(numbers)).softmax(1)[0]
    for label, share in zip(description["labels"], shares):
        print(f"{label}  {share:.3f}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
