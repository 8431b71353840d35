// SIGINT and SIGTERM end every long command within two seconds, with 130 and 143 and a word, and nothing half-done
// stays: what the system's `timeout` sends, at moments when the work is going on.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <fstream>

#include "end_to_end/run_program.hpp"
#include "support/temporary_folder.hpp"

namespace synchrony {
namespace {

namespace fs = std::filesystem;

struct Stopped {
    int code = -1;
    std::string said;
    double seconds = 0.0;
};

Stopped stopped_by(const std::string& signal, double after_s, const std::string& arguments,
                   const std::string& under = "") {
    const auto begin = std::chrono::steady_clock::now();
    const std::string command = "timeout --preserve-status -s " + signal + " " + std::to_string(after_s) + " " + under +
                                SYNCHRONY_PROGRAM + " " + arguments + " 2>&1 >/dev/null";
    Stopped stopped;
    std::FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return stopped;
    char piece[4096];
    for (std::size_t n; (n = std::fread(piece, 1, sizeof piece, pipe)) > 0;) stopped.said.append(piece, n);
    const int status = ::pclose(pipe);
    if (WIFEXITED(status)) stopped.code = WEXITSTATUS(status);
    stopped.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() - after_s;
    return stopped;
}

class Stopping : public testing::Test {
  protected:
    void SetUp() override {
        fs::create_directories(folder_ / "tmp");
        ::setenv("TMPDIR", (folder_ / "tmp").c_str(), 1);
        ASSERT_EQ(test::run_program("simulate --patients 60 --seed 5 --out " + at("c")).code, 0);
    }
    void TearDown() override { ::unsetenv("TMPDIR"); }
    [[nodiscard]] std::string at(const std::string& name) const { return "'" + (folder_ / name).string() + "'"; }
    [[nodiscard]] std::vector<std::string> temporary_files() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::recursive_directory_iterator(folder_.path()))
            if (entry.path().filename().string().find(".tmp") != std::string::npos) names.push_back(entry.path());
        for (const auto& entry : fs::directory_iterator(folder_ / "tmp")) names.push_back(entry.path());
        return names;
    }
    const test::TemporaryFolder folder_;
};

TEST_F(Stopping, EveryLongCommandStopsSoonAndSaysSo) {
    const std::string net = " --pretrained mitbih-resnet18-w16";
    for (const std::string& line : std::vector<std::string>{
             "power --rule-auc 0.7 --studies 100000", "serve", "simulate --patients 100000 --out " + at("s"),
             "evaluate " + at("c/cohort.csv") + " --models svm-fused,forest-fused,boosting-fused,deep-features" + net +
                 " --repeats 20 --resamples 20000 --out " + at("e"),
             "train " + at("c/cohort.csv") + " --model fused-deep" + net + " --repeats 50 --members 2000 --out " +
                 at("m.safetensors")})
        for (const std::string signal : {"INT", "TERM"}) {
            const auto stopped = stopped_by(signal, 0.6, line);
            EXPECT_EQ(stopped.code, signal == "INT" ? 130 : 143) << line << stopped.said;
            // A loaded machine starts and ends programs late; without an end these run for minutes.
            EXPECT_LT(stopped.seconds, 4.0) << line;
            EXPECT_NE(stopped.said.find("stopped"), std::string::npos) << line << ": " << stopped.said;
            EXPECT_EQ(temporary_files(), std::vector<std::string>()) << line;
        }
    EXPECT_FALSE(fs::exists(folder_ / "m.safetensors"));
}

// A terminal that is closed, a connection that breaks, a batch system's limit: they leave no more behind than Ctrl-C.
TEST_F(Stopping, ALostTerminalAndALimitOfProcessorTimeStopItToo) {
    for (const auto& [signal, code] : {std::pair{"HUP", 129}, {"XCPU", 152}}) {
        const auto stopped = stopped_by(signal, 0.4, "simulate --patients 100000 --out " + at(signal));
        EXPECT_EQ(stopped.code, code) << stopped.said;
        EXPECT_NE(stopped.said.find("stopped"), std::string::npos) << signal << ": " << stopped.said;
        EXPECT_EQ(temporary_files(), std::vector<std::string>()) << signal;
    }
    const auto kept_on = stopped_by("HUP", 0.05, "simulate --patients 20 --out " + at("nohup"), "nohup ");
    EXPECT_EQ(kept_on.code, 0) << "under nohup it goes on: " << kept_on.said;
    EXPECT_TRUE(fs::exists(folder_ / "nohup" / "simulation.json"));
}

}  // namespace
}  // namespace synchrony
