#include "beat_selection.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "medians.hpp"

namespace synchrony::beats {
namespace {

using Wave = Eigen::ArrayXf;

constexpr double compare_rate_hz = 200.0;  // a QRS has no energy to compare above half of this

/// The QRS of all leads in a row, each lead weighed, without its mean: correlation is then a scalar product.
class Waves {
  public:
    Waves(const std::vector<std::vector<float>>& leads, std::int64_t before, std::int64_t after, std::int64_t stride)
        : leads_(leads),
          before_(before),
          span_(before + after),
          stride_(stride),
          length_((before + after) / stride),
          weights_(leads.size(), 1.0F) {}

    [[nodiscard]] bool inside(std::int64_t peak) const {
        return peak >= before_ && peak + span_ - before_ <= static_cast<std::int64_t>(leads_.front().size());
    }
    void weigh(std::span<const std::int64_t> peaks);

    /// Unit length; zero when all leads are flat.
    [[nodiscard]] Wave at(std::int64_t peak) const {
        Wave wave(static_cast<Eigen::Index>(leads_.size()) * length_);
        for (std::size_t lead = 0; lead < leads_.size(); ++lead)
            wave.segment(static_cast<Eigen::Index>(lead) * length_, length_) = weights_[lead] * piece(lead, peak);
        const float norm = wave.matrix().norm();
        return norm > 0 ? Wave(wave / norm) : wave;
    }

    /// The scalar product of at(peak) with `model`, without making the wave: it is asked for at many shifts.
    [[nodiscard]] float correlation(std::int64_t peak, const Wave& model) const {
        float product = 0, energy = 0;
        const float* m = model.data();
        for (std::size_t lead = 0; lead < leads_.size(); ++lead, m += length_) {
            const float* x = leads_[lead].data() + (peak - before_);
            float sum = 0, squares = 0, with_model = 0, model_sum = 0;
            for (std::int64_t i = 0; i < length_; ++i) {
                const float v = x[i * stride_];
                sum += v;
                squares += v * v;
                with_model += v * m[i];
                model_sum += m[i];
            }
            const float mean = sum / static_cast<float>(length_);
            const float weight = weights_[lead];
            product += weight * (with_model - mean * model_sum);
            energy += weight * weight * (squares - mean * sum);
        }
        return energy > 0 ? product / std::sqrt(energy) : 0.0F;
    }

  private:
    [[nodiscard]] Wave piece(std::size_t lead, std::int64_t peak) const {
        const Eigen::Map<const Wave, Eigen::Unaligned, Eigen::InnerStride<>> samples(
            leads_[lead].data() + (peak - before_), length_, Eigen::InnerStride<>(stride_));
        return samples - samples.mean();
    }

    const std::vector<std::vector<float>>& leads_;
    std::int64_t before_;
    std::int64_t span_;    ///< samples from the first to the last
    std::int64_t stride_;  ///< of these every so many are compared
    std::int64_t length_;
    std::vector<float> weights_;
};

/// A lead counts by how much of its energy its mean beat holds: noise averages out, a QRS does not.
void Waves::weigh(std::span<const std::int64_t> peaks) {
    for (std::size_t lead = 0; lead < leads_.size(); ++lead) {
        Wave mean = Wave::Zero(length_);
        float energy = 0;
        for (const auto peak : peaks) {
            const Wave wave = piece(lead, peak);
            mean += wave;
            energy += wave.square().sum();
        }
        const auto count = static_cast<float>(peaks.size());
        const float repeated = energy > 0 ? (mean / count).square().sum() / (energy / count) : 0.0F;
        weights_[lead] = energy > 0 ? repeated / std::sqrt(energy / count) : 0.0F;
    }
}

struct Match {
    float correlation = -1;
    std::int64_t peak = 0;
};

/// Where within `reach` of `about` the wave is most like `model`, in steps of `stride`; among equals the least shift.
Match search(const Waves& waves, const Wave& model, std::int64_t about, std::int64_t reach, std::int64_t stride) {
    Match best{-1.0F, about};
    const auto look = [&](std::int64_t at) {
        if (!waves.inside(at)) return;
        const float correlation = waves.correlation(at, model);
        if (correlation > best.correlation) best = {correlation, at};
    };
    look(about);
    for (std::int64_t step = stride; step <= reach; step += stride) {
        look(about + step);
        look(about - step);
    }
    return best;
}

/// Whether two beats are alike shows on a third of the shift too: the correlation over it is smooth.
std::int64_t coarse(std::int64_t shift) {
    return std::max<std::int64_t>(1, shift / 3);
}

/// First coarsely over the whole shift, then sample by sample around the best.
Match best_match(const Waves& waves, const Wave& model, std::int64_t peak, std::int64_t shift) {
    const auto fine = coarse(shift) - 1;
    const auto rough = search(waves, model, peak, shift - fine, coarse(shift));
    return search(waves, model, rough.peak, fine, 1);
}

/// The beat that most others are alike; among equals the one with the highest sum of correlations.
std::size_t dominant(const Waves& waves, std::span<const std::int64_t> peaks, std::int64_t shift, float least) {
    std::vector<Wave> fixed;
    for (const auto peak : peaks) fixed.push_back(waves.at(peak));
    std::vector<int> alike(peaks.size(), 0);
    std::vector<float> sum(peaks.size(), 0.0F);
    for (std::size_t a = 0; a < peaks.size(); ++a)
        for (std::size_t b = a + 1; b < peaks.size(); ++b) {
            const float correlation = search(waves, fixed[a], peaks[b], shift, coarse(shift)).correlation;
            for (const auto beat : {a, b}) {
                alike[beat] += correlation >= least;
                sum[beat] += correlation;
            }
        }
    std::size_t best = 0;
    for (std::size_t i = 1; i < peaks.size(); ++i)
        if (std::pair(alike[i], sum[i]) > std::pair(alike[best], sum[best])) best = i;
    return best;
}

/// Beats that come early, and beats whose T wave the next beat cuts short; none in an irregular rhythm.
std::vector<bool> untimely(std::span<const std::int64_t> peaks, double rate_hz, double rr_s,
                           const MedianBeatOptions& options) {
    std::vector<bool> early(peaks.size(), false);
    std::vector<bool> either(peaks.size(), false);
    for (std::size_t i = 1; i < peaks.size(); ++i) {
        const double interval_s = static_cast<double>(peaks[i] - peaks[i - 1]) / rate_hz;
        if (interval_s >= options.premature_rr * rr_s) continue;
        early[i] = true;
        either[i] = either[i - 1] = true;
    }
    const auto count = std::count(early.begin(), early.end(), true);
    if (static_cast<double>(count) > options.premature_most * static_cast<double>(peaks.size()))
        either.assign(peaks.size(), false);
    return either;
}

std::vector<std::int64_t> evenly_spread(const std::vector<std::int64_t>& all, std::size_t most) {
    if (all.size() <= most) return all;
    std::vector<std::int64_t> some;
    for (std::size_t i = 0; i < most; ++i) some.push_back(all[i * all.size() / most]);
    return some;
}

/// The beats with which to begin: timely and whole ones, else whole ones, else those whose QRS is whole.
std::vector<std::int64_t> eligible(std::span<const std::int64_t> peaks, const std::vector<bool>& early,
                                   const Waves& waves, const BeatWindow& window, std::int64_t samples) {
    std::vector<std::int64_t> best;
    std::vector<std::int64_t> whole;
    std::vector<std::int64_t> qrs;
    for (std::size_t i = 0; i < peaks.size(); ++i) {
        if (!waves.inside(peaks[i])) continue;
        qrs.push_back(peaks[i]);
        if (peaks[i] < window.before || peaks[i] + window.after > samples) continue;
        whole.push_back(peaks[i]);
        if (!early[i]) best.push_back(peaks[i]);
    }
    constexpr std::size_t enough = 3;  // fewer beats make no median: better take cut-off or early ones too
    if (best.size() >= enough || (best.size() == whole.size() && !best.empty())) return best;
    if (!whole.empty()) return whole;
    return qrs;
}

/// The dominant beat's own R peak may be off: the median R peak of all beats is not.
void centre(std::vector<std::int64_t>& aligned, const std::vector<std::int64_t>& peaks) {
    std::vector<std::int64_t> shifts;
    for (std::size_t i = 0; i < aligned.size(); ++i) shifts.push_back(aligned[i] - peaks[i]);
    const auto usual = middle(shifts);
    for (auto& peak : aligned) peak -= usual;
}

}  // namespace

BeatSelection select_beats(const std::vector<std::vector<float>>& leads, std::span<const std::int64_t> peaks,
                           double rate_hz, double rr_s, const BeatWindow& window, const MedianBeatOptions& options) {
    const auto samples_in = [&](double seconds) { return std::max<std::int64_t>(1, std::llround(seconds * rate_hz)); };
    const auto stride = std::max<std::int64_t>(1, static_cast<std::int64_t>(rate_hz / compare_rate_hz));
    Waves waves(leads, samples_in(options.qrs_before_s), samples_in(options.qrs_after_s), stride);
    const auto early = untimely(peaks, rate_hz, rr_s, options);
    const auto usable = eligible(peaks, early, waves, window, static_cast<std::int64_t>(leads.front().size()));
    const auto all_but = [&](std::size_t count) { return static_cast<int>(peaks.size() - count); };
    // A recording shorter than a beat: nothing to choose from.
    if (usable.empty()) return {{peaks[peaks.size() / 2]}, all_but(1)};
    const auto beats = evenly_spread(usable, static_cast<std::size_t>(options.most_beats));
    waves.weigh(beats);

    const auto shift = std::llround(options.shift_s * rate_hz);
    const auto least = static_cast<float>(options.least_correlation);
    const auto lead_beat = beats[dominant(waves, beats, shift, least)];
    Wave model = waves.at(lead_beat);
    std::vector<std::int64_t> chosen;
    std::vector<std::int64_t> originals;
    constexpr int rounds = 2;  // against the dominant beat, then against the mean of those like it
    for (int round = 0; round < rounds; ++round) {
        chosen.clear();
        originals.clear();
        Wave mean = Wave::Zero(model.size());
        for (const auto beat : beats) {
            const auto match = best_match(waves, model, beat, shift);
            if (match.correlation < least) continue;
            chosen.push_back(match.peak);
            originals.push_back(beat);
            mean += waves.at(match.peak);
        }
        if (chosen.empty()) return {{lead_beat}, all_but(1)};
        const float norm = mean.matrix().norm();
        if (norm > 0) model = mean / norm;
    }
    centre(chosen, originals);
    // Of a long recording the median takes some beats only; all of them are judged.
    if (beats.size() == usable.size()) return {std::move(chosen), all_but(originals.size())};
    const auto alike = std::count_if(usable.begin(), usable.end(), [&](std::int64_t beat) {
        return search(waves, model, beat, shift, coarse(shift)).correlation >= least;
    });
    return {std::move(chosen), all_but(static_cast<std::size_t>(alike))};
}

}  // namespace synchrony::beats
