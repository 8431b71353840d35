"""Files of WFDB decoded without us."""

import numpy


def annotated_beats(path):
    """Times (samples) and codes of a WFDB annotation file's beats (annot(5)): six bits of code and ten of time a pair of
    bytes."""
    beat_codes = {*range(1, 14), 25, 30, 34, 35, 38, 41}
    words = numpy.fromfile(path, "<u2")
    times, codes, time, i = [], [], 0, 0
    while i < len(words):
        code, step = int(words[i]) >> 10, int(words[i]) & 0x3FF
        i += 1
        if code == 0 and step == 0:
            break
        if code == 59:  # skip
            time += int(numpy.int32((int(words[i]) << 16) | int(words[i + 1])))
            i += 2
        elif code == 63:  # text
            i += (step + 1) // 2
        elif code not in (60, 61, 62):
            time += step
            if code in beat_codes:
                times.append(time)
                codes.append(code)
    return numpy.array(times), numpy.array(codes)


def decoded_212(path):
    """WFDB format 212 by hand: two samples of 12 bits in three bytes (wfdb's signal(5))."""
    raw = numpy.fromfile(path, numpy.uint8).reshape(-1, 3).astype(numpy.int32)
    first = raw[:, 0] | (raw[:, 1] & 0x0F) << 8
    second = raw[:, 2] | (raw[:, 1] & 0xF0) << 4
    both = numpy.stack([first, second])
    return numpy.where(both > 2047, both - 4096, both)
