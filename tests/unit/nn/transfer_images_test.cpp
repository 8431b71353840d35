#include "transfer_images.hpp"

#include <gtest/gtest.h>

namespace synchrony::nn {
namespace {

using record::PatientId;

struct Example {
    std::vector<PatientId> patients{PatientId("a"), PatientId("b")};
    std::vector<std::string> leads{"I", "II"};
    std::vector<features::ImageIndex> index;

    Example() {
        for (std::int32_t patient = 0; patient < 2; ++patient)
            for (const std::int64_t beat : {std::int64_t{500}, std::int64_t{200}, features::median_beat})
                for (std::int32_t lead = 0; lead < 2; ++lead) index.push_back({patient, lead, beat, -1, 0, 0, 0});
    }
    auto find(const std::vector<PatientId>& wanted, const std::vector<std::string>& wanted_leads,
              BeatChoice beats) const {
        return find_patient_images(index, patients, leads, wanted, wanted_leads, beats);
    }
};

TEST(PatientImages, PrefersMedianBeats) {
    const Example example;
    const auto found = example.find({PatientId("b"), PatientId("a")}, {}, BeatChoice::automatic);
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->median);
    EXPECT_EQ(found->leads, example.leads);
    EXPECT_EQ(found->flat(), (std::vector<std::size_t>{10, 11, 4, 5})) << "in the order of the patients asked for";
}

TEST(PatientImages, ListsSingleBeatsInTime) {
    const Example example;
    const auto found = example.find({PatientId("a")}, {"II"}, BeatChoice::single);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->images[0][0], (std::vector<std::size_t>{3, 1}));
}

TEST(PatientImages, SaysWhatIsMissing) {
    Example example;
    const auto no_lead = example.find({PatientId("a")}, {"V6"}, BeatChoice::automatic);
    ASSERT_FALSE(no_lead);
    EXPECT_NE(no_lead.error().message().find("V6"), std::string::npos);
    const auto no_patient = example.find({PatientId("a"), PatientId("stranger")}, {}, BeatChoice::automatic);
    ASSERT_FALSE(no_patient);
    EXPECT_NE(no_patient.error().message().find("patient 2"), std::string::npos);
    EXPECT_EQ(no_patient.error().message().find("stranger"), std::string::npos)
        << "names of patients stay out of messages";
}

}  // namespace
}  // namespace synchrony::nn
