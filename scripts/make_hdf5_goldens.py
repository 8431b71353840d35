#!/usr/bin/python3
"""The HDF5 files of tests/golden/hdf5, by h5py (Debian 12: python3-h5py 3.7.0, HDF5 1.10.8):

    scripts/make_hdf5_goldens.py tests/golden/hdf5
    scripts/make_hdf5_goldens.py fuzz/hdf5/seeds --seeds      a few small ones, for the fuzzer

Every number is the formula below, so that tests/golden/hdf5_golden_test.cpp knows what a file holds without reading it by
our own code; `h5dump -d /tracings code15.h5` and the like (hdf5-tools) show the same. Nobody's recording is in them.
"""
import pathlib
import sys

import h5py
import numpy as np


def whole(recordings, samples, leads):
    """(31 recording + 7 sample + 13 lead) modulo 101, less 50."""
    r, s, l = np.ogrid[:recordings, :samples, :leads]
    return (31 * r + 7 * s + 13 * l) % 101 - 50


def code15(path):
    """CODE-15's layout: 7 s and 10 s in 4096 samples of 400 Hz, zeros around them."""
    values = whole(3, 4096, 12).astype("f4") * 0.25
    values[0, :648] = values[0, 3448:] = 0
    values[1, :48] = values[1, 4048:] = 0
    values[2] = 0  # the last row of each published part
    with h5py.File(path, "w") as file:
        file.create_dataset("exam_id", data=np.array([1169160, 2873686, 0], "i8"))
        file.create_dataset("tracings", data=values, chunks=(1, 512, 12), compression="gzip", compression_opts=9, shuffle=True)


def contiguous(path):
    with h5py.File(path, "w") as file:
        data = file.create_dataset("ecg", data=whole(1, 50, 3)[0].T.astype("<i2"))
        data.attrs["sampling_rate"] = 500.0
        data.attrs["units"] = "uV"
        data.attrs["leads"] = ["I", "II", "V1"]


def tree(path):
    """Chunks in a tree, cut at the edges, with a checksum; facts stand at the root as texts of fixed length."""
    with h5py.File(path, "w") as file:
        file.attrs["Sampling-Frequency"] = np.int32(250)
        file.attrs["unit"] = np.bytes_("mV")
        file.attrs["lead_names"] = np.array([b"I", b"II", b"aVF"], "S8")
        file.create_dataset("a/b/x", data=whole(5, 20, 3) * 0.25, chunks=(2, 8, 2), compression="gzip", shuffle=True,
                            fletcher32=True)
        file.create_dataset("a/labels", data=np.arange(5))


def lzf(path):
    with h5py.File(path, "w") as file:
        file.create_dataset("x", data=whole(1, 400, 2)[0].astype(">i4"), chunks=(100, 2), compression="lzf", shuffle=True)


def latest(path):
    """The tables of HDF5 1.10: pages of addresses, one chunk, chunks one behind the other, all in one header."""
    with h5py.File(path, "w", libver="latest") as file:
        file.create_dataset("pages", data=whole(3, 20, 30).astype("f8") * 0.25, chunks=(1, 1, 1))
        file.create_dataset("packed", data=whole(3, 40, 2).astype("i2"), chunks=(1, 16, 2), compression="gzip")
        file.create_dataset("single", data=whole(1, 40, 2)[0].astype("u1") % 100, chunks=(40, 2), compression="gzip")
        file.create_dataset("half", data=whole(1, 40, 2)[0].astype("f2") * 0.25)
        early = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        early.set_chunk((1, 16, 2))
        early.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
        space = h5py.h5s.create_simple((3, 40, 2))
        h5py.Dataset(h5py.h5d.create(file.id, b"implicit", h5py.h5t.STD_I16LE, space, early))[...] = whole(3, 40, 2)
        compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        compact.set_layout(h5py.h5d.COMPACT)
        space = h5py.h5s.create_simple((40, 2))
        h5py.Dataset(h5py.h5d.create(file.id, b"compact", h5py.h5t.STD_I32BE, space, compact))[...] = whole(1, 40, 2)[0]


def matlab(path):
    """As MATLAB 7.3 stores val = 12 x 200: a block of text before the file, dimensions turned round."""
    with h5py.File(path, "w", userblock_size=512) as file:
        file.create_dataset("val", data=whole(1, 200, 12)[0].astype("f8"), chunks=(50, 12), compression="gzip")
    with open(path, "r+b") as file:
        file.write(b"MATLAB 7.3 MAT-file, as h5py writes it".ljust(124) + b"\0\2IM")


def many(path):
    """More names in a group than one table holds."""
    with h5py.File(path, "w") as file:
        for n in range(40):
            file.create_dataset(f"records/r{n:02}", data=(whole(1, 20, 2)[0] + n).astype("i2"))


def ecg(path):
    """Ten seconds of the made-up ECG of tests/browser/make_samples.cpp: eight leads at 500 Hz in steps of 5 uV."""
    at = np.arange(5000) % 400
    bump = lambda centre, width, height: height * np.exp(-(((at - centre) / width) ** 2))
    leads = []
    for lead in range(8):
        side = -1 if lead in (2, 3) else 1
        leads.append((1 + 0.1 * lead) * (bump(60, 15, 120) + side * bump(140, 8, 900) - side * bump(156, 7, 250) + bump(270, 30, 220)))
    with h5py.File(path, "w") as file:
        data = file.create_dataset("ecg", data=np.round(np.array(leads) / 5).astype("i2") * 5, chunks=(8, 400), compression="gzip",
                                   compression_opts=9, shuffle=True)
        data.attrs.update({"fs": 500, "units": "uV", "lead_names": np.bytes_("I,II,V1,V2,V3,V4,V5,V6")})


def named(path):
    """The same beside words about a person who is nobody: tests/end_to_end/identity_formats_test.cpp looks for them."""
    ecg(path)
    with h5py.File(path, "a") as file:
        said = {"patient_name": "Quentin Zzyzx", "patient_id": "4711N", "birth_date": "1951-02-03", "date": "2019-03-04",
                "operator": "Trillian", "reason": "Adm99"}
        file.attrs.update({key: np.bytes_(text) for key, text in said.items()})
        file["ecg"].attrs.update({"patient": np.bytes_("Quentin Zzyzx, 4711N"), "start_time": np.bytes_("2019-03-04T08:07:06")})
        file["patient"] = np.bytes_("Quentin Zzyzx")


def refused(folder):
    with h5py.File(folder / "grows.h5", "w", libver="latest") as file:
        file.create_dataset("x", data=whole(1, 40, 2)[0], chunks=(8, 2), maxshape=(None, 2))
    with h5py.File(folder / "dense.h5", "w", libver="latest") as file:
        for n in range(12):
            file[f"n{n}"] = n
    with h5py.File(folder / "unwritten.h5", "w") as file:
        file.create_dataset("x", shape=(4, 20, 2), dtype="f4", chunks=(1, 20, 2))[1] = whole(1, 20, 2)[0]
    with h5py.File(folder / "scaleoffset.h5", "w") as file:
        file.create_dataset("x", data=whole(1, 40, 2)[0].astype("i4"), chunks=(40, 2), scaleoffset=0)
    with h5py.File(folder / "outside.h5", "w") as file:
        file.create_dataset("x", shape=(40, 2), dtype="i2", external=[("/etc/passwd", 0, 160)])
    with h5py.File(folder / "complex.h5", "w") as file:
        file["x"] = whole(1, 40, 2)[0].astype("c8")


def seeds(folder):
    def file(seed, libver="latest", **how):
        with h5py.File(folder / seed, "w", libver=libver) as out:
            data = out.create_dataset(how.pop("name", "x"), data=whole(2, 6, 2).astype(how.pop("type", "i2")), **how)
            data.attrs.update({"fs": 500.0, "unit": np.bytes_("mV"), "leads": np.bytes_("I,II")})

    file("contiguous", "earliest")
    file("tree", "earliest", chunks=(1, 4, 2), compression="gzip", shuffle=True, fletcher32=True)
    file("lzf", chunks=(1, 6, 2), compression="lzf", type="f8")
    file("table", name="packed", chunks=(1, 4, 2), compression="gzip")
    file("single", name="single", chunks=(2, 6, 2), type=">f4")
    with h5py.File(folder / "exams", "w", libver="latest") as out:
        out["tracings"] = whole(2, 6, 2).astype("f2")
        out["exam_id"] = np.array([17, 4], "i8")


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    if sys.argv[2:] == ["--seeds"]:
        return seeds(folder)
    for make in (code15, contiguous, tree, lzf, latest, matlab, many, ecg, named):
        make(folder / f"{make.__name__}.h5")
    refused(folder)


if __name__ == "__main__":
    main()
