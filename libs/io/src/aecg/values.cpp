#include "aecg/values.hpp"

#include <algorithm>
#include <cmath>

#include "digit_list.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::aecg {
namespace {

std::string_view local_name(std::string_view name) {
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string utf8_words(std::string_view text) {
    text = core::trimmed(text);
    const auto decoded = core::decode_text(text);
    return decoded ? decoded->text : std::string();
}

/// Names are written in a few parts; deeper is no name.
constexpr int deepest_words = 8;

void gather_words(pugi::xml_node node, int depth, std::string& words) {
    if (depth > deepest_words) return;
    for (const auto child : node.children()) {
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
            const auto piece = core::trimmed(child.value());
            if (!piece.empty()) core::append_word(words, piece, " ");
        } else {
            gather_words(child, depth + 1, words);
        }
    }
}

core::Result<double> even_step(const std::vector<double>& times, const std::string& where) {
    const auto steps = times.size() < 2 ? 1.0 : static_cast<double>(times.size() - 1);
    const double step = times.size() < 2 ? 0.0 : (times.back() - times.front()) / steps;
    for (std::size_t i = 1; i < times.size(); ++i)
        if (!(std::abs(times[i] - times[i - 1] - step) <= 0.01 * step))
            return core::fail_input("samples do not follow each other evenly", where,
                                    "a step of " + core::shortest(times[i] - times[i - 1]),
                                    "steps of " + core::shortest(step));
    return step;
}

/// Times that are listed one by one.
core::Result<TimeAxis> listed_axis(pugi::xml_node value, const std::string& where) {
    constexpr std::size_t most_times = std::size_t{1} << 24;
    const auto scale = quantity_of(child_of(value, "scale")), origin = quantity_of(child_of(value, "origin"));
    const auto unit_s = scale ? seconds_per(scale->unit) : std::nullopt;
    if (!unit_s)
        return core::fail_input("times have no unit of time", where, scale ? core::in_quotes(scale->unit) : "no scale",
                                "s, ms, us");
    SYNCHRONY_ASSIGN(const auto times, digits_of(value, most_times, where));
    SYNCHRONY_ASSIGN(const auto step, even_step(times, where));
    TimeAxis axis;
    axis.step_s = step * scale->value * *unit_s;
    if (!times.empty()) axis.offset_s = times.front() * scale->value * *unit_s;
    if (origin) axis.offset_s += origin->value * seconds_per(origin->unit).value_or(*unit_s);
    return axis;
}

}  // namespace

pugi::xml_node down(pugi::xml_node node, std::initializer_list<std::string_view> path) {
    for (const auto name : path) node = child_of(node, name);
    return node;
}

std::vector<pugi::xml_node> children_of(pugi::xml_node node, std::string_view name) {
    std::vector<pugi::xml_node> all;
    for (const auto child : node.children())
        if (local_name(child.name()) == name) all.push_back(child);
    return all;
}

std::string attribute_of(pugi::xml_node node, std::string_view name) {
    for (const auto attribute : node.attributes())
        if (local_name(attribute.name()) == name) return utf8_words(attribute.value());
    return {};
}

std::string words_below(pugi::xml_node node) {
    std::string words;
    gather_words(node, 0, words);
    return utf8_words(words);
}

std::string code_of(pugi::xml_node node) {
    return attribute_of(child_of(node, "code"), "code");
}

std::optional<Quantity> quantity_of(pugi::xml_node node) {
    const auto number = number_of(attribute_of(node, "value"));
    if (!number) return std::nullopt;
    return Quantity{*number, attribute_of(node, "unit")};
}

std::optional<double> seconds_per(std::string_view unit) {
    if (unit == "s" || unit == "sec" || unit == "S") return 1.0;
    if (unit == "ms") return 1e-3;
    if (unit == "us" || unit == "µs" || unit == "μs") return 1e-6;
    if (unit == "ns") return 1e-9;
    if (unit == "min") return 60.0;
    if (unit == "h") return 3600.0;
    if (unit == "d") return 86400.0;
    return std::nullopt;
}

core::Result<TimeAxis> time_axis_of(pugi::xml_node value, const std::string& where) {
    TimeAxis axis;
    if (!child_of(value, "digits").empty()) {
        SYNCHRONY_ASSIGN(axis, listed_axis(value, where));
    } else {
        const auto increment = quantity_of(child_of(value, "increment"));
        const auto unit_s = increment ? seconds_per(increment->unit) : std::nullopt;
        if (!unit_s)
            return core::fail_input("sampling interval is not known", where,
                                    increment ? "unit " + core::in_quotes(increment->unit) : "no increment",
                                    "an increment in s, ms, us, ...");
        axis.step_s = increment->value * *unit_s;
        const auto head = child_of(value, "head");
        if (const auto offset = quantity_of(head); offset && seconds_per(offset->unit))
            axis.offset_s = offset->value * *seconds_per(offset->unit);
        else
            axis.begin = parse_moment(attribute_of(head, "value"));
    }
    constexpr double shortest_s = 1e-6, longest_s = 3600.0;
    if (!(axis.step_s >= shortest_s && axis.step_s <= longest_s))
        return core::fail_input("sampling interval is out of range", where, core::shortest(axis.step_s) + " s",
                                core::shortest(shortest_s) + " to " + core::shortest(longest_s) + " s");
    return axis;
}

core::Result<std::vector<double>> digits_of(pugi::xml_node value, std::size_t most, const std::string& where) {
    return numbers_between_blanks(child_of(value, "digits").text().get(), most, core::is_missing_word, where);
}

}  // namespace synchrony::io::aecg
