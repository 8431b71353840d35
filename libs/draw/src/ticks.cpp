#include "synchrony/draw/ticks.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace synchrony::draw {
namespace {

constexpr double slack = 1e-9;  // share of a step by which a bound may miss its tick through rounding
constexpr int max_decimals = 12;

// The number of multiples of `step` in [low, high].
double count_of(double low, double high, double step) {
    return std::floor(high / step + slack) - std::ceil(low / step - slack) + 1.0;
}

double nice_step(double low, double high, int most) {
    const double exponent = std::floor(std::log10((high - low) / most));
    for (double power = std::pow(10.0, exponent);; power *= 10.0)
        for (const double factor : {1.0, 2.0, 5.0})
            if (count_of(low, high, factor * power) <= most) return factor * power;
}

}  // namespace

std::string fixed_text(double value, int decimals) {
    std::array<char, 400> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.*f", std::clamp(decimals, 0, max_decimals), std::abs(value));
    std::string text = buffer.data();
    const bool zero = text.find_first_not_of("0.") == std::string::npos;
    return value < 0.0 && !zero ? "\u2212" + text : text;
}

std::string significant_text(double value, int digits) {
    constexpr double most_written_out = 1e9;
    if (std::abs(value) >= std::pow(10.0, digits) && std::abs(value) < most_written_out) return fixed_text(value, 0);
    std::array<char, 64> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.*g", std::clamp(digits, 1, max_decimals), std::abs(value));
    const std::string text = buffer.data();
    return value < 0.0 && text != "0" ? "\u2212" + text : text;
}

Ticks nice_ticks(double low, double high, int most) {
    Ticks ticks;
    if (!std::isfinite(low) || !std::isfinite(high) || low > high || most < 1) return ticks;
    if (high - low <= std::max(std::abs(low), std::abs(high)) * 1e-12) {
        ticks.places = {low};
        ticks.labels = {fixed_text(low, std::abs(low) < 10.0 && low != std::floor(low) ? 2 : 0)};
        return ticks;
    }
    ticks.step = nice_step(low, high, most);
    // 1e-6: log10 of a step like 0.001 may come out as -2.9999999
    const int decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(ticks.step) - 1e-6)));
    const double first = std::ceil(low / ticks.step - slack);
    const auto count = static_cast<int>(count_of(low, high, ticks.step));
    for (int i = 0; i < count; ++i) {
        ticks.places.push_back((first + i) * ticks.step);
        ticks.labels.push_back(fixed_text(ticks.places.back(), decimals));
    }
    return ticks;
}

}  // namespace synchrony::draw
