// The vectorcardiogram from the twelve leads, and what is measured on it: QRS area, QRS-T angle, ventricular gradient,
// SAI QRST.
#pragma once

#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::measure {

/// X to the left, Y to the feet, Z to the back (Frank's axes).
struct Vector3 {
    double x = 0.0;
    double y = 0.0;
    double z = 0.0;
    [[nodiscard]] double norm() const;
    friend bool operator==(const Vector3&, const Vector3&) = default;
};

/// Angle between two vectors, degrees, 0 to 180; NaN when either is 0.
[[nodiscard]] double angle_deg(const Vector3& a, const Vector3& b);

enum class VcgTransform {
    kors,  ///< regression of Kors, van Herpen, Sittig, van Bemmel, Eur Heart J 1990;11:1083: closest to Frank's leads,
           ///< the one QRS area is published with
    inverse_dower  ///< Edenbrandt and Pahlm, J Electrocardiol 1988;21:361
};

/// Frank leads, mV.
struct Vectorcardiogram {
    double sampling_frequency_hz = 0.0;
    std::vector<double> x, y, z;
    [[nodiscard]] std::size_t size() const { return x.size(); }
    [[nodiscard]] Vector3 at(std::size_t i) const { return {x[i], y[i], z[i]}; }
};

/// Needs I, II, V1..V6. Fails (input) when one is missing, naming it.
[[nodiscard]] core::Result<Vectorcardiogram> vectorcardiogram(const record::Ecg& ecg,
                                                              VcgTransform transform = VcgTransform::kors);

/// Mean vector of the PQ segment's last 12 ms, mV: the level that loops and integrals are counted from.
[[nodiscard]] Vector3 rest_vector(const Vectorcardiogram& vcg, double qrs_onset_s);

/// Boundaries of the beat, s from the vectorcardiogram's start.
struct QrsTBounds {
    double qrs_onset_s = 0.0;
    double qrs_end_s = 0.0;
    double t_end_s = 0.0;
};

/// Integrals are in uV s (= mV ms), taken from the level just before QRS onset. Signed integrals first, then the norm
/// in three dimensions, as van Deursen (J Electrocardiol 2015;48:45) and van Stipdonk (Circ Arrhythm Electrophysiol
/// 2018;11:e006497) do.
struct VectorMeasures {
    double qrs_area_uvs = 0.0;  ///< norm of qrs_area
    Vector3 qrs_area;           ///< integrals of X, Y, Z from QRS onset to end
    double t_area_uvs = 0.0;
    Vector3 t_area;    ///< from QRS end to T end
    Vector3 gradient;  ///< spatial ventricular gradient: from QRS onset to T end
    double gradient_uvs = 0.0;
    double sai_qrst_uvs =
        0.0;  ///< sum over X, Y, Z of the integral of the absolute value, QRS onset to T end (Tereshchenko 2011)
    Vector3 qrs_peak_mv;                ///< longest vector of the QRS loop
    Vector3 t_peak_mv;                  ///< longest vector of the T loop
    double qrs_t_angle_peak_deg = 0.0;  ///< between those two
    double qrs_t_angle_mean_deg = 0.0;  ///< between qrs_area and t_area
};

/// Fails (usage) unless qrs_onset < qrs_end < t_end inside the signal.
[[nodiscard]] core::Result<VectorMeasures> measure_vectors(const Vectorcardiogram& vcg, const QrsTBounds& bounds);

}  // namespace synchrony::measure
