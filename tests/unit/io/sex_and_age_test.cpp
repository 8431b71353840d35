// Sex and age as people and devices write them. Truths: dictionaries; ages by hand.
#include <gtest/gtest.h>

#include <functional>
#include <tuple>

#include "support/dicom_builder.hpp"
#include "support/scp_writer.hpp"
#include "support/vendor_xml.hpp"
#include "synchrony/io/npz.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

using Warnings = std::vector<record::Warning>;
const Warnings unread_sex{"sex is written in a way that cannot be read"}, unread_age{"age is no age that can be read"};

record::Ecg read_file_of(const std::string& name, const std::string& bytes) {
    const auto source = memory_source({{name, bytes}});
    const auto ecg = read_ecg(RecordingFile{*source->open(name), name, source});
    EXPECT_TRUE(ecg) << ecg.error().message();
    return ecg ? *ecg : record::Ecg{};
}

record::Ecg muse_person(const std::string& tags) {
    auto xml = test::muse_xml("<PatientDemographics>" + tags + "</PatientDemographics>" +
                              test::muse_wave("Rhythm", {{"II", {1, 2, 3}}}));
    const std::string latin = "ISO-8859-1";
    return read_file_of("m.xml", xml.replace(xml.find(latin), latin.size(), "UTF-8"));
}

record::Ecg muse_gender(const std::string& word) {
    return muse_person("<Gender>" + word + "</Gender>");
}

TEST(Sex, WordsOfManyLanguages) {
    for (const char* word :
         {"MALE",    "M",       "m",         "Male",      "Mann",   "Männlich", "MÄNNLICH",  "maennlich",
          "masc.",   "Homme",   "HOMME",     "Masculin",  "Hombre", "varón",    "Masculino", "Maschio",
          "uomo",    "Homem",   "mannelijk", "Mężczyzna", "Man",    "mand",     "manlig",    "М",
          "Мужской", "мужчина", "муж.",      "男",        "男性",   "ｍａｌｅ", " male "}) {
        const auto ecg = muse_gender(word);
        EXPECT_EQ(ecg.facts.patient.sex, "male") << word;
        EXPECT_TRUE(ecg.warnings.empty()) << word;
    }
    for (const char* word :
         {"FEMALE",   "F",       "f",     "w",       "Weiblich", "Frau",  "Femme",   "Féminin", "mujer",
          "Femenino", "Femmina", "donna", "Mulher",  "feminino", "vrouw", "Kobieta", "żeńska",  "kvinna",
          "Kvinde",   "kvinne",  "Ж",     "Женский", "женщина",  "жен.",  "女",      "女性"}) {
        const auto ecg = muse_gender(word);
        EXPECT_EQ(ecg.facts.patient.sex, "female") << word;
        EXPECT_TRUE(ecg.warnings.empty()) << word;
    }
}

TEST(Sex, UnknownAndOtherSayNothing) {
    for (const char* word : {"",         "UNKNOWN", "Unk",         "U",           "O",
                             "X",        "-",       "N/A",         "other",       "unbekannt",
                             "divers",   "inconnu", "desconocido", "sconosciuto", "onbekend",
                             "nieznana", "okänd",   "неизвестно",  "не указан",   "Not specified",
                             "未知",     "不明"}) {
        const auto ecg = muse_gender(word);
        EXPECT_EQ(ecg.facts.patient.sex, "") << word;
        EXPECT_TRUE(ecg.warnings.empty()) << word;
    }
}

TEST(Sex, WhatIsNoneIsSaidWithoutRepeatingIt) {
    // "V" is a woman in Dutch and a man in Spanish; numbers are of formats that say what they mean.
    for (const char* word : {"Smith", "V", "1", "2", "femal e", "MF"}) {
        const auto ecg = muse_gender(word);
        EXPECT_EQ(ecg.facts.patient.sex, "") << word;
        EXPECT_EQ(ecg.warnings, unread_sex) << word;
    }
}

TEST(Sex, EveryFormatTakesItTheSameWay) {
    const auto philips = [](const std::string& sex) {
        auto xml = test::philips_xml("1,2,3,4,5,6,7,8,9,10,11,12", "dataencoding=\"Plain\" durationperchannel=\"2\"");
        xml.insert(xml.find("\n</restingecgdata>"),
                   "<patient><generalpatientdata><sex>" + sex + "</sex></generalpatientdata></patient>");
        return read_file_of("p.xml", xml);
    };
    const auto schiller = [](const std::string& sex) {
        auto xml = test::schiller_xml(test::schiller_waves("ECG_RHYTHMS", {{"I", {1, 2, 3}}}));
        return read_file_of("s.xml",
                            xml.insert(xml.find("<eventdata"), "<patdata><gender>" + sex + "</gender></patdata>"));
    };
    const auto dicom = [](const std::string& sex) {
        test::DicomWaveform waveform;
        waveform.sex = sex;
        return read_file_of("d.dcm", test::dicom_file("1.2.840.10008.1.2.1", waveform.data_set().bytes()));
    };
    const auto npz = [](const std::string& sex) {
        record::Ecg ecg;
        ecg.sampling_frequency_hz = 500;
        ecg.leads = {{"I", "mV", {1, 2, 3}, {}}};
        ecg.facts.patient.sex = sex;
        const auto bytes = npz::encode(ecg);
        return read_file_of("n.npz", bytes ? *bytes : "");
    };
    const auto wfdb = [](const std::string& sex) {
        const auto source =
            memory_source({{"r.hea", "r 1 100 2\nr.dat 16 200/mV 16 0 300 400 0 I\n# Age: 62, Sex: " + sex},
                           {"r.dat", std::string("\x2c\x01\x64\x00", 4)}});
        const auto ecg = read_ecg(RecordingFile{*source->open("r.hea"), "r.hea", source});
        EXPECT_TRUE(ecg) << ecg.error().message();
        return ecg ? *ecg : record::Ecg{};
    };
    const std::vector<std::pair<const char*, std::function<record::Ecg(const std::string&)>>> readers{
        {"philips", philips}, {"schiller", schiller}, {"dicom", dicom}, {"npz", npz}, {"wfdb", wfdb}};
    for (const auto& [format, read] : readers) {
        EXPECT_EQ(read("Homme").facts.patient.sex, "male") << format;
        EXPECT_EQ(read("f").facts.patient.sex, "female") << format;
        EXPECT_EQ(read("unknown").facts.patient.sex, "") << format;
        for (const char* silent : {"Homme", "f", "unknown"}) EXPECT_EQ(read(silent).warnings, Warnings{}) << format;
        EXPECT_EQ(read("Smith").warnings, unread_sex) << format;
    }
}

TEST(Sex, CodesOutsideATableAreSaid) {
    for (const auto& [code, sex, warnings] : {std::tuple{1, "male", Warnings{}},
                                              {2, "female", Warnings{}},
                                              {0, "", Warnings{}},
                                              {9, "", Warnings{}},
                                              {7, "", unread_sex}}) {
        auto record = test::small_scp_record();
        record.sections[1] = test::scp_tag(8, std::string(1, static_cast<char>(code))) + test::scp_tag(255, "");
        const auto ecg = read_file_of("r.scp", record.bytes());
        EXPECT_EQ(ecg.facts.patient.sex, sex) << code;
        EXPECT_EQ(ecg.warnings, warnings) << code;
    }
}

TEST(Age, WithItsUnitInTheText) {
    struct Case {
        const char *text, *unit;
        double years;
    };
    for (const auto& [text, unit, years] : {Case{"36,5", "", 36.5},
                                            Case{"36.5 Y", "", 36.5},
                                            Case{"36,5", "YEARS", 36.5},
                                            Case{"36 Y", "YEARS", 36},
                                            Case{"36Y", "", 36},
                                            Case{"1 year 6 months", "", 1.5},
                                            Case{"1 Jahr und 6 Monate", "", 1.5},
                                            Case{"1 an et 6 mois", "", 1.5},
                                            Case{"1 año y 6 meses", "", 1.5},
                                            Case{"1y6m", "", 1.5},
                                            Case{"1 y 6 m", "YEARS", 1.5},
                                            Case{"1;6", "", 1.5},
                                            Case{"1;06", "years", 1.5},
                                            Case{"18 mois", "", 1.5},
                                            Case{"18岁", "", 18},
                                            Case{"18歳", "", 18},
                                            Case{"6个月", "", 0.5},
                                            Case{"36 лет", "", 36},
                                            Case{"6 мес.", "", 0.5},
                                            Case{"36 lat", "", 36},
                                            Case{"36 år", "", 36},
                                            Case{"6 månader", "", 0.5},
                                            Case{"36 anos", "", 36},
                                            Case{"2 weeks, 1 day", "", 15 / 365.25},
                                            Case{"36 años.", "", 36}}) {
        const auto ecg =
            muse_person(std::string("<PatientAge>") + text + "</PatientAge><AgeUnits>" + unit + "</AgeUnits>");
        EXPECT_NEAR(ecg.facts.patient.age_years.value_or(-1), years, 1e-12) << text << " " << unit;
        EXPECT_TRUE(ecg.warnings.empty()) << text << " " << unit;
    }
    for (const auto& [text, unit] : {std::pair{"36 Y", "MONTHS"},
                                     {"1 year 18 months", ""},
                                     {"6 months 1 year", ""},
                                     {"1;13", ""},
                                     {"1;6", "MONTHS"},
                                     {"36 37", ""},
                                     {"1 year 6", ""},
                                     {"36,5,2", ""},
                                     {"about 36", ""},
                                     {"36 furlongs", ""},
                                     {">89", ""}}) {
        const auto ecg =
            muse_person(std::string("<PatientAge>") + text + "</PatientAge><AgeUnits>" + unit + "</AgeUnits>");
        EXPECT_FALSE(ecg.facts.patient.age_years) << text << " " << unit;
        EXPECT_EQ(ecg.warnings, unread_age) << text << " " << unit;
    }
}

TEST(Age, PhilipsHasAnElementForEachUnit) {
    const auto of_age = [](const std::string& age) {
        auto xml = test::philips_xml("1,2,3,4,5,6,7,8,9,10,11,12", "dataencoding=\"Plain\" durationperchannel=\"2\"");
        xml.insert(xml.find("\n</restingecgdata>"),
                   "<patient><generalpatientdata><age>" + age + "</age></generalpatientdata></patient>");
        return read_file_of("p.xml", xml);
    };
    EXPECT_EQ(of_age("<years>61</years>").facts.patient.age_years, 61);
    EXPECT_EQ(of_age("<months>18</months>").facts.patient.age_years, 1.5);
    EXPECT_EQ(of_age("<weeks>3</weeks>").facts.patient.age_years, 21 / 365.25);
    EXPECT_EQ(of_age("<years>---</years><days>5</days>").facts.patient.age_years, 5 / 365.25);
    EXPECT_NEAR(of_age("<hours>12</hours>").facts.patient.age_years.value_or(-1), 0.5 / 365.25, 1e-12);
    EXPECT_NEAR(of_age("<minutes>720</minutes>").facts.patient.age_years.value_or(-1), 0.5 / 365.25, 1e-12);
    EXPECT_EQ(of_age("<years>199</years>").warnings, unread_age);
}

TEST(Age, OfCommentsWithACommaAndTwoUnits) {
    const auto of_comment = [](const std::string& line) {
        const auto source = memory_source({{"r.hea", "r 1 100 2\nr.dat 16 200/mV 16 0 300 400 0 I\n" + line + "\n"},
                                           {"r.dat", std::string("\x2c\x01\x64\x00", 4)}});
        const auto ecg = read_ecg(RecordingFile{*source->open("r.hea"), "r.hea", source});
        EXPECT_TRUE(ecg) << ecg.error().message();
        return ecg ? *ecg : record::Ecg{};
    };
    for (const auto& [line, years] : {std::pair{"# Age: 36,5, Sex: M", 36.5},
                                      {"# Age: 1 year 6 months, Sex: M", 1.5},
                                      {"# Age: 36 Sex: M", 36.0},
                                      {"# Age: 36 years old, Sex: M", 36.0}}) {
        const auto ecg = of_comment(line);
        EXPECT_EQ(ecg.facts.patient.age_years, years) << line;
        EXPECT_TRUE(ecg.warnings.empty()) << line;
    }
    // 300 is PTB-XL's "over 89", -1 and NaN the Challenges' "unknown".
    for (const char* line :
         {"# Age: 300", "# Age: -1", "# Age: NaN", "# Age: unknown", "# Age:", "# Age: , Sex: M", "# Age of onset: 12"})
        EXPECT_TRUE(of_comment(line).warnings.empty()) << line;
    for (const char* line : {"# Age: 145", "# Age: Smith"}) EXPECT_EQ(of_comment(line).warnings, unread_age) << line;
}

TEST(Age, OfNumbersThatNobodyReachedIsSaid) {
    record::Ecg ecg;
    ecg.sampling_frequency_hz = 500;
    ecg.leads = {{"I", "mV", {1, 2, 3}, {}}};
    for (const double years : {151.0, -3.0, 1e9}) {
        ecg.facts.patient.age_years = years;
        const auto bytes = npz::encode(ecg);
        ASSERT_TRUE(bytes);
        const auto again = read_file_of("n.npz", *bytes);
        EXPECT_FALSE(again.facts.patient.age_years) << years;
        EXPECT_EQ(again.warnings, unread_age) << years;
    }
}

record::Ecg muse_born_in_1900(const std::string& age, const std::string& recorded) {
    const auto tests = recorded.empty() ? ""
                                        : "<TestDemographics><AcquisitionDate>" + recorded + "</AcquisitionDate>" +
                                              "<AcquisitionTime>10:00:00</AcquisitionTime></TestDemographics>";
    const auto years = age.empty() ? "" : "<PatientAge>" + age + "</PatientAge><AgeUnits>YEARS</AgeUnits>";
    return read_file_of(
        "m.xml", test::muse_xml("<PatientDemographics><DateofBirth>01-01-1900</DateofBirth>" + years +
                                "</PatientDemographics>" + tests + test::muse_wave("Rhythm", {{"II", {1, 2, 3}}})));
}

// A day that databases hold where they know none; real for whoever is as old.
TEST(Age, TheFirstDayOf1900IsNoDayOfBirth) {
    struct Case {
        const char *age, *recorded;
        std::optional<double> kept;
    };
    for (const auto& [age, recorded, kept] :
         {Case{"", "05-16-2020", {}}, {"", "", {}}, {"71", "05-16-2020", 71.0}, {"120", "05-16-2020", {}}}) {
        const auto ecg = muse_born_in_1900(age, recorded);
        EXPECT_EQ(ecg.facts.patient.birth_date, "") << age << ' ' << recorded;
        EXPECT_EQ(ecg.facts.patient.age_years, kept) << age << ' ' << recorded;
        ASSERT_EQ(ecg.warnings.size(), 1U) << age << ' ' << recorded;
        EXPECT_NE(ecg.warnings[0].text.find("first day of 1900"), std::string::npos);
    }
    const auto old = muse_born_in_1900("85", "05-16-1985");
    EXPECT_EQ(old.facts.patient.birth_date, "1900-01-01");
    EXPECT_EQ(old.facts.patient.age_years, 85.0);
    EXPECT_TRUE(old.warnings.empty());
}

}  // namespace
}  // namespace synchrony::io
