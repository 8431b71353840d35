// Trains the network that judges the beat detector's candidates, searches the costs of its steps, and reports on what
// neither has seen.
//
//   train_detector DATA_FOLDER WEIGHTS.inc [search]
//
// Half 0 of every set (MIT-BIH: even record numbers; LUDB: number / 2 even; PTB-XL: even person numbers; the Challenge:
// even numbers) teaches, half 1 is reported. First on MIT-BIH's annotations alone; the network found so marks the beats
// of the twelve-lead sets, all leads together, and the second network learns from single leads of them too. The network
// that reads the wave (train_wave_network) is asked as it stands in the program: its figures on half 1 are fair only
// where half 0 alone taught it.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <functional>
#include <map>
#include <numeric>
#include <thread>

#include "candidate_trainer.hpp"
#include "clip_detector.hpp"
#include "clip_plans.hpp"
#include "clips.hpp"
#include "synchrony/core/parallel.hpp"

namespace {

using namespace synchrony;
using namespace synchrony::detect_bench;

constexpr double edge_s = 0.1;    // a QRS complex cut by the clip's end teaches nothing
constexpr double label_s = 0.15;  // the candidate nearest to an annotated beat, within EC57's window, is that beat

/// Candidates of one clip, with what they are.
struct Labelled {
    std::string set, disturbance;
    int half = 0;
    double rate_hz = 0;
    std::size_t samples = 0;
    std::vector<std::int64_t> beats;
    ClipCandidates found;
};

void label(const Labelled& clip, CandidateExamples& examples) {
    const auto& candidates = clip.found.candidates;
    const auto width = static_cast<std::size_t>(beats::candidate_input_count());
    std::vector<float> is_beat(candidates.size(), 0.0F);
    for (const auto beat : clip.beats) {
        std::size_t best = candidates.size();
        double least = label_s * clip.rate_hz;
        for (std::size_t i = 0; i < candidates.size(); ++i)
            if (const double d = std::abs(static_cast<double>(candidates[i].sample - beat)); d < least)
                least = d, best = i;
        if (best < candidates.size()) is_beat[best] = 1.0F;
    }
    const double edge = edge_s * clip.rate_hz, end = static_cast<double>(clip.samples) - edge;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const auto at = static_cast<double>(candidates[i].sample);
        if (at < edge || at > end || candidates[i].only_wave) continue;
        const auto* row = clip.found.inputs.data() + i * width;
        examples.inputs.insert(examples.inputs.end(), row, row + width);
        examples.is_beat.push_back(is_beat[i]);
    }
}

std::vector<Labelled> made(const std::vector<Plan>& plans, const Noises& noises,
                           const beats::DetectorOptions& options = {}) {
    std::vector<Labelled> all(plans.size());
    core::parallel_for(plans.size(), static_cast<int>(std::thread::hardware_concurrency()), [&](std::size_t k) {
        const auto& plan = plans[k];
        std::mt19937 random(plan.seed);
        std::vector<std::vector<float>> leads;
        auto& l = all[k];
        for (std::size_t i = 0; i < plan.leads.size(); ++i) {
            auto clip = make_clip(*plan.source, plan.leads[i], plan.from, plan.disturbance[i], noises, random);
            if (clip.mv.empty()) return;
            leads.push_back(std::move(clip.mv));
            l.beats = std::move(clip.beats);
        }
        l.set = plan.source->set;
        l.disturbance = plan.leads.size() > 1 ? "several leads" : plan.disturbance.front();
        l.half = plan.source->half;
        l.rate_hz = plan.source->ecg.sampling_frequency_hz;
        l.samples = leads.front().size();
        l.found = clip_candidates(leads, l.rate_hz, options);
    });
    std::erase_if(all, [](const Labelled& l) { return l.samples == 0; });
    return all;
}

struct Tally {
    int clips = 0, beats = 0, absent = 0, misplaced = 0;
    ChallengeScore sum;
    void add(const ChallengeScore& s) { ++clips, sum.tp += s.tp, sum.fn += s.fn, sum.fp += s.fp, sum.score += s.score; }
    [[nodiscard]] double score() const { return sum.score / std::max(1, clips); }
};

/// Beats that no candidate lies near to, and those whose candidate lies further away than the challenge allows.
void count_candidates(const Labelled& clip, Tally& t) {
    for (const auto beat : clip.beats) {
        if (static_cast<double>(beat) < 0.5 * clip.rate_hz ||
            static_cast<double>(beat) > static_cast<double>(clip.samples) - 0.5 * clip.rate_hz)
            continue;
        double least_s = 1.0;
        for (const auto& c : clip.found.candidates)
            least_s = std::min(least_s, std::abs(static_cast<double>(c.sample - beat)) / clip.rate_hz);
        ++t.beats;
        t.absent += least_s > 0.15 ? 1 : 0;
        t.misplaced += least_s > 0.075 && least_s <= 0.15 ? 1 : 0;
    }
}

std::map<std::string, Tally> evaluated(const std::vector<Labelled>& clips, const std::vector<std::vector<float>>& odds,
                                       const beats::DetectorOptions& o, bool print) {
    std::vector<ChallengeScore> scores(clips.size());
    core::parallel_for(clips.size(), static_cast<int>(std::thread::hardware_concurrency()), [&](std::size_t i) {
        scores[i] =
            challenge_score(clips[i].beats, clip_beats(clips[i].found, odds[i], o), clips[i].rate_hz, clips[i].samples);
    });
    std::map<std::string, Tally> by;
    for (std::size_t i = 0; i < clips.size(); ++i)
        for (const auto& name :
             {std::string("all"), "set " + clips[i].set, clips[i].disturbance, clips[i].set + " as it is"}) {
            if (name.back() == 's' && name.find(" as it is") != std::string::npos && clips[i].disturbance != "none")
                continue;
            by[name].add(scores[i]);
            if (print) count_candidates(clips[i], by[name]);
        }
    if (print)
        for (const auto& [name, t] : by)
            std::printf("| %s | %d | %.2f | %.2f | %.3f | %.2f | %.2f |\n", name.c_str(), t.clips,
                        100.0 * t.sum.tp / std::max(1, t.sum.tp + t.sum.fn),
                        100.0 * t.sum.tp / std::max(1, t.sum.tp + t.sum.fp), t.score(),
                        100.0 * t.absent / std::max(1, t.beats), 100.0 * t.misplaced / std::max(1, t.beats));
    return by;
}

std::vector<std::vector<float>> odds_of(const std::vector<Labelled>& clips, const beats::CandidateNetwork& net) {
    std::vector<std::vector<float>> odds;
    for (const auto& clip : clips) odds.push_back(beats::candidate_log_odds(net, clip.found.inputs));
    return odds;
}

/// MIT-BIH, whole records, first signal: faults under the same 75 ms, as a check that long recordings hold.
std::vector<Labelled> whole_records(const std::vector<Source>& sources, int half,
                                    const beats::DetectorOptions& options = {}) {
    std::vector<Labelled> all;
    for (const auto& s : sources) {
        if (s.set != "mitdb" || s.half != half) continue;
        Labelled l;
        l.set = s.set;
        l.rate_hz = s.ecg.sampling_frequency_hz;
        l.samples = static_cast<std::size_t>(s.ecg.sample_count());
        l.beats = s.beats;
        l.found = clip_candidates(std::span(&s.ecg.leads.front().samples, 1), l.rate_hz, options);
        l.disturbance = "record " + s.record;
        all.push_back(std::move(l));
    }
    return all;
}

int whole_faults(const std::vector<Labelled>& records, const std::vector<std::vector<float>>& odds,
                 const beats::DetectorOptions& o, bool print) {
    std::vector<ChallengeScore> scores(records.size());
    core::parallel_for(records.size(), static_cast<int>(std::thread::hardware_concurrency()), [&](std::size_t i) {
        auto found = clip_beats(records[i].found, odds[i], o);
        // Greedy pairs in order of time, 150 ms.
        std::size_t f = 0;
        const auto window = static_cast<std::int64_t>(0.15 * records[i].rate_hz);
        auto& s = scores[i];
        for (const auto beat : records[i].beats) {
            while (f < found.size() && found[f] < beat - window) ++f, ++s.fp;
            if (f < found.size() && std::abs(found[f] - beat) <= window)
                ++f, ++s.tp;
            else
                ++s.fn;
        }
        s.fp += static_cast<int>(found.size() - f);
    });
    ChallengeScore sum;
    for (const auto& s : scores) sum.tp += s.tp, sum.fn += s.fn, sum.fp += s.fp;
    if (print)
        std::printf("MIT-BIH whole records: %d TP, %d FN, %d FP (flutter counts as false)\n", sum.tp, sum.fn, sum.fp);
    return sum.fn + sum.fp;
}

void search(const std::vector<Labelled>& clips, const std::vector<std::vector<float>>& odds,
            const std::vector<Labelled>& records, const std::vector<std::vector<float>>& record_odds,
            beats::DetectorOptions& o) {
    const auto worth = [&](const beats::DetectorOptions& x) {
        // A thousandth of the score is worth two faults in 54,000 beats.
        return 1000.0 * evaluated(clips, odds, x, false)["all"].score() -
               0.5 * whole_faults(records, record_odds, x, false);
    };
    struct Knob {
        const char* name;
        double beats::DetectorOptions::*value;
        double step;
    };
    const Knob knobs[] = {{"odds_scale", &beats::DetectorOptions::odds_scale, 0.25},
                          {"odds_bias", &beats::DetectorOptions::odds_bias, 0.5},
                          {"first_share", &beats::DetectorOptions::first_share, 0.15},
                          {"early_rr", &beats::DetectorOptions::early_rr, 0.06},
                          {"early_cost", &beats::DetectorOptions::early_cost, 1.0},
                          {"late_rr", &beats::DetectorOptions::late_rr, 0.08},
                          {"late_cost", &beats::DetectorOptions::late_cost, 1.0},
                          {"late_limit_rr", &beats::DetectorOptions::late_limit_rr, 0.7},
                          {"t_wave_slope", &beats::DetectorOptions::t_wave_slope, 0.06},
                          {"t_wave_cost", &beats::DetectorOptions::t_wave_cost, 3.0}};
    double best = worth(o);
    for (int round = 0; round < 2; ++round)
        for (const auto& k : knobs)
            for (const double direction : {1.0, -1.0})
                for (;;) {
                    auto x = o;
                    x.*k.value += direction * k.step / (1 + round);
                    if (!x.check()) break;
                    const double now = worth(x);
                    if (now <= best) break;
                    best = now, o = x;
                    std::printf("%s %.3f: %.2f\n", k.name, x.*k.value, best), std::fflush(stdout);
                }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: train_detector DATA_FOLDER WEIGHTS.inc [search]\n");
        return 2;
    }
    auto sources = read_sources(argv[1]);
    const Noises noises(argv[1]);
    CandidateTraining training;
    const auto train_on = [&](int half, bool with_twelve, int thin) {
        CandidateExamples examples;
        for (const auto& clip : made(plans_of(sources, half, with_twelve, thin, 1), noises)) label(clip, examples);
        std::printf("%zu candidates, %.3f of them beats\n", examples.size(),
                    std::accumulate(examples.is_beat.begin(), examples.is_beat.end(), 0.0) /
                        static_cast<double>(examples.size()));
        std::fflush(stdout);
        return train_candidates(examples, training);
    };
    training.epochs = 4;
    const auto first = train_on(0, false, 2);
    for (auto& s : sources) {
        if (s.set == "mitdb") continue;
        std::vector<std::vector<float>> leads;
        for (const auto& lead : s.ecg.leads) leads.push_back(lead.samples);
        const auto found = clip_candidates(leads, s.ecg.sampling_frequency_hz, {});
        s.beats = clip_beats(found, beats::candidate_log_odds(first, found.inputs), {});
    }
    training.epochs = 10;
    const auto net = train_on(0, true, 1);
    write_candidate_weights(std::string(argv[2]) + ".half", net);

    beats::DetectorOptions options;
    if (argc > 3 && std::strcmp(argv[3], "search") == 0) {
        const auto clips = made(plans_of(sources, 0, true, 2, 2, true), noises);
        const auto records = whole_records(sources, 0);
        search(clips, odds_of(clips, net), records, odds_of(records, net), options);
    }
    beats::DetectorOptions without = options;
    without.wave_most_leads = 0;
    const auto report = [&](const beats::CandidateNetwork& network, int half, const char* what) {
        std::printf(
            "%s, half %d\n| | clips | Se %% | PPV %% | score | no candidate %% | misplaced %% "
            "|\n|---|---|---|---|---|---|---|\n",
            what, half);
        for (const auto& [title, o] : {std::pair("without the network of the wave", without), {"with it", options}}) {
            const auto clips = made(plans_of(sources, half, true, 2, 3, true), noises, o);
            const auto records = whole_records(sources, half, o);
            std::printf("| *%s* |\n", title), evaluated(clips, odds_of(clips, network), o, true);
            whole_faults(records, odds_of(records, network), o, true);
            std::fflush(stdout);
        }
    };
    report(net, 0, "taught by half 0");
    report(net, 1, "taught by half 0");
    const auto all = train_on(both_halves, true, 1);
    write_candidate_weights(argv[2], all);
    report(all, 0, "taught by both");
    report(all, 1, "taught by both");
    return 0;
}
