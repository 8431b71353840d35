// Names and words as tables of hospitals had them that the first lists lacked.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "import_lines.hpp"
#include "synchrony/tables/column_names.hpp"

namespace synchrony::tables {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

ImportedTable table_of(const std::vector<std::vector<std::string>>& lines) {
    auto imported = import_lines(lines);
    for (const auto& fault : imported.faults) ADD_FAILURE() << fault.error("t.csv").message();
    return imported;
}

/// The cells of a column of that name, below the cells of an id.
std::vector<std::string> read_as(const std::string& name, const std::vector<std::string>& cells,
                                 const std::string& target) {
    std::vector<std::vector<std::string>> lines{{"ID", name}};
    for (std::size_t i = 0; i < cells.size(); ++i) lines.push_back({"p" + std::to_string(i), cells[i]});
    const auto table = table_of(lines);
    if (table.header.size() != 2 || table.header[1] != target)
        return {"column " + testing::PrintToString(table.header)};
    std::vector<std::string> read;
    for (const auto& row : table.rows) read.push_back(row[1]);
    return read;
}

TEST(MoreWords, IdsOfSixLanguages) {
    for (const auto* name :
         {"Pat", "Pat.", "Pat-Nr.", "Pat.-Nr.", "N° patient", "Nº paciente", "IPP", "N° IPP", "N.º historia", "Fall-ID",
          "ID paziente", "N. paziente", "登记号", "受试者号", "Nr.", "N°", "lfd. Nr.", "序号"})
        EXPECT_EQ(read_name(name).target, "patient_id") << name;
}

// A counter is the id where there is no other, and left out beside one.
TEST(MoreWords, ACounterIsAnIdOnlyWithoutAnother) {
    EXPECT_THAT(table_of({{"Nr.", "Alter"}, {"1", "60"}, {"2", "70"}}).header, ElementsAre("patient_id", "age_y"));
    const auto both = table_of({{"Nr.", "Pat-Nr.", "Alter"}, {"1", "A7", "60"}, {"2", "A9", "70"}});
    EXPECT_THAT(both.header, ElementsAre("patient_id", "age_y"));
    EXPECT_EQ(both.rows[1][0], "A9");
    EXPECT_THAT(both.columns[0].why_left_out, HasSubstr("counts the rows"));
}

TEST(MoreWords, BeforeAndAfter) {
    for (const auto* name : {"LVESV prä", "LVESV (prä)", "LVESV vor CRT", "VTSVG avant implantation", "ESV pre-implant",
                             "VTS VI antes del implante"})
        EXPECT_EQ(read_name(name).stage, Stage::baseline) << name;
    for (const auto* name : {"EF vor", "EF prä", "FEVG pré", "FEVI basal", "FEVI pre-implante", "EF vor Implantation",
                             "FE basale", "LVEF%", "LVEF[%]", "Ejektionsfraktion vor CRT (%)"})
        EXPECT_EQ(read_name(name).target, "lvef_pct") << name;
    for (const auto* name : {"LVESV post 6 Mo", "LVESV nach 6 Monaten CRT", "VTS M6", "VTSVG à 6 mois post-CRT",
                             "VTSVI a los 6 meses", "VTS dopo 6 mesi", "术后半年左室收缩末期容积"}) {
        EXPECT_EQ(read_name(name).months, 6) << name;
        EXPECT_EQ(read_name(name).target, "lvesv_ml") << name;
    }
    EXPECT_EQ(read_name("LVEF CRT").target, "") << "before or after, nobody can know";
}

TEST(MoreWords, SexesByTheirLetters) {
    EXPECT_THAT(read_as("m/w", {"m", "w"}, "sex"), ElementsAre("M", "F"));
    EXPECT_THAT(read_as("Sexe (H/F)", {"H", "F"}, "sex"), ElementsAre("M", "F"));
    EXPECT_THAT(read_as("H/M", {"H", "M"}, "sex"), ElementsAre("M", "F"));
    EXPECT_THAT(read_as("Sexo", {"V", "M"}, "sex"), ElementsAre("M", "F"));
    EXPECT_THAT(read_as("Sesso", {"maschio", "femmina"}, "sex"), ElementsAre("M", "F"));
    EXPECT_THAT(read_as("性别", {"男", "女"}, "sex"), ElementsAre("M", "F"));
    EXPECT_EQ(read_name("HF").target, "") << "heart failure";
}

TEST(MoreWords, ClassesWithADegreeSign) {
    EXPECT_THAT(read_as("NYHA", {"III°", "II °", "IIIº", "Grad III", "NYHA IIIb", "grado II", "III."}, "nyha"),
                ElementsAre("3", "2", "3", "3", "3", "2", "3"));
}

TEST(MoreWords, BundleBranchBlocks) {
    EXPECT_THAT(read_as("Morphologie QRS", {"BBG complet", "BBD", "BAV", "bloc de branche gauche", "normal"}, "lbbb"),
                ElementsAre("1", "0", "0", "1", "0"));
    EXPECT_THAT(read_as("EKG", {"LSB", "RSB", "kompletter Linksschenkelblock", "schmal"}, "lbbb"),
                ElementsAre("1", "0", "1", "0"));
    EXPECT_THAT(
        read_as("Trastorno de conducción", {"BRI", "BCRIHH", "bloqueo de rama izquierda", "BRD", "estrecho"}, "lbbb"),
        ElementsAre("1", "1", "1", "0", "0"));
    EXPECT_THAT(read_as("QRS形态", {"左束支传导阻滞", "完全性左束支传导阻滞", "右束支传导阻滞", "正常"}, "lbbb"),
                ElementsAre("1", "1", "0", "0"));
    EXPECT_THAT(read_as("Blocco di branca", {"BBS", "blocco di branca sinistra", "BBD"}, "lbbb"),
                ElementsAre("1", "1", "0"));
}

// An incomplete block is no LBBB by any definition's width, and not the absence of one either.
TEST(MoreWords, AnIncompleteBlockIsAsked) {
    RawTable table;
    table.source = "t.csv";
    table.rows = {{1, {"ID", "QRS morphology"}}, {2, {"a", "LBBB"}}, {3, {"b", "incomplete LBBB"}}, {4, {"c", "RBBB"}}};
    const auto imported = import_table(table, {});
    ASSERT_TRUE(imported);
    ASSERT_EQ(imported->faults.size(), 1U);
    EXPECT_THAT(imported->faults[0].error("t.csv").message(), HasSubstr("'incomplete LBBB'"));
}

TEST(MoreWords, CausesOfHeartFailure) {
    EXPECT_THAT(read_as("Ätiologie", {"KHK", "DCM", "ICMP", "valvulär", "ischämische CMP"}, "ischemic"),
                ElementsAre("1", "0", "1", "0", "1"));
    EXPECT_THAT(read_as("Cardiopathie", {"CMI", "CMD", "ischémique", "non ischémique"}, "ischemic"),
                ElementsAre("1", "0", "1", "0"));
    EXPECT_THAT(read_as("Etiología", {"isquémica", "MCD", "no isquémica"}, "ischemic"), ElementsAre("1", "0", "0"));
}

// A column whose name may mean more is not forced: it is kept, or left out as free text.
TEST(MoreWords, ADiagnosisInFreeTextIsNoCause) {
    EXPECT_THAT(table_of({{"ID", "Diagnose", "Alter"},
                          {"1", "Herzinsuffizienz bei Z. n. Myokarditis", "60"},
                          {"2", "dekompensierte Herzinsuffizienz", "70"}})
                    .header,
                ElementsAre("patient_id", "age_y"));
}

// A laboratory's "below the least that is found" among numbers is no text about somebody.
TEST(MoreWords, NumbersWithLimitsOfDetectionAreNamedAsSuch) {
    std::vector<std::vector<std::string>> lines{{"ID", "NT-proBNP (pg/ml)"}};
    for (int i = 0; i < 30; ++i)
        lines.push_back({"p" + std::to_string(i), i % 3 == 0 ? "<125" : std::to_string(210 + 37 * i)});
    const auto table = import_lines(lines);
    ASSERT_EQ(table.columns.size(), 2U);
    EXPECT_THAT(table.columns[1].why_left_out,
                testing::HasSubstr("20 numbers, but 10 cells are none, the first '<125'"));
}

// What was implanted, and when: the cells tell.
TEST(MoreWords, ImplantIsADayOrADevice) {
    const auto devices = table_of({{"ID", "Implantation", "Alter"},
                                   {"1", "CRT-D", "60"},
                                   {"2", "CRT-P", "70"},
                                   {"3", "CRT-D", "65"},
                                   {"4", "CRT-P", "65"}});
    EXPECT_THAT(devices.header, ElementsAre("patient_id", "implantation", "age_y"));
    const auto days =
        table_of({{"ID", "Birth", "Implant"}, {"1", "1950-02-03", "2020-03-04"}, {"2", "1948-05-06", "2021-01-02"}});
    EXPECT_THAT(days.header, ElementsAre("patient_id", "age_y"));
}

TEST(MoreWords, SmokersOfToday) {
    EXPECT_THAT(read_as("Raucher", {"aktiv", "nie", "ja", "nein"}, "smoking"), ElementsAre("1", "0", "1", "0"));
}

}  // namespace
}  // namespace synchrony::tables
