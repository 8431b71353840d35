// An MFER file of a patient monitor (Nihon Kohden CNS6000), from the repository MONK-system/library,
// resources/test-file.MWF; its own tests say what the head holds. Laid beside the other samples as
// mfer/monk_test-file.MWF.
#include <gtest/gtest.h>

#include "support/paths.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

TEST(MferFiles, MonitorOfNihonKohden) {
    const auto folder = test::formats_folder();
    if (!folder || !std::filesystem::exists(*folder / "mfer" / "monk_test-file.MWF"))
        GTEST_SKIP() << "mfer/monk_test-file.MWF is not among the sample files (SYNCHRONY_FORMATS)";
    const auto ecg = read_ecg(*folder / "mfer" / "monk_test-file.MWF");
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->start_time, "2019-06-19T13:20:00");
    EXPECT_EQ(ecg->facts.device, (record::Device{"NIHON KOHDEN", "CNS6000", "0, 5, 0, 9"}));
    EXPECT_EQ(ecg->facts.patient.id, "12345");
    EXPECT_EQ(ecg->facts.patient.name, "TRWRU");
    EXPECT_FALSE(ecg->facts.patient.age_years);
    EXPECT_DOUBLE_EQ(ecg->sampling_frequency_hz, 250.0);
    ASSERT_EQ(ecg->leads.size(), 2U);
    EXPECT_EQ(ecg->leads[0].name, "II");
    EXPECT_EQ(ecg->leads[1].name, "V5");
    EXPECT_EQ(ecg->sample_count(), 12 * 15000);  // 12 sequences of blocks of 15000
    // The first samples, by hand from the file's bytes: 0x0012, 0x000f, ... in steps of 2 uV.
    const int first[] = {18, 15, 8, 3, 0, -7, -12, -15};
    for (std::size_t n = 0; n < 8; ++n) EXPECT_FLOAT_EQ(ecg->leads[0].samples[n], static_cast<float>(first[n] * 0.002));
    EXPECT_EQ(ecg->warnings.size(), 3U);  // three pressures at 125 Hz
}

}  // namespace
}  // namespace synchrony::io
