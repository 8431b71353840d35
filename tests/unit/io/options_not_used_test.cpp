// What a caller says of a file that says it itself.
#include <gtest/gtest.h>

#include <fstream>

#include "support/temporary_folder.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/edf.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

std::string warnings_of(const std::filesystem::path& path, const ReadOptions& options) {
    const auto ecg = read_ecg(path, options);
    EXPECT_TRUE(ecg) << ecg.error().message();
    return ecg ? core::joined(ecg->warnings, "; ", &record::Warning::text) : std::string();
}

ReadOptions options_of(std::optional<double> rate_hz, std::optional<std::string> unit, std::vector<std::string> leads) {
    ReadOptions options;
    options.sampling_frequency_hz = rate_hz;
    options.csv.unit = std::move(unit);
    options.lead_names = std::move(leads);
    return options;
}

/// Two leads of a ramp, 500 Hz.
std::filesystem::path edf_file(const test::TemporaryFolder& folder) {
    record::Ecg ecg;
    ecg.sampling_frequency_hz = 500.0;
    for (const auto* name : {"I", "II"}) {
        ecg.leads.push_back({name, "mV", {}, {}});
        for (int i = 0; i < 1000; ++i) ecg.leads.back().samples.push_back(0.001F * static_cast<float>(i % 500));
    }
    const auto encoded = edf::encode(ecg);
    EXPECT_TRUE(encoded);
    std::ofstream(folder / "a.edf", std::ios::binary) << encoded->bytes;
    return folder / "a.edf";
}

TEST(OptionsNotUsed, AreSaidWhereTheFileKnowsBetter) {
    const test::TemporaryFolder folder;
    const auto edf = edf_file(folder);
    EXPECT_EQ(warnings_of(edf, {}), "");
    EXPECT_EQ(warnings_of(edf, options_of(500.0, {}, {})), "");
    EXPECT_EQ(warnings_of(edf, options_of(250.0, {}, {})), "--fs 250 is not used: the file says 500 Hz");
    EXPECT_EQ(warnings_of(edf, options_of({}, "uV", {})),
              "--unit uV is not used: the file says what its numbers are in");
    EXPECT_EQ(warnings_of(edf, options_of({}, "V", {})), "--unit V is not used: the file says what its numbers are in");
    EXPECT_EQ(warnings_of(edf, options_of({}, {}, {"V1", "V2"})), "--leads is not used: the file names its leads");
}

TEST(OptionsNotUsed, WhatATableNeedsIsFollowedInSilence) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "bare.csv") << "I,II\n1,2\n3,4\n5,6\n";
    std::ofstream(folder / "units.csv") << "time,I [uV],II [uV]\n0,1,2\n0.002,3,4\n0.004,5,6\n";
    EXPECT_EQ(warnings_of(folder / "bare.csv", options_of(500.0, "uV", {})), "");
    EXPECT_EQ(warnings_of(folder / "bare.csv", options_of(500.0, "mV", {})), "");
    EXPECT_EQ(warnings_of(folder / "units.csv", options_of({}, "mV", {})),
              "--unit mV is not used: every lead's column names its unit");
}

}  // namespace
}  // namespace synchrony::io
