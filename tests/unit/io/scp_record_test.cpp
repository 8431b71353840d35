// SCP-ECG records by our own encoder: each way of packing samples must give them back as they were.
#include <gtest/gtest.h>

#include <cmath>

#include "support/hex.hpp"
#include "support/scp_writer.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

using test::ScpBeat;
using test::ScpRecord;
using test::ScpSignal;
using test::ScpTable;
using test::u16;
using test::u32;
using test::u8;

core::Result<record::Ecg> read_scp_bytes(const std::string& bytes, const ReadOptions& options = {}) {
    const auto source = memory_source({{"r.scp", bytes}});
    auto file = source->open("r.scp");
    return read_ecg(RecordingFile{*file, "r.scp", source}, options);
}

/// An ECG-like lead: slow waves, a steep QRS every 200 samples, and some leaps beyond 8 bits.
std::vector<int> scp_like_ecg(int samples, int seed) {
    std::vector<int> lead;
    for (int n = 0; n < samples; ++n) {
        const double slow = 40.0 * std::sin(0.03 * n + seed);
        const int phase = n % 200;
        const double qrs = phase >= 80 && phase < 110 ? 700.0 * std::sin((phase - 80) / 30.0 * 3.14159265) : 0.0;
        lead.push_back(static_cast<int>(slow + qrs) + (n * 7 + seed) % 5);
    }
    lead[50] = 12000;  // an artefact: needs the codes of 16 bits
    lead[51] = -11000;
    return lead;
}

void expect_scp_lead(const record::Lead& lead, const std::vector<int>& units, double millivolts_per_unit) {
    SCOPED_TRACE(lead.name);
    ASSERT_EQ(lead.samples.size(), units.size());
    for (std::size_t n = 0; n < units.size(); ++n)
        ASSERT_FLOAT_EQ(lead.samples[n], static_cast<float>(units[n] * millivolts_per_unit)) << "sample " << n;
}

/// Small values in one table, large ones in another; each leads to the other.
std::vector<ScpTable> two_tables() {
    return {{{"0", 0, 0}, {"10", 0, 1}, {"110", 0, -1}, {"1110", 3, 2}, {"1111", 0, 2, true}},
            {{"1", 8, 0}, {"01", 16, 0}, {"0010", 0, 7}, {"0011", 0, 1, true}}};
}
/// One code without a prefix: plain numbers of 16 bits, as some carts store them.
std::vector<ScpTable> no_prefix_table() {
    return {{{"", 16, 0}}};
}

/// Section 1 of a born day and an age, as the device gave them.
record::Ecg scp_of_a_person(const std::string& born, const std::string& age) {
    auto record = test::small_scp_record();
    record.sections[1] = test::scp_tag(5, born) + test::scp_tag(4, age) + test::scp_tag(255, "");
    const auto ecg = read_scp_bytes(record.bytes());
    EXPECT_TRUE(ecg) << ecg.error().message();
    return ecg ? *ecg : record::Ecg{};
}

std::string scp_day(int year, int month, int day) {
    return u16(year) + u8(month) + u8(day);
}

TEST(ScpRecord, BirthDatesAndAgesThatAreNone) {
    const auto good = scp_of_a_person(scp_day(1956, 4, 30), u16(18) + u8(2));
    EXPECT_EQ(good.facts.patient.birth_date, "1956-04-30");
    EXPECT_EQ(good.facts.patient.age_years, 1.5);
    EXPECT_TRUE(good.warnings.empty());
    const auto nothing = scp_of_a_person(scp_day(0, 0, 0), u16(0) + u8(0));
    EXPECT_TRUE(nothing.warnings.empty());
    const auto none = scp_of_a_person(scp_day(1956, 13, 40), u16(45) + u8(9));
    EXPECT_EQ(none.facts.patient, record::PatientFields{});
    EXPECT_EQ(none.warnings, (std::vector<record::Warning>{"age is no age that can be read",
                                                           "date of birth is no date that can be read"}));
}

// EN 1064, 5.4.5.27: tag 34 holds minutes from UTC, an index and words; 7FFF: not defined.
TEST(ScpRecord, TheZoneOfTheStart) {
    const auto zone = [](const std::string& minutes) {
        auto record = test::small_scp_record();
        record.sections[1] = test::scp_tag(25, scp_day(2024, 2, 29)) + test::scp_tag(26, u8(23) + u8(59) + u8(58)) +
                             test::scp_tag(34, minutes + u16(0)) + test::scp_tag(255, "");
        const auto ecg = read_scp_bytes(record.bytes());
        EXPECT_TRUE(ecg) << ecg.error().message();
        EXPECT_EQ(ecg->start_time, "2024-02-29T23:59:58");
        return ecg->facts.zone_minutes;
    };
    EXPECT_EQ(zone(u16(60)), 60);
    EXPECT_EQ(zone(u16(0x10000 - 210)), -210);
    EXPECT_EQ(zone(u16(0x7fff)), std::nullopt);
    EXPECT_EQ(zone(u16(9999)), std::nullopt);
}

// Codes by EN 1064, 5.4.5, tag 14; bytes by Python's codecs: python3 -c "print('Иванов'.encode('iso8859_5').hex())"
TEST(ScpRecord, NamesAreReadInTheLanguageOfTheCart) {
    const auto named = [](int language, const char* bytes) {
        auto record = test::small_scp_record();
        const auto text = test::from_hex(bytes) + std::string(1, '\0');
        const auto cart = std::string(16, '\0') + u8(language) + std::string(24, '\0');
        record.sections[1] = test::scp_tag(0, text) + test::scp_tag(14, cart) + test::scp_tag(255, "");
        record.sections[8] = std::string(8, '\0') + u8(1) + u8(1) + u16(static_cast<std::int64_t>(text.size())) + text;
        const auto ecg = read_scp_bytes(record.bytes());
        EXPECT_TRUE(ecg) << ecg.error().message();
        return ecg ? *ecg : record::Ecg{};
    };
    struct Case {
        int language;
        const char *bytes, *letters;
        bool said;
    };
    for (const auto& [language, bytes, letters, said] :
         {Case{0x00, "4dfc6c6c6572", "Müller", false}, Case{0x01, "4dfc6c6c6572", "Müller", false},
          Case{0x03, "5761b3ea7361", "Wałęsa", false}, Case{0x13, "b8d2d0ddded2", "Иванов", false},
          Case{0x0f, "d4cfc0de", "ﾔﾏﾀﾞ", false}, Case{0x17, "bbb3c5c4c2c0cfba", "山田太郎", false},
          Case{0x27, "cdf5d0a1c3f7", "王小明", false}, Case{0x2f, "b1e8c3b6bcf6", "김철수", false},
          Case{0x17, "8e5293632091be9859", "山田 太郎", true}}) {
        const auto ecg = named(language, bytes);
        EXPECT_EQ(ecg.facts.patient.name, letters) << language;
        EXPECT_EQ(ecg.facts.printed.statements, std::vector<std::string>{letters}) << language;
        const std::string words = "text is not in the character set that the file names; it is read as Shift-JIS";
        EXPECT_EQ(ecg.warnings, said ? std::vector<record::Warning>{words} : std::vector<record::Warning>{})
            << language;
    }
}

struct Packing {
    std::string name;
    std::string tables;  ///< section 2, empty: none
    std::vector<ScpTable> codes;
    int order = 0;
    int protocol = 20;
};
std::ostream& operator<<(std::ostream& out, const Packing& packing) {
    return out << packing.name;
}

std::vector<Packing> packings() {
    std::vector<Packing> all;
    const int protocols[] = {10, 13, 20, 22, 30};
    int next = 0;
    for (int order = 0; order <= 2; ++order) {
        const std::string end = "_difference_" + std::to_string(order);
        const auto add = [&](const std::string& name, const std::string& tables, const std::vector<ScpTable>& codes) {
            all.push_back({name + end, tables, codes, order, protocols[next++ % 5]});
        };
        add("uncompressed", {}, {});
        add("no_tables", u16(0), {});
        add("default_table", test::scp_default_tables(), {test::scp_default_table()});
        add("own_tables", test::scp_tables(two_tables()), two_tables());
        add("no_prefix", test::scp_tables(no_prefix_table()), no_prefix_table());
    }
    return all;
}

class ScpPacking : public testing::TestWithParam<Packing> {};

TEST_P(ScpPacking, GivesEverySampleBack) {
    const Packing& packing = GetParam();
    ScpSignal rhythm{4880, 4000, packing.order, false, packing.codes, {scp_like_ecg(600, 1), scp_like_ecg(600, 2)}};
    ScpRecord record;
    record.protocol = packing.protocol;
    if (!packing.tables.empty()) record.sections[2] = packing.tables;
    record.sections[3] = test::scp_leads({{1, 600, 2}, {1, 600, 62}});
    record.sections[6] = rhythm.data();
    const auto ecg = read_scp_bytes(record.bytes());
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_DOUBLE_EQ(ecg->sampling_frequency_hz, 250.0);
    ASSERT_EQ(ecg->leads.size(), 2U);
    EXPECT_EQ(ecg->leads[0].name, "II");
    EXPECT_EQ(ecg->leads[1].name, "aVR");
    expect_scp_lead(ecg->leads[0], rhythm.leads[0], 0.00488);
    expect_scp_lead(ecg->leads[1], rhythm.leads[1], 0.00488);
    EXPECT_EQ(ecg->facts.format_version,
              std::to_string(packing.protocol / 10) + "." + std::to_string(packing.protocol % 10));
    EXPECT_TRUE(ecg->stored_beats.empty());
}

INSTANTIATE_TEST_SUITE_P(Scp, ScpPacking, testing::ValuesIn(packings()),
                         [](const auto& param) { return param.param.name; });

// Differences of extreme samples leave 16 bits and come back by the same wrap.
TEST(ScpRecord, DifferencesWrapWithin16Bits) {
    for (int order = 0; order <= 2; ++order) {
        ScpSignal rhythm;
        rhythm.order = order;
        rhythm.tables = {test::scp_default_table()};
        rhythm.leads = {{-32768, 32767, -32768, 0, 32767, 32767, -1}};
        ScpRecord record;
        record.sections[2] = test::scp_default_tables();
        record.sections[3] = test::scp_leads({{1, 7, 1}});
        record.sections[6] = rhythm.data();
        const auto ecg = read_scp_bytes(record.bytes());
        ASSERT_TRUE(ecg) << ecg.error().message();
        expect_scp_lead(ecg->leads[0], rhythm.leads[0], 0.0025);
    }
}

/// A record of 400 samples with beats at 100 and 300 of the reference beat's kind and another kind at 200.
struct Subtracted {
    std::vector<int> reference = std::vector<int>(60);
    std::vector<ScpBeat> beats = {{0, 71, 100, 130, 91, 110}, {1, 0, 200, 0, 0, 0}, {0, 281, 300, 320, 291, 310}};
    static constexpr int fiducial = 30;  // within the reference beat

    Subtracted() {
        for (int n = 0; n < 60; ++n) reference[static_cast<std::size_t>(n)] = 900 - (n - 29) * (n - 29);
    }
};

// mV = residual x 2.5 uV + reference beat x 10 uV, where a zone of a type 0 beat lies; its fiducial points fall
// together.
TEST(ScpRecord, ReferenceBeatComesBackInItsOwnUnit) {
    for (const bool protected_listed : {true, false}) {
        const Subtracted s;
        const auto residual = scp_like_ecg(400, 3);
        ScpSignal reference{10000, 2000, 1, false, {test::scp_default_table()}, {s.reference, s.reference}};
        ScpSignal rhythm{2500, 2000, 2, false, {test::scp_default_table()}, {residual, residual}};
        ScpRecord record;
        record.sections[2] = test::scp_default_tables();
        record.sections[3] = test::scp_leads({{1, 400, 1}, {1, 400, 2}}, true);
        record.sections[4] = test::scp_beats(120, Subtracted::fiducial, s.beats, protected_listed);
        record.sections[5] = reference.data();
        record.sections[6] = rhythm.data();
        const auto ecg = read_scp_bytes(record.bytes());
        ASSERT_TRUE(ecg) << ecg.error().message();
        ASSERT_EQ(ecg->stored_beats.size(), 1U);
        expect_scp_lead(ecg->stored_beats[0].leads[1], s.reference, 0.010);
        for (const auto& lead : ecg->leads)
            for (int n = 1; n <= 400; ++n) {  // as the standard numbers them
                double millivolts = residual[static_cast<std::size_t>(n - 1)] * 0.0025;
                if (n >= 71 && n <= 130) millivolts += s.reference[static_cast<std::size_t>(n - 71)] * 0.010;
                if (n >= 281 && n <= 320) millivolts += s.reference[static_cast<std::size_t>(n - 271)] * 0.010;
                ASSERT_NEAR(lead.samples[static_cast<std::size_t>(n - 1)], millivolts, 1e-4) << n;
            }
        EXPECT_TRUE(ecg->warnings.empty());
    }
}

TEST(ScpRecord, ZoneLongerThanTheReferenceBeatIsSaid) {
    Subtracted s;
    s.beats[0].last = 150;  // the reference beat ends at 130
    ScpSignal reference{2500, 2000, 0, false, {}, {s.reference}};
    ScpSignal rhythm{2500, 2000, 0, false, {}, {std::vector<int>(400, 8)}};
    ScpRecord record;
    record.sections[3] = test::scp_leads({{1, 400, 1}}, true);
    record.sections[4] = test::scp_beats(120, Subtracted::fiducial, s.beats);
    record.sections[5] = reference.data();
    record.sections[6] = rhythm.data();
    const auto ecg = read_scp_bytes(record.bytes());
    ASSERT_TRUE(ecg) << ecg.error().message();
    ASSERT_EQ(ecg->warnings.size(), 1U);
    EXPECT_NE(ecg->warnings[0].text.find("beyond the reference beat"), std::string::npos);
    EXPECT_FLOAT_EQ(ecg->leads[0].samples[140], 0.020F);
}

// A residual in coarser steps than the reference beat is smoothed but in the zones and two samples behind each.
TEST(ScpRecord, CoarseResidualIsSmoothedOutsideOfTheBeats) {
    ScpSignal reference{2500, 2000, 0, false, {}, {{0, 0, 0}}};
    ScpSignal rhythm{5000, 2000, 0, false, {}, {{30, 0, 60, 6, 9, 90, 30, 3, 0, 12}}};
    ScpRecord record;
    record.sections[3] = test::scp_leads({{1, 10, 1}}, true);
    record.sections[4] = test::scp_beats(6, 2, {{0, 4, 5, 6}}, false);
    record.sections[5] = reference.data();
    record.sections[6] = rhythm.data();
    const auto ecg = read_scp_bytes(record.bytes());
    ASSERT_TRUE(ecg) << ecg.error().message();
    const std::vector<double> units = {30, 30, 22, 6, 9, 90, 30, 3, 5, 12};
    for (std::size_t n = 0; n < units.size(); ++n) EXPECT_NEAR(ecg->leads[0].samples[n], units[n] * 0.005, 1e-6) << n;
    ASSERT_EQ(ecg->warnings.size(), 1U);
    EXPECT_NE(ecg->warnings[0].text.find("smoothed over three samples"), std::string::npos);
}

/// Section 6 of a bimodal lead of samples 1 to 26 with a protected zone 11 to 14, a factor of 4: 10 samples before it
/// give 2 kept and 2 left over, 12 behind it 3 kept.
std::vector<int> kept_of_26() {
    return {8, 16, 20, 21, 500, -700, 900, 30, 0, 4, 40};
}
std::vector<double> whole_26() {
    return {8,   8,    8,   10, 12, 14, 16, 16, 20, 21,  // straight lines, then what was left over
            500, -700, 900, 30,                          // protected
            0,   0,    0,   1,  2,  3,  4,  13, 22, 31, 40, 40};
}

TEST(ScpRecord, BimodalCompressionIsUndone) {
    for (const bool subtracted : {false, true}) {
        const std::vector<int> reference = {100, 200, 300, 400, 500, 600};
        ScpSignal stored_beat{5000, 2000, 0, false, {test::scp_default_table()}, {reference}};
        ScpSignal rhythm{5000, 8000, 2, true, {test::scp_default_table()}, {kept_of_26()}};
        ScpRecord record;
        record.sections[2] = test::scp_default_tables();
        record.sections[3] = test::scp_leads({{1, 26, 7}}, subtracted);
        record.sections[4] = test::scp_beats(12, 3, {{0, 10, 12, 15, 11, 14}});
        record.sections[5] = stored_beat.data();
        record.sections[6] = rhythm.data();
        const auto ecg = read_scp_bytes(record.bytes());
        ASSERT_TRUE(ecg) << ecg.error().message();
        EXPECT_DOUBLE_EQ(ecg->sampling_frequency_hz, 500.0);
        ASSERT_EQ(ecg->leads[0].samples.size(), 26U);
        for (int n = 1; n <= 26; ++n) {
            double millivolts = whole_26()[static_cast<std::size_t>(n - 1)] * 0.005;
            if (subtracted && n >= 10 && n <= 15) millivolts += 0.5 * (n - 9);
            EXPECT_NEAR(ecg->leads[0].samples[static_cast<std::size_t>(n - 1)], millivolts, 1e-5) << n;
        }
        ASSERT_EQ(ecg->warnings.size(), 1U);
        EXPECT_NE(ecg->warnings[0].text.find("one sample of 4"), std::string::npos);
    }
}

// Version 3 has no bimodal compression: its byte says nothing.
TEST(ScpRecord, Version3KnowsNoBimodalCompression) {
    ScpSignal rhythm{2500, 4000, 0, true, {}, {{1, 2, 3, 4}}};
    ScpRecord record;
    record.protocol = 30;
    record.sections[3] = test::scp_leads({{1, 4, 1}});
    record.sections[6] = rhythm.data();
    const auto ecg = read_scp_bytes(record.bytes());
    ASSERT_TRUE(ecg) << ecg.error().message();
    expect_scp_lead(ecg->leads[0], {1, 2, 3, 4}, 0.0025);
}

// A sheet of 3 x 4: leads recorded one after the other lie where they were recorded.
TEST(ScpRecord, LeadsRecordedInTurnAreMaskedElsewhere) {
    ScpSignal rhythm{1000, 2000, 0, false, {}, {{5, 6, 7}, {8, 9}}};
    ScpRecord record;
    record.sections[3] = test::scp_leads({{11, 13, 1}, {14, 15, 3}});
    record.sections[6] = rhythm.data();
    const auto ecg = read_scp_bytes(record.bytes());
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->sample_count(), 5);
    EXPECT_EQ(ecg->leads[0].invalid, (std::vector<record::SampleRange>{{3, 5}}));
    EXPECT_EQ(ecg->leads[1].invalid, (std::vector<record::SampleRange>{{0, 3}}));
    EXPECT_EQ(ecg->leads[0].samples, (std::vector<float>{0.005F, 0.006F, 0.007F, 0.007F, 0.007F}));
    EXPECT_EQ(ecg->leads[1].samples, (std::vector<float>{0.008F, 0.008F, 0.008F, 0.008F, 0.009F}));
}

TEST(ScpRecord, HeaderAndMeasurementsAreKept) {
    ScpRecord record = test::small_scp_record();
    const std::string device = u16(7) + u16(3) + u16(51) + u8(0) + u8(17) + test::field("AT-2", 6) + u8(13) +
                               std::string(20, '\0') + u8(1) + std::string("\0sn\0sw 4.2\0\0\0", 12);
    record.sections[1] = test::scp_tag(0, std::string("M\xfcller\0", 7)) +
                         test::scp_tag(1, std::string("Jos\xe9\0", 5)) + test::scp_tag(2, std::string("77\0", 3)) +
                         test::scp_tag(4, u16(18) + u8(2)) + test::scp_tag(8, u8(2)) + test::scp_tag(14, device) +
                         test::scp_tag(25, u16(2024) + u8(2) + u8(29)) + test::scp_tag(26, u8(23) + u8(59) + u8(1)) +
                         test::scp_tag(27, u16(5)) + test::scp_tag(28, u16(150)) + test::scp_tag(29, u8(2)) +
                         test::scp_tag(30, std::string("left arm in a sling\0", 20)) + test::scp_tag(255, "");
    // One reference beat, two spikes; rates 72 and 70, QTc 410.
    record.sections[7] = u8(1) + u8(2) + u16(857) + u16(29999) + u16(100) + u16(200) + u16(260) + u16(410) + u16(700) +
                         u16(45) + u16(999) + u16(-30) + u16(12) + u16(900) + u16(52) + u16(850) +
                         std::string(12, '\0') + u16(2) + u16(0) + u16(72) + u16(70) + u16(410) + u8(1) + u16(0);
    record.sections[8] = std::string(8, '\0') + u8(2) + u8(1) + u16(13) + std::string("Sinus rhythm\0", 13) + u8(2) +
                         u16(5) + std::string("LBBB\0", 5);
    const auto ecg = read_scp_bytes(record.bytes());
    ASSERT_TRUE(ecg) << ecg.error().message();
    const auto& facts = ecg->facts;
    EXPECT_EQ(facts.patient.name, "Müller, José");
    EXPECT_EQ(facts.patient.id, "77");
    EXPECT_EQ(facts.patient.age_years, 1.5);
    EXPECT_EQ(facts.patient.sex, "female");
    EXPECT_EQ(facts.device, (record::Device{"Schiller", "AT-2", "sw 4.2"}));
    EXPECT_EQ(facts.filters, (record::Filters{0.05, 150.0, 50.0}));
    EXPECT_EQ(ecg->start_time, "2024-02-29T23:59:01");
    EXPECT_EQ(ecg->comments, (std::vector<std::string>{"left arm in a sling"}));
    record::PrintedMeasurements printed;
    printed.heart_rate_per_min = 72;
    printed.p_ms = 100;
    printed.pr_ms = 160;
    printed.qrs_ms = 150;
    printed.qt_ms = 440;
    printed.qtc_ms = 410;
    printed.p_axis_deg = 45;
    printed.t_axis_deg = -30;
    printed.statements = {"Sinus rhythm", "LBBB"};
    EXPECT_EQ(facts.printed, printed);
    EXPECT_EQ(facts.pacing_spikes_s, (std::vector<double>{0.012, 0.052}));
    // Spikes are times from the first sample read.
    const auto later = read_scp_bytes(record.bytes(), {.first_sample = 10, .samples = 30});
    ASSERT_TRUE(later) << later.error().message();
    ASSERT_EQ(later->facts.pacing_spikes_s.size(), 1U);
    EXPECT_NEAR(later->facts.pacing_spikes_s[0], 0.032, 1e-12);
    EXPECT_EQ(later->start_time, "2024-02-29T23:59:01.02");
}

TEST(ScpRecord, CodedStatementsServeWhereThereAreNoPlainOnes) {
    ScpRecord record = test::small_scp_record();
    record.sections[11] =
        std::string(8, '\0') + u8(1) + u8(1) + u16(18) + u8(1) + std::string("SR\0Sinus rhythm\0\0", 17);
    const auto ecg = read_scp_bytes(record.bytes());
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->facts.printed.statements, (std::vector<std::string>{"SR Sinus rhythm"}));
}

// Leads of the standard's table: the recorded, those that were computed from others, and what lies beyond.
TEST(ScpRecord, LeadCodesAreTheStandards) {
    ScpSignal rhythm;
    std::vector<test::ScpSpan> spans;
    for (const int code : {1, 2, 3, 8, 11, 20, 31, 61, 64, 65, 69, 86, 99, 111, 134, 147, 151, 178, 184, 200}) {
        spans.push_back({1, 1, code});
        rhythm.leads.push_back({1});
    }
    ScpRecord record;
    record.sections[3] = test::scp_leads(spans);
    record.sections[6] = rhythm.data();
    const auto ecg = read_scp_bytes(record.bytes());
    ASSERT_TRUE(ecg) << ecg.error().message();
    std::vector<std::string> names;
    for (const auto& lead : ecg->leads) names.push_back(lead.name);
    EXPECT_EQ(names,
              (std::vector<std::string>{"I",   "II",  "V1",   "V6",         "V3R",         "CM5",     "derived I",
                                        "III", "aVF", "-aVR", "V9R",        "Chest",       "CC1",     "derived III",
                                        "S",   "RL",  "V10",  "derived AI", "derived V10", "lead 200"}));
    EXPECT_TRUE(ecg->leads[6].derived);
    EXPECT_FALSE(ecg->leads[0].derived);
}

/// With one bit of the byte `at` behind the head of section `id` turned over.
std::string with_a_wrong_bit(const ScpRecord& record, int id, std::size_t at) {
    std::string bytes = record.bytes();
    const auto place = static_cast<std::size_t>(22 + 10 * id + 6);
    std::size_t index = 0;
    for (std::size_t i = 4; i-- > 0;) index = index << 8U | static_cast<unsigned char>(bytes[place + i]);
    bytes[index - 1 + 16 + at] = static_cast<char>(bytes[index - 1 + 16 + at] ^ 4);
    return bytes;
}

TEST(ScpRecord, DamagedSignalIsRefusedDamagedTextsAreLeftOut) {
    ScpRecord record = test::small_scp_record();
    record.sections[8] = std::string(8, '\0') + u8(1) + u8(1) + u16(5) + std::string("LBBB\0", 5);
    for (const int id : {0, 2, 3, 6}) {
        const auto damaged = read_scp_bytes(with_a_wrong_bit(record, id, id == 0 ? 60 : 1));
        ASSERT_FALSE(damaged) << id;
        EXPECT_NE(damaged.error().message().find(id == 0 ? "section" : "check sum"), std::string::npos)
            << damaged.error().message();
    }
    const auto damaged = read_scp_bytes(with_a_wrong_bit(record, 8, 12));
    ASSERT_TRUE(damaged) << damaged.error().message();
    ASSERT_EQ(damaged->warnings.size(), 1U);
    EXPECT_NE(damaged->warnings[0].text.find("check sum of section 8 differs"), std::string::npos);
    EXPECT_TRUE(damaged->facts.printed.statements.empty());
    std::string record_sum = record.bytes();
    record_sum[0] = static_cast<char>(record_sum[0] ^ 1);
    const auto only_outer = read_scp_bytes(record_sum);
    ASSERT_TRUE(only_outer) << only_outer.error().message();
    ASSERT_EQ(only_outer->warnings.size(), 1U);
    EXPECT_NE(only_outer->warnings[0].text.find("check sum of the record differs"), std::string::npos);
}

}  // namespace
}  // namespace synchrony::io
