// Properties of every deal, over random cohorts; and the leaks that must be refused.
#include "synchrony/cohort/patient_folds.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "synchrony/core/random.hpp"

namespace synchrony::cohort {
namespace {

std::string name(char kind, std::size_t number) {
    return std::string(1, kind).append(std::to_string(number));
}

struct People {
    std::vector<record::PatientId> ids;
    std::vector<std::uint8_t> outcome;
};

People people(std::size_t n, std::size_t positives) {
    People p;
    for (std::size_t i = 0; i < n; ++i) {
        p.ids.emplace_back(name('p', i));
        p.outcome.push_back(i < positives ? 1 : 0);
    }
    return p;
}

TEST(Folds, part_every_patient_once_a_repeat_and_evenly) {
    const auto p = people(71, 46);  // the cohort of He 2023
    const auto folds = make_folds(p.ids, p.outcome, {}, {.folds = 5, .repeats = 10, .seed = 3});
    ASSERT_TRUE(folds) << folds.error().message();
    for (int r = 0; r < 10; ++r) {
        std::set<std::size_t> tested;
        for (int f = 0; f < 5; ++f) {
            const auto test = folds->test_rows(r, f);
            const auto training = folds->training_rows(r, f);
            EXPECT_EQ(test.size() + training.size(), 71U);
            EXPECT_TRUE(test.size() == 14 || test.size() == 15);
            std::size_t positives = 0;
            for (const auto row : test) {
                EXPECT_TRUE(tested.insert(row).second);
                positives += p.outcome[row];
            }
            EXPECT_TRUE(positives == 9 || positives == 10);
        }
        EXPECT_EQ(tested.size(), 71U);
    }
    EXPECT_NE(folds->fold_of[0], folds->fold_of[1]);
}

TEST(Folds, repeat_r_depends_on_the_seed_and_r_alone) {
    const auto p = people(60, 30);
    const auto few = make_folds(p.ids, p.outcome, {}, {.folds = 5, .repeats = 2, .seed = 9});
    const auto many = make_folds(p.ids, p.outcome, {}, {.folds = 5, .repeats = 7, .seed = 9});
    EXPECT_EQ(few->fold_of[1], many->fold_of[1]);
    EXPECT_NE(few->fold_of, make_folds(p.ids, p.outcome, {}, {.folds = 5, .repeats = 2, .seed = 10})->fold_of);
}

TEST(Folds, never_part_one_person_whatever_links_the_rows) {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        core::RandomStream random(seed);
        std::vector<record::PatientId> ids;
        std::vector<std::uint8_t> outcome;
        std::vector<std::string> groups;
        for (std::size_t i = 0; i < 90; ++i) {  // the same id in several rows, and groups across ids
            ids.emplace_back(name('p', random.index(70)));
            outcome.push_back(random.uniform() < 0.5 ? 1 : 0);
            groups.push_back(name('g', random.index(500)));
        }
        const auto folds = make_folds(ids, outcome, groups, {.folds = 4, .repeats = 2, .seed = seed});
        ASSERT_TRUE(folds) << folds.error().message();
        for (const auto& fold_of : folds->fold_of)
            for (std::size_t a = 0; a < 90; ++a)
                for (std::size_t b = 0; b < a; ++b)
                    if (ids[a] == ids[b] || groups[a] == groups[b]) {
                        ASSERT_EQ(fold_of[a], fold_of[b]) << "seed " << seed;
                    }
    }
}

TEST(Folds, refuse_what_cannot_be_dealt) {
    const auto p = people(20, 3);
    const auto error = make_folds(p.ids, p.outcome, {}, {.folds = 5, .repeats = 1, .seed = 1}).error();
    EXPECT_EQ(error.message(),
              "outcome 1: a class has fewer patients than there are folds (got 3 patients, expected 5 or more). Ask "
              "for fewer "
              "folds");
    EXPECT_EQ(make_folds(p.ids, p.outcome, {}, {.folds = 1, .repeats = 1, .seed = 1}).error().kind,
              core::ErrorKind::usage);
    EXPECT_EQ(make_folds(p.ids, p.outcome, {}, {.folds = 2, .repeats = 0, .seed = 1}).error().kind,
              core::ErrorKind::usage);
    EXPECT_EQ(make_folds(p.ids, std::vector<std::uint8_t>(3, 1), {}, {}).error().kind, core::ErrorKind::usage);
    // Five positives, but of one person: two parts cannot both test a positive.
    const auto one = people(20, 5);
    std::vector<std::string> groups;
    for (std::size_t i = 0; i < 20; ++i) groups.push_back(i < 5 ? "twin" : std::to_string(i));
    EXPECT_EQ(make_folds(one.ids, one.outcome, groups, {.folds = 2, .repeats = 1, .seed = 1}).error().got,
              "1 group of 5 patients");
}

}  // namespace
}  // namespace synchrony::cohort
