#include "clips.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include "synchrony/io/wfdb.hpp"
#include "synchrony/record/annotation.hpp"

namespace synchrony::detect_bench {
namespace {

namespace fs = std::filesystem;

constexpr double clip_s = 10.0;
constexpr double noise_rate_hz = 360.0;

std::vector<fs::path> headers_in(const fs::path& folder) {
    std::vector<fs::path> headers;
    if (fs::is_directory(folder))
        for (const auto& entry : fs::directory_iterator(folder))
            if (entry.path().extension() == ".hea") headers.push_back(entry.path());
    std::sort(headers.begin(), headers.end());
    return headers;
}

record::Ecg read(const fs::path& header) {
    return io::wfdb::to_ecg(io::wfdb::read_record(header).value()).value();
}

int number_in(const std::string& name) {
    std::string digits;
    std::copy_if(name.begin(), name.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    return std::stoi(digits);
}

Source mitdb_source(fs::path header) {
    Source s;
    s.set = "mitdb";
    s.record = header.stem().string();
    s.half = number_in(s.record) % 2;
    s.ecg = read(header);
    constexpr int flutter_begins = 32, flutter_ends = 33;  // '[' and ']'
    const auto file = io::wfdb::read_annotations(header.replace_extension(), "atr").value();
    for (const auto& a : file.annotations) {
        if (record::is_beat(a.code)) s.beats.push_back(a.sample);
        if (a.code == flutter_begins) s.without_beats.push_back({a.sample, s.ecg.sample_count()});
        if (a.code == flutter_ends && !s.without_beats.empty()) s.without_beats.back().end = a.sample;
    }
    return s;
}

Source twelve_lead_source(const std::string& set, const fs::path& header, int half) {
    Source s;
    s.set = set;
    s.record = header.stem().string();
    s.half = half;
    s.ecg = read(header);
    return s;
}

std::map<std::string, int> ptbxl_halves(const fs::path& table) {
    std::map<std::string, int> halves;  // by record name, from the person's number
    std::ifstream file(table);
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::istringstream cells(line);
        std::string id, person;
        if (!std::getline(cells, id, ',') || !std::getline(cells, person, ',')) continue;
        halves[std::string(5 - std::min<std::size_t>(5, id.size()), '0') + id] = number_in(person) % 2;
    }
    return halves;
}

/// A recorder that is too loud, too quiet, or turned round, and an analog-to-digital converter of 5 uV.
void scale(std::vector<float>& x, float gain) {
    constexpr float step_mv = 0.005F;
    for (float& v : x) v = std::round(gain * v / step_mv) * step_mv;
}

/// Peak to peak of the QRS complexes, median.
float qrs_size(const Clip& clip) {
    std::vector<float> sizes;
    const auto reach = static_cast<std::int64_t>(0.06 * clip.rate_hz), size = static_cast<std::int64_t>(clip.mv.size());
    for (const auto beat : clip.beats) {
        const auto from = clip.mv.begin() + std::max<std::int64_t>(0, beat - reach);
        const auto to = clip.mv.begin() + std::min(size, beat + reach + 1);
        if (from >= to) continue;
        const auto [low, high] = std::minmax_element(from, to);
        sizes.push_back(*high - *low);
    }
    if (sizes.empty()) return 1.0F;
    std::nth_element(sizes.begin(), sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2), sizes.end());
    return std::max(0.05F, sizes[sizes.size() / 2]);
}

/// Signal-to-noise ratio as WFDB's nst counts it: the signal's power is an eighth of its squared peak-to-peak size.
void add_noise(Clip& clip, const std::string& kind, double snr_db, const Noises& noises, std::mt19937& random) {
    const float size = qrs_size(clip);
    const auto gain =
        static_cast<float>(std::sqrt(static_cast<double>(size * size) / 8.0 / std::pow(10.0, snr_db / 10.0)));
    const auto noise = noises.piece(kind, clip.half, clip.rate_hz, clip.mv.size(), random);
    for (std::size_t i = 0; i < clip.mv.size(); ++i) clip.mv[i] += gain * noise[i];
}

double uniform(std::mt19937& random, double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
}

/// Noise that comes for one to four seconds.
void add_burst(Clip& clip, const Noises& noises, std::mt19937& random) {
    Clip noisy = clip;
    add_noise(noisy, random() % 2 ? "ma" : "em", uniform(random, -8.0, 4.0), noises, random);
    const auto length = static_cast<std::size_t>(uniform(random, 1.0, 4.0) * clip.rate_hz);
    const auto from = static_cast<std::size_t>(uniform(random, 0.0, clip_s - 1.0) * clip.rate_hz);
    for (std::size_t i = from; i < std::min(clip.mv.size(), from + length); ++i) clip.mv[i] = noisy.mv[i];
}

/// Steps of the baseline: an electrode is touched.
void add_steps(Clip& clip, std::mt19937& random) {
    const float size = qrs_size(clip);
    for (int k = 0; k < 3; ++k) {
        const auto at = static_cast<std::size_t>(uniform(random, 0.0, clip_s) * clip.rate_hz);
        const auto height = static_cast<float>(uniform(random, -3.0, 3.0)) * size;
        const double decay_s = uniform(random, 0.3, 3.0);
        for (std::size_t i = at; i < clip.mv.size(); ++i)
            clip.mv[i] +=
                height * static_cast<float>(std::exp(-static_cast<double>(i - at) / (decay_s * clip.rate_hz)));
    }
}

/// The amplifier's limit, reached by baseline wander.
void saturate(Clip& clip, const Noises& noises, std::mt19937& random) {
    add_noise(clip, "bw", uniform(random, -14.0, -6.0), noises, random);
    auto sorted = clip.mv;
    std::sort(sorted.begin(), sorted.end());
    const float low = sorted[sorted.size() / 20], high = sorted[sorted.size() - 1 - sorted.size() / 12];
    for (float& v : clip.mv) v = std::clamp(v, low, high);
}

/// A first-order low-pass run forwards and backwards: what is left is below about `hz`.
std::vector<float> slow_part(const std::vector<float>& x, double rate_hz, double hz) {
    const auto share = static_cast<float>(1.0 - std::exp(-2.0 * 3.14159265358979 * hz / rate_hz));
    auto y = x;
    for (int pass = 0; pass < 2; ++pass) {
        float state = y.front();
        for (float& v : y) v = state += share * (v - state);
        std::reverse(y.begin(), y.end());
    }
    return y;
}

/// T waves grow beside the QRS complexes: what is slow is made larger.
void enlarge_t_waves(Clip& clip, std::mt19937& random) {
    const auto slow = slow_part(clip.mv, clip.rate_hz, 4.0), drift = slow_part(clip.mv, clip.rate_hz, 0.6);
    const auto gain = static_cast<float>(uniform(random, 1.5, 5.0));
    for (std::size_t i = 0; i < clip.mv.size(); ++i) clip.mv[i] += gain * (slow[i] - drift[i]);
}

/// Some beats are much taller than the others, as ventricular premature beats are in some leads.
void enlarge_some_beats(Clip& clip, std::mt19937& random) {
    const auto reach = 0.35 * clip.rate_hz;
    const auto drift = slow_part(clip.mv, clip.rate_hz, 0.4);
    std::vector<float> gain(clip.mv.size(), 1.0F);
    const auto most = static_cast<float>(uniform(random, 2.0, 6.0));
    for (const auto beat : clip.beats) {
        if (random() % 4 != 0) continue;
        for (std::size_t i = 0; i < gain.size(); ++i) {
            const double u = (static_cast<double>(i) - static_cast<double>(beat) - 0.1 * clip.rate_hz) / reach;
            if (std::abs(u) < 1.0) gain[i] = std::max(gain[i], 1.0F + (most - 1.0F) * static_cast<float>(1.0 - u * u));
        }
    }
    for (std::size_t i = 0; i < gain.size(); ++i) clip.mv[i] = drift[i] + gain[i] * (clip.mv[i] - drift[i]);
}

/// Pacing pulses before the beats, 1 to 2 samples wide, of any height.
void add_pacing(Clip& clip, std::mt19937& random) {
    const float height = static_cast<float>(uniform(random, 0.5, 4.0)) * qrs_size(clip) * (random() % 2 ? 1.0F : -1.0F);
    const auto delay = static_cast<std::int64_t>(uniform(random, 0.03, 0.08) * clip.rate_hz);
    for (const auto beat : clip.beats)
        for (std::int64_t k = 0; k < 2; ++k)
            if (const auto at = beat - delay + k; at >= 0 && at < static_cast<std::int64_t>(clip.mv.size()))
                clip.mv[static_cast<std::size_t>(at)] += height * (k == 0 ? 1.0F : 0.4F);
}

void add_hum(Clip& clip, std::mt19937& random) {
    const auto amplitude = static_cast<float>(uniform(random, 0.05, 0.4)) * qrs_size(clip);
    const double hz = random() % 2 ? 50.0 : 60.0, phase = uniform(random, 0.0, 6.28);
    for (std::size_t i = 0; i < clip.mv.size(); ++i)
        clip.mv[i] +=
            amplitude *
            static_cast<float>(std::sin(2.0 * 3.14159265358979 * hz * static_cast<double>(i) / clip.rate_hz + phase));
}

void disturb(Clip& clip, const std::string& how, const Noises& noises, std::mt19937& random) {
    const auto space = how.find(' ');
    if (const std::string kind = how.substr(0, space); space != std::string::npos && kind.size() == 2)
        add_noise(clip, kind, std::stod(how.substr(space + 1)), noises, random);
    if (how == "bursts") add_burst(clip, noises, random);
    if (how == "steps") add_steps(clip, random);
    if (how == "saturated") saturate(clip, noises, random);
    if (how == "tall T") enlarge_t_waves(clip, random);
    if (how == "tall beats") enlarge_some_beats(clip, random);
    if (how == "pacing") add_pacing(clip, random);
    if (how == "hum") add_hum(clip, random);
    if (how == "mixed") {
        if (random() % 2) enlarge_t_waves(clip, random);
        if (random() % 3 == 0) enlarge_some_beats(clip, random);
        add_noise(clip, "bw", uniform(random, -6.0, 12.0), noises, random);
        add_noise(clip, random() % 2 ? "ma" : "em", uniform(random, 0.0, 18.0), noises, random);
        if (random() % 4 == 0) add_steps(clip, random);
    }
}

}  // namespace

std::vector<Source> read_sources(const fs::path& data) {
    std::vector<Source> all;
    for (const auto& header : headers_in(data / "mitdb")) all.push_back(mitdb_source(header));
    for (const auto& header : headers_in(data / "ludb" / "data"))
        all.push_back(twelve_lead_source("ludb", header, number_in(header.stem().string()) / 2 % 2));
    const auto halves = ptbxl_halves(data / "ptbxl" / "ptbxl.csv");
    for (const auto& header : headers_in(data / "ptbxl" / "data")) {
        const auto found = halves.find(header.stem().string());
        if (found != halves.end()) all.push_back(twelve_lead_source("ptbxl", header, found->second));
    }
    for (const auto& header : headers_in(data / "cinc2021")) {
        const auto name = header.stem().string();
        if (name.rfind("HR", 0) == 0) continue;  // PTB-XL again, its persons may stand there in the other half
        all.push_back(twelve_lead_source("cinc2021", header, number_in(name) % 2));
    }
    return all;
}

const std::vector<std::string>& disturbances() {
    static const std::vector<std::string> all = {"none",      "em 18",  "em 12",      "em 6",   "em 0",   "ma 18",
                                                 "ma 12",     "ma 6",   "ma 0",       "bw 0",   "bursts", "steps",
                                                 "saturated", "tall T", "tall beats", "pacing", "hum",    "mixed"};
    return all;
}

Noises::Noises(const fs::path& data) {
    for (const char* kind : {"em", "ma", "bw"}) {
        std::ifstream file(data / "noise" / (std::string(kind) + ".csv"));
        Noise noise{kind, {}};
        for (std::string line; std::getline(file, line);) {
            std::istringstream cells(line);
            std::string index, value;
            if (std::getline(cells, index, ',') && std::getline(cells, value, ','))
                noise.samples.push_back(std::strtof(value.c_str(), nullptr));
        }
        noises_.push_back(std::move(noise));
    }
}

std::vector<float> Noises::piece(const std::string& kind, int half, double rate_hz, std::size_t samples,
                                 std::mt19937& random) const {
    const auto found = std::find_if(noises_.begin(), noises_.end(), [&](const auto& n) { return n.kind == kind; });
    std::vector<float> out(samples, 0.0F);
    if (found == noises_.end() || found->samples.size() < 1000) return out;
    const auto& all = found->samples;
    const std::size_t length = all.size() / 2, begin = half == 0 ? 0 : length;
    // Forwards and backwards in turn, so that there are no jumps, from a random place and of either sign.
    const double start = uniform(random, 0.0, static_cast<double>(2 * length));
    const float sign = random() % 2 ? 1.0F : -1.0F;
    double sum = 0, squares = 0;
    for (std::size_t i = 0; i < samples; ++i) {
        const double at = start + static_cast<double>(i) * noise_rate_hz / rate_hz;
        const auto whole = static_cast<std::size_t>(at);
        const auto value = [&](std::size_t k) {
            k %= 2 * length;
            return all[begin + (k < length ? k : 2 * length - 1 - k)];
        };
        const auto share = static_cast<float>(at - std::floor(at));
        out[i] = sign * ((1.0F - share) * value(whole) + share * value(whole + 1));
        sum += static_cast<double>(out[i]);
        squares += static_cast<double>(out[i]) * static_cast<double>(out[i]);
    }
    const double mean = sum / static_cast<double>(samples);
    const double deviation = std::sqrt(std::max(1e-9, squares / static_cast<double>(samples) - mean * mean));
    for (float& v : out) v = static_cast<float>((static_cast<double>(v) - mean) / deviation);
    return out;
}

Clip make_clip(const Source& source, std::size_t lead, std::int64_t from, const std::string& disturbance,
               const Noises& noises, std::mt19937& random) {
    Clip clip{source.set,
              source.record,
              source.ecg.leads[lead].name,
              disturbance,
              source.half,
              source.ecg.sampling_frequency_hz,
              {},
              {}};
    const auto& all = source.ecg.leads[lead].samples;
    const auto length = static_cast<std::int64_t>(clip_s * clip.rate_hz);
    const auto to = std::min(from + length, static_cast<std::int64_t>(all.size()));
    for (const auto& range : source.without_beats)
        if (range.begin < to && from < range.end) return clip;
    clip.mv.assign(all.begin() + from, all.begin() + to);
    for (const auto beat : source.beats)
        if (beat >= from && beat < to) clip.beats.push_back(beat - from);
    disturb(clip, disturbance, noises, random);
    scale(clip.mv, static_cast<float>(std::exp(uniform(random, -0.7, 0.7))));
    return clip;
}

ChallengeScore challenge_score(const std::vector<std::int64_t>& reference, const std::vector<std::int64_t>& found,
                               double rate_hz, std::size_t samples) {
    constexpr double edge_s = 0.5, window_s = 0.075;
    const double edge = edge_s * rate_hz, window = window_s * rate_hz, end = static_cast<double>(samples) - edge;
    std::vector<double> beats;
    for (const auto b : reference)
        if (static_cast<double>(b) >= edge && static_cast<double>(b) <= end) beats.push_back(static_cast<double>(b));
    ChallengeScore s;
    for (std::size_t j = 0; j < beats.size(); ++j) {
        const double low = j == 0 ? edge + window : beats[j] + window;
        const double high = j == 0 ? beats[j] - window : j + 1 == beats.size() ? end - window : beats[j + 1] - window;
        int near = 0;
        for (const auto f : found) {
            const auto at = static_cast<double>(f);
            near += std::abs(at - beats[j]) <= window ? 1 : 0;
            s.fp += at >= low && at <= high ? 1 : 0;
            // The published program looks between the first two beats only after the second; here nothing is skipped.
            if (j == 0 && beats.size() > 1) s.fp += at >= beats[0] + window && at <= beats[1] - window ? 1 : 0;
        }
        s.tp += near > 0 ? 1 : 0;
        s.fn += near > 0 ? 0 : 1;
        s.fp += std::max(0, near - 1);
    }
    const int faults = s.fn + s.fp;
    s.score = faults == 0 ? 1.0 : faults > 1 ? 0.0 : s.fp == 1 ? 0.7 : 0.3;
    return s;
}

}  // namespace synchrony::detect_bench
