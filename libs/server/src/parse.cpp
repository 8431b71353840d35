#include "synchrony/server/parse.hpp"

#include <algorithm>
#include <cmath>

#include "synchrony/core/nearest_word.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/utf8.hpp"

namespace synchrony::server {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_control(char c) {
    constexpr unsigned char first_printable = 0x20, del = 0x7f;
    const auto byte = static_cast<unsigned char>(c);
    return byte < first_printable || byte == del;
}

core::Result<std::vector<std::string>> parse_path(std::string_view path) {
    std::vector<std::string> parts;
    if (path.empty() || path.front() != '/')
        return core::fail(usage_fault("no path", "target", shown(path), "a path that begins with /"));
    path.remove_prefix(1);
    if (path.empty()) return parts;
    for (const auto part : core::split(path, '/')) {
        auto decoded = percent_decoded(part, false);
        if (!decoded || decoded->empty() || *decoded == "." || *decoded == ".." ||
            decoded->find('/') != std::string::npos || decoded->find('\\') != std::string::npos ||
            std::ranges::any_of(*decoded, is_control))
            return core::fail(usage_fault("no such path", "target", shown(path), "plain names between slashes"));
        parts.push_back(std::move(*decoded));
        if (parts.size() > most_path_parts)
            return core::fail(usage_fault("no such path", "target", shown(path), "a shorter one"));
    }
    return parts;
}

core::Result<Query> parse_query(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> options;
    if (text.empty()) return Query();
    for (const auto option : core::split(text, '&')) {
        if (option.empty()) continue;
        const auto equals = option.find('=');
        auto name = percent_decoded(option.substr(0, equals), true);
        auto value = equals == std::string_view::npos ? std::optional<std::string>(std::in_place)
                                                      : percent_decoded(option.substr(equals + 1), true);
        if (!name || name->empty() || !value)
            return core::fail(
                usage_fault("option cannot be read", "query", shown(option), "name=value, escaped with %"));
        options.emplace_back(std::move(*name), std::move(*value));
        if (options.size() > most_query_options)
            return core::fail(usage_fault("too many options", "query", std::to_string(options.size()),
                                          "at most " + std::to_string(most_query_options)));
    }
    return Query(std::move(options));
}

/// The value of `name="value"` or `name=value` in a header's parameters.
std::optional<std::string> parameter(std::string_view header, std::string_view name) {
    std::size_t at = 0;
    while ((at = header.find(';', at)) != std::string_view::npos) {
        ++at;
        while (at < header.size() && (header[at] == ' ' || header[at] == '\t')) ++at;
        const auto equals = header.find('=', at);
        if (equals == std::string_view::npos) return std::nullopt;
        const bool is_it = core::lower(core::trimmed(header.substr(at, equals - at))) == name;
        std::size_t value = equals + 1;
        std::string text;
        if (value < header.size() && header[value] == '"') {
            for (++value; value < header.size() && header[value] != '"'; ++value) {
                // Browsers escape a quote as %22 and a backslash not at all (WHATWG); others write \" (RFC 822).
                if (header[value] == '\\' && value + 1 < header.size() && header[value + 1] == '"') ++value;
                text += header[value];
            }
            if (value >= header.size()) return std::nullopt;
        } else {
            for (; value < header.size() && header[value] != ';'; ++value) text += header[value];
            text = core::trimmed(std::move(text));
        }
        if (is_it) return text;
        at = value;
    }
    return std::nullopt;
}

/// "a%22b" of a browser as "a\"b"; other escapes are the name's own.
std::string without_quote_escapes(std::string text) {
    for (const auto& [escape, sign] : {std::pair{"%22", "\""}, std::pair{"%0D", "\r"}, std::pair{"%0A", "\n"}})
        core::replace_all(text, escape, sign);
    return text;
}

/// Reads the lines that head a part.
core::Result<FormPart> part_head(std::string_view head) {
    FormPart part;
    bool any = false;
    while (!head.empty()) {
        const auto line = head.substr(0, head.find("\r\n"));
        head.remove_prefix(std::min(head.size(), line.size() + 2));
        const auto colon = line.find(':');
        if (colon == std::string_view::npos ||
            core::lower(core::trimmed(line.substr(0, colon))) != "content-disposition")
            continue;
        const auto value = line.substr(colon + 1);
        if (core::lower(core::trimmed(value.substr(0, value.find(';')))) != "form-data") continue;
        part.name = without_quote_escapes(parameter(value, "name").value_or(""));
        part.file_name = without_quote_escapes(parameter(value, "filename").value_or(""));
        any = true;
    }
    if (!any || part.name.empty())
        return core::fail(
            usage_fault("a part of the form has no name", "body", shown(head), "Content-Disposition: form-data"));
    return part;
}

}  // namespace

core::Error usage_fault(std::string what, std::string where, std::string got, std::string expected, std::string hint) {
    return {core::ErrorKind::usage, std::move(what),     std::move(where),
            std::move(got),         std::move(expected), std::move(hint)};
}

std::string shown(std::string_view text) {
    constexpr std::size_t most = 80, bytes_a_letter = 4;
    return core::in_quotes(core::shortened(core::valid_utf8(text.substr(0, (most + 1) * bytes_a_letter)), most));
}

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_blank) {
            plain += ' ';
        } else if (text[i] == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            plain += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string escaped;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '.' || c == '_' || c == '~';
        if (plain)
            escaped += c;
        else
            (escaped += '%', escaped += hex[byte >> 4U]) += hex[byte & 15U];
    }
    return escaped;
}

const std::string* Query::find(std::string_view name) const {
    const auto found = std::ranges::find(options_, name, [](const auto& o) -> std::string_view { return o.first; });
    return found == options_.end() ? nullptr : &found->second;
}

std::vector<std::string> Query::all(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& [option, value] : options_)
        if (option == name) values.push_back(value);
    return values;
}

core::Result<Target> parse_target(std::string_view target) {
    const auto mark = target.find('?');
    Target parsed;
    SYNCHRONY_ASSIGN(parsed.path, parse_path(target.substr(0, mark)));
    if (mark != std::string_view::npos) {
        const auto query = target.substr(mark + 1);
        SYNCHRONY_ASSIGN(parsed.query, parse_query(query.substr(0, query.find('#'))));
    }
    return parsed;
}

core::Result<std::optional<double>> number_option(const Query& query, std::string_view name, double low, double high) {
    const auto* text = query.find(name);
    if (text == nullptr) return std::optional<double>();
    const auto number = core::number_from<double>(*text);
    const bool is_number = number && std::isfinite(*number);
    if (is_number && *number >= low && *number <= high) return number;
    return core::fail(usage_fault(is_number ? "option is out of its range" : "option is no number", std::string(name),
                                  shown(*text), "a number, " + core::shortest(low) + " to " + core::shortest(high)));
}

core::Result<std::optional<long>> whole_option(const Query& query, std::string_view name, long low, long high) {
    const auto* text = query.find(name);
    if (text == nullptr) return std::optional<long>();
    const auto number = core::number_from<long>(*text);
    if (number && *number >= low && *number <= high) return number;
    return core::fail(usage_fault(number ? "option is out of its range" : "option is no whole number",
                                  std::string(name), shown(*text),
                                  "a whole number, " + std::to_string(low) + " to " + std::to_string(high)));
}

core::Result<std::optional<std::size_t>> choice_option(const Query& query, std::string_view name,
                                                       const std::vector<std::string_view>& words) {
    const auto* text = query.find(name);
    if (text == nullptr) return std::optional<std::size_t>();
    const auto found = std::ranges::find(words, std::string_view(*text));
    if (found != words.end()) return std::optional(static_cast<std::size_t>(found - words.begin()));
    return core::fail(usage_fault("option has no such value", std::string(name), shown(*text), core::joined(words),
                                  core::did_you_mean(*text, words)));
}

// "set=lvef_pct=28&set=nyha=3"; of two values of another option one would be used without a word.
constexpr std::string_view repeatable = "set";

core::Result<void> only_options(const Query& query, const std::vector<std::string_view>& names) {
    for (const auto& [name, value] : query.options())
        if (std::ranges::find(names, std::string_view(name)) == names.end())
            return core::fail(usage_fault("no such option", "query", shown(name),
                                          names.empty() ? "none" : core::joined(names),
                                          core::did_you_mean(name, names)));
    for (const auto& [name, value] : query.options())
        if (name != repeatable && query.all(name).size() > 1)
            return core::fail(usage_fault("an option is given twice", "query", shown(name), "once"));
    return {};
}

core::Result<std::string> checked_file_name(std::string_view name) {
    std::string checked(name);
    std::ranges::replace(checked, '\\', '/');
    const auto bad = [&](std::string expected) {
        return core::fail(usage_fault("file name cannot be used", "file name", shown(name), std::move(expected)));
    };
    if (checked.size() > most_file_name_bytes) return bad("at most " + std::to_string(most_file_name_bytes) + " bytes");
    if (core::first_bad_utf8(checked) != std::string::npos) return bad("UTF-8");
    if (checked.find(':') != std::string::npos || std::ranges::any_of(checked, is_control))
        return bad("a name without colons and control characters");
    const auto parts = core::split(std::string_view(checked), '/');
    if (parts.size() > most_file_name_folders)
        return bad("at most " + std::to_string(most_file_name_folders) + " parts between slashes");
    for (const auto part : parts) {
        if (part.empty() || part.front() == '.') return bad("a name inside the folder, without '..' and leading dots");
        if (part.size() > most_name_bytes)
            return bad("at most " + std::to_string(most_name_bytes) + " bytes between slashes");
    }
    return checked;
}

std::optional<std::string> form_boundary(std::string_view content_type) {
    constexpr std::size_t longest = 70;  // RFC 2046, 5.1.1
    const auto kind = core::lower(core::trimmed(content_type.substr(0, content_type.find(';'))));
    if (kind != "multipart/form-data") return std::nullopt;
    auto boundary = parameter(content_type, "boundary");
    if (!boundary || boundary->empty() || boundary->size() > longest) return std::nullopt;
    return boundary;
}

core::Result<std::vector<FormPart>> parse_form(std::string_view body, std::string_view boundary) {
    const auto cut = [](const char* where) {
        return core::fail(usage_fault("form is cut short", "body", where, "a whole multipart/form-data body"));
    };
    const std::string line = "--" + std::string(boundary);
    const std::string next = "\r\n" + line;
    std::vector<FormPart> parts;
    if (!body.starts_with(line)) return cut("no boundary at its begin");
    body.remove_prefix(line.size());
    while (!body.starts_with("--")) {
        if (!body.starts_with("\r\n")) return cut("no line end behind a boundary");
        body.remove_prefix(2);
        const auto head_end = body.substr(0, most_part_head_bytes).find("\r\n\r\n");
        if (head_end == std::string_view::npos) return cut("a part's head does not end");
        SYNCHRONY_ASSIGN(auto part, part_head(body.substr(0, head_end)));
        body.remove_prefix(head_end + 4);
        const auto end = body.find(next);
        if (end == std::string_view::npos) return cut("a part does not end");
        part.bytes = body.substr(0, end);
        body.remove_prefix(end + next.size());
        parts.push_back(std::move(part));
        if (parts.size() > most_form_parts)
            return core::fail(usage_fault("too many parts", "body", std::to_string(parts.size()),
                                          "at most " + std::to_string(most_form_parts)));
    }
    return parts;
}

std::optional<std::string_view> cookie_value(std::string_view header, std::string_view name) {
    while (!header.empty()) {
        const auto pair = header.substr(0, header.find(';'));
        header.remove_prefix(std::min(header.size(), pair.size() + 1));
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos && core::trimmed(pair.substr(0, equals)) == name)
            return core::trimmed(pair.substr(equals + 1));
    }
    return std::nullopt;
}

}  // namespace synchrony::server
