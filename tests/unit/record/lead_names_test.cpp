// Spellings of lead names and units as they are met in exports; the standard names are those of IEC 60601-2-25.
#include "synchrony/record/lead_names.hpp"

#include <gtest/gtest.h>

#include "synchrony/record/ecg.hpp"

namespace synchrony::record {
namespace {

TEST(LeadNames, EverySpellingOfEveryStandardLead) {
    for (const auto lead : standard_leads()) {
        const std::string name(lead);
        for (const std::string& spelling :
             {name, "LEAD_" + name, "Lead " + name, "Lead-" + name, "lead" + name, "ECG " + name, "ECG Lead " + name,
              "ecg_lead_" + name, "EKG_" + name, "MDC_ECG_LEAD_" + name, "Ableitung " + name, " " + name + " ",
              "'" + name + "'", name + " lead", "Channel " + name, "ECG " + name + "-Ref",
              "Lead " + name + " (Einthoven)", "Lead " + name + ", augmented voltage"})
            EXPECT_EQ(standard_lead_name(spelling), name) << spelling;
        for (const bool upper : {true, false}) {
            std::string other = name;
            for (char& c : other) c = static_cast<char>(upper ? std::toupper(c) : std::tolower(c));
            EXPECT_EQ(standard_lead_name(other), name) << other;
        }
    }
    for (const auto& [spelling, name] : std::vector<std::pair<std::string, std::string>>{{"DI", "I"},
                                                                                         {"D1", "I"},
                                                                                         {"DII", "II"},
                                                                                         {"D2", "II"},
                                                                                         {"DIII", "III"},
                                                                                         {"Lead 1", "I"},
                                                                                         {"LEAD_2", "II"},
                                                                                         {"C1", "V1"},
                                                                                         {"c6", "V6"},
                                                                                         {"V-3", "V3"},
                                                                                         {"V 4", "V4"},
                                                                                         {"a VR", "aVR"},
                                                                                         {"aV-F", "aVF"}})
        EXPECT_EQ(standard_lead_name(spelling), name) << spelling;
}

TEST(LeadNames, WhatIsAnotherLeadStaysAnother) {
    for (const std::string name :
         {"MLII", "ML2", "V7", "V3R", "-aVR", "II (mod.)", "CM5", "ECG", "ECG1", "EKG 2", "Vx"}) {
        EXPECT_FALSE(is_standard_lead(name)) << name;
        EXPECT_EQ(standard_lead_name(name), name);
        EXPECT_TRUE(is_lead_name(name)) << name;
    }
    for (const std::string name : {"HR", "label", "1", "Pleth", "VR", "V", "V10", "ABP", "index", "SpO2", "", "lead",
                                   "Resp", "ECG quality", "IV", "aV"}) {
        EXPECT_FALSE(is_standard_lead(name)) << name;
        EXPECT_FALSE(is_lead_name(name)) << name;
    }
}

// Cabrera's order holds aVR turned over: read as aVR, all of it would stand upside down.
TEST(LeadNames, TheSignOfALeadStays) {
    for (const auto& [spelling, name] : std::vector<std::pair<std::string, std::string>>{{"ECG -aVR", "-aVR"},
                                                                                         {"Lead -aVR", "-aVR"},
                                                                                         {"EKG -III", "-III"},
                                                                                         {"Lead -avr", "-aVR"},
                                                                                         {"ECG-V1", "V1"},
                                                                                         {"ECG V1 -Ref", "V1"},
                                                                                         {"ECG V1-Ref", "V1"}}) {
        EXPECT_EQ(standard_lead_name(spelling), name) << spelling;
        EXPECT_TRUE(is_lead_name(spelling)) << spelling;
        EXPECT_EQ(is_standard_lead(spelling), !name.starts_with('-')) << spelling;
    }
}

TEST(LeadNames, UnitsLeaveTheName) {
    struct Case {
        std::string text, name;
        std::optional<std::string> unit;
    };
    for (const auto& c : std::vector<Case>{{"I (uV)", "I", "uV"},
                                           {"II [mV]", "II", "mV"},
                                           {"I_mV", "I", "mV"},
                                           {"aVF uV", "aVF", "uV"},
                                           {"V1-uV", "V1", "uV"},
                                           {"V2.mV", "V2", "mV"},
                                           {"V3(\xc2\xb5V)", "V3", "\xc2\xb5V"},
                                           {"I (adu)", "I", "adu"},
                                           {"PLETH [NU]", "PLETH", "NU"},
                                           {"II (mod.)", "II (mod.)", std::nullopt},
                                           {"Lead I (Einthoven)", "Lead I (Einthoven)", std::nullopt},
                                           {"Lead_V", "Lead_V", std::nullopt},
                                           {"V6", "V6", std::nullopt},
                                           {"lead_II", "lead_II", std::nullopt}}) {
        const auto split = split_unit(c.text);
        EXPECT_EQ(split.name, c.name);
        EXPECT_EQ(split.unit, c.unit) << c.text;
    }
    EXPECT_EQ(millivolts_per("Volts"), 1e3);
    EXPECT_FALSE(millivolts_per("adu"));
}

TEST(LeadNames, NamesThatOneFileDecides) {
    using Names = std::vector<std::string>;
    struct Case {
        Names names;
        std::string_view name, is;
        bool eeg;
    };
    for (const auto& [names, name, is, eeg] :
         std::vector<Case>{{{"I", "C3"}, "C3", "V3", false},  // IEC's chest leads beside a limb lead
                           {{"C1", "C2", "C3", "C4", "C5", "C6"}, "C6", "V6", false},  // all of them
                           {{"C3", "C4", "A1"}, "C3", "C3", false},                    // polysomnogram: no name tells
                           {{"C3", "C4", "ECG"}, "C3", "V3", false},                   // the ECG's word beside it
                           {{"Fp1", "C3", "ECG"}, "C3", "C3", true},                   // 10-20 system
                           {{"FC5", "C1", "C2", "C3", "C4", "C5", "C6"}, "C1", "C1", true},
                           {{"C3", "Cz"}, "C3", "C3", true},
                           {{"EEG C3", "C3"}, "C3", "C3", true},
                           {{"A1", "D1", "D2", "D3", "D32"}, "D1", "D1", false},  // a cap's rows
                           {{"I", "C1", "C6", "C7"}, "C1", "C1", false},
                           {{"D2"}, "D2", "II", false},
                           {{"Fp1", "ECG", "V1"}, "V1", "V1", true},
                           {{"P1", "P3", "II"}, "II", "II", false}}) {  // pressures of a catheter laboratory
        const NamesTogether together(names);
        EXPECT_EQ(together.standard_lead_name(name), is) << names.front() << ' ' << name;
        EXPECT_EQ(together.eeg(), eeg) << names.front() << ' ' << name;
    }
}

}  // namespace
}  // namespace synchrony::record
