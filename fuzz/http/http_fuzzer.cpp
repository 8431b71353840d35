// Input: a byte that chooses, then a request's target, a form (its boundary in the first line), a header of cookies or
// a content type, or a file's name.
#include <algorithm>
#include <cstdlib>

#include "main.hpp"
#include "synchrony/server/parse.hpp"

namespace {

using namespace synchrony::server;

void require(bool holds) {
    if (!holds) std::abort();
}

bool is_plain(const std::string& part) {
    return !part.empty() && part != "." && part != ".." && part.find_first_of("/\\") == std::string::npos &&
           std::ranges::none_of(part, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

void check_target(std::string_view text) {
    const auto target = parse_target(text);
    if (!target) return require(!target.error().what.empty());
    require(target->path.size() <= most_path_parts && std::ranges::all_of(target->path, is_plain));
    require(target->query.options().size() <= most_query_options);
    for (const auto& [name, value] : target->query.options()) {
        require(!name.empty() && target->query.find(name) != nullptr);
        const auto number = number_option(target->query, name, -1.0, 1.0);
        require(!number || !*number || (**number >= -1.0 && **number <= 1.0));
        const auto whole = whole_option(target->query, name, 0, 9);
        require(!whole || !*whole || (**whole >= 0 && **whole <= 9));
        // What is escaped reads back.
        require(percent_decoded(percent_encoded(value), true) == value);
    }
}

void check_form(std::string_view text) {
    const auto boundary = text.substr(0, text.find('\n'));
    const auto body = text.substr(std::min(text.size(), boundary.size() + 1));
    const auto parts = parse_form(body, boundary);
    if (!parts) return require(!parts.error().what.empty());
    require(parts->size() <= most_form_parts);
    const char* last = body.data();
    for (const auto& part : *parts) {
        require(!part.name.empty());
        require(part.bytes.data() >= last && part.bytes.data() + part.bytes.size() <= body.data() + body.size());
        last = part.bytes.data() + part.bytes.size();
        if (const auto name = checked_file_name(part.file_name)) require(name->front() != '/' && name->front() != '.');
    }
}

void check_name(std::string_view text) {
    const auto name = checked_file_name(text);
    if (!name) return;
    require(name->size() <= most_file_name_bytes && name->front() != '/' && name->front() != '.');
    require(("/" + *name + "/").find("/../") == std::string::npos && name->find('\0') == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0] % 4) {
        case 0:
            check_target(text);
            break;
        case 1:
            check_form(text);
            break;
        case 2:
            (void)cookie_value(text, "synchrony_key_1");
            if (const auto boundary = form_boundary(text)) require(!boundary->empty() && boundary->size() <= 70);
            break;
        default:
            check_name(text);
    }
    return 0;
}
