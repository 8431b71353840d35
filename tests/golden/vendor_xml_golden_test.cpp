// Real files of GE MUSE and Philips against what others made of them. They lie beside the sample records and are not
// part of this repository.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

#include "support/paths.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

std::optional<std::filesystem::path> vendor_file(const std::string& folder, const std::string& name) {
    const auto formats = test::formats_folder();
    if (!formats || !std::filesystem::exists(*formats / folder / name)) return std::nullopt;
    return *formats / folder / name;
}

std::int64_t units(float millivolts, double microvolts) {
    return std::llround(millivolts * 1e3 / microvolts);
}

/// A lead as other software decodes it: samples, the first and the middle one, their sum and the sum of their squares.
struct MuseLead {
    const char *file, *wave, *lead;
    std::int64_t samples, first, middle, sum, squares;
};

// python3 with xml.etree and struct: for every LeadData, v = struct.unpack('<%dh' % n, base64.b64decode(WaveFormData)),
// printed len(v), v[0], v[len(v)//2], sum(v), sum(x*x for x in v)
constexpr MuseLead muse_leads[] = {
    {"braveheart_example1.xml", "Median", "I", 600, 3, 6, 10612, 1000120},
    {"braveheart_example1.xml", "Median", "II", 600, 4, 11, 13074, 1176556},
    {"braveheart_example1.xml", "Median", "V1", 600, 0, 8, -1683, 581871},
    {"braveheart_example1.xml", "Median", "V2", 600, 0, 34, 14125, 2738789},
    {"braveheart_example1.xml", "Median", "V3", 600, 6, 13, 12957, 1316869},
    {"braveheart_example1.xml", "Median", "V4", 600, -1, 8, 12003, 1496325},
    {"braveheart_example1.xml", "Median", "V5", 600, 1, 9, 12079, 1430319},
    {"braveheart_example1.xml", "Median", "V6", 600, 3, 8, 11584, 1121836},
    {"braveheart_example1.xml", "Rhythm", "I", 5000, -20, -17, -12251, 6659889},
    {"braveheart_example1.xml", "Rhythm", "II", 5000, -22, -8, 1586, 7413258},
    {"braveheart_example1.xml", "Rhythm", "V1", 5000, 4, -1, -9574, 4801682},
    {"braveheart_example1.xml", "Rhythm", "V2", 5000, -12, -17, -14247, 19804231},
    {"braveheart_example1.xml", "Rhythm", "V3", 5000, -8, -5, -1162, 8528112},
    {"braveheart_example1.xml", "Rhythm", "V4", 5000, -16, -9, -3128, 10775726},
    {"braveheart_example1.xml", "Rhythm", "V5", 5000, -14, -16, -9425, 9993915},
    {"braveheart_example1.xml", "Rhythm", "V6", 5000, -14, -13, -7992, 7388606},
    {"braveheart_example2.xml", "Median", "I", 600, 6, -6, 7914, 529418},
    {"braveheart_example2.xml", "Median", "II", 600, 11, 1, 6002, 235564},
    {"braveheart_example2.xml", "Median", "V1", 600, 8, 16, -1068, 1345166},
    {"braveheart_example2.xml", "Median", "V2", 600, 18, 11, 953, 2004031},
    {"braveheart_example2.xml", "Median", "V3", 600, 18, 7, 2574, 1903236},
    {"braveheart_example2.xml", "Median", "V4", 600, 8, -3, 2130, 1102322},
    {"braveheart_example2.xml", "Median", "V5", 600, 10, -3, 3560, 386366},
    {"braveheart_example2.xml", "Median", "V6", 600, 9, -8, 4646, 624170},
    {"braveheart_example2.xml", "Rhythm", "I", 5000, 2, -14, -5059, 4336373},
    {"braveheart_example2.xml", "Rhythm", "II", 5000, 2, -4, -3207, 7153121},
    {"braveheart_example2.xml", "Rhythm", "V1", 5000, 14, 14, 571, 18711621},
    {"braveheart_example2.xml", "Rhythm", "V2", 5000, 30, 20, -1015, 32344717},
    {"braveheart_example2.xml", "Rhythm", "V3", 5000, 28, 16, -2681, 33059473},
    {"braveheart_example2.xml", "Rhythm", "V4", 5000, 24, 16, -2395, 26197519},
    {"braveheart_example2.xml", "Rhythm", "V5", 5000, 12, 8, -3446, 11727142},
    {"braveheart_example2.xml", "Rhythm", "V6", 5000, 4, 2, -591, 9353191},
    {"ml4h_muse_deidentified_1.xml", "Median", "I", 300, 0, 3, 2754, 110308},
    {"ml4h_muse_deidentified_1.xml", "Median", "II", 300, 0, 12, 4707, 225239},
    {"ml4h_muse_deidentified_1.xml", "Median", "V1", 300, 0, 2, -1706, 59416},
    {"ml4h_muse_deidentified_1.xml", "Median", "V2", 300, 0, 18, 1754, 248226},
    {"ml4h_muse_deidentified_1.xml", "Median", "V3", 300, 0, 24, 3174, 327886},
    {"ml4h_muse_deidentified_1.xml", "Median", "V4", 300, 0, 13, 2899, 149795},
    {"ml4h_muse_deidentified_1.xml", "Median", "V5", 300, 0, 13, 3241, 110137},
    {"ml4h_muse_deidentified_1.xml", "Median", "V6", 300, 0, 6, 2544, 54690},
    {"ml4h_muse_deidentified_1.xml", "Rhythm", "I", 2500, 4, -68, -2669, 1664963},
    {"ml4h_muse_deidentified_1.xml", "Rhythm", "II", 2500, -6, -63, -12372, 5247416},
    {"ml4h_muse_deidentified_1.xml", "Rhythm", "V1", 2500, -4, 10, -12556, 1453372},
    {"ml4h_muse_deidentified_1.xml", "Rhythm", "V2", 2500, 4, -78, -15349, 3881205},
    {"ml4h_muse_deidentified_1.xml", "Rhythm", "V3", 2500, 0, -67, -15912, 4676278},
    {"ml4h_muse_deidentified_1.xml", "Rhythm", "V4", 2500, 16, -59, -8584, 3251864},
    {"ml4h_muse_deidentified_1.xml", "Rhythm", "V5", 2500, 16, -59, 1078, 3428232},
    {"ml4h_muse_deidentified_1.xml", "Rhythm", "V6", 2500, 0, -25, -2518, 1892204},
};

TEST(MuseGolden, SamplesAreThoseThatPythonDecodes) {
    for (const auto& golden : muse_leads) {
        const auto path = vendor_file("muse", golden.file);
        if (!path) GTEST_SKIP() << "MUSE sample files are not at hand";
        SCOPED_TRACE(std::string(golden.file) + " " + golden.wave + " " + golden.lead);
        const auto ecg = read_ecg(*path);
        ASSERT_TRUE(ecg) << ecg.error().message();
        for (const auto& warning : ecg->warnings) EXPECT_TRUE(warning.doubt.empty()) << warning.text;
        EXPECT_EQ(ecg->leads.size(), 8u);
        ASSERT_EQ(ecg->stored_beats.size(), 1u);
        const auto* lead = (std::string(golden.wave) == "Rhythm" ? *ecg : ecg->stored_beats[0]).find_lead(golden.lead);
        ASSERT_NE(lead, nullptr);
        ASSERT_EQ(static_cast<std::int64_t>(lead->samples.size()), golden.samples);
        EXPECT_EQ(units(lead->samples[0], 4.88), golden.first);
        EXPECT_EQ(units(lead->samples[lead->samples.size() / 2], 4.88), golden.middle);
        std::int64_t sum = 0, squares = 0;
        for (const float v : lead->samples) {
            sum += units(v, 4.88);
            squares += units(v, 4.88) * units(v, 4.88);
        }
        EXPECT_EQ(sum, golden.sum);
        EXPECT_EQ(squares, golden.squares);
    }
}

// As the files print them; their README says so too.
TEST(MuseGolden, PrintedMeasurementsAreKept) {
    const auto first = vendor_file("muse", "braveheart_example1.xml"),
               second = vendor_file("muse", "braveheart_example2.xml");
    if (!first || !second) GTEST_SKIP() << "MUSE sample files are not at hand";
    const auto one = read_ecg(*first), two = read_ecg(*second);
    ASSERT_TRUE(one && two);
    EXPECT_EQ(one->facts.printed.qrs_ms, 96.0);
    EXPECT_EQ(one->facts.printed.pr_ms, 138.0);
    EXPECT_EQ(one->facts.printed.qt_ms, 452.0);
    EXPECT_EQ(two->facts.printed.qrs_ms, 100.0);
    EXPECT_EQ(two->facts.printed.pr_ms, 184.0);
    EXPECT_EQ(two->facts.printed.qt_ms, 420.0);
    EXPECT_EQ(one->sampling_frequency_hz, 500);
    EXPECT_EQ(one->facts.format_version, "9.0.7.17363");
}

// 240 Hz, where the measurements' ECGSampleBase says 250: its 17 beats are 140 samples apart and their printed rate is
// 102 a minute, which makes 238 Hz.
TEST(MuseGolden, TheRateIsTheWaveforms) {
    const auto path = vendor_file("muse", "ml4h_muse_deidentified_1.xml");
    if (!path) GTEST_SKIP() << "MUSE sample files are not at hand";
    const auto ecg = read_ecg(*path);
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->sampling_frequency_hz, 240);
    EXPECT_EQ(ecg->facts.printed.heart_rate_per_min, 102.0);
    EXPECT_NEAR(*ecg->facts.filters.high_pass_hz, 0.05, 1e-12);
    EXPECT_EQ(ecg->facts.printed.statements.front(), "BASELINE ARTIFACT");
    EXPECT_EQ(ecg->facts.printed.original_statements.front(), "SINUS TACHYCARDIA");
    EXPECT_EQ(ecg->start_time, "2000-04-22T11:34:00");
}

/// A lead of CardioSoft as other software decodes it.
struct CardioSoftLead {
    const char *block, *lead;
    std::int64_t samples, first, middle, sum, squares;
};

// python3 with xml.etree: v = [int(x) for x in WaveformData.text.split(',')] of StripData, and of MedianSamples up to
// its LastValid; printed len(v), v[0], v[len(v)//2], sum(v), sum(x*x for x in v). The file is ukbb_scrubbed.xml of the
// project ml4h (BSD-3), commit a6f9979e.
constexpr CardioSoftLead cardiosoft_leads[] = {
    {"strip", "I", 5000, 21, -44, -275804, 28839782},
    {"strip", "II", 5000, 68, 141, 374254, 32405636},
    {"strip", "III", 5000, 47, 185, 650058, 100570556},
    {"strip", "aVR", 5000, -44, -48, -47973, 5457443},
    {"strip", "aVL", 5000, -13, -114, -461713, 56378813},
    {"strip", "aVF", 5000, 58, 163, 513405, 59533693},
    {"strip", "V1", 5000, 85, -147, -620812, 130856892},
    {"strip", "V2", 5000, 97, -105, -365238, 57892576},
    {"strip", "V3", 5000, 81, -163, -598927, 128113183},
    {"strip", "V4", 5000, 87, -91, -253188, 45241834},
    {"strip", "V5", 5000, 82, 3, 178205, 15667385},
    {"strip", "V6", 5000, 67, 89, 538237, 60695339},
    {"median", "I", 594, -3, -11, -8828, 385706},
    {"median", "II", 594, 2, 0, 113, 1339},
    {"median", "III", 594, 5, 11, 8689, 387565},
    {"median", "aVR", 594, 0, 4, 3635, 83961},
    {"median", "aVL", 594, -4, -11, -8898, 390404},
    {"median", "aVF", 594, 4, 6, 4445, 102099},
    {"median", "V1", 594, 17, 13, -3128, 641920},
    {"median", "V2", 594, 14, 19, 1100, 738960},
    {"median", "V3", 594, 20, 11, 2274, 597034},
    {"median", "V4", 594, 14, 7, 2704, 469374},
    {"median", "V5", 594, 6, 7, 3568, 279082},
    {"median", "V6", 594, 0, 6, 4266, 166040},
};

TEST(CardioSoftGolden, SamplesAreThoseThatPythonDecodes) {
    const auto path = vendor_file("cardiosoft", "ml4h_ukbb_scrubbed.xml");
    if (!path) GTEST_SKIP() << "the CardioSoft sample file is not at hand";
    const auto ecg = read_ecg(*path);
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_TRUE(ecg->warnings.empty());
    EXPECT_EQ(ecg->sampling_frequency_hz, 500);
    EXPECT_EQ(ecg->facts.printed.qrs_ms, 76.0);
    EXPECT_EQ(ecg->facts.device, (record::Device{"GE", "CardioSoft", "V6.73"}));
    ASSERT_EQ(ecg->stored_beats.size(), 1u);
    for (const auto& golden : cardiosoft_leads) {
        SCOPED_TRACE(std::string(golden.block) + " " + golden.lead);
        const auto* lead = (std::string(golden.block) == "strip" ? *ecg : ecg->stored_beats[0]).find_lead(golden.lead);
        ASSERT_NE(lead, nullptr);
        ASSERT_EQ(lead->valid_samples(), golden.samples);
        std::int64_t sum = 0, squares = 0;
        for (std::int64_t i = 0; i < golden.samples; ++i) {
            const auto v = units(lead->samples[static_cast<std::size_t>(i)], 5);
            sum += v;
            squares += v * v;
        }
        EXPECT_EQ(units(lead->samples[0], 5), golden.first);
        EXPECT_EQ(units(lead->samples[static_cast<std::size_t>(golden.samples / 2)], 5), golden.middle);
        EXPECT_EQ(sum, golden.sum);
        EXPECT_EQ(squares, golden.squares);
    }
}

// The same file without its strip: 27 s in blocks of a second, in which II = I + III holds for every sample.
TEST(CardioSoftGolden, TheOrderOfAFullDisclosureIsFound) {
    const auto path = vendor_file("cardiosoft", "ml4h_ukbb_scrubbed.xml");
    if (!path) GTEST_SKIP() << "the CardioSoft sample file is not at hand";
    std::ostringstream text;
    text << std::ifstream(*path).rdbuf();
    auto xml = text.str();
    for (auto at = xml.find("StripData"); at != std::string::npos; at = xml.find("StripData", at))
        xml.replace(at, 9, "StripGone");
    const auto source = memory_source({{"c.xml", xml}});
    const auto ecg = read_ecg(RecordingFile{*source->open("c.xml"), "c.xml", source});
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->sample_count(), 13500);
    ASSERT_EQ(ecg->leads.size(), 12u);
    for (std::size_t i = 0; i < 13500; ++i)
        ASSERT_NEAR(ecg->leads[5].samples[i], (ecg->leads[1].samples[i] + ecg->leads[2].samples[i]) / 2, 0.0026)
            << "aVF";
}

/// All sequences of an aECG file in its order: the numbers between <digits> and </digits>.
std::vector<std::vector<std::int64_t>> digits_of(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    const auto file = text.str();
    const std::string open = "<digits>", close = "</digits>";
    std::vector<std::vector<std::int64_t>> all;
    for (auto at = file.find(open); at != std::string::npos; at = file.find(open, at)) {
        const auto begin = at + open.size();
        at = file.find(close, begin);
        std::istringstream digits(file.substr(begin, at - begin));
        all.emplace_back();
        for (std::int64_t v = 0; digits >> v;) all.back().push_back(v);
    }
    return all;
}

// Philips' own conversion to aECG went over the samples once more, so that they differ by up to 4 units of 5 uV.
TEST(PhilipsGolden, AgreesWithPhilipsOwnConversion) {
    const auto path = vendor_file("philips", "1_04_ad4d3d80-d165_1-04_orig.xml");
    const auto twin = vendor_file("philips", "1_04_ad4d3d80-d165_1-04_converted.xml");
    if (!path || !twin) GTEST_SKIP() << "Philips sample files are not at hand";
    const auto ecg = read_ecg(*path);
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_TRUE(ecg->warnings.empty());
    EXPECT_EQ(ecg->facts.format_version, "1.04");
    const auto truth = digits_of(*twin);
    ASSERT_EQ(truth.size(), 24u) << "twelve leads of the rhythm, twelve of the beat";
    ASSERT_EQ(ecg->leads.size(), 12u);
    EXPECT_EQ(ecg->sample_count(), 5300) << "where the zeros before the calibration pulse begin in all leads";
    for (std::size_t k = 0; k < 12; ++k) {
        std::int64_t worst = 0;
        for (std::size_t i = 0; i < ecg->leads[k].samples.size(); ++i)
            worst = std::max(worst, std::abs(units(ecg->leads[k].samples[i], 5) - truth[k][i]));
        EXPECT_LE(worst, 4) << ecg->leads[k].name;
    }
    // The representative beat was not gone over: sample for sample.
    ASSERT_EQ(ecg->stored_beats.size(), 1u);
    const auto& beat = ecg->stored_beats[0];
    ASSERT_EQ(beat.leads.size(), 12u);
    for (std::size_t k = 0; k < 12; ++k) {
        constexpr std::int64_t not_recorded = 32767;  // fills the second half of every lead
        const auto& lead = beat.leads[k];
        auto recorded = truth[12 + k];
        std::erase(recorded, not_recorded);
        ASSERT_EQ(lead.samples.size(), recorded.size());
        EXPECT_EQ(recorded.size(), 600u);
        for (std::size_t i = 0; i < recorded.size(); ++i)
            ASSERT_EQ(units(lead.samples[i], 2.5), recorded[i]) << lead.name << " " << i;
    }
}

TEST(PhilipsGolden, ScaleOfVersion103IsThatOfItsMeasurements) {
    const auto path = vendor_file("philips", "1_03_129DYPRG.XML");
    if (!path) GTEST_SKIP() << "Philips sample files are not at hand";
    const auto ecg = read_ecg(*path);
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_TRUE(ecg->warnings.empty());
    EXPECT_EQ(ecg->sample_count(), 5264) << "where the zeros before the calibration pulse begin in all leads";
    for (const auto& [name, microvolts] : std::vector<std::pair<std::string, double>>{{"I", 1032},
                                                                                      {"aVR", 713},
                                                                                      {"aVL", 1068},
                                                                                      {"V1", 991},
                                                                                      {"V2", 839},
                                                                                      {"V3", 650},
                                                                                      {"V4", 629},
                                                                                      {"V5", 750},
                                                                                      {"V6", 878}}) {
        const auto& samples = ecg->find_lead(name)->samples;
        const auto [low, high] = std::minmax_element(samples.begin(), samples.end());
        const double found = (*high - *low) * 1e3;
        EXPECT_GE(found, microvolts) << name;
        EXPECT_LE(found, microvolts * 1.07) << name << ": noise and baseline";
    }
}

TEST(PhilipsGolden, FactsOfBothVersions) {
    const auto old = vendor_file("philips", "1_03_129DYPRG.XML");
    const auto path = vendor_file("philips", "1_04_ad4d3d80-d165_1-04_orig.xml");
    if (!old || !path) GTEST_SKIP() << "Philips sample files are not at hand";
    const auto one = read_ecg(*old), two = read_ecg(*path);
    ASSERT_TRUE(one) << one.error().message();
    ASSERT_TRUE(two) << two.error().message();
    EXPECT_EQ(one->facts.format_version, "1.03");
    EXPECT_EQ(one->start_time, "2011-12-01T07:27:34");
    EXPECT_EQ(one->facts.device, (record::Device{"Philips", "HeartstartMRx", ""}));
    EXPECT_EQ(one->facts.filters, (record::Filters{0.05, 150.0, std::nullopt}));
    EXPECT_EQ(one->facts.printed.heart_rate_per_min, 41.0);
    EXPECT_EQ(one->facts.printed.qrs_ms, 135.0);
    EXPECT_EQ(one->facts.printed.pr_ms, 151.0);
    EXPECT_EQ(one->facts.printed.qt_ms, 476.0);
    EXPECT_EQ(one->facts.printed.qrs_axis_deg, -21.0);
    ASSERT_EQ(one->facts.printed.statements.size(), 5u);
    EXPECT_EQ(one->facts.printed.statements[0], "Sinus bradycardia, rate< 50");
    EXPECT_EQ(one->facts.patient.age_years, 50.0);
    EXPECT_EQ(one->facts.patient.sex, "male");
    EXPECT_EQ(two->facts.device, (record::Device{"Philips", "PageWriter Touch", "C.01.02.00"}));
    EXPECT_EQ(two->facts.printed.qrs_ms, 102.0);
    EXPECT_EQ(two->facts.printed.pr_ms, 144.0);
    EXPECT_EQ(two->facts.printed.qt_ms, 564.0);
    EXPECT_EQ(two->facts.printed.qtc_ms, 466.0);
    EXPECT_EQ(two->facts.printed.qrs_axis_deg, 85.0);
    EXPECT_EQ(two->facts.printed.original_statements,
              (std::vector<std::string>{"SINUS BRADYCARDIA", "BASELINE WANDER IN LEAD(S) *LEAD*"}));
    EXPECT_EQ(two->facts.patient.birth_date, "1976-01-01");
    EXPECT_EQ(two->facts.patient.name, "") << "blanked out with dashes";
    EXPECT_TRUE(two->facts.pacing_spikes_s.empty()) << "single leads saw pulses, all together none";
}

}  // namespace
}  // namespace synchrony::io
