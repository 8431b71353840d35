// Truths: definitions of the blocks (QRS durations of Surawicz, Circulation 2009;119:e235), the plan that the header
// gives, and the rooms that know nothing of the simulation: the detector and the measured QRS complex.
#include "virtual_source.hpp"

#include <gtest/gtest.h>

#include <map>

#include "synchrony/app/pretrain.hpp"
#include "synchrony/beats/detector.hpp"

namespace synchrony::app {
namespace {

VirtualSource source_of(std::uint64_t patients, std::uint64_t seed = 5) {
    auto source = VirtualSource::make(patients, seed);
    EXPECT_TRUE(source);
    return std::move(*source);
}

TEST(VirtualSource, HasAsManyPatientsOfEachClassAndTwoBeatsOfEach) {
    const auto source = source_of(20);
    ASSERT_EQ(source.records().size(), 20U);
    std::map<int, int> patients;
    for (std::size_t i = 0; i < 20; ++i) {
        const auto recording = source.read(i);
        ASSERT_TRUE(recording);
        ASSERT_EQ(recording->annotated.samples.size(), 2U);
        ASSERT_EQ(recording->annotated.labels.at(0), recording->annotated.labels.at(1));
        ++patients[recording->annotated.labels.at(0)];
    }
    EXPECT_EQ(patients, (std::map<int, int>{{0, 4}, {1, 4}, {2, 4}, {3, 4}, {4, 4}}));
}

TEST(VirtualSource, BeatsStandWhereTheDetectorFindsThem) {
    const auto source = source_of(10);
    for (std::size_t i = 0; i < 10; ++i) {
        const auto recording = source.read(i);
        const auto detected = beats::detect_beats(recording->ecg);
        ASSERT_TRUE(detected);
        for (const auto sample : recording->annotated.samples)
            EXPECT_TRUE(std::ranges::any_of(*detected,
                                            [&](const auto& beat) {
                                                return std::abs(beat.sample - sample) <=
                                                       static_cast<std::int64_t>(0.15 * 500);
                                            }))
                << source.records()[i] << ", sample " << sample;
    }
}

TEST(VirtualSource, QrsDurationsAreThoseOfTheBlocks) {
    const auto source = *VirtualSource::make(100, 5, {"qrs_ms", "male"});
    const auto targets = source.targets({});
    ASSERT_TRUE(targets);
    ASSERT_EQ(targets->names, (std::vector<std::string>{"qrs_ms", "male"}));
    std::map<std::size_t, double> sum;
    for (std::size_t i = 0; i < 100; ++i) {
        const auto& values = targets->of_patient.at(source.records()[i]);
        sum[i % 5] += values[0];
        if (i % 5 == 2) {
            EXPECT_GE(values[0], 120.0 - 5.0);  // complete LBBB; women's are 5 ms shorter at most
        }
        EXPECT_TRUE(values[1] == 0.0 || values[1] == 1.0);
    }
    EXPECT_LT(sum[0] / 20, 110.0);        // normal
    EXPECT_GT(sum[2] / 20, sum[3] / 20);  // complete left block, delays and incomplete ones
    EXPECT_LT(sum[4] / 20, sum[1] / 20);  // anterior block, right block
}

TEST(VirtualSource, TheFirstPatientsOfASeedAreTheSame) {
    const auto few = source_of(6), many = source_of(11), others = source_of(6, 6);
    const auto one = few.read(5), same = many.read(5), other = others.read(5);
    ASSERT_TRUE(one && same && other);
    EXPECT_EQ(one->ecg.leads[7].samples, same->ecg.leads[7].samples);
    EXPECT_NE(one->ecg.leads[7].samples, other->ecg.leads[7].samples);
    EXPECT_NE(*few.contents({}), *many.contents({}));
    EXPECT_NE(*few.contents({}), *others.contents({}));
    EXPECT_EQ(*few.contents({}), *source_of(6).contents({}));
}

TEST(VirtualSource, NumbersDoNotNeedTheRecording) {
    const auto source = source_of(5), read = source_of(5);
    const auto all = source.targets({});
    ASSERT_TRUE(all);
    for (std::size_t i = 0; i < 5; ++i) ASSERT_TRUE(read.read(i));
    EXPECT_EQ(read.targets({})->of_patient, all->of_patient);
    EXPECT_EQ(all->names.size(), 14U);
    for (const auto& [patient, values] : all->of_patient)
        for (const double value : values) EXPECT_TRUE(std::isfinite(value)) << patient;
}

TEST(VirtualSource, RefusesNumbersThatNobodyKnowsAndTooManyPatients) {
    const auto unknown = VirtualSource::make(1, 1, {"troponin"});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().kind, core::ErrorKind::usage);
    EXPECT_NE(unknown.error().expected.find("lateral_delay_ms"), std::string::npos);
    EXPECT_FALSE(VirtualSource::make(0, 1));
    EXPECT_FALSE(VirtualSource::make(most_virtual_patients + 1, 1));
}

}  // namespace
}  // namespace synchrony::app
