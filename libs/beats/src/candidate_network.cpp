#include "candidate_network.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cmath>

namespace synchrony::beats {
namespace {

using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using ConstRows = Eigen::Map<const Rows>;
using ConstRow = Eigen::Map<const Eigen::RowVectorXf>;

// Where the tracks are read, s from the candidate: the envelope as far as the beats on both sides at 40/min, the bands
// as far as a wide QRS complex and its neighbours.
constexpr std::array envelope_taps_s = {0.03, 0.06, 0.09, 0.12, 0.15, 0.18, 0.21, 0.24, 0.28, 0.32, 0.36,
                                        0.40, 0.46, 0.52, 0.60, 0.70, 0.80, 0.90, 1.00, 1.20, 1.50};
constexpr int band_taps = 10;          // on each side
constexpr double qrs_tap_s = 0.02;     // the QRS band and the slope are read this often ...
constexpr double wide_tap_s = 0.03;    // ... and the slower band this often
constexpr double tap_width_s = 0.022;  // mean over so much: at 180 Hz four samples
constexpr float height_floor = 0.01F;
constexpr float band_floor = 0.02F;
constexpr float nominal_rate_hz = 180.0F;
constexpr int scalar_count = 12;
constexpr int tracks = 3;

/// log2 by exponent and a cubic, within 0.001: far below what the network resolves, and the dearest call here.
float quick_log(float x) {
    int exponent = 0;
    const float m = 2.0F * std::frexp(x, &exponent);
    const float log2m = ((0.15394F * m - 1.03446F) * m + 3.02127F) * m - 2.14010F;
    return 0.693147F * (static_cast<float>(exponent - 1) + log2m);
}

class Tracks {
  public:
    Tracks(std::span<const LeadView> leads, const Envelope& envelope, const WorkRate& work, const Candidate& candidate)
        : leads_(leads), size_(static_cast<std::int64_t>(envelope.height.size())), work_(work) {
        for (std::size_t lead = 0; lead < leads.size(); ++lead)
            gains_[lead] = envelope.gain[lead].at(candidate.position);
        half_ = std::max<std::int64_t>(1, work.samples(tap_width_s) / 2);
    }

    enum class Kind { qrs, wide, slope };

    /// ln of the root of the sum over leads of squared mean magnitudes, in units of the leads' amplitudes.
    [[nodiscard]] float at(Kind kind, std::int64_t centre) const {
        float sum = 0;
        const auto from = std::clamp<std::int64_t>(centre - half_, 1, size_),
                   to = std::clamp(centre + half_, from, size_);
        if (to == from) return std::log(band_floor);
        for (std::size_t lead = 0; lead < leads_.size(); ++lead) {
            const auto& view = leads_[lead];
            const float* x = kind == Kind::qrs    ? view.qrs.data()
                             : kind == Kind::wide ? view.wide.data()
                                                  : view.plain.data();
            float mean = 0;
            if (kind == Kind::slope)
                for (auto i = from; i < to; ++i) mean += std::abs(x[i] - x[i - 1]);
            else
                for (auto i = from; i < to; ++i) mean += std::abs(x[i]);
            mean *= gains_[lead] / static_cast<float>(to - from);
            sum += mean * mean;
        }
        sum = std::sqrt(sum);
        if (kind == Kind::slope) sum *= static_cast<float>(work_.rate_hz) / nominal_rate_hz;
        return quick_log(sum + band_floor);
    }

  private:
    std::span<const LeadView> leads_;
    std::int64_t size_;
    const WorkRate& work_;
    std::int64_t half_ = 1;
    std::array<float, 64> gains_{};  // BeatDetector::max_leads
};

}  // namespace

int candidate_input_count() {
    return 1 + 2 * static_cast<int>(envelope_taps_s.size()) + tracks * (2 * band_taps + 1) + scalar_count;
}

void write_candidate_inputs(std::span<const LeadView> leads, const Envelope& envelope, const WorkRate& work,
                            const Candidate& c, float* row) {
    const auto size = static_cast<std::int64_t>(envelope.height.size());
    const auto height = [&](std::int64_t at) {
        const float h = at >= 0 && at < size ? envelope.height[static_cast<std::size_t>(at)] : 0.0F;
        return quick_log(std::max(height_floor, h));
    };
    *row++ = height(c.position);
    for (const double tap : envelope_taps_s) {
        *row++ = height(c.position - work.samples(tap));
        *row++ = height(c.position + work.samples(tap));
    }
    const Tracks tracks_around(leads, envelope, work, c);
    const auto plain_at = c.position - work.delay, wide_at = plain_at + work.wide_delay;
    for (int k = -band_taps; k <= band_taps; ++k)
        *row++ = tracks_around.at(Tracks::Kind::qrs, c.position + work.samples(k * qrs_tap_s));
    for (int k = -band_taps; k <= band_taps; ++k)
        *row++ = tracks_around.at(Tracks::Kind::wide, wide_at + work.samples(k * wide_tap_s));
    for (int k = -band_taps; k <= band_taps; ++k)
        *row++ = tracks_around.at(Tracks::Kind::slope, plain_at + work.samples(k * qrs_tap_s));
    constexpr float most_rr_s = 2.5F;
    const auto relative = [&](float seconds) { return std::clamp(seconds / std::max(0.2F, c.rr_s), 0.0F, 3.0F); };
    for (const float value :
         {quick_log(std::max(height_floor, std::min(3.0F, c.height))), std::clamp(c.rank, -2.5F, 1.0F), c.likeness,
          c.slope_ratio, c.wide_ratio, quick_log(std::max(0.001F, c.noise)), std::min(most_rr_s, c.rr_s),
          static_cast<float>(std::min(8, c.examples)), relative(c.since_example_s), relative(c.to_example_s),
          c.anchor ? 1.0F : 0.0F, c.first_odds})
        *row++ = value;
}

std::vector<float> candidate_log_odds(const CandidateNetwork& net, std::span<const float> inputs) {
    const auto count = static_cast<Eigen::Index>(inputs.size()) / std::max(1, net.inputs);
    std::vector<float> odds(static_cast<std::size_t>(count));
    if (count == 0) return odds;
    const ConstRows x(inputs.data(), count, net.inputs);
    Rows h1 = x * ConstRows(net.w1.data(), net.hidden1, net.inputs).transpose();
    h1.rowwise() += ConstRow(net.b1.data(), net.hidden1);
    h1 = h1.cwiseMax(0.0F);
    Rows h2 = h1 * ConstRows(net.w2.data(), net.hidden2, net.hidden1).transpose();
    h2.rowwise() += ConstRow(net.b2.data(), net.hidden2);
    h2 = h2.cwiseMax(0.0F);
    Eigen::Map<Eigen::VectorXf>(odds.data(), count) = h2 * ConstRow(net.w3.data(), net.hidden2).transpose();
    for (float& value : odds) value += net.b3;
    return odds;
}

}  // namespace synchrony::beats
