#include "synchrony/eval/learning_curve.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "pair_auc.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/stats/describe.hpp"

namespace synchrony::eval {

std::vector<std::size_t> share_of_training(std::span<const std::size_t> training,
                                           std::span<const std::uint8_t> response, std::span<const std::string> groups,
                                           double share, std::uint64_t seed) {
    std::map<std::string, std::size_t> seen;
    std::array<std::vector<std::vector<std::size_t>>, 2> people;  // by the class of a person's first row
    std::vector<std::pair<int, std::size_t>> place;
    for (const auto row : training) {
        const int label = response[row] != 0 ? 1 : 0;
        if (!groups.empty()) {
            const auto [found, is_new] = seen.emplace(groups[row], place.size());
            if (!is_new) {
                const auto [of, at] = place[found->second];
                people[static_cast<std::size_t>(of)][at].push_back(row);
                continue;
            }
        }
        auto& list = people[static_cast<std::size_t>(label)];
        place.emplace_back(label, list.size());
        list.push_back({row});
    }
    std::vector<std::size_t> kept;
    for (std::size_t label = 0; label < 2; ++label) {
        auto random = core::RandomStream(seed).child("share", label);
        random.shuffle(people[label]);
        const auto wanted =
            static_cast<std::size_t>(std::ceil(share * static_cast<double>(people[label].size()) - 1e-9));
        for (std::size_t i = 0; i < std::min(wanted, people[label].size()); ++i)
            kept.insert(kept.end(), people[label][i].begin(), people[label][i].end());
    }
    std::ranges::sort(kept);
    return kept;
}

core::Result<std::vector<LearningPoint>> learning_curve(const model::PatientSet& set, const cohort::Folds& folds,
                                                        std::span<const ModelRow> rows, const core::RunContext& context,
                                                        const LearningCurveOptions& options) {
    auto used = folds;
    used.repeats = std::min(used.repeats, options.most_repeats);
    used.fold_of.resize(static_cast<std::size_t>(used.repeats));
    std::vector<LearningPoint> points;
    for (const double share : options.shares) {
        if (!(share > 0.0 && share <= 1.0))
            return core::fail({core::ErrorKind::usage,
                               "a share of the training part is out of range",
                               "learning curve",
                               core::shortest(share),
                               "above 0, at most 1",
                               {}});
        SYNCHRONY_ASSIGN(const auto run, cross_validate(set, used, rows, context, {.training_share = share}));
        if (run.cancelled) return core::fail({core::ErrorKind::cancelled, "stopped by the user", {}, {}, {}, {}});
        std::vector<double> sizes;
        for (int repeat = 0; repeat < used.repeats; ++repeat)
            for (int fold = 0; fold < used.folds; ++fold)
                sizes.push_back(static_cast<double>(training_part(set, used, repeat, fold, share).size()));
        for (const auto& row : run.models) {
            const auto areas = PairAuc(row.predictions).of_folds();
            points.push_back({row.row, share, stats::mean(sizes).value_or(0.0), stats::mean(areas),
                              stats::standard_deviation(areas)});
        }
    }
    const auto place = [&](const LearningPoint& point) {
        return std::ranges::find(rows, point.row, &ModelRow::row) - rows.begin();
    };
    std::ranges::stable_sort(points, {}, place);  // a row's points stand together, by rising share
    return points;
}

}  // namespace synchrony::eval
