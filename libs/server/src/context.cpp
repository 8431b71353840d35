#include "context.hpp"

#include <algorithm>

#include "synchrony/core/text.hpp"

namespace synchrony::server {
namespace {

/// Nothing stays from the place on: a file's name may be its patient's, and hold any sign that would end it.
void cut_at(std::string& text, const std::filesystem::path& place, std::string_view word) {
    if (const auto at = text.find(place.string()); at != std::string::npos) text.replace(at, std::string::npos, word);
}

/// Absolute paths by their last names. What stands in quotes was sent by the caller.
void shorten_paths(std::string& text) {
    for (std::size_t at = 0; (at = text.find('/', at)) != std::string::npos;) {
        const bool begins_a_word = at == 0 || text[at - 1] == ' ' || text[at - 1] == '(';
        const auto end = std::min(text.size(), text.find_first_of(" ,:()", at));
        const auto last = text.rfind('/', end - 1);
        if (begins_a_word && last > at)
            text.erase(at, last + 1 - at);
        else
            ++at;
    }
}

}  // namespace

core::Error Context::without_places(core::Error error) const {
    for (auto* text : {&error.what, &error.where, &error.got, &error.expected, &error.hint}) {
        for (const auto& model : models.models())
            core::replace_all(*text, model.file.string(), model.file.filename().string());
        cut_at(*text, workspace.path(), "private folder");
        // With what each evaluation's folder begins with: a results folder called "r" stands in many words.
        if (!options.results.empty()) cut_at(*text, options.results / "evaluation-", "results folder");
        shorten_paths(*text);  // of the program's own modules
    }
    if (error.where.starts_with("--")) error.where.erase(0, 2);
    return error;
}

}  // namespace synchrony::server
