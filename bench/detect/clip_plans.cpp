#include "clip_plans.hpp"

#include <algorithm>

namespace synchrony::detect_bench {

std::vector<Plan> plans_of(const std::vector<Source>& sources, int half, bool with_twelve, int thin, std::uint32_t seed,
                           bool report) {
    std::mt19937 random(seed);
    std::vector<Plan> plans;
    const auto kinds = disturbances();
    // A third as they are, a third mixed, a third each of the others.
    const auto kind = [&]() -> std::string {
        const auto roll = random() % 3;
        return roll == 0 ? "none" : roll == 1 ? "mixed" : kinds[random() % kinds.size()];
    };
    for (const auto& s : sources) {
        if ((half != both_halves && s.half != half) || (s.set != "mitdb" && !with_twelve)) continue;
        const auto length = static_cast<std::int64_t>(10.0 * s.ecg.sampling_frequency_hz);
        const auto last = std::max<std::int64_t>(1, s.ecg.sample_count() - length + 1);
        const int rounds = (s.set == "mitdb" ? 180 : report ? 2 : 5) / thin;
        for (int round = 0; round < std::max(1, rounds); ++round) {
            for (std::size_t lead = 0; lead < (report && s.set == "mitdb" ? 1 : s.ecg.leads.size()); ++lead)
                plans.push_back({&s,
                                 {lead},
                                 static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(last)),
                                 {kind()},
                                 static_cast<std::uint32_t>(random())});
            std::vector<std::size_t> several;
            for (std::size_t lead = 0; lead < s.ecg.leads.size(); ++lead)
                if (round % 2 == 0 || random() % 3 == 0) several.push_back(lead);
            if (several.size() < 2 || report) continue;
            const auto common = kind();
            plans.push_back({&s, several, static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(last)),
                             std::vector<std::string>(several.size(), common), static_cast<std::uint32_t>(random())});
        }
    }
    return plans;
}

}  // namespace synchrony::detect_bench
