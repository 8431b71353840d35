#include "synchrony/tables/column_names.hpp"

#include <gtest/gtest.h>

namespace synchrony::tables {
namespace {

std::string target(const char* name) {
    return read_name(name).target;
}

TEST(ColumnNames, AreKnownInFiveLanguages) {
    for (const auto* name : {"Gender", "Geschlecht", "Sexe", "Sexo", "性别", "SEX"})
        EXPECT_EQ(target(name), "sex") << name;
    for (const auto* name : {"QRSd", "QRS duration (ms)", "QRS-Dauer", "Durée du QRS", "Duración del QRS", "QRS 时限",
                             "qrs_width_ms", "QRS [msec]"})
        EXPECT_EQ(target(name), "qrs_duration_ms") << name;
    for (const auto* name :
         {"LVEF", "EF", "EF %", "Ejection fraction", "LV-Ejektionsfraktion", "FEVG", "FEVI", "左室射血分数",
          "LVEF (baseline)", "pre-implant LVEF", "Left ventricular ejection fraction (LVEF)"})
        EXPECT_EQ(target(name), "lvef_pct") << name;
    for (const auto* name : {"NYHA", "NYHA class", "NYHA-Klasse", "Classe NYHA", "Clase funcional", "心功能分级(NYHA)"})
        EXPECT_EQ(target(name), "nyha") << name;
    for (const auto* name :
         {"β-blocker", "Beta blockers", "Betablocker", "Bêtabloquant", "Betabloqueante", "β受体阻滞剂"})
        EXPECT_EQ(target(name), "beta_blocker") << name;
}

// What resembles a name and means something else stays unknown.
TEST(ColumnNames, WhatOnlyResemblesIsNotTaken) {
    for (const auto* name :
         {"CAD", "ACE inhibitor", "MRA", "RVEF", "paced QRS", "QRS area", "BNP", "NYHA date", "LVESD"})
        EXPECT_EQ(target(name), "") << name;
}

TEST(ColumnNames, SayWhenAndInWhatUnit) {
    const auto six = read_name("LVESV at 6 months (ml/m²)");
    EXPECT_EQ(six.target, "lvesv_ml");
    EXPECT_EQ(six.stage, Stage::later);
    EXPECT_EQ(six.months, 6);
    EXPECT_EQ(six.unit, "ml/m2");
    for (const auto* name :
         {"LVESV_6mo", "LVESV 6M", "ESV nach 6 Monaten", "VTSVG à 6 mois", "术后6个月左室收缩末期容积",
          "术后6月左室收缩末期容积(ml)", "6 months / LVESV", "LVESV (6 months)"}) {
        EXPECT_EQ(read_name(name).months, 6) << name;
        EXPECT_EQ(target(name), "lvesv_ml") << name;
    }
    EXPECT_EQ(read_name("LVEF 1 year").months, 12);
    EXPECT_EQ(read_name("LVEF follow-up").stage, Stage::later);
    EXPECT_EQ(read_name("Baseline / LVEF").stage, Stage::baseline);
    EXPECT_EQ(read_name("LVESVi").meaning, Meaning::indexed);
    EXPECT_EQ(read_name("Weight (lbs)").unit, "lb");
    EXPECT_EQ(read_name("lvef_pct").unit, "%");
}

TEST(ColumnNames, WhatIsKeptIsNamedSoThatNobodyTakesItForKnownBefore) {
    EXPECT_EQ(tidy_name("LVEF 12mo (%)", read_name("LVEF 12mo (%)")), "lvef_12m");
    EXPECT_EQ(tidy_name("NYHA post", read_name("NYHA post")), "nyha_post");
    EXPECT_EQ(tidy_name("BNP (pg/ml)", read_name("BNP (pg/ml)")), "bnp_pg_ml");
    EXPECT_EQ(tidy_name("BNP Verlauf", read_name("BNP Verlauf")), "bnp_verlauf_post");
    EXPECT_EQ(tidy_name("Follow-up (months)", read_name("Follow-up (months)")), "follow_up_months");
}

// A unit stands behind Chinese without brackets.
TEST(ColumnNames, UnitsBehindChinese) {
    const auto unit_of = [](const char* name, const char* target) {
        const auto reading = read_name(name);
        EXPECT_EQ(reading.target, target) << name;
        return reading.unit.value_or("none");
    };
    EXPECT_EQ(unit_of("身高cm", "height_cm"), "cm");
    EXPECT_EQ(unit_of("体重kg", "weight_kg"), "kg");
    EXPECT_EQ(unit_of("左室收缩末期容积ml", "lvesv_ml"), "ml");
    EXPECT_EQ(unit_of("身高(cm)", "height_cm"), "cm");
}

}  // namespace
}  // namespace synchrony::tables
