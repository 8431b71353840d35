// Recordings as programs that are not ours decode them.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "support/paths.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::test {

/// What a command prints, and its exit status.
inline std::pair<std::string, int> output_of(const std::string& command) {
    FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    std::string text;
    char block[65536];
    for (std::size_t n = 0; (n = fread(block, 1, sizeof block, pipe)) > 0;) text.append(block, n);
    return {text, pclose(pipe)};
}

inline bool is_there(const std::string& program) {
    return output_of("command -v " + program).second == 0;
}

/// Debian's Python, which has Debian's modules.
inline bool has_pydicom() {
    return output_of("/usr/bin/python3 -c 'import pydicom, numpy'").second == 0;
}

inline std::map<std::string, std::vector<std::string>> decoded_by_python(const std::filesystem::path& path) {
    const std::filesystem::path script = std::filesystem::path(SYNCHRONY_SOURCE_DIR) / "scripts" / "decode_clinical.py";
    std::istringstream lines(output_of("/usr/bin/python3 '" + script.string() + "' '" + path.string() + "'").first);
    std::map<std::string, std::vector<std::string>> leads;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string name, word;
        words >> name;
        while (words >> word) leads[name].push_back(word);
    }
    return leads;
}

/// Every sample of every lead as Python says it, to a thousandth of a microvolt; what is missing, missing there.
inline void expect_as_python_says(const record::Ecg& ecg, const std::filesystem::path& path) {
    const auto python = decoded_by_python(path);
    ASSERT_TRUE(python.contains("rate"));
    EXPECT_NEAR(std::stod(python.at("rate").at(0)), ecg.sampling_frequency_hz, 1e-6);
    std::size_t compared = 0;
    for (const auto& lead : ecg.leads) {
        if (lead.valid_samples() == 0) continue;
        SCOPED_TRACE(lead.name);
        ASSERT_TRUE(python.contains(lead.name)) << "Python does not find the lead";
        const auto& words = python.at(lead.name);
        ASSERT_EQ(words.size(), lead.samples.size());
        for (std::size_t i = 0; i < words.size(); ++i) {
            const auto n = static_cast<std::int64_t>(i);
            ASSERT_EQ(words[i] != "-", lead.is_valid(n, n + 1)) << "sample " << i;
            if (words[i] == "-") continue;
            ASSERT_NEAR(std::stod(words[i]), 1000.0 * static_cast<double>(lead.samples[i]),
                        1e-3 + 1e-6 * std::abs(lead.samples[i]))
                << "sample " << i;
            ++compared;
        }
    }
    EXPECT_GT(compared, 0U);
}

/// Recordings of three databases and both sample files: 500, 360, 250 and 125 Hz, gaps, 2 to 12 leads.
inline std::vector<std::filesystem::path> recordings_to_write() {
    std::vector<std::filesystem::path> all;
    if (const auto formats = formats_folder())
        for (const char* name : {"dicom/ecgtoolkit_Example.dcm", "hl7aecg/fda_Example_aECG.xml", "wfdb/a103l.hea",
                                 "wfdb/3000003_0003.hea", "philips/1_04_ad4d3d80-d165_1-04_converted.xml"})
            all.push_back(*formats / name);
    if (const auto data = data_folder()) all.push_back(*data / "ludb" / "data" / "1.hea");
    return all;
}

}  // namespace synchrony::test
