#include "head.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace synchrony::nn {
namespace {

void keep_positive(std::vector<double>& values) {
    for (auto& value : values) value = std::max(value, 0.0);
}

// Adds each lead's features times its weight.
std::vector<double> weighted_leads(std::span<const double> leads, std::span<const double> weights) {
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
    keep_positive(hidden);
    hidden = linear("timing.2", hidden);
    keep_positive(hidden);
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

std::vector<double> Head::hidden_of(std::span<const double> lead) const {
    auto hidden = linear("pool.0", lead);
    for (auto& value : hidden) value = std::tanh(value);
    return hidden;
}

// The leads' weights.
std::vector<double> Head::attention(std::span<const double> leads, std::size_t count) const {
    const std::size_t channels = leads.size() / count;
    std::vector<double> scores;
    for (std::size_t lead = 0; lead < count; ++lead)
        scores.push_back(linear("pool.2", hidden_of(leads.subspan(lead * channels, channels))).front());
    return softmax(std::move(scores));
}

// z = w . sum_l a_l f_l, a = softmax(s), s_l = v . tanh(U f_l + b) gives
// dz / df_l = a_l w + a_l (w . f_l - w . sum_k a_k f_k) U^T (v (1 - tanh^2)).
std::vector<double> Head::attention_gradient(std::span<const double> leads, std::size_t count) const {
    const std::size_t channels = leads.size() / count;
    const auto& w = bundle_.tensors.at("fc.weight").values;
    const auto& inner = bundle_.tensors.at("pool.0.weight").values;
    const auto& outer = bundle_.tensors.at("pool.2.weight").values;
    const auto weights = attention(leads, count);
    std::vector<double> each(count, 0.0);  // w . f_l
    double all = 0.0;
    for (std::size_t lead = 0; lead < count; ++lead) {
        for (std::size_t c = 0; c < channels; ++c) each[lead] += static_cast<double>(w[c]) * leads[lead * channels + c];
        all += weights[lead] * each[lead];
    }
    std::vector<double> gradient;
    for (std::size_t lead = 0; lead < count; ++lead) {
        const auto hidden = hidden_of(leads.subspan(lead * channels, channels));
        for (std::size_t c = 0; c < channels; ++c) {
            double of_score = 0.0;
            for (std::size_t h = 0; h < hidden.size(); ++h)
                of_score += static_cast<double>(outer[h]) * (1.0 - hidden[h] * hidden[h]) *
                            static_cast<double>(inner[h * channels + c]);
            gradient.push_back(weights[lead] * (static_cast<double>(w[c]) + (each[lead] - all) * of_score));
        }
    }
    return gradient;
}

std::vector<double> Head::gradient(std::span<const double> leads, std::size_t count) const {
    const auto& w = bundle_.tensors.at("fc.weight").values;
    const auto pooling = bundle_.architecture.lead_pooling;
    if (pooling == model::LeadPooling::attention) return attention_gradient(leads, count);
    if (pooling != model::LeadPooling::mean) return {w.begin(), w.begin() + static_cast<std::ptrdiff_t>(leads.size())};
    const std::size_t channels = leads.size() / count;
    std::vector<double> gradient;
    for (std::size_t i = 0; i < leads.size(); ++i)
        gradient.push_back(static_cast<double>(w[i % channels]) / static_cast<double>(count));
    return gradient;
}

std::vector<double> Head::pool_leads(std::span<const double> leads, std::size_t count) const {
    if (bundle_.architecture.lead_pooling == model::LeadPooling::concat) return {leads.begin(), leads.end()};
    if (bundle_.architecture.lead_pooling == model::LeadPooling::attention)
        return weighted_leads(leads, attention(leads, count));
    return weighted_leads(leads, std::vector<double>(count, 1.0 / static_cast<double>(count)));
}

}  // namespace synchrony::nn
