// A recording is known again by its samples, in whatever format it comes.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "support/temporary_folder.hpp"
#include "synchrony/inputs/cohort_images.hpp"
#include "synchrony/inputs/same_samples.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/io/wfdb_record.hpp"
#include "synchrony/record/limb_leads.hpp"
#include "synchrony/record/simulated.hpp"

namespace synchrony::inputs {
namespace {

record::Ecg digested_ecg() {
    record::Ecg ecg;
    ecg.sampling_frequency_hz = 500.0;
    for (const char* name : {"I", "II", "V1", "V2", "V3", "V4", "V5", "V6"}) {
        record::Lead lead;
        lead.name = name;
        for (int i = 0; i < 1000; ++i) lead.samples.push_back(static_cast<float>((i * 37 + name[0]) % 400) * 0.0025F);
        ecg.leads.push_back(std::move(lead));
    }
    return ecg;
}

TEST(SignalDigest, IsThatOfTheSamplesNotOfTheFile) {
    const test::TemporaryFolder folder;
    auto ecg = digested_ecg();
    ecg.comments = {std::string(record::simulated_comment)};
    const auto digest = signal_digest(ecg);
    EXPECT_EQ(digest.size(), 64U);
    EXPECT_EQ(signal_digest(record::with_limb_leads(ecg)), digest) << "leads that are computed say nothing new";
    const auto record = io::wfdb::from_ecg(ecg, "a", 400.0);
    ASSERT_TRUE(record);
    ASSERT_TRUE(io::wfdb::write_record(folder / "a", *record));
    const auto read = io::read_ecg(folder / "a.hea");
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(signal_digest(*read), digest);
    EXPECT_TRUE(record::is_simulated(*read)) << "the header says that it is of no person";
    auto other = ecg;
    other.leads[3].samples[7] += 0.0025F;
    EXPECT_NE(signal_digest(other), digest);
    other.comments.clear();
    EXPECT_FALSE(record::is_simulated(other));
}

// A recorder's step of 4.88 µV, written by another program in whole µV, and in 5 µV: one recording. The next is not.
TEST(JoinAlike, KnowsARecordingInOtherRoundings) {
    const auto rounded = [](float step_mv, float moved_mv) {
        auto ecg = digested_ecg();
        for (auto& lead : ecg.leads)
            for (auto& mv : lead.samples)
                mv = std::round((std::round(mv / 0.00488F) * 0.00488F + moved_mv) / step_mv) * step_mv;
        return samples_key(ecg);
    };
    std::vector<std::string> keys = {
        rounded(0.00488F, 0.0F), rounded(0.001F, 0.0F), rounded(0.005F, 0.0F), rounded(0.001F, 0.02F), "", ""};
    EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), 5U) << "unlike before";
    join_alike(keys);
    EXPECT_EQ(keys[1], keys[0]);
    EXPECT_EQ(keys[2], keys[0]);
    EXPECT_NE(keys[3], keys[0]) << "20 µV apart";
    EXPECT_TRUE(keys[4].empty() && keys[5].empty());
}

}  // namespace
}  // namespace synchrony::inputs
