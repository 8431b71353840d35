// Points and directions in the torso: x to the left, y to the feet, z to the back (Frank's axes), mm.
#pragma once

#include <cmath>

namespace synchrony::sim {

struct Vec3 {
    double x = 0.0;
    double y = 0.0;
    double z = 0.0;
    friend Vec3 operator+(const Vec3& a, const Vec3& b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
    friend Vec3 operator-(const Vec3& a, const Vec3& b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
    friend Vec3 operator*(double k, const Vec3& a) { return {k * a.x, k * a.y, k * a.z}; }
    friend bool operator==(const Vec3&, const Vec3&) = default;
};

[[nodiscard]] inline double dot(const Vec3& a, const Vec3& b) {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
[[nodiscard]] inline double norm(const Vec3& a) {
    return std::sqrt(dot(a, a));
}
[[nodiscard]] inline Vec3 unit(const Vec3& a) {
    return (1.0 / norm(a)) * a;
}
[[nodiscard]] inline Vec3 cross(const Vec3& a, const Vec3& b) {
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

}  // namespace synchrony::sim
