// A time to the event from dates; days between dates by Python: (date(2020,3,1)-date(2019,3,12)).days and so on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "import_lines.hpp"

namespace synchrony::tables {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> cells_of(const ImportedTable& table, const std::string& name) {
    const auto at = std::ranges::find(table.header, name) - table.header.begin();
    if (at == static_cast<std::ptrdiff_t>(table.header.size())) return {"no " + name};
    std::vector<std::string> cells;
    for (const auto& row : table.rows) cells.push_back(row.at(static_cast<std::size_t>(at)));
    return cells;
}

const std::vector<std::vector<std::string>> german_dates = {
    {"Pat-Nr.", "Implantation", "Todesdatum", "HTx-Datum", "Letzter Kontakt"},
    {"1", "12.03.2019", "01.03.2020", "", "15.01.2020"},  // died after 355 days
    {"2", "13.05.2018", "", "", "13.05.2021"},            // followed for 1096 days
    {"3", "01.02.2020", "01.02.2022", "01.02.2021", ""},  // transplant after 366 days, then died
    {"4", "28.02.2017", "", "", ""}};                     // nobody knows

TEST(FollowUp, IsMadeOfDatesAndNoDateIsKept) {
    const auto table = import_lines(german_dates);
    EXPECT_EQ(first_fault(table), "");
    EXPECT_THAT(table.header, ElementsAre("patient_id", "follow_up_y", "death_or_transplant"));
    EXPECT_THAT(cells_of(table, "follow_up_y"), ElementsAre("0.972", "3.001", "1.002", ""));
    EXPECT_THAT(cells_of(table, "death_or_transplant"), ElementsAre("1", "0", "1", ""));
    EXPECT_THAT(table.notes,
                Contains(AllOf(HasSubstr("time from 'Implantation' to 'Todesdatum' or 'HTx-Datum', else to"),
                               HasSubstr("is 1 in 2 patients (1 transplant), 0 in 1; not known of 1 patient"))));
    EXPECT_THAT(table.notes, Contains("survival: evaluate --time follow_up_y --event death_or_transplant"));
    EXPECT_TRUE(table.columns.at(1).known) << "a date that is used is not one that is kept and not used";
    EXPECT_THAT(table.map_text, HasSubstr("follow_up = \"years\""));
    EXPECT_THAT(table.map_text, HasSubstr("as = \"last_contact_date\""));
}

TEST(FollowUp, IsInDaysOrNotMadeByTheMap) {
    ImportSettings settings;
    settings.map.follow_up = "days";
    EXPECT_THAT(cells_of(import_lines(german_dates, settings), "follow_up_d"), ElementsAre("355", "1096", "366", ""));
    settings.map.follow_up = "";
    EXPECT_THAT(import_lines(german_dates, settings).header, ElementsAre("patient_id"));
    const auto map = parse_map("[table]\nfollow_up = \"days\"\nfollowed_until = \"2021-12-31\"\n", "m");
    ASSERT_TRUE(map) << map.error().message();
    EXPECT_EQ(map->follow_up, "days");
    EXPECT_FALSE(parse_map("[table]\nfollow_up = \"weeks\"\n", "m"));
    EXPECT_FALSE(parse_map("[table]\nfollowed_until = \"31.12.2021\"\n", "m"));
}

// One column for both ends, and one that says which: as most registries have it.
TEST(FollowUp, TakesAColumnOfWhoDiedAsEvent) {
    const auto table = import_lines({{"IPP", "Date d'implantation", "Date des dernières nouvelles", "Décès"},
                                     {"a", "12/03/2019", "01/03/2020", "oui"},
                                     {"b", "13/05/2018", "13/05/2021", "non"}});
    EXPECT_EQ(first_fault(table), "");
    EXPECT_THAT(cells_of(table, "follow_up_y"), ElementsAre("0.972", "3.001"));
    EXPECT_THAT(cells_of(table, "deces"), ElementsAre("1", "0"));
    EXPECT_THAT(table.notes, Contains("survival: evaluate --time follow_up_y --event deces"));
}

TEST(FollowUp, ReadsWhetherSomebodyLives) {
    const auto table = import_lines({{"ID", "Vitalstatus"}, {"1", "lebt"}, {"2", "verstorben"}, {"3", ""}});
    EXPECT_THAT(cells_of(table, "vitalstatus"), ElementsAre("0", "1", ""));
    // 1 may be alive, so a status in figures is left as it is.
    EXPECT_THAT(cells_of(import_lines({{"ID", "Vital status"}, {"1", "1"}, {"2", "2"}}), "vital_status"),
                ElementsAre("1", "2"));
}

TEST(FollowUp, TheMapThatWasWrittenNamesTheSameEvent) {
    const std::vector<std::vector<std::string>> lines = {
        {"Nº historia", "F. implante", "Fecha último contacto", "Estado vital"},
        {"1", "13/05/2018", "13/05/2021", "vivo"},
        {"2", "28/11/2017", "28/11/2020", "fallecido"}};
    const auto first = import_lines(lines);
    EXPECT_THAT(first.notes, Contains("survival: evaluate --time follow_up_y --event estado_vital"));
    ImportSettings settings;
    settings.map = parse_map(first.map_text, "m").value_or(TableMap{});
    EXPECT_THAT(import_lines(lines, settings).notes,
                Contains("survival: evaluate --time follow_up_y --event estado_vital"));
}

TEST(FollowUp, SomebodyWhoDiedOnAnUnknownDayIsNotFollowedToTheLastContact) {
    const auto table = import_lines({{"ID", "Implant date", "Date of death", "Last contact", "Dead"},
                                     {"1", "2019-03-12", "", "2020-03-01", "yes"},
                                     {"2", "2018-05-13", "", "2021-05-13", "no"},
                                     {"3", "2019-03-12", "2020-03-01", "", "yes"}});
    EXPECT_THAT(cells_of(table, "follow_up_y"), ElementsAre("", "3.001", "0.972"));
    EXPECT_THAT(cells_of(table, "death"), ElementsAre("", "0", "1"));
}

TEST(FollowUp, AsksUntilWhenPatientsWereFollowed) {
    const std::vector<std::vector<std::string>> lines = {
        {"ID", "Implant date", "Date of death"}, {"1", "2019-03-12", "2020-03-01"}, {"2", "2018-05-13", ""}};
    const auto asked = import_lines(lines);
    EXPECT_THAT(asked.header, ElementsAre("patient_id"));
    EXPECT_THAT(asked.notes, Contains(HasSubstr("until when were those without one followed?")));
    EXPECT_THAT(asked.map_text, HasSubstr("# followed_until = "));
    ImportSettings settings;
    settings.map.followed_until = "2021-05-13";
    EXPECT_THAT(cells_of(import_lines(lines, settings), "follow_up_y"), ElementsAre("0.972", "3.001"));
}

// Without the date itself: messages go to logs.
TEST(FollowUp, ADateBeforeTheImplantIsAFault) {
    const auto table = import_lines(
        {{"ID", "Implant date", "Last contact"}, {"1", "2019-03-12", "2018-03-01"}, {"2", "2018-05-13", "2021-05-13"}});
    EXPECT_THAT(first_fault(table),
                AllOf(HasSubstr("first in row 2: 1 date lies before the implant"), Not(HasSubstr("2018-03-01"))));
    const auto broken = import_lines({{"ID", "Implant date", "Last contact"},
                                      {"1", "2019-03-12", "2020-03-01"},
                                      {"2", "2018-05-13", "2021-05-13"},
                                      {"3", "2018-05-13", "lost"}});
    EXPECT_THAT(first_fault(broken), AllOf(HasSubstr("first in row 4: 1 cell is no date"), Not(HasSubstr("lost"))));
}

TEST(FollowUp, ReadsYearsOfTwoDigitsAndTheOrderOfTheOthers) {
    const auto table = import_lines({{"Nr.", "geb.", "Implantationsdatum", "Letzte Kontrolle"},
                                     {"1", "13.05.31", "12.03.19", "01.03.20"},
                                     {"2", "29.02.60", "13.05.18", "13.05.21"}});
    EXPECT_EQ(first_fault(table), "");
    EXPECT_THAT(cells_of(table, "age_y"), ElementsAre("87", "58"));
    EXPECT_THAT(cells_of(table, "follow_up_y"), ElementsAre("0.972", "3.001"));
    const auto slashes = import_lines({{"ID", "Fecha de implante", "Fecha último contacto", "Fecha de éxitus"},
                                       {"1", "13/05/2018", "13/05/2021", ""},
                                       {"2", "12/03/2019", "", "01/03/2020"}});
    EXPECT_EQ(first_fault(slashes), "") << "1 March, since the implants' days stand first";
    EXPECT_THAT(cells_of(slashes, "follow_up_y"), ElementsAre("3.001", "0.972"));
    EXPECT_THAT(slashes.notes, Contains(HasSubstr("were read as in the table's other dates: day/month/year")));
}

// Born in 1950 and implanted in 2020: 70 years; born in 1960: 60.
TEST(FollowUp, AnAgeThatDatesContradictIsNamed) {
    const auto table = import_lines({{"ID", "Age", "Date of birth", "Implant date"},
                                     {"1", "70", "1950-01-31", "2020-06-01"},
                                     {"2", "74", "1960-01-31", "2020-06-01"},
                                     {"3", "59", "1960-12-31", "2020-06-01"}});
    EXPECT_EQ(first_fault(table), "");
    EXPECT_THAT(cells_of(table, "age_y"), ElementsAre("70", "74", "59"));
    EXPECT_THAT(table.notes, Contains(AllOf(HasSubstr("2 years or more"), HasSubstr("in 1 row: 3;"))));
}

TEST(FollowUp, IsNotMadeWithoutADayToCountFrom) {
    const auto table = import_lines({{"ID", "Date of death", "Age"}, {"1", "2020-03-01", "60"}, {"2", "", "61"}});
    EXPECT_THAT(table.header, ElementsAre("patient_id", "age_y"));
    EXPECT_THAT(table.faults, IsEmpty());
    EXPECT_THAT(table.notes, Contains(HasSubstr("as = \"implant_date\" in the map")));
}

}  // namespace
}  // namespace synchrony::tables
