#include "one_of.hpp"

#include "synchrony/core/nearest_word.hpp"

namespace synchrony::cli {

CLI::Validator one_of(const std::vector<std::string>& words) {
    CLI::Validator validator = CLI::IsMember(words, CLI::ignore_case);
    auto is_member = validator;
    validator.operation([is_member, words](std::string& typed) {
        auto fault = is_member(typed);
        if (fault.empty()) return fault;
        const auto meant = core::did_you_mean(typed, words);
        return meant.empty() ? fault : fault + ". " + meant;
    });
    return validator;
}

}  // namespace synchrony::cli
