// Commands with --shard: the parts, joined, are the bytes of one run over the whole list; what is not one run's is
// refused and named.
#include <gtest/gtest.h>

#include <fstream>

#include "end_to_end/run_program.hpp"
#include "support/file_bytes.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/sha256.hpp"

namespace synchrony {
namespace {

namespace fs = std::filesystem;
using test::bytes_of;
using test::run_program;

class Shards : public testing::Test {
  protected:
    void SetUp() override { ASSERT_EQ(run_program("simulate --patients 7 --seed 5 --out " + at("c")).code, 0); }
    [[nodiscard]] std::string at(const std::string& name) const { return "'" + (folder_ / name).string() + "'"; }

    /// Runs all parts, the last first, and joins them; gives merge's run.
    [[nodiscard]] test::ProgramRun in_parts(const std::string& line, int count, const std::string& folder) const {
        for (int i = count; i >= 1; --i)
            EXPECT_EQ(run_program(line + " --shard " + std::to_string(i) + "/" + std::to_string(count)).code, 0);
        return run_program("merge " + at(folder) + " --json");
    }
    const test::TemporaryFolder folder_;
};

TEST_F(Shards, OfMeasureJoinToTheBytesOfOneRun) {
    const std::pair<const char*, const char*> forms[] = {
        {"--csv", "measurements.csv"}, {"--json", "measurements.json"}, {"--reasons", "measurements.txt"}};
    for (const auto& [how, file] : forms)
        for (const int count : {1, 3, 9}) {  // nine parts of seven ECGs: two are empty
            const auto folder = "p" + std::string(how) + std::to_string(count);
            const auto line = "measure " + at("c/ecg") + " " + how;
            const auto merged = in_parts(line + " --parts " + at(folder), count, folder);
            ASSERT_EQ(merged.code, 0) << how;
            EXPECT_EQ(merged.json()["files"][0]["items"], 7);
            EXPECT_EQ(merged.json()["files"][0]["parts"], count);
            EXPECT_EQ(bytes_of(folder_ / folder / file), run_program(line).output) << how << count;
        }
}

TEST_F(Shards, CountWhatCouldNotBeMeasured) {
    std::ofstream(folder_ / "c/ecg/VP00003.dat", std::ios::binary) << "cut";
    const auto line = "measure " + at("c/ecg") + " --csv --parts " + at("p");
    EXPECT_EQ(run_program(line + " --shard 1/2 2>&1").code, 0) << "the part is whole";
    EXPECT_EQ(run_program(line + " --shard 2/2 2>&1").code, 0);
    EXPECT_EQ(run_program("merge " + at("p") + " --json").json()["files"][0]["failed"], 1);
}

TEST_F(Shards, OfSimulateMakeTheCohortOfOneRun) {
    const auto merged = in_parts("simulate --patients 7 --seed 5 --out " + at("d"), 3, "d");
    ASSERT_EQ(merged.code, 0);
    for (const char* file : {"cohort.csv", "truth.csv", "ecg/VP00001.dat", "ecg/VP00007.hea", "ecg/VP00004.atr"})
        EXPECT_EQ(bytes_of(folder_ / "d" / file), bytes_of(folder_ / "c" / file)) << file;
    const auto one = nlohmann::json::parse(bytes_of(folder_ / "c/simulation.json")),
               joined = nlohmann::json::parse(bytes_of(folder_ / "d/simulation.json"));
    for (const char* name : {"what", "preset", "seed", "patients", "responders", "attainable_auc", "chance_sd_pct"})
        EXPECT_EQ(joined[name], one[name]) << name;
}

TEST_F(Shards, OfSimulateWithoutARecordingAreNotJoined) {
    const auto line = "simulate --patients 3 --seed 5 --out " + at("d");
    ASSERT_EQ(in_parts(line, 2, "d").code, 0);
    fs::remove(folder_ / "d/ecg/VP00002.dat");
    const auto run = run_program("merge " + at("d") + " 2>&1");
    EXPECT_EQ(run.code, 1);
    EXPECT_NE(run.output.find("VP00002.dat"), std::string::npos) << run.output;
    EXPECT_NE(run.output.find("--shard"), std::string::npos) << run.output;
}

TEST_F(Shards, OfConvertAndPredictDoTheSame) {
    ASSERT_EQ(run_program("convert " + at("c/ecg") + " --to edf --out " + at("e")).code, 0);
    ASSERT_EQ(in_parts("convert " + at("c/ecg") + " --to edf --out " + at("f"), 2, "f").code, 0);
    for (const char* file : {"VP00001.edf", "VP00005.edf"})
        EXPECT_EQ(bytes_of(folder_ / "f" / file), bytes_of(folder_ / "e" / file)) << file;
    EXPECT_EQ(nlohmann::json::parse(bytes_of(folder_ / "f/convert.json")).size(), 7U);

    ASSERT_EQ(run_program("simulate --patients 40 --seed 6 --no-ecg --out " + at("t")).code, 0);
    ASSERT_EQ(run_program("train " + at("t/cohort.csv") + " --model clinical --repeats 1 --members 100 --out " +
                          at("m.safetensors"))
                  .code,
              0);
    const auto predict = "predict " + at("m.safetensors") + " " + at("t/cohort.csv") + " --patient-ids --out ";
    ASSERT_EQ(run_program(predict + at("one.csv")).code, 0);
    ASSERT_EQ(in_parts(predict + at("parts/all.csv"), 3, "parts").code, 0);
    EXPECT_EQ(bytes_of(folder_ / "parts/all.csv"), bytes_of(folder_ / "one.csv"));
    EXPECT_EQ(run_program(predict + at("parts/all.csv") + " --page x.html --shard 1/3 2>/dev/null").code, 2);

    // Figures and likeness are the whole cohort's: a part's would be taken for them.
    const auto whole = run_program(predict + at("one.csv") + " --json").json();
    const auto part = run_program(predict + at("parts/all.csv") + " --shard 2/3 --json").json();
    EXPECT_TRUE(whole["shard"].is_null() && whole["figures"].is_object() && whole["shift"].is_object());
    EXPECT_EQ(part["shard"], "2/3");
    EXPECT_EQ(part["patients"], 13);  // rows 14 to 26 of 40
    for (const char* name : {"figures", "shift", "judged", "positives"}) EXPECT_TRUE(part[name].is_null()) << name;
    const auto words = run_program(predict + at("parts/all.csv") + " --shard 2/3").output;
    EXPECT_NE(words.find("part 2/3 of the cohort"), std::string::npos) << words;
    for (const char* figure : {"found here", "Like the training"})
        EXPECT_EQ(words.find(figure), std::string::npos) << words;
}

TEST_F(Shards, OfConvertTakeOutForWhatTheWholeListMakesIt) {
    const auto two = "convert " + at("c/ecg/VP00001.hea") + " " + at("c/ecg/VP00002.hea") + " --out ";
    ASSERT_EQ(run_program(two + at("whole.edf")).code, 0);  // of two recordings a folder, whatever it is called
    ASSERT_EQ(in_parts(two + at("parts.edf"), 2, "parts.edf").code, 0);
    for (const char* file : {"VP00001.edf", "VP00002.edf"})
        EXPECT_EQ(bytes_of(folder_ / "parts.edf" / file), bytes_of(folder_ / "whole.edf" / file)) << file;

    const auto one = "convert " + at("c/ecg/VP00003.hea") + " --out ";
    ASSERT_EQ(run_program(one + at("one.edf")).code, 0);
    ASSERT_EQ(in_parts(one + at("d/one.edf"), 2, "d").code, 0);  // one of the parts is empty
    EXPECT_EQ(bytes_of(folder_ / "d/one.edf"), bytes_of(folder_ / "one.edf"));
}

TEST_F(Shards, OfDifferentRunsAreNotJoined) {
    const auto line = "measure " + at("c/ecg") + " --csv --parts " + at("p");
    const auto part = folder_ / "p/measurements.csv.part-2-of-3";
    const auto merge = [&] { return run_program("merge " + at("p") + " 2>&1"); };
    const auto refused = [&](const std::string& word) {
        const auto run = merge();
        EXPECT_EQ(run.code, 1) << word;
        EXPECT_NE(run.output.find(word), std::string::npos) << run.output;
        EXPECT_FALSE(fs::exists(folder_ / "p/measurements.csv")) << word;
    };
    EXPECT_EQ(merge().code, 1) << "no such folder";
    for (const char* shard : {"1/3", "3/3"}) ASSERT_EQ(run_program(line + " --shard " + shard).code, 0);
    refused("--shard 2/3");  // the line that makes the missing part
    ASSERT_EQ(run_program(line + " --lvef 30 --nyha 3 --shard 2/3").code, 0);
    refused("another work list");
    ASSERT_EQ(run_program(line + " --shard 2/3").code, 0);
    const auto whole = bytes_of(part);
    std::ofstream(part, std::ios::binary) << whole.substr(0, whole.size() - 9);
    refused("no whole part file");
    auto older = whole;
    older.replace(older.find("\"synchrony\":\"") + 13, 1, "9");
    std::ofstream(part, std::ios::binary) << older;
    refused("changed since it was written");
    older.replace(older.find("\"sha256\":\"") + 10, 64, core::sha256(older.substr(0, older.rfind("\n{"))));
    std::ofstream(part, std::ios::binary) << older;
    refused("two versions");
    const auto row = whole.find('\n') + 1;  // left out it was joined, and said to be there
    for (const auto& changed : {whole.substr(0, row) + whole.substr(whole.find('\n', row) + 1),
                                whole.substr(0, row) + whole.substr(row, 5) + whole.substr(row)}) {
        std::ofstream(part, std::ios::binary) << changed;
        refused("changed since it was written");
    }
    auto first = whole;
    first.replace(first.find("part\":2"), 7, "part\":1");
    std::ofstream(part, std::ios::binary) << first;
    refused("a part of another version");
    std::ofstream(part, std::ios::binary) << whole;
    ASSERT_EQ(run_program(line + " --shard 1/2").code, 0);
    refused("two divisions");
    fs::remove(folder_ / "p/measurements.csv.part-1-of-2");
    EXPECT_EQ(merge().code, 0);
}

TEST_F(Shards, AreAskedForRightly) {
    for (const char* wrong : {"--shard 0/3", "--shard 4/3", "--shard 3", "--shard 1/3", "--parts p"})
        EXPECT_EQ(run_program("measure " + at("c/ecg") + " " + wrong + " 2>/dev/null").code, 2) << wrong;
    EXPECT_EQ(run_program("convert " + at("c/ecg") + " --to edf --out " + at("x") + " --pseudonyms " + at("map.csv") +
                          " --shard 1/2 2>/dev/null")
                  .code,
              2);
}

}  // namespace
}  // namespace synchrony
