#include "synchrony/draw/colour.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace synchrony::draw {
namespace {

constexpr Colour from_hex(std::uint32_t rgb) {
    return {static_cast<double>(rgb >> 16 & 255) / 255.0, static_cast<double>(rgb >> 8 & 255) / 255.0,
            static_cast<double>(rgb & 255) / 255.0, 1.0};
}

constexpr std::array<std::uint32_t, 8> line_colours = {0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7,
                                                       0x56b4e9, 0xe69f00, 0x8a7a00, 0x000000};
constexpr std::array<std::uint32_t, 10> viridis_anchors = {0x440154, 0x482878, 0x3e4a89, 0x31688e, 0x26828e,
                                                           0x1f9e89, 0x35b779, 0x6dcd59, 0xb4de2c, 0xfde725};

double mix(double a, double b, double share) {
    return a + (b - a) * share;
}

}  // namespace

Colour line_colour(std::size_t i) {
    return from_hex(line_colours[i % line_colours.size()]);
}

Colour viridis(double value) {
    if (std::isnan(value)) return {0.0, 0.0, 0.0, 0.0};
    const double place = std::clamp(value, 0.0, 1.0) * static_cast<double>(viridis_anchors.size() - 1);
    const auto below = std::min(static_cast<std::size_t>(place), viridis_anchors.size() - 2);
    const double share = place - static_cast<double>(below);
    const Colour a = from_hex(viridis_anchors[below]);
    const Colour b = from_hex(viridis_anchors[below + 1]);
    return {mix(a.red, b.red, share), mix(a.green, b.green, share), mix(a.blue, b.blue, share), 1.0};
}

}  // namespace synchrony::draw
