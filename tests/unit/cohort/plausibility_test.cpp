#include "synchrony/cohort/plausibility.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"
#include "synchrony/cohort/columns.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::cohort {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

Cohort cohort_of(const std::string& csv) {
    const test::TemporaryFolder folder;
    EXPECT_TRUE(core::write_file(folder / "c.csv", csv));
    CohortOptions options;
    options.require_ecg = false;
    auto check = check_cohort(folder / "c.csv", options);
    for (const auto& error : check.errors) ADD_FAILURE() << error.message();
    return std::move(check.cohort);
}

std::vector<std::size_t> rows_of(const std::vector<Finding>& findings, const std::string& kind) {
    for (const auto& finding : findings)
        if (finding.kind == kind) return finding.rows;
    return {};
}

std::vector<std::string> kinds(const std::vector<Finding>& findings) {
    std::vector<std::string> list;
    for (const auto& finding : findings) list.push_back(finding.kind);
    return list;
}

// LBBB is ticked or left empty; all are men; NYHA has two classes.
TEST(Plausibility, NamesAColumnOfOneValue) {
    std::string csv = "patient_id,response,lbbb,sex,nyha\n";
    for (int i = 0; i < 10; ++i)
        csv +=
            "p" + std::to_string(i) + "," + (i % 2 ? "1," : "0,") + (i < 7 ? "1,M," : ",M,") + (i == 3 ? "2\n" : "3\n");
    const auto findings = constant_columns(cohort_of(csv));
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_EQ(findings[0].what,
              "lbbb is 1 in all that have a value, 7 patients: a column of one value predicts nothing; do the 3 empty "
              "cells mean 0?");
    EXPECT_EQ(findings[1].what, "sex is M in all 10 patients: a column of one value predicts nothing");
    EXPECT_THAT(constant_columns(cohort_of("patient_id,response,sex\np1,1,M\np2,0,M\n")), IsEmpty()) << "two of ten";
}

// Two rows of one person: the second pair differs in everything that it cannot, the third in an age of ten years.
TEST(Plausibility, NamesRowsOfOneGroupThatContradict) {
    const auto cohort = cohort_of(
        "patient_id,group,response,sex,age_y\na,1,1,M,60\nb,1,1,M,62\nc,2,1,M,60\nd,2,0,F,89\ne,3,0,F,50\n"
        "f,3,0,F,60\ng,4,0,,\nh,4,,F,40\n");
    const auto findings = group_findings(cohort);
    EXPECT_THAT(kinds(findings), ElementsAre("sex within a group", "age within a group", "outcome within a group"));
    for (const auto& finding : findings) EXPECT_THAT(finding.rows, ElementsAre(2U, 3U)) << finding.kind;
}

// Row 1: response with a growing ventricle; row 2: EF 60 where (200 - 150) / 200 is 25 %; row 3: LBBB at 110 ms; row 4:
// 1.80 m and 20 kg, 6.2 kg/m2; row 0 is all that it should be.
TEST(Plausibility, NamesWhatNoHeartDoes) {
    const auto cohort = cohort_of(
        "patient_id,response,lvesv_ml,lvesv_6m_ml,lvedv_ml,lvef_pct,lbbb,qrs_duration_ms,height_cm,weight_kg\n"
        "a,1,150,100,200,25,1,150,180,80\nb,1,150,160,200,27,1,150,180,80\nc,0,150,150,200,60,0,100,180,80\n"
        "d,0,150,150,200,25,1,110,180,80\ne,0,150,150,200,,0,150,180,20\n");
    const auto findings = physiology_findings(cohort);
    EXPECT_THAT(rows_of(findings, "response against LVESV"), ElementsAre(1U));
    EXPECT_THAT(rows_of(findings, "LVEF against volumes"), ElementsAre(2U));
    EXPECT_THAT(rows_of(findings, "LBBB with a narrow QRS"), ElementsAre(3U));
    EXPECT_THAT(rows_of(findings, "height against weight"), ElementsAre(4U));
    const auto qrs = qrs_findings(cohort, {150.0, 107.0, std::nullopt, 153.0, 150.0});
    EXPECT_THAT(rows_of(qrs, "QRS duration against the ECG"), ElementsAre(1U, 3U));
}

TEST(Plausibility, NamesAgesThatTheEcgContradicts) {
    const auto cohort = cohort_of("patient_id,response,age_y\na,0,64\nb,1,64\nc,0,\nd,1,64\n");
    EXPECT_THAT(rows_of(age_findings(cohort, {66.0, 74.0, 50.0, std::nullopt}), "age against the ECG"),
                ElementsAre(1U));
    // `cohort make` writes 90 of everybody who is older.
    EXPECT_THAT(age_findings(cohort_of("patient_id,response,age_y\na,0,90\nb,1,90\n"), {97.0, 90.0}), IsEmpty());
}

// Born on 3 April or 4 March 1950: 70 on 1 June or 6 January 2020, or still 69. The second row is nine years off.
TEST(Plausibility, NamesAgesThatDatesContradict) {
    const auto cohort = cohort_of(
        "patient_id,response,age_y,birth_date,ecg_date\na,0,69,03/04/1950,01/06/2020\nb,1,79,03/04/1950,01/06/2020\n"
        "c,0,71,03/04/1950,01/06/2020\nd,1,,03/04/1950,01/06/2020\n");
    EXPECT_THAT(rows_of(physiology_findings(cohort), "age against dates"), ElementsAre(1U));
    EXPECT_THAT(physiology_findings(cohort_of("patient_id,response,age_y,birth_date\na,0,69,1950-04-03\n")), IsEmpty());
}

TEST(Plausibility, NamesAChosenInputOfOneValue) {
    std::string csv = "patient_id,response,crt_d\n";
    for (int i = 0; i < 10; ++i) csv += "p" + std::to_string(i) + "," + (i % 2 ? "1" : "0") + ",1\n";
    EXPECT_THAT(constant_columns(cohort_of(csv)), IsEmpty()) << "an unknown column is no input";
    ASSERT_EQ(constant_columns(cohort_of(csv), {"crt_d", "site=a"}).size(), 1U);
}

std::string followed(const std::vector<std::string>& ids, const std::string& outcomes) {
    std::string csv = "patient_id,response\n";
    for (std::size_t i = 0; i < ids.size(); ++i) csv += ids[i] + "," + outcomes[i] + "\n";
    return csv;
}

// A no-break space, zeros in front, another case; site 1 patient 1 is not patient 11.
TEST(Plausibility, NamesIdsThatAreAlike) {
    const auto alike = [](const std::vector<std::string>& ids) {
        return rows_of(id_findings(cohort_of(followed(ids, "010101"))), "ids alike");
    };
    EXPECT_THAT(alike({"P 007", "q1", "p7", "q1\xC2\xA0", "q2"}), ElementsAre(0U, 1U, 2U, 3U));
    EXPECT_THAT(alike({"1-1", "11", "1.1", "110", "10", "100"}), IsEmpty());
}

TEST(Plausibility, NamesIdsThatAreNoIds) {
    EXPECT_THAT(rows_of(id_findings(cohort_of(followed({"NA", "a", "Mean", "Nat", "Total"}, "01010"))), "id is no id"),
                ElementsAre(0U, 2U, 4U));
}

TEST(Plausibility, NamesIdsThatAreSpoilt) {
    const auto found = id_findings(
        cohort_of(followed({"1.23457E+11", "2E5x", "P\u200b7", std::string(101, 'x'), "e+1", "3e+4"}, "010101")));
    EXPECT_THAT(rows_of(found, "id unseen"), ElementsAre(2U));
    EXPECT_THAT(rows_of(found, "id shortened"), ElementsAre(0U, 5U));
    EXPECT_THAT(rows_of(found, "id is no id"), ElementsAre(3U));
}

// 1.75 m and 80 kg are 26 kg/m2; 80 kg are 176 lb, which read as kg make 57; 1.75 m are 69 in.
TEST(Plausibility, NamesColumnsOfPoundsAndInches) {
    const auto told = [](const std::string& body) {
        std::string csv = "patient_id,response,height_cm,weight_kg\n";
        for (int i = 0; i < 5; ++i) csv += "x" + std::to_string(i) + (i % 2 ? ",1," : ",0,") + body + "\n";
        const auto found = kinds(physiology_findings(cohort_of(csv)));
        return std::ranges::find(found, "unit of height or weight") != found.end();
    };
    EXPECT_FALSE(told("175,80"));
    EXPECT_TRUE(told("175,176"));
    EXPECT_TRUE(told("69,80"));
}

// The middle two of six are 40 and 43 kg/m2: their mean lies below the limit of 42, the upper of them above it.
TEST(Plausibility, TheMedianOfAnEvenNumberIsTheMeanOfTheMiddleTwo) {
    std::string csv = "patient_id,response,height_cm,weight_kg\n";
    for (const auto* body : {"a,0,100,25", "b,1,100,26", "c,0,100,40", "d,1,100,43", "e,0,100,45", "f,1,100,46"})
        csv += std::string(body) + "\n";
    const auto found = kinds(physiology_findings(cohort_of(csv)));
    EXPECT_EQ(std::ranges::find(found, "unit of height or weight"), found.end());
}

TEST(Plausibility, KnownNamesAreFoundBesideTheirUnits) {
    EXPECT_EQ(near_name("LVEF (%)"), "lvef_pct");
    EXPECT_EQ(near_name("QRS duration [ms]"), "qrs_duration_ms");
    EXPECT_EQ(near_name("age"), "age_y");
    EXPECT_EQ(near_name("lvef_pct"), std::nullopt);
    EXPECT_EQ(near_name("lvef_6m"), std::nullopt);
}

TEST(Plausibility, NamesIdsThatTell) {
    EXPECT_THAT(
        rows_of(id_findings(cohort_of(followed({"x1", "1954-03-12", "p19540312", "12031954", "99999999"}, "01010"))),
                "id holds a date"),
        ElementsAre(1U, 2U, 3U));
    std::vector<std::string> sorted, letters, plain;
    std::string first_half, mixed;
    for (int i = 0; i < 24; ++i) {
        sorted.push_back("p" + std::to_string(100 + i));
        letters.push_back((i % 2 == 0 ? "R" : "N") + std::to_string(100 + i));
        first_half += i < 12 ? '1' : '0';
        mixed += i % 2 == 0 ? '1' : '0';
    }
    EXPECT_THAT(kinds(id_findings(cohort_of(followed(sorted, first_half)))),
                ElementsAre("order tells the outcome", "id tells the outcome"));
    EXPECT_THAT(kinds(id_findings(cohort_of(followed(letters, mixed)))), ElementsAre("id tells the outcome"));
    EXPECT_THAT(kinds(id_findings(cohort_of(followed(sorted, mixed)))), IsEmpty());
}

TEST(Plausibility, NamesDatesBesideLetters) {
    const auto dated = [](const std::vector<std::string>& ids) {
        std::string outcomes;
        for (std::size_t i = 0; i < ids.size(); ++i) outcomes += i % 2 == 0 ? '1' : '0';
        return rows_of(id_findings(cohort_of(followed(ids, outcomes))), "id holds a date");
    };
    EXPECT_THAT(dated({"PT-20190312", "2019-03-12_a", "K12.03.1957", "x_2019_03_12", "12MAR1957", "M 3. Okt. 2019",
                       "dob03/12/1957"}),
                ElementsAre(0U, 1U, 2U, 3U, 4U, 5U, 6U));
    EXPECT_THAT(dated({"PT-2019-031", "K1957", "A-31.13.1957", "17.25.1957", "20191332", "C-12-3", "1-2-3-4"}),
                IsEmpty())
        << "a year and a number, and days that no calendar has";
    // Six digits may be any number; six digits that are a day each time are dates.
    EXPECT_THAT(dated({"K120357", "K010248", "K311260", "K150755", "K280249"}), ElementsAre(0U, 1U, 2U, 3U, 4U));
    EXPECT_THAT(dated({"K120357", "K998877", "K456701", "K777777", "K280249"}), IsEmpty());
    EXPECT_THAT(dated({"300101", "300112", "300123", "300308", "300417", "300528", "300630"}), IsEmpty())
        << "numbers that follow one another";
    EXPECT_THAT(dated({"12.03.57a", "1.2.48b", "31.12.60c", "15.7.55d", "28.2.49e"}), ElementsAre(0U, 1U, 2U, 3U, 4U));
}

TEST(Plausibility, NamesIdsWhoseOrderFollowsTheOutcome) {
    std::vector<std::string> shuffled, by_visit, behind, few;
    std::string outcomes, mixed;
    for (int i = 0; i < 24; ++i) {
        const int place = i * 7 % 24;  // the rows are in no order, the ids are
        const std::string two = (place < 10 ? "0" : "") + std::to_string(place);
        shuffled.push_back(std::string(1, static_cast<char>('A' + place)) + "-17x" + std::to_string(i % 3));
        by_visit.push_back("2019-03-" + std::to_string(place + 1) + "_" +
                           std::string(1, static_cast<char>('a' + i % 5)));
        behind.push_back(std::to_string(100 + place) + (place < 12 ? "r" : "n"));
        outcomes += place < 12 ? '1' : '0';
    }
    EXPECT_THAT(kinds(id_findings(cohort_of(followed(shuffled, outcomes)))), Contains("id tells the outcome"));
    EXPECT_THAT(kinds(id_findings(cohort_of(followed(by_visit, outcomes)))), Contains("id tells the outcome"));
    EXPECT_THAT(kinds(id_findings(cohort_of(followed(behind, outcomes)))), Contains("id tells the outcome"));
    // Five before five: p is 0.008 and cannot be less, but all of one outcome stand before all of the other.
    EXPECT_THAT(kinds(id_findings(
                    cohort_of(followed({"p1", "p3", "p5", "p2", "p4", "p9", "p7", "p6", "p8", "p10"}, "1111100000")))),
                ElementsAre("order tells the outcome", "id tells the outcome"));
}

TEST(Plausibility, SaysWhenNothingCanBeEvaluated) {
    EXPECT_FALSE(not_evaluable(cohort_of(followed({"a", "b", "c", "d"}, "0101"))));
    EXPECT_EQ(not_evaluable(cohort_of(followed({"a", "b", "c", "d"}, "0000"))).value().hint,
              "No number of folds helps");
    EXPECT_EQ(not_evaluable(cohort_of(followed({"a", "b", "c", "d"}, "1000"))).value().hint,
              "No number of folds helps");
    EXPECT_EQ(not_evaluable(cohort_of("patient_id,response\na,\nb,\n")).value().what, "no patient has an outcome");
}

}  // namespace
}  // namespace synchrony::cohort
