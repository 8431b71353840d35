#include "synchrony/study/transfer_draws.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace synchrony::study {
namespace {

struct Set {
    std::vector<record::PatientId> patients;
    std::vector<std::uint8_t> labels;
};

// As LUDB's odd records: 1 3 5 ... 199, the first `positives` of a shuffled-looking order positive.
Set make_set(std::size_t patients, std::size_t positives) {
    Set set;
    for (std::size_t i = 0; i < patients; ++i) {
        set.patients.emplace_back("ludb-" + std::to_string(2 * i + 1));
        set.labels.push_back((i * 37) % patients < positives ? 1 : 0);
    }
    return set;
}

std::size_t positives_of(const Set& set, const Draw& draw) {
    return static_cast<std::size_t>(std::ranges::count_if(draw.rows, [&](auto row) { return set.labels[row] == 1; }));
}

TEST(TransferDraws, halves_go_by_the_number_in_the_id) {
    EXPECT_EQ(*half_of(record::PatientId("ludb-1")), Half::a);      // 1 / 2 = 0
    EXPECT_EQ(*half_of(record::PatientId("ludb-3")), Half::b);      // 3 / 2 = 1
    EXPECT_EQ(*half_of(record::PatientId("ludb-5")), Half::a);      // 5 / 2 = 2
    EXPECT_EQ(*half_of(record::PatientId("2nd-set-7x")), Half::b);  // the last number: 7 / 2 = 3
    EXPECT_FALSE(half_of(record::PatientId("nobody")));
    EXPECT_FALSE(half_of(record::PatientId("9999999999999999999999")));
}

TEST(TransferDraws, sizes_are_as_asked_where_labels_allow) {
    const auto lvh = make_set(100, 56);
    const auto size = draw_size(lvh.labels, {});
    ASSERT_TRUE(size);
    EXPECT_EQ(size->positives, 46U);
    EXPECT_EQ(size->negatives, 25U);
    EXPECT_TRUE(size->note.empty());
}

TEST(TransferDraws, else_the_classes_are_swapped) {
    const auto axis = draw_size(make_set(96, 35).labels, {});
    ASSERT_TRUE(axis);
    EXPECT_EQ(axis->positives, 25U);
    EXPECT_EQ(axis->negatives, 46U);
    EXPECT_NE(axis->note.find("swapped"), std::string::npos);
}

// By hand: 22 to 78; 46:25 gives 22 and 22 * 25 / 46 = 11, 33 patients; 25:46 gives 22 and 22 * 46 / 25 = 40, 62.
TEST(TransferDraws, else_the_same_proportion_with_the_most_patients) {
    const auto size = draw_size(make_set(100, 22).labels, {});
    ASSERT_TRUE(size);
    EXPECT_EQ(size->positives, 22U);
    EXPECT_EQ(size->negatives, 40U);
    EXPECT_NE(size->note.find("62 patients, 22 to 40"), std::string::npos);
    EXPECT_FALSE(draw_size(std::vector<std::uint8_t>(10, 1), {}));
    EXPECT_TRUE(draw_size(make_set(100, 12).labels, {.folds = 6}));  // 12 and 22 of the other class can be drawn
    EXPECT_FALSE(draw_size(make_set(100, 12).labels, {.folds = 13}));
    EXPECT_FALSE(draw_size(make_set(100, 50).labels, {.patients = 20, .positives = 18}));
}

TEST(TransferDraws, a_draw_is_fixed_by_seed_task_and_number) {
    const auto set = make_set(100, 56);
    const auto size = *draw_size(set.labels, {});
    const auto draw = [&](const char* task, std::size_t number, std::uint64_t seed) {
        return *make_draw(set.patients, set.labels, size, task, number, {.seed = seed});
    };
    const auto first = draw("lvh", 3, 1);
    EXPECT_EQ(first.rows, draw("lvh", 3, 1).rows);
    EXPECT_EQ(first.folds.fold_of, draw("lvh", 3, 1).folds.fold_of);
    EXPECT_NE(first.rows, draw("lvh", 4, 1).rows);
    EXPECT_NE(first.rows, draw("sex", 3, 1).rows);
    EXPECT_NE(first.rows, draw("lvh", 3, 2).rows);
}

TEST(TransferDraws, nobody_is_drawn_twice_or_stands_in_training_and_test) {
    const auto set = make_set(100, 56);
    const auto size = *draw_size(set.labels, {});
    for (std::size_t number = 0; number < 20; ++number) {
        const auto draw = *make_draw(set.patients, set.labels, size, "lvh", number, {});
        EXPECT_EQ(std::set<std::size_t>(draw.rows.begin(), draw.rows.end()).size(), 71U);
        EXPECT_EQ(positives_of(set, draw), 46U);
        std::vector<int> tested(draw.rows.size(), 0);
        for (int fold = 0; fold < draw.folds.folds; ++fold) {
            const auto test = draw.folds.test_rows(0, fold), training = draw.folds.training_rows(0, fold);
            EXPECT_EQ(test.size() + training.size(), 71U);
            for (const auto row : test) {
                ++tested[row];
                EXPECT_FALSE(std::ranges::binary_search(training, row));
            }
        }
        EXPECT_TRUE(std::ranges::all_of(tested, [](int times) { return times == 1; }));
    }
}

}  // namespace
}  // namespace synchrony::study
