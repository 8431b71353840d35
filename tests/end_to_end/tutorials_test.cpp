// Every line of the tutorials, as a reader would type it: it ends well, and the words shown below it are printed.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "end_to_end/run_program.hpp"
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

class Tutorial : public ::testing::TestWithParam<std::string> {};

TEST_P(Tutorial, RunsLineByLine) {
    const auto steps = steps_of(fs::path(SYNCHRONY_SOURCE_DIR) / "docs" / "tutorials" / (GetParam() + ".md"));
    ASSERT_GE(steps.size(), 5U);
    const test::TemporaryFolder folder;
    for (const auto& step : steps) {
        std::string output;
        for (const auto& command : step.commands) {
            if (command.starts_with("python3") && std::system("command -v python3 >/dev/null 2>&1") != 0) continue;
            const auto run = typed(folder.path(), command);
            EXPECT_EQ(run.code, 0) << command << "\n" << run.output;
            output += run.output;
        }
        for (const auto& words : step.shown)
            EXPECT_NE(output.find(words), std::string::npos)
                << words << "\nnot in the output of " << step.commands.back() << ":\n"
                << output;
    }
}

INSTANTIATE_TEST_SUITE_P(Pages, Tutorial, ::testing::Values("electrophysiologist", "machine-learning"),
                         [](const auto& page) {
                             std::string name = page.param;
                             std::erase(name, '-');
                             return name;
                         });

}  // namespace
}  // namespace synchrony
