#!/usr/bin/env python3
"""Forward passes of small ResNets in plain NumPy, written from He et al. 2016 and torchvision's documentation and sharing
no code with the C++ networks. Prints the probabilities that tests/unit/nn/forward_golden_test.cpp expects.

    python3 scripts/make_nn_goldens.py
"""
import numpy as np

BLOCKS = {"resnet18": ([2, 2, 2, 2], False), "resnet18-1d": ([2, 2, 2, 2], False), "resnet50": ([3, 4, 6, 3], True)}
EPS = 1e-5  # torch.nn.BatchNorm2d's default
HEAD = 1e-3  # small, so that no probability is 0 or 1


class Weights:
    """Tensor number k, counted in the order of use below, holds amplitude * sin(k + 0.7 i) + offset."""

    def __init__(self):
        self.count = 0

    def next(self, shape, amplitude, offset):
        n = int(np.prod(shape))
        values = amplitude * np.sin(self.count + 0.7 * np.arange(n)) + offset
        self.count += 1
        return values.astype(np.float32).astype(np.float64).reshape(shape)


def conv(x, w, stride):
    out_channels, in_channels, rows, columns = w.shape
    x = np.pad(x, ((0, 0), (rows // 2, rows // 2), (columns // 2, columns // 2)))
    height = (x.shape[1] - rows) // stride + 1
    width = (x.shape[2] - columns) // stride + 1
    y = np.zeros((out_channels, height, width))
    for row in range(height):
        for column in range(width):
            patch = x[:, row * stride:row * stride + rows, column * stride:column * stride + columns]
            y[:, row, column] = np.tensordot(w, patch, axes=([1, 2, 3], [0, 1, 2]))
    return y


def norm(x, weights, channels):
    gamma = weights.next((channels,), 0.2, 1.0)
    beta = weights.next((channels,), 0.1, 0.0)
    mean = weights.next((channels,), 0.1, 0.0)
    var = weights.next((channels,), 0.3, 1.0)
    shape = (channels, 1, 1)
    return (x - mean.reshape(shape)) / np.sqrt(var.reshape(shape) + EPS) * gamma.reshape(shape) + beta.reshape(shape)


def conv_norm(x, weights, out_channels, kernel, stride):
    in_channels = x.shape[0]
    amplitude = np.sqrt(2.0 / (in_channels * kernel * kernel))
    rows, columns = (1, kernel * kernel) if x.shape[1] == 1 else (kernel, kernel)  # a wave has one row
    return norm(conv(x, weights.next((out_channels, in_channels, rows, columns), amplitude, 0.0), stride), weights, out_channels)


def relu(x):
    return np.maximum(x, 0)


def max_pool(x):  # 3x3, stride 2, padding 1
    x = np.pad(x, ((0, 0), (1, 1), (1, 1)), constant_values=-np.inf)
    height, width = (x.shape[1] - 3) // 2 + 1, (x.shape[2] - 3) // 2 + 1
    return np.array([[[x[c, 2 * r:2 * r + 3, 2 * q:2 * q + 3].max() for q in range(width)] for r in range(height)]
                     for c in range(x.shape[0])])


def block(x, weights, out, stride, bottleneck):
    inner = out // 4 if bottleneck else out
    if bottleneck:
        y = relu(conv_norm(x, weights, inner, 1, 1))
        y = relu(conv_norm(y, weights, inner, 3, stride))  # torchvision puts the stride here ("ResNet V1.5")
        y = conv_norm(y, weights, out, 1, 1)
    else:
        y = relu(conv_norm(x, weights, out, 3, stride))
        y = conv_norm(y, weights, out, 3, 1)
    if stride != 1 or x.shape[0] != out:
        x = conv_norm(x, weights, out, 1, stride)
    return relu(y + x)


def forward(name, stem, width, image, outputs=5):
    blocks, bottleneck = BLOCKS[name]
    layer_stride = 4 if name.endswith("-1d") else 2
    weights = Weights()
    kernel, stride = {"standard": (7, 2), "compact": (3, 2), "small": (3, 1)}[stem]
    x = relu(conv_norm(image, weights, width, kernel, stride))
    if stem == "standard":
        x = max_pool(x)
    for layer in range(4):
        out = (width << layer) * (4 if bottleneck else 1)
        for i in range(blocks[layer]):
            x = block(x, weights, out, layer_stride if layer > 0 and i == 0 else 1, bottleneck)
    features = x.mean(axis=(1, 2))
    logits = weights.next((outputs, len(features)), HEAD, 0.0) @ features + weights.next((outputs,), 0.1, 0.0)
    shares = np.exp(logits - logits.max())
    return shares / shares.sum()


def main():
    i = np.arange(16 * 16)
    image = ((i * 37 % 128) / 64.0 - 1.0).reshape(1, 16, 16)  # exact in half precision
    for name, stem in (("resnet18", "standard"), ("resnet18", "compact"), ("resnet18", "small"), ("resnet50", "compact")):
        print(name, stem, ", ".join(f"{p:.8f}" for p in forward(name, stem, 4, image)))
    wave = image.reshape(1, 1, 256)[:, :, :249]
    print("resnet18-1d standard", ", ".join(f"{p:.8f}" for p in forward("resnet18-1d", "standard", 4, wave)))


if __name__ == "__main__":
    main()
