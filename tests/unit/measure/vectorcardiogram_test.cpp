#include "synchrony/measure/vectorcardiogram.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace synchrony::measure {
namespace {

constexpr double vcg_fs = 1000.0;
constexpr const char* names[] = {"I", "II", "V1", "V2", "V3", "V4", "V5", "V6"};

// All leads 0 but two: a half sine of 1 mV and 100 ms in `qrs_lead` from 0.2 s on, and one of `t_mv` and 200 ms in
// `t_lead` from 0.4 s on. Integral of a half sine: 2/pi times height times duration, so 63.662 uV s, and 127.324 uV s a
// mV.
record::Ecg beat(const std::string& qrs_lead, const std::string& t_lead, double t_mv, double offset_mv = 0.0) {
    record::Ecg e;
    e.sampling_frequency_hz = vcg_fs;
    for (const char* name : names) {
        record::Lead l;
        l.name = name;
        for (int i = 0; i <= 1000; ++i) {
            const double t = i / vcg_fs;
            double v = offset_mv;
            if (l.name == qrs_lead && t > 0.2 && t < 0.3) v += std::sin((t - 0.2) / 0.1 * std::numbers::pi);
            if (l.name == t_lead && t > 0.4 && t < 0.6) v += t_mv * std::sin((t - 0.4) / 0.2 * std::numbers::pi);
            l.samples.push_back(static_cast<float>(v));
        }
        e.leads.push_back(l);
    }
    return e;
}

constexpr QrsTBounds bounds{0.2, 0.3, 0.65};

VectorMeasures measured(const record::Ecg& e, VcgTransform transform = VcgTransform::kors) {
    const auto v = vectorcardiogram(e, transform);
    EXPECT_TRUE(v);
    const auto m = measure_vectors(*v, bounds);
    EXPECT_TRUE(m);
    return *m;
}

// Kors' column of lead I is (0.38, -0.07, 0.11), its norm 0.401746; 0.401746 * 63.662 = 25.576.
TEST(VectorMeasures, QrsAreaIsTheNormOfSignedIntegrals) {
    const VectorMeasures m = measured(beat("I", "", 0.0));
    EXPECT_NEAR(m.qrs_area.x, 0.38 * 63.662, 0.01);
    EXPECT_NEAR(m.qrs_area.y, -0.07 * 63.662, 0.01);
    EXPECT_NEAR(m.qrs_area.z, 0.11 * 63.662, 0.01);
    EXPECT_NEAR(m.qrs_area_uvs, 25.576, 0.01);
    EXPECT_NEAR(m.t_area_uvs, 0.0, 0.01);
    EXPECT_NEAR(m.gradient_uvs, 25.576, 0.01);
    EXPECT_NEAR(m.qrs_peak_mv.norm(), 0.401746, 1e-4);
}

TEST(VectorMeasures, AreaIsTakenFromTheLevelBeforeTheComplex) {
    EXPECT_NEAR(measured(beat("V2", "", 0.0, 0.75)).qrs_area_uvs, measured(beat("V2", "", 0.0)).qrs_area_uvs, 0.01);
}

// T of -0.3 mV in the same lead: -38.197 uV s along the same line. Absolute sums: (0.38 + 0.07 + 0.11) * (63.662
// + 38.197).
TEST(VectorMeasures, OppositeTWaveGivesAStraightAngle) {
    const VectorMeasures m = measured(beat("I", "I", -0.3));
    EXPECT_NEAR(m.qrs_t_angle_mean_deg, 180.0, 0.1);
    EXPECT_NEAR(m.qrs_t_angle_peak_deg, 180.0, 0.1);
    EXPECT_NEAR(m.t_area_uvs, 0.401746 * 38.197, 0.02);
    EXPECT_NEAR(m.gradient_uvs, 0.401746 * (63.662 - 38.197), 0.02);
    EXPECT_NEAR(m.sai_qrst_uvs, 0.56 * (63.662 + 38.197), 0.05);
}

// QRS along (0.38, -0.07, 0.11), T along lead II's (-0.07, 0.93, -0.23): dot -0.117, norms 0.401746 and 0.960573, so
// 107.65 deg.
TEST(VectorMeasures, AngleBetweenTwoLeadsOfKors) {
    const VectorMeasures m = measured(beat("I", "II", 0.5));
    EXPECT_NEAR(m.qrs_t_angle_mean_deg, 107.65, 0.05);
    EXPECT_NEAR(m.qrs_t_angle_peak_deg, 107.65, 0.05);
}

// Inverse Dower's column of V1: (-0.172, 0.057, -0.229), norm 0.292017.
TEST(VectorMeasures, InverseDowerIsAnOption) {
    const VectorMeasures m = measured(beat("V1", "", 0.0), VcgTransform::inverse_dower);
    EXPECT_NEAR(m.qrs_area_uvs, 0.292017 * 63.662, 0.02);
    EXPECT_LT(m.qrs_area.z, 0.0);
}

// A biphasic complex cancels in the signed integral: that is what tells QRS area from QRS duration.
TEST(VectorMeasures, BiphasicComplexHasNoArea) {
    record::Ecg e = beat("I", "", 0.0);
    for (int i = 200; i <= 300; ++i)
        e.leads[0].samples[static_cast<std::size_t>(i)] =
            static_cast<float>(std::sin((i - 200) / 50.0 * std::numbers::pi));
    const VectorMeasures m = measured(e);
    EXPECT_NEAR(m.qrs_area_uvs, 0.0, 0.01);
    EXPECT_NEAR(m.sai_qrst_uvs, 0.56 * 63.662, 0.05);
}

TEST(Vectorcardiogram, NamesTheLeadThatIsMissing) {
    record::Ecg e = beat("I", "", 0.0);
    e.leads.erase(e.leads.begin() + 4);  // V3
    const auto v = vectorcardiogram(e);
    ASSERT_FALSE(v);
    EXPECT_EQ(v.error().expected, "V3");
}

TEST(VectorMeasures, RefuseBoundsOutOfOrderOrOutside) {
    const auto v = vectorcardiogram(beat("I", "", 0.0));
    EXPECT_FALSE(measure_vectors(*v, {0.3, 0.2, 0.6}));
    EXPECT_FALSE(measure_vectors(*v, {0.2, 0.3, 1.2}));
    EXPECT_FALSE(measure_vectors(*v, {std::nan(""), 0.3, 0.6}));
}

}  // namespace
}  // namespace synchrony::measure
