// The same seed gives the same bytes: each command that writes results runs twice, on one thread and on two, into the
// same place.
#include <gtest/gtest.h>

#include <fstream>
#include <regex>

#include "end_to_end/run_program.hpp"
#include "support/file_bytes.hpp"
#include "support/temporary_folder.hpp"

namespace synchrony {
namespace {

namespace fs = std::filesystem;
using test::run_program;

using Written = std::map<std::string, std::string>;  // [name] -> bytes; "" -> stdout

class SameBytes : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_EQ(run_program("simulate --patients 20 --seed 5 --out " + at("c")).code, 0);
        ASSERT_EQ(run_program("train " + at("c/cohort.csv") + " --model fused --repeats 1 --members 100 --out " +
                              at("m.safetensors"))
                      .code,
                  0);
    }
    [[nodiscard]] std::string at(const std::string& name) const { return "'" + (folder_ / name).string() + "'"; }

    /// Without the day on which a model was made, which its provenance tells, the sum over it, and the line that was
    /// typed, in which the number of threads stands.
    static std::string comparable(std::string bytes) {
        static const std::regex date(R"re(\\"date\\":\\"[^"\\]+\\"|"content_sum":"[0-9a-f]+")re"),
            threads("--threads [12]");
        if (bytes.size() > 8 && bytes.compare(8, 1, "{") == 0) {
            std::uint64_t length = 0;
            for (int i = 7; i >= 0; --i)
                length = length << 8 | static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)]);
            const auto header = std::regex_replace(bytes.substr(8, length), date, "");
            bytes = header + bytes.substr(std::min<std::size_t>(bytes.size(), 8 + length));
        }
        return bytes.find("--threads") != std::string::npos ? std::regex_replace(bytes, threads, "") : bytes;
    }

    Written run(const std::string& line, int threads) {
        fs::remove_all(folder_ / "out");
        fs::create_directories(folder_ / "out");
        const auto run = run_program(line + " --seed 7 --threads " + std::to_string(threads));
        EXPECT_EQ(run.code, 0) << line;
        // Others say how long it took.
        static const std::regex duration(R"re([0-9.]+ (s\b|M/s|patients/s))re");
        static const std::regex in_json(R"re("(seconds|samples_per_s)": [^,\n]+)re");
        // What `measure` prints is long and has no such words.
        const bool timed = !line.starts_with("measure");
        const auto said =
            timed ? std::regex_replace(std::regex_replace(run.output, duration, ""), in_json, "") : run.output;
        Written written{{"", comparable(said)}};
        for (const auto& entry : fs::recursive_directory_iterator(folder_ / "out")) {
            if (!entry.is_regular_file()) continue;
            const auto bytes = test::bytes_of(entry.path());
            const auto name = fs::relative(entry.path(), folder_ / "out").string();
            if (name.starts_with("finished/")) continue;  // parts that took a second, by the clock
            static const std::regex when(R"re("date": "[^"]+")re");
            if (name == "simulation.json")
                written[name] = std::regex_replace(comparable(bytes), when, "");
            else if (!name.ends_with(".pdf"))
                written[name] = comparable(bytes);
            else
                written[name] = name == "report.pdf" ? "" : bytes;  // of evaluate: packed, with the line in it
        }
        return written;
    }

    void expect_same(const std::string& line) {
        const auto one = run(line, 1);
        const auto two = run(line, 2);
        EXPECT_EQ(two.size(), one.size()) << line;
        for (const auto& [name, bytes] : one)
            EXPECT_TRUE(two.contains(name) && two.at(name) == bytes)
                << line << ": " << (name.empty() ? "stdout" : name);
    }
    const test::TemporaryFolder folder_;
};

TEST_F(SameBytes, EveryCommandThatWritesResults) {
    const auto table = at("c/cohort.csv"), ecgs = at("c/ecg"),
               one = at("c/ecg/" + [&] {
                   std::set<std::string> names;
                   for (const auto& file : fs::directory_iterator(folder_ / "c/ecg"))
                       if (file.path().extension() == ".hea") names.insert(file.path().filename().string());
                   return *names.begin();
               }());
    expect_same("simulate --patients 20 --out " + at("out"));
    for (const char* target : {"wfdb", "csv", "edf", "npz", "dicom", "aecg", "muse"})
        expect_same("convert " + ecgs + " --to " + target + " --out " + at("out"));
    for (const char* how : {"--csv ", "--json ", "--reasons "}) expect_same("measure " + std::string(how) + ecgs);
    expect_same("detect " + ecgs + " --out " + at("out"));
    expect_same("cohort table " + table);
    expect_same("evaluate " + table +
                " --models usual,svm-clinical,forest-clinical,boosting-clinical,deep-features "
                "--pretrained mitbih-resnet18-w16 --folds 2 --resamples 100 --learning-curve --out " +
                at("out"));
    for (const char* model : {"clinical", "fused-deep --pretrained mitbih-resnet18-w16"})
        expect_same("train " + table + " --model " + model + " --folds 2 --repeats 1 --members 100 --out " +
                    at("out/m.safetensors"));
    expect_same("predict " + at("m.safetensors") + " " + table + " --out " + at("out/p.csv"));
    expect_same("predict " + at("m.safetensors") + " " + one + " --page " + at("out/p.html"));
    for (const char* kind : {"svg", "pdf", "png"})
        expect_same("plot " + one + " --out " + at("out/p." + std::string(kind)));
    expect_same("report " + one + " --out " + at("out/r.pdf"));
    expect_same("spectrogram " + one + " --out " + at("out/s.png"));
    for (const char* how : {"info --json ", "cohort check --json ", "cohort table --csv "})
        expect_same(how + (std::string(how).starts_with("info") ? ecgs : table));
    expect_same("cohort import " + table + " --out " + at("out/imported.csv"));
    expect_same("cohort make " + ecgs + " --out " + at("out/made.csv"));
    expect_same("measure --every 5 --csv " + one);
    expect_same("predict --json " + at("m.safetensors") + " " + table + " --page " + at("out/cohort.html"));
    expect_same("predict --json " + at("m.safetensors") + " " + one);
    expect_same("score repeatability --json " + ecgs);
    expect_same("export mitbih-resnet18-w16 --to onnx --out " + at("out/n.onnx"));
    expect_same("power --rule-auc 0.7 --sizes 50 100 --studies 100 --json --plot " + at("out/p.svg"));
}

}  // namespace
}  // namespace synchrony
