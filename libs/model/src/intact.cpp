#include <algorithm>

#include "bundle_format.hpp"
#include "synchrony/core/content_sum.hpp"
#include "synchrony/core/file_sums.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/sha256.hpp"

namespace synchrony::model {
namespace {

constexpr const char* sums_name = "SHA256SUMS";

}  // namespace

core::Result<void> check_intact(const core::TensorFile& file) {
    if (core::has_content_sum(file)) return core::check_content_sum(file);
    const auto list = file.path().parent_path() / sums_name;
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(list, ignored)) return {};
    SYNCHRONY_ASSIGN(const auto text, core::read_file(list));
    const auto sums = core::parse_sums(text, list.string());
    if (!sums) return {};  // somebody's list of another form says nothing of the model
    const auto listed = std::ranges::find(*sums, file.path().filename().string(), &core::FileSum::path);
    if (listed == sums->end()) return {};
    SYNCHRONY_ASSIGN(const auto sum, core::sha256_file(file.path()));
    if (sum == listed->sha256) return {};
    return core::fail_input("the model is damaged: its sum is not the one in " + std::string(sums_name),
                            file.path().string(), "SHA-256 " + sum.substr(0, 16), listed->sha256.substr(0, 16),
                            "Copy it again from where it came from");
}

}  // namespace synchrony::model
