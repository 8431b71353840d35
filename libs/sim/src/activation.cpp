#include "synchrony/sim/activation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <queue>
#include <utility>

namespace synchrony::sim {
namespace {

/// A straight line is followed by steps whose length exceeds it by 0 to 5.7 %; times are divided by the middle of that.
constexpr double path_excess = 1.025;

struct Step {
    std::array<int, 3> by{};
    float length = 0.0F;        // in cells
    std::array<int, 2> over{};  // linear offsets of the two cells that a long step passes; 0: none
    int offset = 0;             // linear
};

std::vector<Step> steps_of(const std::array<int, 3>& n) {
    const auto linear = [&n](int x, int y, int z) { return x + n[0] * (y + n[1] * z); };
    std::vector<Step> steps;
    for (int z = -2; z <= 2; ++z)
        for (int y = -2; y <= 2; ++y)
            for (int x = -2; x <= 2; ++x) {
                std::array<int, 3> size{std::abs(x), std::abs(y), std::abs(z)};
                std::sort(size.begin(), size.end());
                const bool near = size[2] == 1;
                const bool knight = size[2] == 2 && size[1] == 1;
                if (!near && !knight) continue;
                Step s{{x, y, z}, static_cast<float>(std::sqrt(x * x + y * y + z * z)), {}, linear(x, y, z)};
                if (knight) {  // passes between (half, rounded down) and (half, rounded up)
                    s.over[0] = linear(x / 2, y / 2, z / 2);
                    s.over[1] = linear(x - x / 2, y - y / 2, z - z / 2);
                }
                steps.push_back(s);
            }
    return steps;
}

}  // namespace

std::vector<float> activation_times(const Heart& heart, const Speeds& speeds, std::span<const Source> sources) {
    const auto steps = steps_of(heart.size);
    std::vector<float> time(heart.nodes(), never_ms);
    using Entry = std::pair<float, std::int32_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
    for (const auto& s : sources) {
        if (speeds.bulk[s.node] <= 0.0F) continue;
        const auto start = static_cast<float>(s.time_ms);
        if (start >= time[s.node]) continue;
        time[s.node] = start;
        queue.emplace(start, static_cast<std::int32_t>(s.node));
    }
    const auto scale = static_cast<float>(heart.cell_mm / path_excess);
    const auto open = [&](std::int64_t cell) {
        const auto node = heart.node_at[static_cast<std::size_t>(cell)];
        return node >= 0 && speeds.bulk[static_cast<std::size_t>(node)] > 0.0F;
    };
    while (!queue.empty()) {
        const auto [now, from] = queue.top();
        queue.pop();
        const auto u = static_cast<std::size_t>(from);
        if (now > time[u]) continue;
        const std::int64_t cell = heart.cell_of[u];
        for (const auto& s : steps) {
            const auto to = heart.node_at[static_cast<std::size_t>(cell + s.offset)];
            if (to < 0) continue;
            const auto v = static_cast<std::size_t>(to);
            if (speeds.bulk[v] <= 0.0F || time[v] <= now) continue;
            if (s.over[0] != 0 && !(open(cell + s.over[0]) && open(cell + s.over[1]))) continue;
            const float distance = s.length * scale;
            float cost = distance * 0.5F * (1.0F / speeds.bulk[u] + 1.0F / speeds.bulk[v]);
            if (speeds.layer[u] > 0.0F && speeds.layer[v] > 0.0F)
                cost = std::min(cost, distance * 0.5F * (1.0F / speeds.layer[u] + 1.0F / speeds.layer[v]));
            if (now + cost < time[v]) {
                time[v] = now + cost;
                queue.emplace(time[v], to);
            }
        }
    }
    return time;
}

}  // namespace synchrony::sim
