// A date or time of day that cannot be one is said, whatever format it stands in, and read as none; a date alone is
// kept; a field that was blanked out says nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "support/named_recordings.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

struct Spelling {
    std::string format, good, impossible, blank;
};

std::ostream& operator<<(std::ostream& out, const Spelling& spelling) {
    return out << spelling.format;
}

const std::vector<Spelling>& spellings() {
    static const std::vector<Spelling> all{{"muse", "03-04-2019", "33-44-2019", "--"},
                                           {"cardiosoft", "<Day>4</Day><Month>3</Month><Year>2019</Year>",
                                            "<Day>31</Day><Month>2</Month><Year>2019</Year>", "<Day/><Month/><Year/>"},
                                           {"philips", "2019-03-04", "2019-13-04", "----------"},
                                           {"eli", "TIME=\"20190304080706", "TIME=\"20190230080706", "TIME=\""},
                                           {"schiller", "20190304", "20191304", ""},
                                           {"fhir", "2019-03-04T", "2019-02-31T", "0000-00-00T"},
                                           {"apple", "2019-03-04", "2019-02-31", "0000-00-00"},
                                           {"contec", "2019-03-04", "2019-02-31", "0000-00-00"},
                                           {"atc", "2019-03-04", "2019-02-31", "0000-00-00"},
                                           {"mfer", "\x07\xe3\x03\x04", "\x07\xe3\x0d\x04", std::string(4, '\0')}};
    return all;
}

class StartTime : public testing::TestWithParam<Spelling> {
  protected:
    /// The recording of the format with its date written otherwise.
    record::Ecg read(const std::string& date) const {
        test::TwelveLeads leads;
        for (const char* name : {"I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"})
            leads.emplace_back(name, test::Samples(1000, 20));
        const auto all = test::named_recordings(leads);
        const auto found = std::ranges::find(all, GetParam().format, &test::NamedRecording::format);
        auto bytes = found->bytes;
        bytes.replace(bytes.find(GetParam().good), GetParam().good.size(), date);
        std::ofstream(folder_ / found->file, std::ios::binary) << bytes;
        const auto ecg = read_ecg(folder_ / found->file);
        EXPECT_TRUE(ecg) << ecg.error().message();
        return ecg ? *ecg : record::Ecg{};
    }
    static std::size_t said(const record::Ecg& ecg) {
        return static_cast<std::size_t>(std::ranges::count_if(ecg.warnings, [](const auto& warning) {
            return warning.text == "date of acquisition is no date that can be read";
        }));
    }
    const test::TemporaryFolder folder_;
};

TEST_P(StartTime, IsReadOrSaidToBeNone) {
    const auto good = read(GetParam().good);
    ASSERT_TRUE(good.start_time);
    EXPECT_EQ(good.start_time->substr(0, 19), "2019-03-04T08:07:06");
    EXPECT_EQ(said(good), 0U);
    const auto impossible = read(GetParam().impossible);
    EXPECT_FALSE(impossible.start_time);
    EXPECT_EQ(said(impossible), 1U);
    EXPECT_EQ(impossible.facts.start_order, record::DateOrder::unreadable);
    const auto blank = read(GetParam().blank);
    EXPECT_FALSE(blank.start_time);
    EXPECT_EQ(said(blank), 0U);
}

INSTANTIATE_TEST_SUITE_P(Formats, StartTime, testing::ValuesIn(spellings()),
                         [](const auto& param) { return param.param.format; });

}  // namespace
}  // namespace synchrony::io
