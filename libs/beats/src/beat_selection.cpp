#include "beat_selection.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "medians.hpp"
#include "synchrony/core/lanes.hpp"

namespace synchrony::beats {
namespace {

using Wave = Eigen::ArrayXf;
using core::EightFloats;

constexpr double compare_rate_hz = 200.0;  // a QRS has no energy to compare above half of this

/// Which leads were recorded during a beat; empty where all were. What one beat lacks says nothing about another.
using Recorded = std::vector<bool>;

bool holds(const Recorded& recorded, std::size_t lead) {
    return recorded.empty() || recorded[lead];
}

/// A model wave as the waves are read: [sample][lead].
struct ModelLanes {
    std::vector<EightFloats> samples;
    std::vector<EightFloats> sums;  ///< over the samples
    std::vector<float> energies;    ///< [lead]
    Recorded recorded;
};

/// A wave of unit length, and the leads in it.
struct Model {
    Wave wave;
    Recorded recorded;
};

/// What the correlation at a place needs of the place alone.
struct PlaceSums {
    std::vector<float> mean;      ///< [lead]
    std::vector<float> energies;  ///< [lead], weighed
    float energy = 0;             ///< of all leads
};

/// The QRS of all leads in a row, each lead weighed, without its mean: correlation is then a scalar product.
class Waves {
  public:
    Waves(const std::vector<std::vector<float>>& leads, std::span<const record::Lead> recorded, std::int64_t before,
          std::int64_t after, std::int64_t stride)
        : leads_(leads),
          recorded_(recorded),
          before_(before),
          span_(before + after),
          stride_(stride),
          length_((before + after) / stride),
          weights_(leads.size(), 1.0F),
          groups_((leads.size() + lanes - 1) / lanes),
          side_by_side_(leads.front().size() * groups_, EightFloats{}) {
        for (std::size_t i = 0; i < leads.front().size(); ++i)
            for (std::size_t lead = 0; lead < leads.size(); ++lead)
                side_by_side_[i * groups_ + lead / lanes][lead % lanes] = leads[lead][i];
    }

    [[nodiscard]] bool inside(std::int64_t peak) const {
        return peak >= before_ && peak + span_ - before_ <= static_cast<std::int64_t>(leads_.front().size());
    }
    void weigh(std::span<const std::int64_t> peaks);
    /// Which leads were recorded `reach` samples and less around the wave at `peak`.
    [[nodiscard]] Recorded recorded_around(std::int64_t peak, std::int64_t reach) const;

    /// Unit length; zero when all leads are flat, and in leads that were not recorded.
    [[nodiscard]] Wave at(std::int64_t peak, const Recorded& recorded) const {
        Wave wave = Wave::Zero(static_cast<Eigen::Index>(leads_.size()) * length_);
        for (std::size_t lead = 0; lead < leads_.size(); ++lead)
            if (holds(recorded, lead)) segment(wave, lead) = weights_[lead] * piece(lead, peak);
        const float norm = wave.matrix().norm();
        return norm > 0 ? Wave(wave / norm) : wave;
    }
    /// The samples of one lead in a wave.
    [[nodiscard]] Eigen::VectorBlock<Wave> segment(Wave& wave, std::size_t lead) const {
        return wave.segment(static_cast<Eigen::Index>(lead) * length_, length_);
    }
    [[nodiscard]] std::size_t lead_count() const { return leads_.size(); }
    [[nodiscard]] Wave zero() const { return Wave::Zero(static_cast<Eigen::Index>(leads_.size()) * length_); }

    [[nodiscard]] ModelLanes lanes_of(const Model& model) const;
    [[nodiscard]] PlaceSums sums_at(std::int64_t peak) const;
    /// The scalar product of at(peak) with the model, without making the wave: it is asked for at many places. Where
    /// one of them lacks leads, of those that both have; 1 where they have none in common.
    [[nodiscard]] float correlation(std::int64_t peak, const Recorded& recorded, const PlaceSums& place,
                                    const ModelLanes& model) const;

  private:
    static constexpr std::size_t lanes = 8;

    [[nodiscard]] Wave piece(std::size_t lead, std::int64_t peak) const {
        const Eigen::Map<const Wave, Eigen::Unaligned, Eigen::InnerStride<>> samples(
            leads_[lead].data() + (peak - before_), length_, Eigen::InnerStride<>(stride_));
        return samples - samples.mean();
    }
    /// Samples of eight leads of the wave at `peak`; the next lie stride_ * groups_ further.
    [[nodiscard]] const EightFloats* group_at(std::int64_t peak, std::size_t group) const {
        return side_by_side_.data() + static_cast<std::size_t>(peak - before_) * groups_ + group;
    }
    [[nodiscard]] std::size_t step() const { return static_cast<std::size_t>(stride_) * groups_; }

    [[nodiscard]] float product_in_lead(std::size_t lead, float with_model, const PlaceSums& place,
                                        const ModelLanes& model) const {
        return weights_[lead] * (with_model - place.mean[lead] * model.sums[lead / lanes][lead % lanes]);
    }

    const std::vector<std::vector<float>>& leads_;
    std::span<const record::Lead> recorded_;
    std::int64_t before_;
    std::int64_t span_;    ///< samples from the first to the last
    std::int64_t stride_;  ///< of these every so many are compared
    std::int64_t length_;
    std::vector<float> weights_;
    std::size_t groups_;                     ///< of eight leads
    std::vector<EightFloats> side_by_side_;  ///< [sample][group]: the leads' sums run side by side
};

Recorded Waves::recorded_around(std::int64_t peak, std::int64_t reach) const {
    const auto from = peak - before_ - reach, to = peak - before_ + span_ + reach;
    const auto misses = [&](const record::Lead& lead) { return lead.misses(from, to); };
    if (std::ranges::none_of(recorded_, misses)) return {};
    Recorded recorded;
    for (const auto& lead : recorded_) recorded.push_back(!misses(lead));
    return recorded;
}

ModelLanes Waves::lanes_of(const Model& model) const {
    const auto length = static_cast<std::size_t>(length_);
    ModelLanes made{std::vector<EightFloats>(length * groups_, EightFloats{}),
                    std::vector<EightFloats>(groups_, EightFloats{}), std::vector<float>(leads_.size(), 0.0F),
                    model.recorded};
    for (std::size_t lead = 0; lead < leads_.size(); ++lead)
        for (std::size_t i = 0; i < length; ++i) {
            const float value = model.wave[static_cast<Eigen::Index>(lead * length + i)];
            made.samples[i * groups_ + lead / lanes][lead % lanes] = value;
            made.energies[lead] += value * value;
        }
    for (std::size_t i = 0; i < length; ++i)
        for (std::size_t g = 0; g < groups_; ++g) made.sums[g] += made.samples[i * groups_ + g];
    return made;
}

PlaceSums Waves::sums_at(std::int64_t peak) const {
    PlaceSums place;
    place.mean.reserve(leads_.size());
    place.energies.reserve(leads_.size());
    for (std::size_t g = 0; g < groups_; ++g) {
        EightFloats sum{}, squares{};
        const EightFloats* x = group_at(peak, g);
        for (std::int64_t i = 0; i < length_; ++i, x += step()) {
            sum += *x;
            squares += *x * *x;
        }
        for (std::size_t lane = 0; lane < lanes && place.mean.size() < leads_.size(); ++lane) {
            const float mean = sum[lane] / static_cast<float>(length_);
            const float weight = weights_[place.mean.size()];
            place.energies.push_back(weight * weight * (squares[lane] - mean * sum[lane]));
            place.energy += place.energies.back();
            place.mean.push_back(mean);
        }
    }
    return place;
}

float Waves::correlation(std::int64_t peak, const Recorded& recorded, const PlaceSums& place,
                         const ModelLanes& model) const {
    const bool all = recorded.empty() && model.recorded.empty();
    float product = 0, energy = 0, of_model = 0;
    bool common = false;
    std::size_t lead = 0;
    for (std::size_t g = 0; g < groups_; ++g) {
        EightFloats with_model{};
        const EightFloats* x = group_at(peak, g);
        const EightFloats* m = model.samples.data() + g;
        for (std::int64_t i = 0; i < length_; ++i, x += step(), m += groups_) with_model += *x * *m;
        for (std::size_t lane = 0; lane < lanes && lead < leads_.size(); ++lane, ++lead) {
            if (!all) {
                if (!holds(recorded, lead) || !holds(model.recorded, lead)) continue;
                common = true;
                energy += place.energies[lead];
                of_model += model.energies[lead];
            }
            product += product_in_lead(lead, with_model[lane], place, model);
        }
    }
    if (all) return place.energy > 0 ? product / std::sqrt(place.energy) : 0.0F;  // a model is of unit length
    if (!common) return 1.0F;
    return energy > 0 && of_model > 0 ? product / std::sqrt(energy * of_model) : 0.0F;
}

/// A lead counts by how much of its energy its mean beat holds: noise averages out, a QRS does not.
void Waves::weigh(std::span<const std::int64_t> peaks) {
    for (std::size_t lead = 0; lead < leads_.size(); ++lead) {
        Wave mean = Wave::Zero(length_);
        float energy = 0, count = 0;
        for (const auto peak : peaks) {
            if (!holds(recorded_around(peak, 0), lead)) continue;
            const Wave wave = piece(lead, peak);
            mean += wave;
            energy += wave.square().sum();
            ++count;
        }
        const float repeated = energy > 0 ? (mean / count).square().sum() / (energy / count) : 0.0F;
        weights_[lead] = energy > 0 ? repeated / std::sqrt(energy / count) : 0.0F;
    }
}

/// A beat: where its R peak was found, and the leads that were recorded around it.
struct PlacedBeat {
    std::int64_t peak = 0;
    Recorded recorded;
};

struct Match {
    float correlation = -1;
    std::int64_t peak = 0;
};

/// The places within `reach` of `about` in steps of `stride`, the nearest first.
std::vector<std::int64_t> places_around(const Waves& waves, std::int64_t about, std::int64_t reach,
                                        std::int64_t stride) {
    std::vector<std::int64_t> places;
    const auto take = [&](std::int64_t at) {
        if (waves.inside(at)) places.push_back(at);
    };
    take(about);
    for (std::int64_t step = stride; step <= reach; step += stride) {
        take(about + step);
        take(about - step);
    }
    return places;
}

/// Where within `reach` of `about` the wave is most like `model`, in steps of `stride`; among equals the least shift.
Match search(const Waves& waves, const ModelLanes& model, const Recorded& recorded, std::int64_t about,
             std::int64_t reach, std::int64_t stride) {
    Match best{-1.0F, about};
    for (const auto at : places_around(waves, about, reach, stride)) {
        const float correlation = waves.correlation(at, recorded, waves.sums_at(at), model);
        if (correlation > best.correlation) best = {correlation, at};
    }
    return best;
}

/// Whether two beats are alike shows on a third of the shift too: the correlation over it is smooth.
std::int64_t coarse(std::int64_t shift) {
    return std::max<std::int64_t>(1, shift / 3);
}

/// First coarsely over the whole shift, then sample by sample around the best.
Match best_match(const Waves& waves, const ModelLanes& model, const PlacedBeat& beat, std::int64_t shift) {
    const auto fine = coarse(shift) - 1;
    const auto rough = search(waves, model, beat.recorded, beat.peak, shift - fine, coarse(shift));
    return search(waves, model, beat.recorded, rough.peak, fine, 1);
}

/// The beat that most others are alike; among equals the one with the highest sum of correlations.
std::size_t dominant(const Waves& waves, std::span<const PlacedBeat> beats, std::int64_t shift, float least) {
    std::vector<ModelLanes> fixed;
    for (const auto& beat : beats) fixed.push_back(waves.lanes_of({waves.at(beat.peak, beat.recorded), beat.recorded}));
    std::vector<int> alike(beats.size(), 0);
    std::vector<float> sum(beats.size(), 0.0F);
    for (std::size_t b = 1; b < beats.size(); ++b) {
        const auto places = places_around(waves, beats[b].peak, shift, coarse(shift));
        std::vector<PlaceSums> sums;
        for (const auto at : places) sums.push_back(waves.sums_at(at));
        for (std::size_t a = 0; a < b; ++a) {
            float correlation = -1.0F;
            for (std::size_t i = 0; i < places.size(); ++i)
                correlation = std::max(correlation, waves.correlation(places[i], beats[b].recorded, sums[i], fixed[a]));
            for (const auto beat : {a, b}) {
                alike[beat] += correlation >= least;
                sum[beat] += correlation;
            }
        }
    }
    std::size_t best = 0;
    for (std::size_t i = 1; i < beats.size(); ++i)
        if (std::pair(alike[i], sum[i]) > std::pair(alike[best], sum[best])) best = i;
    return best;
}

/// [beat]: which come early, and whose T wave the next one cuts short; none in an irregular rhythm.
struct Untimely {
    std::vector<bool> early, cut_short;
};

Untimely untimely(std::span<const std::int64_t> peaks, double rate_hz, double rr_s, const MedianBeatOptions& options) {
    const std::vector<bool> none(peaks.size(), false);
    Untimely found{none, none};
    for (std::size_t i = 1; i < peaks.size(); ++i) {
        const double interval_s = static_cast<double>(peaks[i] - peaks[i - 1]) / rate_hz;
        if (interval_s >= options.premature_rr * rr_s) continue;
        found.early[i] = found.cut_short[i - 1] = true;
    }
    const auto count = std::count(found.early.begin(), found.early.end(), true);
    if (static_cast<double>(count) > options.premature_most * static_cast<double>(peaks.size())) return {none, none};
    return found;
}

std::vector<std::int64_t> evenly_spread(const std::vector<std::int64_t>& all, std::size_t most) {
    if (all.size() <= most) return all;
    std::vector<std::int64_t> some;
    for (std::size_t i = 0; i < most; ++i) some.push_back(all[i * all.size() / most]);
    return some;
}

struct Eligible {
    std::vector<std::int64_t> beats;
    int cut_short = 0;  ///< whole ones that are left out for the early beat behind them
};

/// The beats with which to begin: timely and whole ones, else whole ones that do not come early, else whole ones, else
/// those whose QRS is whole.
Eligible eligible(std::span<const std::int64_t> peaks, const Untimely& odd, const Waves& waves,
                  const BeatWindow& window, std::int64_t samples) {
    Eligible best;
    std::vector<std::int64_t> not_early, whole, qrs;
    for (std::size_t i = 0; i < peaks.size(); ++i) {
        if (!waves.inside(peaks[i])) continue;
        qrs.push_back(peaks[i]);
        if (peaks[i] < window.before || peaks[i] + window.after > samples) continue;
        whole.push_back(peaks[i]);
        if (odd.early[i]) continue;
        not_early.push_back(peaks[i]);
        if (odd.cut_short[i])
            ++best.cut_short;
        else
            best.beats.push_back(peaks[i]);
    }
    constexpr std::size_t enough = 3;  // fewer beats make no median: better take cut-off or early ones too
    if (best.beats.size() >= enough || (best.beats.size() == whole.size() && !whole.empty())) return best;
    if (not_early.size() >= enough) return {std::move(not_early)};
    return {whole.empty() ? std::move(qrs) : std::move(whole)};
}

/// The best match of each beat: near its peak or, where it is odd there, at another deflection that may be meant.
std::vector<Match> best_matches(const Waves& waves, const Model& model, const std::vector<PlacedBeat>& beats,
                                std::int64_t shift, std::int64_t other_peak, float least) {
    const auto lanes = waves.lanes_of(model);
    std::vector<Match> matches;
    for (const auto& beat : beats) {
        auto match = best_match(waves, lanes, beat, shift);
        if (match.correlation < least && other_peak > shift) {
            const auto rough = search(waves, lanes, beat.recorded, beat.peak, other_peak, coarse(shift));
            const auto other = search(waves, lanes, beat.recorded, rough.peak, coarse(shift), 1);
            if (other.correlation >= least) match = other;
        }
        matches.push_back(match);
    }
    return matches;
}

/// Noise makes beats of one shape unlike each other, all to the same degree: then fewer than a third of them are like
/// the model, most of all where that is a single beat.
bool in_noise(const std::vector<Match>& matches, const MedianBeatOptions& options) {
    const auto alike = std::ranges::count_if(matches, [&](const Match& match) {
        return match.correlation >= static_cast<float>(options.least_correlation);
    });
    return 3 * alike < std::ssize(matches);
}

float least_in_noise(const std::vector<Match>& matches, const MedianBeatOptions& options) {
    std::vector<float> alike;
    for (const auto& match : matches)
        if (match.correlation >= static_cast<float>(options.least_in_noise)) alike.push_back(match.correlation);
    if (alike.empty()) return static_cast<float>(options.least_correlation);
    const double usual = static_cast<double>(middle(alike)) - options.alike_less;
    return static_cast<float>(std::clamp(usual, options.least_in_noise, options.least_correlation));
}

std::vector<MovedPeak> moved_further_than(std::int64_t shift, const std::vector<std::int64_t>& peaks,
                                          const std::vector<std::int64_t>& aligned) {
    std::vector<MovedPeak> moved;
    for (std::size_t i = 0; i < peaks.size(); ++i)
        if (std::abs(aligned[i] - peaks[i]) > shift) moved.push_back({peaks[i], aligned[i]});
    return moved;
}

/// The dominant beat's own R peak may be off: the median R peak of all beats is not.
void centre(std::vector<std::int64_t>& aligned, const std::vector<std::int64_t>& peaks) {
    std::vector<std::int64_t> shifts;
    for (std::size_t i = 0; i < aligned.size(); ++i) shifts.push_back(aligned[i] - peaks[i]);
    const auto usual = middle(shifts);
    for (auto& peak : aligned) peak -= usual;
}

/// The mean of the waves that are like the model, each lead over the beats that have it.
class MeanOfAlike {
  public:
    MeanOfAlike(const Waves& waves, const Model& model)
        : waves_(waves), model_(model), sum_(waves.zero()), count_(waves.lead_count(), 0) {}

    void add(std::int64_t peak, const Recorded& recorded) {
        Wave wave = waves_.at(peak, recorded);
        // Of unit length, too, in fewer leads: each would count for more than it does in a whole beat.
        if (!recorded.empty()) wave *= share_of(recorded);
        sum_ += wave;
        ++beats_;
        for (std::size_t lead = 0; lead < count_.size(); ++lead) count_[lead] += holds(recorded, lead) ? 1 : 0;
    }
    [[nodiscard]] Model mean() const {
        Model mean{sum_, {}};
        for (std::size_t lead = 0; lead < count_.size(); ++lead)
            if (count_[lead] > 0 && count_[lead] < beats_)
                waves_.segment(mean.wave, lead) *= static_cast<float>(beats_) / static_cast<float>(count_[lead]);
        if (std::ranges::find(count_, 0) != count_.end())
            for (const auto count : count_) mean.recorded.push_back(count > 0);
        if (const float norm = mean.wave.matrix().norm(); norm > 0) mean.wave /= norm;
        return mean;
    }

  private:
    [[nodiscard]] float share_of(const Recorded& recorded) const {
        Wave in_model = model_.wave;
        for (std::size_t lead = 0; lead < count_.size(); ++lead)
            if (!holds(recorded, lead)) waves_.segment(in_model, lead).setZero();
        const float share = in_model.matrix().norm();
        return share > 0 ? share : 1.0F;
    }

    const Waves& waves_;
    const Model& model_;
    Wave sum_;
    std::vector<int> count_;  ///< [lead] beats that have it
    int beats_ = 0;
};

}  // namespace

BeatSelection select_beats(const std::vector<std::vector<float>>& leads, std::span<const record::Lead> recorded,
                           std::span<const std::int64_t> peaks, double rate_hz, double rr_s, const BeatWindow& window,
                           const MedianBeatOptions& options) {
    const auto samples_in = [&](double seconds) { return std::max<std::int64_t>(1, std::llround(seconds * rate_hz)); };
    const auto stride = std::max<std::int64_t>(1, static_cast<std::int64_t>(rate_hz / compare_rate_hz));
    Waves waves(leads, recorded, samples_in(options.qrs_before_s), samples_in(options.qrs_after_s), stride);
    const auto begin_with = eligible(peaks, untimely(peaks, rate_hz, rr_s, options), waves, window,
                                     static_cast<std::int64_t>(leads.front().size()));
    const auto& usable = begin_with.beats;
    const auto all_but = [&](std::size_t count) { return static_cast<int>(peaks.size() - count); };
    // A recording shorter than a beat: nothing to choose from.
    if (usable.empty()) return {{peaks[peaks.size() / 2]}, all_but(1), 0, {}};
    const auto some = evenly_spread(usable, static_cast<std::size_t>(options.most_beats));
    waves.weigh(some);

    const auto shift = std::llround(options.shift_s * rate_hz);
    const auto other_peak = std::llround(options.other_peak_s * rate_hz);
    const auto least = static_cast<float>(options.least_correlation);
    const auto beat_at = [&](std::int64_t peak) { return PlacedBeat{peak, waves.recorded_around(peak, other_peak)}; };
    std::vector<PlacedBeat> beats;
    for (const auto peak : some) beats.push_back(beat_at(peak));
    const auto& lead_beat = beats[dominant(waves, beats, shift, least)];
    Model model{waves.at(lead_beat.peak, lead_beat.recorded), lead_beat.recorded};
    std::vector<std::int64_t> chosen;
    std::vector<std::int64_t> originals;
    auto least_of_round = least;
    constexpr int rounds = 2;  // against the dominant beat, then against the mean of those like it
    for (int round = 0; round < rounds; ++round) {
        const auto matches = best_matches(waves, model, beats, shift, other_peak, least);
        least_of_round = in_noise(matches, options) ? least_in_noise(matches, options) : least;
        chosen.clear();
        originals.clear();
        MeanOfAlike alike(waves, model);
        for (std::size_t i = 0; i < beats.size(); ++i) {
            if (matches[i].correlation < least_of_round) continue;
            chosen.push_back(matches[i].peak);
            originals.push_back(beats[i].peak);
            alike.add(matches[i].peak, beats[i].recorded);
        }
        if (chosen.empty()) return {{lead_beat.peak}, all_but(1), begin_with.cut_short, {}};
        model = alike.mean();
    }
    centre(chosen, originals);
    // Of a long recording the median takes some beats only; all of them are judged.
    if (beats.size() == usable.size()) {
        auto moved = moved_further_than(shift, originals, chosen);
        return {std::move(chosen), all_but(originals.size()), begin_with.cut_short, std::move(moved)};
    }
    const auto model_lanes = waves.lanes_of(model);
    const auto alike = std::ranges::count_if(usable, [&](std::int64_t peak) {
        const auto beat = beat_at(peak);
        const auto like = [&](std::int64_t reach) {
            return search(waves, model_lanes, beat.recorded, peak, reach, coarse(shift)).correlation >= least_of_round;
        };
        return like(shift) || like(other_peak);
    });
    return {std::move(chosen), all_but(static_cast<std::size_t>(alike)), begin_with.cut_short, {}};
}

}  // namespace synchrony::beats
