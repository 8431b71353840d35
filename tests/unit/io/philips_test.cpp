// What no file at hand shows of Philips SierraECG, with an encoder of our own (support/vendor_xml.hpp). Real files are
// in tests/golden/vendor_xml_golden_test.cpp.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/vendor_xml.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

core::Result<record::Ecg> read_philips_text(const std::string& xml) {
    const auto source = memory_source({{"p.xml", xml}});
    return read_ecg(RecordingFile{*source->open("p.xml"), "p.xml", source});
}

/// Twelve leads that obey Einthoven's law with even sums, so that no half is cut.
std::vector<test::Samples> twelve_leads(std::size_t n) {
    std::vector<test::Samples> leads(12, test::Samples(n));
    for (std::size_t i = 0; i < n; ++i) {
        const double t = static_cast<double>(i);
        const int a = 2 * static_cast<int>(std::lround(90 * std::sin(0.05 * t)));
        const int b = 2 * static_cast<int>(std::lround(150 * std::sin(0.031 * t + 1)));
        leads[0][i] = a;
        leads[1][i] = b;
        leads[2][i] = b - a;
        leads[3][i] = -(a + b) / 2;
        leads[4][i] = a - b / 2;
        leads[5][i] = b - a / 2;
        for (std::size_t k = 6; k < 12; ++k)
            leads[k][i] = static_cast<int>(
                std::lround(100.0 * static_cast<double>(k) * std::sin(0.02 * t * static_cast<double>(k))));
    }
    return leads;
}

std::string compressed(const std::vector<test::Samples>& stored) {
    return test::philips_xml(test::base64_of(test::xli_of(stored)), test::philips_attributes(stored[0].size()));
}

void expect_leads(const core::Result<record::Ecg>& ecg, const std::vector<test::Samples>& truth) {
    ASSERT_TRUE(ecg) << ecg.error().message();
    ASSERT_EQ(ecg->leads.size(), truth.size());
    const auto names = record::standard_leads();
    for (std::size_t k = 0; k < truth.size(); ++k) {
        EXPECT_EQ(ecg->leads[k].name, names[k]);
        ASSERT_EQ(ecg->leads[k].samples.size(), truth[k].size());
        for (std::size_t i = 0; i < truth[k].size(); ++i)
            ASSERT_NEAR(ecg->leads[k].samples[i], truth[k][i] * 0.005, 1e-4) << names[k] << " " << i;
    }
}

TEST(Philips, CompressedLeadsComeBack) {
    const auto truth = twelve_leads(3000);  // fills the table of strings
    expect_leads(read_philips_text(compressed(test::philips_stored(truth))), truth);
}

TEST(Philips, ConstantLeadsComeBack) {
    std::vector<test::Samples> truth(12, test::Samples(4000, 0));  // strings that repeat themselves
    for (std::size_t k = 6; k < 12; ++k) truth[k].assign(4000, 7 * static_cast<int>(k));
    expect_leads(read_philips_text(compressed(test::philips_stored(truth))), truth);
}

// Second differences of such steps do not fit 16 bits: their sum is right modulo 2^16 only.
TEST(Philips, StepsOfTheWholeRangeComeBack) {
    auto truth = twelve_leads(600);
    for (std::size_t i = 0; i < 600; ++i) truth[6][i] = i % 3 == 0 ? 32000 : -32000;
    truth[7][300] = 32767;
    truth[7][301] = -32768;
    expect_leads(read_philips_text(compressed(test::philips_stored(truth))), truth);
}

TEST(Philips, UncompressedRemaindersAndUncompressedLeadsAreToldApart) {
    const auto truth = twelve_leads(500);
    for (const auto& stored : {truth, test::philips_stored(truth)}) {
        std::string bytes;
        for (const auto& lead : stored) bytes += test::int16_bytes(lead);
        expect_leads(
            read_philips_text(test::philips_xml(test::base64_of(bytes), test::philips_attributes(500, "Uncompressed"))),
            truth);
    }
}

TEST(Philips, PlainNumbers) {
    const auto truth = twelve_leads(50);
    std::string text;
    for (const auto& lead : truth) text += test::with_commas(lead) + " \n";
    expect_leads(read_philips_text(test::philips_xml(text, "dataencoding=\"Plain\" durationperchannel=\"100\"")),
                 truth);
}

/// 100 ms of zeros, 200 ms of 1 mV, 100 ms of zeros: as the device appends them.
std::vector<test::Samples> with_pulse(std::vector<test::Samples> leads, int height, std::size_t odd_lead = 12) {
    for (std::size_t k = 0; k < leads.size(); ++k) {
        leads[k].back() = 1;  // the recording does not end in a zero
        leads[k].insert(leads[k].end(), 50, 0);
        leads[k].insert(leads[k].end(), 100, k == odd_lead ? height + 1 : height);
        leads[k].insert(leads[k].end(), 50, 0);
    }
    return leads;
}

TEST(Philips, CalibrationIsCutWhereThePulseIsAndNowhereElse) {
    auto truth = twelve_leads(1000);
    for (auto& lead : truth) lead.back() = 1;
    const auto cut = read_philips_text(compressed(test::philips_stored(with_pulse(truth, 200))));
    ASSERT_TRUE(cut) << cut.error().message();
    EXPECT_EQ(cut->sample_count(), 1000);
    EXPECT_NE(cut->facts.gain_source.find("calibration pulse"), std::string::npos);
    EXPECT_TRUE(cut->warnings.empty());
    // The same length without the pulse, and a pulse that one lead does not share: all of it is the recording.
    const auto whole = read_philips_text(compressed(test::philips_stored(twelve_leads(1200))));
    ASSERT_TRUE(whole) << whole.error().message();
    EXPECT_EQ(whole->sample_count(), 1200);
    const auto odd = read_philips_text(compressed(test::philips_stored(with_pulse(truth, 200, 8))));
    ASSERT_TRUE(odd) << odd.error().message();
    EXPECT_EQ(odd->sample_count(), 1200);
}

// A file of PageWriter TC without electrodes holds zeros and the pulse.
TEST(Philips, CalibrationOfARecordingOfZerosIsCutToo) {
    std::vector<test::Samples> leads(12, test::Samples(1000, 0));
    for (auto& lead : leads) {
        lead.insert(lead.end(), 100, 200);
        lead.insert(lead.end(), 50, 0);
    }
    const auto ecg = read_philips_text(compressed(test::philips_stored(leads)));
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->sample_count(), 950) << "100 ms before the pulse";
    EXPECT_EQ(*std::max_element(ecg->leads[0].samples.begin(), ecg->leads[0].samples.end()), 0.0F);
}

TEST(Philips, CalibrationOfAnotherHeightMakesTheGainDoubtful) {
    const auto ecg = read_philips_text(compressed(test::philips_stored(with_pulse(twelve_leads(1000), 400))));
    ASSERT_TRUE(ecg) << ecg.error().message();
    ASSERT_EQ(ecg->warnings.size(), 1u);
    EXPECT_EQ(ecg->warnings[0].doubt, "gain_doubtful");
}

TEST(Philips, RepresentativeBeatsHaveTheirOwnScaleAndMarkWhatIsMissing) {
    const auto truth = twelve_leads(100);
    const auto beat = [](const std::string& inside) {
        return "<repbeats dataencoding=\"Base64\" samplespersec=\"1000\" resolution=\"2.5\"><repbeat leadname=\"I\"" +
               inside + "</repbeat></repbeats>";
    };
    const auto samples = test::base64_of(test::int16_bytes({4, -8, 32767, 0, 32767, 32767}));
    for (const auto& rest :
         {beat("><waveform duration=\"3\">" + samples + "</waveform>"), beat(" duration=\"3\">" + samples)}) {
        const auto ecg = read_philips_text(test::philips_xml(test::base64_of(test::xli_of(test::philips_stored(truth))),
                                                             test::philips_attributes(100), rest));
        ASSERT_TRUE(ecg) << ecg.error().message();
        ASSERT_EQ(ecg->stored_beats.size(), 1u);
        const auto& stored = ecg->stored_beats[0];
        EXPECT_EQ(stored.sampling_frequency_hz, 1000);
        EXPECT_NEAR(stored.leads[0].samples[1], -0.02, 1e-6);
        EXPECT_EQ(stored.sample_count(), 4) << "without the end that no lead holds";
        EXPECT_EQ(stored.leads[0].invalid, (std::vector<record::SampleRange>{{2, 3}}));
    }
}

TEST(Philips, AnUnknownVersionIsReadWithADoubt) {
    auto xml = compressed(test::philips_stored(twelve_leads(100)));
    xml.replace(xml.find(">1.04<"), 6, ">2.00<");
    const auto ecg = read_philips_text(xml);
    ASSERT_TRUE(ecg) << ecg.error().message();
    ASSERT_EQ(ecg->warnings.size(), 1u);
    EXPECT_EQ(ecg->warnings[0].doubt, "format_version_unknown");
}

}  // namespace
}  // namespace synchrony::io
