// Virtual patients' ECGs drawn as sheets, as `plot` does it, to PDF, and read back from the curves.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/temporary_folder.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/sheet/ecg_sheet.hpp"
#include "synchrony/sim/patient.hpp"

namespace synchrony {
namespace {

double median_of(std::span<const float> samples) {
    std::vector<float> values(samples.begin(), samples.end());
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return static_cast<double>(*middle);
}

/// Largest difference over the valid samples from `begin`, each curve above its median there.
double largest_difference(const record::Lead& read, const record::Lead& truth, std::size_t begin, std::size_t count) {
    const auto levels_at = std::pair(median_of(std::span(read.samples).subspan(begin, count)),
                                     median_of(std::span(truth.samples).subspan(begin, count)));
    double largest = 0.0;
    for (std::size_t n = begin; n < begin + count; ++n)
        largest =
            std::max(largest, std::abs((read.samples[n] - levels_at.first) - (truth.samples[n] - levels_at.second)));
    return largest;
}

TEST(PrintRead, OurSheetComesBackToTheRecordersStep) {
    // A quarter of the pen, which is 0.28 mm wide, is 7 uV at 10 mm/mV.
    constexpr double recorders_step_mv = 0.0025;
    const test::TemporaryFolder folder;
    for (const std::uint64_t number : {0U, 1U, 2U}) {
        SCOPED_TRACE(number);
        const auto patient = sim::simulate_patient(*sim::make_preset("nanjing"), 7, number, {});
        ASSERT_TRUE(patient) << patient.error().message();
        auto ecg = patient->recording->ecg;
        for (auto& lead : ecg.leads)  // a recorder's step, and with it straight stretches
            for (float& mv : lead.samples) mv = std::round(mv / 0.0025F) * 0.0025F;
        ecg.leads[6].invalid = {{2600, 2700}};  // V1, within its column
        record::hold_over_invalid(ecg.leads[6]);
        const auto path = folder / ("p" + std::to_string(number) + ".pdf");
        const auto drawn = sheet::draw_ecg_sheet(ecg, {}, path);
        ASSERT_TRUE(drawn) << drawn.error().message();
        const auto read = io::read_ecg(path);
        ASSERT_TRUE(read) << read.error().message();
        EXPECT_EQ(read->sampling_frequency_hz, 500.0);
        ASSERT_EQ(read->leads.size(), 12U);
        for (std::size_t l = 0; l < 12; ++l) {
            const auto name = record::standard_leads()[l];
            SCOPED_TRACE(name);
            const auto* lead = read->find_lead(name);
            ASSERT_TRUE(lead);
            // Columns I-III, aVR-aVF, V1-V3, V4-V6 of 2.5 s; II over the whole sheet.
            const std::size_t begin = name == "II" ? 0 : l / 3 * 1250, count = name == "II" ? 5000 : 1250;
            const auto end = static_cast<std::int64_t>(begin + count);
            if (name == "V1") {
                EXPECT_FALSE(lead->is_valid(2600, 2601));
                EXPECT_FALSE(lead->is_valid(2699, 2700));
                EXPECT_LT(largest_difference(*lead, ecg.leads[l], 2700, 1000), recorders_step_mv);
                continue;
            }
            EXPECT_TRUE(lead->is_valid(static_cast<std::int64_t>(begin), end));
            EXPECT_LE(lead->valid_samples(), static_cast<std::int64_t>(count) + 2) << "the rest was not drawn";
            EXPECT_LT(largest_difference(*lead, ecg.leads[l], begin, count), recorders_step_mv);
        }
    }
}

}  // namespace
}  // namespace synchrony
