#include "beat_order.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace synchrony::nn {

std::array<double, record::aami_class_count> class_weights(
    const std::array<std::int64_t, record::aami_class_count>& counts, double power) {
    std::array<double, record::aami_class_count> weights{};
    const auto total = static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}));
    double mean = 0;
    for (std::size_t c = 0; c < counts.size(); ++c) {
        if (counts[c] == 0) continue;
        const double share = static_cast<double>(counts[c]) / total;
        weights[c] = std::pow(share, -power);
        mean += share * weights[c];
    }
    for (auto& weight : weights) weight = mean > 0 ? weight / mean : 0.0;
    return weights;
}

std::vector<double> sampling_weights(const BeatIndex& set, const std::vector<std::size_t>& images,
                                     const std::array<double, record::aami_class_count>& class_weights,
                                     double patient_power) {
    std::map<std::pair<std::int32_t, std::int8_t>, double> counts;
    for (const auto image : images) counts[{set.images[image].patient, set.images[image].label}] += 1;
    std::array<double, record::aami_class_count> plain{}, spread{};
    for (const auto& [key, count] : counts) {
        const auto label = static_cast<std::uint8_t>(key.second);
        plain[label] += count;
        spread[label] += std::pow(count, 1 - patient_power);
    }
    std::vector<double> weights;
    weights.reserve(images.size());
    for (const auto image : images) {
        const auto label = static_cast<std::uint8_t>(set.images[image].label);
        const double count = counts[{set.images[image].patient, set.images[image].label}];
        weights.push_back(class_weights[label] * std::pow(count, -patient_power) * plain[label] / spread[label]);
    }
    return weights;
}

std::vector<std::size_t> epoch_order(std::size_t images, const std::vector<double>& weights,
                                     const core::RandomStream& random, std::uint64_t epoch) {
    auto stream = random.child("order", epoch);
    std::vector<std::size_t> order(images);
    if (weights.empty()) {
        std::iota(order.begin(), order.end(), std::size_t{0});
        stream.shuffle(order);
        return order;
    }
    std::vector<double> sums(weights.size());
    std::partial_sum(weights.begin(), weights.end(), sums.begin());
    for (auto& position : order) {
        const auto found = std::ranges::upper_bound(sums, stream.uniform() * sums.back());
        position = std::min(images - 1, static_cast<std::size_t>(found - sums.begin()));
    }
    return order;
}

std::vector<std::vector<std::size_t>> images_of_patients(const BeatIndex& set, const std::vector<std::size_t>& images) {
    std::map<std::int32_t, std::vector<std::size_t>> found;
    for (const auto image : images) found[set.images[image].patient].push_back(image);
    std::vector<std::vector<std::size_t>> of_patients;
    for (auto& [patient, own] : found) of_patients.push_back(std::move(own));
    return of_patients;
}

std::vector<std::size_t> taking_turns(const std::vector<std::vector<std::size_t>>& of_patients, std::size_t count,
                                      const core::RandomStream& random, std::uint64_t step) {
    const std::uint64_t patients = of_patients.size();
    auto draw = random.child("image", step);
    std::vector<std::size_t> chosen, order(of_patients.size());
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t turn = step * count + i;
        if (i == 0 || turn % patients == 0) {
            std::iota(order.begin(), order.end(), std::size_t{0});
            random.child("round", turn / patients).shuffle(order);
        }
        const auto& images = of_patients[order[turn % patients]];
        chosen.push_back(images[draw.index(images.size())]);
    }
    return chosen;
}

std::vector<std::size_t> spread(const std::vector<std::size_t>& images, const std::vector<std::size_t>& others) {
    const std::size_t all = images.size() + others.size();
    std::vector<std::size_t> mixed;
    for (std::size_t i = 0, taken = 0; i < all; ++i) {
        const bool due = (i + 1) * others.size() / all > taken;
        mixed.push_back(due ? others[taken] : images[i - taken]);
        taken += due ? 1 : 0;
    }
    return mixed;
}

}  // namespace synchrony::nn
