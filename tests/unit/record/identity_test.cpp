#include <gtest/gtest.h>

#include "synchrony/record/simulated.hpp"

#include "synchrony/record/identity.hpp"

namespace synchrony::record {
namespace {

TEST(Identity, WhatGoesAndWhatStays) {
    Ecg ecg;
    ecg.leads = {{"I", "mV", {1, 2}, {}}};
    ecg.record_name = "Muster_Erika";
    ecg.comments = {"Erika"};
    ecg.start_time = "2020-01-02T03:04:05";
    ecg.facts.zone_minutes = 60;
    ecg.facts.patient = {"17", "Erika Muster", "1925-02-28", "female", 95.0};
    ecg.facts.notes = {{1.0, {}, "Erika moves"}};
    ecg.facts.printed.qrs_ms = 120;
    ecg.facts.printed.statements = {"Confirmed by Dr X"};
    ecg.facts.device = {"GE", "MAC", "10"};
    ecg.stored_beats = {ecg};
    const auto out = without_identity(ecg);
    for (const auto* part : {&out, &out.stored_beats.at(0)}) {
        EXPECT_EQ(part->facts.patient, (PatientFields{"", "", "", "female", 90.0}));
        EXPECT_TRUE(part->comments.empty() && part->facts.notes.empty() && part->record_name.empty());
        EXPECT_FALSE(part->start_time);
        EXPECT_FALSE(part->facts.zone_minutes) << "summer time tells the season";
        EXPECT_TRUE(part->facts.printed.statements.empty());
        EXPECT_EQ(part->facts.printed.qrs_ms, 120);
        EXPECT_EQ(part->facts.device, ecg.facts.device);
        EXPECT_EQ(part->leads.at(0).samples, ecg.leads[0].samples);
    }
}

TEST(Identity, TheMarkOfASimulationStays) {
    Ecg ecg;
    ecg.comments = {"Erika", std::string(simulated_comment) + ", seed 1"};
    const auto out = without_identity(ecg);
    EXPECT_TRUE(is_simulated(out));
    EXPECT_EQ(out.comments, std::vector<std::string>{std::string(simulated_comment)});
}

// What carts, archives and people write where they know nobody.
TEST(Identity, PlaceholdersAreNobodysIds) {
    for (const char* id : {"",
                           "0",
                           "00000000",
                           "000-00-0000",
                           "X",
                           "XXXX",
                           "-",
                           "?",
                           "********",
                           "N/A",
                           "NA",
                           "NONE",
                           "NULL",
                           "nil",
                           "UNKNOWN",
                           "Anonymous",
                           "Anonymized",
                           "no id",
                           "NO-ID",
                           "not available",
                           "NOT_AVAILABLE",
                           "TEST",
                           "Test Patient",
                           "EMERGENCY",
                           "deidentified",
                           "999999",
                           "999999999",
                           "999-99-9999",
                           "Unbekannt",
                           "inconnu",
                           "desconocido",
                           "sconosciuto",
                           "onbekend",
                           "nieznany",
                           "НЕИЗВЕСТНО",
                           "不明",
                           "未知",
                           "匿名"})
        EXPECT_TRUE(is_nobodys_id(id)) << id;
    for (const char* id : {"1", "7", "999", "9999", "9999991", "P00001", "TEST1", "Patient 17", "A", "NA12878", "x17"})
        EXPECT_FALSE(is_nobodys_id(id)) << id;
}

TEST(Identity, PlaceholdersAreNobodysNames) {
    for (const char* name : {"",
                             "^",
                             "Anonymous",
                             "Unknown",
                             "Unknown^Unknown",
                             "Anonymized^Patient",
                             "Test^Patient",
                             "NoName",
                             "No Name",
                             "Patient",
                             "UNBEKANNT, UNBEKANNT",
                             "Inconnue",
                             "Desconocido^Paciente",
                             "Sconosciuto",
                             "Onbekend",
                             "Nieznana",
                             "Неизвестно",
                             "Неизвестный",
                             "不明",
                             "未知",
                             "匿名"})
        EXPECT_TRUE(is_nobodys_name(name)) << name;
    for (const char* name :
         {"Doe^Jane", "Null^Christopher", "Test^Anna", "Na, Hye-Jin", "No", "Patient 17", "Li", "王小东"})
        EXPECT_FALSE(is_nobodys_name(name)) << name;
}

TEST(Identity, NamesCompareThoughFormatsSpellThemOtherwise) {
    for (const char* name :
         {"Muñoz Peña, José", "MUNOZ PENA^JOSE", "Jose Munoz_Pena", "Mun\u0303oz Pen\u0303a^Jose\u0301"})
        EXPECT_EQ(comparable_name(name), "jose munoz pena") << name;
    for (const char* name : {"Müller, Hans", "MUELLER^HANS", "Hans Muller"})
        EXPECT_EQ(comparable_name(name), "hans muller") << name;
    EXPECT_EQ(comparable_name("Großmann^Åse"), comparable_name("GROSSMANN, AASE"));
    EXPECT_EQ(comparable_name("O'Brien^Ann"), comparable_name("OBRIEN, ANN"));
    EXPECT_EQ(comparable_name("O’Brien^Ann"), comparable_name("OBRIEN, ANN"));
    EXPECT_NE(comparable_name("Muñoz, José"), comparable_name("Muñoz, Josefa"));
    EXPECT_EQ(comparable_name("王^小东"), "小东 王");
}

TEST(Identity, DatesMoveOverMonthsAndLeapYears) {
    EXPECT_EQ(moved_by_days("2020-02-28T01:02:03.5", 2), "2020-03-01T01:02:03.5");
    EXPECT_EQ(moved_by_days("2021-01-01", -1), "2020-12-31");
    EXPECT_EQ(moved_by_days("2021-02-29", 1), std::nullopt);
    EXPECT_EQ(moved_by_days("yesterday", 1), std::nullopt);
}

TEST(Identity, NamesInFileNames) {
    const PatientFields patient{"4711-X", "M\xc3\xbcller^Hans", "1950-02-28", "", {}};
    EXPECT_TRUE(names_patient("m\xc3\xbcller_2020", patient));
    EXPECT_TRUE(names_patient("ECG-HANS", patient));
    EXPECT_TRUE(names_patient("ecg4711", patient));
    EXPECT_TRUE(names_patient("x_19500228", patient));
    EXPECT_FALSE(names_patient("recording_17", patient));
    EXPECT_TRUE(names_patient("7", {"7", "", "", "", {}}));
    EXPECT_FALSE(names_patient("a", {}));
}

// Zhukov of Жуков: what a transliteration is cannot be known, so that any word may be one.
TEST(Identity, NamesInOtherLetters) {
    for (const char* name : {"\u0416\u0443\u043a\u043e\u0432", "\u0394\u03b9\u03bf\u03bd\u03c5\u03c3\u03b9\u03bf\u03c2",
                             "\u738b^\u5c0f\u4e1c", "Jos\xe9"}) {
        const PatientFields patient{"", name, "", "", {}};
        for (const char* file : {"Zhukov", "wang gbk", "ecg_wang", "12_Li"})
            EXPECT_TRUE(may_spell_patient(file, patient)) << file;
        for (const char* file : {"0815", "ECG_17", "recording 2", "2020-05-01", "p7"})
            EXPECT_FALSE(may_spell_patient(file, patient)) << file;
    }
    EXPECT_TRUE(may_spell_patient("\u0418\u0432\u0430\u043d\u043e\u0432\u0430", {"", "Ivanova, Anna", "", "", {}}));
    const std::string ideographs = "\u5c71\u7530^\u592a\u90ce";
    EXPECT_TRUE(may_spell_patient("Yamada", {"", "", "", "", {}, {ideographs}}));
    EXPECT_FALSE(may_spell_patient("Suzuki", {"", "Yamada^Tarou", "", "", {}, {ideographs}}));
    for (const char* name : {"", "M\u00fcller^Hans", "\u0141ukasz", "Nguy\u1ec5n", "O\u2019Brien", "Mu\u0308ller"})
        EXPECT_FALSE(may_spell_patient("Zhukov", {"", name, "", "", {}})) << name;
}

// What ECGs are called in studies and clinics, whoever's they are; and names that are romanised beside it.
TEST(Identity, WordsOfStudiesNameNobody) {
    const PatientFields patient{"", "\u738b^\u5c0f\u4e1c", "", "", {}};
    for (const char* file : {"baseline",         "visit2",       "crt_pre",    "crt_post",  "pre_implant",
                             "followup_3",       "follow-up 12", "rest_02",    "exam",      "resting",
                             "result",           "case_a",       "day1",       "week_06",   "month3",
                             "patient_baseline", "export_07",    "Befund",     "Ruhe-EKG",  "vor CRT",
                             "nach_CRT",         "avant",        "apr\u00e8s", "ECG repos", "reposo_1",
                             "study 3 site 2"})
        EXPECT_FALSE(may_spell_patient(file, patient)) << file;
    for (const char* file : {"wang", "baseline_wang", "xiaodong", "fu", "no_1", "mo", "week_06_li", "ecgwang", "lane"})
        EXPECT_TRUE(may_spell_patient(file, patient)) << file;
}

TEST(Identity, AgesAbove90AreOne) {
    EXPECT_EQ(told_age(97.0), 90.0);
    EXPECT_EQ(told_age(89.0), 89.0);
    EXPECT_FALSE(ages_lie_apart(90.0, 97.0));
    EXPECT_FALSE(ages_lie_apart(103.0, 88.0));
    EXPECT_TRUE(ages_lie_apart(103.0, 87.0));
    EXPECT_TRUE(ages_lie_apart(62.0, 65.0));
    EXPECT_FALSE(ages_lie_apart(62.0, 64.0));
}

TEST(Identity, NamesAndDatesHoweverTheyAreWritten) {
    const PatientFields patient{"PID4711", "M\u00dcLLER, J\u00dcRGEN", "1941-03-21", "", {}};
    for (const char* name : {"M\u00fcller", "M\u00fcller_vor", "Mu\u0308ller", "J\u00fcrgen", "Muller",
                             "J_MULLER",    "mueller_juergen", "21031941",     "03211941",    "ekg_21.03.1941",
                             "ekg 21-3-41", "410321",          "pid 4711 a",   "4711",        "PID-04711",
                             "1941_3_21",   "ekg19410321b",    "21mar1941",    "3.21.41",     "410321-1234",
                             "2131941",     "March 21, 1941"})
        EXPECT_TRUE(names_patient(name, patient)) << name;
    for (const char* name : {"x", "ekg_17", "ecg 2020-05-01", "3_21", "recording_1941", "47110", "s0410321re"})
        EXPECT_FALSE(names_patient(name, patient)) << name;
    EXPECT_TRUE(names_patient("\u0141ukasz", {"", "LUKASZ", "", "", {}}));
    EXPECT_TRUE(names_patient("\u0438\u0432\u0430\u043d\u043e\u0432",
                              {"", "\u0418\u0412\u0410\u041d\u041e\u0412", "", "", {}}));
    EXPECT_TRUE(names_patient("Li_1", {"", "Li, Wei", "", "", {}}));
    EXPECT_FALSE(names_patient("lead", {"", "Le, An", "", "", {}}));
    for (const char* joined : {"LiW", "WLi", "LiWei", "weili_2"})
        EXPECT_TRUE(names_patient(joined, {"", "Li, Wei", "", "", {}})) << joined;
    for (const char* other : {"limb", "bali", "wlid"})
        EXPECT_FALSE(names_patient(other, {"", "Li, An", "", "", {}})) << other;
}

// Of a maiden name, of a second number, of the file's own UID: all as one would call a file by them.
TEST(Identity, NamesAndNumbersThatAreNotShown) {
    PatientFields patient{"4711", "Doe, Jane", "1950-02-28", "female", {}};
    patient.other_names = {"ZZYZX^Anna", "Rest ECG"};
    patient.other_ids = {"ACC-90210", "1.2.840.113619.2.5.17", "M12"};
    for (const char* name : {"zzyzx_1", "ecg-anna", "90210", "ACC90210_b", "x0090210", "1.2.840.113619.2.5.17",
                             "1_2_840_113619_2_5_17", "M12"})
        EXPECT_TRUE(names_patient(name, patient)) << name;
    for (const char* name : {"ecg_1", "rec 840", "113619", "m", "12", "recording_12"})
        EXPECT_FALSE(names_patient(name, patient)) << name;
}

TEST(Identity, DaysInFileNames) {
    const std::string start = "2024-05-13T09:30:31.5";
    for (const char* name : {"ECG_20240513_093031", "13.05.2024", "05-13-24", "240513", "13may2024", "2024-5-13 b"})
        EXPECT_TRUE(tells_day(name, start)) << name;
    for (const char* name : {"ECG_20240514", "093031", "2024", "rec_513", ""})
        EXPECT_FALSE(tells_day(name, start)) << name;
    EXPECT_FALSE(tells_day("20240513", ""));
    EXPECT_FALSE(tells_day("20240513", "2024"));
}

}  // namespace
}  // namespace synchrony::record
