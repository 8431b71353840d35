#!/usr/bin/env python3
"""scripts/robustness/checkpoints.py: `pretrain` goes on from checkpoints with bits turned at random places, and from such
whose sum is right and whose contents are absurd.

A damaged one must be refused with its name, and nothing be written; where it is not refused, the run must end with a
model and a report of finite numbers; with bits turned, with the bytes of the unbroken run. Needs MIT-BIH in
SYNCHRONY_DATA or ../shared/data. Prints two tables; exit code 1 where anything else came.

    scripts/robustness/checkpoints.py --flips 200 --threads 1
"""
import hashlib
import json
import math
import random
import struct
import sys

import common

NAN = struct.pack("<f", math.nan)


class Checkpoint:
    """A safetensors file taken apart: metadata, the state in it, [name] -> (type, shape, bytes)."""

    def __init__(self, data):
        length = int.from_bytes(data[:8], "little")
        header = json.loads(data[8:8 + length])
        self.metadata = header.pop("__metadata__")
        self.state = json.loads(self.metadata["training_state"])
        body = data[8 + length:]
        self.tensors = {n: [t["dtype"], t["shape"], body[slice(*t["data_offsets"])]] for n, t in header.items()}

    def bytes(self):
        """The file with a sum that is right (core/content_sum.hpp)."""
        self.metadata["training_state"] = self.state if isinstance(self.state, str) else json.dumps(self.state)
        self.metadata.pop("content_sum", None)
        digest = lambda data: hashlib.sha256(data).hexdigest()
        lines = [f"metadata {n} {digest(self.metadata[n].encode())}\n" for n in sorted(self.metadata)]
        for n in sorted(self.tensors):
            kind, shape, data = self.tensors[n]
            lines.append(f"tensor {n} {kind} {'x'.join(map(str, shape))} {digest(data)}\n")
        self.metadata["content_sum"] = digest("".join(lines).encode())
        header, body = {"__metadata__": self.metadata}, b""
        for name, (kind, shape, data) in self.tensors.items():
            header[name] = {"dtype": kind, "shape": shape, "data_offsets": [len(body), len(body) + len(data)]}
            body += data
        head = json.dumps(header).encode()
        head += b" " * (-len(head) % 8)
        return len(head).to_bytes(8, "little") + head + body

    def largest(self, prefix):
        return max((n for n in self.tensors if n.startswith(prefix)), key=lambda n: len(self.tensors[n][2]))

    def fill(self, prefix, value):
        tensor = self.tensors[self.largest(prefix)]
        tensor[2] = value + tensor[2][4:]

    def reshape(self):
        tensor = self.tensors[self.largest("weights.")]
        tensor[1] = tensor[1][::-1] if tensor[1] != tensor[1][::-1] else [math.prod(tensor[1])]


def changed(**values):
    return lambda c: c.state.update(values)


def history(entry):
    return lambda c: c.state.update(history=[entry])


def absurd():
    """[name] -> what is done to a checkpoint."""
    whole = {"state is text": "nothing", "state is nested 100,000 deep": "[" * 100_000 + "]" * 100_000,
             "state is a list": "[1, 2]", "state is empty": ""}
    acts = {name: (lambda c, text=text: setattr(c, "state", text)) for name, text in whole.items()}
    for key, value in (("step", -1), ("step", 1e300), ("step", 0.5), ("step", 10**30), ("step", "12"), ("planned", 0),
                       ("planned", -5), ("planned", 1e300), ("best_step", 10**9), ("best_macro_f1", None),
                       ("best_macro_f1", 1e300), ("seconds", -1.0), ("seconds", 1e308), ("loss_sum", 1e308),
                       ("loss_count", -1), ("loss_count", 2**62), ("gradient_scale", 0.0), ("gradient_scale", 1e300),
                       ("validations_since_best", 1e300), ("overflows", -7)):
        acts[f"{key} {value}"] = changed(**{key: value})
    f1 = [0.5] * 5
    acts |= {
        "history of 10^6": changed(history=[[1, 0.5, 0.1, 0.5, 0.5, 1.0, f1]] * 1_000_000),
        "history with accuracy 1e300": history([1, 0.5, 0.1, 1e300, 0.5, 1.0, f1]),
        "history with step -1": history([-1, 0.5, 0.1, 0.5, 0.5, 1.0, f1]),
        "history with F1 of 7": history([1, 0.5, 0.1, 0.5, 0.5, 1.0, [7.0] * 5]),
        "history of words": history(["a", "b"]),
        "history of one number": history([1]),
        "a weight is NaN": lambda c: c.fill("weights.", NAN),
        "a weight is infinite": lambda c: c.fill("weights.", struct.pack("<f", math.inf)),
        "a weight is 1e38": lambda c: c.fill("weights.", struct.pack("<f", 1e38)),
        "a best weight is NaN": lambda c: c.fill("best.", NAN),
        "shape of another network": Checkpoint.reshape,
        "a weight is missing": lambda c: c.tensors.pop(c.largest("weights.")),
        "a weight too many": lambda c: c.tensors.update(more=["F32", [1], NAN]),
        "optimizer is empty": lambda c: c.tensors.update(optimizer=["U8", [0], b""]),
        "optimizer is noise": lambda c: c.tensors.update(optimizer=["U8", [4096], random.Random(1).randbytes(4096)]),
        "optimizer is half": lambda c: c.tensors.update(
            optimizer=["U8", [len(c.tensors["optimizer"][2]) // 2],
                       c.tensors["optimizer"][2][:len(c.tensors["optimizer"][2]) // 2]]),
        "optimizer is missing": lambda c: c.tensors.pop("optimizer"),
    }
    return acts


def finite(node):
    if isinstance(node, dict):
        return all(finite(v) for v in node.values())
    if isinstance(node, list):
        return all(finite(v) for v in node)
    return not isinstance(node, float) or (math.isfinite(node) and abs(node) < 1e30)


def finite_weights(path):
    data = path.read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8:8 + length])
    for name, tensor in header.items():
        if name == "__metadata__" or tensor["dtype"] != "F32":
            continue
        begin, end = (8 + length + at for at in tensor["data_offsets"])
        if not all(math.isfinite(v) for v in struct.unpack(f"<{(end - begin) // 4}f", data[begin:end])):
            return False
    return True


class Trial:
    def __init__(self, bench):
        self.bench, self.words = bench, bench.lines()["pretrain"]
        self.state = bench.out / "state"
        self.written = [bench.out / "model.safetensors", bench.out / "report.json"]
        bench.fresh()
        bench.must(*self.words)
        self.whole, self.expected = self.state.read_bytes(), self.results()

    def results(self):
        return {p.name: hashlib.sha256(common.canonical(p)).hexdigest() for p in self.written if p.exists()}

    def go_on(self, data):
        """"refused", "same bytes", "other bytes", or in capitals what must not be."""
        for path in self.written:
            path.unlink(missing_ok=True)
        self.state.write_bytes(data)
        done = self.bench.run(*self.words)
        said = done.stderr.decode(errors="replace")
        if done.returncode == 0:
            if self.results() == self.expected:
                return "same bytes", said
            sound = finite(json.loads(self.written[1].read_text())) and finite_weights(self.written[0])
            return "other bytes" if sound else "NOT FINITE", said
        if done.returncode not in (1, 2) or str(self.state) not in said or self.results():
            return f"WRONG {done.returncode}", said
        return "refused", said


def main():
    parser = common.arguments(__doc__.splitlines()[0])
    parser.add_argument("--flips", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.set_defaults(patients=2, size=2, only=["pretrain"])
    bench = common.Bench(parser.parse_args())
    if not bench.data:
        return 0
    trial, chance = Trial(bench), random.Random(bench.options.seed)
    failed, counts = [], {}
    for number in range(bench.options.flips):
        data = bytearray(trial.whole)
        at, bit = chance.randrange(len(data)), chance.randrange(8)
        data[at] ^= 1 << bit
        came, said = trial.go_on(bytes(data))
        counts[came] = counts.get(came, 0) + 1
        if came not in ("refused", "same bytes"):
            failed.append(f"bit {bit} of byte {at}: {came}: {said[-300:]}")
    print(f"seed {bench.options.seed}, {len(trial.whole)} bytes, {bench.options.flips} bits turned, one a run: "
          + ", ".join(f"{n} {came}" for came, n in sorted(counts.items())), flush=True)
    for name, act in {"nothing absurd": lambda c: None, **absurd()}.items():
        checkpoint = Checkpoint(trial.whole)
        checkpoint.state["step"] //= 2  # so that half of the work is left
        checkpoint.state["best_step"] = min(checkpoint.state["best_step"], checkpoint.state["step"])
        checkpoint.state["history"] = []
        act(checkpoint)
        came, said = trial.go_on(checkpoint.bytes())
        print(f"{name:32} {came}", flush=True)
        if came.isupper() or came.startswith("WRONG"):
            failed.append(f"{name}: {came}: {said[-300:]}")
    return common.verdict(failed, most=None)


if __name__ == "__main__":
    sys.exit(main())
