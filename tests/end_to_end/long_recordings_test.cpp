// A day of twelve leads: too long to be read at once, so parts of it are looked at; and many recordings, one by one.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "end_to_end/run_program.hpp"
#include "support/file_bytes.hpp"
#include "support/temporary_folder.hpp"

namespace synchrony {
namespace {

namespace fs = std::filesystem;
using test::run_program;

class LongRecordings : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_EQ(run_program("simulate --patients 3 --seed 5 --out " + at("c")).code, 0);
        std::set<fs::path> headers;
        for (const auto& file : fs::directory_iterator(folder_ / "c/ecg"))
            if (file.path().extension() == ".hea") headers.insert(file.path());
        one_ = *headers.begin();
    }
    [[nodiscard]] std::string at(const std::string& name) const { return "'" + (folder_ / name).string() + "'"; }

    /// 24 h at 500 Hz whose seconds 3600 to 3610 are the recording `one_`; the rest is a hole in the file.
    void write_day() {
        std::ifstream from(one_);
        std::ofstream header(folder_ / "day.hea");
        const std::string name = one_.stem().string();
        for (std::string line; std::getline(from, line);) {
            if (const auto at = line.find(name + " 12 500 5000"); at == 0) line = "day 12 500 43200000";
            if (line.starts_with(name + ".dat")) line.replace(0, name.size(), "day");
            header << line << "\n";
        }
        const auto samples = test::bytes_of(fs::path(one_).replace_extension(".dat"));
        constexpr std::streamoff bytes_a_second = 500 * 12 * 2;
        std::ofstream day(folder_ / "day.dat", std::ios::binary);
        day.seekp(3600 * bytes_a_second);
        day << samples;
        day.close();
        fs::resize_file(folder_ / "day.dat", 86'400 * bytes_a_second);
    }
    const test::TemporaryFolder folder_;
    fs::path one_;
};

TEST_F(LongRecordings, APartOfADayIsAsTheRecordingAlone) {
    write_day();
    const auto whole = run_program("measure --json " + at("day.hea") + " 2>&1");
    EXPECT_EQ(whole.code, 1);
    EXPECT_NE(whole.output.find("--start"), std::string::npos) << whole.output;
    EXPECT_NE(whole.output.find("--every"), std::string::npos) << whole.output;
    const std::string part = at("day.hea") + " --start 3600 --length 10";
    auto measured = run_program("measure --json " + part).json(),
         alone = run_program("measure --json '" + one_.string() + "'").json();
    ASSERT_EQ(measured.size(), 1U);
    for (auto* document : {&measured, &alone}) {
        (*document)[0].erase("file");
        (*document)[0].erase("warnings");  // sums of the whole signal, which a part cannot be held against
    }
    EXPECT_EQ(measured, alone);
    EXPECT_EQ(run_program("info --json " + part).json()[0]["samples"], 5000);
    for (const char* line : {"plot ", "report ", "spectrogram "})
        EXPECT_EQ(run_program(line + part + " --out " + at(std::string("p") + (*line == 'r' ? ".pdf" : ".svg"))).code,
                  0)
            << line;
    EXPECT_EQ(run_program("info " + at("day.hea") + " --start 86400 2>&1").code, 2) << "behind its end";
    for (const char* wrong : {"--start -1", "--length 0", "--start nan"})
        EXPECT_EQ(run_program("info " + at("day.hea") + " " + wrong).code, 2) << wrong;
}

TEST_F(LongRecordings, AWindowOfADayIsAsTheRecordingAlone) {
    write_day();
    const std::string line = "measure " + at("day.hea") + " --every 7200 --start 3600 ";
    const auto run = run_program(line + "--json");
    EXPECT_EQ(run.code, 0) << "windows without a beat are no fault";
    const auto day = run.json();
    ASSERT_EQ(day.size(), 1U);
    EXPECT_EQ(run.output, nlohmann::ordered_json::parse(run.output).dump(2) + "\n") << "as one document";
    ASSERT_EQ(day[0]["windows"].size(), 12U);
    auto window = day[0]["windows"][0], alone = run_program("measure --json '" + one_.string() + "'").json()[0];
    EXPECT_EQ(window["start_s"], 3600.0);
    EXPECT_TRUE(window["time_of_day"].is_null());
    for (const char* name : {"file", "start_s", "time_of_day", "warnings"})  // sums of the whole signal
        window.erase(name), alone.erase(name);
    EXPECT_EQ(window, alone);
    EXPECT_TRUE(day[0]["windows"][1].contains("error"));
    EXPECT_EQ(day[0]["summary"]["measured"].get<int>() + day[0]["summary"]["refused"].get<int>(), 1);
    EXPECT_EQ(day[0]["summary"]["not_measured"], 11);
    EXPECT_EQ(day[0]["held_whole"], false);
    const auto rows = run_program(line + "--csv").output;
    EXPECT_EQ(std::ranges::count(rows, '\n'), 13);
    EXPECT_TRUE(rows.starts_with("file,start_s,time_of_day,duration_s,")) << rows;
    EXPECT_EQ(run_program(line + "--trend " + at("t.svg")).code, 0);
    EXPECT_TRUE(test::bytes_of(folder_ / "t.svg").starts_with("<?xml"));
    EXPECT_EQ(run_program(line + "--trend " + at("t.gif")).code, 2);
    EXPECT_EQ(run_program("measure " + at("day.hea") + " --every 60 --start 86400 2>&1").code, 2);
}

// Windows of a file that is read whole are those of the same samples in a file that is read in parts; all recordings
// come in parts of a list as in one run.
TEST_F(LongRecordings, WindowsOfManyFiles) {
    const auto header = one_.string();
    ASSERT_EQ(run_program("convert '" + header + "' --to csv --out " + at("d")).code, 0);
    std::ofstream(folder_ / "d/broken.hea") << "broken 1 500 10\nbroken.dat 999 200 11 1024 0 0 0 I\n";
    const auto windows = [](const std::string& files, const std::string& more) {
        return run_program("measure " + files + " --every 2.5 --window 4 " + more);
    };
    const auto csv = at("d/" + one_.stem().string() + ".csv");
    auto parts = windows("'" + header + "'", "--json").json(), whole = windows(csv, "--json").json();
    ASSERT_EQ(parts[0]["windows"].size(), 3U);
    EXPECT_EQ(whole[0]["held_whole"], true);
    for (std::size_t i = 0; i < 3; ++i)
        for (const char* name : {"heart_rate_bpm", "intervals", "beats", "duration_s", "start_s"})
            EXPECT_EQ(parts[0]["windows"][i][name], whole[0]["windows"][i][name]) << i << name;
    for (const char* how : {"--csv", "--json", ""}) {
        const auto all = windows("'" + header + "' " + at("d"), how);
        EXPECT_EQ(all.code, 1) << "one is broken";
        for (const char* shard : {"1/2", "2/2"})
            EXPECT_EQ(windows("'" + header + "' " + at("d"),
                              how + (" --shard " + std::string(shard)) + " --parts " + at("p" + std::string(how)))
                          .code,
                      0);
        const auto merged = "m" + std::string(how);
        ASSERT_EQ(run_program("merge " + at("p" + std::string(how)) + " --out " + at(merged)).code, 0);
        EXPECT_EQ(test::bytes_of(folder_ / merged), all.output) << how;
    }
}

// A table names the stretch; what lies beyond the recording's end leaves its row out, with the reason.
TEST_F(LongRecordings, AStretchOfADayIsAPatientsEcg) {
    write_day();
    std::ofstream(folder_ / "t.csv") << "patient_id,ecg,start_s,length_s,response\n"
                                        "p1,day.hea,3600,10,1\np2,day.hea,86395,10,0\n";
    const auto run = run_program("cohort check " + at("t.csv") + " --json");
    EXPECT_EQ(run.code, 1);
    const auto ecgs = run.json()["ecgs"];
    EXPECT_EQ(ecgs["opened"], 2);
    EXPECT_EQ(ecgs["used"], 1) << run.output;
    EXPECT_EQ(ecgs["not_used"].size(), 1U) << run.output;
}

// As when a share is written anew meanwhile. The system's signal ended the program without a word.
TEST_F(LongRecordings, AFileThatIsCutShortWhileItIsReadIsNamed) {
    write_day();
    const auto run = run_program("detect " + at("day.hea") + " --threads 1 --out " + at("o") +
                                 " 2>&1 & p=$!; until grep -qs day.dat /proc/$p/maps || ! kill -0 $p; do :; done;"
                                 " truncate -s 1000 " +
                                 at("day.dat") + "; wait $p");
    EXPECT_EQ(run.code, 1);
    EXPECT_NE(run.output.find("day.dat: file got shorter while it was read"), std::string::npos) << run.output;
    EXPECT_TRUE(!fs::exists(folder_ / "o") || fs::is_empty(folder_ / "o"));
}

TEST_F(LongRecordings, TheHeadOfADayNeedsNoSamples) {
    write_day();
    const auto run = run_program("info --json " + at("day.hea"));
    ASSERT_EQ(run.code, 0) << run.output;
    const auto day = run.json()[0];
    EXPECT_EQ(day["samples"], 43'200'000);
    EXPECT_EQ(day["duration_s"], 86'400.0);
    ASSERT_EQ(day["leads"].size(), 12U);
    EXPECT_TRUE(day["leads"][0]["invalid_samples"].is_null()) << "nobody looked";
    EXPECT_NE(run_program("info " + at("day.hea")).output.find("measurements need one"), std::string::npos);
    // A fault is not taken for length.
    fs::resize_file(folder_ / "day.dat", 1'000'000);
    EXPECT_EQ(run_program("info " + at("day.hea") + " 2>&1").code, 1);
}

TEST_F(LongRecordings, APartOfADayIsConverted) {
    write_day();
    const std::string part = at("day.hea") + " --start 3600 --length 10";
    ASSERT_EQ(run_program("convert " + part + " --to wfdb --out " + at("part")).code, 0);
    EXPECT_EQ(test::bytes_of(folder_ / "part/day.dat"), test::bytes_of(fs::path(one_).replace_extension(".dat")));
    EXPECT_EQ(run_program("convert " + at("day.hea") + " --start 90000 --out " + at("x.csv") + " 2>&1").code, 1);
    EXPECT_FALSE(fs::exists(folder_ / "x.csv"));
}

// Three lines that claim a gap of half a million years.
TEST_F(LongRecordings, AClaimedLengthIsNotWaitedFor) {
    std::ofstream(folder_ / "gap.hea") << "gap/3 1 500\nA 5000\n~ 9000000000000000\nA 5000\n";
    std::ofstream(folder_ / "A.hea") << "A 1 500 5000\nA.dat 16 200 16 0 0 0 0 II\n";
    std::ofstream(folder_ / "A.dat") << std::string(10'000, '\0');
    const auto run = run_program("detect " + at("gap.hea") + " --out " + at("d") + " 2>&1");
    EXPECT_EQ(run.code, 1);
    EXPECT_NE(run.output.find("longer than any"), std::string::npos) << run.output;
}

// As one document, and in the order given, whether or not one cannot be read.
TEST_F(LongRecordings, MeasurementsLeaveAsTheyCome) {
    std::ofstream(folder_ / "broken.hea") << "broken 1 500 10\nbroken.dat 999 200 11 1024 0 0 0 I\n";
    std::string all;
    for (int i = 0; i < 40; ++i) all += " '" + one_.string() + "'";
    for (const char* threads : {" --threads 1", " --threads 2"}) {
        const auto run = run_program("measure --json" + all + " " + at("broken.hea") + all + threads);
        EXPECT_EQ(run.code, 1);
        const auto document = run.json();
        ASSERT_EQ(document.size(), 81U);
        EXPECT_TRUE(document[40].contains("error"));
        EXPECT_EQ(document[0], document[80]);
        EXPECT_EQ(run.output, document.is_array() ? nlohmann::ordered_json::parse(run.output).dump(2) + "\n" : "")
            << "as before";
    }
    const auto full = run_program("measure --csv" + all + " 2>&1 >/dev/full");
    EXPECT_EQ(full.code, 1);
    EXPECT_NE(full.output.find("No space left"), std::string::npos) << full.output;
}

}  // namespace
}  // namespace synchrony
