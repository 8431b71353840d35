#include "synchrony/measure/measure.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "support/paths.hpp"
#include "synchrony/datasets/annotated_folder.hpp"

namespace synchrony::measure {
namespace {

constexpr double fs = 500.0;

double bump(double t, double at, double sigma) {
    return std::exp(-0.5 * (t - at) * (t - at) / (sigma * sigma));
}

// Ten seconds of a beat every 0.8 s: P, QRS and T as bumps whose signs and sizes go by lead as in a normal heart.
record::Ecg synthetic(double seconds = 10.0) {
    struct Shape {
        const char* name;
        double p, q, r, s, t;
    };
    constexpr Shape shapes[] = {{"I", .08, -.05, .7, -.1, .2},   {"II", .12, -.05, 1.1, -.1, .3},
                                {"V1", .04, 0, .2, -1.0, -.05},  {"V2", .05, 0, .4, -1.4, .4},
                                {"V3", .06, 0, .8, -1.0, .5},    {"V4", .06, -.05, 1.3, -.5, .5},
                                {"V5", .06, -.08, 1.2, -.2, .4}, {"V6", .06, -.08, .9, -.1, .3}};
    record::Ecg e;
    e.sampling_frequency_hz = fs;
    e.record_name = "synthetic";
    for (const Shape& shape : shapes) {
        record::Lead l;
        l.name = shape.name;
        for (int i = 0; i < static_cast<int>(seconds * fs); ++i) {
            const double t = std::fmod(i / fs, 0.8);
            l.samples.push_back(static_cast<float>(shape.p * bump(t, 0.16, 0.025) + shape.q * bump(t, 0.30, 0.006) +
                                                   shape.r * bump(t, 0.32, 0.009) + shape.s * bump(t, 0.345, 0.009) +
                                                   shape.t * bump(t, 0.58, 0.045)));
        }
        e.leads.push_back(std::move(l));
    }
    const auto add = [&](const char* name, double one, double two) {
        record::Lead l;
        l.name = name;
        for (std::size_t i = 0; i < e.leads[0].samples.size(); ++i)
            l.samples.push_back(static_cast<float>(one * static_cast<double>(e.leads[0].samples[i]) +
                                                   two * static_cast<double>(e.leads[1].samples[i])));
        e.leads.push_back(std::move(l));
    };
    add("III", -1.0, 1.0), add("aVR", -0.5, -0.5), add("aVL", 1.0, -0.5), add("aVF", -0.5, 1.0);
    return e;
}

bool flagged(const Measurements& m, std::string_view name) {
    for (const auto& f : m.flags)
        if (f.name == name) return true;
    return false;
}

const Flag* flag_with(const Measurements& m, std::string_view name) {
    for (const auto& f : m.flags)
        if (f.name == name) return &f;
    return nullptr;
}

record::Lead& lead(record::Ecg& e, std::string_view name) {
    for (auto& l : e.leads)
        if (l.name == name) return l;
    return e.leads.front();
}

TEST(MeasureEcg, MeasuresASyntheticHeart) {
    MeasureOptions o;
    o.sex = Sex::male;
    o.every_beat = true;
    const auto m = measure_ecg(synthetic(), o);
    ASSERT_TRUE(m) << m.error().message();
    EXPECT_NEAR(*m->heart_rate_bpm, 75.0, 0.5);
    EXPECT_EQ(m->beats, 13);  // the first beat at 0.32 s, the last at 9.92 s
    EXPECT_NEAR(*m->intervals.qrs_ms, 90.0,
                20.0);  // three standard deviations before the first bump to three after the last
    EXPECT_NEAR(*m->intervals.pr_ms, 200.0, 30.0);
    EXPECT_NEAR(m->global.t->peak_s - m->median_r_s, 0.26, 0.03);
    EXPECT_NEAR(*m->axes.qrs_deg, 58.0, 8.0);
    EXPECT_EQ(m->lbbb, false);
    ASSERT_TRUE(m->vectors);
    EXPECT_GT(m->vectors->qrs_area_uvs, 5.0);
    EXPECT_FALSE(m->refused()) << m->flags.front().name;
    EXPECT_EQ(m->beatwise->beats.size(), 13U);
    EXPECT_NEAR(m->part_with_p, 1.0, 0.1);
    ASSERT_EQ(m->guidelines.size(), 3U);
    EXPECT_EQ(m->guidelines[0].missing, (std::vector<std::string>{"lvef_pct"}));
}

// Arms exchanged and a wandering baseline: the reader must know the first first, although it is found last.
TEST(MeasureEcg, SaysWhatMattersFirst) {
    record::Ecg e = synthetic();
    for (float& v : lead(e, "I").samples) v = -v;
    std::swap(lead(e, "II").samples, lead(e, "III").samples);
    std::swap(lead(e, "aVR").samples, lead(e, "aVL").samples);
    auto& v5 = lead(e, "V5").samples;
    for (std::size_t i = 0; i < v5.size(); ++i) v5[i] += 1.5F * std::sin(0.002F * static_cast<float>(i));
    const auto m = measure_ecg(e);
    ASSERT_TRUE(m) << m.error().message();
    ASSERT_GE(m->flags.size(), 2U);
    EXPECT_EQ(m->flags.front().name, "lead_swap");
    EXPECT_EQ(m->flags.back().name, "baseline_wander");
}

// One beat of thirteen turned upside down in all leads; the first and the last are cut off by the ends.
TEST(MeasureEcg, CountsASingleBeatUnlikeTheOthers) {
    record::Ecg e = synthetic();
    const auto before = measure_ecg(e);
    ASSERT_TRUE(before);
    const auto middle = before->r_peaks.at(6), half = std::lround(0.1 * e.sampling_frequency_hz);
    for (auto& l : e.leads)
        for (auto i = middle - half; i < middle + half; ++i) l.samples.at(static_cast<std::size_t>(i)) *= -1.0F;
    const auto m = measure_ecg(e);
    ASSERT_TRUE(m) << m.error().message();
    EXPECT_EQ(m->aberrant_beats, 1);
    EXPECT_TRUE(flagged(*m, "aberrant_beats"));
    EXPECT_FALSE(m->refused());
}

// V5 80 ms late, as in PTB-XL 01405.
TEST(MeasureEcg, FlagsALeadOutOfTime) {
    record::Ecg e = synthetic();
    const auto in_time = measure_ecg(e);
    ASSERT_TRUE(in_time);
    EXPECT_FALSE(flagged(*in_time, "late_lead"));
    auto& v5 = lead(e, "V5").samples;
    std::rotate(v5.begin(), v5.end() - std::lround(0.08 * e.sampling_frequency_hz), v5.end());
    const auto late = measure_ecg(e);
    ASSERT_TRUE(late) << late.error().message();
    const auto* flag = flag_with(*late, "late_lead");
    ASSERT_NE(flag, nullptr);
    EXPECT_TRUE(flag->detail.starts_with("V5: ")) << flag->detail;
    EXPECT_NE(flag->detail.find("after the others"), std::string::npos) << flag->detail;
    EXPECT_TRUE(flag->refuse) << "duration, area and LBBB rest on all leads";
}

// A lead that is early begins the complex, one that is late ends it: neither hides that the others fit it elsewhere.
TEST(MeasureEcg, FlagsEachChestLeadOutOfTimeEitherWay) {
    for (const std::string name : {"V1", "V2", "V3", "V4", "V5", "V6"})
        for (const double by_s : {-0.06, 0.06}) {
            record::Ecg e = synthetic();
            auto& x = lead(e, name).samples;
            const auto by = std::lround(by_s * e.sampling_frequency_hz);
            std::rotate(x.begin(), by > 0 ? x.end() - by : x.begin() - by, x.end());
            const auto m = measure_ecg(e);
            ASSERT_TRUE(m) << m.error().message();
            const auto* flag = flag_with(*m, "late_lead");
            ASSERT_NE(flag, nullptr) << name << ' ' << by_s;
            EXPECT_TRUE(flag->detail.starts_with(name + ": ")) << flag->detail;
        }
}

// Each chest lead turned over: named, refused, and no exchange of electrodes.
TEST(MeasureEcg, FlagsAChestLeadTurnedOver) {
    const auto right = measure_ecg(synthetic());
    ASSERT_TRUE(right);
    EXPECT_FALSE(flagged(*right, "lead_upside_down"));
    for (const std::string name : {"V1", "V2", "V3", "V4", "V5", "V6"}) {
        record::Ecg e = synthetic();
        for (auto& x : lead(e, name.c_str()).samples) x = -x;
        const auto m = measure_ecg(e);
        ASSERT_TRUE(m) << m.error().message();
        const auto* flag = flag_with(*m, "lead_upside_down");
        ASSERT_NE(flag, nullptr) << name;
        EXPECT_TRUE(flag->detail.starts_with(name + ": ")) << flag->detail;
        EXPECT_TRUE(flag->refuse);
        EXPECT_FALSE(flagged(*m, "lead_swap")) << name;
    }
}

// Steps of 10 uV, each limb lead rounded by itself: what they leave is no disagreement, and hides none.
TEST(MeasureEcg, RoundedLimbLeadsDoNotDisagree) {
    const auto rounded = [](float size) {
        record::Ecg e = synthetic();
        for (auto& l : e.leads)
            for (auto& x : l.samples) x = 0.01F * std::round(size * x / 0.01F);
        return e;
    };
    for (const float size : {1.0F, 0.3F, 0.2F}) {
        auto e = rounded(size);
        const auto right = measure_ecg(e);
        ASSERT_TRUE(right) << right.error().message();
        EXPECT_FALSE(flagged(*right, "limb_leads_disagree")) << size;
        for (auto& x : lead(e, "aVF").samples) x = -x;
        const auto turned = measure_ecg(e);
        ASSERT_TRUE(turned) << turned.error().message();
        EXPECT_TRUE(flagged(*turned, "limb_leads_disagree")) << size;
    }
}

// A gain that was written down ten times too small or too large: limb leads contradict each other, a chest lead stands
// out from its neighbours.
TEST(MeasureEcg, FlagsAChestLeadOfAnotherGain) {
    const auto right = measure_ecg(synthetic());
    ASSERT_TRUE(right);
    EXPECT_FALSE(flagged(*right, "lead_gain_doubtful"));
    for (const char* name : {"V3", "V4", "V5", "V6"})
        for (const float times : {0.1F, 10.0F}) {
            record::Ecg e = synthetic();
            for (auto& x : lead(e, name).samples) x *= times;
            const auto m = measure_ecg(e);
            ASSERT_TRUE(m) << m.error().message();
            const auto* flag = flag_with(*m, "lead_gain_doubtful");
            ASSERT_NE(flag, nullptr) << name << " " << times;
            EXPECT_NE(flag->detail.substr(0, flag->detail.find(':')).find(name), std::string::npos) << flag->detail;
            EXPECT_TRUE(flag->refuse);
        }
}

TEST(MeasureEcg, SaysThatNoNameIsOneOfTheTwelve) {
    record::Ecg e = synthetic();
    int number = 0;
    for (auto& l : e.leads) l.name = "ECG" + std::to_string(++number);
    const auto m = measure_ecg(e);
    ASSERT_TRUE(m) << m.error().message();
    const auto* flag = flag_with(*m, "lead_not_recorded");
    ASSERT_NE(flag, nullptr);
    EXPECT_TRUE(flag->detail.starts_with("none of the twelve leads by name (ECG1 ECG2 ECG3 ECG4 ...)")) << flag->detail;
    EXPECT_FALSE(flag->refuse);
}

// The other leads' complex is as long as it was: one that was recorded earlier or later does not stretch it.
TEST(MeasureEcg, ALeadOutOfTimeDoesNotStretchTheComplex) {
    const auto in_time = measure_ecg(synthetic());
    ASSERT_TRUE(in_time && in_time->intervals.qrs_ms);
    for (const char* name : {"V3", "V4", "V5", "V6"})
        for (const double by_s : {-0.1, -0.08, -0.05, 0.05, 0.06, 0.08}) {
            record::Ecg e = synthetic();
            auto& x = lead(e, name).samples;
            const auto by = std::lround(by_s * e.sampling_frequency_hz);
            std::rotate(x.begin(), by > 0 ? x.end() - by : x.begin() - by, x.end());
            const auto m = measure_ecg(e);
            ASSERT_TRUE(m && m->intervals.qrs_ms);
            EXPECT_NEAR(*m->intervals.qrs_ms, *in_time->intervals.qrs_ms, 3.0) << name << " " << by_s;
            EXPECT_FALSE(flagged(*m, "qrs_end_doubtful")) << name << " " << by_s;
        }
}

// 45 ms, less than the steep parts of a right bundle branch block lie apart: begin and end tell it (PTB-XL 00512).
TEST(MeasureEcg, FlagsALeadOutOfTimeByItsMarks) {
    record::Ecg e = synthetic();
    auto& v6 = lead(e, "V6").samples;
    std::rotate(v6.begin(), v6.end() - std::lround(0.045 * e.sampling_frequency_hz), v6.end());
    const auto m = measure_ecg(e);
    ASSERT_TRUE(m) << m.error().message();
    const auto* flag = flag_with(*m, "late_lead");
    ASSERT_NE(flag, nullptr);
    EXPECT_TRUE(flag->detail.starts_with("V6: ")) << flag->detail;
}

// A device's statements are free text: what contradicts is said in words of the program, and who confirmed is not.
TEST(MeasureEcg, SaysWhatTheDeviceReadOtherwise) {
    record::Ecg e = synthetic();
    e.facts.printed.statements = {"SINUS RHYTHM", "FREQUENT PREMATURE VENTRICULAR COMPLEXES", "Confirmed by DOE, JANE"};
    const auto m = measure_ecg(e);
    ASSERT_TRUE(m);
    const auto* flag = flag_with(*m, "printed_otherwise");
    ASSERT_NE(flag, nullptr);
    EXPECT_NE(flag->detail.find("the electrocardiograph printed: ventricular premature beats"), std::string::npos);
    EXPECT_EQ(flag->detail.find("DOE"), std::string::npos);
    EXPECT_FALSE(flag->refuse);
    for (const char* line : {"Normal sinus rhythm", "Premature ventricular complexes are no longer present",
                             "No evidence of atrial fibrillation", "Ventricular pacing has been replaced"}) {
        e.facts.printed.statements = {line};
        const auto other = measure_ecg(e);
        ASSERT_TRUE(other);
        EXPECT_FALSE(flagged(*other, "printed_otherwise")) << line;
    }
}

TEST(MeasureEcg, FlagsBadLeads) {
    record::Ecg e = synthetic();
    std::fill(lead(e, "V3").samples.begin(), lead(e, "V3").samples.end(), 0.3F);
    for (float& v : lead(e, "V2").samples) v = std::max(v, -0.4F);  // clipped
    std::uint32_t state = 7;
    for (float& v : lead(e, "V5").samples) {
        state = state * 1664525U + 1013904223U;
        v += static_cast<float>(state >> 8U) / 16777216.0F * 0.4F - 0.2F;  // uniform, standard deviation 115 uV
    }
    for (std::size_t i = 0; i < lead(e, "V6").samples.size(); ++i)
        lead(e, "V6").samples[i] +=
            static_cast<float>(0.15 * std::sin(2.0 * std::numbers::pi * 50.0 * static_cast<double>(i) / fs));
    for (std::size_t i = 0; i < lead(e, "V4").samples.size(); ++i)
        lead(e, "V4").samples[i] +=
            static_cast<float>(1.2 * std::sin(2.0 * std::numbers::pi * 0.15 * static_cast<double>(i) / fs));
    lead(e, "V1").invalid = {{1000, 2000}};
    const auto m = measure_ecg(e);
    ASSERT_TRUE(m);
    const auto quality = [&](std::string_view name) {
        for (const auto& q : m->quality)
            if (q.name == name) return q;
        return LeadQuality{};
    };
    EXPECT_TRUE(quality("V3").flat);
    EXPECT_TRUE(quality("V2").saturated);
    EXPECT_TRUE(quality("V5").noisy);
    EXPECT_NEAR(quality("V5").noise_uv, 115.0, 25.0);
    EXPECT_TRUE(quality("V6").mains);
    EXPECT_NEAR(quality("V6").mains_uv, 150.0, 10.0);
    EXPECT_NEAR(quality("V6").mains_hz, 50.0, 0.2);
    EXPECT_TRUE(quality("V4").baseline);
    EXPECT_TRUE(quality("V1").missing);
    EXPECT_NEAR(quality("V1").missing_part, 0.2, 1e-9);
    const LeadQuality good = quality("II");
    EXPECT_FALSE(good.flat || good.saturated || good.noisy || good.mains || good.baseline || good.missing);
    EXPECT_TRUE(m->refused());
}

TEST(MeasureEcg, ALongRecordingHasNoAberrantBeatsForItsLength) {
    const auto m = measure_ecg(synthetic(300.0));
    ASSERT_TRUE(m) << m.error().message();
    EXPECT_EQ(m->beats, 375);
    EXPECT_EQ(m->aberrant_beats, 0);
    EXPECT_FALSE(m->refused()) << m->flags.front().name;
}

// 250/min: the rate is measured, the waves lie on each other and stay empty.
TEST(MeasureEcg, AFastRateIsMeasuredWithoutIntervals) {
    record::Ecg e = synthetic();
    for (auto& l : e.leads)
        for (std::size_t i = 0; i < l.samples.size(); ++i) {
            const double t = std::fmod(static_cast<double>(i) / fs, 0.24);
            l.samples[i] = static_cast<float>(0.8 * bump(t, 0.08, 0.009) - 0.3 * bump(t, 0.105, 0.009) +
                                              0.15 * bump(t, 0.19, 0.03));
        }
    const auto m = measure_ecg(e);
    ASSERT_TRUE(m) << m.error().message();
    EXPECT_NEAR(*m->heart_rate_bpm, 250.0, 1.0);
    EXPECT_FALSE(m->intervals.qrs_ms || m->intervals.pr_ms || m->intervals.qt_ms);
    EXPECT_TRUE(m->refused());
}

TEST(MeasureEcg, RefusesWhatCannotBeMeasured) {
    EXPECT_FALSE(measure_ecg(record::Ecg{}));
    record::Ecg flat = synthetic();
    for (auto& l : flat.leads) std::fill(l.samples.begin(), l.samples.end(), 0.0F);
    const auto no_beat = measure_ecg(flat);
    ASSERT_FALSE(no_beat);
    EXPECT_EQ(no_beat.error().kind, core::ErrorKind::refused);
    EXPECT_FALSE(measure_ecg(synthetic(0.5)));
    const auto brief = measure_ecg(synthetic(3.0));
    ASSERT_TRUE(brief);
    EXPECT_TRUE(flagged(*brief, "too_short"));
    EXPECT_TRUE(brief->refused());
}

// Nothing may rest on a recording that is refused: the class goes, what was asked and why it went stay.
TEST(MeasureEcg, ARefusalTakesTheClass) {
    MeasureOptions o;
    o.patient.lvef_pct = 30.0;
    o.patient.nyha = 3;
    const auto whole = measure_ecg(synthetic(), o), brief = measure_ecg(synthetic(3.0), o);
    ASSERT_TRUE(whole && brief);
    EXPECT_EQ(whole->guidelines[0].recommendation, Recommendation::class_3);
    EXPECT_TRUE(whole->guidelines[0].withheld.empty());
    for (const auto& g : brief->guidelines) {
        EXPECT_FALSE(g.recommendation);
        EXPECT_NE(g.withheld.find("too_short"), std::string::npos) << g.withheld;
        EXPECT_NE(g.sentence.find("too short"), std::string::npos) << g.sentence;
        EXPECT_FALSE(g.reasons.empty());
    }
}

TEST(MeasureEcg, AFewLeadsAreEnoughForIntervals) {
    record::Ecg e = synthetic();
    e.leads.resize(2);  // I and II
    const auto m = measure_ecg(e);
    ASSERT_TRUE(m) << m.error().message();
    EXPECT_TRUE(m->intervals.qrs_ms);
    EXPECT_TRUE(m->axes.qrs_deg);
    EXPECT_FALSE(m->vectors);
    EXPECT_FALSE(m->lead_swap);
    EXPECT_NE(m->conduction.lbbb_strauss.answer, Answer::yes);
}

// Real recordings, electrodes exchanged by us. LUDB's gains differ by lead, so Einthoven's law says little here.
TEST(LeadSwap, NoticesExchangedArmsWithFewFalseAlarms) {
    const auto data = synchrony::test::data_folder();
    if (!data || !std::filesystem::exists(*data / "ludb" / "RECORDS"))
        GTEST_SKIP() << "LUDB is not at hand: set SYNCHRONY_DATA";
    const auto records = datasets::read_annotated_folder(*data / "ludb");
    ASSERT_TRUE(records);
    int alarms = 0, arms = 0, chest = 0, n = 0;
    for (std::size_t k = 0; k < records->size(); k += 2) {
        record::Ecg e = (*records)[k].ecg;
        const auto as_is = measure_ecg(e);
        ASSERT_TRUE(as_is) << as_is.error().message();
        ++n;
        alarms += as_is->lead_swap.value_or(LeadSwap::none) != LeadSwap::none ? 1 : 0;  // empty: paced
        for (float& v : lead(e, "I").samples) v = -v;
        std::swap(lead(e, "II").samples, lead(e, "III").samples);
        std::swap(lead(e, "aVR").samples, lead(e, "aVL").samples);
        arms += measure_ecg(e)->lead_swap == LeadSwap::la_ra ? 1 : 0;
        e = (*records)[k].ecg;
        std::swap(lead(e, "V2").samples, lead(e, "V3").samples);
        chest += measure_ecg(e)->lead_swap == LeadSwap::v2_v3 ? 1 : 0;
    }
    EXPECT_LE(alarms, n / 20);
    EXPECT_GE(arms, n * 9 / 10);
    EXPECT_GE(chest, n * 3 / 4);
}

}  // namespace
}  // namespace synchrony::measure
