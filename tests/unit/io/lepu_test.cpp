// Lepu's text of one lead. Truth: the maker's description: value = mV x steps.
#include <gtest/gtest.h>

#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

core::Result<record::Ecg> read_lepu_text(const std::string& text) {
    const auto source = memory_source({{"x.txt", text}});
    return read_ecg(RecordingFile{*source->open("x.txt"), "x.txt", source});
}

TEST(Lepu, OneLead) {
    for (const std::string end : {"", ",", ",\r\n"}) {
        const auto ecg = read_lepu_text("F-0-01,125,II,405,405,-81,0,810" + end);
        ASSERT_TRUE(ecg) << ecg.error().message();
        EXPECT_EQ(ecg->format, "lepu");
        EXPECT_EQ(ecg->sampling_frequency_hz, 125);
        ASSERT_EQ(ecg->leads.size(), 1U);
        EXPECT_EQ(ecg->leads[0].name, "II");
        EXPECT_EQ(ecg->leads[0].samples, (std::vector<float>{1.0F, -0.2F, 0.0F, 2.0F}));
    }
}

TEST(Lepu, FaultsAreNamed) {
    const std::pair<const char*, const char*> faults[] = {{"F-0-01,125,II,0,1,2", "steps a mV"},
                                                          {"F-0-01,125,?,405,1,2", "'?'"},
                                                          {"F-0-01,-5,II,405,1,2", "sampling frequency"},
                                                          {"F-0-01,125,II,405,1,x", "x"},
                                                          {"F-0-01,125,II,405,", "samples"}};
    for (const auto& [text, words] : faults) {
        const auto ecg = read_lepu_text(text);
        ASSERT_FALSE(ecg) << text;
        EXPECT_NE(ecg.error().message().find(words), std::string::npos) << ecg.error().message();
    }
    EXPECT_EQ(find_format("F-0-01,125,II", "x.txt"), nullptr);
}

}  // namespace
}  // namespace synchrony::io
