// A flag that has no place in the order of cautions would stand before all others: every name that measure gives has
// one, and the order holds no name that nothing gives.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

namespace {

const std::filesystem::path measure_sources = std::filesystem::path(SYNCHRONY_SOURCE_DIR) / "libs/measure/src";

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Inserts the first group of every match; returns how many matches there were.
std::ptrdiff_t take_names(const std::string& text, const char* pattern, std::set<std::string>& names) {
    const std::regex regex(pattern);
    const auto begin = std::sregex_iterator(text.begin(), text.end(), regex);
    for (auto it = begin; it != std::sregex_iterator(); ++it)
        if (it->size() > 1) names.insert((*it)[1]);
    return std::distance(begin, std::sregex_iterator());
}

TEST(FlagNames, AllHaveAPlaceInTheOrderOfCautions) {
    std::set<std::string> given, ordered, none;
    std::ptrdiff_t places = 0, named = 0;
    for (const auto& entry : std::filesystem::directory_iterator(measure_sources)) {
        if (entry.path().extension() != ".cpp") continue;
        const auto text = text_of(entry.path());
        places += take_names(text, R"(flags\.(?:push_back|emplace_back|insert)\()", none);
        named += take_names(text, R"rx(flags\.push_back\(\s*\{\s*"([a-z_0-9]+)")rx", given);
        take_names(text, R"rx(\bsay\("([a-z_0-9]+)")rx", given);  // judge_leads: one push_back for all of them
    }
    constexpr int unnamed = 2;  // that of say, and the readers' doubts, which come before all
    EXPECT_EQ(places, named + unnamed) << "a flag is made in a way that this test does not read";
    std::smatch table;
    const auto source = text_of(measure_sources / "recording_flags.cpp");
    ASSERT_TRUE(std::regex_search(source, table, std::regex(R"(by_weight = \{([^}]*)\})")));
    take_names(table[1], R"rx("([a-z_0-9]+)")rx", ordered);
    EXPECT_GT(given.size(), 20U);
    EXPECT_EQ(given, ordered);
}

}  // namespace
