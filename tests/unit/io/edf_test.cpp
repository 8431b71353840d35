// EDF files made here byte by byte, after the format's specification.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "support/temporary_folder.hpp"
#include "synchrony/io/edf.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

struct HandSignal {
    std::string label = "ECG II", unit = "uV", physical_min = "-100", physical_max = "100", digital_min = "-1000",
                digital_max = "1000", prefilter = {};
    std::vector<std::vector<int>> records = {};  ///< samples, a data record each
    std::string text = {};                       ///< of an annotation signal: the same lists in place of samples
    std::vector<std::string> texts = {};
};

struct HandFile {
    std::string patient = "X X X X", recording = "Startdate X X X X", date = "02.03.04", time = "10.20.30",
                kind = "EDF+C", records = {}, duration = "1", signals = {}, header_bytes = {};
    bool bdf = false;
};

std::string field(std::string text, std::size_t width) {
    text.resize(width, ' ');
    return text;
}

std::string edf(const std::vector<HandSignal>& signals, const HandFile& file = {}) {
    const auto count = signals.size();
    const auto record_count = std::max(signals[0].records.size(), signals[0].texts.size());
    const std::size_t width = file.bdf ? 3 : 2;
    std::string bytes = file.bdf ? std::string("\xff") + "BIOSEMI" : field("0", 8);
    bytes += field(file.patient, 80) + field(file.recording, 80) + file.date + file.time +
             field(file.header_bytes.empty() ? std::to_string(256 * (count + 1)) : file.header_bytes, 8) +
             field(file.kind, 44) + field(file.records.empty() ? std::to_string(record_count) : file.records, 8) +
             field(file.duration, 8) + field(file.signals.empty() ? std::to_string(count) : file.signals, 4);
    const auto all = [&](std::size_t size, auto value) {
        for (const auto& s : signals) bytes += field(value(s), size);
    };
    all(16, [](const auto& s) { return s.label; });
    all(80, [](const auto&) { return std::string(); });
    all(8, [](const auto& s) { return s.unit; });
    all(8, [](const auto& s) { return s.physical_min; });
    all(8, [](const auto& s) { return s.physical_max; });
    all(8, [](const auto& s) { return s.digital_min; });
    all(8, [](const auto& s) { return s.digital_max; });
    all(80, [](const auto& s) { return s.prefilter; });
    all(8, [&](const auto& s) {
        return std::to_string(s.texts.empty() ? s.records[0].size() : s.texts[0].size() / width);
    });
    all(32, [](const auto&) { return std::string(); });
    for (std::size_t r = 0; r < record_count; ++r)
        for (const auto& s : signals) {
            if (!s.texts.empty()) bytes += s.texts[r];
            if (s.texts.empty())
                for (const int v : s.records[r])
                    for (std::size_t b = 0; b < width; ++b) bytes += static_cast<char>((v >> (8 * b)) & 0xff);
        }
    return bytes;
}

HandSignal lists(std::vector<std::string> texts, std::size_t size = 60) {
    HandSignal signal{.label = "EDF Annotations", .unit = ""};
    for (auto& text : texts) text.resize(size, '\0');
    signal.texts = std::move(texts);
    return signal;
}

core::Result<record::Ecg> read(const std::string& bytes, const ReadOptions& options = {}) {
    RecordingFile file;
    file.folder = memory_source({{"r.edf", bytes}});
    file.name = "r.edf";
    file.bytes = *file.folder->open("r.edf");
    return read_ecg(file, options);
}

record::Ecg good(const std::string& bytes, const ReadOptions& options = {}) {
    auto ecg = read(bytes, options);
    EXPECT_TRUE(ecg) << ecg.error().message();
    return ecg ? *ecg : record::Ecg{};
}

std::string refused(const std::string& bytes, const ReadOptions& options = {}) {
    const auto ecg = read(bytes, options);
    EXPECT_FALSE(ecg);
    return ecg ? "NO ERROR" : ecg.error().message();
}

void expect_samples(const record::Lead& lead, const std::vector<float>& expected) {
    ASSERT_EQ(lead.samples.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_FLOAT_EQ(lead.samples[i], expected[i]) << i;
}

// 1000 digital units are 100 uV: a unit is 0.1 uV, 0.0001 mV.
TEST(Edf, OneLeadByHand) {
    const auto ecg = good(edf({{.records = {{0, 10, -10, 1000}, {5, 6, 7, 8}}}}));
    EXPECT_EQ(ecg.format, "edf");
    EXPECT_EQ(ecg.sampling_frequency_hz, 4);
    ASSERT_EQ(ecg.leads.size(), 1u);
    EXPECT_EQ(ecg.leads[0].name, "II");
    expect_samples(ecg.leads[0], {0, .001F, -.001F, .1F, .0005F, .0006F, .0007F, .0008F});
    EXPECT_TRUE(ecg.leads[0].invalid.empty());
    EXPECT_TRUE(ecg.warnings.empty());
    EXPECT_EQ(ecg.facts.format_version, "EDF+C");
}

TEST(Edf, TwentyFourBits) {
    const auto ecg = good(edf({{.unit = "mV",
                                .physical_min = "-8388.608",
                                .physical_max = "8388.607",
                                .digital_min = "-8388608",
                                .digital_max = "8388607",
                                .records = {{-8388608 + 1, 8388607, -1, 70000}}}},
                              {.kind = "24BIT", .bdf = true}));
    // The minimum is cut to eight characters, "-8388.60": 0.008 mV in 16777 over all, half of it here.
    ASSERT_EQ(ecg.leads.size(), 1u);
    EXPECT_NEAR(ecg.leads[0].samples[1], 8388.607, 1e-3);
    EXPECT_NEAR(ecg.leads[0].samples[3], 70.0, 0.01);
    EXPECT_NEAR(ecg.leads[0].samples[0], -8388.6, 0.01);
    EXPECT_EQ(ecg.facts.format_version, "BDF");
}

TEST(Edf, TurnedOverRange) {
    const auto ecg = good(edf({{.physical_min = "100", .physical_max = "-100", .records = {{1000, -1000}}}}));
    expect_samples(ecg.leads.at(0), {-.1F, .1F});
}

TEST(Edf, OneSampleARecord) {
    const auto ecg = good(edf({{.records = {{1}, {2}, {3}}}}, {.duration = "0.002"}));
    EXPECT_EQ(ecg.sampling_frequency_hz, 500);
    expect_samples(ecg.leads.at(0), {.0001F, .0002F, .0003F});
}

TEST(Edf, OtherSignalsComeToTheLeadsRate) {
    const auto ecg = good(edf({{.label = "I", .records = {{1, 2, 3, 4}}},
                               {.label = "Resp", .unit = "l", .records = {{100, 200}}},
                               {.label = "ABP", .unit = "mmHg", .records = {{0, 100, 200, 300, 400, 500, 600, 700}}}}));
    ASSERT_EQ(ecg.leads.size(), 1u);
    EXPECT_EQ(ecg.sampling_frequency_hz, 4);
    ASSERT_EQ(ecg.other_signals.size(), 2u);
    expect_samples(ecg.other_signals[0], {10, 10, 20, 20});
    expect_samples(ecg.other_signals[1], {5, 25, 45, 65});
    EXPECT_EQ(ecg.other_signals[1].unit, "mmHg");
}

TEST(Edf, LeadsOfTwoRatesAreAveragedToTheSlower) {
    const auto ecg = good(edf({{.label = "I", .records = {{10, 20, 30, 40}}}, {.label = "V1", .records = {{5, 6}}}}));
    EXPECT_EQ(ecg.sampling_frequency_hz, 2);
    expect_samples(ecg.leads.at(0), {.0015F, .0035F});
    expect_samples(ecg.leads.at(1), {.0005F, .0006F});
    ASSERT_FALSE(ecg.warnings.empty());
    const auto odd = good(edf({{.label = "I", .records = {{10, 20, 30}}},
                               {.label = "II", .records = {{10, 20, 30}}},
                               {.label = "V1", .records = {{5, 6}}}}));
    EXPECT_EQ(odd.sampling_frequency_hz, 3);
    EXPECT_EQ(odd.leads.size(), 2u);
    ASSERT_EQ(odd.other_signals.size(), 1u);
    EXPECT_NE(odd.warnings.at(0).text.find("V1"), std::string::npos);
}

TEST(Edf, BrainWavesAreNoLeads) {
    const auto ecg = good(edf({{.label = "EEG Fp1-A1", .records = {{1, 2}}},
                               {.label = "C3", .records = {{1, 2}}},
                               {.label = "EKG", .records = {{3, 4}}}}));
    ASSERT_EQ(ecg.leads.size(), 1u);
    EXPECT_EQ(ecg.leads[0].name, "EKG");
    const auto scalp = good(edf({{.label = "Fp1", .records = {{1, 2}}},
                                 {.label = "C3", .records = {{1, 2}}},
                                 {.label = "ECG", .records = {{3, 4}}}}));
    EXPECT_EQ(scalp.leads.size(), 1u);
    const auto chest = good(edf({{.label = "I", .records = {{1, 2}}}, {.label = "C3", .records = {{1, 2}}}}));
    ASSERT_EQ(chest.leads.size(), 2u);
    EXPECT_EQ(chest.leads[1].name, "V3");
    EXPECT_NE(refused(edf({{.label = "EEG Fz", .records = {{1}}}})).find("no ECG lead"), std::string::npos);
    // Three sites of an EEG, and a cap with an electrode beside the eye: nothing says that one of them is an ECG.
    EXPECT_NE(refused(edf({{.label = "C3", .records = {{1}}},
                           {.label = "C4", .records = {{1}}},
                           {.label = "Cz", .records = {{1}}}}))
                  .find("Beside an EEG"),
              std::string::npos);
    EXPECT_NE(refused(edf({{.label = "PO7", .records = {{1}}}, {.label = "EXG5", .records = {{1}}}})).find("no ECG"),
              std::string::npos);
    // A cap whose electrodes are named A1 to D32.
    const auto cap = good(edf({{.label = "A1", .records = {{1, 2}}},
                               {.label = "D1", .records = {{1, 2}}},
                               {.label = "D17", .records = {{3, 4}}}}));
    ASSERT_EQ(cap.leads.size(), 3u);
    EXPECT_EQ(cap.leads[1].name, "D1");
}

// As monitors name it (MIMIC, Philips): a lead in volts, a flow or speed in anything else.
TEST(Edf, AChestLeadNamedV) {
    const auto monitor = good(edf({{.label = "II", .records = {{1, 2}}},
                                   {.label = "V", .records = {{3, 4}}},
                                   {.label = "PLETH", .records = {{5, 6}}}}));
    ASSERT_EQ(monitor.leads.size(), 2u);
    EXPECT_EQ(monitor.leads[1].name, "V");
    const auto flow =
        good(edf({{.label = "II", .records = {{1, 2}}}, {.label = "V", .unit = "l/s", .records = {{3, 4}}}}));
    EXPECT_EQ(flow.leads.size(), 1u);
}

TEST(Edf, GapsAreInvalid) {
    // Data records of 1 s that begin at 0.5, 1.5 and 3 s: half a second is missing before the third.
    const auto ecg = good(edf({{.records = {{1, 2, 3, 4}, {5, 6, 7, 8}, {9, 10, 11, 12}}},
                               lists({"+0.5\x14\x14", "+1.5\x14\x14", "+3\x14\x14"})},
                              {.recording = "Startdate 02-MAR-2004 X X X", .kind = "EDF+D"}));
    ASSERT_EQ(ecg.sample_count(), 14);
    EXPECT_EQ(ecg.leads[0].invalid, (std::vector<record::SampleRange>{{8, 10}}));
    EXPECT_FLOAT_EQ(ecg.leads[0].samples[10], .0009F);
    EXPECT_EQ(ecg.start_time, "2004-03-02T10:20:30.5");
    const auto part =
        good(edf({{.records = {{1, 2, 3, 4}, {5, 6, 7, 8}}}, lists({"+0\x14\x14", "+9\x14\x14"})}, {.kind = "EDF+D"}),
             {.first_sample = 3, .samples = 34});
    EXPECT_EQ(part.leads[0].invalid, (std::vector<record::SampleRange>{{1, 33}}));
    EXPECT_FLOAT_EQ(part.leads[0].samples[33], .0005F);
}

TEST(Edf, AnnotationsAndPeople) {
    const auto ecg = good(edf({{.prefilter = "HP:0.05Hz LP:150Hz N:50Hz", .records = {{1, 2}, {3, 4}}},
                               lists({std::string("+0\x14\x14\0+0.25\x15"
                                                  "0.5\x14"
                                                  "Palpitations\x14",
                                                  28),
                                      "+1\x14\x14"})},
                              {.patient = "MCH-0234567 F 02-MAY-1951 Haagse_Harry",
                               .recording = "Startdate 02-MAR-2002 EMG561 BK/JOP Sony."}));
    ASSERT_EQ(ecg.facts.notes.size(), 1u);
    EXPECT_EQ(ecg.facts.notes[0], (record::Note{0.25, 0.5, "Palpitations"}));
    EXPECT_EQ(ecg.facts.patient.id, "MCH-0234567");
    EXPECT_EQ(ecg.facts.patient.sex, "female");
    EXPECT_EQ(ecg.facts.patient.birth_date, "1951-05-02");
    EXPECT_EQ(ecg.facts.patient.name, "Haagse Harry");
    EXPECT_EQ(ecg.facts.patient.age_years, 50) << "two months before the birthday";
    EXPECT_EQ(ecg.start_time, "2002-03-02T10:20:30");
    EXPECT_EQ(ecg.facts.device.model, "Sony.");
    EXPECT_EQ(ecg.facts.filters, (record::Filters{0.05, 150, 50}));
}

TEST(Edf, LeadsBesideTheTwelveBehindTheWordEcg) {
    for (const auto& [label, name] : {std::pair{"ECG V7", "V7"},
                                      {"ECG V3R", "V3R"},
                                      {"EKG V9", "V9"},
                                      {"V7", "V7"},
                                      {"ECG V6", "V6"},
                                      {"ECG MLII", "MLII"},
                                      {"ECG 1", "ECG 1"}})
        EXPECT_EQ(good(edf({{.label = label, .records = {{1, 2}}}})).leads.at(0).name, name) << label;
}

TEST(Edf, DaysThatDoNotExistAreNoDates) {
    const auto facts_of = [](const std::string& birth, const std::string& start) {
        return good(edf({{.records = {{1, 2}}}},
                        {.patient = "A F " + birth + " B", .recording = "Startdate " + start, .date = "01.01.85"}));
    };
    const auto leap = facts_of("29-FEB-1952", "28-FEB-2004");
    EXPECT_EQ(leap.facts.patient.birth_date, "1952-02-29");
    EXPECT_EQ(leap.start_time.value_or("").substr(0, 10), "2004-02-28");
    const auto none = facts_of("X", "29-FEB-2003");
    EXPECT_FALSE(none.start_time.has_value()) << *none.start_time;
    const auto odd = facts_of("31-APR-1951", "02-MAR-2002");
    EXPECT_EQ(odd.facts.patient.birth_date, "");
    EXPECT_EQ(odd.facts.patient.id, "A") << "the rest of the field is kept";
    EXPECT_EQ(odd.facts.patient.sex, "female");
    EXPECT_EQ(odd.facts.patient.name, "B");
    EXPECT_EQ(odd.warnings, (std::vector<record::Warning>{"date of birth is no date that can be read"}));
    EXPECT_EQ(facts_of("21.03.1941", "02-MAR-2002").facts.patient.birth_date, "1941-03-21");
}

// EDF+, 2.1.3.3: the Startdate has the whole year; the header's is "yy" behind 2084.
TEST(Edf, TwoStartDates) {
    const auto of_dates = [](const std::string& startdate, const std::string& header) {
        return good(edf({{.records = {{1, 2}}}}, {.recording = "Startdate " + startdate + " X X X", .date = header}));
    };
    for (const auto& [startdate, header] : {std::pair{"02-MAR-2004", "02.03.04"},
                                            {"02-MAR-2104", "02.03.yy"},
                                            {"02-MAR-2104", "02.03.04"},
                                            {"02-MAR-2004", "01.01.85"}})
        EXPECT_TRUE(of_dates(startdate, header).warnings.empty()) << startdate << " " << header;
    const auto other = of_dates("03-MAR-2004", "02.03.04");
    EXPECT_EQ(other.start_time, "2004-03-03T10:20:30");
    ASSERT_EQ(other.warnings.size(), 1U);
    EXPECT_NE(other.warnings[0].text.find("differs from that of the header"), std::string::npos);
    EXPECT_EQ(of_dates("02-MAR-1904", "02.03.04").warnings.size(), 1U) << "a century is not clipped";
}

TEST(Edf, MissingAndBeyondTheRange) {
    const auto ecg = good(edf({{.records = {{1, -32768, -32768, 4, 1200}}}}));
    EXPECT_EQ(ecg.leads[0].invalid, (std::vector<record::SampleRange>{{1, 3}}));
    EXPECT_FLOAT_EQ(ecg.leads[0].samples[2], .0001F) << "held";
    ASSERT_EQ(ecg.warnings.size(), 1u);
    EXPECT_NE(ecg.warnings[0].text.find("1 samples lie beyond"), std::string::npos);
    const auto whole = good(edf({{.digital_min = "-32768", .digital_max = "32767", .records = {{-32768, 0}}}}));
    EXPECT_TRUE(whole.leads[0].invalid.empty()) << "within the range it is a sample";
}

// A channel that was not connected, whose limits are equal, takes no other lead away.
TEST(Edf, ALeadWithoutScaleIsMissingBesideOthers) {
    const auto ecg =
        good(edf({{.records = {{0, 10, -10, 1000}}},
                  {.label = "ECG V6", .physical_min = "0", .physical_max = "0", .records = {{1, 2, 3, 4}}}}));
    ASSERT_EQ(ecg.leads.size(), 2U);
    expect_samples(ecg.leads[0], {0, .001F, -.001F, .1F});
    EXPECT_EQ(ecg.leads[1].name, "V6");
    expect_samples(ecg.leads[1], {0, 0, 0, 0});
    EXPECT_EQ(ecg.leads[1].valid_samples(), 0);
    ASSERT_EQ(ecg.warnings.size(), 1U);
    EXPECT_NE(ecg.warnings[0].text.find("no scale"), std::string::npos);
}

TEST(Edf, WhatIsRefused) {
    using namespace std::string_literals;
    const std::vector<HandSignal> one{{.records = {{1, 2, 3, 4}, {5, 6, 7, 8}}}};
    EXPECT_NE(refused(edf(one, {.records = "3"})).find("shorter"), std::string::npos);
    EXPECT_NE(refused(edf(one, {.records = "0"})).find("no data record"), std::string::npos);
    EXPECT_NE(refused(edf(one, {.records = "x"})).find("number of data records"), std::string::npos);
    EXPECT_NE(refused(edf(one, {.duration = "-1"})).find("negative"), std::string::npos);
    EXPECT_NE(refused(edf(one, {.duration = "0"})).find("--fs"), std::string::npos);
    EXPECT_NE(refused(edf(one, {.signals = "9999"})).find("number of signals"), std::string::npos);
    EXPECT_NE(refused(edf(one, {.header_bytes = "256"})).find("length of the header"), std::string::npos);
    EXPECT_NE(refused(edf(one).substr(0, 300)).find("inside its header"), std::string::npos);
    EXPECT_NE(refused(edf({{.physical_min = "5", .physical_max = "5", .records = {{1}}}})).find("no scale"),
              std::string::npos);
    EXPECT_NE(refused(edf({{.digital_min = "x", .records = {{1}}}})).find("no scale"), std::string::npos);
    EXPECT_NE(refused(edf({{.unit = "adu", .records = {{1}}}})).find("unit of a lead"), std::string::npos);
    EXPECT_NE(
        refused(edf({{.records = {{1}, {2}}}, lists({"+5\x14\x14", "+1\x14\x14"})}, {.kind = "EDF+D"})).find("overlap"),
        std::string::npos);
    EXPECT_NE(
        refused(edf({{.records = {{1}, {2}}}, lists({"+5\x14\x14", ""})}, {.kind = "EDF+D"})).find("when it begins"),
        std::string::npos);
    EXPECT_NE(refused(edf({{.records = {{1}, {2}}}, lists({"+0\x14\x14", "+900000000\x14\x14"})}, {.kind = "EDF+D"}))
                  .find("too long"),
              std::string::npos);
    EXPECT_EQ(good(edf(one, {.records = "-1"})).sample_count(), 8) << "not known: as many as there are";
    EXPECT_EQ(good(edf(one) + "rest").warnings.size(), 1u);
    EXPECT_EQ(good(edf({{.unit = "", .records = {{1}}}}), {.csv = {.unit = "mV"}}).leads.size(), 1u);
    EXPECT_EQ(good(edf({{.records = {{1}}}, {.label = "Marker", .unit = "", .physical_max = "-100", .records = {{1}}}}))
                  .other_signals.size(),
              0u)
        << "left out with a warning";
}

record::Ecg heart(double fs, std::int64_t samples, double step) {
    record::Ecg ecg;
    ecg.sampling_frequency_hz = fs;
    for (const char* name : {"I", "II", "V1", "MLII"}) {
        record::Lead lead{name, "mV", {}, {}};
        for (std::int64_t i = 0; i < samples; ++i) {
            const double v = 1.4 * std::sin(2 * std::numbers::pi * 1.3 * static_cast<double>(i) / fs +
                                            static_cast<double>(lead.name.size()));
            lead.samples.push_back(static_cast<float>(std::round(v / step) * step));
        }
        ecg.leads.push_back(std::move(lead));
    }
    return ecg;
}

TEST(EdfWriter, WhatCameFromAConverterStaysAsItWas) {
    for (const double step : {0.001, 0.0025, 0.005, 1.0 / 204.8, 0.00488, 0.00122, 1.0 / 6400})
        for (const double fs : {500.0, 360.0, 257.0, 999.9})
            for (const std::int64_t samples : {5000, 3333, 1, 999}) {
                SCOPED_TRACE(testing::Message() << step << " mV, " << fs << " Hz, " << samples);
                const auto ecg = heart(fs, samples, step);
                const auto encoded = edf::encode(ecg);
                ASSERT_TRUE(encoded) << encoded.error().message();
                EXPECT_TRUE(encoded->lost.empty()) << (encoded->lost.empty() ? "" : encoded->lost[0]);
                const auto again = good(encoded->bytes);
                EXPECT_NEAR(again.sampling_frequency_hz, fs, fs * 1e-9);
                ASSERT_EQ(again.sample_count(), samples);
                ASSERT_EQ(again.leads.size(), 4u);
                EXPECT_EQ(again.leads[3].name, "MLII");
                for (std::size_t l = 0; l < 4; ++l)
                    for (std::size_t i = 0; i < static_cast<std::size_t>(samples); ++i)
                        ASSERT_NEAR(again.leads[l].samples[i], ecg.leads[l].samples[i], 5e-7);
            }
}

// E07500 of the Challenge 2021 has leads that lie at 8 to 10 mV, where floats are coarse beside a microvolt.
TEST(EdfWriter, ALeadFarFromZeroKeepsItsStep) {
    auto ecg = heart(500, 5000, 0.001);
    for (auto& v : ecg.leads[2].samples) v = static_cast<float>(std::round(1000.0 * v + 9000.0) / 1000.0);
    const auto encoded = edf::encode(ecg);
    ASSERT_TRUE(encoded) << encoded.error().message();
    EXPECT_TRUE(encoded->lost.empty()) << encoded->lost[0];
    const auto again = good(encoded->bytes);
    for (std::size_t i = 0; i < 5000; ++i) EXPECT_FLOAT_EQ(again.leads[2].samples[i], ecg.leads[2].samples[i]);
}

TEST(EdfWriter, MissingSamplesNotesAndStart) {
    auto ecg = heart(500, 1234, 0.001);
    ecg.leads[1].invalid = {{10, 20}, {1200, 1234}};
    record::hold_over_invalid(ecg.leads[1]);
    ecg.start_time = "2021-11-22T14:50:01.25";
    ecg.facts.notes = {{0.5, std::nullopt, "first"}, {1.0, 0.25, "second"}};
    ecg.facts.patient = {"17 a", "Erika Muster", "1950-02-28", "female", std::nullopt};
    ecg.facts.filters = {0.05, 150, std::nullopt};
    ecg.other_signals = {{"ABP", "mmHg", std::vector<float>(1234, 80.5F), {}}};
    const auto encoded = edf::encode(ecg);
    ASSERT_TRUE(encoded) << encoded.error().message();
    const auto again = good(encoded->bytes);
    EXPECT_EQ(again.leads[1].invalid, ecg.leads[1].invalid);
    EXPECT_TRUE(again.leads[0].invalid.empty());
    EXPECT_EQ(again.start_time, ecg.start_time);
    ASSERT_GE(again.facts.notes.size(), 2u);
    EXPECT_EQ(again.facts.notes[0], ecg.facts.notes[0]);
    EXPECT_EQ(again.facts.notes[1], ecg.facts.notes[1]);
    EXPECT_EQ(again.facts.patient.id, "17 a");
    EXPECT_EQ(again.facts.patient.name, "Erika Muster");
    EXPECT_EQ(again.facts.patient.birth_date, "1950-02-28");
    EXPECT_EQ(again.facts.filters, ecg.facts.filters);
    ASSERT_EQ(again.other_signals.size(), 1u);
    EXPECT_NEAR(again.other_signals[0].samples[7], 80.5, 1e-4);
}

TEST(EdfWriter, TheDeviceStandsInTheRecordingField) {
    auto ecg = heart(500, 500, 0.001);
    ecg.start_time = "2021-11-22T14:50:01";
    ecg.facts.device = {"A Maker Of Recorders", "Model 17b", "2.1"};  // longer than a string keeps inside itself
    const auto encoded = edf::encode(ecg);
    ASSERT_TRUE(encoded) << encoded.error().message();
    EXPECT_EQ(encoded->bytes.substr(88, 80),
              "Startdate 22-NOV-2021 X X A_Maker_Of_Recorders_Model_17b                        ");
    EXPECT_EQ(good(encoded->bytes).facts.device.model, "A Maker Of Recorders Model 17b");
}

// EDF+ is ASCII: letters lose their accents, others become '_', and that is said.
TEST(EdfWriter, NamesLoseTheirAccents) {
    auto ecg = heart(500, 500, 0.001);
    ecg.facts.patient.name = "M\u00fcller-L\u00fcdenscheidt, \u00c4nne";
    const auto encoded = edf::encode(ecg);
    ASSERT_TRUE(encoded);
    EXPECT_NE(encoded->bytes.substr(8, 80).find("Muller-Ludenscheidt,_Anne"), std::string::npos)
        << encoded->bytes.substr(8, 80);
    ASSERT_EQ(encoded->lost.size(), 1U);
    EXPECT_NE(encoded->lost[0].find("ASCII"), std::string::npos);
}

// EDF+ writes X for what is not known (edfplus.info, 2.1.3.3): blanks in place of a name would make one person of all.
TEST(EdfWriter, NamesInOtherScriptsAreLeftOut) {
    auto ecg = heart(500, 500, 0.001);
    for (const char* name :
         {"\u738b\u82b3", "\u9648\u9759", "\u674e, \u4f1f", "\u0418\u0432\u0430\u043d\u043e\u0432"}) {
        ecg.facts.patient.name = name;
        const auto encoded = edf::encode(ecg);
        ASSERT_TRUE(encoded);
        EXPECT_EQ(encoded->bytes.substr(8, 80), "X X X X" + std::string(73, ' '));
        ASSERT_EQ(encoded->lost.size(), 1U) << name;
        EXPECT_NE(encoded->lost[0].find("name is left out"), std::string::npos) << encoded->lost[0];
        EXPECT_EQ(good(encoded->bytes).facts.patient.name, "");
    }
    ecg.facts.patient.name = "Li, \u4f1f";
    const auto encoded = edf::encode(ecg);
    ASSERT_TRUE(encoded);
    EXPECT_EQ(good(encoded->bytes).facts.patient.name, "Li");
    ASSERT_EQ(encoded->lost.size(), 1U);
    EXPECT_NE(encoded->lost[0].find("without other letters"), std::string::npos) << encoded->lost[0];
}

// Fields of 80 letters, words of which hold no blank; "_" is one, and "X" what is not known.
TEST(EdfWriter, WhatItsFieldsCutIsSaid) {
    auto ecg = heart(500, 500, 0.001);
    const auto lost = [&] {
        const auto encoded = edf::encode(ecg);
        EXPECT_TRUE(encoded);
        const auto read = good(encoded->bytes);
        const bool same = read.facts.patient.id == ecg.facts.patient.id &&
                          read.facts.patient.name == ecg.facts.patient.name &&
                          read.facts.device.model == ecg.facts.device.model;
        EXPECT_EQ(encoded->lost.empty(), same);
        return encoded->lost.size();
    };
    auto& patient = ecg.facts.patient;
    patient.id = std::string(40, '7');
    EXPECT_EQ(lost(), 0U);
    patient.name = std::string(35, 'n');  // 40 + " X X " + 35
    EXPECT_EQ(lost(), 0U);
    patient.name += 'n';
    EXPECT_EQ(lost(), 1U);
    patient.name = "Doe";
    patient.id += '7';
    EXPECT_EQ(lost(), 1U);
    patient.id = "A_17";
    EXPECT_EQ(lost(), 1U);
    patient.id = "X";
    EXPECT_EQ(lost(), 1U);
    patient.id = "17";
    ecg.facts.device.model = std::string(41, 'm');
    EXPECT_EQ(lost(), 1U);
}

TEST(EdfWriter, SaysWhatItRounds) {
    auto ecg = heart(500, 500, 0.001);
    for (auto& v : ecg.leads[0].samples) v = std::sqrt(std::abs(v)) * 1.001F;
    const auto encoded = edf::encode(ecg);
    ASSERT_TRUE(encoded);
    ASSERT_EQ(encoded->lost.size(), 1u);
    EXPECT_NE(encoded->lost[0].find("of I are rounded to 0.05 uV"), std::string::npos) << encoded->lost[0];
    const auto again = good(encoded->bytes);
    for (std::size_t i = 0; i < 500; ++i) EXPECT_NEAR(again.leads[0].samples[i], ecg.leads[0].samples[i], 0.000026);
}

}  // namespace
}  // namespace synchrony::io
