// What the WFDB programs rdsamp and rdann (WFDB Software Package 10.5.24 unless said) print of the sample records.
// The files and the commands that made them are those of wfdb-python's tests/test_record.py, test_annotation.py and
// test_multi_record.py (MIT licence); they lie beside the sample records and are not part of this repository.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>

#include "support/paths.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/io/wfdb.hpp"

namespace synchrony::io {
namespace {

using wfdb::Record;

std::optional<std::filesystem::path> wfdb_folder() {
    const auto formats = test::formats_folder();
    if (!formats || !std::filesystem::is_directory(*formats / "wfdb" / "expected")) return std::nullopt;
    return *formats / "wfdb";
}

/// The text of a golden; .gz ones through gzip.
std::string golden_text(const std::filesystem::path& path) {
    if (path.extension() != ".gz") {
        std::ostringstream text;
        text << std::ifstream(path).rdbuf();
        return text.str();
    }
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(("gzip -dc '" + path.string() + "'").c_str(), "r"), pclose);
    std::string text;
    char block[4096];
    for (std::size_t n = 0; (n = fread(block, 1, sizeof block, pipe.get())) > 0;) text.append(block, n);
    return text;
}

struct Case {
    const char* golden;
    const char* record;
    const char* command;  ///< what made the golden; its first column (the sample number) is cut off
    std::int64_t first;
    std::vector<int> signals;  ///< empty: all
    bool physical;
    int samples_per_frame;
    std::int64_t frames = -1;
    const char* missing = "-32768";  ///< how the golden shows a missing sample in ADC units
};

std::ostream& operator<<(std::ostream& out, const Case& c) {
    return out << c.golden;
}

class RdsampGolden : public testing::TestWithParam<Case> {};

bool is_invalid(const wfdb::Samples& samples, std::int64_t i) {
    return std::any_of(samples.invalid.begin(), samples.invalid.end(),
                       [&](const auto& range) { return i >= range.begin && i < range.end; });
}

/// Whether sample i is what rdsamp printed: "-" (in physical units) and -32768 stand for a missing sample, whatever
/// the format's own mark is; physical values have eight decimals.
bool agrees(const Case& c, const Record& record, const wfdb::Samples& samples, std::size_t signal, std::int64_t i,
            const std::string& cell) {
    if (cell == (c.physical ? "-" : c.missing)) return is_invalid(samples, i);
    if (is_invalid(samples, i)) return false;
    const auto& spec = record.header.signals[signal];
    const double value = samples.values[static_cast<std::size_t>(i)];
    if (!c.physical) return value == std::stod(cell);
    return std::abs((value - spec.effective_baseline()) / spec.effective_gain() - std::stod(cell)) <= 0.51e-8;
}

void expect_equal(const Case& c, const Record& record, const std::string& golden) {
    std::vector<int> signals = c.signals;
    if (signals.empty())
        for (std::size_t s = 0; s < record.signals.size(); ++s) signals.push_back(static_cast<int>(s));
    std::vector<wfdb::Samples> columns;
    for (const int s : signals)
        columns.push_back(wfdb::at_rate(record, static_cast<std::size_t>(s), c.samples_per_frame));

    std::istringstream lines(golden);
    std::string line;
    std::int64_t row = 0;
    int wrong = 0;
    for (; std::getline(lines, line) && wrong < 5; ++row) {
        std::istringstream cells(line);
        for (std::size_t k = 0; k < signals.size(); ++k) {
            std::string cell;
            ASSERT_TRUE(cells >> cell) << "row " << row;
            ASSERT_LT(row, static_cast<std::int64_t>(columns[k].values.size()));
            if (agrees(c, record, columns[k], static_cast<std::size_t>(signals[k]), row, cell)) continue;
            ++wrong;
            ADD_FAILURE() << "row " << row << ", signal " << signals[k] << ": "
                          << columns[k].values[static_cast<std::size_t>(row)] << " (ADC units), golden " << cell;
        }
        std::string more;
        EXPECT_FALSE(cells >> more) << "golden has more columns in row " << row;
    }
    EXPECT_GT(row, 0);
}

TEST_P(RdsampGolden, EqualsSampleForSample) {
    const auto folder = wfdb_folder();
    if (!folder) GTEST_SKIP() << "no sample files: set SYNCHRONY_FORMATS";
    const Case& c = GetParam();
    auto path = *folder / c.record;
    // 100.dat is not among the samples but in the database itself.
    if (std::string(c.record) == "100") {
        const auto data = test::data_folder();
        if (!data) GTEST_SKIP() << "no recordings: set SYNCHRONY_DATA";
        path = *data / "mitdb" / "100";
    }
    const auto record = wfdb::read_record(path, {.first_frame = c.first, .frames = c.frames});
    ASSERT_TRUE(record) << record.error().message();
    expect_equal(c, *record, golden_text(*folder / "expected" / c.golden));
}

/// The goldens that lie beside the samples, and those of wfdb-python's whole set where they do too.
std::vector<Case> cases() {
    std::vector<Case> all{
        {"record-1a", "test01_00s", "rdsamp -r test01_00s", 0, {}, false, 1},
        {"record-1b", "a103l", "rdsamp -r a103l -f 50 -t 160 -s 2 0 -P", 12500, {2, 0}, true, 1},
        {"record-1d", "3000003_0003", "rdsamp -r 3000003_0003 -f 1 -t 8 -s 1 -P", 125, {1}, true, 1},
        {"record-1f.gz", "binformats", "rdsamp -r binformats", 0, {}, false, 1},
        {"record-flac.gz", "flacformats", "rdsamp -r flacformats", 0, {}, false, 1},
        {"record-2b", "100", "rdsamp -r 100 -f 0.002 -t 30 -s 1", 1, {1}, false, 1},
        {"record-2d", "310derive", "rdsamp -r 310derive -f 0.007", 2, {}, false, 1},
        {"record-4a", "test01_00s_skewframe", "rdsamp -r test01_00s_skewframe", 0, {}, false, 1},
        {"record-4d", "test01_00s_skewframe", "rdsamp -r test01_00s_skewframe -P -H", 0, {}, true, 2},
        {"record-multi-fixed-c",
         "multi-segment/fixed1/v102s",
         "rdsamp -r v102s -f s70000 -t s80000 -s 1 0 3 -P",
         70000,
         {1, 0, 3},
         true,
         1},
    };
    const std::vector<Case> more{
        {"record-1c", "a103l", "rdsamp -r a103l -f 80 -s 0 1", 20000, {0, 1}, false, 1},
        {"record-2a", "100", "rdsamp -r 100 -P", 0, {}, true, 1},
        {"record-2c", "100_3chan", "rdsamp -r 100_3chan -P", 0, {}, true, 1},
        {"record-2e", "311derive", "rdsamp -r 311derive -f 0.005 -t 3.91 -P", 1, {}, true, 1},
        {"record-3b", "s0010_re", "rdsamp -r s0010_re -f 5 -t 38 -P -s 13 0 4 8 3", 5000, {13, 0, 4, 8, 3}, true, 1},
        {"record-4b", "03700181", "rdsamp -r 03700181", 0, {}, false, 1},
        {"record-4c", "03700181", "rdsamp -r 03700181 -f 8 -t 128 -s 0 2 -P", 1000, {0, 2}, true, 1},
        {"record-multi-fixed-a", "multi-segment/fixed1/v102s", "rdsamp -r v102s -P", 0, {}, true, 1},
        {"record-multi-fixed-d.gz",
         "multi-segment/041s/041s",
         "rdsamp -r 041s -s 3 2 1 -H | sed s/-32768/-2048/",
         0,
         {3, 2, 1},
         false,
         4,
         -1,
         "-2048"},
        {"record-multi-variable-a",
         "multi-segment/s00001/s00001-2896-10-10-00-31",
         "rdsamp -r s00001-2896-10-10-00-31 -f s14428365 -t s14428375 -P",
         14428365,
         {},
         true,
         1,
         10},
        {"record-multi-variable-b",
         "multi-segment/s00001/s00001-2896-10-10-00-31",
         "rdsamp -r s00001-2896-10-10-00-31 -f s14428364 -t s14428375 -P",
         14428364,
         {},
         true,
         1,
         11},
        {"record-multi-variable-d",
         "multi-segment/p000878/p000878-2137-10-26-16-57",
         "rdsamp -r p000878-2137-10-26-16-57 -f s3550 -t s7500 -s 0 1 | perl -p -e 's/-32768/  -128/g;'",
         3550,
         {0, 1},
         false,
         1,
         3950,
         "-128"},
    };
    const auto folder = wfdb_folder();
    for (const auto& c : more)
        if (folder && std::filesystem::exists(*folder / "expected" / c.golden) &&
            std::filesystem::exists(*folder / (std::string(c.record) + ".hea")))
            all.push_back(c);
    return all;
}

INSTANTIATE_TEST_SUITE_P(Wfdb, RdsampGolden, testing::ValuesIn(cases()), [](const auto& param) {
    std::string name = param.param.golden;
    for (char& ch : name)
        if (!std::isalnum(static_cast<unsigned char>(ch))) ch = '_';
    return name;
});

// 100_3chan: "Made this to test fmt 212 with odd number of samples": record 100's first 999 samples as MLII, V5, MLII.
// Golden: rdsamp -r 100_3chan -P. The record itself is not at hand, so it is written here; its header's checksums are
// 43172, 63954, 43172 (wfdb-python sample-data/100_3chan.hea).
TEST(RdsampGoldenWritten, OddFrameInFormat212) {
    const auto folder = wfdb_folder();
    const auto data = test::data_folder();
    if (!folder || !data) GTEST_SKIP() << "no sample files: set SYNCHRONY_FORMATS and SYNCHRONY_DATA";
    const auto source = wfdb::read_record(*data / "mitdb" / "100", {.frames = 999});
    ASSERT_TRUE(source);
    Record three = *source;
    three.header.signals.push_back(three.header.signals[0]);
    three.signals.push_back(three.signals[0]);
    const test::TemporaryFolder temporary;
    ASSERT_TRUE(wfdb::write_record(temporary.path() / "100_3chan", three, 212));
    EXPECT_EQ(std::filesystem::file_size(temporary.path() / "100_3chan.dat"), 4496u);  // as in wfdb-python
    const auto record = wfdb::read_record(temporary.path() / "100_3chan");
    ASSERT_TRUE(record) << record.error().message();
    EXPECT_TRUE(record->warnings.empty());
    EXPECT_EQ(record->header.signals[0].checksum, std::uint16_t{43172});
    EXPECT_EQ(record->header.signals[1].checksum, std::uint16_t{63954});
    const Case c{"record-2c", "100_3chan", "rdsamp -r 100_3chan -P", 0, {}, true, 1};
    expect_equal(c, *record, golden_text(*folder / "expected" / c.golden));
}

/// A line of rdann: time, sample, mnemonic, subtype, channel, number, auxiliary text.
record::Annotation parse_rdann(const std::string& line) {
    std::istringstream cells(line);
    std::string time, symbol;
    int subtype = 0, channel = 0, number = 0;
    record::Annotation a;
    cells >> time >> a.sample >> symbol >> subtype >> channel >> number;
    a.code = record::code_of(symbol).value_or(-1);
    a.subtype = static_cast<std::int8_t>(subtype);
    a.channel = static_cast<std::int8_t>(channel);
    a.number = static_cast<std::int8_t>(number);
    if (const auto tab = line.find('\t'); tab != std::string::npos) a.auxiliary = line.substr(tab + 1);
    return a;
}

std::vector<record::Annotation> golden_annotations(const std::filesystem::path& path) {
    std::istringstream lines(golden_text(path));
    std::vector<record::Annotation> annotations;
    for (std::string line; std::getline(lines, line);) annotations.push_back(parse_rdann(line));
    return annotations;
}

void expect_equal(const std::vector<record::Annotation>& got, const std::vector<record::Annotation>& golden) {
    ASSERT_EQ(got.size(), golden.size());
    for (std::size_t i = 0; i < golden.size(); ++i) {
        EXPECT_EQ(got[i].sample, golden[i].sample) << i;
        EXPECT_EQ(got[i].code, golden[i].code) << i;
        EXPECT_EQ(got[i].subtype, golden[i].subtype) << i;
        EXPECT_EQ(got[i].channel, golden[i].channel) << i;
        EXPECT_EQ(got[i].number, golden[i].number) << i;
        EXPECT_EQ(got[i].auxiliary, golden[i].auxiliary) << i;
    }
}

// ann-1: rdann -r 100 -a atr.
TEST(RdannGolden, Record100) {
    const auto folder = wfdb_folder();
    if (!folder) GTEST_SKIP() << "no sample files: set SYNCHRONY_FORMATS";
    const auto file = wfdb::read_annotations(*folder / "100", "atr");
    ASSERT_TRUE(file) << file.error().message();
    expect_equal(file->annotations, golden_annotations(*folder / "expected" / "ann-1"));
}

// ann-2: rdann -r 12726 -a anI (long auxiliary texts, channel 255); ann-3: rdann -r 1003 -a atr (codes defined by the
// file). Where the annotation files are not at hand, the goldens are written and read again.
class RdannWritten : public testing::TestWithParam<std::array<const char*, 3>> {};

TEST_P(RdannWritten, ReadsAsPrinted) {
    const auto folder = wfdb_folder();
    if (!folder) GTEST_SKIP() << "no sample files: set SYNCHRONY_FORMATS";
    const auto [golden, record, annotator] = GetParam();
    const auto expected = golden_annotations(*folder / "expected" / golden);
    if (std::filesystem::exists(*folder / (std::string(record) + "." + annotator))) {
        const auto file = wfdb::read_annotations(*folder / record, annotator);
        ASSERT_TRUE(file) << file.error().message();
        expect_equal(file->annotations, expected);
        return;
    }
    const auto bytes = wfdb::encode_annotations({expected, {}, {}, {}});
    ASSERT_TRUE(bytes) << bytes.error().message();
    const auto again = wfdb::parse_annotations(std::as_bytes(std::span(*bytes)), golden);
    ASSERT_TRUE(again) << again.error().message();
    expect_equal(again->annotations, expected);
}

INSTANTIATE_TEST_SUITE_P(Wfdb, RdannWritten,
                         testing::Values(std::array{"ann-2", "12726", "anI"}, std::array{"ann-3", "1003", "atr"}),
                         [](const auto& param) { return param.index == 0 ? "ann_2" : "ann_3"; });

}  // namespace
}  // namespace synchrony::io
