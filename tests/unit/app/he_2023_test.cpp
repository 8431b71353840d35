// The published tables that are built in are those that examples/tables shows, and every counterpart has a meaning.
#include "he_2023.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "synchrony/app/evaluate.hpp"
#include "synchrony/cohort/columns.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/model/architecture.hpp"

namespace synchrony::app {
namespace {

std::string example_table(const char* name) {
    return core::read_file(std::filesystem::path(SYNCHRONY_SOURCE_DIR) / "examples/tables" / name).value_or("");
}

TEST(He2023, TablesAreThoseOfTheExamples) {
    EXPECT_EQ(he_2023::results_csv(), example_table("he-2023-results.csv"));
    EXPECT_EQ(he_2023::baseline_csv(), example_table("he-2023-baseline.csv"));
}

TEST(He2023, EveryRowAndColumnHasACounterpart) {
    for (const auto& row : he_2023::counterparts()) {
        EXPECT_NE(he_2023::results_csv().find(row.model), std::string_view::npos) << row.model;
        EXPECT_NE(std::ranges::find(model_choices(), row.choice, &ModelChoice::name), model_choices().end());
    }
    for (const auto& row : he_2023::comparators()) {
        EXPECT_NE(std::ranges::find(model_choices(), row.choice, &ModelChoice::name), model_choices().end());
        if (row.network.empty()) continue;
        EXPECT_EQ(std::ranges::count(model::Architecture::names(), row.network), 1) << row.network;
    }
    for (const auto& column : he_2023::columns())
        EXPECT_NE(he_2023::baseline_csv().find(column.variable), std::string_view::npos) << column.variable;
    const auto as_published = std::ranges::count(he_2023::counterparts(), "", &he_2023::Counterpart::meaning);
    EXPECT_EQ(std::ranges::count(he_2023::results_csv(), '\n'), 1 + as_published);
    EXPECT_EQ(std::ranges::count(he_2023::baseline_csv(), '\n'), 1 + std::ssize(he_2023::columns()));
}

}  // namespace
}  // namespace synchrony::app
