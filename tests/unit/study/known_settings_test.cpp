// Settings of a finished run, by hand: which is best for all its tasks and halves.
#include "known_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::study {
namespace {

using testing::ElementsAre;

TEST(KnownSettings, AreSortedByTheirMeanOverTasksAndHalves) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(core::write_file(folder / "settings.csv",
                                 "method,task,setting,auc_half_a,auc_half_b\r\n"
                                 "frozen,lvh,\"layer 2, side\",0.80,0.70\r\n"
                                 "frozen,lvh,\"layer 3, side\",0.60,0.95\r\n"
                                 "frozen,sex,\"layer 2, side\",0.60,0.60\r\n"
                                 "frozen,sex,\"layer 3, side\",0.50,0.70\r\n"
                                 "pixels,lvh,all,0.7,0.7\r\n"));
    const auto known = read_known_settings(folder.path());
    ASSERT_TRUE(known) << known.error().message();
    // 0.80 + 0.70 + 0.60 + 0.60 = 2.70 against 0.60 + 0.95 + 0.50 + 0.70 = 2.75
    EXPECT_THAT(known->at("frozen"), ElementsAre("layer 3, side", "layer 2, side"));
    const std::vector<GainSetting> settings{{"layer 2, side", {}}, {"layer 3, side", {}}};
    const auto chosen = chosen_as_known(*known, "frozen", settings, 3, 1);
    ASSERT_TRUE(chosen);
    ASSERT_EQ(chosen->size(), 3U);
    for (const Half half : {Half::a, Half::b}) EXPECT_THAT((*chosen)[2].names(half), ElementsAre("layer 3, side"));
    EXPECT_EQ(chosen_as_known(*known, "random", settings, 3, 1).error().got, "random");
    EXPECT_EQ(chosen_as_known(*known, "pixels", settings, 3, 1).error().got, "all") << "no such setting here";
}

TEST(KnownSettings, SayWhatCannotBeRead) {
    const test::TemporaryFolder folder;
    EXPECT_FALSE(read_known_settings(folder.path()));
    ASSERT_TRUE(core::write_file(folder / "settings.csv", "method,task,setting,auc_half_a\nfrozen,lvh,x,0.5\n"));
    EXPECT_NE(read_known_settings(folder.path()).error().message().find("auc_half_b"), std::string::npos);
    ASSERT_TRUE(core::write_file(folder / "settings.csv",
                                 "method,task,setting,auc_half_a,auc_half_b\nfrozen,lvh,x,0.5,high\n"));
    EXPECT_NE(read_known_settings(folder.path()).error().message().find("high"), std::string::npos);
}

}  // namespace
}  // namespace synchrony::study
