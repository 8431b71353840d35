#include "synchrony/study/transfer_settings.hpp"

#include <algorithm>
#include <array>

#include "synchrony/core/parallel.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/ml/kernel_logistic.hpp"
#include "synchrony/stats/auc.hpp"
#include "synchrony/stats/stratified_folds.hpp"

namespace synchrony::study {
namespace {

// Words of a block's name; transfer_features.cpp makes the blocks.
constexpr std::array beat_kinds{"median", "all", "equal"};
constexpr std::array lead_kinds{"side", "mean", "spread"};
constexpr std::array grids{"1x1", "2x2"};
constexpr std::array scalings{ml::ColumnScaling::each, ml::ColumnScaling::together};

struct Join {
    const char* name;
    std::vector<int> layers;
};
const std::vector<Join>& joins() {
    static const std::vector<Join> all{
        {"layer 1", {1}},       {"layer 2", {2}},       {"layer 3", {3}},          {"layer 4", {4}},
        {"layers 1+2", {1, 2}}, {"layers 2+3", {2, 3}}, {"layers 1-3", {1, 2, 3}}, {"layers 1-4", {1, 2, 3, 4}}};
    return all;
}

std::string words_for(const std::string& beats, const std::string& leads) {
    std::string text = beats == "median" ? "median beat"
                       : beats == "all"  ? "all beats"
                                         : "median beat, equal amplitude";
    text += leads == "side"   ? ", leads side by side"
            : leads == "mean" ? ", mean of leads"
                              : ", mean, spread and largest of leads";
    return text;
}

std::string words_for(ml::ColumnScaling scaling) {
    return scaling == ml::ColumnScaling::each ? "" : ", scaled together";
}

// Products of one bank's blocks for one split of the patients, each block computed once.
class Products {
  public:
    Products(const FeatureBank& bank, std::span<const std::size_t> training, std::span<const std::size_t> test)
        : bank_(bank), training_(training), rows_(training.begin(), training.end()) {
        rows_.insert(rows_.end(), test.begin(), test.end());
    }

    core::Result<Eigen::MatrixXd> of(const GainSetting& setting) {
        Eigen::MatrixXd sum;
        for (const auto& name : setting.blocks) {
            auto known = blocks_.find(Key{name, setting.scaling});
            if (known == blocks_.end()) {
                const auto block = bank_.find(name);
                if (block == bank_.end())
                    return core::fail({core::ErrorKind::usage, "the bank has no such block", "features", name, {}, {}});
                known = blocks_
                            .emplace(Key{name, setting.scaling},
                                     ml::scaled_products(block->second, rows_, training_, setting.scaling))
                            .first;
            }
            if (sum.size() == 0)
                sum = known->second;
            else
                sum += known->second;
        }
        return Eigen::MatrixXd(sum / static_cast<double>(std::max<std::size_t>(setting.blocks.size(), 1)));
    }

  private:
    const FeatureBank& bank_;
    std::span<const std::size_t> training_;
    std::vector<std::size_t> rows_;
    using Key = std::pair<std::string, ml::ColumnScaling>;
    std::map<Key, Eigen::MatrixXd> blocks_;
};

core::Result<std::vector<double>> scores_from(Products& products, const GainSetting& setting,
                                              std::span<const std::uint8_t> training_labels, std::uint64_t seed) {
    SYNCHRONY_ASSIGN(const Eigen::MatrixXd all, products.of(setting));
    const auto n = static_cast<Eigen::Index>(training_labels.size());
    ml::KernelLogisticOptions options;
    options.seed = seed;
    SYNCHRONY_ASSIGN(const auto fit, ml::fit_kernel_logistic(all.topRows(n), training_labels, options));
    const Eigen::VectorXd odds = fit.decide(all.bottomRows(all.rows() - n));
    return std::vector<double>(odds.begin(), odds.end());
}

std::vector<std::uint8_t> labels_of(std::span<const std::uint8_t> labels, std::span<const std::size_t> rows) {
    std::vector<std::uint8_t> some;
    for (const auto row : rows) some.push_back(labels[row]);
    return some;
}

}  // namespace

std::string block_name(const std::string& beats, const std::string& place, const std::string& leads) {
    return beats + "/" + place + "/" + leads;
}

core::Key GainSetting::key() const {
    return core::Key("setting").add("name", name).add_all("blocks", blocks).add("scaling", static_cast<int>(scaling));
}

core::Key GainTask::key() const {
    core::Key key("task");
    key.add("name", name).add_all("rows", rows);
    for (const auto row : rows) key.add("label", labels[row]);
    return key;
}

std::vector<GainSetting> layer_settings(bool pixels_joined) {
    std::vector<GainSetting> settings;
    for (const auto& join : joins())
        for (const std::string grid : grids)
            for (const std::string leads : lead_kinds)
                for (const std::string beats : beat_kinds)
                    for (const auto scaling : scalings) {
                        GainSetting setting{std::string(join.name) + (pixels_joined ? " and pixels, " : ", ") + grid +
                                                ", " + words_for(beats, leads) + words_for(scaling),
                                            {},
                                            scaling};
                        for (const int layer : join.layers)
                            setting.blocks.push_back(
                                block_name(beats, "layer" + std::to_string(layer) + ":" + grid, leads));
                        if (pixels_joined) setting.blocks.push_back(block_name(beats, "pixels", "side"));
                        settings.push_back(std::move(setting));
                    }
    return settings;
}

std::vector<GainSetting> pixel_settings() {
    std::vector<GainSetting> settings;
    for (const std::string place : {"pixels", "pixels:8x8"})
        for (const std::string leads : lead_kinds)
            for (const std::string beats : beat_kinds)
                for (const auto scaling : scalings)
                    settings.push_back({(place == "pixels" ? "all pixels, " : "8x8 cells, ") + words_for(beats, leads) +
                                            words_for(scaling),
                                        {block_name(beats, place, leads)},
                                        scaling});
    return settings;
}

core::Result<std::vector<double>> setting_scores(const FeatureBank& bank, std::span<const GainSetting> settings,
                                                 std::span<const std::uint8_t> labels,
                                                 std::span<const std::size_t> training,
                                                 std::span<const std::size_t> test, std::uint64_t seed) {
    Products products(bank, training, test);
    const auto taught = labels_of(labels, training);
    std::vector<double> mean(test.size(), 0.0);
    for (const auto& setting : settings) {
        SYNCHRONY_ASSIGN(const auto odds, scores_from(products, setting, taught, seed));
        for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += odds[i] / static_cast<double>(settings.size());
    }
    return mean;
}

double HalfTrial::mean(std::size_t setting) const {
    double sum = 0.0;
    for (const double value : auc[setting]) sum += value;
    return sum / static_cast<double>(std::max<std::size_t>(auc[setting].size(), 1));
}

core::Result<HalfTrial> try_settings(std::span<const FeatureBank* const> banks, std::span<const GainSetting> settings,
                                     const GainTask& task, std::span<const Half> halves, Half half,
                                     const TrialOptions& options, const core::RunContext& context) {
    std::vector<std::size_t> rows;
    for (const auto row : task.rows)
        if (halves[row] == half) rows.push_back(row);
    const auto labels = labels_of(task.labels, rows);
    std::vector<std::size_t> each(rows.size());
    for (std::size_t i = 0; i < each.size(); ++i) each[i] = i;
    const auto stream =
        core::RandomStream(context.seed).child("settings " + task.name, static_cast<std::uint64_t>(half));

    // Pieces of work: a repeat and a bank; every setting of a fold shares the products of its blocks.
    const auto repeats = static_cast<std::size_t>(options.repeats);
    std::vector<std::vector<std::vector<double>>> odds(repeats * banks.size());  // [piece][setting][row of the half]
    std::vector<std::optional<core::Error>> faults(odds.size());
    core::parallel_for(odds.size(), context.threads, [&](std::size_t piece) {
        const std::size_t repeat = piece / banks.size();
        auto random = stream.child("deal", repeat);
        const auto fold_of = stats::stratified_folds(labels, each, options.folds, random);
        odds[piece].assign(settings.size(), std::vector<double>(rows.size(), 0.0));
        for (int fold = 0; fold < options.folds; ++fold) {
            std::vector<std::size_t> training, test, test_at;
            std::vector<std::uint8_t> taught;
            for (const auto i : each) {
                if (fold_of[i] == fold) {
                    test.push_back(rows[i]);
                    test_at.push_back(i);
                } else {
                    training.push_back(rows[i]);
                    taught.push_back(labels[i]);
                }
            }
            Products products(*banks[piece % banks.size()], training, test);
            for (std::size_t s = 0; s < settings.size(); ++s) {
                if (context.cancel->requested()) return;
                const auto scores = scores_from(products, settings[s], taught, stream.child("fit", repeat).seed());
                if (!scores) {
                    faults[piece] = scores.error();
                    return;
                }
                for (std::size_t i = 0; i < test_at.size(); ++i) odds[piece][s][test_at[i]] = (*scores)[i];
            }
        }
        context.progress->advance(1, task.name);
    });
    if (context.cancel->requested())
        return core::fail({core::ErrorKind::cancelled, "stopped while settings were tried", {}, {}, {}, {}});
    for (const auto& fault : faults)
        if (fault) return core::fail(*fault);

    HalfTrial trial;
    trial.auc.assign(settings.size(), std::vector<double>(banks.size(), 0.0));
    for (std::size_t piece = 0; piece < odds.size(); ++piece)
        for (std::size_t s = 0; s < settings.size(); ++s)
            trial.auc[s][piece % banks.size()] +=
                stats::auc(odds[piece][s], labels).value_or(0.5) / static_cast<double>(repeats);
    return trial;
}

std::vector<std::size_t> best_settings(std::span<const HalfTrial> trials, std::size_t count) {
    const std::size_t settings = trials.empty() ? 0 : trials.front().auc.size();
    std::vector<double> sums(settings, 0.0);
    std::vector<std::size_t> order(settings);
    for (std::size_t s = 0; s < settings; ++s) {
        order[s] = s;
        for (const auto& trial : trials) sums[s] += trial.mean(s);
    }
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return sums[a] > sums[b]; });
    order.resize(std::min(count, order.size()));
    return order;
}

}  // namespace synchrony::study
