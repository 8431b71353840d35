// Truths: the study's inclusion criteria, the published baseline table, the lead identities, what was asked for.
#include "synchrony/sim/patient.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <thread>
#include <utility>

#include "synchrony/stats/auc.hpp"

namespace synchrony::sim {
namespace {

const Preset& nanjing() {
    static const Preset preset = *make_preset("nanjing");
    return preset;
}

/// 1420 patients (20 cohorts of 71) without ECGs, made once.
const std::vector<VirtualPatient>& cohort() {
    static const std::vector<VirtualPatient> patients = [] {
        std::vector<VirtualPatient> made;
        PatientOptions options;
        options.with_ecg = false;
        for (std::uint64_t i = 0; i < 1420; ++i) made.push_back(*simulate_patient(nanjing(), 3, i, options));
        return made;
    }();
    return patients;
}

TEST(Patient, every_patient_fulfils_the_inclusion_criteria) {
    for (const auto& p : cohort()) {
        EXPECT_GE(p.covariates.qrs_ms, 120.0);
        EXPECT_LE(p.covariates.lvef_pct, 35.0);
        EXPECT_GE(p.covariates.nyha, 2);
        EXPECT_LE(p.covariates.nyha, 4);
        EXPECT_NE(p.truth.conduction, Conduction::paced_rv);
    }
}

TEST(Patient, group_means_lie_near_the_published_ones) {
    // Published mean and standard error (SD / sqrt(n), He et al. 2023) of responders and non-responders; ours are known
    // to about a fifth of that here. The full table over 200 cohorts: bench/sim/baseline_table.cpp.
    const auto check = [](const char* name, auto get, double yes, double yes_se, double no, double no_se) {
        double sum[2] = {}, count[2] = {};
        for (const auto& p : cohort()) {
            sum[p.truth.response] += get(p);
            ++count[p.truth.response];
        }
        EXPECT_NEAR(sum[1] / count[1], yes, 1.35 * yes_se) << name;
        EXPECT_NEAR(sum[0] / count[0], no, 1.35 * no_se) << name;
    };
    check(
        "QRS", [](const auto& p) { return p.covariates.qrs_ms; }, 179.4, 2.92, 158.4, 4.74);
    check(
        "LBBB", [](const auto& p) { return p.covariates.lbbb ? 1.0 : 0.0; }, 0.957, 0.0299, 0.52, 0.0999);
    check(
        "scar", [](const auto& p) { return p.covariates.scar_pct; }, 23.2, 1.65, 32.0, 2.36);
    check(
        "LVEF", [](const auto& p) { return p.covariates.lvef_pct; }, 27.8, 0.752, 25.2, 0.94);
    check(
        "LVEDV", [](const auto& p) { return p.covariates.lvedv_ml; }, 272.9, 12.7, 310.4, 15.8);
    check(
        "LVESV", [](const auto& p) { return p.covariates.lvesv_ml; }, 199.1, 11.0, 234.2, 13.9);
    check(
        "age", [](const auto& p) { return p.covariates.age_y; }, 61.0, 1.93, 63.2, 2.34);
    check(
        "diabetes", [](const auto& p) { return p.covariates.flags[2] ? 1.0 : 0.0; }, 0.130, 0.0496, 0.36, 0.096);
    check(
        "male", [](const auto& p) { return p.covariates.male ? 1.0 : 0.0; }, 0.739, 0.0648, 0.88, 0.065);
}

// MIRACLE's and COMPANION's published means (NCBI Bookshelf NBK37426, table 6), within three standard errors of ours.
TEST(Patient, another_preset_has_its_own_published_means) {
    const auto miracle = *make_preset("miracle");
    PatientOptions options;
    options.with_ecg = false;
    constexpr int patients = 300;
    double qrs = 0, lvef = 0, age = 0, men = 0, ischaemic = 0, lbbb = 0, class_four = 0;
    for (std::uint64_t i = 0; i < patients; ++i) {
        const auto p = *simulate_patient(miracle, 5, i, options);
        qrs += p.covariates.qrs_ms / patients;
        lvef += p.covariates.lvef_pct / patients;
        age += p.covariates.age_y / patients;
        men += p.covariates.male / double{patients};
        ischaemic += p.covariates.flags[0] / double{patients};
        lbbb += p.covariates.lbbb / double{patients};
        class_four += (p.covariates.nyha == 4) / double{patients};
        EXPECT_GE(p.covariates.nyha, 3);
    }
    EXPECT_NEAR(qrs, 167.0, 3.0 * 21.0 / std::sqrt(patients));
    EXPECT_NEAR(lvef, 22.0, 3.0 * 6.0 / std::sqrt(patients));
    EXPECT_NEAR(age, 64.0, 3.0 * 11.0 / std::sqrt(patients));
    EXPECT_NEAR(men, 0.68, 3.0 * 0.47 / std::sqrt(patients));
    EXPECT_NEAR(ischaemic, 0.50, 3.0 * 0.50 / std::sqrt(patients));
    EXPECT_NEAR(lbbb, 0.71, 3.0 * 0.45 / std::sqrt(patients));
    EXPECT_NEAR(class_four, 0.10, 3.0 * 0.30 / std::sqrt(patients));
}

TEST(Patient, the_true_probability_reaches_the_attainable_auc) {
    std::vector<double> probabilities;
    std::vector<std::uint8_t> responses;
    for (const auto& p : cohort()) {
        probabilities.push_back(p.truth.probability);
        responses.push_back(p.truth.response);
    }
    const double attainable = attainable_auc(probabilities);
    EXPECT_NEAR(attainable, 0.81, 0.03);
    const auto realised = stats::delong(probabilities, responses);
    EXPECT_NEAR(realised->auc, attainable, 3.0 * std::sqrt(realised->variance));
}

TEST(Patient, volumes_tell_the_same_as_the_response) {
    for (const auto& p : cohort()) {
        EXPECT_EQ(p.truth.lvesv_6m_ml <= 0.85 * p.covariates.lvesv_ml + 1e-9, p.truth.response) << p.id;
        EXPECT_GE(p.truth.probability, 0.0);
        EXPECT_LE(p.truth.probability, 1.0);
        EXPECT_GT(p.covariates.psd_deg, 5.0);
        EXPECT_GT(p.covariates.pbw_deg, p.covariates.psd_deg);
    }
}

TEST(Patient, lateral_wall_is_late_in_lbbb_only) {
    double late[2] = {}, count[2] = {};
    for (const auto& p : cohort()) {
        late[p.covariates.lbbb] += p.truth.substrate.lateral_delay_ms - p.truth.septal_activation_ms;
        ++count[p.covariates.lbbb];
    }
    EXPECT_GT(late[1] / count[1], 50.0);
    EXPECT_LT(late[0] / count[0], 35.0);
}

TEST(Patient, is_the_same_whoever_else_is_simulated) {
    const auto alone = *simulate_patient(nanjing(), 11, 5);
    std::optional<VirtualPatient> elsewhere;
    std::thread([&] {
        (void)simulate_patient(nanjing(), 11, 4);
        elsewhere = *simulate_patient(nanjing(), 11, 5);
    }).join();
    EXPECT_EQ(alone.truth.probability, elsewhere->truth.probability);
    for (std::size_t l = 0; l < 12; ++l)
        EXPECT_EQ(alone.recording->ecg.leads[l].samples, elsewhere->recording->ecg.leads[l].samples);
    EXPECT_NE(simulate_patient(nanjing(), 12, 5)->truth.probability, alone.truth.probability);
}

TEST(Patient, ecg_has_the_shape_asked_for_and_keeps_the_lead_identities) {
    PatientOptions options;
    options.rate_hz = 1000.0;
    const auto p = *simulate_patient(nanjing(), 1, 0, options);
    const auto& ecg = p.recording->ecg;
    ASSERT_EQ(ecg.leads.size(), 12U);
    EXPECT_EQ(ecg.sample_count(), 10000);
    EXPECT_EQ(ecg.leads[3].name, "aVR");
    for (std::size_t i = 0; i < 10000; i += 17) {
        const auto at = [&](std::size_t l) { return ecg.leads[l].samples[i]; };
        EXPECT_NEAR(at(0) + at(2), at(1), 1e-5);
        EXPECT_NEAR(at(3) + at(4) + at(5), 0.0, 1e-5);
    }
    ASSERT_GE(p.recording->beats.size(), 6U);
    for (const auto& b : p.recording->beats) {
        if (!b.ectopic) {
            EXPECT_NEAR(1e3 * (b.end_s - b.onset_s), p.truth.qrs_ms, 1e-6);
        }
        EXPECT_GT(b.peak_s, b.onset_s);
        EXPECT_LT(b.peak_s, b.end_s);
    }
}

TEST(Patient, conduction_can_be_asked_for) {
    PatientOptions options;
    for (const auto kind : all_conductions) {
        options.conduction = kind;
        const auto p = simulate_patient(nanjing(), 2, 1, options);
        ASSERT_TRUE(p) << name_of(kind);
        EXPECT_EQ(p->truth.conduction, kind);
        EXPECT_EQ(conduction_of(name_of(kind)), kind);
        for (const auto& lead : p->recording->ecg.leads)
            for (const float v : lead.samples) ASSERT_TRUE(std::isfinite(v) && std::abs(v) < 10.0F) << name_of(kind);
    }
    EXPECT_FALSE(conduction_of("lbbb"));
}

TEST(Patient, survives_a_pacing_site_in_the_middle_of_a_scar) {
    // Apical scars cut living islands off; a lead whose tip lies in one paces the nearest cell outside.
    PatientOptions options;
    options.conduction = Conduction::paced_rv;
    options.with_ecg = false;
    for (std::uint64_t i = 0; i < 150; ++i) {
        const auto p = simulate_patient(nanjing(), 77, i, options);
        ASSERT_TRUE(p);
        ASSERT_TRUE(std::isfinite(p->truth.probability) && std::isfinite(p->truth.substrate.lateral_delay_ms)) << i;
        EXPECT_GT(p->truth.myocardium_m_s, 0.05) << i;
    }
}

/// Mean of a lead over the QRS complex of a noiseless beat.
double qrs_mean(Conduction kind, std::size_t lead, std::uint64_t index) {
    PatientOptions options;
    options.conduction = kind;
    options.with_noise = false;
    const auto p = *simulate_patient(nanjing(), 8, index, options);
    const auto& beat = p.recording->beats[1];
    const auto& x = p.recording->ecg.leads[lead].samples;
    const auto first = static_cast<std::size_t>(beat.onset_s * 500.0),
               last = static_cast<std::size_t>(beat.end_s * 500.0);
    double sum = 0.0;
    for (std::size_t i = first; i < last; ++i) sum += x[i] - x[first];
    return sum / static_cast<double>(last - first);
}

TEST(Patient, bundle_branch_blocks_look_the_right_way) {
    // LBBB: negative in V1, positive in V6 (Surawicz 2009); RBBB: more positive in V1 than LBBB.
    int right_way = 0;
    constexpr int n = 10;
    for (std::uint64_t i = 0; i < n; ++i) {
        const double v1 = qrs_mean(Conduction::lbbb_proximal, 6, i);
        right_way +=
            v1 < 0.0 && qrs_mean(Conduction::lbbb_proximal, 11, i) > 0.0 && qrs_mean(Conduction::rbbb, 6, i) > v1;
    }
    EXPECT_GE(right_way, 9);
}

/// The highest and the lowest of a lead from `from_s` to `to_s` after QRS onset of a noiseless beat, mV from its level
/// there.
std::pair<double, double> extremes(const VirtualPatient& p, std::size_t lead, double from_s, double to_s) {
    const double onset = p.recording->beats[1].onset_s;
    const auto& x = p.recording->ecg.leads[lead].samples;
    const auto at = [](double s) { return static_cast<std::ptrdiff_t>(std::lround(s * 500.0)); };
    const auto [low, high] = std::minmax_element(x.begin() + at(onset + from_s), x.begin() + at(onset + to_s));
    const float level = x[static_cast<std::size_t>(at(onset))];
    return {*high - level, *low - level};
}

TEST(Patient, healthy_hearts_have_a_normal_ecg) {
    // AHA/ACCF/HRS recommendations: T upright in I, II and V3 to V6 and inverted in aVR (part IV, 2009), frontal QRS
    // axis of -30 to 90 degrees (part III, 2009): net QRS positive in I and in II. Precordial R waves grow to V4 or V5
    // and S waves vanish to V6. Electrodes are misplaced by 10 mm (SD), so not every patient does all of it.
    const auto healthy = *make_preset("healthy");
    PatientOptions options;
    options.with_noise = false;
    constexpr int n = 24;
    int upright = 0, axis = 0, progression = 0;
    for (std::uint64_t i = 0; i < n; ++i) {
        const auto p = *simulate_patient(healthy, 8, i, options);
        const double qrs_s = 1e-3 * p.truth.qrs_ms;
        const auto t = [&](std::size_t lead) {
            const auto [high, low] = extremes(p, lead, qrs_s + 0.06, 0.44);
            return high > -low ? high : low;
        };
        const auto qrs = [&](std::size_t lead) { return extremes(p, lead, 0.0, qrs_s); };
        const auto net = [&](std::size_t lead) { return qrs(lead).first + qrs(lead).second; };
        upright += t(0) > 0 && t(1) > 0 && t(8) > 0 && t(9) > 0 && t(10) > 0 && t(11) > 0 && t(3) < 0;
        axis += net(0) > 0 && net(1) > 0;
        progression += qrs(6).first < qrs(8).first && qrs(8).first < std::max(qrs(9).first, qrs(10).first) &&
                       net(6) < 0 && net(10) > 0 && qrs(11).second > qrs(7).second;
    }
    EXPECT_GE(upright, 20);
    EXPECT_GE(axis, 20);
    EXPECT_GE(progression, 16);
}

TEST(Patient, people_of_a_hospital_have_walls_of_all_kinds_and_qrs_by_their_conduction) {
    const auto hospital = *make_preset("hospital");
    PatientOptions options;
    options.with_ecg = false;
    std::vector<double> mass;
    for (std::uint64_t i = 0; i < 80; ++i) {
        const auto p = *simulate_patient(hospital, 4, i, options);
        mass.push_back(p.truth.lv_mass_g);
        if (p.truth.conduction == Conduction::normal) {
            EXPECT_LT(p.truth.qrs_ms, 132.0);
        }
        if (p.covariates.lbbb) {
            EXPECT_GE(p.truth.qrs_ms, 120.0);
        }
    }
    // Devereux' formula puts normal left ventricles at 67 to 224 g (Lang, J Am Soc Echocardiogr 2015;28:1).
    std::ranges::sort(mass);
    EXPECT_GT(mass[40], 67.0);
    EXPECT_LT(mass[40], 224.0);
    EXPECT_GT(mass[76], 1.25 * mass[40]);
}

// The same draws as a man and as a woman: QRS, PR and T in V3 as large series of healthy people have them (men's QRS 6
// to 10 ms longer, T in V3 taller); nothing of it among candidates for CRT.
TEST(Patient, men_and_women_differ_where_healthy_ones_do) {
    const auto as = [](const char* name, bool men, std::uint64_t index) {
        auto preset = *make_preset(name);
        preset.male = men ? 1.0 - 1e-12 : 1e-12;
        PatientOptions options;
        options.with_noise = false;
        return *simulate_patient(preset, 9, index, options);
    };
    const auto largest_t_mv = [](const VirtualPatient& p) {
        const auto& beat = p.recording->beats.front();
        const auto& v3 = p.recording->ecg.find_lead("V3")->samples;
        const auto from = static_cast<std::ptrdiff_t>((beat.end_s + 0.08) * 500.0), to = from + 100;
        return *std::max_element(v3.begin() + from, v3.begin() + to);
    };
    int taller = 0;
    for (std::uint64_t i = 0; i < 6; ++i) {
        const auto man = as("healthy", true, i), woman = as("healthy", false, i);
        EXPECT_NEAR(man.truth.qrs_ms - woman.truth.qrs_ms, 5.0, 1.1);
        EXPECT_GE(man.truth.pr_ms, woman.truth.pr_ms);
        EXPECT_GT(man.truth.outer_shorter_ms, woman.truth.outer_shorter_ms);
        taller += largest_t_mv(man) > largest_t_mv(woman);
        const auto candidate = as("nanjing", true, i), other = as("nanjing", false, i);
        EXPECT_EQ(candidate.truth.qrs_ms, other.truth.qrs_ms);
        EXPECT_EQ(largest_t_mv(candidate), largest_t_mv(other));
    }
    EXPECT_GE(taller, 5);
}

TEST(Patient, unknown_names_are_refused) {
    const auto none = make_preset("boston");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().kind, core::ErrorKind::usage);
}

}  // namespace
}  // namespace synchrony::sim
