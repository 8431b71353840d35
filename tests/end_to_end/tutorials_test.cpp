// Every line of the tutorials, as a reader would type it: it ends with 0 or with what its line says, and the words
// shown below it are printed.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "end_to_end/run_program.hpp"
#include "support/file_bytes.hpp"
#include "support/temporary_folder.hpp"

namespace synchrony {
namespace {

namespace fs = std::filesystem;

/// Commands that stand together and what must be among their output.
struct TutorialStep {
    std::vector<std::string> commands;
    std::vector<std::string> shown;
};

/// Blocks ```sh, each with the block ```text that follows it.
std::vector<TutorialStep> steps_of(const fs::path& page) {
    std::vector<TutorialStep> steps;
    std::ifstream file(page);
    std::string block;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("```")) {
            block = block.empty() ? line.substr(3) : "";
            if (block == "sh") steps.emplace_back();
            continue;
        }
        if (block == "sh") steps.back().commands.push_back(line);
        if (block == "text" && !steps.empty()) steps.back().shown.push_back(line);
    }
    return steps;
}

test::ProgramRun typed(const fs::path& folder, const std::string& line) {
    const fs::path program = SYNCHRONY_PROGRAM;
    // The name `synchrony` is the program that was just built, wherever the reader stands.
    const std::string command = "cd '" + folder.string() + "' && PATH='" + program.parent_path().string() +
                                "':\"$PATH\" && { " + line + "; } 2>&1";
    test::ProgramRun run;
    std::FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return run;
    char piece[4096];
    for (std::size_t n; (n = std::fread(piece, 1, sizeof piece, pipe)) > 0;) run.output.append(piece, n);
    const int status = ::pclose(pipe);
    if (WIFEXITED(status)) run.code = WEXITSTATUS(status);
    return run;
}

/// A command and the exit code that its line says: "synchrony check x  # ends with 1", else 0.
std::pair<std::string, int> said_on(const std::string& line) {
    constexpr std::string_view mark = "  # ends with ";
    const auto at = line.find(mark);
    if (at == std::string::npos) return {line, 0};
    return {line.substr(0, at), std::atoi(line.c_str() + at + mark.size())};
}

void run_tutorial(const std::string& name, const fs::path& folder) {
    const auto steps = steps_of(fs::path(SYNCHRONY_SOURCE_DIR) / "docs" / "tutorials" / (name + ".md"));
    ASSERT_GE(steps.size(), 5U);
    for (const auto& step : steps) {
        std::string output;
        for (const auto& line : step.commands) {
            const auto [command, code] = said_on(line);
            if (command.empty()) continue;
            if (command.starts_with("python3") && std::system("command -v python3 >/dev/null 2>&1") != 0) continue;
            const auto run = typed(folder, command);
            ASSERT_EQ(run.code, code) << command << "\n" << run.output;
            output += run.output;
        }
        for (const auto& words : step.shown)
            EXPECT_NE(output.find(words), std::string::npos)
                << words << "\nnot in the output of " << step.commands.back() << ":\n"
                << output;
    }
}

class Tutorial : public ::testing::TestWithParam<std::string> {};

TEST_P(Tutorial, RunsLineByLine) {
    const test::TemporaryFolder folder;
    run_tutorial(GetParam(), folder.path());
}

INSTANTIATE_TEST_SUITE_P(Pages, Tutorial, ::testing::Values("electrophysiologist", "machine-learning"),
                         [](const auto& page) {
                             std::string name = page.param;
                             std::erase(name, '-');
                             return name;
                         });

TEST(Tutorials, TheResearchersRunsLineByLine) {
    const test::TemporaryFolder folder;
    const auto& place = folder.path();
    ASSERT_NO_FATAL_FAILURE(run_tutorial("researcher", place));
    // What the words of the page promise.
    EXPECT_EQ(test::bytes_of(place / "cohort.csv").substr(0, 90),
              "patient_id,ecg,lvesv_ml,lvesv_6m_ml,lvef_pct,age_y,sex,nyha,ischemic,qrs_duration_ms,zentr");
    EXPECT_TRUE(std::filesystem::exists(place / "results" / "report.html"));
    const auto results = nlohmann::json::parse(test::bytes_of(place / "results" / "results.json"));
    EXPECT_EQ(results["cohort"]["patients"], 40);
    const auto truth = nlohmann::json::parse(test::bytes_of(place / "study" / "simulation.json"), nullptr, false);
    ASSERT_FALSE(truth.is_discarded());
    const auto notes = results["cohort"]["notes"].dump();
    EXPECT_NE(notes.find("are no inputs: "), std::string::npos) << notes;
    const auto survival = nlohmann::json::parse(test::bytes_of(place / "survival" / "results.json"))["survival"];
    ASSERT_EQ(survival.size(), 1U);
    EXPECT_EQ(survival[0]["patients"], 40);
    EXPECT_TRUE(survival[0]["c_index"].is_number());
    EXPECT_GT(test::bytes_of(place / "survival" / "survival.csv").size(), 100U);
}

}  // namespace
}  // namespace synchrony
