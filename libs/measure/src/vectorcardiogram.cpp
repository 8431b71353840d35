#include "synchrony/measure/vectorcardiogram.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <string_view>

#include "integral.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::measure {
namespace {

constexpr std::array<std::string_view, 8> needed = {"V1", "V2", "V3", "V4", "V5", "V6", "I", "II"};
using Matrix = std::array<std::array<double, 8>, 3>;

constexpr Matrix kors = {{{-0.13, 0.05, -0.01, 0.14, 0.06, 0.54, 0.38, -0.07},
                          {0.06, -0.02, -0.05, 0.06, -0.17, 0.13, -0.07, 0.93},
                          {-0.43, -0.06, -0.14, -0.20, -0.11, 0.31, 0.11, -0.23}}};
constexpr Matrix inverse_dower = {{{-0.172, -0.074, 0.122, 0.231, 0.239, 0.194, 0.156, -0.010},
                                   {0.057, -0.019, -0.106, -0.022, 0.041, 0.048, -0.227, 0.887},
                                   {-0.229, -0.310, -0.246, -0.063, 0.055, 0.108, 0.022, 0.102}}};

constexpr double uvs_per_mv_s = 1000.0;

struct Axis {
    std::span<const double> wave;
    double rest;
};

}  // namespace

double Vector3::norm() const {
    return std::sqrt(x * x + y * y + z * z);
}

double angle_deg(const Vector3& a, const Vector3& b) {
    const double lengths = a.norm() * b.norm();
    if (!(lengths > 0.0)) return std::numeric_limits<double>::quiet_NaN();
    const double cosine = (a.x * b.x + a.y * b.y + a.z * b.z) / lengths;
    return std::acos(std::clamp(cosine, -1.0, 1.0)) * 180.0 / std::numbers::pi;
}

core::Result<Vectorcardiogram> vectorcardiogram(const record::Ecg& ecg, VcgTransform transform) {
    std::array<const record::Lead*, 8> leads{};
    for (std::size_t l = 0; l < needed.size(); ++l) {
        leads[l] = ecg.find_lead(needed[l]);
        if (!leads[l])
            return core::fail_input("a lead that the vectorcardiogram needs is missing", ecg.record_name, {},
                                    std::string(needed[l]));
        if (leads[l]->samples.size() != leads[0]->samples.size())
            return core::fail_input("leads differ in length", ecg.record_name, std::string(needed[l]));
    }
    const Matrix& m = transform == VcgTransform::kors ? kors : inverse_dower;
    Vectorcardiogram v;
    v.sampling_frequency_hz = ecg.sampling_frequency_hz;
    std::array<std::vector<double>*, 3> axes = {&v.x, &v.y, &v.z};
    for (std::size_t a = 0; a < 3; ++a) {
        axes[a]->assign(leads[0]->samples.size(), 0.0);
        for (std::size_t l = 0; l < 8; ++l)
            for (std::size_t i = 0; i < axes[a]->size(); ++i)
                (*axes[a])[i] += m[a][l] * static_cast<double>(leads[l]->samples[i]);
    }
    return v;
}

Vector3 rest_vector(const Vectorcardiogram& v, double qrs_onset_s) {
    const auto along = [&](std::span<const double> wave) {
        return isoelectric_before(wave, v.sampling_frequency_hz, qrs_onset_s);
    };
    return {along(v.x), along(v.y), along(v.z)};
}

core::Result<VectorMeasures> measure_vectors(const Vectorcardiogram& v, const QrsTBounds& b) {
    const double fs = v.sampling_frequency_hz;
    const double length_s = v.size() > 1 ? static_cast<double>(v.size() - 1) / fs : 0.0;
    if (!(b.qrs_onset_s >= 0.0 && b.qrs_onset_s < b.qrs_end_s && b.qrs_end_s < b.t_end_s && b.t_end_s <= length_s))
        return core::fail({core::ErrorKind::usage,
                           "QRS onset, QRS end and T end must ascend inside the signal",
                           "vectorcardiogram",
                           core::shortest(b.qrs_onset_s) + ", " + core::shortest(b.qrs_end_s) + ", " +
                               core::shortest(b.t_end_s) + " s",
                           "0 to " + core::shortest(length_s) + " s",
                           {}});
    const Vector3 rest = rest_vector(v, b.qrs_onset_s);
    const std::array<Axis, 3> axes = {{{v.x, rest.x}, {v.y, rest.y}, {v.z, rest.z}}};
    const auto area = [&](double t0, double t1) {
        const auto along = [&](const Axis& a) { return uvs_per_mv_s * integral(a.wave, fs, t0, t1, a.rest); };
        return Vector3{along(axes[0]), along(axes[1]), along(axes[2])};
    };
    const auto longest = [&](double t0, double t1) {
        Vector3 best;
        for (auto i = static_cast<std::size_t>(std::ceil(t0 * fs)); i < v.size() && static_cast<double>(i) <= t1 * fs;
             ++i) {
            const Vector3 now{v.x[i] - axes[0].rest, v.y[i] - axes[1].rest, v.z[i] - axes[2].rest};
            if (now.norm() > best.norm()) best = now;
        }
        return best;
    };
    VectorMeasures m;
    m.qrs_area = area(b.qrs_onset_s, b.qrs_end_s);
    m.t_area = area(b.qrs_end_s, b.t_end_s);
    m.gradient = area(b.qrs_onset_s, b.t_end_s);
    m.qrs_area_uvs = m.qrs_area.norm();
    m.t_area_uvs = m.t_area.norm();
    m.gradient_uvs = m.gradient.norm();
    for (const Axis& a : axes)
        m.sai_qrst_uvs +=
            uvs_per_mv_s * integral(a.wave, fs, b.qrs_onset_s, b.t_end_s, a.rest, [](double x) { return std::abs(x); });
    m.qrs_peak_mv = longest(b.qrs_onset_s, b.qrs_end_s);
    m.t_peak_mv = longest(b.qrs_end_s, b.t_end_s);
    m.qrs_t_angle_peak_deg = angle_deg(m.qrs_peak_mv, m.t_peak_mv);
    m.qrs_t_angle_mean_deg = angle_deg(m.qrs_area, m.t_area);
    return m;
}

}  // namespace synchrony::measure
