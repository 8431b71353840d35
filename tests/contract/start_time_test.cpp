// A date or time of day that cannot be one is said, whatever format it stands in, and read as none; a date alone is
// kept; a field that was blanked out says nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "support/file_bytes.hpp"
#include "support/named_recordings.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/app/recording_info.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/aecg.hpp"
#include "synchrony/io/dicom.hpp"
#include "synchrony/io/edf.hpp"
#include "synchrony/io/muse.hpp"
#include "synchrony/io/npz.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/record/identity.hpp"

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
    record::Ecg read(const std::string& date, const ReadOptions& options = {}) const {
        test::TwelveLeads leads;
        for (const char* name : {"I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"})
            leads.emplace_back(name, test::Samples(1000, 20));
        const auto all = test::named_recordings(leads);
        const auto found = std::ranges::find(all, GetParam().format, &test::NamedRecording::format);
        auto bytes = found->bytes;
        bytes.replace(bytes.find(GetParam().good), GetParam().good.size(), date);
        std::ofstream(folder_ / found->file, std::ios::binary) << bytes;
        const auto ecg = read_ecg(folder_ / found->file, options);
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
    const auto part = read(GetParam().good, {.start_s = 1.0});
    EXPECT_EQ(part.start_time.value_or("").substr(0, 19), "2019-03-04T08:07:07");
    EXPECT_EQ(part.facts.patient.age_years, good.facts.patient.age_years);
    const auto impossible = read(GetParam().impossible);
    EXPECT_FALSE(impossible.start_time);
    EXPECT_EQ(said(impossible), 1U);
    EXPECT_EQ(impossible.facts.start_order, record::DateOrder::unreadable);
    const auto blank = read(GetParam().blank);
    EXPECT_FALSE(blank.start_time);
    EXPECT_EQ(said(blank), 0U);
}

record::Ecg read_bytes(const test::TemporaryFolder& folder, const std::string& name, const std::string& bytes) {
    std::ofstream(folder / name, std::ios::binary) << bytes;
    const auto ecg = read_ecg(folder / name);
    EXPECT_TRUE(ecg) << ecg.error().message();
    return ecg ? *ecg : record::Ecg{};
}

// ELI writes fourteen figures; blanks around them, and marks in them, make no other moment of them.
TEST(StartTimes, OfEliInAllSpellings) {
    const test::TemporaryFolder folder;
    const auto start = [&](const std::string& written) {
        return read_bytes(
                   folder, "e.xml",
                   "<ECG ACQUISITION_TIME=\"" + written + "\">" + test::eli_channel("I", {1, 2, 3, 4}) + "</ECG>")
            .start_time.value_or("");
    };
    for (const char* good : {"20231201120510", " 20231201120510 ", "2023-12-01T12:05:10", "2023-12-01 12:05:10+01:00",
                             "2023-12-01 12:05:10 PM"})
        EXPECT_EQ(start(good), "2023-12-01T12:05:10") << good;
    EXPECT_EQ(start("20231201120510.5"), "2023-12-01T12:05:10.5");
    EXPECT_EQ(start("2023-12-01 12:05:10,25+01:00"), "2023-12-01T12:05:10.25");
    EXPECT_EQ(start("2023-12-01 12:05:10 AM"), "2023-12-01T00:05:10");
    EXPECT_EQ(start("20231201"), "2023-12-01");
    EXPECT_EQ(start("20231201 25:00:00"), "2023-12-01");
    EXPECT_EQ(start("20230230120510"), "");
}

record::Ecg of_ten_leads(const std::string& start_time) {
    record::Ecg ecg;
    ecg.sampling_frequency_hz = 500.0;
    ecg.start_time = start_time;
    for (const char* lead : {"I", "II", "V1", "V2", "V3", "V4", "V5", "V6"})
        ecg.leads.push_back({lead, "mV", std::vector<float>(1000, 0.1F), {}, false});
    return ecg;
}

// As the formats that this program writes hold them: a day or an hour that is none, in every place where it stands.
TEST(StartTimes, OfOurOwnFilesAreSaidToBeNone) {
    const test::TemporaryFolder folder;
    const auto ecg = of_ten_leads("2019-03-24T08:07:06");
    const WriteOptions whole{.keep_identity = true};
    ASSERT_TRUE(dicom::write(folder / "a.dcm", ecg, whole));
    ASSERT_TRUE(aecg::write(folder / "a.xml", ecg, whole));
    ASSERT_TRUE(edf::write(folder / "a.edf", ecg));
    struct Case {
        std::string file, from, to, then;
    };
    for (const auto& [file, from, to, then] : {Case{"a.dcm", "20190324", "20190231", ""},
                                               {"a.dcm", "20190324080706", "20190324250706", "2019-03-24"},
                                               {"a.xml", "20190324", "20190231", ""},
                                               {"a.xml", "20190324080706", "20190324250706", "2019-03-24"},
                                               {"a.edf", "24-MAR-2019", "31-FEB-2019", ""},
                                               {"a.edf", "08.07.06", "25.07.06", "2019-03-24"}}) {
        auto bytes = test::bytes_of(folder / file);
        std::size_t found = 0;
        for (std::size_t at = 0; (at = bytes.find(from, at)) != std::string::npos; at += to.size(), ++found)
            bytes.replace(at, from.size(), to);
        ASSERT_GT(found, 0U) << file << from;
        if (from == "20190324080706")  // the hour stands alone too
            for (std::size_t at = 0; (at = bytes.find("080706", at)) != std::string::npos; at += 6)
                bytes.replace(at, 6, "250706");
        const auto read = read_bytes(folder, "b" + std::filesystem::path(file).extension().string(), bytes);
        EXPECT_EQ(read.start_time.value_or(""), then) << file << to;
        EXPECT_EQ(std::ranges::count_if(
                      read.warnings, [](const auto& w) { return w.text.find("of acquisition is no") != w.text.npos; }),
                  1)
            << file << to;
    }
}

// A part begins later: over midnight into the leap day, to the sample; of a day alone nobody knows more.
TEST(StartTimes, OfAPart) {
    const test::TemporaryFolder folder;
    auto ecg = of_ten_leads("2024-02-28T23:59:59");
    ecg.facts.patient.birth_date = "1960-02-29";
    const auto write_all = [&] {
        const WriteOptions whole{.keep_identity = true};
        ASSERT_TRUE(dicom::write(folder / "a.dcm", ecg, whole));
        ASSERT_TRUE(aecg::write(folder / "a.xml", ecg, whole));
        ASSERT_TRUE(muse::write(folder / "m.xml", ecg, whole));
        ASSERT_TRUE(edf::write(folder / "a.edf", ecg));
        ASSERT_TRUE(npz::write(folder / "a.npz", ecg));
    };
    const auto start = [&](const std::string& name, const ReadOptions& options) {
        const auto part = read_ecg(folder / name, options);
        EXPECT_TRUE(part) << name << part.error().message();
        return part ? part->start_time.value_or("") : "";
    };
    write_all();
    for (const char* name : {"a.dcm", "a.xml", "m.xml", "a.edf", "a.npz"}) {
        EXPECT_EQ(start(name, {.start_s = 1.0}), "2024-02-29T00:00:00") << name;
        EXPECT_EQ(start(name, {.start_s = 1.25, .length_s = 0.5}), "2024-02-29T00:00:00.25") << name;
        EXPECT_EQ(start(name, {.length_s = 0.5}), "2024-02-28T23:59:59") << name;
    }
    for (const char* name : {"a.dcm", "a.xml", "m.xml"})
        EXPECT_EQ(read_ecg(folder / name, {.start_s = 0.5})->facts.patient.age_years, 63.0) << name;
    ecg.start_time = "2024-02-28";
    write_all();
    for (const char* name : {"a.dcm", "m.xml", "a.npz"}) EXPECT_EQ(start(name, {.start_s = 1.0}), "2024-02-28") << name;
}

// A time of day without a date, as the MIT-BIH databases have it: said so, kept by a part, and written again by WFDB.
TEST(StartTimes, OfWfdbWithoutADate) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "r.dat", std::ios::binary) << std::string(2000, 'a');
    const auto read = [&](const std::string& start, const ReadOptions& options) {
        std::ofstream(folder / "r.hea") << "r 1 100 1000 " << start << "\nr.dat 16 200 16 0 0 0 0 II\n";
        const auto ecg = read_ecg(folder / "r.hea", options);
        EXPECT_TRUE(ecg) << ecg.error().message();
        return ecg ? *ecg : record::Ecg{};
    };
    const auto reason = [](const record::Ecg& ecg) {
        const auto info = app::recording_json(ecg, {.comments = true, .identity = false});
        EXPECT_TRUE(info["start_time"].is_null());
        return info["start_time_reason"].get<std::string>();
    };
    EXPECT_EQ(reason(read("10:11:12", {})), "the file says a time of day without a date: 10:11:12");
    EXPECT_EQ(read("23:59:58", {.start_s = 5.0}).facts.clock_time, "00:00:03");
    const auto impossible = read("10:11:12 31/02/2020", {});
    EXPECT_EQ(impossible.facts.start_order, record::DateOrder::unreadable);
    EXPECT_EQ(reason(impossible), "the file says a date that is none, and a time of day: 10:11:12");
    EXPECT_EQ(reason(read("", {})), "the file says none");
    EXPECT_EQ(read("10:11:12 28/02/2020", {.start_s = 5.5}).start_time, "2020-02-28T10:11:17.5");
    EXPECT_TRUE(record::without_identity(impossible).facts.clock_time.empty());
}

// Neither HL7 nor DICOM has marks in a moment; files have.
TEST(StartTimes, OfAecgWithMarks) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(aecg::write(folder / "a.xml", of_ten_leads("2019-03-24T08:07:06"), {.keep_identity = true}));
    const std::string from = "20190324080706", to = "2019-03-24T08:07:06";
    auto bytes = test::bytes_of(folder / "a.xml");
    for (std::size_t at = 0; (at = bytes.find(from, at)) != std::string::npos; at += to.size())
        bytes.replace(at, from.size(), to);
    const auto read = read_bytes(folder, "b.xml", bytes);
    EXPECT_EQ(read.start_time, to);
    EXPECT_TRUE(read.warnings.empty());
}

// What is written of a day alone is read as a day, or is said to be lost or changed.
TEST(StartTimes, OfADayAloneInventNoHour) {
    const test::TemporaryFolder folder;
    const auto ecg = of_ten_leads("2019-03-24");
    const WriteOptions whole{.keep_identity = true};
    ASSERT_TRUE(dicom::write(folder / "a.dcm", ecg, whole));
    ASSERT_TRUE(muse::write(folder / "m.xml", ecg, whole));
    for (const char* name : {"a.dcm", "m.xml"}) {
        const auto read = read_ecg(folder / name);
        ASSERT_TRUE(read) << name << read.error().message();
        EXPECT_EQ(read->start_time, "2019-03-24") << name;
    }
    const auto edf = edf::write(folder / "a.edf", ecg);
    ASSERT_TRUE(edf);
    EXPECT_NE(core::joined(*edf, "; ").find("midnight is written"), std::string::npos);
    const auto aecg = aecg::write(folder / "a.xml", ecg, whole);
    ASSERT_TRUE(aecg);
    EXPECT_NE(core::joined(aecg->left_out, "; ").find("midnight is written"), std::string::npos);
}

// What header(5) calls base time and base date; neither stands in the warning, and the place of the file neither.
TEST(StartTimes, OfWfdbSayWhatIsWrongWithoutRepeatingIt) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "a.dat", std::ios::binary) << std::string(4000, '\1');
    const auto read = [&](const std::string& moment) {
        return read_bytes(folder, "a.hea", "a 1 500 2000 " + moment + "\na.dat 16 200/mV 16 0 257 -10288 0 I\n");
    };
    EXPECT_EQ(read("08:07:06 24/03/2019").start_time, "2019-03-24T08:07:06");
    EXPECT_TRUE(read("08:07:06 24/03/2019").warnings.empty());
    const auto bad_time = read("25:07:06 24/03/2019"), bad_date = read("08:07:06 31/02/2019");
    EXPECT_EQ(bad_time.start_time, "2019-03-24");
    EXPECT_FALSE(bad_date.start_time);
    for (const auto& ecg : {bad_time, bad_date}) {
        ASSERT_EQ(ecg.warnings.size(), 1U);
        EXPECT_EQ(ecg.warnings[0].text.find("2019"), std::string::npos) << ecg.warnings[0].text;
        EXPECT_EQ(ecg.warnings[0].text.find("a.hea"), std::string::npos) << ecg.warnings[0].text;
    }
}

INSTANTIATE_TEST_SUITE_P(Formats, StartTime, testing::ValuesIn(spellings()),
                         [](const auto& param) { return param.param.format; });

}  // namespace
}  // namespace synchrony::io
