// Recordings that are not what they say: wrong units, leads under wrong names, the reader's doubts.
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <numbers>

#include "made_heart.hpp"
#include "support/paths.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::measure {
namespace {

using namespace made;

record::Ecg scaled(float factor) {
    auto ecg = made_heart();
    for (auto& lead : ecg.leads)
        for (float& v : lead.samples) v *= factor;
    return ecg;
}

TEST(DoubtfulRecording, AmplitudesThatNoHeartHasAreRefused) {
    EXPECT_EQ(flag_of(*measure_ecg(scaled(1.0F)), "unit_doubtful"), nullptr);
    for (const float real : {0.5F, 2.0F})  // low voltage, hypertrophy
        EXPECT_EQ(flag_of(*measure_ecg(scaled(real)), "unit_doubtful"), nullptr) << real;
    for (const float factor : {10.0F, 200.0F, 1000.0F, 0.1F, 0.01F, 0.001F}) {
        const auto m = measure_ecg(scaled(factor));
        if (!m) {
            EXPECT_NE(m.error().message().find("unit?"), std::string::npos) << m.error().message();
            continue;
        }
        ASSERT_NE(flag_of(*m, "unit_doubtful"), nullptr) << factor << ": " << flags_of(*m);
        EXPECT_TRUE(m->refused());
        EXPECT_FALSE(m->vectors) << "areas rest on the unit";
        EXPECT_NE(m->conduction.lbbb_strauss.answer, Answer::yes);
    }
}

TEST(DoubtfulRecording, EveryTwoLimbLeadsUnderEachOthersNamesAreNoticed) {
    const auto right = *measure_ecg(made_heart());
    EXPECT_TRUE(right.limb.hold);
    const char* names[] = {"I", "II", "III", "aVR", "aVL", "aVF"};
    for (int a = 0; a < 6; ++a)
        for (int b = a + 1; b < 6; ++b) {
            SCOPED_TRACE(std::string(names[a]) + " and " + names[b]);
            auto ecg = made_heart();
            std::swap(lead_of(ecg, names[a]).samples, lead_of(ecg, names[b]).samples);
            const auto m = measure_ecg(ecg);
            ASSERT_TRUE(m);
            EXPECT_FALSE(m->limb.hold);
            EXPECT_TRUE(m->refused()) << flags_of(*m);
            EXPECT_EQ(m->limb.explanation, std::string(names[a]) + " and " + names[b] + " exchanged");
            EXPECT_NEAR(*m->axes.qrs_deg, *right.axes.qrs_deg, 2.0) << "from the leads that agree";
        }
}

TEST(DoubtfulRecording, ALimbLeadUpsideDownOrSomethingElseIsNamed) {
    const auto right = *measure_ecg(made_heart());
    for (const std::string name : {"I", "II", "III", "aVR", "aVL", "aVF"}) {
        auto ecg = made_heart();
        for (float& v : lead_of(ecg, name).samples) v = -v;
        const auto turned = measure_ecg(ecg);
        EXPECT_EQ(turned->limb.explanation, name + " is upside down");
        EXPECT_TRUE(turned->refused());
        EXPECT_NEAR(*turned->axes.qrs_deg, *right.axes.qrs_deg, 2.0);
        ecg = made_heart();
        for (float& v : lead_of(ecg, name).samples) v *= 2.0F;  // another gain
        EXPECT_EQ(measure_ecg(ecg)->limb.explanation, name + " does not follow from the other limb leads");
    }
}

TEST(DoubtfulRecording, ALimbLeadExchangedWithAChestLead) {
    auto ecg = made_heart();
    std::swap(lead_of(ecg, "I").samples, lead_of(ecg, "V2").samples);
    const auto m = measure_ecg(ecg);
    EXPECT_EQ(m->limb.explanation, "I and V2 exchanged");
    EXPECT_FALSE(m->vectors) << "V2 is not known";
    EXPECT_TRUE(m->refused());
}

TEST(DoubtfulRecording, ARecordingUpsideDown) {
    EXPECT_EQ(flag_of(*measure_ecg(made_heart()), "upside_down"), nullptr);
    const auto m = measure_ecg(scaled(-1.0F));
    ASSERT_TRUE(m);
    ASSERT_NE(flag_of(*m, "upside_down"), nullptr) << flags_of(*m);
    EXPECT_TRUE(m->refused());
}

// Turned over, a left axis points to the lower right and only P says it: CRT's candidates are such (PTB-XL 00618).
TEST(DoubtfulRecording, ARecordingUpsideDownWhoseQrsPointsToTheLeft) {
    auto ecg = made_heart();
    const auto m = measure_ecg(ecg);
    ASSERT_TRUE(m && m->global.qrs);
    const double fs = ecg.sampling_frequency_hz;
    for (const auto r : m->r_peaks)  // II and III fall below I: an axis of -30 degrees and more
        for (auto i = r - std::lround(0.06 * fs); i < r + std::lround(0.08 * fs); ++i) {
            if (i < 0 || i >= ecg.sample_count()) continue;
            const auto at = static_cast<std::size_t>(i);
            const float lead_i = lead_of(ecg, "I").samples[at], lead_ii = -0.3F * lead_of(ecg, "II").samples[at];
            lead_of(ecg, "II").samples[at] = lead_ii;
            lead_of(ecg, "III").samples[at] = lead_ii - lead_i;
            lead_of(ecg, "aVR").samples[at] = -(lead_i + lead_ii) / 2.0F;
            lead_of(ecg, "aVL").samples[at] = lead_i - lead_ii / 2.0F;
            lead_of(ecg, "aVF").samples[at] = lead_ii - lead_i / 2.0F;
        }
    const auto upright = measure_ecg(ecg);
    ASSERT_TRUE(upright && upright->axes.qrs_deg);
    EXPECT_LT(*upright->axes.qrs_deg, 0.0);
    EXPECT_EQ(flag_of(*upright, "upside_down"), nullptr) << flags_of(*upright);
    for (auto& lead : ecg.leads)
        for (float& mv : lead.samples) mv = -mv;
    const auto turned = measure_ecg(ecg);
    ASSERT_TRUE(turned);
    EXPECT_GT(turned->axes.qrs_deg.value_or(0.0), 0.0);
    EXPECT_NE(flag_of(*turned, "upside_down"), nullptr) << flags_of(*turned);
}

TEST(DoubtfulRecording, ChestLeadsInTheWrongOrder) {
    const auto reversed = [] {
        auto ecg = made_heart();
        std::swap(lead_of(ecg, "V1").samples, lead_of(ecg, "V6").samples);
        std::swap(lead_of(ecg, "V2").samples, lead_of(ecg, "V5").samples);
        std::swap(lead_of(ecg, "V3").samples, lead_of(ecg, "V4").samples);
        return ecg;
    };
    EXPECT_EQ(measure_ecg(made_heart())->lead_swap, LeadSwap::none);
    EXPECT_EQ(measure_ecg(reversed())->lead_swap, LeadSwap::chest_reversed);
    for (const auto& [a, b, swap] : std::vector<std::tuple<const char*, const char*, LeadSwap>>{
             {"V1", "V3", LeadSwap::v1_v3}, {"V1", "V4", LeadSwap::v1_v4}, {"V1", "V6", LeadSwap::v1_v6}}) {
        auto ecg = made_heart();
        std::swap(lead_of(ecg, a).samples, lead_of(ecg, b).samples);
        const auto m = measure_ecg(ecg);
        EXPECT_EQ(m->lead_swap, swap) << name_of(*m->lead_swap);
        EXPECT_NE(flag_of(*m, "lead_swap"), nullptr);
    }
}

TEST(DoubtfulRecording, ACopyUnderAnotherName) {
    auto ecg = made_heart();
    lead_of(ecg, "V1").samples = lead_of(ecg, "V4").samples;
    const auto m = measure_ecg(ecg);
    ASSERT_NE(flag_of(*m, "copied_lead"), nullptr);
    EXPECT_NE(flag_of(*m, "copied_lead")->detail.find("V1 = V4"), std::string::npos);
    EXPECT_TRUE(m->refused());
}

TEST(DoubtfulRecording, TheReadersWordsStandBesideTheNumbers) {
    auto ecg = made_heart();
    ecg.warnings = {"the date is odd",
                    {"the gain of I is not given", "gain_not_given"},
                    {"checksum of I differs", "checksum_differs"},
                    {"checksum of II differs", "checksum_differs"}};
    const auto m = measure_ecg(ecg);
    EXPECT_EQ(m->warnings, (std::vector<std::string>{"the date is odd"}));
    ASSERT_NE(flag_of(*m, "gain_not_given"), nullptr);
    ASSERT_NE(flag_of(*m, "checksum_differs"), nullptr);
    EXPECT_NE(flag_of(*m, "checksum_differs")->detail.find("2 such"), std::string::npos);
    EXPECT_TRUE(m->refused());
}

// Limits are adults', and so are the patients of models and guidelines. What the user says of the age counts first.
TEST(DoubtfulRecording, AChildIsNotHeldToAdultLimitsUnsaid) {
    MeasureOptions o;
    o.patient.lvef_pct = 30.0;
    o.patient.nyha = 3;
    auto ecg = made_heart();
    for (const double age : {18.0, 64.0}) {
        ecg.facts.patient.age_years = age;
        const auto adult = measure_ecg(ecg, o);
        EXPECT_EQ(flag_of(*adult, "younger_than_18"), nullptr) << age;
        EXPECT_FALSE(adult->refused());
        EXPECT_TRUE(adult->guidelines.front().recommendation);
    }
    ecg.facts.patient.age_years = 5.4;
    const auto child = measure_ecg(ecg, o);
    const auto* flag = flag_of(*child, "younger_than_18");
    ASSERT_NE(flag, nullptr);
    EXPECT_EQ(flag->detail.rfind("5 years old: ", 0), 0U) << flag->detail;
    ecg.facts.patient.age_years = 8.0 / 12.0;
    EXPECT_EQ(flag_of(*measure_ecg(ecg, o), "younger_than_18")->detail.rfind("8 months old: ", 0), 0U);
    EXPECT_TRUE(flag->refuse && flag->models_only);
    for (const auto& g : child->guidelines) {
        EXPECT_FALSE(g.recommendation);
        EXPECT_EQ(g.withheld, "younger_than_18");
    }
    EXPECT_TRUE(child->intervals.qrs_ms && child->lbbb);
    o.patient.age_y = 54.0;
    EXPECT_EQ(flag_of(*measure_ecg(ecg, o), "younger_than_18"), nullptr);
}

// Muscles behind a recorder's low-pass of 40 Hz (Challenge E07514): nothing is left above 60 Hz, where noise was
// sought.
record::Ecg with_muscles(const char* name, double deviation_mv) {
    constexpr std::array<double, 6> hz = {19.3, 23.1, 26.7, 30.2, 34.9, 38.3};
    auto ecg = made_heart();
    auto& x = lead_of(ecg, name).samples;
    for (std::size_t i = 0; i < x.size(); ++i)
        for (std::size_t k = 0; k < hz.size(); ++k)
            x[i] += static_cast<float>(
                deviation_mv * std::sqrt(2.0 / static_cast<double>(hz.size())) *
                std::sin(2.0 * std::numbers::pi * hz.at(k) * static_cast<double>(i) / 500.0 + static_cast<double>(k)));
    return ecg;
}

TEST(DoubtfulRecording, MusclesBehindALowPassAreNoise) {
    for (const char* name : {"V1", "V3", "V6"}) {
        const auto noisy = measure_ecg(with_muscles(name, 0.08));
        ASSERT_NE(flag_of(*noisy, "noisy_lead"), nullptr) << name;
        EXPECT_EQ(flag_of(*noisy, "noisy_lead")->detail, name);
        EXPECT_EQ(flag_of(*measure_ecg(with_muscles(name, 0.02)), "noisy_lead"), nullptr) << name;
    }
    // Tall T waves and P waves are none.
    auto tall = made_heart();
    for (auto& lead : tall.leads)
        for (float& mv : lead.samples) mv *= 3.0F;
    EXPECT_EQ(flag_of(*measure_ecg(tall), "noisy_lead"), nullptr);
}

// E07514: by eye I, II and aVR (the right arm), as no healthy person of PTB-XL.
TEST(DoubtfulRecording, MusclesOfRealRecordings) {
    const auto data = synchrony::test::data_folder();
    if (!data || !std::filesystem::exists(*data / "cinc2021" / "E07514.hea"))
        GTEST_SKIP() << "the Challenge's recordings are not at hand: set SYNCHRONY_DATA";
    const auto ecg = io::read_ecg(*data / "cinc2021" / "E07514.hea");
    ASSERT_TRUE(ecg);
    const auto m = measure_ecg(*ecg);
    ASSERT_NE(flag_of(*m, "noisy_lead"), nullptr) << flags_of(*m);
    EXPECT_EQ(flag_of(*m, "noisy_lead")->detail, "I II aVR");
}

// A wave's own top, broad against the file's steps, is not an amplifier's limit; a clipped one is.
TEST(DoubtfulRecording, OnlyWhatIsCutOffIsSaturated) {
    auto coarse = made_heart();
    for (auto& lead : coarse.leads)
        for (float& v : lead.samples) v = std::round(v / 0.03F) * 0.03F;
    EXPECT_EQ(flag_of(*measure_ecg(coarse), "saturated_lead"), nullptr);
    for (const float limit : {0.5F, 0.9F}) {
        auto clipped = made_heart();
        for (float& v : lead_of(clipped, "V4").samples) v = std::min(v, limit);
        for (float& v : lead_of(clipped, "V2").samples) v = std::max(v, -limit);
        const auto m = measure_ecg(clipped);
        ASSERT_NE(flag_of(*m, "saturated_lead"), nullptr) << limit;
        EXPECT_EQ(flag_of(*m, "saturated_lead")->detail, "V2 V4");
    }
}

}  // namespace
}  // namespace synchrony::measure
