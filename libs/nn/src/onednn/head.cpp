#include "head.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace synchrony::nn::onednn {
namespace {

void relu(std::vector<double>& values) {
    for (auto& value : values) value = std::max(value, 0.0);
}

// Adds each lead's features times its weight.
std::vector<double> weighted_sum(std::span<const double> leads, std::span<const double> weights) {
    const std::size_t channels = leads.size() / weights.size();
    std::vector<double> sum(channels, 0.0);
    for (std::size_t lead = 0; lead < weights.size(); ++lead)
        for (std::size_t c = 0; c < channels; ++c) sum[c] += weights[lead] * leads[lead * channels + c];
    return sum;
}

}  // namespace

std::vector<double> softmax(std::vector<double> values) {
    const double highest = *std::ranges::max_element(values);
    double total = 0;
    for (auto& value : values) total += value = std::exp(value - highest);
    for (auto& value : values) value /= total;
    return values;
}

std::vector<double> Head::linear(const std::string& name, std::span<const double> in) const {
    const auto& weight = bundle_.tensors.at(name + ".weight").values;
    const auto& bias = bundle_.tensors.at(name + ".bias").values;
    std::vector<double> out(bias.begin(), bias.end());
    for (std::size_t o = 0; o < out.size(); ++o)
        for (std::size_t i = 0; i < in.size(); ++i) out[o] += static_cast<double>(weight[o * in.size() + i]) * in[i];
    return out;
}

std::vector<double> Head::timing(std::span<const float> extra) const {
    std::vector<double> in(extra.begin(), extra.end());
    in.resize(static_cast<std::size_t>(bundle_.architecture.timing_inputs), 0.0);
    auto hidden = linear("timing.0", in);
    relu(hidden);
    hidden = linear("timing.2", hidden);
    relu(hidden);
    return linear("timing.4", hidden);
}

std::vector<double> Head::outputs(std::span<const double> pooled, std::span<const float> extra) const {
    std::vector<double> in(pooled.begin(), pooled.end());
    if (bundle_.architecture.auxiliary_inputs > 0) in.insert(in.end(), extra.begin(), extra.end());
    auto out = linear("fc", in);
    if (bundle_.architecture.timing_inputs == 0) return out;
    const auto added = timing(extra);
    std::ranges::transform(out, added, out.begin(), std::plus<>{});
    return out;
}

std::vector<double> Head::attention(std::span<const double> leads, std::size_t count) const {
    const std::size_t channels = leads.size() / count;
    std::vector<double> scores;
    for (std::size_t lead = 0; lead < count; ++lead) {
        auto hidden = linear("pool.0", leads.subspan(lead * channels, channels));
        for (auto& value : hidden) value = std::tanh(value);
        scores.push_back(linear("pool.2", hidden).front());
    }
    return weighted_sum(leads, softmax(std::move(scores)));
}

std::vector<double> Head::pool_leads(std::span<const double> leads, std::size_t count) const {
    if (bundle_.architecture.lead_pooling == model::LeadPooling::concat) return {leads.begin(), leads.end()};
    if (bundle_.architecture.lead_pooling == model::LeadPooling::attention) return attention(leads, count);
    return weighted_sum(leads, std::vector<double>(count, 1.0 / static_cast<double>(count)));
}

}  // namespace synchrony::nn::onednn
