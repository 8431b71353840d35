#include "synchrony/eval/chance_test.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <utility>

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

using Rows = std::vector<std::size_t>;

/// What a person's rows have: one outcome where all have it, else each row's.
std::vector<std::uint8_t> outcomes_given(const model::PatientSet& set, const Rows& rows) {
    std::vector<std::uint8_t> outcomes;
    for (const auto row : rows) outcomes.push_back(set.response[row]);
    if (std::ranges::adjacent_find(outcomes, std::ranges::not_equal_to()) == outcomes.end()) outcomes.resize(1);
    return outcomes;
}

/// People, by their rows, among whom outcomes may be exchanged.
std::vector<std::vector<Rows>> exchangeable(const model::PatientSet& set) {
    std::map<std::size_t, Rows> rows_of;
    const auto people = set.people();
    for (std::size_t row = 0; row < people.size(); ++row) rows_of[people[row]].push_back(row);
    std::map<std::size_t, std::vector<Rows>> kinds;  // by the number of outcomes that a person gives
    for (auto& [person, rows] : rows_of) kinds[outcomes_given(set, rows).size()].push_back(std::move(rows));
    std::vector<std::vector<Rows>> groups;
    for (auto& [size, members] : kinds) groups.push_back(std::move(members));
    return groups;
}

struct Exchange {
    std::vector<std::uint8_t> outcomes;
    cohort::Folds folds;
};

core::Result<Exchange> draw_exchange(const model::PatientSet& set, const cohort::Folds& like,
                                     const core::RandomStream& random) {
    constexpr std::uint64_t most_draws = 100;
    core::Error last;
    for (std::uint64_t draw = 0; draw < most_draws; ++draw) {
        const auto stream = draw == 0 ? random : random.child("again", draw);
        auto outcomes = exchanged_outcomes(set, stream);
        auto folds = cohort::make_folds(set.patients, outcomes, set.groups, {like.folds, like.repeats, stream.seed()});
        if (folds) return Exchange{std::move(outcomes), std::move(*folds)};
        last = folds.error();
    }
    last.what = "exchanged outcomes cannot be dealt into parts: " + last.what;
    return core::fail(std::move(last));
}

}  // namespace

bool ChanceTest::any_below(double level) const {
    return std::ranges::any_of(rows, [&](const auto& row) { return row.p_best < level; });
}

std::vector<std::uint8_t> exchanged_outcomes(const model::PatientSet& set, core::RandomStream random) {
    std::vector<std::uint8_t> outcomes(set.response.size(), 0);
    for (const auto& givers : exchangeable(set)) {
        auto takers = givers;
        random.shuffle(takers);
        for (std::size_t person = 0; person < givers.size(); ++person)
            for (std::size_t k = 0; k < takers[person].size(); ++k)
                outcomes[takers[person][k]] = set.response[givers[person][std::min(k, givers[person].size() - 1)]];
    }
    return outcomes;
}

double distinct_exchanges(const model::PatientSet& set) {
    double logarithm = 0.0;
    for (const auto& people : exchangeable(set)) {
        std::map<std::vector<std::uint8_t>, std::size_t> alike;
        for (const auto& rows : people) ++alike[outcomes_given(set, rows)];
        logarithm += std::lgamma(static_cast<double>(people.size()) + 1.0);
        for (const auto& [outcomes, count] : alike) logarithm -= std::lgamma(static_cast<double>(count) + 1.0);
    }
    return std::exp(logarithm);
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
    test.distinct = distinct_exchanges(set);
    context.progress->begin("exchanged outcomes", static_cast<std::uint64_t>(options.permutations));
    for (int i = 0; i < options.permutations; ++i) {
        SYNCHRONY_ASSIGN(
            auto exchange,
            draw_exchange(set, run.folds,
                          core::RandomStream(context.seed).child("exchange", static_cast<std::uint64_t>(i))));
        exchanged.response = std::move(exchange.outcomes);
        const auto store = options.store ? options.store(i, exchange.folds) : nullptr;
        SYNCHRONY_ASSIGN(const auto chance,
                         cross_validate(exchanged, exchange.folds, models, inner,
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
