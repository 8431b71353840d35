// --rhythm: how the command line is told a rhythm.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "one_of.hpp"
#include "synchrony/measure/guideline.hpp"

namespace synchrony::cli {

/// Lets through what measure::rhythm_named knows.
inline CLI::Validator is_rhythm() {
    std::vector<std::string> words;
    for (const auto& known : measure::rhythm_words) words.emplace_back(known.word);
    return one_of(words);
}

/// --rhythm, given once an ECG; `take` gets each word's rhythm in order.
template <typename Take>
CLI::Option* add_rhythm_option(CLI::App& app, Take take) {
    return app
        .add_option_function<std::vector<std::string>>(
            "--rhythm",
            [take](const std::vector<std::string>& words) {
                for (const auto& word : words) take(*measure::rhythm_named(word));
            },
            "sinus, af or other, for the guidelines (default: as measured, where it is clear)")
        ->check(is_rhythm())
        ->expected(1)
        ->take_all();
}

}  // namespace synchrony::cli
