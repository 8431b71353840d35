#include "synchrony/app/score_explanation.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <numeric>

#include "json_values.hpp"
#include "lead_scores.hpp"
#include "network_as_linear.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/inputs/cohort_images.hpp"
#include "synchrony/stats/auc.hpp"
#include "synchrony/stats/bootstrap.hpp"
#include "synchrony/stats/describe.hpp"

namespace synchrony::app {
namespace {

constexpr std::array<std::string_view, 4> lateral_leads{"I", "aVL", "V5", "V6"};
constexpr double explained_level = 0.95;
constexpr int random_orders = 20;  // of deletion, a patient

/// All choices of parts of one recording, [lead, mask].
struct AllMasks {
    std::vector<BeatPart> parts;
    std::vector<double> scores;
    std::size_t leads = 0;
    [[nodiscard]] std::size_t masks() const { return std::size_t{1} << parts.size(); }
    [[nodiscard]] double at(std::size_t lead, std::size_t mask) const { return scores[lead * masks() + mask]; }
    /// [lead, part]
    [[nodiscard]] std::vector<double> map(MapMethod method) const {
        std::vector<double> chosen;
        for (std::size_t lead = 0; lead < leads; ++lead)
            for (const auto mask : masks_for(method, parts.size())) chosen.push_back(at(lead, mask));
        return map_values(method, chosen, leads, parts.size());
    }
};

core::Result<AllMasks> all_masks(const model::Predictor& predictor, const measure::Measurements& measured,
                                 const core::RunContext& context) {
    AllMasks all;
    all.parts = beat_parts(measured);
    all.leads = record::standard_leads().size();
    const auto masks = masks_for(MapMethod::shapley, all.parts.size());
    SYNCHRONY_ASSIGN(all.scores, lead_scores(predictor, measured, masks, context));
    return all;
}

core::Result<std::vector<double>> map_of(const model::Predictor& predictor, const measure::Measurements& measured,
                                         const MapOptions& options, const core::RunContext& context) {
    SYNCHRONY_ASSIGN(auto map, ecg_map(predictor, measured, context, options));
    return std::move(map.contribution);
}

/// Spearman's; 0 where one side does not vary.
double rank_correlation(const std::vector<double>& a, const std::vector<double>& b) {
    const auto ra = stats::midranks(a), rb = stats::midranks(b);
    const double ma = stats::mean(ra).value_or(0.0), mb = stats::mean(rb).value_or(0.0);
    double ab = 0.0, aa = 0.0, bb = 0.0;
    for (std::size_t i = 0; i < ra.size(); ++i) {
        ab += (ra[i] - ma) * (rb[i] - mb);
        aa += (ra[i] - ma) * (ra[i] - ma);
        bb += (rb[i] - mb) * (rb[i] - mb);
    }
    return aa > 0.0 && bb > 0.0 ? ab / std::sqrt(aa * bb) : 0.0;
}

/// Weights keep their size and lose their places; norms stay, so that pictures still pass through.
model::Predictor with_shuffled_encoder(model::Predictor predictor, std::uint64_t seed) {
    std::uint64_t number = 0;
    for (auto& [name, tensor] : predictor.bundle->tensors) {
        auto random = core::RandomStream(seed).child("shuffled encoder", number++);
        if (tensor.shape.size() == 4) random.shuffle(tensor.values);
    }
    return predictor;
}

model::Predictor with_shuffled_head(model::Predictor predictor, std::uint64_t seed) {
    auto random = core::RandomStream(seed).child("shuffled head");
    std::vector<std::size_t> of_features;
    auto& linear = *predictor.linear;
    for (std::size_t i = 0; i < linear.size(); ++i)
        if (predictor.is_deep(linear.inputs[i].table)) of_features.push_back(i);
    auto shuffled = of_features;
    random.shuffle(shuffled);
    const auto weights = linear.weight;
    for (std::size_t i = 0; i < of_features.size(); ++i) linear.weight[of_features[i]] = weights[shuffled[i]];
    return predictor;
}

/// Log-odds lost after each of the shares, when (lead, part) are taken away in that order.
std::vector<double> deletion(const AllMasks& all, const std::vector<std::size_t>& order) {
    std::vector<std::size_t> masks(all.leads, 0);
    std::vector<double> lost;
    double now = 0.0;
    std::size_t done = 0;
    for (const double share : deletion_shares) {
        for (; static_cast<double>(done) < share * static_cast<double>(order.size()); ++done) {
            const auto lead = order[done] / all.parts.size(), part = order[done] % all.parts.size();
            const auto more = masks[lead] | std::size_t{1} << part;
            now += all.at(lead, masks[lead]) - all.at(lead, more);
            masks[lead] = more;
        }
        lost.push_back(now);
    }
    return lost;
}

struct Shares {
    double qrs = 0.0, lateral = 0.0, second_half = 0.0;
};

/// What one patient gives to each figure.
struct OneScore {
    double shuffled_encoder = 0.0, shuffled_head = 0.0;
    std::vector<double> guided, random;
    double gain = 0.0;
    Shares found, shuffled;  ///< of the model's map, and of that of its shuffled encoder
    double in_qrs_chance = 0.0;
};

Shares shares_of(const std::vector<double>& map, const std::vector<BeatPart>& parts) {
    double all = 0.0, qrs = 0.0, lateral = 0.0, second = 0.0;
    const auto& leads = record::standard_leads();
    for (std::size_t i = 0; i < map.size(); ++i) {
        const auto& part = parts[i % parts.size()];
        const double size = std::abs(map[i]);
        all += size;
        if (part.name.starts_with("qrs")) qrs += size;
        if (part.name == "qrs_second") second += size;
        if (std::ranges::find(lateral_leads, leads[i / parts.size()]) != lateral_leads.end()) lateral += size;
    }
    if (!(all > 0.0)) return {};
    return {qrs / all, lateral / all, qrs > 0.0 ? second / qrs : 0.0};
}

double qrs_share_of_time(const std::vector<BeatPart>& parts) {
    double all = 0.0, qrs = 0.0;
    for (const auto& part : parts) {
        all += part.end_s - part.begin_s;
        if (part.name.starts_with("qrs")) qrs += part.end_s - part.begin_s;
    }
    return all > 0.0 ? qrs / all : 0.0;
}

/// Lets more and more go, the most telling parts first, and at random.
void take_deletions(const AllMasks& all, const std::vector<double>& map, core::RandomStream random, OneScore& one) {
    std::vector<std::size_t> order(map.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    auto guided = order;
    std::ranges::stable_sort(guided, std::greater<>{}, [&](std::size_t i) { return map[i]; });
    one.guided = deletion(all, guided);
    one.random.assign(deletion_shares.size(), 0.0);
    for (int i = 0; i < random_orders; ++i) {
        random.shuffle(order);
        const auto lost = deletion(all, order);
        for (std::size_t s = 0; s < lost.size(); ++s) one.random[s] += lost[s] / random_orders;
    }
    for (std::size_t s = 0; s < one.guided.size(); ++s)
        one.gain += (one.guided[s] - one.random[s]) / static_cast<double>(one.guided.size());
}

struct Explained {
    const model::Predictor& predictor;
    model::Predictor encoder, head;  ///< shuffled
};

core::Result<OneScore> score_one(const Explained& models, const measure::Measurements& measured,
                                 const ScoreExplanationRequest& request, const core::RandomStream& random,
                                 const core::RunContext& context) {
    SYNCHRONY_ASSIGN(const auto all, all_masks(models.predictor, measured, context));
    const bool of_masks = request.map.method == MapMethod::occlusion || request.map.method == MapMethod::shapley;
    auto map = of_masks ? all.map(request.map.method) : std::vector<double>();
    if (!of_masks) {
        SYNCHRONY_ASSIGN(map, map_of(models.predictor, measured, request.map, context));
    }
    SYNCHRONY_ASSIGN(const auto encoder, map_of(models.encoder, measured, request.map, context));
    SYNCHRONY_ASSIGN(const auto head, map_of(models.head, measured, request.map, context));
    OneScore one;
    one.shuffled_encoder = rank_correlation(map, encoder);
    one.shuffled_head = rank_correlation(map, head);
    take_deletions(all, map, random, one);
    one.found = shares_of(map, all.parts);
    one.shuffled = shares_of(encoder, all.parts);
    one.in_qrs_chance = qrs_share_of_time(all.parts);
    return one;
}

template <typename Value>
MeanOverPatients mean_of(const std::vector<OneScore>& scores, const core::RandomStream& random, const Value& value) {
    std::vector<double> values;
    for (const auto& score : scores) values.push_back(value(score));
    const auto weighted = [&](std::span<const double> weights) -> std::optional<double> {
        double sum = 0.0;
        for (std::size_t i = 0; i < values.size(); ++i) sum += weights[i] * values[i];
        return sum / static_cast<double>(values.size());
    };
    const double mean = stats::mean(values).value_or(0.0);
    const auto interval = stats::percentile_interval(
        stats::bootstrap(values.size(), weighted, random.child("bootstrap")), explained_level);
    return {mean, interval ? interval->low : mean, interval ? interval->high : mean};
}

/// The same recording with nothing on it.
measure::Measurements made_constant(measure::Measurements measured) {
    constexpr float level_mv = 0.25F;
    for (auto& lead : measured.median_beat.leads) std::ranges::fill(lead.samples, level_mv);
    return measured;
}

core::Result<std::vector<measure::Measurements>> usable_patients(const ScoreExplanationRequest& request,
                                                                 const core::RunContext& context) {
    cohort::CohortOptions options;
    options.require_outcome = options.require_ecg = false;
    SYNCHRONY_ASSIGN(const auto cohort, cohort::read_cohort(request.cohort_csv, options));
    std::vector<std::size_t> rows;  // the first that have an ECG
    for (std::size_t row = 0; row < cohort.size(); ++row)
        if (row < cohort.ecgs.size() && !cohort.ecgs[row].empty() &&
            (request.patients == 0 || rows.size() < request.patients))
            rows.push_back(row);
    inputs::PatientImagesRequest wanted;
    wanted.reading = request.reading;
    SYNCHRONY_ASSIGN(auto read, inputs::patient_images(cohort, rows, wanted, context));
    std::vector<measure::Measurements> usable;
    for (auto& recording : read.recordings)
        if (recording.measurements && !recording.measurements->refused() && recording.measurements->global.qrs)
            usable.push_back(std::move(*recording.measurements));
    if (usable.empty())
        return core::fail_input("no patient has a usable ECG", request.cohort_csv.filename().string(), "0",
                                "1 or more");
    return usable;
}

ExplanationScore summed_up(const std::vector<OneScore>& scores, const core::RandomStream& random) {
    ExplanationScore score;
    score.patients = scores.size();
    const auto mean = [&](const auto& value) { return mean_of(scores, random, value); };
    score.shuffled_encoder = mean([](const auto& s) { return s.shuffled_encoder; });
    score.shuffled_head = mean([](const auto& s) { return s.shuffled_head; });
    for (std::size_t i = 0; i < deletion_shares.size(); ++i) {
        score.guided[i] = mean([i](const auto& s) { return s.guided[i]; });
        score.random[i] = mean([i](const auto& s) { return s.random[i]; });
    }
    score.gain = mean([](const auto& s) { return s.gain; });
    score.in_qrs = mean([](const auto& s) { return s.found.qrs; });
    score.in_qrs_chance = mean([](const auto& s) { return s.in_qrs_chance; });
    score.in_lateral_leads = mean([](const auto& s) { return s.found.lateral; });
    score.in_second_half = mean([](const auto& s) { return s.found.second_half; });
    score.in_qrs_shuffled = mean([](const auto& s) { return s.shuffled.qrs; });
    score.in_lateral_leads_shuffled = mean([](const auto& s) { return s.shuffled.lateral; });
    score.in_second_half_shuffled = mean([](const auto& s) { return s.shuffled.second_half; });
    return score;
}

}  // namespace

bool ExplanationScore::follows_the_model() const {
    return shuffled_encoder.high < most_like_shuffled && shuffled_head.high < most_like_shuffled && gain.low > 0.0 &&
           flat_most < largest_flat;
}

bool ExplanationScore::finds_the_place() const {
    return in_qrs.low > std::max(in_qrs_chance.high, in_qrs_shuffled.high) &&
           in_lateral_leads.low > std::max(in_lateral_leads_chance, in_lateral_leads_shuffled.high);
}

core::Result<ExplanationScore> score_explanation(const ScoreExplanationRequest& request,
                                                 const core::RunContext& context) {
    SYNCHRONY_ASSIGN(auto predictor, model::read_predictor(request.predictor));
    if (auto linear = as_linear(predictor)) predictor = std::move(*linear);
    if (!has_ecg_map(predictor))
        return core::fail({core::ErrorKind::usage,
                           "there is no map of the ECG for this model",
                           predictor.model,
                           {},
                           "a linear model on deep features, or a network whose leads are joined by mean or concat",
                           {}});
    SYNCHRONY_ASSIGN(const auto patients, usable_patients(request, context));
    const Explained models{predictor, with_shuffled_encoder(predictor, context.seed),
                           with_shuffled_head(predictor, context.seed)};
    auto quiet = context;
    quiet.progress = &core::no_progress();
    const core::RandomStream random(context.seed);
    std::vector<OneScore> scores;
    context.progress->begin("maps of patients", patients.size());
    for (std::size_t i = 0; i < patients.size(); ++i) {
        if (context.cancel->requested()) return core::fail({core::ErrorKind::cancelled, "stopped", {}, {}, {}, {}});
        SYNCHRONY_ASSIGN(auto one, score_one(models, patients[i], request, random.child("order", i), quiet));
        scores.push_back(std::move(one));
        context.progress->advance(1);
    }
    context.progress->end();
    auto score = summed_up(scores, random);
    SYNCHRONY_ASSIGN(const auto flat, map_of(predictor, made_constant(patients.front()), request.map, quiet));
    for (const double value : flat) score.flat_most = std::max(score.flat_most, std::abs(value));
    return score;
}

nlohmann::ordered_json to_json(const ExplanationScore& score) {
    const auto mean = [](const MeanOverPatients& m) -> Json { return {{"mean", m.mean}, {"ci95", {m.low, m.high}}}; };
    Json deletions = Json::array();
    for (std::size_t i = 0; i < deletion_shares.size(); ++i)
        deletions.push_back({{"share", deletion_shares[i]},
                             {"by_the_map", mean(score.guided[i])},
                             {"at_random", mean(score.random[i])}});
    return {{"patients", score.patients},
            {"shuffled_encoder", mean(score.shuffled_encoder)},
            {"shuffled_head", mean(score.shuffled_head)},
            {"deletion", deletions},
            {"deletion_gain", mean(score.gain)},
            {"in_qrs", mean(score.in_qrs)},
            {"in_qrs_chance", mean(score.in_qrs_chance)},
            {"in_qrs_shuffled", mean(score.in_qrs_shuffled)},
            {"in_lateral_leads", mean(score.in_lateral_leads)},
            {"in_lateral_leads_chance", score.in_lateral_leads_chance},
            {"in_lateral_leads_shuffled", mean(score.in_lateral_leads_shuffled)},
            {"in_second_half", mean(score.in_second_half)},
            {"in_second_half_shuffled", mean(score.in_second_half_shuffled)},
            {"flat_most", score.flat_most},
            {"follows_the_model", score.follows_the_model()},
            {"finds_the_place", score.finds_the_place()},
            {"passes", score.passes()}};
}

}  // namespace synchrony::app
