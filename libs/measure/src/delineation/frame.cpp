#include "delineation/frame.hpp"

#include <algorithm>
#include <limits>

namespace synchrony::measure::delineation {
namespace {

constexpr int centre_search = samples_of_ms(80);  // detectors place the peak within the QRS complex
constexpr int energy_width = samples_of_ms(60);   // about half a QRS complex
constexpr int quiet_width = samples_of_ms(24);    // the PQ stretch is seldom shorter
constexpr int quiet_from = samples_of_ms(180);    // before the centre: a wide complex begins 100 ms before
constexpr int quiet_to = samples_of_ms(36);
constexpr int assumed_rr = samples_of_ms(900);

// Middle of the window of `width` samples whose sum of `value` is largest, its middle between [from, to].
template <typename Value>
int best_window(int from, int to, int width, int length, Value value) {
    const int half = width / 2;
    from = std::max(from, half);
    to = std::min(to, length - 1 - half);
    if (to < from) return std::clamp(from, 0, std::max(0, length - 1));
    double sum = 0.0;
    for (int i = from - half; i <= from + half; ++i) sum += value(i);
    double best = sum;
    int at = from;
    for (int c = from + 1; c <= to; ++c) {
        sum += value(c + half) - value(c - half - 1);
        if (sum > best) {
            best = sum;
            at = c;
        }
    }
    return at;
}

}  // namespace

std::vector<BeatFrame> make_frames(const Signals& s, const std::vector<int>& peaks) {
    const int n = s.length();
    std::vector<BeatFrame> frames;
    frames.reserve(peaks.size());
    const auto energy = [&](int i) {
        const double d = s.all_fast[static_cast<std::size_t>(i)];
        return d * d;
    };
    const auto calm = [&](int i) { return -static_cast<double>(s.all_slow[static_cast<std::size_t>(i)]); };
    for (const int p : peaks) {
        BeatFrame f;
        f.centre = best_window(p - centre_search, p + centre_search, energy_width, n, energy);
        f.rest = best_window(f.centre - quiet_from, f.centre - quiet_to, quiet_width, n, calm);
        frames.push_back(f);
    }
    for (std::size_t b = 0; b < frames.size(); ++b) {
        frames[b].before = b > 0 ? frames[b].centre - frames[b - 1].centre : 0;
        frames[b].after = b + 1 < frames.size() ? frames[b + 1].centre - frames[b].centre : 0;
    }
    for (std::size_t b = 0; b < frames.size(); ++b) {  // the ends of a recording borrow the one interval they have
        if (frames[b].before == 0) frames[b].before = frames[b].after > 0 ? frames[b].after : assumed_rr;
        if (frames[b].after == 0) frames[b].after = frames[b].before;
    }
    return frames;
}

float isoelectric_level(const LeadSignals& lead, const BeatFrame& f) {
    const int n = static_cast<int>(lead.wave.size());
    const int from = std::max(0, f.rest - quiet_width / 2);
    const int to = std::min(n - 1, f.rest + quiet_width / 2);
    float sum = 0.0F;
    for (int i = from; i <= to; ++i) sum += lead.wave[static_cast<std::size_t>(i)];
    return to >= from ? sum / static_cast<float>(to - from + 1) : 0.0F;
}

}  // namespace synchrony::measure::delineation
