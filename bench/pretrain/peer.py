#!/usr/bin/env python3
"""The same training in Python PyTorch: peer.py NETWORK PRECISION BATCH THREADS, one line of JSON.

torchvision's network, channels last, SGD with Nesterov momentum, random images of 32 x 32 in three channels: what
bench_pretrain times. Debian: python3-torch python3-torchvision (the same libtorch).
"""
import json
import sys
import time

import torch
import torchvision

LEAST_SECONDS = 3.0


def main(name, precision, batch, threads):
    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
    net = getattr(torchvision.models, name)(num_classes=5).to(memory_format=torch.channels_last)
    images = torch.rand(batch, 3, 32, 32).to(memory_format=torch.channels_last)
    labels = torch.zeros(batch, dtype=torch.long)
    optimizer = torch.optim.SGD(net.parameters(), 1e-3, momentum=0.9, nesterov=True)

    def step():
        optimizer.zero_grad()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == "bf16"):
            outputs = net(images)
        loss = torch.nn.functional.cross_entropy(outputs.float(), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    step(), step()
    begin, steps, seconds = time.perf_counter(), 0, 0.0
    while seconds < LEAST_SECONDS:
        step()
        steps += 1
        seconds = time.perf_counter() - begin
    print(json.dumps({"network": name, "precision": precision, "batch": batch, "threads": threads,
                      "train_images_per_s": batch * steps / seconds, "torch": torch.__version__}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
