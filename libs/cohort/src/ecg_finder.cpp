#include "synchrony/cohort/ecg_finder.hpp"

#include <algorithm>
#include <utility>

#include "synchrony/core/files.hpp"
#include "synchrony/core/folded_text.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::cohort {
namespace {

constexpr std::size_t most_candidates = 3;
constexpr int deepest_folder = 16;

bool is_there(const std::filesystem::path& path) {
    return !core::there_or_file_above(path).empty();
}

/// "C:\Export\EKG\P1.XML" as "export/ekg/p1.xml".
std::string comparable(std::string_view name) {
    auto text = core::folded(name);
    std::ranges::replace(text, '\\', '/');
    if (text.size() > 1 && text[1] == ':') text.erase(0, 2);
    const auto begin = text.find_first_not_of("./");
    return begin == std::string::npos ? std::string() : text.substr(begin);
}

std::string last_part(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

std::string without_extension(const std::string& path) {
    const auto dot = path.rfind('.');
    const auto slash = path.rfind('/');
    return dot == std::string::npos || (slash != std::string::npos && dot < slash) ? path : path.substr(0, dot);
}

}  // namespace

FoundEcg EcgFinder::find(std::string_view name) {
    const auto path = folder_ / std::filesystem::path(std::string(name));
    FoundEcg found;
    const auto wanted = comparable(name);
    if (is_there(path) || is_there(std::filesystem::path(path).concat(".hea")))
        return taken(path, wanted) ? FoundEcg{{}, true, {std::string(name)}} : FoundEcg{path, false, {}};
    walk();
    if (wanted.empty()) return found;
    const auto at = matches(wanted);
    if (at.size() == 1 && !taken(folder_ / files_[at.front()], wanted)) return {folder_ / files_[at.front()], true, {}};
    for (const auto i : at) found.candidates.push_back(files_[i]);
    if (at.empty()) {  // "P1_vor" where P1 is meant, or the other way round
        constexpr std::size_t shortest = 3;
        const auto bare = without_extension(last_part(wanted));
        for (const auto& [other, i] : by_bare_name_)
            if (std::min(bare.size(), other.size()) >= shortest && found.candidates.size() < most_candidates &&
                (other.find(bare) != std::string::npos || bare.find(other) != std::string::npos))
                found.candidates.push_back(files_[i]);
    }
    if (found.candidates.size() > most_candidates) found.candidates.resize(most_candidates);
    return found;
}

bool EcgFinder::taken(const std::filesystem::path& file, const std::string& wanted) {
    return taken_.emplace(file.lexically_normal().string(), wanted).first->second != wanted;
}

std::vector<std::size_t> EcgFinder::matches(const std::string& wanted) const {
    const auto name = last_part(wanted);
    std::vector<std::size_t> at;
    for (const auto& [index, key] :
         {std::pair(&by_path_, wanted), {&by_bare_path_, wanted}, {&by_name_, name}, {&by_bare_name_, name}}) {
        const auto [begin, end] = index->equal_range(key);
        for (auto i = begin; i != end; ++i) at.push_back(i->second);
        if (!at.empty()) break;
    }
    // A WFDB record is its header; the signal file beside it is no second candidate.
    if (at.size() > 1)
        std::erase_if(at, [&](std::size_t i) {
            const auto extension = core::lower(std::filesystem::path(files_[i]).extension().string());
            const auto header = without_extension(files_[i]) + ".hea";
            return (extension == ".dat" || extension == ".mat") && std::ranges::find(files_, header) != files_.end();
        });
    return at;
}

void EcgFinder::walk() {
    if (std::exchange(walked_, true)) return;
    namespace fs = std::filesystem;
    std::error_code fault;
    const auto root = folder_.empty() ? fs::path(".") : folder_;
    fs::recursive_directory_iterator at(root, fs::directory_options::skip_permission_denied, fault), end;
    for (; !fault && at != end && files_.size() < most_files; at.increment(fault)) {
        std::error_code ignored;
        if (at->path().filename().string().starts_with('.')) {
            at.disable_recursion_pending();
            continue;
        }
        if (at.depth() >= deepest_folder) at.disable_recursion_pending();
        if (at->is_regular_file(ignored)) files_.push_back(at->path().lexically_relative(root).generic_string());
    }
    std::ranges::sort(files_);
    for (std::size_t i = 0; i < files_.size(); ++i) {
        const auto path = core::folded(files_[i]);
        by_path_.emplace(path, i);
        by_bare_path_.emplace(without_extension(path), i);
        by_name_.emplace(last_part(path), i);
        by_bare_name_.emplace(without_extension(last_part(path)), i);
    }
}

std::string candidates_question(const FoundEcg& found) {
    return found.candidates.empty() ? "" : "is it " + core::joined(found.candidates, " or ") + "?";
}

}  // namespace synchrony::cohort
