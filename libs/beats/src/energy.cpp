#include "energy.hpp"

#include <algorithm>
#include <cmath>

#include "flat.hpp"
#include "medians.hpp"

namespace synchrony::beats {
namespace {

/// -x^2 ln x^2 rises up to here, x = e^-1/2; larger waves count as much as this one.
const float energy_peak_at = std::exp(-0.5F);
constexpr int noise_blocks_around = 2;  // the noise is looked at over five blocks ...
constexpr int noise_stride = 15;        // ... of whose envelope, smooth over 0.16 s, so many a second are enough: 12
constexpr int weight_stride = 11;       // the lead itself is not smooth; odd, so that mains do not fall into step
constexpr float least_noise = 0.002F;   // of the level: a noise-free recording
constexpr float least_weight = 1e-6F;   // of a lead that shows no beats, so that the sum of weights is never zero
constexpr float weight_noise = 0.03F;   // median / amplitude of a clean lead in the QRS band

float shannon(float x) {
    return x > 1e-4F ? -x * x * std::log(x * x) : 0.0F;
}

std::int64_t block_count(std::int64_t samples, std::int64_t block) {
    // A last piece of less than half a block may lack a beat: it belongs to the block before.
    return std::max<std::int64_t>(1, (samples + block / 2) / block);
}

template <typename Value>
std::vector<float> block_maxima(std::int64_t samples, std::int64_t block, Value value) {
    const auto blocks = block_count(samples, block);
    std::vector<float> maxima(static_cast<std::size_t>(blocks), 0.0F);
    for (std::int64_t b = 0; b < blocks; ++b) {
        float most = 0;
        const auto end = b + 1 == blocks ? samples : (b + 1) * block;
        for (auto i = b * block; i < end; ++i) most = std::max(most, value(i));
        maxima[static_cast<std::size_t>(b)] = most;
    }
    return maxima;
}

constexpr float no_signal =
    -1.0F;  // the maximum of a block most of which is missing: it says nothing of its neighbours

/// The part of each block that is missing.
std::vector<float> missing_parts(const std::vector<record::SampleRange>& missing, std::int64_t samples,
                                 std::int64_t block) {
    std::vector<float> parts(static_cast<std::size_t>(block_count(samples, block)), 0.0F);
    for (const auto& range : missing)
        for (auto b = std::max<std::int64_t>(0, range.begin / block); b < static_cast<std::int64_t>(parts.size());
             ++b) {
            const auto length = std::min(range.end, (b + 1) * block) - std::max(range.begin, b * block);
            if (length <= 0) break;
            parts[static_cast<std::size_t>(b)] += static_cast<float>(length) / static_cast<float>(block);
        }
    return parts;
}

void leave_out_missing(std::vector<float>& maxima, const std::vector<float>& missing) {
    constexpr float most = 0.4F;  // the rest still holds a beat at 70/min
    for (std::size_t b = 0; b < maxima.size(); ++b)
        if (missing[b] > most) maxima[b] = no_signal;
}

/// For each block a figure of the maxima of the blocks around it.
template <typename Figure>
std::vector<float> of_blocks_around(const std::vector<float>& maxima, int around, Figure figure) {
    std::vector<float> figures;
    const auto count = static_cast<std::int64_t>(maxima.size());
    std::vector<float> near;
    for (std::int64_t b = 0; b < count; ++b) {
        near.assign(maxima.begin() + std::max<std::int64_t>(0, b - around),
                    maxima.begin() + std::min<std::int64_t>(count, b + around + 1));
        std::erase(near, no_signal);
        if (near.empty()) near.push_back(0.0F);
        figures.push_back(figure(near));
    }
    return figures;
}

BlockSeries medians_around(const std::vector<float>& maxima, std::int64_t block, int around, float floor) {
    return {.values = of_blocks_around(maxima, around,
                                       [floor](std::vector<float>& near) { return std::max(floor, middle(near)); }),
            .block = block};
}

/// Lower by upper quartile of the maxima around: near 1 where every block holds a beat, low where artefacts come and
/// go.
std::vector<float> steadiness(const std::vector<float>& maxima, int around) {
    return of_blocks_around(maxima, around, [](std::vector<float>& near) {
        std::sort(near.begin(), near.end());
        const float upper = near[near.size() - 1 - near.size() / 4];
        return upper > 0 ? near[near.size() / 4] / upper : 0.0F;
    });
}

/// Centred moving average; beyond the ends the signal counts as zero.
std::vector<float> smoothed(const std::vector<float>& x, std::int64_t width) {
    const std::int64_t half = std::max<std::int64_t>(1, width) / 2;
    const auto size = static_cast<std::int64_t>(x.size());
    std::vector<float> out(x.size());
    const double scale = 1.0 / static_cast<double>(2 * half + 1);
    double sum = 0;
    for (std::int64_t i = -half; i < size; ++i) {
        if (i + half < size) sum += static_cast<double>(x[static_cast<std::size_t>(i + half)]);
        if (i - half - 1 >= 0) sum -= static_cast<double>(x[static_cast<std::size_t>(i - half - 1)]);
        if (i >= 0) out[static_cast<std::size_t>(i)] = static_cast<float>(sum * scale);
    }
    return out;
}

/// For each block the median of |x| over the blocks around.
template <typename Value>
std::vector<float> block_medians(std::int64_t samples, std::int64_t block, int stride, Value value) {
    std::vector<float> medians;
    std::vector<float> near;
    const auto blocks = block_count(samples, block);
    for (std::int64_t b = 0; b < blocks; ++b) {
        near.clear();
        const auto begin = std::max<std::int64_t>(0, b - noise_blocks_around) * block;
        const auto end = std::min(samples, (b + 1 + noise_blocks_around) * block);
        for (auto i = begin; i < end; i += stride) near.push_back(value(i));
        medians.push_back(middle(near));
    }
    return medians;
}

struct LeadEnergy {
    std::vector<float> qrs;  ///< without the stretches in which the lead was stuck
    BlockSeries amplitude;
    BlockSeries weight;
    std::vector<float> missing;  ///< [block], part
};

/// The less of a lead lies outside its beats and the steadier they are, the more it may say; a lead without beats
/// says nothing.
float weight_of(float noise_mv, float amplitude_mv, float steady, float floor_mv) {
    if (amplitude_mv <= floor_mv) return least_weight;
    // Next to nothing outside the beats is no better than little: single artefacts look like that.
    const float quiet = weight_noise / std::max(weight_noise, noise_mv / amplitude_mv);
    return std::max(least_weight, quiet * quiet * steady * steady);
}

LeadEnergy lead_energy(const LeadView& lead, bool alone, std::int64_t block, const WorkRate& work,
                       const DetectorOptions& options) {
    LeadEnergy result;
    result.qrs.assign(lead.qrs.begin(), lead.qrs.end());
    const auto size = static_cast<std::int64_t>(result.qrs.size());
    const auto magnitude = [&](std::int64_t i) { return std::abs(result.qrs[static_cast<std::size_t>(i)]); };
    const auto floor = static_cast<float>(options.amplitude_floor_mv);
    for (const auto& range : lead.missing)
        std::fill(result.qrs.begin() + std::clamp<std::int64_t>(range.begin, 0, size),
                  result.qrs.begin() + std::clamp<std::int64_t>(range.end, 0, size), 0.0F);
    result.missing = missing_parts(lead.missing, size, block);
    auto maxima = block_maxima(size, block, magnitude);
    leave_out_missing(maxima, result.missing);
    result.amplitude = medians_around(maxima, block, options.blocks_around, floor);
    auto typical = result.amplitude.values;
    const auto stuck = stuck_ranges(lead.plain, middle(typical), work);
    for (const auto& range : stuck) std::fill(result.qrs.begin() + range.begin, result.qrs.begin() + range.end, 0.0F);
    if (!stuck.empty()) {
        maxima = block_maxima(size, block, magnitude);
        leave_out_missing(maxima, result.missing);
        result.amplitude = medians_around(maxima, block, options.blocks_around, floor);
    }
    if (alone) {
        result.weight = {.values = std::vector<float>(result.amplitude.values.size(), 1.0F), .block = block};
        return result;
    }
    result.weight = {.values = block_medians(size, block, weight_stride, magnitude), .block = block};
    const auto steady = steadiness(maxima, options.blocks_around);
    for (std::size_t b = 0; b < steady.size(); ++b)
        result.weight.values[b] = weight_of(result.weight.values[b], result.amplitude.values[b], steady[b], floor);
    return result;
}

/// The part of each block that is missing in every lead.
std::vector<float> missing_everywhere(const std::vector<LeadEnergy>& leads) {
    auto least = leads.front().missing;
    for (const auto& lead : leads)
        for (std::size_t b = 0; b < least.size(); ++b) least[b] = std::min(least[b], lead.missing[b]);
    return least;
}

/// In each block the weights of all leads add up to 1.
void share_weights(std::vector<LeadEnergy>& leads) {
    for (std::size_t b = 0; b < leads.front().weight.values.size(); ++b) {
        float sum = 0;
        for (const auto& lead : leads) sum += lead.weight.values[b];
        for (auto& lead : leads) lead.weight.values[b] /= sum;
    }
}

}  // namespace

float BlockSeries::at(std::int64_t sample) const {
    const float place = (static_cast<float>(sample) + 0.5F) / static_cast<float>(block) - 0.5F;
    const auto last = static_cast<std::int64_t>(values.size()) - 1;
    const auto below = static_cast<std::int64_t>(std::floor(place));
    const float share = place - static_cast<float>(below);
    const auto value = [&](std::int64_t b) {
        return values[static_cast<std::size_t>(std::clamp<std::int64_t>(b, 0, last))];
    };
    return value(below) * (1.0F - share) + value(below + 1) * share;
}

std::vector<float> BlockSeries::each(std::int64_t samples) const {
    std::vector<float> all(static_cast<std::size_t>(samples));
    const auto last = static_cast<std::int64_t>(values.size()) - 1;
    const auto half = block / 2;
    // From the middle of one block to the middle of the next the figure runs straight.
    for (std::int64_t b = -1; b <= last; ++b) {
        const float from = values[static_cast<std::size_t>(std::max<std::int64_t>(b, 0))];
        const float to = values[static_cast<std::size_t>(std::min(b + 1, last))];
        const auto begin = std::max<std::int64_t>(0, b * block + half);
        const auto end = b == last ? samples : std::min(samples, (b + 1) * block + half);
        const float slope = (to - from) / static_cast<float>(block);
        for (auto i = begin; i < end; ++i)
            all[static_cast<std::size_t>(i)] = from + slope * static_cast<float>(i - b * block - half);
    }
    return all;
}

Envelope envelope_of(std::span<const LeadView> leads, const WorkRate& work, const DetectorOptions& options) {
    Envelope envelope;
    envelope.block = work.samples(options.block_s);
    const auto size = leads.front().qrs.size();
    const auto samples = static_cast<std::int64_t>(size);
    std::vector<LeadEnergy> energies;
    for (const auto& lead : leads)
        energies.push_back(lead_energy(lead, leads.size() == 1, envelope.block, work, options));
    share_weights(energies);

    std::vector<float> energy(size, 0.0F);
    const auto usual = static_cast<float>(options.usual_amplitude);
    for (auto& lead : energies) {
        const auto amplitude = lead.amplitude.each(samples);
        const auto weight = lead.weight.each(samples);
        for (std::size_t i = 0; i < size; ++i) {
            const float relative = lead.qrs[i] / amplitude[i];
            energy[i] += weight[i] * shannon(std::min(energy_peak_at, std::abs(relative) * usual));
            lead.qrs[i] = std::sqrt(weight[i]) * relative;
        }
        for (std::size_t b = 0; b < lead.weight.values.size(); ++b)
            lead.weight.values[b] = std::sqrt(lead.weight.values[b]) / lead.amplitude.values[b];
        envelope.gain.push_back(std::move(lead.weight));
        envelope.shape.push_back(std::move(lead.qrs));
    }
    energy = smoothed(energy, work.samples(options.envelope_s));
    energy = smoothed(energy, work.samples(options.envelope_fine_s));

    const auto value = [&](std::int64_t i) { return energy[static_cast<std::size_t>(i)]; };
    const float floor = static_cast<float>(options.level_floor) * shannon(usual);
    auto maxima = block_maxima(samples, envelope.block, value);
    leave_out_missing(maxima, missing_everywhere(energies));
    const auto level = medians_around(maxima, envelope.block, options.blocks_around, floor);
    envelope.noise = block_medians(samples, envelope.block, noise_stride, value);
    for (std::size_t b = 0; b < envelope.noise.size(); ++b)
        envelope.noise[b] = std::max(least_noise, envelope.noise[b] / level.values[b]);
    const auto levels = level.each(samples);
    for (std::size_t i = 0; i < size; ++i) energy[i] /= levels[i];
    envelope.height = std::move(energy);
    return envelope;
}

}  // namespace synchrony::beats
