// Trains the boundary networks of libs/measure on a folder in LUDB's shape and says how well they do on what they have
// not seen.
//
//   train_delineation LUDB_FOLDER WEIGHTS.inc
//
// LUDB is split in two by record number (number / 2 even or odd). Networks trained on either half are scored on both;
// then networks trained on all records are scored and written as libs/measure/src/delineation/weights.inc. About two
// minutes on one core.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "../packed_parts.hpp"
#include "delineation/run.hpp"
#include "synchrony/beats/detector.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/datasets/annotated_folder.hpp"
#include "training.hpp"

namespace {

using namespace synchrony;
using namespace synchrony::measure_bench;
using datasets::AnnotatedRecord;
using namespace synchrony::measure::delineation;
using measure::ReferenceWave;
using measure::WaveKind;

int number_of(const AnnotatedRecord& record) {
    return std::atoi(record.name.c_str());
}

struct Subject {
    const AnnotatedRecord* record = nullptr;
    std::vector<std::int64_t> peaks;
    Prepared prepared;
    std::vector<BeatFrame> frames;
    int thinned = 1;               // every so many windows are learnt from
    std::vector<BeatMarks> marks;  // QRS boundaries by the networks in training: anchors of the P and T windows
    [[nodiscard]] int half() const { return number_of(*record) / 2 % 2; }
};

using NetworkSet = std::array<Network, boundary_count>;

Networks pointers(const NetworkSet& set) {
    Networks n{};
    for (std::size_t i = 0; i < n.size(); ++i) n[i] = &set[i];
    return n;
}

std::optional<double> boundary_of(const ReferenceWave& w, Boundary b) {
    switch (b) {
        case Boundary::qrs_onset:
        case Boundary::p_onset:
        case Boundary::t_onset:
            return w.onset_s;
        case Boundary::qrs_end:
        case Boundary::p_end:
        case Boundary::t_end:
            return w.end_s;
        default:
            return w.peak_s;
    }
}

// The annotated complex of a beat in a lead, and the P wave before it or the T wave after it.
struct Annotated {
    const ReferenceWave* complex = nullptr;
    const ReferenceWave* wave = nullptr;
};
Annotated find(const std::vector<ReferenceWave>& waves, const BeatFrame& f, Boundary b) {
    constexpr double same_beat_s = 0.15, earliest_p_s = 0.4;
    const double centre = f.centre / working_rate_hz;
    Annotated a;
    for (const auto& w : waves) {
        const double d = std::abs(w.peak_s - centre);
        if (w.kind == WaveKind::qrs && d < same_beat_s && (!a.complex || d < std::abs(a.complex->peak_s - centre)))
            a.complex = &w;
    }
    if (is_qrs(b) || !a.complex) {
        a.wave = a.complex;
        return a;
    }
    const double from = is_p(b) ? centre - std::min(earliest_p_s, f.before / working_rate_hz - 0.1) : a.complex->peak_s;
    const double to = is_p(b) ? a.complex->peak_s : centre + f.after / working_rate_hz - 0.06;
    for (const auto& w : waves) {
        if (w.kind != (is_p(b) ? WaveKind::p : WaveKind::t) || w.peak_s <= from || w.peak_s >= to) continue;
        if (is_p(b) || !a.wave) a.wave = &w;  // the last P before the complex, the first T after it
    }
    return a;
}

std::vector<Example> examples_of(const Subject& s, Boundary b) {
    std::vector<Example> out;
    for (std::size_t beat = 0; beat < s.frames.size(); ++beat) {
        const BeatFrame& f = s.frames[beat];
        const auto at = [&](Boundary q) { return static_cast<int>(std::lround(s.marks[beat].global[q])); };
        for (std::size_t l = 0; l < s.record->waves.size(); ++l) {
            if ((beat + l) % static_cast<std::size_t>(s.thinned) != 0) continue;
            const Annotated a = find(s.record->waves[l], f, b);
            if (!a.complex) continue;
            Example e{make_window(b, s.prepared.signals, static_cast<int>(l), f,
                                  is_qrs(b) ? f.centre : at(Boundary::qrs_onset),
                                  is_qrs(b) ? f.centre : at(Boundary::qrs_end)),
                      0.0, false};
            constexpr int least_candidates = 10;
            if (e.window.count < least_candidates) continue;
            if (a.wave) {
                const auto label = boundary_of(*a.wave, b);
                if (!label) continue;
                e.target = *label * working_rate_hz;
                if (e.target < e.window.first || e.target > e.window.sample(e.window.count - 1)) continue;
            } else {
                // Before the first annotated wave a missing P wave says nothing.
                constexpr double p_room_s = 0.5;
                const auto& first = s.record->waves[l].front();
                if (!may_be_absent(b) || first.peak_s > f.centre / working_rate_hz - p_room_s) continue;
                e.absent = true;
            }
            out.push_back(std::move(e));
        }
    }
    return out;
}

TrainingOptions options_for(Boundary b) {
    TrainingOptions o;
    if (is_qrs(b)) o.members = 3, o.hidden1 = 16, o.hidden2 = 8;
    o.blur = is_qrs(b) ? 2.0 : is_p(b) ? 3.0 : 5.0;
    return o;
}

// The same recording made slower: LUDB has few of the wide complexes that resynchronization is about, and a network
// that has only seen narrow ones pulls wide ones in by a tenth.
AnnotatedRecord stretched(const AnnotatedRecord& record, double factor) {
    AnnotatedRecord r = record;
    r.ecg.sampling_frequency_hz /= factor;
    for (auto& lead : r.waves)
        for (auto& w : lead) {
            w.peak_s *= factor;
            if (w.onset_s) *w.onset_s *= factor;
            if (w.end_s) *w.end_s *= factor;
        }
    return r;
}

core::Result<Subject> subject_of(const AnnotatedRecord& record, const std::vector<std::int64_t>& peaks) {
    Subject s;
    s.record = &record;
    s.peaks = peaks;
    SYNCHRONY_ASSIGN(s.prepared, prepare(record.ecg, {}));
    s.frames = make_frames(s.prepared.signals, at_working_rate(peaks, record.ecg.sampling_frequency_hz));
    return s;
}

// half < 0: all records.
NetworkSet train_set(std::vector<Subject>& subjects, int half) {
    NetworkSet set;
    for (int i = 0; i < boundary_count; ++i) {
        const auto b = static_cast<Boundary>(i);
        if (b == Boundary::p_onset)  // the QRS networks are there now
            for (Subject& s : subjects) s.marks = mark_qrs(s.prepared.signals, s.frames, pointers(set));
        std::vector<Example> examples;
        for (const Subject& s : subjects) {
            if (half >= 0 && s.half() != half) continue;
            auto more = examples_of(s, b);
            std::move(more.begin(), more.end(), std::back_inserter(examples));
        }
        std::vector<const Example*> pointers_to;
        for (const auto& e : examples) pointers_to.push_back(&e);
        set[static_cast<std::size_t>(i)] = train(b, pointers_to, options_for(b));
        std::fprintf(stderr, "trained %s on %zu windows\n",
                     std::string(boundary_names[static_cast<std::size_t>(i)]).c_str(), examples.size());
    }
    return set;
}

measure::DelineationScore score(const std::vector<Subject>& subjects, int half, const NetworkSet& set, bool verbose) {
    measure::DelineationScorer scorer;
    for (const Subject& s : subjects) {
        if (half >= 0 && s.half() != half) continue;
        const auto d = run(s.record->ecg, s.prepared, s.peaks, s.frames, pointers(set));
        std::vector<std::vector<ReferenceWave>> test;
        for (std::size_t l = 0; l < d.lead_names.size(); ++l) test.push_back(measure::waves_of_lead(d, l));
        const auto duration = measure::global_qrs_duration_ms(d);
        scorer.add(s.record->waves, test, duration);
        if (verbose) {
            const auto expected = measure::reference_qrs_duration_ms(s.record->waves);
            std::printf("duration %d %.1f %.1f\n", number_of(*s.record), expected.value_or(NAN),
                        duration.value_or(NAN));
        }
    }
    return scorer.score();
}

void print(const std::string& title, const measure::DelineationScore& s) {
    std::printf("%s\n", title.c_str());
    const auto line = [](const char* name, const measure::BoundaryScore& b) {
        std::printf("  %-10s n %6lld  mean %6.2f ms  sd %6.2f ms  Se %.4f  PPV %.4f\n", name,
                    static_cast<long long>(b.n), b.mean_ms, b.sd_ms, b.sensitivity, b.positive_predictivity);
    };
    line("qrs_onset", s.qrs_onset), line("qrs_end", s.qrs_end);
    line("p_onset", s.p_onset), line("p_peak", s.p_peak), line("p_end", s.p_end);
    line("t_onset", s.t_onset), line("t_peak", s.t_peak), line("t_end", s.t_end);
    std::printf("  global QRS duration: n %lld  mean %.2f ms  sd %.2f ms  mean absolute error %.2f ms\n",
                static_cast<long long>(s.qrs_duration.n), s.qrs_duration.mean_ms, s.qrs_duration.sd_ms,
                s.qrs_duration.mae_ms);
    std::fflush(stdout);
}

std::string packed(const NetworkSet& set) {
    std::ostringstream out;
    out << "// Made by train_delineation from LUDB 1.0.1; do not edit. clang-format off\n";
    std::ostringstream table;
    out.precision(9);
    table.precision(9);
    for (std::size_t i = 0; i < set.size(); ++i) {
        const Network& n = set[i];
        out << "constexpr std::int16_t values_" << boundary_names[i] << "[] = {";
        table << "    {" << n.inputs << ", " << n.hidden1 << ", " << n.hidden2 << ", {";
        constexpr int columns = 32;
        bench::PackedParts parts(out, columns);
        for (const auto* array : {&n.w1, &n.b1, &n.w2, &n.b2, &n.w3}) parts.add(*array);
        for (const char* comma = ""; const float scale : parts.scales()) {
            table << comma << scale << "F";
            comma = ", ";
        }
        out << "};\n";
        table << "}, " << n.b3 << "F, values_" << boundary_names[i] << "},\n";
    }
    out << "constexpr std::array<Packed, " << set.size() << "> packed_networks = {{\n" << table.str() << "}};\n";
    std::string text = out.str();
    for (std::size_t at = 0; (at = text.find("{0F", at)) != std::string::npos;) text.replace(at, 3, "{0.0F");
    for (std::size_t at = 0; (at = text.find(" 0F", at)) != std::string::npos;) text.replace(at, 3, " 0.0F");
    return text;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: train_delineation LUDB_FOLDER WEIGHTS.inc [durations]\n");
        return 2;
    }
    const auto records = datasets::read_annotated_folder(argv[1]);
    if (!records) {
        std::fprintf(stderr, "%s\n", records.error().message().c_str());
        return 1;
    }
    const bool verbose = argc > 3;
    constexpr std::array<double, 2> stretches = {1.25, 1.5};
    constexpr int thinned = 3;
    std::vector<AnnotatedRecord> slow;
    for (std::size_t k = 0; k < records->size(); ++k)
        slow.push_back(stretched((*records)[k], stretches[k / 2 % stretches.size()]));
    std::vector<Subject> subjects, learnt;
    for (std::size_t k = 0; k < records->size(); ++k) {
        const auto beats = beats::detect_beats((*records)[k].ecg);
        std::vector<std::int64_t> peaks;
        if (beats)
            for (const auto& beat : *beats) peaks.push_back(beat.sample);
        auto one = subject_of((*records)[k], peaks), slower = subject_of(slow[k], peaks);
        if (!beats || !one || !slower) {
            std::fprintf(stderr, "record %d cannot be prepared\n", number_of((*records)[k]));
            return 1;
        }
        slower->thinned = thinned;
        subjects.push_back(*one);
        learnt.push_back(std::move(*one));
        learnt.push_back(std::move(*slower));
    }
    const char* half_name[] = {"A (number / 2 even)", "B (number / 2 odd)"};
    for (int half = 0; half < 2; ++half) {
        const NetworkSet set = train_set(learnt, half);
        for (int on = 0; on < 2; ++on)
            print(std::string("trained on half ") + half_name[half] + ", scored on " + half_name[on] +
                      (on == half ? " (seen)" : " (HELD OUT)"),
                  score(subjects, on, set, verbose && on != half));
    }
    const NetworkSet all = train_set(learnt, -1);
    print("trained on all, scored on all (seen)", score(subjects, -1, all, false));
    const auto written = core::write_file(argv[2], packed(all));
    if (!written) std::fprintf(stderr, "%s\n", written.error().message().c_str());
    return written ? 0 : 1;
}
