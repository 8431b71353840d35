// What every reader owes its callers, whatever the format: see record::Ecg. A new format adds its files here.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "support/paths.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

struct Sample {
    std::string name;
    std::filesystem::path path;
    std::string format;
    ReadOptions options;
};

std::ostream& operator<<(std::ostream& out, const Sample& sample) {
    return out << sample.name;
}

/// A small table that needs no file at hand: 3 leads, 200 Hz, a gap and a NaN.
std::filesystem::path written_table() {
    static const test::TemporaryFolder folder;
    const auto path = folder / "table.csv";
    std::ofstream out(path);
    out << "time,i,II,avr\n";
    for (int n = 0; n < 400; ++n)
        out << n / 200.0 << "," << std::sin(0.1 * n) << "," << (n % 50 == 7 ? "" : std::to_string(0.001 * n)) << ","
            << (n == 3 ? "nan" : "0.25") << "\n";
    return path;
}

std::vector<Sample> samples() {
    std::vector<Sample> all{{"csv_written", written_table(), "csv", {}}};
    if (const auto formats = test::formats_folder())
        for (const char* file :
             {"edf/pyedflib_test_generator.edf", "edf/pyedflib_test_subsecond.edf", "bdf/pyedflib_datarec_2.bdf"})
            if (std::filesystem::exists(*formats / file)) {
                auto name = std::filesystem::path(file).stem().string();
                all.push_back({name, *formats / file, "edf", {}});
                all.push_back({name + "_range", *formats / file, "edf", {.first_sample = 100, .samples = 1000}});
            }
    if (const auto data = test::data_folder()) {
        all.push_back({"wfdb_mitdb_100", *data / "mitdb" / "100", "wfdb", {}});
        all.push_back({"wfdb_mitdb_range", *data / "mitdb" / "207", "wfdb", {.first_sample = 1000, .samples = 3600}});
        all.push_back({"wfdb_ludb_1", *data / "ludb" / "data" / "1.hea", "wfdb", {}});
    }
    if (const auto formats = test::formats_folder()) {
        const auto folder = *formats / "wfdb";
        for (const char* record :
             {"a103l", "a103l-no-len", "3000003_0003", "binformats", "flacformats", "mixedsignals", "310derive",
              "311derive", "test01_00s", "test01_00s_skew", "test01_00s_frame", "test01_00s_skewframe",
              "multi-segment/041s/041s", "multi-segment/fixed1/v102s", "multi-segment/p000878/3269321_0002"})
            if (std::filesystem::exists(folder / (std::string(record) + ".hea"))) {
                std::string name = std::string("wfdb_") + record;
                for (char& c : name)
                    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
                all.push_back({name, folder / record, "wfdb", {}});
            }
    }
    return all;
}

class ReaderContract : public testing::TestWithParam<Sample> {};

void expect_signal_in_order(const record::Lead& signal, std::int64_t samples) {
    SCOPED_TRACE(signal.name);
    EXPECT_EQ(static_cast<std::int64_t>(signal.samples.size()), samples);
    std::int64_t last = -1;
    for (const auto& range : signal.invalid) {
        EXPECT_GT(range.begin, last) << "sorted, disjoint and not touching";
        EXPECT_GT(range.end, range.begin);
        EXPECT_LE(range.end, samples);
        last = range.end;
        // The last valid value, before any the first, 0 where there is none.
        const float held = range.begin > 0       ? signal.samples[static_cast<std::size_t>(range.begin) - 1]
                           : range.end < samples ? signal.samples[static_cast<std::size_t>(range.end)]
                                                 : 0.0F;
        for (auto i = range.begin; i < range.end; ++i) EXPECT_EQ(signal.samples[static_cast<std::size_t>(i)], held);
    }
    std::int64_t not_finite = 0;
    for (const float v : signal.samples) not_finite += !std::isfinite(v);
    EXPECT_EQ(not_finite, 0);
}

TEST_P(ReaderContract, GivesAnEcgInMillivolts) {
    const Sample& sample = GetParam();
    const auto format = detect_format(resolve_recording(sample.path));
    ASSERT_TRUE(format) << format.error().message();
    EXPECT_EQ((*format)->name, sample.format);
    const auto ecg = read_ecg(sample.path, sample.options);
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->format, sample.format);
    EXPECT_FALSE(ecg->record_name.empty());
    EXPECT_GT(ecg->sampling_frequency_hz, 0);
    ASSERT_FALSE(ecg->leads.empty());
    EXPECT_GT(ecg->sample_count(), 0);
    if (sample.options.samples >= 0) {
        EXPECT_EQ(ecg->sample_count(), sample.options.samples);
    }
    for (const auto& lead : ecg->leads) {
        expect_signal_in_order(lead, ecg->sample_count());
        EXPECT_EQ(lead.unit, "mV");
        EXPECT_EQ(lead.name, record::standard_lead_name(lead.name));
    }
    for (const auto& signal : ecg->other_signals) expect_signal_in_order(signal, ecg->sample_count());
}

// Scale: on real ECGs the largest swing of a lead is some tenths to some tens of mV. The synthetic ramps of binformats
// and flacformats, which fill their formats' range, are left out.
TEST_P(ReaderContract, ScaleIsThatOfAnEcg) {
    const Sample& sample = GetParam();
    if (sample.name.find("formats") != std::string::npos) return;
    const auto ecg = read_ecg(sample.path, sample.options);
    ASSERT_TRUE(ecg) << ecg.error().message();
    for (const auto& lead : ecg->leads) {
        const auto [low, high] = std::minmax_element(lead.samples.begin(), lead.samples.end());
        EXPECT_LT(*high - *low, 60) << lead.name;
    }
}

INSTANTIATE_TEST_SUITE_P(Readers, ReaderContract, testing::ValuesIn(samples()),
                         [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace synchrony::io
