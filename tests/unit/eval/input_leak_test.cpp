// Leaks planted among the inputs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "synchrony/cohort/later_names.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/eval/leaks.hpp"
#include "synchrony/eval/patient_set.hpp"

namespace synchrony::eval {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

cohort::Cohort cohort_with(const std::vector<std::string>& columns) {
    cohort::Cohort cohort;
    cohort.outcome_name = "response";
    for (int i = 0; i < 4; ++i) {
        cohort.patients.emplace_back(std::to_string(i));
        cohort.groups.push_back(std::to_string(i));
        cohort.outcome.emplace_back(static_cast<std::uint8_t>(i % 2));
    }
    for (const auto& name : columns) {
        cohort::Column column;
        column.name = name;
        column.kind = cohort::ColumnKind::number;
        column.known = cohort::find_rule(name) != nullptr;
        column.numbers = {1.0, 2.0, 3.0, 4.0};
        cohort.columns.push_back(column);
    }
    return cohort;
}

TEST(InputLeak, outcomes_are_no_inputs) {
    const auto cohort =
        cohort_with({"response", "age_y", "lvesv_6m_ml", "lvef_12mo", "Delta LVEF", "qrs_post", "troponin"});
    const auto set = labelled_set(cohort);
    ASSERT_TRUE(set);
    EXPECT_THAT(set->set.tables.at("clinical").columns, ElementsAre("age_y"));
    EXPECT_THAT(set->set.groups, ElementsAre("0", "1", "2", "3"));
    for (const auto* name : {"response", "lvesv_6m_ml", "lvef_12mo", "Delta LVEF", "qrs_post"})
        EXPECT_FALSE(labelled_set(cohort, {{"age_y", name}})) << name;
    EXPECT_THAT(labelled_set(cohort, {{"lvef_12mo"}}).error().message(), HasSubstr("after the implant"));
    EXPECT_TRUE(labelled_set(cohort, {{"age_y", "troponin"}}));
}

TEST(InputLeak, names_are_read_by_the_word) {
    for (const auto* name :
         {"lvesv_6m", "lvef-12mo", "FU_lvef", "nyha 1y", "responder", "survival_months", "ΔQRS_post"})
        EXPECT_TRUE(cohort::sounds_later(name)) << name;
    for (const auto* name : {"lvesv_ml", "height_m", "postcode", "v6_mv", "qrs_duration_ms", "t2_mean", "m6"})
        EXPECT_FALSE(cohort::sounds_later(name)) << name;
}

TEST(InputLeak, a_column_that_knows_everything_is_named) {
    model::PatientSet set;
    set.tables["clinical"].columns = {"fair", "outcome in disguise", "turned round"};
    core::RandomStream random(1);
    for (std::size_t i = 0; i < 40; ++i) {
        set.patients.emplace_back(std::to_string(i));
        set.response.push_back(i % 2 == 0 ? 1 : 0);
        const double truth = set.response.back();
        for (const double value : {truth + random.normal(), truth + 0.1 * random.uniform(), 5.0 - truth})
            set.tables["clinical"].values.emplace_back(value);
    }
    EXPECT_THAT(suspicious_columns(set),
                ElementsAre(HasSubstr("outcome in disguise alone tells the outcome (AUC 1.000)"),
                            HasSubstr("turned round alone tells the outcome (AUC 1.000 turned round: lower values")));
    set.patients.resize(10, record::PatientId("x"));
    set.response.resize(10);
    set.tables["clinical"].values.resize(30);
    EXPECT_THAT(suspicious_columns(set), IsEmpty());
}

// Four words that tell the outcome together and none of them alone; four that chance has dealt; one word for all.
TEST(InputLeak, words_that_know_everything_together_are_named) {
    model::PatientSet set;
    auto& table = set.tables["clinical"];
    for (const char* column : {"status", "site", "country"})
        for (const char* word : {"a", "b", "c", "d"}) table.columns.push_back(std::string(column) + "=" + word);
    core::RandomStream random(2);
    for (std::size_t i = 0; i < 80; ++i) {
        set.patients.emplace_back(std::to_string(i));
        set.response.push_back(i % 4 < 2 ? 1 : 0);
        for (const std::size_t word : {i % 4, static_cast<std::size_t>(random.index(4)), std::size_t{0}})
            for (std::size_t w = 0; w < 4; ++w) table.values.emplace_back(w == word ? 1.0 : 0.0);
    }
    EXPECT_THAT(suspicious_columns(set),
                ElementsAre(HasSubstr("column status, its words together, tells the outcome (AUC 1.000)")));
}

}  // namespace
}  // namespace synchrony::eval
