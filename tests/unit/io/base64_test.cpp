// The decoder is inside the room: it is tested through a MUSE file, whose lead is what a text stands for. Truth: the
// test vectors of RFC 4648, section 10, by 16-bit words.
#include <gtest/gtest.h>

#include "support/vendor_xml.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

core::Result<record::Ecg> lead_of(const std::string& text) {
    const std::string xml =
        "<RestingECG><Waveform><WaveformType>Rhythm</WaveformType><SampleBase>500</SampleBase><LeadData><LeadID>I</"
        "LeadID>"
        "<LeadAmplitudeUnitsPerBit>1</LeadAmplitudeUnitsPerBit><LeadAmplitudeUnits>MILLIVOLTS</LeadAmplitudeUnits>"
        "<WaveFormData>" +
        text + "</WaveFormData></LeadData></Waveform></RestingECG>";
    const auto source = memory_source({{"m.xml", xml}});
    return read_ecg(RecordingFile{*source->open("m.xml"), "m.xml", source});
}

std::string bytes_of(const std::string& text) {
    const auto ecg = lead_of(text);
    if (!ecg) return ecg.error().message();
    test::Samples samples;
    for (const float v : ecg->leads[0].samples) samples.push_back(static_cast<int>(v));
    return test::int16_bytes(samples);
}

TEST(Base64, VectorsOfRfc4648) {
    EXPECT_EQ(bytes_of("Zm8="), "fo");
    EXPECT_EQ(bytes_of("Zm9vYg=="), "foob");
    EXPECT_EQ(bytes_of("Zm9vYmFy"), "foobar");
}

TEST(Base64, BlanksAndLineEndsAnywhere) {
    EXPECT_EQ(bytes_of("\r\n  Zm9v\r\n\tYm Fy \n"), "foobar");
    EXPECT_EQ(bytes_of("Z m 9 v Y g =\n="), "foob");
}

TEST(Base64, LongerThanAnyBlock) {
    std::string text, bytes;
    for (int i = 0; i < 5000; ++i) {
        text += i % 19 == 18 ? "Zm9v\n" : "Zm9v";
        bytes += "foo";
    }
    EXPECT_EQ(bytes_of(text), bytes);
}

TEST(Base64, FaultsAreNamedWithTheirPlace) {
    for (const auto& [text, says] : std::vector<std::pair<std::string, std::string>>{
             {"Zm9*", "letter 4"},
             {"Zm9vYg", "ends inside a group"},
             {"Zm9vYg=", "ends inside a group"},
             {"Zm8=Zm8=", "letter 5"},
             {"Z===", "letter 4"},
             {"Zm9v\x80m9v", "letter 5"},
             {"=", "ends inside a group"},
         }) {
        const auto ecg = lead_of(text);
        ASSERT_FALSE(ecg) << text;
        EXPECT_NE(ecg.error().message().find(says), std::string::npos) << ecg.error().message();
        EXPECT_NE(ecg.error().where.find("lead I"), std::string::npos);
    }
}

}  // namespace
}  // namespace synchrony::io
