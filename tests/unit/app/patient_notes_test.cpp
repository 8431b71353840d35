// What is said of patients whose files make doubtful whose they are.
#include "patient_notes.hpp"

#include <gtest/gtest.h>

namespace synchrony::app {
namespace {

OfPatient of(const std::string& patient, const std::string& id, const std::string& name = {},
             const std::string& birth = {}, const std::string& sex = {}) {
    OfPatient one{patient, {}};
    one.said.id = id, one.said.name = name, one.said.birth_date = birth, one.said.sex = sex;
    return one;
}

std::string notes_on(const std::vector<OfPatient>& recordings) {
    std::string all;
    for (const auto& note : patient_notes(recordings)) all += note + "\n";
    return all;
}

bool says(const std::string& notes, const std::string& words) {
    return notes.find(words) != std::string::npos;
}

TEST(PatientNotes, NothingIsDoubtful) {
    EXPECT_EQ(notes_on({}), "");
    EXPECT_EQ(notes_on({of("P1", "17", "Doe, Jane", "1951-02-03", "female"), of("P1", "17", "DOE^JANE", "1951-02-03"),
                        of("P2", "18", "Roe, Ann", "1952-02-03", "female")}),
              "");
    EXPECT_EQ(notes_on({of("P1", "", "Doe, Jane", "1951-02-03"), of("P1", "", "Jane^Doe", "1951-02-03")}), "");
    EXPECT_EQ(notes_on({of("P1", "UNKNOWN"), of("P2", "unknown")}), "") << "nobody's";
}

TEST(PatientNotes, SpellingsOfIdsAndOfNames) {
    EXPECT_TRUE(says(notes_on({of("P1", "P007"), of("P2", "p7")}), "1 patient whose id stands in several spellings"));
    const auto accents =
        notes_on({of("P1", "", "Muñoz, José", "1951-02-03"), of("P1", "", "MUNOZ^JOSE", "1951-02-03")});
    EXPECT_TRUE(says(accents, "name stands in several spellings")) << accents;
    EXPECT_FALSE(says(accents, "Mu")) << "no name";
}

TEST(PatientNotes, ContradictionsUnderOneId) {
    EXPECT_TRUE(says(notes_on({of("P1", "17", "", "", "male"), of("P1", "17", "", "", "female")}),
                     "contradict each other in sex or date of birth: P1."));
    EXPECT_TRUE(says(notes_on({of("P1", "17", "", "1951-02-03"), of("P1", "17", "", "1952-02-03")}),
                     "contradict each other in sex or date of birth: P1."));
    EXPECT_TRUE(says(notes_on({of("P1", "17", "Doe, Jane"), of("P1", "17", "Smith^Bob")}), "share no word: P1."));
    EXPECT_EQ(notes_on({of("P1", "17", "Doe, Jane"), of("P1", "17", "Miller^Jane")}), "") << "who married";
    EXPECT_EQ(notes_on({of("P1", "17", "Doe, Jane"), of("P1", "17", "Unknown")}), "") << "nobody's name";
    EXPECT_EQ(notes_on({of("P1", "17", "Wang Xiaodong"), of("P1", "17", "王小东")}), "") << "other letters";
}

}  // namespace
}  // namespace synchrony::app
