// The tutorials' commands, line by line, as they stand in docs/tutorials: each must end with 0, or with what its line
// says.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "end_to_end/run_program.hpp"
#include "support/temporary_folder.hpp"

namespace synchrony {
namespace {

struct TutorialLine {
    std::string command;
    int code = 0;
};

/// Lines of the ```sh blocks; "# ends with N" says another exit code.
std::vector<TutorialLine> tutorial_lines(const std::string& name) {
    std::ifstream file(SYNCHRONY_SOURCE_DIR "/docs/tutorials/" + name);
    std::vector<TutorialLine> lines;
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("```")) {
            inside = line == "```sh";
            continue;
        }
        if (!inside || line.empty()) continue;
        constexpr std::string_view mark = "  # ends with ";
        TutorialLine one{line, 0};
        if (const auto at = line.find(mark); at != std::string::npos) {
            one.command = line.substr(0, at);
            one.code = std::atoi(line.c_str() + at + mark.size());
        }
        lines.push_back(std::move(one));
    }
    return lines;
}

/// In that folder, with `synchrony` the program that was built; what it prints on both streams.
test::ProgramRun run_line(const std::filesystem::path& folder, const std::string& line) {
    const auto program = std::filesystem::path(SYNCHRONY_PROGRAM).parent_path().string();
    std::ofstream(folder / ".line.sh") << "cd '" << folder.string() << "'\nPATH='" << program << "':$PATH\n"
                                       << line << "\n";
    test::ProgramRun run;
    std::FILE* pipe = ::popen(("sh '" + (folder / ".line.sh").string() + "' 2>&1").c_str(), "r");
    if (pipe == nullptr) return run;
    char piece[4096];
    for (std::size_t n; (n = std::fread(piece, 1, sizeof piece, pipe)) > 0;) run.output.append(piece, n);
    const int status = ::pclose(pipe);
    if (WIFEXITED(status)) run.code = WEXITSTATUS(status);
    return run;
}

std::string text_of_file(const std::filesystem::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Tutorials, TheResearchersRunsLineByLine) {
    const test::TemporaryFolder folder;
    const auto& place = folder.path();
    const auto lines = tutorial_lines("researcher.md");
    ASSERT_GE(lines.size(), 11U);
    for (const auto& line : lines) {
        const auto run = run_line(place, line.command);
        ASSERT_EQ(run.code, line.code) << line.command << "\n" << run.output;
    }
    // What the words of the page promise.
    EXPECT_EQ(text_of_file(place / "cohort.csv").substr(0, 90),
              "patient_id,ecg,lvesv_ml,lvesv_6m_ml,lvef_pct,age_y,sex,nyha,ischemic,qrs_duration_ms,zentr");
    EXPECT_TRUE(std::filesystem::exists(place / "results" / "report.html"));
    const auto results = nlohmann::json::parse(text_of_file(place / "results" / "results.json"));
    EXPECT_EQ(results["cohort"]["patients"], 40);
    const auto truth = nlohmann::json::parse(text_of_file(place / "study" / "simulation.json"), nullptr, false);
    ASSERT_FALSE(truth.is_discarded());
    const auto notes = results["cohort"]["notes"].dump();
    EXPECT_NE(notes.find("are no inputs: "), std::string::npos) << notes;
    const auto survival = nlohmann::json::parse(text_of_file(place / "survival" / "results.json"))["survival"];
    ASSERT_EQ(survival.size(), 1U);
    EXPECT_EQ(survival[0]["patients"], 40);
    EXPECT_TRUE(survival[0]["c_index"].is_number());
    EXPECT_GT(text_of_file(place / "survival" / "survival.csv").size(), 100U);
}

}  // namespace
}  // namespace synchrony
