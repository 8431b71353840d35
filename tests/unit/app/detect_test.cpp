#include "synchrony/app/detect.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "support/temporary_folder.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::app {
namespace {

/// A table of two leads at 250 Hz for 20 s: I is zero for so many seconds, else a spike a second, as II is throughout.
std::filesystem::path written(const test::TemporaryFolder& folder, const std::string& name, int zero_s) {
    constexpr int rate = 250, seconds = 20;
    std::ofstream file(folder / name);
    file << "I,II\n";
    for (int i = 0; i < rate * seconds; ++i) {
        const double spike = std::exp(-std::pow((i % rate - 100) / 4.0, 2)) + 0.001 * (i % 7);
        file << (i < zero_s * rate ? 0.0 : spike) << ',' << spike << '\n';
    }
    return folder / name;
}

std::string warnings_of(const std::filesystem::path& ecg, const std::string& lead) {
    DetectRequest request;
    request.recordings = {ecg};
    request.out_folder = ecg.parent_path() / "out";
    request.lead = lead;
    request.reading.sampling_frequency_hz = 250.0;
    const auto report = detect(request, core::RunContext{});
    EXPECT_TRUE(report) << report.error().message();
    return report ? core::joined(report->recordings.at(0).warnings, "; ") : std::string();
}

TEST(Detect, SaysThatTheLeadItLooksAtIsOff) {
    const test::TemporaryFolder folder;
    EXPECT_EQ(warnings_of(written(folder, "off.csv", 20), "auto"),
              "lead I is missing or stands still for 100 % of the recording; --lead all looks at the others too");
    EXPECT_EQ(warnings_of(written(folder, "half.csv", 10), "first"),
              "lead I is missing or stands still for 50 % of the recording; --lead all looks at the others too");
    EXPECT_EQ(warnings_of(written(folder, "on.csv", 0), "auto"), "");
    EXPECT_EQ(warnings_of(folder / "off.csv", "all"), "");
}

TEST(Detect, RefusesARecordWithoutSamples) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "none.hea") << "none 1 250 0\nnone.dat 16 200 16 0 0 0 0 II\n";
    std::ofstream(folder / "none.dat") << "";
    DetectRequest request;
    request.recordings = {folder / "none.hea"};
    request.out_folder = folder / "out";
    const auto report = detect(request, core::RunContext{});
    ASSERT_TRUE(report);
    EXPECT_EQ(report->failed(), 1U);
}

}  // namespace
}  // namespace synchrony::app
