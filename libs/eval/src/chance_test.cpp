#include "synchrony/eval/chance_test.hpp"

#include <algorithm>
#include <map>

#include "pair_auc.hpp"
#include "synchrony/core/random.hpp"

namespace synchrony::eval {
namespace {

std::optional<double> area_of(const CrossValidation& run, const RowName& row, std::size_t patients) {
    const auto found = std::ranges::find(run.models, row, &ModelPredictions::row);
    return found == run.models.end() ? std::nullopt : PairAuc(found->predictions).plain(patients);
}

/// How often each row, and any row, reached what each row reached on the true outcome.
struct Reached {
    std::vector<int> alone, any;
};

void count(const CrossValidation& chance, const std::vector<ChanceRow>& rows, std::size_t patients, Reached& reached) {
    std::vector<double> areas;
    for (const auto& row : rows) areas.push_back(area_of(chance, row.row, patients).value_or(1.0));
    const double best = *std::ranges::max_element(areas);
    constexpr double same_within = 1e-12;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        reached.alone[i] += areas[i] >= rows[i].auc - same_within ? 1 : 0;
        reached.any[i] += best >= rows[i].auc - same_within ? 1 : 0;
    }
}

}  // namespace

bool ChanceTest::any_below(double level) const {
    return std::ranges::any_of(rows, [&](const auto& row) { return row.p_best < level; });
}

std::vector<std::uint8_t> exchanged_outcomes(const model::PatientSet& set, core::RandomStream random) {
    std::map<std::size_t, std::vector<std::size_t>> rows_of;
    const auto people = set.people();
    for (std::size_t row = 0; row < people.size(); ++row) rows_of[people[row]].push_back(row);
    std::map<std::size_t, std::vector<const std::vector<std::size_t>*>> by_size;
    for (const auto& [person, rows] : rows_of) by_size[rows.size()].push_back(&rows);
    std::vector<std::uint8_t> outcomes(set.response.size(), 0);
    for (const auto& [size, givers] : by_size) {
        auto takers = givers;
        random.shuffle(takers);
        for (std::size_t person = 0; person < givers.size(); ++person)
            for (std::size_t k = 0; k < size; ++k) outcomes[(*takers[person])[k]] = set.response[(*givers[person])[k]];
    }
    return outcomes;
}

core::Result<ChanceTest> chance_test(const model::PatientSet& set, std::span<const ModelRow> rows,
                                     const CrossValidation& run, const ChanceOptions& options,
                                     const core::RunContext& context) {
    ChanceTest test;
    std::vector<ModelRow> models;
    for (const auto& row : rows) {
        const auto auc = row.kind == RowKind::model ? area_of(run, row.row, set.size()) : std::nullopt;
        if (!auc) continue;
        models.push_back(row);
        test.rows.push_back({row.row, *auc});
    }
    if (models.empty()) return test;
    Reached reached{std::vector<int>(models.size(), 0), std::vector<int>(models.size(), 0)};
    auto inner = context;
    inner.progress = &core::no_progress();  // the bar belongs to the exchanges
    auto exchanged = set;
    context.progress->begin("exchanged outcomes", static_cast<std::uint64_t>(options.permutations));
    for (int i = 0; i < options.permutations; ++i) {
        const auto stream = core::RandomStream(context.seed).child("exchange", static_cast<std::uint64_t>(i));
        exchanged.response = exchanged_outcomes(set, stream);
        SYNCHRONY_ASSIGN(const auto folds, cohort::make_folds(set.patients, exchanged.response, set.groups,
                                                              {run.folds.folds, run.folds.repeats, stream.seed()}));
        const auto store = options.store ? options.store(i, folds) : nullptr;
        SYNCHRONY_ASSIGN(const auto chance,
                         cross_validate(exchanged, folds, models, inner,
                                        {.finished = store.get(), .worth_keeping_s = options.worth_keeping_s}));
        test.stopped = chance.cancelled || context.cancel->requested();
        if (test.stopped) break;
        count(chance, test.rows, set.size(), reached);
        ++test.permutations;
        context.progress->advance(1);
    }
    context.progress->end();
    const double all = test.permutations + 1.0;
    for (std::size_t i = 0; i < models.size(); ++i) {
        test.rows[i].p = (reached.alone[i] + 1.0) / all;
        test.rows[i].p_best = (reached.any[i] + 1.0) / all;
    }
    return test;
}

}  // namespace synchrony::eval
