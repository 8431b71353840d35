#include "synchrony/ml/rules.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "synchrony/ml/majority.hpp"

namespace synchrony::ml {
namespace {

const std::vector<std::size_t> all{0, 1, 2, 3};

model::PatientSet four_patients() {
    model::PatientSet set;
    for (const auto* id : {"a", "b", "c", "d"}) set.patients.emplace_back(id);
    set.response = {1, 1, 0, 1};
    set.tables["clinical"] = {{"lvef_pct", "nyha"}, {30.0, 2.0, 35.0, 3.0, 36.0, std::nullopt, 20.0, 4.0}};
    set.tables["ecg"] = {{"qrs_duration_ms", "lbbb"}, {150.0, 1.0, 149.0, 1.0, 180.0, 0.0, 170.0, 1.0}};
    return set;
}

std::vector<bool> decisions(model::Classifier& model, const model::PatientSet& set) {
    EXPECT_TRUE(model.fit(set, all, {}));
    std::vector<bool> answers;
    const auto predictions = model.predict(set, all);
    for (const auto& p : *predictions) answers.push_back(p.responds);
    return answers;
}

TEST(Majority, answers_with_the_training_parts_prevalence) {
    const auto set = four_patients();
    Majority majority;
    ASSERT_TRUE(majority.fit(set, std::vector<std::size_t>{0, 1, 2}, {}));
    const auto answer = majority.predict(set, std::vector<std::size_t>{3});
    EXPECT_DOUBLE_EQ(answer->at(0).score, 2.0 / 3.0);
    EXPECT_TRUE(answer->at(0).responds);
    EXPECT_FALSE(majority.fit(set, {}, {}));
}

TEST(Rule, cut_offs_are_inclusive_where_written_so) {
    const auto set = four_patients();
    ThresholdRule wide({"QRS", {{"qrs_duration_ms", Comparison::at_least, 150.0}}});
    EXPECT_EQ(decisions(wide, set), (std::vector<bool>{true, false, true, true}));
    EXPECT_EQ(wide.predict(set, all)->at(1).score, 149.0);  // the measurement itself
    ThresholdRule low({"LVEF", {{"lvef_pct", Comparison::at_most, 35.0}}});
    EXPECT_EQ(decisions(low, set), (std::vector<bool>{true, true, false, true}));
    EXPECT_EQ(low.predict(set, all)->at(0).score, -30.0);  // lower is more likely
    ThresholdRule guideline({"guideline", standard_rules().back().conditions});
    EXPECT_EQ(decisions(guideline, set), (std::vector<bool>{true, false, false, true}));
    EXPECT_EQ(guideline.predict(set, all)->at(3).score, 1.0);
}

// The one patient without the outcome has the widest QRS: for this outcome a narrow one is the sign.
TEST(Rule, turns_around_where_its_training_rows_say_the_opposite) {
    const auto set = four_patients();
    RuleOptions options{"QRS", {{"qrs_duration_ms", Comparison::at_least, 150.0}}};
    options.as_taught = true;
    ThresholdRule turned(options);
    EXPECT_EQ(decisions(turned, set), (std::vector<bool>{false, true, false, false}));
    EXPECT_EQ(turned.predict(set, all)->at(0).score, -150.0);
    options.ranks = false;
    ThresholdRule point(options);
    EXPECT_EQ(decisions(point, set), (std::vector<bool>{false, true, false, false}));
    EXPECT_EQ(point.predict(set, all)->at(1).score, 1.0);
    // LBBB goes with the outcome: as it stands.
    RuleOptions lbbb{"LBBB", {{"lbbb", Comparison::equal, 1.0}}};
    lbbb.as_taught = true;
    ThresholdRule kept(lbbb);
    EXPECT_EQ(decisions(kept, set), (std::vector<bool>{true, true, false, true}));
}

// The measurement ranks in one row; its cut-offs are points on that row's curve and score yes or no.
TEST(Rule, cut_offs_are_points_on_the_curve_of_what_they_cut) {
    std::size_t ranking = 0;
    for (const auto& rule : standard_rules()) {
        ranking += rule.ranks ? 1 : 0;
        if (rule.of.empty()) continue;
        const auto curve = std::ranges::find(standard_rules(), rule.of, &NamedRule::name);
        ASSERT_NE(curve, standard_rules().end()) << rule.name;
        EXPECT_TRUE(curve->ranks && !rule.ranks) << rule.name;
        EXPECT_EQ(curve->conditions.front().column, rule.conditions.front().column) << rule.name;
    }
    EXPECT_EQ(ranking, 2U) << "QRS duration and QRS area";
    const auto set = four_patients();
    RuleOptions options{"QRS >= 150 ms", {{"qrs_duration_ms", Comparison::at_least, 150.0}}};
    options.ranks = false;
    ThresholdRule point(options);
    EXPECT_EQ(decisions(point, set), (std::vector<bool>{true, false, true, true}));
    EXPECT_EQ(point.predict(set, all)->at(0).score, 1.0);
    EXPECT_EQ(point.predict(set, all)->at(1).score, 0.0);
}

TEST(Rule, says_why_it_cannot_be_applied) {
    auto set = four_patients();
    ThresholdRule area({"QRS area", {{"qrs_area_uvs", Comparison::at_least, 109.0}}});
    const auto absent = area.fit(set, all, {});
    EXPECT_EQ(absent.error().kind, core::ErrorKind::refused);
    EXPECT_EQ(absent.error().message(),
              "rule 'QRS area': the rule cannot be applied: its column is missing (got no such column, expected "
              "qrs_area_uvs)");
    ThresholdRule nyha({"NYHA", {{"nyha", Comparison::at_least, 3.0}}});
    EXPECT_EQ(nyha.fit(set, all, {}).error().got, "1 of 4 patients without nyha");
}

// NYHA 2, 3, none, 4: no class can be read off for the third, whatever the training rows have and the other condition
// says.
TEST(Rule, answers_for_nobody_who_lacks_a_value) {
    const auto set = four_patients();
    ThresholdRule nyha({"NYHA", {{"nyha", Comparison::at_least, 3.0}}, {"clinical"}, 0.25});
    EXPECT_EQ(decisions(nyha, set), (std::vector<bool>{false, true, false, true}));
    EXPECT_FALSE(nyha.predict(set, all)->at(2).answered);
    EXPECT_TRUE(nyha.predict(set, all)->at(3).answered);
    ThresholdRule both(
        {"both", {{"lvef_pct", Comparison::at_most, 35.0}, {"nyha", Comparison::at_least, 3.0}}, {"clinical"}, 0.25});
    decisions(both, set);
    EXPECT_FALSE(both.predict(set, all)->at(2).answered) << "though his LVEF of 36 alone says no";
    ThresholdRule strict({"NYHA", {{"nyha", Comparison::at_least, 3.0}}, {"clinical"}, 0.24});
    EXPECT_EQ(strict.fit(set, all, {}).error().got, "1 of 4 patients without nyha");
    ThresholdRule unfitted({"NYHA", {{"nyha", Comparison::at_least, 3.0}}, {"clinical"}, 0.25});
    EXPECT_FALSE(unfitted.predict(set, all));
}

}  // namespace
}  // namespace synchrony::ml
