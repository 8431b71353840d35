// How beat detection holds against noise, short recordings and aberrant beats.
//
//   robustness_table DATA_FOLDER [OUT_FOLDER]
//
// DATA_FOLDER has mitdb/, ludb/ and noise/ in it. The noisy records are also written to OUT_FOLDER/em_12/100 and so on,
// with their annotations, so that other detectors can be run on the very same.
//
// Noise is scaled as WFDB's nst does it (WFDB Applications Guide, nst(1)): the signal's power is an eighth of the
// squared mean peak-to-peak amplitude of the QRS complexes, the noise's its mean square, the extreme twentieths of both
// left out; here it lies over the whole record and the whole record is scored.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <numeric>
#include <sstream>
#include <thread>

#include "synchrony/beats/detector.hpp"
#include "synchrony/beats/score.hpp"
#include "synchrony/core/parallel.hpp"
#include "synchrony/datasets/annotated_folder.hpp"
#include "synchrony/io/wfdb.hpp"

namespace {

using namespace synchrony;
namespace fs = std::filesystem;
using Annotations = std::vector<record::Annotation>;

struct Recording {
    std::string name;
    record::Ecg ecg;  // first signal only
    Annotations reference;
};

Annotations as_annotations(const std::vector<beats::Beat>& found, std::int64_t from = 0) {
    Annotations all;
    for (const auto& beat : found) {
        record::Annotation a;
        a.sample = beat.sample - from;
        a.code = 1;
        all.push_back(a);
    }
    return all;
}

std::vector<Recording> read_mitdb(const fs::path& folder) {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".hea") paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    std::vector<Recording> all;
    for (auto path : paths) {
        Recording r;
        r.name = path.stem().string();
        r.ecg = io::wfdb::to_ecg(io::wfdb::read_record(path).value()).value();
        r.ecg.leads.resize(1);
        r.reference = io::wfdb::read_annotations(path.replace_extension(), "atr").value().annotations;
        all.push_back(std::move(r));
    }
    return all;
}

beats::BeatScore score(const Annotations& reference, const Annotations& test, double rate, std::int64_t length) {
    beats::ScoreOptions o;
    o.sampling_frequency_hz = rate;
    o.learning_s = 0;
    o.record_length = length;
    return beats::score_beats(reference, test, o).value();
}

void print(const std::string& name, const beats::BeatScore& s) {
    std::printf("| %s | %lld | %lld | %lld | %.2f | %.2f |\n", name.c_str(), static_cast<long long>(s.tp),
                static_cast<long long>(s.fn), static_cast<long long>(s.fp), 100 * s.sensitivity().value_or(0),
                100 * s.positive_predictivity().value_or(0));
}

// One score a recording, on all cores, added up.
beats::BeatScore total(const std::vector<Recording>& all,
                       const std::function<beats::BeatScore(const Recording&)>& one) {
    std::vector<beats::BeatScore> scores(all.size());
    core::parallel_for(all.size(), static_cast<int>(std::thread::hardware_concurrency()),
                       [&](std::size_t i) { scores[i] = one(all[i]); });
    return std::accumulate(scores.begin(), scores.end(), beats::BeatScore{},
                           [](auto sum, const auto& s) { return sum += s; });
}

double trimmed_mean(std::vector<double> v) {
    std::sort(v.begin(), v.end());
    const auto cut = static_cast<std::ptrdiff_t>(v.size() / 20);
    return std::accumulate(v.begin() + cut, v.end() - cut, 0.0) /
           static_cast<double>(v.size() - 2 * static_cast<std::size_t>(cut));
}

double qrs_power(const Recording& r) {
    const auto& x = r.ecg.leads[0].samples;
    const auto reach = static_cast<std::int64_t>(0.05 * r.ecg.sampling_frequency_hz);
    std::vector<double> amplitudes;
    for (const auto& a : r.reference) {
        if (!record::is_beat(a.code) || a.sample < reach || a.sample + reach >= r.ecg.sample_count()) continue;
        const auto [low, high] = std::minmax_element(x.begin() + (a.sample - reach), x.begin() + (a.sample + reach));
        amplitudes.push_back(static_cast<double>(*high) - static_cast<double>(*low));
    }
    const double mean = trimmed_mean(amplitudes);
    return mean * mean / 8.0;
}

std::vector<double> read_noise(const fs::path& path) {
    std::ifstream file(path);
    std::vector<double> v;
    for (std::string line; std::getline(file, line);) {
        std::istringstream cells(line);
        std::string index, value;
        if (std::getline(cells, index, ',') && std::getline(cells, value, ',')) v.push_back(std::atof(value.c_str()));
    }
    const double mean =
        std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(std::max<std::size_t>(1, v.size()));
    for (double& value : v) value -= mean;
    return v;
}

double noise_power(const std::vector<double>& noise, double rate) {
    const auto second = static_cast<std::size_t>(rate);
    std::vector<double> powers;
    for (std::size_t at = 0; at + second <= noise.size(); at += second) {
        double mean = 0, square = 0;
        for (std::size_t i = at; i < at + second; ++i) mean += noise[i];
        mean /= static_cast<double>(second);
        for (std::size_t i = at; i < at + second; ++i) square += (noise[i] - mean) * (noise[i] - mean);
        powers.push_back(square / static_cast<double>(second));
    }
    return trimmed_mean(powers);
}

// The half minute there is runs forwards and backwards in turn, so that it has no jumps.
record::Ecg with_noise(const Recording& r, const std::vector<double>& noise, double snr_db) {
    record::Ecg ecg = r.ecg;
    const double gain =
        std::sqrt(qrs_power(r) / (noise_power(noise, ecg.sampling_frequency_hz) * std::pow(10.0, snr_db / 10.0)));
    auto& x = ecg.leads[0].samples;
    const std::size_t n = noise.size();
    for (std::size_t i = 0; i < x.size(); ++i) {
        const std::size_t k = i % (2 * n);
        x[i] += static_cast<float>(gain * noise[k < n ? k : 2 * n - 1 - k]);
    }
    return ecg;
}

void write_noisy(const fs::path& folder, const Recording& r, const record::Ecg& ecg) {
    fs::create_directories(folder);
    io::wfdb::AnnotationFile file;
    file.annotations = r.reference;
    const auto record = io::wfdb::from_ecg(ecg, r.name, 200.0);
    if (!record || !io::wfdb::write_record(folder / r.name, *record) ||
        !io::wfdb::write_annotations(folder / r.name, "atr", file))
        std::fprintf(stderr, "cannot write %s\n", (folder / r.name).c_str());
}

// `edge_s`: what lies nearer to a cut is not scored; a QRS complex that is cut in two is neither there nor absent.
beats::BeatScore in_clips(const Recording& r, double edge_s) {
    constexpr double clip_s = 10.0;
    const double rate = r.ecg.sampling_frequency_hz;
    const auto length = static_cast<std::int64_t>(clip_s * rate), edge = static_cast<std::int64_t>(edge_s * rate);
    const auto near_cut = [&](const record::Annotation& a) { return a.sample < edge || a.sample >= length - edge; };
    beats::BeatScore sum;
    for (std::int64_t from = 0; from + length <= r.ecg.sample_count(); from += length) {
        auto clip = record::excerpt(r.ecg, {from, from + length});
        clip.leads[0].invalid.clear();
        Annotations reference;
        for (auto a : r.reference) {
            a.sample -= from;
            if (a.sample >= 0 && a.sample < length) reference.push_back(a);
        }
        auto test = as_annotations(beats::detect_beats(clip).value());
        std::erase_if(reference, near_cut);
        std::erase_if(test, near_cut);
        sum += score(reference, test, rate, length);
    }
    return sum;
}

// Signed distance in ms from each annotated beat to the detected beat nearest to it.
void with_nearest(const std::vector<Recording>& all, const std::vector<Annotations>& found,
                  const std::function<void(const record::Annotation&, double ms)>& take) {
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& test = found[i];
        std::size_t at = 0;
        for (const auto& a : all[i].reference) {
            if (!record::is_beat(a.code) || test.empty()) continue;
            const auto distance = [&](std::size_t k) { return std::abs(test[k].sample - a.sample); };
            while (at + 1 < test.size() && distance(at + 1) <= distance(at)) ++at;
            take(a, 1000.0 * static_cast<double>(test[at].sample - a.sample) / all[i].ecg.sampling_frequency_hz);
        }
    }
}

constexpr double match_ms = 150.0;  // EC57

// Found or not, by the annotator's kind of beat.
void by_kind(const std::vector<Recording>& all, const std::vector<Annotations>& found) {
    const std::map<int, const char*> kinds = {{1, "normal"},
                                              {2, "left bundle branch block"},
                                              {3, "right bundle branch block"},
                                              {5, "ventricular premature"},
                                              {6, "fusion"},
                                              {8, "atrial premature"},
                                              {12, "paced"},
                                              {38, "paced fusion"}};
    std::map<int, std::pair<int, int>> count;
    with_nearest(all, found, [&](const record::Annotation& a, double ms) {
        ++count[a.code].first;
        count[a.code].second += std::abs(ms) <= match_ms ? 1 : 0;
    });
    std::printf("\n| kind of beat | beats | found %% |\n|---|---|---|\n");
    for (const auto& [code, name] : kinds)
        std::printf("| %s | %d | %.2f |\n", name, count[code].first,
                    100.0 * count[code].second / std::max(1, count[code].first));
}

void position(const std::vector<Recording>& all, const std::vector<Annotations>& found) {
    std::vector<double> off;
    with_nearest(all, found, [&](const record::Annotation&, double ms) {
        if (std::abs(ms) <= match_ms) off.push_back(ms);
    });
    std::sort(off.begin(), off.end());
    const double offset = off[off.size() / 2];
    for (double& ms : off) ms = std::abs(ms - offset);
    std::sort(off.begin(), off.end());
    std::printf(
        "\nR peaks: offset %.1f ms; distance to the annotation after that: median %.1f ms, 90 %% within %.1f ms\n",
        offset, off[off.size() / 2], off[off.size() * 9 / 10]);
}

void ludb(const fs::path& folder) {
    const auto records = datasets::read_annotated_folder(folder);
    if (!records) return;
    beats::BeatScore sum;
    for (const auto& r : *records) {
        // The annotated complexes of the lead with most of them; annotators leave out the first and last beats.
        const std::vector<measure::ReferenceWave>* fullest = &r.waves[0];
        for (const auto& lead : r.waves)
            if (lead.size() > fullest->size()) fullest = &lead;
        Annotations reference;
        for (const auto& w : *fullest)
            if (w.kind == measure::WaveKind::qrs) {
                record::Annotation a;
                a.sample = static_cast<std::int64_t>(std::lround(w.peak_s * r.ecg.sampling_frequency_hz));
                a.code = 1;
                reference.push_back(a);
            }
        const auto margin = static_cast<std::int64_t>(0.15 * r.ecg.sampling_frequency_hz);
        Annotations test = as_annotations(beats::detect_beats(r.ecg).value());
        std::erase_if(test, [&](const auto& a) {
            return a.sample < reference.front().sample - margin || a.sample > reference.back().sample + margin;
        });
        sum += score(reference, test, r.ecg.sampling_frequency_hz, r.ecg.sample_count());
    }
    print("LUDB, 10 s, all leads fused, between the first and last annotated beat", sum);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2 || argc > 3) {
        std::fprintf(stderr, "usage: robustness_table DATA_FOLDER [OUT_FOLDER]\n");
        return 2;
    }
    const fs::path data = argv[1];
    const auto all = read_mitdb(data / "mitdb");
    std::vector<Annotations> found(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) found[i] = as_annotations(beats::detect_beats(all[i].ecg).value());
    const auto part = [&](int parity) {
        beats::BeatScore sum;
        for (std::size_t i = 0; i < all.size(); ++i)
            if (parity < 0 || std::stoi(all[i].name) % 2 == parity)
                sum += score(all[i].reference, found[i], all[i].ecg.sampling_frequency_hz, all[i].ecg.sample_count());
        return sum;
    };
    std::printf("| | TP | FN | FP | Se %% | PPV %% |\n|---|---|---|---|---|---|\n");
    print("MIT-BIH, whole records", part(-1));
    print("even-numbered records", part(0));
    print("odd-numbered records", part(1));
    print("MIT-BIH in clips of 10 s without lead-in", total(all, [](const Recording& r) { return in_clips(r, 0.0); }));
    print("the same, beats at 0.2 s and more from a cut",
          total(all, [](const Recording& r) { return in_clips(r, 0.2); }));
    ludb(data / "ludb");
    const std::pair<const char*, const char*> noises[] = {
        {"em", "electrode motion"}, {"ma", "muscle"}, {"bw", "baseline wander"}};
    for (const auto& [file, name] : noises) {
        const auto noise = read_noise(data / "noise" / (std::string(file) + ".csv"));
        for (const double snr_db : {12.0, 6.0, 0.0}) {
            print(std::string(name) + ", " + std::to_string(static_cast<int>(snr_db)) + " dB",
                  total(all, [&](const Recording& r) {
                      const auto ecg = with_noise(r, noise, snr_db);
                      if (argc > 2)
                          write_noisy(
                              fs::path(argv[2]) / (std::string(file) + "_" + std::to_string(static_cast<int>(snr_db))),
                              r, ecg);
                      return score(r.reference, as_annotations(beats::detect_beats(ecg).value()),
                                   ecg.sampling_frequency_hz, ecg.sample_count());
                  }));
        }
    }
    by_kind(all, found);
    position(all, found);
    return 0;
}
