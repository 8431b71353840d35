// Exchanged outcomes: they stay with people, they find what is there, and where nothing is they say so.
#include "synchrony/eval/chance_test.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "direction_rule.hpp"

namespace synchrony::eval {
namespace {

cohort::Folds five_folds(const model::PatientSet& set) {
    return *cohort::make_folds(set.patients, set.response, set.groups, {.folds = 5, .repeats = 1, .seed = 7});
}

ChanceTest tested(const model::PatientSet& set, std::size_t columns, int permutations, std::uint64_t seed) {
    std::vector<ModelRow> rows;
    for (std::size_t k = 0; k < columns; ++k) rows.push_back(direction_row(k, RowKind::model));
    core::RunContext context;
    context.seed = seed;
    const auto run = cross_validate(set, five_folds(set), rows, context);
    return *chance_test(set, rows, *run, {.permutations = permutations}, context);
}

// Five people with one to five rows, two of whom respond: 10 ways, though no two have as many rows.
TEST(ExchangedOutcomes, GoBetweenPeopleOfAnyNumberOfRows) {
    core::RandomStream random(1);
    auto set = noise_set(15, 1, random);
    std::map<std::size_t, std::uint8_t> of_person{{0, 1}, {1, 0}, {2, 0}, {3, 1}, {4, 0}};
    for (std::size_t person = 0, row = 0; person < 5; ++person)
        for (std::size_t k = 0; k <= person; ++k, ++row) {
            set.groups.push_back(std::to_string(person));
            set.response[row] = of_person[person];
        }
    EXPECT_NEAR(distinct_exchanges(set), 10.0, 1e-9);
    std::map<std::vector<std::uint8_t>, int> seen;
    for (std::uint64_t seed = 0; seed < 200; ++seed) ++seen[exchanged_outcomes(set, core::RandomStream(seed))];
    EXPECT_EQ(seen.size(), 10U);
    ChanceTest few{199, false, {}, 10.0};
    EXPECT_EQ(few.smallest_p(), 0.1) << "a hundred draws of ten things tell no more than ten";
}

TEST(ExchangedOutcomes, StayTogetherWithinAPerson) {
    core::RandomStream random(1);
    auto set = noise_set(30, 1, random);
    // Ten people with two rows, the first outcome 0, the second 1; ten with one row, of whom five respond.
    for (std::size_t i = 0; i < 30; ++i) set.groups.push_back("p" + std::to_string(i < 20 ? i / 2 : i));
    std::map<std::vector<std::uint8_t>, int> seen;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const auto outcomes = exchanged_outcomes(set, core::RandomStream(seed));
        for (std::size_t i = 0; i < 20; i += 2) {
            EXPECT_EQ(outcomes[i], 0) << i;
            EXPECT_EQ(outcomes[i + 1], 1) << i;
        }
        EXPECT_EQ(std::count(outcomes.begin() + 20, outcomes.end(), 1), 5);
        ++seen[outcomes];
    }
    EXPECT_GT(seen.size(), 15U) << "252 ways to give five outcomes to ten people";
}

TEST(ChanceTest, FindsWhatIsThere) {
    core::RandomStream random(2);
    auto set = noise_set(40, 3, random);
    for (std::size_t i = 0; i < 40; ++i) *set.tables["noise"].values[3 * i] += set.response[i] != 0 ? 2.0 : -2.0;
    const auto test = tested(set, 3, 49, 5);
    EXPECT_EQ(test.permutations, 49);
    ASSERT_EQ(test.rows.size(), 3U);
    EXPECT_EQ(test.rows[0].p, 0.02) << "1 of 50";
    EXPECT_EQ(test.rows[0].p_best, 0.02);
    EXPECT_GT(test.rows[1].p_best, 0.02);
    EXPECT_TRUE(test.any_below(0.05));
}

// The best of six models in noise, 60 times: p corrected for the choice is below 0.1 in a tenth of them, while each
// model's own p, of which the best is taken, is so in many more.
TEST(ChanceTest, IsRightWhereNothingIs) {
    constexpr int draws = 60;
    int corrected = 0, alone = 0;
    for (int draw = 0; draw < draws; ++draw) {
        core::RandomStream random(static_cast<std::uint64_t>(100 + draw));
        const auto test = tested(noise_set(30, 6, random), 6, 19, static_cast<std::uint64_t>(draw));
        corrected += test.any_below(0.101) ? 1 : 0;
        alone += std::ranges::any_of(test.rows, [](const auto& row) { return row.p < 0.101; }) ? 1 : 0;
    }
    EXPECT_LE(corrected, 13) << "binomial(60, 0.1): above 13 once in 1000";
    EXPECT_GE(alone, 15);
}

}  // namespace
}  // namespace synchrony::eval
