#include "synchrony/beats/score.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include "synchrony/core/text.hpp"

namespace synchrony::beats {
namespace {

constexpr int code_vf_on = 32;   // '[', WFDB ecgcodes.h
constexpr int code_vf_off = 33;  // ']'

/// Later than any sample, and far enough from the type's limit that distances to it do not overflow.
constexpr std::int64_t no_sample = std::numeric_limits<std::int64_t>::max() / 4;

struct Episode {
    std::int64_t begin = 0;
    std::int64_t end = 0;  ///< the sample of ']' itself
};

/// Beats outside ventricular flutter or fibrillation, and where that was.
struct Series {
    std::vector<std::int64_t> beats;
    std::vector<Episode> fibrillation;

    [[nodiscard]] std::int64_t at(std::size_t i) const { return i < beats.size() ? beats[i] : no_sample; }
    [[nodiscard]] std::size_t first_from(std::int64_t sample) const {
        std::size_t i = 0;
        while (at(i) < sample) ++i;
        return i;
    }
};

Series series_of(std::span<const record::Annotation> annotations) {
    Series series;
    bool fibrillating = false;
    for (const auto& annotation : annotations) {
        if (fibrillating) {
            if (annotation.code != code_vf_off) continue;
            series.fibrillation.back().end = annotation.sample;
            fibrillating = false;
        } else if (annotation.code == code_vf_on) {
            series.fibrillation.push_back({annotation.sample, no_sample});
            fibrillating = true;
        } else if (record::is_beat(annotation.code)) {
            series.beats.push_back(annotation.sample);
        }
    }
    return series;
}

bool inside(const std::vector<Episode>& episodes, std::int64_t sample) {
    for (const auto& episode : episodes)
        if (episode.begin <= sample && sample <= episode.end) return true;
    return false;
}

/// The walk through both series. `ref` and `test` are the current beats; the next ones are looked at to see whether
/// they would make the better pair.
class Matcher {
  public:
    Matcher(const Series& reference, const Series& test, std::int64_t window)
        : reference_(reference), test_(test), window_(window) {}

    BeatScore run(std::int64_t start, std::int64_t end) {
        ref_ = reference_.first_from(start);
        now_ = test_.first_from(start);
        leave_learning_period(start);
        // Without a known length nothing can be said about test beats after the last reference beat.
        const bool open_end = end < 0;
        while (open_end ? ref() != no_sample : std::min(ref(), test()) <= std::min(end, no_sample - 1)) step();
        return score_;
    }

  private:
    [[nodiscard]] std::int64_t ref(std::size_t ahead = 0) const { return reference_.at(ref_ + ahead); }
    [[nodiscard]] std::int64_t test(std::size_t ahead = 0) const { return test_.at(now_ + ahead); }

    /// The last test beat of the learning period belongs to the first reference beat after it when it is the closest;
    /// a first test beat whose partner may lie in the learning period is passed over.
    void leave_learning_period(std::int64_t start) {
        if (start <= 0) return;
        if (now_ > 0) {
            const auto before = ref() - test_.at(now_ - 1);
            if (before <= window_ && before < std::abs(ref() - test())) {
                pair_from_learning_period();
                return;
            }
        }
        if (test() - start <= window_ && std::abs(ref() - test(1)) < std::abs(ref() - test())) ++now_;
    }

    void pair_from_learning_period() {
        ++score_.tp;
        ++ref_;
    }

    void step() {
        if (test() < ref()) {
            if (better_than_next(ref() - test(), std::abs(ref() - test(1)), std::abs(ref(1) - test(1)))) return pair();
            if (!inside(reference_.fibrillation, test())) ++score_.fp;
            ++now_;
        } else {
            if (better_than_next(test() - ref(), std::abs(test() - ref(1)), std::abs(test(1) - ref(1)))) return pair();
            ++score_.fn;
            ++ref_;
        }
    }

    /// The earlier beat keeps its partner unless the one that follows it is closer to that partner and has none
    /// that is closer still.
    [[nodiscard]] bool better_than_next(std::int64_t distance, std::int64_t rival, std::int64_t rivals_other) const {
        return distance <= window_ && (distance < rival || rivals_other < rival);
    }

    void pair() {
        ++score_.tp;
        ++ref_;
        ++now_;
    }

    const Series& reference_;
    const Series& test_;
    std::int64_t window_;
    std::size_t ref_ = 0;
    std::size_t now_ = 0;
    BeatScore score_;
};

core::Result<void> check_sorted(std::span<const record::Annotation> annotations, const char* which) {
    std::int64_t least = -no_sample;
    for (std::size_t i = 0; i < annotations.size(); ++i) {
        const auto sample = annotations[i].sample;
        if (sample < least || sample >= no_sample)
            return core::fail_input("annotations are not in order of time",
                                    std::string(which) + " annotation " + std::to_string(i), std::to_string(sample),
                                    "at least " + std::to_string(least));
        least = sample;
    }
    return {};
}

core::Result<void> check(const ScoreOptions& options) {
    constexpr double most = 1e8;  // seconds or Hz: samples stay far below the range of their type
    const auto usage = [](const char* what, double got, const char* expected) {
        return core::fail({.kind = core::ErrorKind::usage,
                           .what = what,
                           .where = "scoring options",
                           .got = core::shortest(got),
                           .expected = expected,
                           .hint = {}});
    };
    if (!(options.sampling_frequency_hz > 0 && options.sampling_frequency_hz <= most))
        return usage("sampling frequency is out of range", options.sampling_frequency_hz, "more than 0 Hz");
    if (!(options.match_window_s > 0 && options.match_window_s <= most))
        return usage("match window is out of range", options.match_window_s, "more than 0 s");
    if (!(options.learning_s >= 0 && options.learning_s <= most))
        return usage("learning period is out of range", options.learning_s, "at least 0 s");
    return {};
}

std::optional<double> fraction(std::int64_t part, std::int64_t rest) {
    if (part + rest == 0) return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(part + rest);
}

}  // namespace

std::optional<double> BeatScore::sensitivity() const {
    return fraction(tp, fn);
}
std::optional<double> BeatScore::positive_predictivity() const {
    return fraction(tp, fp);
}

BeatScore& BeatScore::operator+=(const BeatScore& other) {
    tp += other.tp;
    fn += other.fn;
    fp += other.fp;
    return *this;
}

core::Result<BeatScore> score_beats(std::span<const record::Annotation> reference,
                                    std::span<const record::Annotation> test, const ScoreOptions& options) {
    SYNCHRONY_TRY(check(options));
    SYNCHRONY_TRY(check_sorted(reference, "reference"));
    SYNCHRONY_TRY(check_sorted(test, "test"));
    // Rounded to the nearest sample, as WFDB's strtim does.
    const auto window = std::llround(options.match_window_s * options.sampling_frequency_hz);
    const auto start = std::llround(options.learning_s * options.sampling_frequency_hz);
    const Series reference_series = series_of(reference);
    const Series test_series = series_of(test);
    Matcher matcher(reference_series, test_series, window);
    return matcher.run(start, options.record_length.value_or(-1));
}

ScoreSummary summarise(std::span<const BeatScore> scores) {
    ScoreSummary summary;
    double sensitivities = 0;
    double predictivities = 0;
    int with_reference = 0;
    int with_test = 0;
    for (const auto& score : scores) {
        summary.total += score;
        if (const auto se = score.sensitivity()) {
            sensitivities += *se;
            ++with_reference;
        }
        if (const auto ppv = score.positive_predictivity()) {
            predictivities += *ppv;
            ++with_test;
        }
    }
    summary.gross_sensitivity = summary.total.sensitivity();
    summary.gross_positive_predictivity = summary.total.positive_predictivity();
    if (with_reference > 0) summary.average_sensitivity = sensitivities / with_reference;
    if (with_test > 0) summary.average_positive_predictivity = predictivities / with_test;
    return summary;
}

}  // namespace synchrony::beats
