// Small DICOM and aECG files: of our writers, and of the tests' encoder in every transfer syntax.
#pragma once

#include <cmath>
#include <filesystem>
#include <fstream>

#include "../tests/support/dicom_builder.hpp"
#include "memory_file.hpp"
#include "synchrony/io/aecg.hpp"
#include "synchrony/io/dicom.hpp"

namespace synchrony::fuzz {

inline record::Ecg seed_recording() {
    record::Ecg ecg;
    ecg.sampling_frequency_hz = 500;
    ecg.start_time = "2024-02-29T23:59:58";
    for (const char* name : {"I", "aVR"}) {
        record::Lead lead;
        lead.name = name;
        for (int n = 0; n < 12; ++n) lead.samples.push_back(static_cast<float>(std::round(50 * std::sin(n)) * 0.005));
        ecg.leads.push_back(lead);
    }
    ecg.leads[1].invalid = {{4, 6}};
    record::hold_over_invalid(ecg.leads[1]);
    ecg.stored_beats.push_back(record::excerpt(ecg, {0, 4}));
    ecg.facts.device = {"Maker", "Model", "1"};
    ecg.facts.filters = {0.05, 150.0, 50.0};
    ecg.facts.printed.qrs_ms = 152;
    ecg.facts.printed.statements = {"Left bundle branch block"};
    ecg.facts.patient = {"4711", "Doe Jane", "1963-01-31", "female", 61.0};
    return ecg;
}

inline void write_clinical_seeds(const std::filesystem::path& fuzzers) {
    const auto dicom = fuzzers / "dicom" / "seeds", aecg = fuzzers / "aecg" / "seeds";
    std::filesystem::create_directories(dicom);
    std::filesystem::create_directories(aecg);
    const io::WriteOptions named{.keep_identity = true};
    require(io::dicom::write(dicom / "written", seed_recording(), named).has_value());
    require(io::aecg::write(aecg / "written", seed_recording(), named).has_value());
    require(io::aecg::write(aecg / "written_unnamed", seed_recording()).has_value());
    const auto keep = [&](const char* name, const std::string& bytes) {
        std::ofstream(dicom / name, std::ios::binary) << bytes;
    };
    test::DicomWaveform waveform, late;
    late.offset_ms = "6";
    late.leads = {{"2:3", "Lead V1"}, {"2:66", "Lead V8"}};
    const auto two_groups = [&] { return waveform.data_set({waveform.group(), late.group()}).bytes(); };
    keep("deflated", test::dicom_file("1.2.840.10008.1.2.1.99", test::deflated(two_groups())));
    waveform.syntax = late.syntax = {true, std::endian::big, true};
    keep("big_endian", test::dicom_file("1.2.840.10008.1.2.2", two_groups()));
    waveform.syntax = late.syntax = {false, std::endian::little, true};
    waveform.padding = {-32768};
    keep("implicit", two_groups());
    waveform.syntax = late.syntax = {};
    waveform.bits = waveform.bits_stored = 32;
    waveform.interpretation = "SL";
    keep("long_samples", test::dicom_file("1.2.840.10008.1.2.1", two_groups()));
}

}  // namespace synchrony::fuzz
