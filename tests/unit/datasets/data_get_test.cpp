// Fetching a database, against an HTTP server on the loopback address that misbehaves in the ways servers do.
#include "synchrony/datasets/data_get.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "local_server.hpp"
#include "support/paths.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/sha256.hpp"
#include "synchrony/datasets/data_folder.hpp"

namespace synchrony::datasets {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using namespace synchrony::test;

class ByteCounter : public core::Progress {
  public:
    void begin(std::string_view, std::uint64_t) override {}
    void advance(std::uint64_t steps, std::string_view) override { bytes += steps; }
    void end() override {}
    void log(std::string_view line) override { lines.emplace_back(line); }
    std::atomic<std::uint64_t> bytes{0};
    std::vector<std::string> lines;
};

class DataGet : public testing::Test {
  protected:
    DataGet() {
        files_[std::string("SHA256SUMS.txt")] = sums_of(small_database());
        options_.target_folder = target_.path() / "mitdb";
        options_.first_wait = std::chrono::milliseconds(1);
        options_.attempts = 3;
        options_.allow_partial = true;  // the small server has 2 of the 48 records
        context_.progress = &progress_;
        context_.threads = 2;
    }

    core::Result<GetDataReport> get(const std::string& url) {
        options_.base_url = url;
        return get_data("mitdb", options_, context_);
    }

    void expect_complete() {
        for (const auto& [name, bytes] : small_database()) {
            const auto got = core::read_file(options_.target_folder / name);
            ASSERT_TRUE(got) << got.error().message();
            EXPECT_EQ(*got, bytes) << name;
        }
    }
    [[nodiscard]] std::vector<std::string> parts() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::recursive_directory_iterator(target_.path()))
            if (entry.path().extension() == ".part") names.push_back(entry.path().filename());
        return names;
    }

    TemporaryFolder target_;
    std::map<std::string, std::string> files_ = small_database();
    GetDataOptions options_;
    ByteCounter progress_;
    core::RunContext context_;
};

TEST_F(DataGet, DownloadsEveryListedFileAndChecksIt) {
    Server server(files_);
    const auto report = get(server.url());
    ASSERT_TRUE(report) << report.error().message();
    expect_complete();
    EXPECT_THAT(parts(), IsEmpty());
    EXPECT_EQ(report->files_listed, 5u);
    EXPECT_EQ(report->files_fetched, 5u);
    EXPECT_EQ(report->files_present, 0u);
    EXPECT_EQ(report->bytes_fetched, 300'000u + 17u + 70'000u + 17u);
    EXPECT_GE(progress_.bytes, report->bytes_fetched);
    EXPECT_THAT(report->missing_records, SizeIs(46));
    EXPECT_THAT(progress_.lines, Contains(HasSubstr("lacks records of MIT-BIH Arrhythmia Database 1.0.0: 102, 103")));
}

TEST_F(DataGet, LeavesCompleteFilesAlone) {
    Server server(files_);
    ASSERT_TRUE(get(server.url()));
    const auto again = get(server.url());
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(again->files_listed, 5u);
    EXPECT_EQ(again->files_present, 5u) << "RECORDS among them";
    EXPECT_EQ(again->files_fetched, 0u);
    EXPECT_EQ(again->bytes_fetched, 0u);
    const auto requests = server.requests();
    EXPECT_EQ(std::count(requests.begin(), requests.end(), "100.dat"), 1);
}

// A file of the database is replaced where its own list is there, and somebody's own of that name is not.
TEST_F(DataGet, ReplacesItsOwnFilesAlone) {
    Server server(files_);
    ASSERT_TRUE(core::write_file(options_.target_folder / "100.dat", "my own"));
    const auto refused = get(server.url());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().where, (options_.target_folder / "100.dat").string());
    EXPECT_EQ(core::read_file(options_.target_folder / "100.dat").value_or(""), "my own");

    fs::remove(options_.target_folder / "100.dat");
    ASSERT_TRUE(get(server.url()));
    ASSERT_TRUE(core::write_file(options_.target_folder / "100.dat", "damaged"));
    const auto mended = get(server.url());
    ASSERT_TRUE(mended) << mended.error().message();
    expect_complete();
}

TEST_F(DataGet, LeavesListsOfOthersAlone) {
    Server server(files_);
    for (const auto* const name : {"RECORDS", "SHA256SUMS.txt"}) {
        const auto list = options_.target_folder / name;
        ASSERT_TRUE(core::write_file(list, "my own"));
        const auto refused = get(server.url());
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().where, list.string());
        EXPECT_EQ(core::read_file(list).value_or(""), "my own");
        EXPECT_FALSE(fs::exists(options_.target_folder / "100.dat"));
        fs::remove(list);
    }
}

TEST_F(DataGet, GoesOnBehindAPartLeftByAnEarlierRun) {
    Server server(files_);
    fs::create_directories(options_.target_folder);
    ASSERT_TRUE(core::write_file(options_.target_folder / "100.dat.part", files_["100.dat"].substr(0, 123'456)));
    const auto report = get(server.url());
    ASSERT_TRUE(report) << report.error().message();
    expect_complete();
    EXPECT_THAT(server.requests(), Contains("100.datbytes=123456-"));
    EXPECT_EQ(report->bytes_fetched, 300'000u - 123'456u + 17u + 70'000u + 17u);
}

TEST_F(DataGet, ResumesWhenTheServerCutsTheLineInTheMiddle) {
    std::atomic<int> cuts{0};
    Server server(files_, [&](const httplib::Request& request, httplib::Response& response) {
        if (request.matches[1] != "100.dat" || cuts++ > 0) return false;
        response.set_content_provider(300'000, "application/octet-stream",
                                      [&](std::size_t offset, std::size_t, httplib::DataSink& sink) {
                                          if (offset >= 100'000) return false;  // the connection closes here
                                          return sink.write(files_["100.dat"].data() + offset, 50'000);
                                      });
        return true;
    });
    const auto report = get(server.url());
    ASSERT_TRUE(report) << report.error().message();
    expect_complete();
    EXPECT_THAT(server.requests(), Contains("100.datbytes=100000-"));
}

TEST_F(DataGet, StartsAnewWhenTheServerIgnoresTheRange) {
    Server server(files_, [&](const httplib::Request& request, httplib::Response& response) {
        if (request.matches[1] != "100.dat") return false;
        const_cast<httplib::Request&>(request).ranges.clear();
        response.status = 200;
        response.set_content(files_["100.dat"], "application/octet-stream");
        return true;
    });
    fs::create_directories(options_.target_folder);
    ASSERT_TRUE(core::write_file(options_.target_folder / "100.dat.part", files_["100.dat"].substr(0, 1000)));
    const auto report = get(server.url());
    ASSERT_TRUE(report) << report.error().message();
    expect_complete();
}

TEST_F(DataGet, MendsAPartThatBelongsToAnotherVersion) {
    Server server(files_);
    fs::create_directories(options_.target_folder);
    ASSERT_TRUE(core::write_file(options_.target_folder / "100.dat.part", noise(200'000, 77)));
    ASSERT_TRUE(core::write_file(options_.target_folder / "101.dat.part", noise(90'000, 78)));  // longer than the file
    const auto report = get(server.url());
    ASSERT_TRUE(report) << report.error().message();
    expect_complete();
}

TEST_F(DataGet, RefusesAWrongChecksumAndKeepsNothing) {
    files_["100.dat"][5] = static_cast<char>(files_["100.dat"][5] ^ 1);
    Server server(files_);
    const auto report = get(server.url());
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().kind, core::ErrorKind::input);
    EXPECT_THAT(report.error().what, HasSubstr("checksum differs"));
    EXPECT_THAT(report.error().where, HasSubstr("100.dat"));
    EXPECT_EQ(report.error().expected, core::sha256(small_database()["100.dat"]));
    EXPECT_FALSE(fs::exists(options_.target_folder / "100.dat"));
    EXPECT_FALSE(fs::exists(options_.target_folder / "100.dat.part"));
    EXPECT_FALSE(fs::exists(options_.target_folder / "RECORDS")) << "a folder with RECORDS counts as whole";
}

TEST_F(DataGet, SaysWhichFileTheServerLacksWithoutTryingAgain) {
    files_.erase("101.dat");
    Server server(files_);
    const auto report = get(server.url());
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().kind, core::ErrorKind::io);
    EXPECT_THAT(report.error().message(), HasSubstr("101.dat"));
    EXPECT_THAT(report.error().message(), HasSubstr("HTTP status 404"));
    EXPECT_THAT(parts(), IsEmpty()) << "nothing came, so there is nothing to go on from";
    const auto requests = server.requests();
    EXPECT_EQ(std::count(requests.begin(), requests.end(), "101.dat"), 1);
}

TEST_F(DataGet, TriesAgainWhenTheServerIsBusy) {
    std::atomic<int> busy{2};
    Server server(files_, [&](const httplib::Request& request, httplib::Response& response) {
        if (request.matches[1] != "101.dat" || busy-- <= 0) return false;
        response.status = 503;
        response.set_content("come back later", "text/plain");
        return true;
    });
    const auto report = get(server.url());
    ASSERT_TRUE(report) << report.error().message();
    expect_complete();
}

TEST_F(DataGet, GivesUpAfterTheTriesItWasGiven) {
    Server server(files_, [&](const httplib::Request& request, httplib::Response& response) {
        if (request.matches[1] != "101.dat") return false;
        response.status = 500;
        return true;
    });
    const auto report = get(server.url());
    ASSERT_FALSE(report);
    EXPECT_THAT(report.error().message(), HasSubstr("HTTP status 500"));
    EXPECT_THAT(report.error().hint, HasSubstr("Tried 3 times"));
}

TEST_F(DataGet, RefusesAServerThatClaimsAHugeLength) {
    Server server(files_, [&](const httplib::Request& request, httplib::Response& response) {
        if (request.matches[1] != "100.dat") return false;
        response.set_content_provider(
            1'000'000'000'000'000u, "application/octet-stream",
            [&](std::size_t, std::size_t, httplib::DataSink& sink) { return sink.write("12345678", 8); });
        return true;
    });
    const auto report = get(server.url());
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().kind, core::ErrorKind::input);
    EXPECT_THAT(report.error().message(), HasSubstr("larger than any of the database"));
}

TEST_F(DataGet, RefusesAServerThatNeverStopsSending) {
    options_.max_file_bytes = 400'000;
    Server server(files_, [&](const httplib::Request& request, httplib::Response& response) {
        if (request.matches[1] != "100.dat") return false;
        response.set_chunked_content_provider("application/octet-stream", [](std::size_t, httplib::DataSink& sink) {
            const std::string piece(65'536, 'x');
            return sink.write(piece.data(), piece.size());
        });
        return true;
    });
    const auto report = get(server.url());
    ASSERT_FALSE(report);
    EXPECT_THAT(report.error().message(), HasSubstr("at most 400000 bytes"));
    EXPECT_THAT(parts(), IsEmpty());
}

TEST_F(DataGet, SaysThatNobodyAnswers) {
    std::string url;
    {
        Server closed(files_);
        url = closed.url();
    }
    const auto report = get(url);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().kind, core::ErrorKind::io);
    EXPECT_THAT(report.error().hint, HasSubstr("Tried 3 times"));
}

TEST_F(DataGet, BreaksOffASilentTransfer) {
    httplib::Server silent;  // takes connections and never answers
    const int port = silent.bind_to_any_port("127.0.0.1");
    options_.attempts = 1;
    options_.stall = std::chrono::seconds(1);
    const auto report = get("http://127.0.0.1:" + std::to_string(port) + "/db/");
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().kind, core::ErrorKind::io);
}

// Two bytes at a time: never silent, never done.
TEST_F(DataGet, BreaksOffAServerThatDrips) {
    Server server(files_, [&](const httplib::Request& request, httplib::Response& response) {
        if (request.matches[1] != "100.dat") return false;
        response.set_content_provider(300'000, "application/octet-stream",
                                      [&](std::size_t offset, std::size_t, httplib::DataSink& sink) {
                                          std::this_thread::sleep_for(std::chrono::milliseconds(100));
                                          return sink.write(files_["100.dat"].data() + offset, 2);
                                      });
        return true;
    });
    options_.attempts = 1;
    options_.stall = std::chrono::seconds(2);
    const auto begin = std::chrono::steady_clock::now();
    const auto report = get(server.url());
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().kind, core::ErrorKind::io);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(15));
    EXPECT_FALSE(fs::exists(options_.target_folder / "100.dat"));
}

TEST_F(DataGet, FollowsNoRedirectOutOfTheWeb) {
    const auto secret = target_.path() / "secret";
    ASSERT_TRUE(core::write_file(secret, files_["100.hea"]));  // the right bytes even
    for (const std::string& to :
         {"file://" + secret.string(), std::string("ftp://127.0.0.1/x"), std::string("gopher://127.0.0.1/x")}) {
        Server server(files_, [&](const httplib::Request& request, httplib::Response& response) {
            if (request.matches[1] != "100.hea") return false;
            response.set_redirect(to);
            return true;
        });
        const auto report = get(server.url());
        ASSERT_FALSE(report) << to;
        EXPECT_EQ(report.error().kind, core::ErrorKind::io);
        EXPECT_FALSE(fs::exists(options_.target_folder / "100.hea")) << to;
    }
}

TEST_F(DataGet, EndsARedirectThatGoesRound) {
    Server server(files_, [&](const httplib::Request& request, httplib::Response& response) {
        if (request.matches[1] != "100.hea") return false;
        response.set_redirect("/db/100.hea");
        return true;
    });
    ASSERT_FALSE(get(server.url()));
    const auto requests = server.requests();
    EXPECT_LE(std::count(requests.begin(), requests.end(), "100.hea"), 3 * 6) << "three tries of five redirects";
}

// More or fewer bytes than the sum is of, whatever length the server claims.
TEST_F(DataGet, KeepsNothingOfAnotherLength) {
    for (const std::size_t size : {std::size_t{0}, std::size_t{10}, files_["100.hea"].size() + 1}) {
        Server server(files_, [&](const httplib::Request& request, httplib::Response& response) {
            if (request.matches[1] != "100.hea") return false;
            auto body = files_["100.hea"];
            body.resize(size, 'x');
            response.set_content(body, "application/octet-stream");
            return true;
        });
        const auto report = get(server.url());
        ASSERT_FALSE(report) << size;
        EXPECT_THAT(report.error().what, HasSubstr("checksum differs")) << size;
        EXPECT_FALSE(fs::exists(options_.target_folder / "100.hea")) << size;
        EXPECT_FALSE(fs::exists(options_.target_folder / "100.hea.part")) << size;
    }
}

// 2 of 48 records are no database, from a server as from a folder.
TEST_F(DataGet, RefusesAServerThatLacksRecordsUnlessTold) {
    Server server(files_);
    options_.allow_partial = false;
    const auto report = get(server.url());
    ASSERT_FALSE(report);
    EXPECT_THAT(report.error().message(), HasSubstr("without records 102, 103"));
    EXPECT_THAT(report.error().hint, HasSubstr("--partial"));
    EXPECT_TRUE(fs::is_empty(target_.path())) << "said before anything was fetched";
}

// PTB-XL holds every recording twice; those of 500 Hz are what the program reads.
TEST_F(DataGet, TakesOnePartOfPtbxlAndItsTables) {
    std::map<std::string, std::string> files{{"RECORDS", "records100/00000/00001_lr\nrecords500/00000/00001_hr\n"},
                                             {"records100/00000/00001_lr.dat", noise(24'000, 1)},
                                             {"records500/00000/00001_hr.dat", noise(120'000, 2)},
                                             {"records500/00000/00001_hr.hea", "00001_hr 12 500 5000\n"},
                                             {"ptbxl_database.csv", "ecg_id\n1\n"},
                                             {"scp_statements.csv", "code\nNORM\n"},
                                             {"example_physionet.py", "print()\n"}};
    files[std::string("SHA256SUMS.txt")] = sums_of(files);
    Server server(files);
    options_.base_url = server.url();
    options_.target_folder = target_.path() / "ptbxl";
    options_.allow_partial = false;
    const auto refused = get_data("ptbxl", options_, context_);
    ASSERT_FALSE(refused) << "one record is not 21,799";
    EXPECT_THAT(refused.error().message(), HasSubstr("without 21798 records of the published"));
    options_.allow_partial = true;
    const auto report = get_data("ptbxl", options_, context_);
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->unnamed_missing, 21'798u);
    EXPECT_THAT(report->missing_records, IsEmpty());
    EXPECT_EQ(report->files_listed, 5u) << "RECORDS, two files of the record, two tables";
    std::set<std::string> there;
    for (const auto& entry : fs::recursive_directory_iterator(options_.target_folder))
        if (entry.is_regular_file()) there.insert(fs::relative(entry.path(), options_.target_folder));
    EXPECT_EQ(there, (std::set<std::string>{"RECORDS", "SHA256SUMS.txt", "ptbxl_database.csv", "scp_statements.csv",
                                            "records500/00000/00001_hr.dat", "records500/00000/00001_hr.hea"}));
    EXPECT_EQ(*core::read_file(options_.target_folder / "RECORDS"), "records500/00000/00001_hr\n");
    const auto again = get_data("ptbxl", options_, context_);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->files_present, 5u);
    EXPECT_EQ(again->files_fetched, 0u);
}

TEST_F(DataGet, StopsWhenAsked) {
    core::Cancel cancel;
    Server server(files_, [&](const httplib::Request& request, httplib::Response&) {
        if (request.matches[1] == "101.dat") cancel.request();
        return false;
    });
    context_.cancel = &cancel;
    const auto report = get(server.url());
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().kind, core::ErrorKind::cancelled);
    context_.cancel = &core::never_cancelled();
    ASSERT_TRUE(get(server.url()));
    expect_complete();
}

TEST_F(DataGet, NeverWritesOutsideItsFolder) {
    for (const std::string path : {"../evil", "a/../../evil", "/etc/evil", "a//b", "./a", "a/.", "a\\..\\b", ".."}) {
        files_["SHA256SUMS.txt"] = std::string(64, 'a') + "  " + path + "\n";
        Server server(files_);
        const auto report = get(server.url());
        ASSERT_FALSE(report) << path;
        EXPECT_EQ(report.error().kind, core::ErrorKind::input);
        EXPECT_THAT(report.error().message(), HasSubstr("SHA256SUMS.txt, line 1")) << path;
    }
    EXPECT_FALSE(fs::exists(target_.path() / "evil"));
}

class DataFromFolder : public DataGet {
  protected:
    DataFromFolder() {
        for (const auto& [name, bytes] : files_) EXPECT_TRUE(core::write_file(source_.path() / name, bytes));
        set_source(options_, source_.path());
        options_.allow_partial = false;
    }
    TemporaryFolder source_;
};

TEST_F(DataFromFolder, RefusesAPartOfADatabaseAndNamesWhatIsMissing) {
    fs::remove(source_.path() / "101.dat");
    const auto report = get_data("mitdb", options_, context_);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().got,
              "without records 102, 103, 104, 105, 106, 107, ... (46 in all); without files 101.dat");
    EXPECT_THAT(report.error().hint, HasSubstr("--partial"));
    EXPECT_THAT(fs::is_empty(target_.path()), true);
}

TEST_F(DataFromFolder, TakesAPartWhenTold) {
    fs::remove(source_.path() / "101.dat");
    options_.allow_partial = true;
    const auto report = get_data("mitdb", options_, context_);
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_THAT(report->missing_files, ElementsAre("101.dat"));
    EXPECT_THAT(report->missing_records, SizeIs(46));
    EXPECT_EQ(core::read_file(options_.target_folder / "100.dat").value(), files_["100.dat"]);
    EXPECT_EQ(core::read_file(options_.target_folder / "RECORDS").value(), "100\n") << "101 lacks its signal file";
}

TEST_F(DataFromFolder, ChecksWhatItCopies) {
    options_.allow_partial = true;
    ASSERT_TRUE(core::write_file(source_.path() / "100.hea", "100 2 360 650001\n"));
    const auto report = get_data("mitdb", options_, context_);
    ASSERT_FALSE(report);
    EXPECT_THAT(report.error().message(), HasSubstr("checksum differs"));
    EXPECT_FALSE(fs::exists(options_.target_folder / "100.hea"));
}

TEST_F(DataFromFolder, SaysWhenTheFolderIsNoDatabase) {
    options_.from_dir = target_.path();
    const auto report = get_data("mitdb", options_, context_);
    ASSERT_FALSE(report);
    EXPECT_THAT(report.error().message(), HasSubstr("SHA256SUMS.txt"));
}

TEST_F(DataFromFolder, TakesTheHalfOfLudbAtHandOnlyWhenTold) {
    const auto data = test::data_folder();
    if (!data || !fs::exists(*data / "ludb" / "SHA256SUMS.txt")) GTEST_SKIP() << "no recordings at hand";
    options_.from_dir = *data / "ludb";
    options_.target_folder = target_.path() / "ludb";
    const auto refused = get_data("ludb", options_, context_);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().got, HasSubstr("(100 in all)"));
    options_.allow_partial = true;
    const auto taken = get_data("ludb", options_, context_);
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_THAT(taken->missing_files, IsEmpty());
    EXPECT_EQ(taken->files_listed, 1400u);
    EXPECT_TRUE(fs::exists(options_.target_folder / "ludb.csv"));
}

TEST(DataFolder, LooksInTheNamedPlaceAloneElseBesideElseInTheCache) {
    TemporaryFolder root;
    const auto put = [&](const char* folder) {
        ASSERT_TRUE(core::write_file(root.path() / folder / "mitdb" / "RECORDS", "100\n"));
    };
    DataPlaces places;
    places.beside = {root.path() / "beside"};
    places.cache = root.path() / "cache";
    const auto nowhere = data_folder("mitdb", places);
    ASSERT_FALSE(nowhere);
    EXPECT_THAT(nowhere.error().hint, HasSubstr("synchrony data get mitdb"));
    put("cache");
    EXPECT_EQ(data_folder("mitdb", places).value(), root.path() / "cache" / "mitdb");
    put("beside");
    EXPECT_EQ(data_folder("mitdb", places).value(), root.path() / "beside" / "mitdb");
    places.named = root.path() / "named";
    EXPECT_FALSE(data_folder("mitdb", places));
    put("named");
    EXPECT_EQ(data_folder("mitdb", places).value(), root.path() / "named" / "mitdb");
    EXPECT_EQ(data_target("mitdb", places), root.path() / "named" / "mitdb");
}

TEST(DataFolder, KnowsThePublishedNumberOfRecords) {
    EXPECT_THAT(find_database("mitdb").value().records, SizeIs(48));
    EXPECT_THAT(find_database("ludb").value().records, SizeIs(200));
    const auto unknown = find_database("nosuch");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().kind, core::ErrorKind::usage);
    EXPECT_EQ(unknown.error().expected, "one of mitdb, ludb, ptbxl");
}

}  // namespace
}  // namespace synchrony::datasets
