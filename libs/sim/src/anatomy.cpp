#include "synchrony/sim/anatomy.hpp"

#include <algorithm>
#include <numbers>
#include <string>

namespace synchrony::sim {
namespace {

/// The base plane lies this part of the long half-axis above the equator: the usual truncation at 120 degrees of the
/// prolate ellipsoid (Streeter and Hanna, Circ Res 1973;33:639).
constexpr double base_part = 0.5;
/// The apex is thinner than the free wall.
constexpr double apex_wall_part = 0.7;
/// The right ventricle's outer ellipsoid in units of the left one's outer short half-axis: it bulges this far to the
/// right ...
constexpr double rv_shift = 0.62, rv_width = 1.05, rv_depth = 1.06;
/// ... and its apex stops short of the left one's.
constexpr double rv_length = 0.90;
constexpr std::size_t most_cells = 200'000;
constexpr int margin = 2;

enum class Kind : std::uint8_t { outside, lv_wall, rv_wall, lv_cavity, rv_cavity };

struct Ellipsoid {
    double cx, a, b, c;  // centre on the x axis, half-axes along x, y, z
    [[nodiscard]] double level(double x, double y, double z) const {
        const double u = (x - cx) / a, v = y / b, w = z / c;
        return std::sqrt(u * u + v * v + w * w);
    }
};

struct Solid {
    Ellipsoid lv_inner, lv_outer, rv_inner, rv_outer;
    double base;  // z of the base plane, mm
    [[nodiscard]] Kind at(double x, double y, double z) const {
        if (z > base) return Kind::outside;
        if (lv_inner.level(x, y, z) < 1.0) return Kind::lv_cavity;
        if (lv_outer.level(x, y, z) <= 1.0) return Kind::lv_wall;
        if (rv_inner.level(x, y, z) < 1.0) return Kind::rv_cavity;
        if (rv_outer.level(x, y, z) <= 1.0) return Kind::rv_wall;
        return Kind::outside;
    }
    /// Of a place in the left wall: seen from the long axis, does the right cavity lie behind the wall?
    [[nodiscard]] bool is_septum(double x, double y, double z) const {
        const double just_behind = 1.05 / std::max(lv_outer.level(x, y, z), 1e-9);
        return rv_inner.level(x * just_behind, y * just_behind, z * just_behind) < 1.0;
    }
};

Solid solid_of(const HeartShape& s) {
    // Volume of the truncated ellipsoid: pi a^2 c (2/3 + f - f^3/3), f = base_part.
    const double shape_factor = 2.0 / 3.0 + base_part - base_part * base_part * base_part / 3.0;
    const double a = std::cbrt(s.lvedv_ml * 1000.0 / (std::numbers::pi * s.elongation * shape_factor));
    const double c = a * s.elongation, w = s.lv_wall_mm, r = s.rv_wall_mm;
    const double outer = a + w, outer_length = c + apex_wall_part * w;
    Solid solid{};
    solid.lv_inner = {0.0, a, a, c};
    solid.lv_outer = {0.0, outer, outer, outer_length};
    solid.rv_outer = {-rv_shift * outer, rv_width * outer, rv_depth * outer, rv_length * outer_length};
    solid.rv_inner = {solid.rv_outer.cx, solid.rv_outer.a - r, solid.rv_outer.b - r, solid.rv_outer.c - r};
    solid.base = base_part * c;
    return solid;
}

struct Lattice {
    double cell;
    std::array<int, 3> size;
    std::array<double, 3> first;  // centre of cell 0 along each axis
    [[nodiscard]] std::size_t cells() const {
        return static_cast<std::size_t>(size[0]) * static_cast<std::size_t>(size[1]) *
               static_cast<std::size_t>(size[2]);
    }
};

Lattice lattice_around(const Solid& s, double cell) {
    const double left = -(s.rv_outer.a - s.rv_outer.cx), right = s.lv_outer.a;
    const double half = std::max(s.lv_outer.b, s.rv_outer.b), low = -s.lv_outer.c;
    const auto count = [cell](double length) { return static_cast<int>(std::ceil(length / cell)) + 1 + 2 * margin; };
    Lattice l{cell, {count(right - left), count(2.0 * half), count(s.base - low)}, {}};
    // The uppermost cell centre lies half a cell below the base plane, so that the base is flat.
    l.first = {left - margin * cell, -half - margin * cell, s.base - (l.size[2] - 1 - margin + 0.5) * cell};
    return l;
}

/// The heart's axes in the torso: columns lateral, anterior, from apex to base.
std::array<Vec3, 3> frame_of(const HeartShape& s) {
    const Vec3 up = -1.0 * unit(s.apex);
    const Vec3 lateral = unit(s.lateral - dot(s.lateral, up) * up);
    Vec3 anterior = cross(up, lateral);
    if (anterior.y > 0.0) anterior = -1.0 * anterior;  // the anterior wall looks up
    return {lateral, anterior, up};
}

core::Result<void> check(const HeartShape& s) {
    const auto wrong = [](std::string what, double got, std::string expected) {
        return core::fail({core::ErrorKind::usage, std::move(what), {}, std::to_string(got), std::move(expected), {}});
    };
    if (!(s.lvedv_ml >= 20.0 && s.lvedv_ml <= 1500.0))
        return wrong("LV volume out of range", s.lvedv_ml, "20 to 1500 ml");
    if (!(s.cell_mm >= 1.0 && s.cell_mm <= 6.0)) return wrong("cell size out of range", s.cell_mm, "1 to 6 mm");
    if (!(s.lv_wall_mm >= 1.5 * s.cell_mm && s.lv_wall_mm <= 30.0))
        return wrong("LV wall out of range", s.lv_wall_mm, "1.5 cells to 30 mm");
    if (!(s.rv_wall_mm >= 1.2 * s.cell_mm && s.rv_wall_mm <= 15.0))
        return wrong("RV wall out of range", s.rv_wall_mm, "1.2 cells to 15 mm");
    if (!(s.elongation >= 1.0 && s.elongation <= 3.0)) return wrong("elongation out of range", s.elongation, "1 to 3");
    constexpr double least_sine = 0.01;
    if (!(norm(s.apex) > 0.0) || !(norm(cross(s.apex, s.lateral)) > least_sine * norm(s.apex) * norm(s.lateral)))
        return wrong("directions do not make a frame", norm(s.apex), "two directions that differ");
    return {};
}

/// True when a neighbour (26) of the cell is of that kind.
bool touches(const std::vector<Kind>& kinds, const std::array<int, 3>& n, std::size_t at, Kind kind) {
    for (int dz = -1; dz <= 1; ++dz)
        for (int dy = -1; dy <= 1; ++dy)
            for (int dx = -1; dx <= 1; ++dx) {
                const auto step = dx + n[0] * (dy + n[1] * dz);
                if (kinds[static_cast<std::size_t>(static_cast<std::int64_t>(at) + step)] == kind) return true;
            }
    return false;
}

double depth_between(const Ellipsoid& inner, const Ellipsoid& outer, double x, double y, double z) {
    const double in = inner.level(x, y, z) - 1.0, out = 1.0 - outer.level(x, y, z);
    return std::clamp(in / std::max(in + out, 1e-9), 0.0, 1.0);
}

}  // namespace

core::Result<Heart> build_heart(const HeartShape& shape) {
    SYNCHRONY_TRY(check(shape));
    const Solid solid = solid_of(shape);
    const Lattice lattice = lattice_around(solid, shape.cell_mm);
    if (lattice.cells() > most_cells)
        return core::fail({core::ErrorKind::usage,
                           "too many cells",
                           {},
                           std::to_string(lattice.cells()),
                           "at most " + std::to_string(most_cells),
                           "use larger cells"});
    const auto axes = frame_of(shape);
    Heart heart;
    heart.cell_mm = shape.cell_mm;
    heart.size = lattice.size;
    heart.node_at.assign(lattice.cells(), -1);
    std::vector<Kind> kinds(lattice.cells(), Kind::outside);
    std::size_t at = 0;
    for (int k = 0; k < lattice.size[2]; ++k)
        for (int j = 0; j < lattice.size[1]; ++j)
            for (int i = 0; i < lattice.size[0]; ++i, ++at) {
                const double x = lattice.first[0] + i * lattice.cell, y = lattice.first[1] + j * lattice.cell;
                const double z = lattice.first[2] + k * lattice.cell;
                const Kind kind = kinds[at] = solid.at(x, y, z);
                if (kind != Kind::lv_wall && kind != Kind::rv_wall) continue;
                const bool left = kind == Kind::lv_wall;
                heart.node_at[at] = static_cast<std::int32_t>(heart.nodes());
                heart.cell_of.push_back(static_cast<std::int32_t>(at));
                heart.position_mm.push_back(shape.centre_mm + x * axes[0] + y * axes[1] + z * axes[2]);
                heart.chamber.push_back(left ? Chamber::left : Chamber::right);
                const double low = -solid.lv_outer.c;
                heart.height.push_back(static_cast<float>((z - low) / (solid.base - low)));
                const double turn = std::atan2(y, x) * 180.0 / std::numbers::pi;
                heart.angle_deg.push_back(static_cast<float>(turn < 0.0 ? turn + 360.0 : turn));
                heart.depth.push_back(static_cast<float>(left
                                                             ? depth_between(solid.lv_inner, solid.lv_outer, x, y, z)
                                                             : depth_between(solid.rv_inner, solid.rv_outer, x, y, z)));
                heart.septum.push_back(left && solid.is_septum(x, y, z) ? 1 : 0);
            }
    for (std::size_t node = 0; node < heart.nodes(); ++node) {
        const auto cell = static_cast<std::size_t>(heart.cell_of[node]);
        heart.lv_endocardium.push_back(touches(kinds, heart.size, cell, Kind::lv_cavity) ? 1 : 0);
        heart.rv_endocardium.push_back(touches(kinds, heart.size, cell, Kind::rv_cavity) ? 1 : 0);
    }
    return heart;
}

int aha_segment(double height, double angle_deg) {
    constexpr double apex_end = 0.12, apical_end = 0.40, mid_end = 0.70;  // of the length, after Cerqueira's thirds
    if (height < apex_end) return 17;
    const auto part = [angle_deg](double first_deg, double width, int parts) {
        double from = std::fmod(angle_deg - first_deg + 720.0, 360.0);
        return std::min(parts - 1, static_cast<int>(from / width));
    };
    if (height < apical_end) return 13 + part(45.0, 90.0, 4);  // anterior, septal, inferior, lateral
    // anterior (around 90), anteroseptal, inferoseptal, inferior, inferolateral, anterolateral
    return (height < mid_end ? 7 : 1) + part(60.0, 60.0, 6);
}

std::size_t endocardial_node(const Heart& heart, Chamber cavity, bool septal, double height, double angle_deg,
                             std::span<const float> alive) {
    const auto& surface = cavity == Chamber::left ? heart.lv_endocardium : heart.rv_endocardium;
    constexpr double length_mm = 90.0, radius_mm = 35.0;  // only to weigh the two coordinates against one another
    std::size_t best = 0;
    double least = 1e300;
    for (std::size_t n = 0; n < heart.nodes(); ++n) {
        if (!surface[n] || !(alive[n] > 0.0F)) continue;
        if (cavity == Chamber::right && septal != (heart.chamber[n] == Chamber::left)) continue;
        double turn = std::abs(std::fmod(heart.angle_deg[n] - angle_deg + 540.0, 360.0) - 180.0);
        turn *= std::numbers::pi / 180.0 * radius_mm;
        const double rise = length_mm * (heart.height[n] - height);
        const double far = turn * turn + rise * rise;
        if (far < least) {
            least = far;
            best = n;
        }
    }
    return best;
}

}  // namespace synchrony::sim
