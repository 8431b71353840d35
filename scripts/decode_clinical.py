#!/usr/bin/python3
"""What a DICOM waveform, an aECG, a MUSE file, a .npz, a WFDB record or an EDF+ file holds, by readers that are not ours:
tests/golden/clinical_golden_test.cpp and writers_golden_test.cpp compare.

    scripts/decode_clinical.py FILE      rate in Hz, then a line a lead: its name and samples in uV, "-" where not recorded

DICOM is decoded by pydicom (Debian: python3-pydicom), aECG by xml.etree alone, MUSE by xml.etree, base64, struct and zlib,
which checks each lead's sum, .npz by numpy.load, WFDB (FILE is the header) after PhysioNet's header(5) and signal(5),
EDF+ after edfplus.info.
"""
import base64
import pathlib
import struct
import sys
import xml.etree.ElementTree as ElementTree
import zlib

MICROVOLTS = {"V": 1e6, "mV": 1e3, "uV": 1.0, "nV": 1e-3}
SECONDS = {"s": 1.0, "ms": 1e-3, "us": 1e-6}


def lead_name(code):
    return code.replace("MDC_ECG_LEAD_", "").replace("Lead ", "").split(",")[0].replace("AV", "aV")


def dicom_leads(path):
    """The first multiplex group: its rate and {lead: uV, None where padded}."""
    import numpy
    import pydicom

    data_set = pydicom.dcmread(path)
    group = data_set.WaveformSequence[0]
    kinds = {"SB": "i1", "UB": "u1", "SS": "i2", "US": "u2", "SL": "i4", "UL": "u4"}
    order = "<" if data_set.is_little_endian else ">"
    kind = order + kinds[group.WaveformSampleInterpretation]
    channels = len(group.ChannelDefinitionSequence)
    stored = numpy.frombuffer(group.WaveformData, kind)[: channels * group.NumberOfWaveformSamples]
    stored = stored.reshape(-1, channels)
    padding = None
    if "WaveformPaddingValue" in group:
        padding = numpy.frombuffer(group.WaveformPaddingValue, kind)[0]
    leads = {}
    for c, channel in enumerate(group.ChannelDefinitionSequence):
        unit = MICROVOLTS[channel.ChannelSensitivityUnitsSequence[0].CodeValue]
        scale = float(channel.ChannelSensitivity) * float(channel.ChannelSensitivityCorrectionFactor)
        values = (stored[:, c] * scale + float(channel.ChannelBaseline)) * unit
        # A padding value of 0 is what the signal passes through (ecgtoolkit).
        missing = (stored[:, c] == padding) if padding else numpy.zeros(len(values), bool)
        code = channel.ChannelSourceSequence[0]
        name = channel.ChannelLabel if code.CodeValue == "2:0" else lead_name(code.CodeMeaning)
        leads[name] = [None if gone else float(value) for value, gone in zip(values, missing)]
    return float(group.SamplingFrequency), leads


def aecg_leads(path):
    """All sequence sets of the first rhythm series on one axis."""
    root = ElementTree.parse(path).getroot()
    space = {"h": "urn:hl7-org:v3"}
    series = next(s for s in root.findall("h:component/h:series", space) if s.find("h:code", space).get("code") == "RHYTHM")
    sets, step = [], None
    for node in series.findall("h:component/h:sequenceSet", space):
        begin, leads = 0.0, {}
        for sequence in node.findall("h:component/h:sequence", space):
            code, value = sequence.find("h:code", space).get("code"), sequence.find("h:value", space)
            if code.startswith("TIME_"):
                head, increment = value.find("h:head", space), value.find("h:increment", space)
                step = float(increment.get("value")) * SECONDS[increment.get("unit")]
                text = head.get("value")
                if head.get("unit"):
                    begin = float(text) * SECONDS[head.get("unit")]
                else:
                    begin = int(text[6:8]) * 86400 + int(text[8:10]) * 3600 + int(text[10:12]) * 60 + float(text[12:])
            else:
                scale, origin = value.find("h:scale", space), value.find("h:origin", space)
                unit = MICROVOLTS[scale.get("unit")]
                leads[lead_name(code)] = [
                    (int(digit) * float(scale.get("value")) + float(origin.get("value"))) * unit
                    for digit in value.find("h:digits", space).text.split()
                ]
        sets.append((begin, leads))
    first = min(begin for begin, _ in sets)
    total = max(round((b - first) / step) + len(v) for b, leads in sets for v in leads.values())
    whole = {}
    for begin, leads in sets:
        for name, values in leads.items():
            at = round((begin - first) / step)
            whole.setdefault(name, [None] * total)[at : at + len(values)] = values
    return 1.0 / step, whole


def muse_leads(path):
    """The waveform of type Rhythm; III, aVR, aVL and aVF of I and II where they are not stored."""
    root = ElementTree.parse(path).getroot()
    wave = next(w for w in root.findall("Waveform") if w.findtext("WaveformType") == "Rhythm")
    leads = {}
    for lead in wave.findall("LeadData"):
        data = base64.b64decode(lead.findtext("WaveFormData"))
        assert len(data) == int(lead.findtext("LeadByteCountTotal")) == 2 * int(lead.findtext("LeadSampleCountTotal"))
        assert zlib.crc32(data) == int(lead.findtext("LeadDataCRC32")), lead.findtext("LeadID")
        assert lead.findtext("LeadAmplitudeUnits") == "MICROVOLTS"
        step = float(lead.findtext("LeadAmplitudeUnitsPerBit"))
        leads[lead.findtext("LeadID")] = [step * value for value in struct.unpack(f"<{len(data) // 2}h", data)]
    assert len(leads) == int(wave.findtext("NumberofLeads"))
    if "I" in leads and "II" in leads and "III" not in leads:
        both = list(zip(leads["I"], leads["II"]))
        leads["III"] = [two - one for one, two in both]
        leads["aVR"] = [-(one + two) / 2 for one, two in both]
        leads["aVL"] = [one - two / 2 for one, two in both]
        leads["aVF"] = [two - one / 2 for one, two in both]
    return float(wave.findtext("SampleBase")) * 10.0 ** float(wave.findtext("SampleExponent")), leads


def npz_leads(path):
    """Arrays of ours: a row a lead, NaN where not recorded."""
    import numpy

    with numpy.load(path, allow_pickle=False) as arrays:
        samples = arrays["samples_mv"]
        assert samples.dtype == numpy.float32 and samples.shape[0] == len(arrays["lead_names"])
        leads = {}
        for name, row in zip(arrays["lead_names"].tolist(), samples):
            leads[name] = [None if numpy.isnan(value) else 1000.0 * float(value) for value in row]
        return float(arrays["sampling_frequency_hz"]), leads


def wfdb_leads(path):
    """A record of one segment whose signals lie in one file of format 16, one sample a frame; header(5), signal(5)."""
    lines = [line for line in pathlib.Path(path).read_text().splitlines() if line and not line.startswith("#")]
    name, count, rate, frames = lines[0].split()[:4]
    assert name == pathlib.Path(path).stem and "/" not in name
    count, frames = int(count), int(frames)
    signals = [line.split(None, 8) for line in lines[1 : 1 + count]]
    assert len(signals) == count and len({signal[0] for signal in signals}) == 1
    assert all(signal[1] == "16" for signal in signals)
    data = (pathlib.Path(path).parent / signals[0][0]).read_bytes()
    assert len(data) == 2 * count * frames, "signal file of another length"
    stored = struct.unpack(f"<{count * frames}h", data)
    leads = {}
    for i, (_, _, scale, _, zero, first, checksum, _, description) in enumerate(signals):
        values = stored[i::count]
        assert values[0] == int(first) and (sum(values) - int(checksum)) % 65536 == 0, description
        gain, _, unit = scale.partition("/")
        gain, _, baseline = gain.partition("(")
        baseline = int(baseline.rstrip(")")) if baseline else int(zero)
        step = MICROVOLTS.get(unit or "mV")
        if step:  # else no voltage, and no lead
            leads[description] = [
                None if value == -32768 else (value - baseline) / float(gain) * step for value in values
            ]
    return float(rate.split("/")[0]), leads


def edf_leads(path):
    """EDF+C as edfplus.info specifies it: signals named "ECG ..."; outside of the digital range: not recorded."""
    data = pathlib.Path(path).read_bytes()
    count, records, seconds = int(data[252:256]), int(data[236:244]), float(data[244:252])
    assert data[192:197] == b"EDF+C" and int(data[184:192]) == 256 * (count + 1)
    at, columns = 256, []
    for width in (16, 80, 8, 8, 8, 8, 8, 80, 8, 32):
        columns.append([data[at + width * i : at + width * (i + 1)].decode("ascii").strip() for i in range(count)])
        at += width * count
    labels, _, units, low, high, digital_low, digital_high, _, samples, _ = columns
    samples = [int(number) for number in samples]
    assert len(data) == at + 2 * sum(samples) * records, "file of another length"
    stored = [[] for _ in labels]
    notes = b""
    for _ in range(records):
        for i, number in enumerate(samples):
            piece = data[at : at + 2 * number]
            at += 2 * number
            if labels[i] == "EDF Annotations":
                notes += piece
            else:
                stored[i] += struct.unpack(f"<{number}h", piece)
    leads, rate = {}, None
    for i, label in enumerate(labels):
        if not label.startswith("ECG "):
            continue
        rate = samples[i] / seconds
        first, last, bottom, top = int(digital_low[i]), int(digital_high[i]), float(low[i]), float(high[i])
        step = (top - bottom) / (last - first) * MICROVOLTS[units[i]]
        zero = bottom * MICROVOLTS[units[i]] - step * first
        leads[label[4:]] = [step * value + zero if first <= value <= last else None for value in stored[i]]
    begin = float(notes.split(b"\x14")[0])  # of the first data record, in s
    for item in notes.split(b"\0"):
        if item.endswith(b"\x14Recording ends\x14"):
            length = round((float(item.split(b"\x14")[0]) - begin) * rate)
            leads = {name: values[:length] for name, values in leads.items()}
    return rate, leads


def decoded(path):
    head = pathlib.Path(path).read_bytes()[:4096]
    if head[:8] == b"0       ":
        return edf_leads(path)
    if head[:4] == b"PK\x03\x04":
        return npz_leads(path)
    if pathlib.Path(path).suffix == ".hea":
        return wfdb_leads(path)
    if head[128:132] == b"DICM":
        return dicom_leads(path)
    return muse_leads(path) if b"<RestingECG>" in head else aecg_leads(path)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    rate, leads = decoded(sys.argv[1])
    print(f"rate {rate:.10g}")
    for name, values in leads.items():
        print(name, " ".join("-" if value is None else f"{value:.9g}" for value in values))


if __name__ == "__main__":
    main()
