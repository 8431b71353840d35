// gzip and zip as sources. The packed bytes are Python 3.11's: gzip.compress(data, 9, mtime=0) and zipfile.ZipFile with
// ZipInfo(name, (1980, 1, 1, 0, 0, 0)), deflated or stored.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "support/hex.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/io/archive.hpp"
#include "synchrony/io/collection.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

using test::from_hex;

constexpr std::string_view table_gz =
    "1f8b08000000000002032bc9cc4dd5f1e432d031d033e532d0333030d2d13584324d748cb8006050233920000000";

constexpr std::string_view zeros_gz =
    "1f8b0800000000000203edc13101000000c2a0f54f6d0d0fa000000000000000000000000000000000000000783002532f97"
    "204e0000";

constexpr std::string_view folder_zip =
    "504b030414000000080000002100605023391c00000020000000090000007375622f742e6373762bc9cc4dd5f1e432d031d0"
    "33e532d0333030d2d13584324d748cb800504b03041400000008000000210086a6103607000000050000000a000000726561"
    "646d652e747874cb48cdc9c90700504b0102140314000000080000002100605023391c000000200000000900000000000000"
    "000000008001000000007375622f742e637376504b010214031400000008000000210086a6103607000000050000000a0000"
    "000000000000000000800143000000726561646d652e747874504b050600000000020002006f000000720000000000";

constexpr std::string_view climbing_zip =
    "504b030414000000000000002100605023392000000020000000080000002e2e2f742e63737674696d652c490a302c302e35"
    "0a302e3030322c2d312e350a302e3030342c320a504b01021403140000000000000021006050233920000000200000000800"
    "000000000000000000008001000000002e2e2f742e637376504b0506000000000100010036000000460000000000";

constexpr std::string_view zeros_zip =
    "504b03041400000008000000210002532f9724000000204e0000050000007a2e637376edc13101000000c2a0f54f6d0d0fa0"
    "000000000000000000000000000000000000007830504b010214031400000008000000210002532f9724000000204e000005"
    "00000000000000000000008001000000007a2e637376504b0506000000000100010033000000470000000000";

constexpr std::string_view nested_zip =
    "504b0304140000000000000021006ba19b228c0000008c00000006000000696e2e7a6970504b030414000000000000002100"
    "60502339200000002000000005000000742e63737674696d652c490a302c302e350a302e3030322c2d312e350a302e303034"
    "2c320a504b010214031400000000000000210060502339200000002000000005000000000000000000000080010000000074"
    "2e637376504b0506000000000100010033000000430000000000504b01021403140000000000000021006ba19b228c000000"
    "8c000000060000000000000000000000800100000000696e2e7a6970504b0506000000000100010034000000b00000000000";

Bytes plain_bytes(std::string text) {
    auto kept = std::make_shared<const std::string>(std::move(text));
    return {std::as_bytes(std::span(*kept)), kept};
}

class Packed : public testing::Test {
  protected:
    std::filesystem::path keep(const std::string& name, const std::string& bytes) {
        std::filesystem::create_directories((folder / name).parent_path());
        std::ofstream(folder / name, std::ios::binary) << bytes;
        return folder / name;
    }
    static void expect_table(const std::filesystem::path& path) {
        const auto ecg = read_ecg(path);
        ASSERT_TRUE(ecg) << ecg.error().message();
        EXPECT_EQ(ecg->leads.at(0).samples, (std::vector<float>{0.5F, -1.5F, 2.0F}));
        EXPECT_EQ(ecg->sampling_frequency_hz, 500);
    }
    static std::string refused(const std::filesystem::path& path) {
        const auto ecg = read_ecg(path);
        EXPECT_FALSE(ecg);
        return ecg ? "NO ERROR" : ecg.error().message();
    }
    test::TemporaryFolder folder;
};

// First bytes of each format as its description has them; tar's mark stands at 257.
TEST_F(Packed, OtherArchivesAreNamed) {
    const auto tar = std::string(257, 'x') + "ustar" + std::string(300, '\0');
    for (const auto& [bytes, kind] : {std::pair<std::string, const char*>{tar, "a tar archive"},
                                      {"7z\xbc\xaf\x27\x1c....", "a 7z archive"},
                                      {"Rar!\x1a\x07....", "a rar archive"},
                                      {"BZh91AY", "a file of bzip2"},
                                      {"\xfd\x37zXZ....", "a file of xz"},
                                      {"\x28\xb5\x2f\xfd....", "a file of zstd"}}) {
        const auto path = keep("a.bin", bytes);
        EXPECT_NE(refused(path).find(kind), std::string::npos) << kind;
        const auto found = recordings_below(folder.path());
        ASSERT_TRUE(found);
        ASSERT_EQ(found->left_out.size(), 1U) << kind;
        EXPECT_EQ(found->left_out[0].path, path);
        EXPECT_NE(found->left_out[0].reason.find(kind), std::string::npos) << found->left_out[0].reason;
        EXPECT_EQ(found->other_files, 0U);
    }
}

TEST_F(Packed, AGzippedFileIsReadLikeTheFileInIt) {
    expect_table(keep("t.csv.gz", from_hex(table_gz)));
    expect_table(keep("named_otherwise", from_hex(table_gz)));
    // Two members one behind the other are one file, as gzip has it; the table then holds its header twice.
    EXPECT_NE(refused(keep("twice.csv.gz", from_hex(table_gz) + from_hex(table_gz))).find("line 5"), std::string::npos);
}

TEST_F(Packed, AFileInAnArchiveIsReadByItsPath) {
    const auto zip = keep("export.zip", from_hex(folder_zip));
    expect_table(zip / "sub" / "t.csv");
    std::string of_windows = from_hex(folder_zip);  // .NET wrote backslashes until 4.6
    for (auto at = of_windows.find("sub/"); at != std::string::npos; at = of_windows.find("sub/"))
        of_windows[at + 3] = '\\';
    expect_table(keep("windows.zip", of_windows) / "sub" / "t.csv");
    EXPECT_NE(refused(zip).find("is an archive"), std::string::npos);
    EXPECT_NE(refused(zip / "other.csv").find("no such file in the archive"), std::string::npos);
    keep("t.csv", "time,I\n0,0.5\n0.002,-1.5\n");
    EXPECT_NE(refused(folder / "t.csv/17").find("holds one recording"), std::string::npos);
}

TEST_F(Packed, ARecordOfSeveralFilesIsReadFromAnArchive) {
    const std::string header = "r 1 500 3\nr.dat 16 200 16 0 0 0 0 II\n", samples = from_hex("64009cff2c01");
    const auto zipped = zip_of({{"a/r.hea", header}, {"a/r.dat", samples}}, true);
    ASSERT_TRUE(zipped);
    const auto zip = keep("wfdb.zip", *zipped);
    for (const char* name : {"a/r", "a/r.hea", "a/r.dat"}) {
        const auto ecg = read_ecg(zip / name);
        ASSERT_TRUE(ecg) << ecg.error().message();
        EXPECT_EQ(ecg->leads.at(0).samples, (std::vector<float>{0.5F, -0.5F, 1.5F}));
    }
    const auto found = recordings_below(zip);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->recordings, (std::vector{zip / "a/r.hea"}));
}

TEST_F(Packed, WhatCannotBeUnpackedIsAnError) {
    auto cut = from_hex(table_gz);
    cut.resize(cut.size() - 12);
    EXPECT_NE(refused(keep("cut.csv.gz", cut)).find("damaged"), std::string::npos);
    auto crc = from_hex(table_gz);
    crc[crc.size() - 6] ^= 1;
    EXPECT_NE(refused(keep("crc.csv.gz", crc)).find("damaged"), std::string::npos);
    auto torn = from_hex(folder_zip);
    EXPECT_NE(refused(keep("torn.zip", torn.substr(0, 80)) / "sub/t.csv").find("damaged"), std::string::npos);
    torn[45] ^= 0x10;  // inside the packed data
    EXPECT_NE(refused(keep("flipped.zip", torn) / "sub/t.csv").find("damaged"), std::string::npos);
    EXPECT_NE(refused(keep("climb.zip", from_hex(climbing_zip)) / "t.csv").find("leaves the folder"),
              std::string::npos);
    EXPECT_NE(refused(keep("nested.zip", from_hex(nested_zip)) / "in.zip").find("archive inside"), std::string::npos);
}

TEST_F(Packed, BombsAreRefusedBeforeTheyGrow) {
    const UnpackLimits tight{.max_ratio = 20, .free_bytes = 1000};
    const auto gz = gunzip(plain_bytes(from_hex(zeros_gz)), "bomb", tight);
    ASSERT_FALSE(gz);
    EXPECT_NE(gz.error().message().find("grows too large"), std::string::npos);
    EXPECT_FALSE(gunzip(plain_bytes(from_hex(zeros_gz)), "bomb", {.max_bytes = 19999}));
    EXPECT_TRUE(gunzip(plain_bytes(from_hex(zeros_gz)), "zeros", {.max_bytes = 20000}));
    // By the size that it says itself (RFC 1952, the last four bytes), before it is unpacked: 0x7fffffff here.
    auto huge = from_hex(zeros_gz);
    huge.replace(huge.size() - 4, 4, from_hex("ffffff7f"));
    const auto said = gunzip(plain_bytes(huge), "huge");
    ASSERT_FALSE(said);
    EXPECT_NE(said.error().message().find("grows too large"), std::string::npos) << said.error().message();
    const auto zip = open_zip(plain_bytes(from_hex(zeros_zip)), "bomb", tight);
    ASSERT_TRUE(zip);
    EXPECT_NE((*zip)->open("z.csv").error().message().find("grows too large"), std::string::npos);
    EXPECT_EQ((*zip)->head("z.csv", 100), std::string(100, '\0'));
    EXPECT_FALSE(open_zip(plain_bytes(from_hex(folder_zip)), "many", {.max_files = 1}));
    // An archive whose table of contents lies about the size.
    auto lie = from_hex(zeros_zip);
    for (std::size_t at = 0; (at = lie.find(from_hex("204e0000"), at)) != std::string::npos; ++at)
        lie.replace(at, 4, from_hex("10000000"));
    const auto lying = open_zip(plain_bytes(lie), "lie");
    if (lying) {
        EXPECT_FALSE((*lying)->open("z.csv"));
    }
}

TEST_F(Packed, OneArchiveServesManyThreads) {
    std::vector<NamedBytes> files;
    for (int i = 0; i < 50; ++i)
        files.push_back({"f" + std::to_string(i), std::string(3000, static_cast<char>('a' + i % 26))});
    const auto zipped = zip_of(files, true);
    ASSERT_TRUE(zipped);
    const auto archive = open_zip(plain_bytes(*zipped), "a.zip");
    ASSERT_TRUE(archive);
    std::vector<std::thread> threads;
    std::atomic<int> right{0};
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (const auto& file : files) {
                const auto bytes = (*archive)->open(file.name);
                right += bytes && bytes->text() == file.bytes;
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(right, 200);
}

TEST_F(Packed, AFolderMeansItsRecordings) {
    const std::string header = "r 1 500 3\nr.dat 16 200 16 0 0 0 0 II\n", samples = from_hex("64009cff2c01");
    keep("b/r.hea", header);
    keep("b/r.dat", samples);
    keep("b/r.atr", from_hex("0504"));
    keep("m/m.hea", "m/2 1 500 6\ns1 3\ns2 3\n");
    keep("m/s1.hea", "s1 1 500 3\ns1.dat 16 200\n");
    keep("m/s2.hea", "s2 1 500 3\ns2.dat 16 200\n");
    keep("m/s1.dat", samples);
    keep("m/s2.dat", samples);
    keep("t.csv", "time,I\n0,0.5\n0.002,-1.5\n");
    keep("g.csv.gz", from_hex(table_gz));
    keep("patients.csv", "patient_id,age_y,responder\n1,70,1\n2,60,0\n");
    keep("visits.csv", "Patient;NYHA;QRS;EKG\n1;III;162;a.xml\n2;II;140;b.xml\n");  // classes, not leads
    keep("notes.txt", "what we did\n");
    keep("empty.csv", "");
    keep("scan.png", "\x89PNG");
    keep("alone.dat", samples);
    keep("other.XML", "<letter/>");
    keep("report.docx", from_hex(folder_zip).substr(0, 40));
    keep(".hidden/t.csv", "time,I\n0,0.5\n0.002,-1.5\n");
    keep("z.zip", from_hex(folder_zip));
    keep("n.zip", from_hex(nested_zip));
    const auto found = recordings_below(folder.path());
    ASSERT_TRUE(found) << found.error().message();
    auto paths = found->recordings;
    std::sort(paths.begin(), paths.end());
    EXPECT_EQ(paths, (std::vector{folder / "b/r.hea", folder / "g.csv.gz", folder / "m/m.hea", folder / "t.csv",
                                  folder / "z.zip/sub/t.csv"}));
    for (const auto& path : paths) EXPECT_TRUE(read_ecg(path)) << path;
    ASSERT_EQ(found->left_out.size(), 6u);
    EXPECT_EQ(found->left_out[0].path, folder / "n.zip/in.zip");
    EXPECT_EQ(found->left_out[1].path, folder / "patients.csv");
    EXPECT_EQ(found->left_out[2].path, folder / "visits.csv");
    EXPECT_EQ(found->left_out[3].path, folder / "alone.dat") << "no header names it";
    EXPECT_EQ(found->left_out[4].path, folder / "empty.csv");
    EXPECT_EQ(found->left_out[4].reason, "the file is empty");
    EXPECT_EQ(found->left_out[5].path, folder / "other.XML");
    EXPECT_EQ(found->passed_over.words(), "1 hidden file");
    EXPECT_EQ(found->other_files, 4u)
        << "not r.atr, which is the record's; notes.txt, readme.txt, scan.png; a document, which is no damaged archive";
    ReadOptions options;
    const std::vector<std::filesystem::path> inputs{folder / "z.zip", folder / "t.csv", folder / "not_there"};
    const auto expanded = expand_inputs(inputs, options);
    ASSERT_TRUE(expanded);
    EXPECT_EQ(expanded->recordings, (std::vector{folder / "z.zip/sub/t.csv", folder / "t.csv", folder / "not_there"}));
}

// Programs of Windows write tables in UTF-16 (iconv -t UTF-16LE and -t UTF-16BE of the same text), by any name.
TEST_F(Packed, TablesInUtf16AreFoundInAFolder) {
    const std::string table = "time,I\n0,0.5\n0.002,-1.5\n";
    std::string little, big;
    for (const char c : table) {
        little += {c, '\0'};
        big += {'\0', c};
    }
    keep("marked.csv", "\xff\xfe" + little);
    keep("big.csv", "\xfe\xff" + big);
    keep("bare.csv", little);
    keep("named.txt", "\xff\xfe" + little);
    std::string patients = "\xff\xfe";
    for (const char c : std::string("id;age;sex\n1;63;M\n2;70;F\n")) patients += {c, '\0'};
    keep("patients.csv", patients);
    const auto found = recordings_below(folder.path());
    ASSERT_TRUE(found) << found.error().message();
    auto paths = found->recordings;
    std::sort(paths.begin(), paths.end());
    EXPECT_EQ(paths,
              (std::vector{folder / "bare.csv", folder / "big.csv", folder / "marked.csv", folder / "named.txt"}));
    for (const auto& path : paths) {
        const auto ecg = read_ecg(path);
        ASSERT_TRUE(ecg) << ecg.error().message();
        EXPECT_EQ(ecg->leads[0].samples, (std::vector<float>{0.5F, -1.5F})) << path;
    }
    ASSERT_EQ(found->left_out.size(), 1U);
    EXPECT_EQ(found->left_out[0].path, folder / "patients.csv");
}

// A letter is no recording and no archive of recordings, whatever it is called.
TEST_F(Packed, DocumentsAreSaidToBeSuch) {
    for (const char* entry : {"[Content_Types].xml", "mimetype"}) {
        const auto zip = zip_of({{"a/first.xml", "<a/>"}, {entry, "x"}});
        ASSERT_TRUE(zip) << zip.error().message();
        const auto path = keep("letter", *zip);
        ReadOptions options;
        const auto expanded = expand_inputs(std::vector{path}, options);
        ASSERT_TRUE(expanded) << expanded.error().message();
        EXPECT_EQ(expanded->recordings, std::vector{path});
        const auto ecg = read_ecg(path);
        ASSERT_FALSE(ecg);
        EXPECT_EQ(ecg.error().what, "file is a document");
        EXPECT_EQ(ecg.error().where, path);
        const auto below = recordings_below(folder.path());
        ASSERT_TRUE(below);
        EXPECT_TRUE(below->recordings.empty());
        EXPECT_TRUE(below->left_out.empty());
        EXPECT_EQ(below->other_files, 1U);
    }
}

// What cannot be looked into stands among the recordings, where it fails and is counted.
TEST_F(Packed, DamagedPacksFailAsRecordingsDo) {
    const auto zip = from_hex(folder_zip), gz = from_hex(table_gz);
    const auto cut = keep("a.zip", zip.substr(0, zip.size() - 30)), head = keep("b.csv.gz", gz.substr(0, 12)),
               tail = keep("c.csv.gz", gz.substr(0, gz.size() - 9));
    keep("d.csv", "time,I\n0,0.5\n0.002,-1.5\n");
    keep("e.zip", "no archive any more");
    const auto found = recordings_below(folder.path());
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->recordings, (std::vector{cut, head, tail, folder / "d.csv"}));
    for (const auto& path : {cut, head, tail}) EXPECT_FALSE(refused(path).empty()) << path;
    ASSERT_EQ(found->left_out.size(), 1U);
    EXPECT_EQ(found->left_out[0].path, folder / "e.zip");
}

TEST_F(Packed, WhatIsNotLookedAtIsCounted) {
    keep("t.csv", "time,I\n0,0.5\n0.002,-1.5\n");
    keep("._t.csv", "of macOS");
    keep(".cache/t.csv", "time,I\n0,0.5\n0.002,-1.5\n");
    std::filesystem::create_symlink("nowhere.edf", folder / "dead.edf");
    std::filesystem::create_symlink("round.edf", folder / "round.edf");
    ASSERT_EQ(::mkfifo((folder / "pipe.csv").c_str(), 0600), 0);
    const auto found = recordings_below(folder.path());
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->recordings, (std::vector{folder / "t.csv"}));
    EXPECT_EQ(found->passed_over.words(), "2 hidden files, 2 dead links");
    ASSERT_EQ(found->left_out.size(), 1U);
    EXPECT_EQ(found->left_out[0].path, folder / "pipe.csv");
    EXPECT_EQ(found->other_files, 0U);
}

// A folder that only its owner may read, as shares have them: its recordings were missing without a word.
TEST_F(Packed, AFolderThatIsNotLookedIntoIsNamed) {
    const test::TemporaryFolder shared;
    std::filesystem::create_directories(shared / "own");
    std::ofstream(shared / "own/a.csv") << "time_s,I\n0,1\n0.002,2\n";
    std::filesystem::create_directory_symlink(shared / "own", shared / "link");
    const bool root = ::geteuid() == 0;
    constexpr uid_t nobody = 65534;
    std::filesystem::permissions(shared / "own", std::filesystem::perms::none);
    ASSERT_TRUE(!root || ::seteuid(nobody) == 0);
    const auto found = recordings_below(shared.path());
    const auto closed = recordings_below(shared / "own");
    ASSERT_TRUE(!root || ::seteuid(0) == 0);
    std::filesystem::permissions(shared / "own", std::filesystem::perms::owner_all);
    ASSERT_TRUE(found) << found.error().message();
    ASSERT_EQ(found->left_out.size(), 2U);
    EXPECT_EQ(found->left_out[0].path, shared / "link");
    EXPECT_EQ(found->left_out[1].path, shared / "own");
    EXPECT_EQ(found->left_out[1].reason, "folder cannot be read (Permission denied)");
    ASSERT_FALSE(closed);
    EXPECT_EQ(closed.error().got, "Permission denied");
}

}  // namespace
}  // namespace synchrony::io
