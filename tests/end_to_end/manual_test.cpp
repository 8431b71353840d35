// Help, man pages and completions: that they say the same, and that man and the shells themselves take them.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "run_program.hpp"
#include "support/temporary_folder.hpp"

namespace synchrony::test {
namespace {

namespace fs = std::filesystem;

std::string file_text(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

bool has_tool(const std::string& name) {
    return std::system(("command -v " + name + " >/dev/null 2>&1").c_str()) == 0;
}

// What the shell command prints on both streams.
ProgramRun run_shell(const std::string& command) {
    ProgramRun run;
    std::FILE* pipe = ::popen(("{ " + command + "; } 2>&1").c_str(), "r");
    if (!pipe) return run;
    char piece[4096];
    for (std::size_t n; (n = std::fread(piece, 1, sizeof piece, pipe)) > 0;) run.output.append(piece, n);
    const int status = ::pclose(pipe);
    if (WIFEXITED(status)) run.code = WEXITSTATUS(status);
    return run;
}

std::set<std::string> matches(const std::string& text, const std::string& pattern) {
    std::set<std::string> found;
    const std::regex expression(pattern, std::regex::ECMAScript | std::regex::multiline);
    for (std::sregex_iterator it(text.begin(), text.end(), expression), end; it != end; ++it) found.insert((*it)[1]);
    return found;
}

// Names on the left of a heading's list: "  measure   Measure ECGs".
std::set<std::string> commands_in(const std::string& help) {
    const auto end = help.find("\nOptions:");
    const auto begin = help.find("\nUsage:");
    if (help.find("COMMAND") == std::string::npos) return {};
    return matches(help.substr(begin, end - begin), "^  ([a-z0-9-]+)(?:\\s|$)");
}

std::set<std::string> options_in(const std::string& help) {
    const auto end = help.find("\nExamples:");
    return matches(help.substr(0, end), "^  (?:-h, )?(--[a-z-]+)");
}

class Manual : public ::testing::Test {
  protected:
    void SetUp() override {
        ASSERT_EQ(run_program("write-manual " + folder.path().string()).code, 0);
        visit("", "synchrony");
        ASSERT_GT(helps.size(), 20U);
    }
    // The command and all below it, found as a user would: by reading --help.
    void visit(const std::string& words, const std::string& page) {
        const auto help = run_program(words + " --help");
        ASSERT_EQ(help.code, 0) << words;
        helps[page] = help.output;
        for (const auto& below : commands_in(help.output)) visit(words + " " + below, page + "-" + below);
    }
    [[nodiscard]] fs::path page(const std::string& name) const {
        return folder.path() / "man" / "man1" / (name + ".1");
    }
    [[nodiscard]] fs::path bash() const { return folder.path() / "bash-completion" / "completions" / "synchrony"; }

    TemporaryFolder folder;
    std::map<std::string, std::string> helps;  ///< by name of the page
};

TEST_F(Manual, EveryCommandHasAPageWithItsOptions) {
    std::size_t pages = 0;
    for ([[maybe_unused]] const auto& file : fs::directory_iterator(folder.path() / "man" / "man1")) ++pages;
    EXPECT_EQ(pages, helps.size());
    for (const auto& [name, help] : helps) {
        const auto text = std::regex_replace(file_text(page(name)), std::regex("\\\\-"), "-");
        ASSERT_FALSE(text.empty()) << name;
        const auto options = options_in(help);
        ASSERT_FALSE(options.empty()) << name;
        for (const auto& option : options)
            EXPECT_NE(text.find("\\fB" + option + "\\fR"), std::string::npos) << name << option;
    }
}

TEST_F(Manual, ManRendersEveryPageWithoutAWarning) {
    if (!has_tool("man") || !has_tool("groff")) GTEST_SKIP() << "man or groff is not installed";
    for (const auto& [name, help] : helps) {
        const auto run =
            run_shell("MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z " + page(name).string() + " >/dev/null");
        EXPECT_EQ(run.code, 0) << name;
        EXPECT_EQ(run.output, "") << name;
    }
}

TEST_F(Manual, TheWhatisDatabaseUnderstandsEveryPage) {
    if (!has_tool("lexgrog")) GTEST_SKIP() << "lexgrog (man-db) is not installed";
    for (const auto& [name, help] : helps) {
        const auto run = run_shell("lexgrog " + page(name).string());
        EXPECT_EQ(run.code, 0) << name << ": " << run.output;
        EXPECT_NE(run.output.find(name + " - "), std::string::npos) << run.output;
    }
}

TEST_F(Manual, HelpHasNoTypeNoiseAndFitsATerminal) {
    for (const auto& [name, help] : helps) {
        for (const char* noise : {"TEXT:", "INT:", "UINT", "FLOAT", "REQUIRED", "{", "NONNEGATIVE", "POSITIVE"})
            EXPECT_EQ(help.substr(0, help.find("\nExamples:")).find(noise), std::string::npos) << name << ": " << noise;
        std::istringstream lines(help);
        for (std::string line; std::getline(lines, line);) {
            // Two columns for one letter beyond ASCII; an example's line stays whole.
            if (line.starts_with("  synchrony ")) continue;
            EXPECT_LE(line.size(), 82U) << name << ": " << line;
        }
    }
}

// What explains an example is a comment, so that the whole line can be given to a shell.
TEST_F(Manual, ExamplesAreLinesForAShell) {
    const std::regex words_behind_blanks("\\S {2,}[^# ]");
    std::size_t examples = 0;
    for (const auto& [name, help] : helps) {
        std::istringstream lines(help);
        for (std::string line; std::getline(lines, line);) {
            if (!line.starts_with("  synchrony ")) continue;
            ++examples;
            EXPECT_FALSE(std::regex_search(line.substr(0, line.find('#')), words_behind_blanks))
                << name << ": " << line;
        }
    }
    EXPECT_GT(examples, 80U);
}

TEST_F(Manual, HelpSaysWhatAnOptionTakes) {
    const auto& help = helps["synchrony-measure"];
    EXPECT_NE(help.find("--lvef X              Left ventricular ejection fraction, % (1 to 100)\n"), std::string::npos)
        << help;
    EXPECT_NE(help.find("--nyha N              NYHA class, 1 to 4\n"), std::string::npos) << help;
    EXPECT_NE(help.find("strauss, aha_2009 or esc_2013 (default: strauss; not\n"), std::string::npos) << help;
}

// Options that take a number, by what the help says: "--nyha N", "--lvef X".
std::set<std::string> number_options_in(const std::string& help) {
    return matches(help.substr(0, help.find("\nExamples:")), "^  (--[a-z-]+) [NX](?:\\s|$)");
}

// What no setting means: `--lr 0` taught nothing, and said nothing, for hours.
TEST_F(Manual, NumbersThatMeanNothingAreRefusedAtOnceByEveryCommand) {
    const auto table = (folder / "c.csv").string(), out = (folder / "out").string();
    std::ofstream(table) << "patient_id,ecg,response,lvef_pct\na,no.hea,1,20\nb,no.hea,0,30\n";
    const auto predictor = std::string(SYNCHRONY_SOURCE_DIR) + "/tests/golden/predictors/before-reference.safetensors";
    // What a command must have before it looks at its settings; those without a line do so first.
    const std::map<std::string, std::string> needed{{"synchrony-evaluate", table + " --models scratch --out " + out},
                                                    {"synchrony-train", table + " --model scratch --out " + out},
                                                    {"synchrony-pretrain", "--out " + out},
                                                    {"synchrony-transfer-gain", "--model none --out " + out},
                                                    {"synchrony-reproduce-he-2023", "--out " + out},
                                                    {"synchrony-predict", predictor + " " + table},
                                                    {"synchrony-score-classes", "none"}};
    std::size_t options = 0;
    std::set<std::string> common;  // tried with one command
    for (const auto& [page, help] : helps) {
        auto words = page == "synchrony" ? std::string() : page.substr(sizeof "synchrony-" - 1);
        for (const char* group : {"cohort-import-", "cohort-", "data-", "score-", "reproduce-"})
            if (words.starts_with(group)) words.replace(std::string(group).size() - 1, 1, " ");
        const auto rest = needed.contains(page) ? " " + needed.at(page) : std::string();
        for (const auto& option : number_options_in(help)) {
            ++options;
            const bool is_common = option == "--threads" || option == "--seed" || option == "--fs" ||
                                   option == "--start" || option == "--length";
            if (is_common && !common.insert(option).second) continue;
            for (const char* number : {"1e300", "nan", "-1"}) {
                const auto run = run_program(words + rest + " " + option + "=" + number + " 2>&1");
                EXPECT_EQ(run.code, 2) << words << " " << option << "=" << number << "\n" << run.output;
                EXPECT_LT(run.output.size(), 500U) << run.output;
            }
        }
    }
    EXPECT_GT(options, 100U);
    for (const std::string command : {"evaluate", "train", "pretrain", "transfer-gain"})
        for (const char* number : {"0", "1e-300", "11"}) {
            const auto run =
                run_program(command + " " + needed.at("synchrony-" + command) + " --lr=" + number + " 2>&1");
            EXPECT_EQ(run.code, 2) << command << number;
            EXPECT_NE(
                run.output.find("learning rate out of range (got " + std::string(number) + ", expected 1e-12 to 10)"),
                std::string::npos)
                << run.output;
        }
    EXPECT_FALSE(fs::exists(out));
}

TEST_F(Manual, TheProgramsHelpGroupsCommandsAndListsFormats) {
    const auto& help = helps["synchrony"];
    std::size_t at = 0;
    for (const char* heading :
         {"\nLook at one ECG:\n", "\nSay what a patient may expect:\n",
          "\nMake and test a model on a table of patients:\n", "\nPlan a study:\n",
          "\nTest the program against annotations:\n", "\nTrain networks on public recordings:\n", ".hea"}) {
        at = help.find(heading, at);
        ASSERT_NE(at, std::string::npos) << heading << help;
    }
    EXPECT_EQ(help.find("write-manual"), std::string::npos);
}

// Asks bash itself: the words typed so far and the one at which Tab is pressed.
std::set<std::string> completed(const fs::path& script, const std::string& words) {
    const auto run =
        run_shell("bash -c 'source " + script.string() + "; COMP_WORDS=(" + words +
                  "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _synchrony; printf \"%s\\n\" \"${COMPREPLY[@]}\"'");
    EXPECT_EQ(run.code, 0) << run.output;
    return matches(run.output, "^(.+)$");
}

using Words = std::set<std::string>;

TEST_F(Manual, BashCompletesCommandsOptionsAndTheirWords) {
    EXPECT_EQ(completed(bash(), "synchrony mea"), Words{"measure"});
    EXPECT_EQ(completed(bash(), "synchrony cohort \"\""), commands_in(helps["synchrony-cohort"]));
    EXPECT_EQ(completed(bash(), "synchrony cohort import l"), Words{"ludb"});
    EXPECT_EQ(completed(bash(), "synchrony measure --lbbb s"), Words{"strauss"});
    EXPECT_EQ(completed(bash(), "synchrony data get m"), Words{"mitdb"});
    EXPECT_EQ(completed(bash(), "synchrony measure --threads \"\""), Words{});
    for (const auto& [name, help] : helps) {
        const auto words = std::regex_replace(
            name, std::regex("synchrony-(score|data|cohort-import|cohort|reproduce)-"), "synchrony-$1 ");
        auto spoken = std::regex_replace(words, std::regex("^synchrony-"), "synchrony ");
        spoken = std::regex_replace(spoken, std::regex("cohort-import"), "cohort import");
        auto offered = completed(bash(), spoken + " --");
        for (const auto& option : options_in(help)) EXPECT_EQ(offered.erase(option), 1U) << spoken << " " << option;
    }
}

TEST_F(Manual, BashCompletesFilesAndFolders) {
    fs::create_directories(folder / "case-folder");
    std::ofstream(folder / "case-file.csv") << "x";
    const auto start = (folder / "case-").string();
    EXPECT_EQ(completed(bash(), "synchrony evaluate " + start), (Words{start + "folder", start + "file.csv"}));
    EXPECT_EQ(completed(bash(), "synchrony evaluate --out " + start), Words{start + "folder"});
}

TEST_F(Manual, ZshAndFishReadTheirScripts) {
    const auto zsh = folder.path() / "zsh" / "site-functions" / "_synchrony";
    const auto fish = folder.path() / "fish" / "vendor_completions.d" / "synchrony.fish";
    ASSERT_TRUE(fs::exists(zsh));
    ASSERT_TRUE(fs::exists(fish));
    if (!has_tool("zsh") && !has_tool("fish")) GTEST_SKIP() << "neither zsh nor fish is installed";
    if (has_tool("zsh")) {
        EXPECT_EQ(run_shell("zsh -n " + zsh.string()).output, "");
    }
    if (has_tool("fish")) {
        EXPECT_EQ(run_shell("fish --no-execute " + fish.string()).output, "");
        const auto run =
            run_shell("fish --no-config -c 'source " + fish.string() +
                      "; complete -C \"synchrony measure --lbbb \"; complete -C \"synchrony cohort import \"'");
        EXPECT_NE(run.output.find("strauss"), std::string::npos) << run.output;
        EXPECT_NE(run.output.find("ludb"), std::string::npos) << run.output;
    }
}

}  // namespace
}  // namespace synchrony::test
