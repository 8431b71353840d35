// What was not recorded is not measured: no zero, no guess. The whole recording's measurements are the truth.
#include <gtest/gtest.h>

#include "made_heart.hpp"
#include "synchrony/measure/empty_leads.hpp"
#include "synchrony/sim/patient.hpp"

namespace synchrony::measure {
namespace {

using namespace made;

void lose(record::Ecg& ecg, std::string_view name, double from_s, double to_s, float value = 0.0F) {
    auto& lead = lead_of(ecg, name);
    const auto begin = static_cast<std::int64_t>(from_s * ecg.sampling_frequency_hz);
    const auto end = std::min(ecg.sample_count(), static_cast<std::int64_t>(to_s * ecg.sampling_frequency_hz));
    lead.invalid.push_back({begin, end});
    std::fill(lead.samples.begin() + begin, lead.samples.begin() + end, value);
}

const Measurements& whole() {
    static const Measurements m = *measure_ecg(made_heart());
    return m;
}

TEST(MissingLeads, ALimbLeadFollowsFromTheOthers) {
    for (const std::string name : {"I", "II", "III", "aVR", "aVL", "aVF"}) {
        SCOPED_TRACE(name);
        auto ecg = made_heart();
        lose(ecg, name, 0, 10);
        const auto m = measure_ecg(ecg);
        ASSERT_TRUE(m);
        EXPECT_NEAR(*m->axes.qrs_deg, *whole().axes.qrs_deg, 1.0);
        EXPECT_NEAR(m->vectors->qrs_area_uvs, whole().vectors->qrs_area_uvs, 1.0);
        EXPECT_NE(flag_of(*m, "lead_computed"), nullptr);
        EXPECT_FALSE(m->refused()) << flags_of(*m);
    }
}

TEST(MissingLeads, AChestLeadDoesNotAndIsNull) {
    auto ecg = made_heart();
    lose(ecg, "V2", 0, 9.9);  // what is left holds no beat
    const auto m = measure_ecg(ecg);
    ASSERT_TRUE(m);
    EXPECT_FALSE(m->vectors);
    EXPECT_EQ(m->median_beat.find_lead("V2"), nullptr);
    ASSERT_NE(flag_of(*m, "lead_without_beat"), nullptr);
    EXPECT_TRUE(m->refused());
    EXPECT_NEAR(*m->axes.qrs_deg, *whole().axes.qrs_deg, 1.0) << "which does not rest on V2";
}

// Why there is no QRS area is said; of two or three leads nobody asks for one.
TEST(MissingLeads, ALeadThatIsNotInTheFileIsNamed) {
    auto ecg = made_heart();
    std::erase_if(ecg.leads, [](const auto& lead) { return lead.name == "V2" || lead.name == "V5"; });
    const auto m = measure_ecg(ecg);
    ASSERT_TRUE(m) << m.error().message();
    const auto* flag = flag_of(*m, "lead_not_recorded");
    ASSERT_NE(flag, nullptr) << flags_of(*m);
    EXPECT_TRUE(flag->detail.starts_with("V2 V5: ")) << flag->detail;
    EXPECT_FALSE(m->vectors);
    EXPECT_FALSE(m->refused());
    std::erase_if(ecg.leads, [](const auto& lead) { return lead.name != "II" && lead.name != "V1"; });
    EXPECT_EQ(flag_of(*measure_ecg(ecg), "lead_not_recorded"), nullptr);
}

// However many are absent: a class from six limb leads must say so.
TEST(MissingLeads, ChestLeadsThatAreAllAbsentAreNamed) {
    auto ecg = made_heart();
    std::erase_if(ecg.leads, [](const auto& lead) { return lead.name.front() == 'V'; });
    const auto m = measure_ecg(ecg);
    ASSERT_TRUE(m) << m.error().message();
    const auto* flag = flag_of(*m, "lead_not_recorded");
    ASSERT_NE(flag, nullptr) << flags_of(*m);
    EXPECT_TRUE(flag->detail.starts_with("V1 V2 V3 V4 V5 V6: ")) << flag->detail;
}

// Five seconds that no lead holds are no pause, and the median of the only whole beat is none.
TEST(MissingLeads, AGapIsNoPauseAndOneBeatNoMedian) {
    const auto with_gap = [](std::int64_t begin, std::int64_t end) {
        auto ecg = made_heart();
        for (auto& lead : ecg.leads) lead.invalid = {{begin, end}};
        return ecg;
    };
    const auto m = measure_ecg(with_gap(1500, 3500));
    ASSERT_TRUE(m) << m.error().message();
    EXPECT_GE(m->beats, 5);
    EXPECT_EQ(flag_of(*m, "uneven_intervals"), nullptr) << flags_of(*m);
    for (std::int64_t begin = 800; begin <= 1200; begin += 50) {  // wherever one whole beat is left, that is said
        const auto few = measure_ecg(with_gap(begin, 4200));
        if (!few || few->beats < 3 || few->beats_in_median != 1) continue;
        EXPECT_NE(flag_of(*few, "too_few_beats"), nullptr) << begin << ": " << flags_of(*few);
        EXPECT_TRUE(few->refused());
    }
}

// Two gaps of a beat or more in all leads: the rate is that of the beats that were seen, and limb leads still agree.
TEST(MissingLeads, ShortGapsChangeNoRate) {
    auto ecg = made_heart();
    for (auto& lead : ecg.leads) lead.invalid = {{1000, 1600}, {3200, 3900}};
    for (auto& lead : ecg.leads) record::hold_over_invalid(lead);
    const auto m = measure_ecg(ecg);
    ASSERT_TRUE(m) << m.error().message();
    EXPECT_NEAR(*m->heart_rate_bpm, 75.0, 1.0);
    EXPECT_NEAR(m->intervals.qtc->fridericia_ms, whole().intervals.qtc->fridericia_ms, 4.0);
    EXPECT_EQ(flag_of(*m, "limb_leads_disagree"), nullptr) << flags_of(*m);
    EXPECT_EQ(flag_of(*m, "uneven_intervals"), nullptr) << flags_of(*m);
}

// Wide complexes of many shapes: the beats in which the lead was on lie where they lie in the leads that stayed on.
TEST(MissingLeads, AnElectrodeThatWasOffForSixSecondsMovesNothing) {
    const auto preset = *sim::make_preset("nanjing");
    for (int i = 0; i < 6; ++i) {
        sim::PatientOptions options;
        options.conduction = sim::Conduction::lbbb_proximal;
        const auto patient = *sim::simulate_patient(preset, 8, i, options);
        const auto& ecg = patient.recording->ecg;
        const auto before = measure_ecg(ecg);
        ASSERT_TRUE(before);
        for (const char* name : {"I", "V1", "V4", "V6"}) {
            auto part = ecg;
            auto& lead = lead_of(part, name);
            lead.invalid = {{0, static_cast<std::int64_t>(6.0 * part.sampling_frequency_hz)}};
            record::hold_over_invalid(lead);
            const auto after = measure_ecg(part);
            ASSERT_TRUE(after) << after.error().message();
            EXPECT_NEAR(*after->intervals.qrs_ms, *before->intervals.qrs_ms, 5.0) << i << ' ' << name;
            ASSERT_TRUE(after->vectors) << i << ' ' << name << ": " << flags_of(*after);
            EXPECT_NEAR(after->vectors->qrs_area_uvs, before->vectors->qrs_area_uvs,
                        0.1 * before->vectors->qrs_area_uvs)
                << i << ' ' << name;
        }
    }
}

// 2.5 s a lead, four columns one after the other; what is not printed is blank, zero, or the last value held.
TEST(MissingLeads, APrintOfThreeByFourKeepsWhatEachLeadSupports) {
    for (const char* kind : {"blank", "zero", "held", "with rhythm strip"}) {
        SCOPED_TRACE(kind);
        auto ecg = made_heart();
        const bool marked = std::string(kind) == "blank" || std::string(kind) == "with rhythm strip";
        const char* columns[4][3] = {{"I", "II", "III"}, {"aVR", "aVL", "aVF"}, {"V1", "V2", "V3"}, {"V4", "V5", "V6"}};
        for (int c = 0; c < 4; ++c)
            for (const char* name : columns[c]) {
                if (std::string(kind) == "with rhythm strip" && std::string(name) == "II") continue;
                const float value = std::string(kind) == "held" ? 0.37F : 0.0F;
                if (c > 0) lose(ecg, name, 0, 2.5 * c, value);
                if (c < 3) lose(ecg, name, 2.5 * (c + 1), 10, value);
                if (!marked) lead_of(ecg, name).invalid.clear();
            }
        const auto m = measure_ecg(ecg);
        ASSERT_TRUE(m) << m.error().message();
        ASSERT_TRUE(m->intervals.qrs_ms && m->axes.qrs_deg && m->vectors) << flags_of(*m);
        EXPECT_NEAR(*m->heart_rate_bpm, 75.0, 1.0);
        EXPECT_NEAR(*m->intervals.qrs_ms, *whole().intervals.qrs_ms, 14.0);
        EXPECT_NEAR(*m->axes.qrs_deg, *whole().axes.qrs_deg, 5.0);
        EXPECT_NEAR(m->vectors->qrs_area_uvs, whole().vectors->qrs_area_uvs, 0.15 * whole().vectors->qrs_area_uvs);
        EXPECT_NE(flag_of(*m, "leads_not_simultaneous"), nullptr) << flags_of(*m);
        EXPECT_NE(flag_of(*m, "missing_samples"), nullptr);
        EXPECT_FALSE(m->refused()) << flags_of(*m);
    }
}

TEST(MissingLeads, WhereNoBeatIsWholeNothingIsMeasured) {
    auto ecg = made_heart();
    for (auto& lead : ecg.leads)
        for (std::int64_t i = 0; i < ecg.sample_count(); i += 2) {
            lead.invalid.push_back({i, i + 1});
            lead.samples[static_cast<std::size_t>(i)] = i > 0 ? lead.samples[static_cast<std::size_t>(i - 1)] : 0.0F;
        }
    const auto m = measure_ecg(ecg);
    ASSERT_FALSE(m);
    EXPECT_EQ(m.error().kind, core::ErrorKind::refused);
}

// A gap at the start, and the amplifier's offset behind it: no beat at the step, nothing saturated.
TEST(MissingLeads, AGapMakesNoBeatAndNoFlagOfItsOwn) {
    auto ecg = made_heart();
    for (auto& lead : ecg.leads) {
        for (float& v : lead.samples) v += 2.0F;
        lead.invalid = {{0, 100}};
        std::fill(lead.samples.begin(), lead.samples.begin() + 100, 2.0F);
    }
    const auto m = measure_ecg(ecg);
    ASSERT_TRUE(m);
    EXPECT_EQ(m->beats, whole().beats);
    EXPECT_NEAR(*m->intervals.qrs_ms, *whole().intervals.qrs_ms, 4.0);
    EXPECT_TRUE(m->flags.empty()) << flags_of(*m);
}

// A column of zeros, of one value, of a little noise or of nothing is a lead that was not recorded: all is measured as
// if it were not in the file, and that is said.
TEST(MissingLeads, AnEmptyLeadIsOneThatIsNotInTheFile) {
    enum class Kind { zeros, value, noise, missing };
    for (const char* name : {"I", "V1", "V3"})
        for (const auto kind : {Kind::zeros, Kind::value, Kind::noise, Kind::missing}) {
            SCOPED_TRACE(std::string(name) + " " + std::to_string(static_cast<int>(kind)));
            auto ecg = made_heart();
            std::erase_if(ecg.leads, [&](const auto& lead) { return lead.name == name; });
            const auto absent = measure_ecg(ecg);
            ecg = made_heart();
            auto& lead = lead_of(ecg, name);
            for (std::size_t i = 0; i < lead.samples.size(); ++i)
                lead.samples[i] = kind == Kind::noise   ? 0.004F * static_cast<float>(i * 7 % 5)
                                  : kind == Kind::value ? -1.5F
                                                        : 0.0F;
            if (kind == Kind::missing) lead.invalid = {{0, ecg.sample_count()}};
            const auto m = measure_ecg(ecg, {});
            ASSERT_TRUE(m && absent);
            EXPECT_EQ(flag_of(*m, "flat_lead") != nullptr, kind != Kind::missing);
            EXPECT_EQ(flag_of(*m, "missing_samples") != nullptr, kind == Kind::missing);
            const bool limb = std::string_view(name) == "I";
            EXPECT_EQ(flag_of(*m, "lead_computed") != nullptr, limb) << flags_of(*m);
            EXPECT_EQ(flag_of(*m, "lead_not_recorded") != nullptr, !limb) << flags_of(*m);
            EXPECT_FALSE(m->refused()) << flags_of(*m);
            EXPECT_EQ(m->r_peaks, absent->r_peaks);
            EXPECT_EQ(m->median_beat.leads.size(), absent->median_beat.leads.size());
            EXPECT_EQ(m->intervals.qrs_ms, absent->intervals.qrs_ms);
            EXPECT_EQ(m->axes.qrs_deg, absent->axes.qrs_deg);
            EXPECT_EQ(m->conduction.lbbb_strauss.answer, absent->conduction.lbbb_strauss.answer);
            EXPECT_EQ(m->vectors.has_value(), limb);
            EXPECT_EQ(m->quality.size(), 12U) << "which names the lead";
        }
}

TEST(MissingLeads, WithoutEmptyLeadsTheOthersAreLeft) {
    auto ecg = made_heart();
    for (const char* name : {"V1", "aVF"}) std::ranges::fill(lead_of(ecg, name).samples, 0.0F);
    const auto left = without_empty_leads(ecg);
    EXPECT_EQ(left.leads.size(), 10U);
    EXPECT_EQ(left.find_lead("V1"), nullptr);
    EXPECT_EQ(left.find_lead("II")->samples, ecg.find_lead("II")->samples);
    for (auto& lead : ecg.leads) std::ranges::fill(lead.samples, 0.0F);
    EXPECT_EQ(without_empty_leads(ecg).leads.size(), 12U) << "of nothing nothing is taken away";
}

TEST(MissingLeads, EightStoredLeadsAreTwelve) {
    const std::vector<std::pair<std::string, std::string>> pairs = {
        {"I", "II"}, {"II", "III"}, {"aVL", "aVF"}, {"I", "aVF"}};
    for (const auto& [a, b] : pairs) {
        auto ecg = made_heart();
        std::erase_if(ecg.leads, [&, first = a, second = b](const auto& l) {
            return !l.name.starts_with('V') && l.name != first && l.name != second;
        });
        ASSERT_EQ(ecg.leads.size(), 8U);
        const auto m = measure_ecg(ecg);
        ASSERT_TRUE(m);
        EXPECT_EQ(m->median_beat.leads.size(), 12U);
        EXPECT_NEAR(*m->axes.qrs_deg, *whole().axes.qrs_deg, 1.0);
        EXPECT_NEAR(*m->intervals.qrs_ms, *whole().intervals.qrs_ms, 4.0);
        EXPECT_NEAR(m->vectors->qrs_area_uvs, whole().vectors->qrs_area_uvs, 0.5);
        EXPECT_EQ(m->conduction.lbbb_esc_2013.answer, whole().conduction.lbbb_esc_2013.answer);
        EXPECT_TRUE(m->flags.empty()) << flags_of(*m);
    }
}

}  // namespace
}  // namespace synchrony::measure
