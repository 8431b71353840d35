#include "synchrony/beats/detector.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "beat_path.hpp"
#include "candidates.hpp"
#include "energy.hpp"
#include "gap_filler.hpp"
#include "lead_filter.hpp"
#include "r_peak_finder.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::beats {
namespace {

constexpr double least_rate_hz = 100.0;  // the band needs it
constexpr double most_rate_hz = 10000.0;
constexpr std::int64_t core_blocks = 320;  // blocks whose candidates one window finds: about eight minutes
constexpr double least_gap_s = 0.04;       // shorter gaps are bridged by the last value: no wave is that short
constexpr std::size_t slice = 1 << 14;     // samples taken up at once; keeps memory bounded whatever is pushed

/// Blocks on both sides of a core that its candidates depend on: examples, and the levels of what they lie in.
std::int64_t margin_blocks(const DetectorOptions& options) {
    constexpr std::int64_t smoothing_and_noise = 4;
    return static_cast<std::int64_t>(std::ceil(options.anchors_within_s / options.block_s)) +
           std::int64_t{2} * (options.blocks_around + 1) + smoothing_and_noise;
}

tl::unexpected<core::Error> usage(std::string what, std::string got, std::string expected) {
    return core::fail({.kind = core::ErrorKind::usage,
                       .what = std::move(what),
                       .where = "beat detection",
                       .got = std::move(got),
                       .expected = std::move(expected),
                       .hint = {}});
}

}  // namespace

class BeatDetector::State {
  public:
    State(int leads, double sampling_frequency_hz, const Bands& bands, const DetectorOptions& options)
        : options_(options),
          work_(bands.work),
          core_(core_blocks * work_.samples(options.block_s)),
          margin_(margin_blocks(options) * work_.samples(options.block_s)),
          filters_(static_cast<std::size_t>(leads), LeadFilter(bands)),
          raw_(static_cast<std::size_t>(leads)),
          fillers_(static_cast<std::size_t>(leads)),
          peaks_(sampling_frequency_hz, work_, options),
          path_(bands.work, options) {}

    [[nodiscard]] std::size_t leads() const { return filters_.size(); }
    void push(std::span<const std::span<const float>> leads);
    void finish();
    std::vector<Beat> take();

  private:
    void push_slice(std::size_t lead, std::span<const float> samples);
    void analyse(std::int64_t core_end, std::int64_t window_end);
    [[nodiscard]] std::vector<record::SampleRange> gaps(std::size_t lead, std::int64_t window_begin) const;
    [[nodiscard]] std::int64_t work_end() const { return filters_.front().plain().end(); }

    DetectorOptions options_;
    WorkRate work_;
    std::int64_t core_;    ///< work samples
    std::int64_t margin_;  ///< work samples
    std::int64_t core_begin_ = 0;
    std::vector<LeadFilter> filters_;
    std::vector<Rolling<float>> raw_;
    std::vector<GapFiller> fillers_;
    std::vector<float> clean_;
    RPeakFinder peaks_;
    BeatPath path_;
};

void BeatDetector::State::push_slice(std::size_t lead, std::span<const float> samples) {
    fillers_[lead].fill(samples, clean_);
    raw_[lead].append(clean_);
    filters_[lead].push(clean_);
}

void BeatDetector::State::push(std::span<const std::span<const float>> leads) {
    const auto count = leads.front().size();
    for (std::size_t at = 0; at < count; at += slice) {
        for (std::size_t lead = 0; lead < leads.size(); ++lead)
            push_slice(lead, leads[lead].subspan(at, std::min(slice, count - at)));
        while (work_end() >= core_begin_ + core_ + margin_) analyse(core_begin_ + core_, core_begin_ + core_ + margin_);
    }
}

void BeatDetector::State::finish() {
    const auto end = work_end();
    if (end == 0) return;
    // The bands lag: what they have not yet said about the last samples comes out while the last value is held.
    const auto tail = work_.delay + work_.wide_delay + work_.samples(held_tail_s);
    for (std::size_t lead = 0; lead < leads(); ++lead)
        filters_[lead].push(std::vector<float>(static_cast<std::size_t>(tail * work_.step), fillers_[lead].held()));
    analyse(work_end(), work_end());
    path_.finish(end);
}

/// Finds the candidates from the last core's end to `core_end`.
void BeatDetector::State::analyse(std::int64_t core_end, std::int64_t window_end) {
    const auto window_begin = std::max<std::int64_t>(0, core_begin_ - margin_);
    std::vector<LeadView> views;
    for (std::size_t lead = 0; lead < leads(); ++lead)
        views.push_back({filters_[lead].plain().range(window_begin, window_end),
                         filters_[lead].qrs().range(window_begin, window_end),
                         filters_[lead].wide().range(window_begin, window_end), gaps(lead, window_begin)});
    const auto envelope = envelope_of(views, work_, options_);
    const record::SampleRange core{core_begin_ - window_begin, core_end - window_begin};
    for (auto& candidate : candidates_of(views, envelope, work_, options_, core)) {
        candidate.position += window_begin;
        candidate.wave_place += static_cast<double>(window_begin);
        candidate.sample = peaks_.peak_of(candidate, envelope, window_begin, raw_);
        path_.add(candidate);
    }
    core_begin_ = core_end;
    const auto keep = std::max<std::int64_t>(0, core_begin_ - margin_);
    for (auto& filter : filters_) filter.forget_before(keep);
    for (auto& raw : raw_) raw.forget_before(keep * work_.step);
    for (auto& filler : fillers_) filler.forget_before(keep * work_.step);
}

/// The gaps of a lead in work samples of a window, as they show in the QRS band.
std::vector<record::SampleRange> BeatDetector::State::gaps(std::size_t lead, std::int64_t window_begin) const {
    std::vector<record::SampleRange> ranges;
    const auto least = static_cast<std::int64_t>(least_gap_s * work_.rate_hz * work_.step);
    for (const auto& gap : fillers_[lead].gaps()) {
        if (gap.end - gap.begin < least) continue;
        ranges.push_back({gap.begin / work_.step + work_.delay - window_begin,
                          gap.end / work_.step + 1 + work_.delay - window_begin});
    }
    return ranges;
}

std::vector<Beat> BeatDetector::State::take() {
    std::vector<Beat> beats;
    for (const auto& candidate : path_.take()) beats.push_back({candidate.sample, candidate.height});
    return beats;
}

BeatDetector::BeatDetector(std::unique_ptr<State> state) : state_(std::move(state)) {}
BeatDetector::BeatDetector(BeatDetector&&) noexcept = default;
BeatDetector& BeatDetector::operator=(BeatDetector&&) noexcept = default;
BeatDetector::~BeatDetector() = default;

core::Result<BeatDetector> BeatDetector::create(int leads, double sampling_frequency_hz,
                                                const DetectorOptions& options) {
    if (leads < 1 || leads > max_leads)
        return core::fail_input("number of leads is out of range", {}, std::to_string(leads),
                                "1 to " + std::to_string(max_leads));
    if (!(sampling_frequency_hz >= least_rate_hz && sampling_frequency_hz <= most_rate_hz))
        return core::fail_input("sampling frequency is out of range", {}, core::shortest(sampling_frequency_hz) + " Hz",
                                "100 to 10000 Hz");
    SYNCHRONY_TRY(options.check());
    SYNCHRONY_ASSIGN(const auto bands, Bands::design(sampling_frequency_hz, options));
    return BeatDetector(std::make_unique<State>(leads, sampling_frequency_hz, bands, options));
}

core::Result<void> BeatDetector::push(std::span<const std::span<const float>> leads) {
    if (leads.size() != state_->leads())
        return usage("number of leads differs", std::to_string(leads.size()), std::to_string(state_->leads()));
    for (const auto& lead : leads)
        if (lead.size() != leads.front().size())
            return usage("leads differ in length", std::to_string(lead.size()) + " samples",
                         std::to_string(leads.front().size()) + " samples");
    state_->push(leads);
    return {};
}

void BeatDetector::finish() {
    state_->finish();
}

std::vector<Beat> BeatDetector::take() {
    return state_->take();
}

core::Result<std::vector<std::int64_t>> detect_r_peaks(std::span<const float> lead_mv, double sampling_frequency_hz,
                                                       const DetectorOptions& options) {
    SYNCHRONY_ASSIGN(auto detector, BeatDetector::create(1, sampling_frequency_hz, options));
    SYNCHRONY_TRY(detector.push(std::span(&lead_mv, 1)));
    detector.finish();
    std::vector<std::int64_t> peaks;
    for (const auto& beat : detector.take()) peaks.push_back(beat.sample);
    return peaks;
}

namespace {

/// Readers hold the last valid value in gaps; here they are gaps again.
std::vector<float> unheld(const record::Lead& lead) {
    auto samples = lead.samples;
    const auto size = static_cast<std::int64_t>(samples.size());
    for (const auto& range : lead.invalid)
        std::fill(samples.begin() + std::clamp<std::int64_t>(range.begin, 0, size),
                  samples.begin() + std::clamp<std::int64_t>(range.end, 0, size),
                  std::numeric_limits<float>::quiet_NaN());
    return samples;
}

}  // namespace

core::Result<std::vector<Beat>> detect_beats(const record::Ecg& ecg, const DetectorOptions& options) {
    std::vector<const record::Lead*> used;
    if (options.lead) {
        used.push_back(ecg.find_lead(*options.lead));
        if (used.front() == nullptr) return usage("the recording lacks the lead", *options.lead, "one of its leads");
    } else {
        for (const auto& lead : ecg.leads) used.push_back(&lead);
    }
    if (used.empty()) return core::fail_input("no ECG lead to detect beats in", ecg.record_name);
    std::vector<std::span<const float>> samples;
    std::vector<std::vector<float>> with_gaps;
    with_gaps.reserve(used.size());  // spans into it stay valid
    for (const auto* lead : used)
        samples.emplace_back(lead->invalid.empty() ? lead->samples : with_gaps.emplace_back(unheld(*lead)));
    SYNCHRONY_ASSIGN(auto detector,
                     BeatDetector::create(static_cast<int>(used.size()), ecg.sampling_frequency_hz, options));
    SYNCHRONY_TRY(detector.push(samples));
    detector.finish();
    auto beats = detector.take();
    const auto missing = [&](const Beat& beat) {
        return std::all_of(used.begin(), used.end(), [&](const record::Lead* lead) {
            return std::any_of(lead->invalid.begin(), lead->invalid.end(), [&](const record::SampleRange& range) {
                return range.begin <= beat.sample && beat.sample < range.end;
            });
        });
    };
    std::erase_if(beats, missing);
    return beats;
}

}  // namespace synchrony::beats
