#include "candidates.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <functional>

#include "candidate_network.hpp"
#include "medians.hpp"
#include "peak_placer.hpp"
#include "r_peak_finder.hpp"
#include "wave_candidates.hpp"
#include "wave_odds.hpp"

namespace synchrony::beats {
namespace {

constexpr double slope_reach_s =
    0.08;                              // slope is looked for so far on both sides: half a QRS and the lag's uncertainty
constexpr double wide_reach_s = 0.10;  // the wide band is slower
constexpr int alignment = 2;           // work samples by which waves are shifted to find their best correlation
constexpr float fallback_rr_s = 0.8F;  // 75/min, where no interval is known yet
constexpr float highest = 3.0F;        // beyond this height a candidate is no more certain
constexpr float unknown_likeness = 0.6F;  // without any example: halfway between a beat and noise
constexpr float least_rival = 0.05F;      // of the level: a rival this low is none

/// The window's samples and what is often asked of them.
class Window {
  public:
    Window(std::span<const LeadView> leads, const Envelope& envelope, const WorkRate& work,
           const DetectorOptions& options)
        : leads_(leads), envelope_(envelope), work_(work), options_(options) {
        size_ = static_cast<std::int64_t>(envelope.height.size());
        half_ = work.samples(options.likeness_s);
        sum_energies();
    }

    [[nodiscard]] std::vector<Candidate> maxima() const;
    /// What the window says of a candidate's position.
    void measure(Candidate& candidate) const;
    [[nodiscard]] float likeness(std::int64_t a, std::int64_t b) const;

  private:
    [[nodiscard]] float steepest(std::size_t lead, std::int64_t position) const;
    [[nodiscard]] float widest(std::size_t lead, std::int64_t position) const;
    [[nodiscard]] bool comparable(std::int64_t position) const {
        return position - half_ >= 0 && position + half_ < size_;
    }
    void sum_energies();
    /// Energy of the waves around a position, all leads.
    [[nodiscard]] float wave_energy(std::int64_t position) const {
        return static_cast<float>(energy_before_[static_cast<std::size_t>(position + half_ + 1)] -
                                  energy_before_[static_cast<std::size_t>(position - half_)]);
    }

    std::span<const LeadView> leads_;
    const Envelope& envelope_;
    const WorkRate& work_;
    const DetectorOptions& options_;
    std::int64_t size_ = 0;
    std::int64_t half_ = 0;
    std::vector<double> energy_before_;  ///< of all samples before each, all leads
};

void Window::sum_energies() {
    energy_before_.assign(static_cast<std::size_t>(size_) + 1, 0.0);
    for (std::size_t i = 0; i < static_cast<std::size_t>(size_); ++i) {
        double energy = 0;
        for (const auto& shape : envelope_.shape)
            energy += static_cast<double>(shape[i]) * static_cast<double>(shape[i]);
        energy_before_[i + 1] = energy_before_[i] + energy;
    }
}

float Window::steepest(std::size_t lead, std::int64_t position) const {
    const auto& plain = leads_[lead].plain;
    const auto middle_at = position - work_.delay;
    const auto reach = work_.samples(slope_reach_s);
    float most = 0;
    for (auto i = std::max<std::int64_t>(1, middle_at - reach); i <= std::min(size_ - 1, middle_at + reach); ++i)
        most = std::max(most, std::abs(plain[static_cast<std::size_t>(i)] - plain[static_cast<std::size_t>(i - 1)]));
    return most;
}

float Window::widest(std::size_t lead, std::int64_t position) const {
    const auto& wide = leads_[lead].wide;
    const auto middle_at = position - work_.delay + work_.wide_delay;
    const auto reach = work_.samples(wide_reach_s);
    float most = 0;
    for (auto i = std::max<std::int64_t>(0, middle_at - reach); i <= std::min(size_ - 1, middle_at + reach); ++i)
        most = std::max(most, std::abs(wide[static_cast<std::size_t>(i)]));
    return most;
}

void Window::measure(Candidate& candidate) const {
    const auto position = candidate.position;
    candidate.height = envelope_.height[static_cast<std::size_t>(position)];
    const auto block =
        std::min<std::size_t>(static_cast<std::size_t>(position / envelope_.block), envelope_.noise.size() - 1);
    candidate.noise = envelope_.noise[block];
    for (std::size_t lead = 0; lead < leads_.size(); ++lead) {
        const float gain = envelope_.gain[lead].at(position);
        candidate.slope += gain * steepest(lead, position);
        candidate.wide += gain * widest(lead, position);
    }
}

std::vector<Candidate> Window::maxima() const {
    const auto merge = work_.samples(options_.merge_s);
    const auto least = static_cast<float>(options_.least_height);
    const auto& height = envelope_.height;
    std::vector<std::int64_t> positions;
    const auto at = [&](std::int64_t i) { return height[static_cast<std::size_t>(i)]; };
    for (std::int64_t i = 1; i + 1 < size_; ++i) {
        if (at(i) < least || !(at(i) > at(i - 1) && at(i) >= at(i + 1))) continue;
        while (!positions.empty() && i - positions.back() < merge && at(positions.back()) < at(i)) positions.pop_back();
        if (positions.empty() || i - positions.back() >= merge) positions.push_back(i);
    }
    std::vector<Candidate> candidates(positions.size());
    for (std::size_t i = 0; i < positions.size(); ++i) {
        candidates[i].position = positions[i];
        measure(candidates[i]);
    }
    return candidates;
}

/// Best correlation of the waves around two positions over small shifts, in [-1, 1].
float Window::likeness(std::int64_t a, std::int64_t b) const {
    if (!comparable(a)) return 0.0F;
    constexpr float tiny = 1e-12F;
    const auto length = static_cast<Eigen::Index>(2 * half_ + 1);
    const float energy = wave_energy(a);
    float best = -1.0F;
    for (auto shifted = b - alignment; shifted <= b + alignment; ++shifted) {
        if (!comparable(shifted)) continue;
        float product = 0;
        for (const auto& shape : envelope_.shape)
            product += Eigen::Map<const Eigen::VectorXf>(shape.data() + (a - half_), length)
                           .dot(Eigen::Map<const Eigen::VectorXf>(shape.data() + (shifted - half_), length));
        best = std::max(best, product / std::sqrt(energy * wave_energy(shifted) + tiny));
    }
    return best;
}

/// Rank among the neighbours, and with it which candidates are examples. In a fast tachycardia the neighbours are beats
/// themselves: waves that look the same are not rivals, as P and T waves do not look like a QRS in the band.
void rank(std::vector<Candidate>& candidates, const Window& window, const WorkRate& work,
          const DetectorOptions& options) {
    const auto reach = work.samples(options.rival_s);
    const auto refractory = work.samples(options.refractory_s);
    const auto twin = static_cast<float>(options.twin_likeness);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        auto& candidate = candidates[i];
        float rival = 0;
        const auto compare = [&](const Candidate& other) {
            if (other.height <= rival) return;
            const auto distance = std::abs(other.position - candidate.position);
            // Only neighbours of about the same height can be twins.
            const bool similar = distance >= refractory && other.height < 2 * candidate.height;
            if (similar && window.likeness(candidate.position, other.position) > twin) return;
            rival = other.height;
        };
        for (std::size_t j = i; j-- > 0 && candidate.position - candidates[j].position < reach;) compare(candidates[j]);
        for (std::size_t j = i + 1; j < candidates.size() && candidates[j].position - candidate.position < reach; ++j)
            compare(candidates[j]);
        candidate.rank = std::log(candidate.height / std::max(rival, least_rival));
        candidate.anchor = candidate.height > static_cast<float>(options.anchor_height) && candidate.height >= rival;
    }
}

/// Compares candidates with the examples around them.
class Examples {
  public:
    Examples(const Window& window, std::vector<Candidate>& candidates, const WorkRate& work,
             const DetectorOptions& options)
        : window_(window), candidates_(candidates), work_(work), options_(options) {
        for (std::size_t i = 0; i < candidates.size(); ++i)
            if (candidates[i].anchor) anchors_.push_back(i);
    }

    /// To be called for each candidate in turn. False: far too unlike a beat for a closer look.
    bool judge(std::size_t index) {
        auto& candidate = candidates_[index];
        if (choose(index)) measure();
        candidate.rr_s = usual_interval_s_;
        candidate.slope_ratio = std::clamp(log_ratio(candidate.slope, usual_slope_), -3.0F, 1.0F);
        candidate.wide_ratio = std::clamp(log_ratio(candidate.wide, usual_width_), -3.0F, 1.5F);
        candidate.first_odds = static_cast<float>(first_odds(candidate));
        if (static_cast<double>(candidate.first_odds) < options_.least_first_odds) return false;
        place_among_examples(index);
        correlations_.clear();
        for (std::size_t a = first_; a < last_; ++a)
            if (anchors_[a] != index)
                correlations_.push_back(window_.likeness(candidate.position, candidates_[anchors_[a]].position));
        candidate.likeness = mean_likeness();
        return true;
    }

    /// Below this a candidate cannot be part of the best series: the longest gap that it could fill costs less.
    [[nodiscard]] double least_odds() const { return -options_.late_cost * options_.late_limit_rr; }

  private:
    /// The nearest examples on both sides, none too far away; true when they are others than before.
    bool choose(std::size_t index) {
        while (next_ < anchors_.size() && anchors_[next_] < index) ++next_;
        const auto around = static_cast<std::size_t>(options_.anchors_around);
        const auto reach = work_.samples(options_.anchors_within_s);
        const auto position = candidates_[index].position;
        auto first = next_ > around ? next_ - around : 0;
        auto last = std::min(anchors_.size(), next_ + around + 1);
        while (first < last && position - candidates_[anchors_[first]].position > reach) ++first;
        while (first < last && candidates_[anchors_[last - 1]].position - position > reach) --last;
        const bool same = measured_ && first == first_ && last == last_;
        first_ = first;
        last_ = last;
        measured_ = true;
        return !same;
    }

    /// What is usual among the chosen examples.
    void measure() {
        slopes_.clear();
        widths_.clear();
        intervals_.clear();
        for (std::size_t a = first_; a < last_; ++a) {
            const auto& example = candidates_[anchors_[a]];
            slopes_.push_back(example.slope);
            widths_.push_back(example.wide);
            if (a > first_)
                intervals_.push_back(static_cast<float>(example.position - candidates_[anchors_[a - 1]].position));
        }
        usual_slope_ = middle(slopes_);
        usual_width_ = middle(widths_);
        usual_interval_s_ = intervals_.empty() ? fallback_rr_s : middle(intervals_) / static_cast<float>(work_.rate_hz);
    }

    float mean_likeness() {
        const auto best = std::min(correlations_.size(), static_cast<std::size_t>(options_.likeness_best));
        if (best == 0) return unknown_likeness;
        const auto end = correlations_.begin() + static_cast<std::ptrdiff_t>(best);
        std::partial_sort(correlations_.begin(), end, correlations_.end(), std::greater<>());
        float sum = 0;
        for (auto it = correlations_.begin(); it != end; ++it) sum += *it;
        return sum / static_cast<float>(best);
    }

    static float log_ratio(float value, float usual) {
        constexpr float least_ratio = 1e-4F;
        return usual > 0 ? std::log(std::max(least_ratio, value / usual)) : 0.0F;
    }

    /// How many examples there are, and how far the nearest of them lie.
    void place_among_examples(std::size_t index) {
        auto& candidate = candidates_[index];
        constexpr float far_s = 10.0F;
        const auto distance_s = [&](std::size_t anchor) {
            const auto samples = std::abs(candidates_[anchors_[anchor]].position - candidate.position);
            return std::min(far_s, static_cast<float>(samples) / static_cast<float>(work_.rate_hz));
        };
        const bool itself = next_ < anchors_.size() && anchors_[next_] == index;
        const auto after = next_ + (itself ? 1 : 0);
        candidate.examples = static_cast<int>(last_ - first_) - (itself ? 1 : 0);
        candidate.since_example_s = next_ > 0 ? distance_s(next_ - 1) : far_s;
        candidate.to_example_s = after < anchors_.size() ? distance_s(after) : far_s;
    }

    /// By height, rank and shape of the envelope alone.
    double first_odds(const Candidate& candidate) const {
        const float odds_rank = std::clamp(candidate.rank, -2.5F, 1.0F);
        constexpr double usual_noise = 3.0;  // -ln of the noise of a clean recording: centres the bias
        const auto& o = options_;
        return o.bias + o.height_weight * static_cast<double>(std::log(std::min(highest, candidate.height))) +
               o.rank_weight * static_cast<double>(odds_rank) +
               o.slope_weight * static_cast<double>(candidate.slope_ratio) +
               o.wide_weight * static_cast<double>(candidate.wide_ratio) +
               o.noise_weight * (std::log(std::min(static_cast<double>(candidate.noise), o.noise_limit)) + usual_noise);
    }

    const Window& window_;
    std::vector<Candidate>& candidates_;
    const WorkRate& work_;
    const DetectorOptions& options_;
    std::vector<std::size_t> anchors_;
    std::size_t next_ = 0;   ///< first example at or after the candidate
    std::size_t first_ = 0;  ///< examples [first_, last_) are compared with
    std::size_t last_ = 0;
    bool measured_ = false;
    float usual_slope_ = 0;
    float usual_width_ = 0;
    float usual_interval_s_ = fallback_rr_s;
    std::vector<float> correlations_, slopes_, widths_, intervals_;
};

/// What the small network reads of each candidate, one after the other.
std::vector<float> network_inputs(std::span<const LeadView> leads, const Envelope& envelope, const WorkRate& work,
                                  const std::vector<Candidate>& candidates) {
    const auto width = static_cast<std::size_t>(candidate_input_count());
    std::vector<float> rows(candidates.size() * width);
    for (std::size_t i = 0; i < candidates.size(); ++i)
        write_candidate_inputs(leads, envelope, work, candidates[i], rows.data() + i * width);
    return rows;
}

/// As RPeakFinder places them, on the samples of the envelope's rate.
void mark_peaks_aside(std::vector<Candidate>& candidates, std::span<const LeadView> leads, const Envelope& envelope,
                      const WorkRate& work, const DetectorOptions& options) {
    PeakPlacer placer(work.rate_hz, options);
    std::vector<std::span<const float>> waves;
    for (const auto& lead : leads) waves.push_back(lead.plain);
    std::vector<float> weights;
    const auto most = work.samples(options.wave_aside_s);
    for (auto& candidate : candidates) {
        if (candidate.log_odds < 0.0F) continue;  // no beat: it has no R peak
        weigh_leads(envelope, candidate.position, weights);
        const auto about = candidate.position - work.delay;
        candidate.peak_aside = std::abs(placer.place(waves, weights, about) - about) > most;
    }
}

void blend(std::vector<Candidate>& candidates, const DetectorOptions& options) {
    for (auto& candidate : candidates) candidate.log_odds = static_cast<float>(blended_odds(candidate, options));
}

}  // namespace

double blended_odds(const Candidate& c, const DetectorOptions& o) {
    if (c.only_wave) return o.wave_scale * static_cast<double>(*c.wave_odds);
    const double noise = std::clamp(static_cast<double>(c.noise), o.clean_noise, o.noise_limit);
    const double clean = std::log(o.noise_limit / noise) / std::log(o.noise_limit / o.clean_noise);
    const double share = o.first_share_in_noise + (o.first_share - o.first_share_in_noise) * clean;
    const double first = static_cast<double>(c.first_odds) + o.likeness_weight * static_cast<double>(c.likeness);
    double network = o.odds_scale * static_cast<double>(c.network_odds) + o.odds_bias;
    if (c.wave_odds) {
        const double wave_share = o.wave_share + (o.wave_share_clean - o.wave_share) * clean;
        network += wave_share * (o.wave_scale * static_cast<double>(*c.wave_odds) - network);
    }
    return share * first + (1.0 - share) * network;
}

std::vector<Candidate> candidates_of(std::span<const LeadView> leads, const Envelope& envelope, const WorkRate& work,
                                     const DetectorOptions& options, const record::SampleRange& judged,
                                     std::vector<float>* inputs) {
    const Window window(leads, envelope, work, options);
    auto all = window.maxima();
    rank(all, window, work, options);
    Examples examples(window, all, work, options);
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].position < judged.begin || all[i].position >= judged.end || !examples.judge(i)) continue;
        candidates.push_back(all[i]);
    }
    const auto odds =
        candidate_log_odds(trained_candidate_network(), network_inputs(leads, envelope, work, candidates));
    for (std::size_t i = 0; i < odds.size(); ++i) candidates[i].network_odds = odds[i];
    blend(candidates, options);
    if (leads.size() <= static_cast<std::size_t>(options.wave_most_leads)) {
        mark_peaks_aside(candidates, leads, envelope, work, options);
        WaveOdds waves(leads, work);
        ask_waves(candidates, waves, work, options, judged, static_cast<std::int64_t>(leads.front().plain.size()));
        auto seen = seen_alone(candidates, leads, waves, work, options, judged);
        for (auto& candidate : seen) window.measure(candidate);
        const auto given = static_cast<std::ptrdiff_t>(candidates.size());
        candidates.insert(candidates.end(), seen.begin(), seen.end());
        std::inplace_merge(candidates.begin(), candidates.begin() + given, candidates.end(),
                           [](const Candidate& a, const Candidate& b) { return a.position < b.position; });
        blend(candidates, options);
    }
    if (inputs) {
        *inputs = network_inputs(leads, envelope, work, candidates);
        return candidates;
    }
    std::erase_if(candidates, [&](const Candidate& candidate) {
        return static_cast<double>(candidate.log_odds) < examples.least_odds();
    });
    return candidates;
}

}  // namespace synchrony::beats
