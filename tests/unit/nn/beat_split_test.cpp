#include "beat_split.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "synchrony/datasets/mitbih_split.hpp"
#include "synchrony/inputs/published_splits.hpp"

namespace synchrony::nn {
namespace {

PretrainOptions with_published_split() {
    PretrainOptions options;
    options.published = inputs::mitbih_published_split();
    return options;
}
const PretrainOptions defaults = with_published_split();

// Ten beats a patient in two leads, of which every tenth is V.
struct Beats {
    std::vector<features::ImageIndex> images;
    std::vector<record::PatientId> patients;
    std::vector<std::string> leads{"MLII", "V1"};

    explicit Beats(const std::vector<std::string>& names) {
        for (const auto& name : names) {
            const auto patient = static_cast<std::int32_t>(patients.size());
            patients.emplace_back(name);
            for (std::int64_t beat = 0; beat < 10; ++beat)
                for (std::int32_t lead = 0; lead < 2; ++lead)
                    images.push_back({patient, lead, beat * 300, static_cast<std::int8_t>(beat == 9 ? 2 : 0), 0, 0, 0});
        }
    }
    BeatIndex index() const { return {images, patients, leads}; }
    std::set<std::string> names(const std::vector<std::size_t>& part) const {
        const auto list = patients_of(index(), part);
        return {list.begin(), list.end()};
    }
};

std::vector<std::string> mitbih_records() {
    std::vector<std::string> names;
    for (const auto& list : {std::span<const std::string_view>(datasets::mitbih_ds1),
                             std::span<const std::string_view>(datasets::mitbih_ds2),
                             std::span<const std::string_view>(datasets::mitbih_paced)})
        for (const auto name : list) names.emplace_back(name);
    return names;
}

TEST(MitbihSplit, HoldsEachOfThe48RecordsOnce) {
    const auto names = mitbih_records();
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), 48U);
}

TEST(BeatSplit, FollowsThePublishedOneForMitbih) {
    const Beats beats(mitbih_records());
    const auto split = split_beats(beats.index(), defaults, 1);
    ASSERT_TRUE(split) << split.error().message();
    EXPECT_FALSE(split->leaking);
    const auto train = beats.names(split->train), validation = beats.names(split->validation),
               test = beats.names(split->test);
    EXPECT_EQ(test.size(), 22U);
    EXPECT_EQ(train.size() + validation.size(), 21U) << "DS1 without record 201";
    EXPECT_EQ(validation.size(), 4U);
    for (const auto& name : train) {
        EXPECT_EQ(datasets::mitbih_part(name), datasets::MitbihPart::ds1);
        EXPECT_FALSE(validation.contains(name));
    }
    EXPECT_FALSE(train.contains("201") || validation.contains("201"));
    EXPECT_TRUE(test.contains("202"));
    EXPECT_FALSE(test.contains("102") || train.contains("217"));
}

TEST(BeatSplit, KeepsPatientsApartInOtherSets) {
    std::vector<std::string> names;
    for (int i = 0; i < 20; ++i) names.push_back(std::string("p").append(std::to_string(i)));
    const Beats beats(names);
    const auto split = split_beats(beats.index(), defaults, 1);
    ASSERT_TRUE(split);
    const auto train = beats.names(split->train), validation = beats.names(split->validation),
               test = beats.names(split->test);
    EXPECT_EQ(test.size(), 4U);
    EXPECT_EQ(train.size() + validation.size() + test.size(), 20U);
    for (const auto& name : test) EXPECT_FALSE(train.contains(name) || validation.contains(name));
}

TEST(BeatSplit, SaysThatBeatsAtRandomLeakAndKeepsLeadsOfABeatTogether) {
    const Beats beats({"100", "101", "103", "105"});
    PretrainOptions options;
    options.split = SplitKind::intra;
    const auto split = split_beats(beats.index(), options, 1);
    ASSERT_TRUE(split);
    EXPECT_TRUE(split->leaking);
    EXPECT_NE(split->description.find("leaks"), std::string::npos);
    EXPECT_EQ(split->train.size() + split->validation.size() + split->test.size(), 80U);
    for (const auto* part : {&split->train, &split->validation, &split->test})
        for (std::size_t i = 0; i < part->size(); i += 2) EXPECT_EQ((*part)[i] + 1, (*part)[i + 1]);
}

TEST(BeatSplit, LeavesOutMedianBeatsAndBeatsWithoutLabel) {
    std::vector<std::string> names;
    for (int i = 0; i < 10; ++i) names.push_back(std::string("p").append(std::to_string(i)));
    Beats beats(names);
    for (auto& image : beats.images) {
        if (image.beat == 0) image.beat = features::median_beat;
        if (image.beat == 300) image.label = -1;
    }
    const auto split = split_beats(beats.index(), defaults, 1);
    ASSERT_TRUE(split);
    EXPECT_EQ(split->train.size() + split->validation.size() + split->test.size(), 160U);
}

// Twenty images of two labelled patients, then two more patients: they are in no part of the split.
TEST(UnlabelledBeats, AreThoseBehindTheLabelledSet) {
    Beats beats({"100", "101", "unlabelled 1", "unlabelled 2"});
    for (std::size_t i = 40; i < 80; ++i) beats.images[i].label = -1;
    beats.images[79].beat = features::median_beat;
    const auto unlabelled = beats_among(beats.index(), 40, 80, {});
    ASSERT_EQ(unlabelled.size(), 39U);
    EXPECT_EQ(unlabelled.front(), 40U);
    EXPECT_EQ(unlabelled.back(), 78U);
    EXPECT_EQ(beats.names(unlabelled), (std::set<std::string>{"unlabelled 1", "unlabelled 2"}));
    EXPECT_EQ(beats_among(beats.index(), 40, 80, {"V1"}).size(), 19U);
    EXPECT_TRUE(beats_among(beats.index(), 80, 80, {}).empty());
}

TEST(BeatSplit, RefusesUnknownLeadsAndEmptyParts) {
    const Beats beats({"100", "101", "103"});
    PretrainOptions options;
    options.leads = {"V9"};
    const auto unknown = split_beats(beats.index(), options, 1);
    ASSERT_FALSE(unknown);
    EXPECT_NE(unknown.error().message().find("V9"), std::string::npos);
    const Beats only_test({"100", "103"});
    const auto empty = split_beats(only_test.index(), defaults, 1);
    ASSERT_FALSE(empty);
    EXPECT_NE(empty.error().message().find("training part"), std::string::npos);
}

TEST(SomeBeats, KeepsAllLeadsOfABeat) {
    const Beats beats({"100", "101", "103", "105", "106"});
    std::vector<std::size_t> all(beats.images.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    const auto some = some_beats(beats.index(), all, 30, 1);
    EXPECT_EQ(some.size(), 30U);
    for (std::size_t i = 0; i < some.size(); i += 2) EXPECT_EQ(some[i] + 1, some[i + 1]);
    EXPECT_EQ(some_beats(beats.index(), all, 0, 1), all);
}

}  // namespace
}  // namespace synchrony::nn
