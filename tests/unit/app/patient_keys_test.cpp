// Which recordings are of one patient, and that their dates move together.
#include "patient_keys.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/temporary_folder.hpp"

namespace synchrony::app {
namespace {

Whose whose(const std::string& file, const std::string& samples, const std::string& id = {},
            const std::string& name = {}, const std::string& birth = {}) {
    Whose one{{}, file, samples};
    one.patient.id = id, one.patient.name = name, one.patient.birth_date = birth;
    return one;
}

/// Study number and shift of each, as convert asks for them.
std::vector<Pseudonym> given_by(Pseudonyms& map, const std::vector<Whose>& recordings) {
    std::vector<Pseudonym> given;
    for (const auto& key : patient_keys(recordings, map)) given.push_back(map.of(key));
    return given;
}

TEST(PatientKeys, OneIdIsOnePatient) {
    Pseudonyms map;
    const auto given = given_by(map, {whose("a", "1", "4711"), whose("b", "2", "4711"), whose("c", "3", "4712")});
    EXPECT_EQ(given[0].study_number, "P00001");
    EXPECT_EQ(given[1].study_number, "P00001");
    EXPECT_EQ(given[1].shift_days, given[0].shift_days);
    EXPECT_EQ(given[2].study_number, "P00002");
}

TEST(PatientKeys, ANameAndABirthDateTellThePatientOfAnIdToo) {
    Pseudonyms map;
    const auto given = given_by(map, {whose("a.edf", "1", "", "Quentin Zzyzx", "1951-02-03"),
                                      whose("a.dcm", "2", "4711", "Zzyzx^Quentin", "1951-02-03"),
                                      whose("b.dcm", "3", "0", "ZZYZX, Quentin", "1951-02-03"),
                                      whose("c.dcm", "4", "", "Quentin Zzyzx", "1951-02-04")});
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(given[i].study_number, "P00001") << i;
        EXPECT_EQ(given[i].shift_days, given[0].shift_days) << i;
    }
    EXPECT_EQ(given[3].study_number, "P00002") << "born on another day";
}

TEST(PatientKeys, AccentsAndTheOrderOfWordsMakeNoOtherPerson) {
    const test::TemporaryFolder folder;
    Pseudonyms map;
    const auto given = given_by(map, {whose("a", "1", "", "Muñoz Peña, José", "1951-02-03"),
                                      whose("b", "2", "", "MUNOZ PENA^JOSE", "1951-02-03"),
                                      whose("c", "3", "", "Jose Munoz Pena", "1951-02-03"),
                                      whose("d", "4", "", "Muñoz Peña, Josefa", "1951-02-03")});
    EXPECT_EQ(given[1].study_number, given[0].study_number);
    EXPECT_EQ(given[2].study_number, given[0].study_number);
    EXPECT_NE(given[3].study_number, given[0].study_number);
    ASSERT_TRUE(map.write(folder / "map.csv"));
    auto later = Pseudonyms::read(folder / "map.csv");
    ASSERT_TRUE(later) << later.error().message();
    const auto again = given_by(*later, {whose("e", "5", "", "PEÑA^MUÑOZ^JOSÉ", "1951-02-03")});
    EXPECT_EQ(again[0].study_number, given[0].study_number) << "a spelling that the run before has not seen";
    EXPECT_EQ(again[0].shift_days, given[0].shift_days);
}

TEST(PatientKeys, NobodysNameMakesNoPerson) {
    Pseudonyms map;
    const auto given =
        given_by(map, {whose("a", "1", "NULL", "Unknown^Unknown", "1951-02-03"),
                       whose("b", "2", "TEST", "Unknown^Unknown", "1951-02-03"),
                       whose("c", "3", "", "Anonymized^Patient"), whose("d", "4", "", "Anonymized^Patient")});
    for (std::size_t i = 0; i < given.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) EXPECT_NE(given[i].study_number, given[j].study_number) << i << j;
}

TEST(PatientKeys, TwoIdsOfOneNameAreTwoPatients) {
    Pseudonyms map;
    const auto given =
        given_by(map, {whose("a", "1", "4711", "Q Z", "1951-02-03"), whose("b", "2", "4712", "Q Z", "1951-02-03")});
    EXPECT_NE(given[0].study_number, given[1].study_number);
}

TEST(PatientKeys, CopiesThatSayNothingBelongToThePatientWhoseRecordingItIs) {
    Pseudonyms map;
    const auto given =
        given_by(map, {whose("copy.csv", "same"), whose("a.dcm", "same", "4711"), whose("other.csv", "other"),
                       whose("again.csv", "other"), whose("third.csv", "third")});
    EXPECT_EQ(given[0].study_number, given[1].study_number);
    EXPECT_EQ(given[0].shift_days, given[1].shift_days);
    EXPECT_EQ(given[2].study_number, given[3].study_number);
    EXPECT_EQ(given[2].shift_days, given[3].shift_days);
    EXPECT_NE(given[2].study_number, given[1].study_number);
    EXPECT_NE(given[4].study_number, given[2].study_number);
}

// A slip, or one person under two ids: numbers of their own, since nobody can know, but dates that move together, or
// one file would tell the other's shift.
TEST(PatientKeys, OneRecordingUnderTwoIdsMovesByOneShift) {
    for (int again = 0; again < 20; ++again) {
        Pseudonyms map;
        const auto given =
            given_by(map, {whose("a", "same", "4711"), whose("b", "same", "4712"), whose("c", "x", "4712")});
        EXPECT_NE(given[0].study_number, given[1].study_number);
        EXPECT_EQ(given[0].shift_days, given[1].shift_days);
        EXPECT_EQ(given[1].study_number, given[2].study_number);
    }
}

TEST(PatientKeys, WhatTheMapKnowsStays) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "map.csv")
        << "patient,study_number,shift_days\nfile old.csv,P00007,-100\n\"Q Z, 1951-02-03\",P00008,50\n";
    auto map = Pseudonyms::read(folder / "map.csv");
    ASSERT_TRUE(map) << map.error().message();
    const auto given =
        given_by(*map, {whose("old.csv", "1"), whose("copy.csv", "1"), whose("n", "2", "", "Q Z", "1951-02-03"),
                        whose("i", "3", "4711", "Z^Q", "1951-02-03"), whose("new.csv", "4")});
    EXPECT_EQ(given[0].study_number, "P00007") << "maps of older versions name files";
    EXPECT_EQ(given[1].study_number, "P00007");
    EXPECT_EQ(given[2].study_number, "P00008");
    EXPECT_EQ(given[3].study_number, "P00008") << "whom a run before knew by name alone";
    EXPECT_EQ(given[4].study_number, "P00009");
    ASSERT_TRUE(map->write(folder / "map.csv"));
    auto later = Pseudonyms::read(folder / "map.csv");
    ASSERT_TRUE(later) << later.error().message();
    const auto again = given_by(*later, {whose("elsewhere/new.csv", "4"), whose("i", "3", "4711")});
    EXPECT_EQ(again[0].study_number, "P00009") << "the same samples in another folder";
    EXPECT_EQ(again[0].shift_days, given[4].shift_days);
    EXPECT_EQ(again[1].study_number, "P00008") << "the id alone, now";
    EXPECT_EQ(again[1].shift_days, 50);
}

TEST(PatientKeys, ACopyThatSaysNothingIsKnownInALaterRunToo) {
    const test::TemporaryFolder folder;
    Pseudonyms map;
    const auto given = given_by(map, {whose("a.dcm", "same", "4711"), whose("copy.csv", "same")});
    ASSERT_TRUE(map.write(folder / "map.csv"));
    auto later = Pseudonyms::read(folder / "map.csv");
    ASSERT_TRUE(later) << later.error().message();
    const auto alone = given_by(*later, {whose("third/copy.csv", "same")});
    EXPECT_EQ(alone[0].study_number, given[0].study_number);
    EXPECT_EQ(alone[0].shift_days, given[0].shift_days);
}

TEST(PatientKeys, ANumberWithTwoShiftsIsADamagedMap) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "map.csv") << "patient,study_number,shift_days\na,P00001,5\nb,P00001,6\n";
    const auto map = Pseudonyms::read(folder / "map.csv");
    ASSERT_FALSE(map);
    EXPECT_NE(map.error().message().find("two shifts"), std::string::npos) << map.error().message();
}

}  // namespace
}  // namespace synchrony::app
