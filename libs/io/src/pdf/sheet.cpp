#include "pdf/sheet.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

#include "parts.hpp"
#include "pdf/print_scale.hpp"
#include "synchrony/core/nth_value.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::pdf {
namespace {

constexpr double least_rhythm_s = 2.0;  ///< prints of twelve leads give each 2.5 s or more, median beats about one
constexpr double compared_hz = 100.0;
constexpr double least_common_s = 1.0;
constexpr double alike = 0.9;  ///< correlation; an ECG printed twice has 0.95 and more, another one seldom 0.5

double length_s(const Curve& curve, const Sheet& sheet) {
    return (curve.right() - curve.left()) / sheet.mm_per_s;
}

double correlation_of(std::span<const double> a, std::span<const double> b) {
    const auto n = static_cast<double>(a.size());
    const double mean_a = std::accumulate(a.begin(), a.end(), 0.0) / n;
    const double mean_b = std::accumulate(b.begin(), b.end(), 0.0) / n;
    double product = 0.0, squares_a = 0.0, squares_b = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        product += (a[i] - mean_a) * (b[i] - mean_b);
        squares_a += (a[i] - mean_a) * (a[i] - mean_a);
        squares_b += (b[i] - mean_b) * (b[i] - mean_b);
    }
    return squares_a > 0.0 && squares_b > 0.0 ? product / std::sqrt(squares_a * squares_b) : 0.0;
}

/// How alike two curves of one lead are where both stand for the same time; nothing where that is hardly so.
std::optional<double> likeness(const Curve& a, const Sheet& of_a, const Curve& b, const Sheet& of_b) {
    if (a.lead != b.lead) return std::nullopt;
    const double from_a = begin_of(a, of_a), from_b = begin_of(b, of_b), from = std::max(from_a, from_b);
    const double common = std::min(from_a + length_s(a, of_a), from_b + length_s(b, of_b)) - from;
    constexpr double longest_s = 86400.0;
    if (!(common >= least_common_s) || !(from + common < longest_s)) return std::nullopt;
    const auto count = static_cast<std::size_t>(common * compared_hz);
    const auto heights = [&](const Curve& curve, const Sheet& sheet, double begin) {
        const auto before = static_cast<std::size_t>(std::llround((from - begin) * compared_hz));
        auto all = heights_at(curve, sheet.mm_per_s / compared_hz, before + count);
        all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(before));
        return all;
    };
    return correlation_of(heights(a, of_a, from_a), heights(b, of_b, from_b));
}

/// The median over the leads that both sheets show of the same time; nothing where there is none.
std::optional<double> likeness(const Sheet& a, const Sheet& b) {
    std::vector<double> all;
    for (const auto& of_a : a.curves)
        for (const auto& of_b : b.curves)
            if (const auto found = likeness(of_a, a, of_b, b)) all.push_back(*found);
    if (all.empty()) return std::nullopt;
    return core::nth_value(all, all.size() / 2);
}

/// A strip below repeats a lead of the rows above; a lead with two signals for one time is of two ECGs.
bool shows_two(const Sheet& sheet) {
    for (std::size_t i = 0; i < sheet.curves.size(); ++i)
        for (std::size_t k = i + 1; k < sheet.curves.size(); ++k)
            if (const auto found = likeness(sheet.curves[i], sheet, sheet.curves[k], sheet); found && *found < alike)
                return true;
    return false;
}

core::Error several(const std::string& got, const std::string& where) {
    return {
        core::ErrorKind::input,
        "PDF holds several ECGs",
        where,
        got,
        "one ECG, on one page or more",
        "Make a PDF of each ECG (pdfseparate of Poppler does); if it is one ECG, its leads' names stand so that they "
        "cannot be told apart"};
}

std::string page_word(std::size_t page) {
    return "page " + std::to_string(page);
}

}  // namespace

double begin_of(const Curve& curve, const Sheet& sheet) {
    return curve.from_s ? *curve.from_s - sheet.start_s : (curve.left() - sheet.left_mm) / sheet.mm_per_s;
}

double start_of(std::span<const ShownText> texts) {
    for (const auto& shown : texts) {
        const std::string_view text = shown.text;
        const auto from = text.find("from ");
        if (from == std::string_view::npos || text.find("mm/s") == std::string_view::npos) continue;
        if (const auto seconds = number_before_unit(text.substr(from), " s")) return *seconds;
    }
    return 0.0;
}

record::Lead lead_of(const Curve& curve, const Sheet& sheet, double hz) {
    const double step_mm = sheet.mm_per_s / hz;
    constexpr double rounding = 0.25;  // of a step, by which coordinates may shorten a whole sheet
    const auto count = static_cast<std::size_t>(std::floor((curve.right() - curve.left()) / step_mm + rounding)) + 1;
    auto heights = heights_at(curve, step_mm, count);
    auto sorted = heights;
    const double middle = core::nth_value(sorted, sorted.size() / 2);
    std::vector<float> millivolts;
    for (const double height : heights) millivolts.push_back(static_cast<float>((height - middle) / sheet.mm_per_mv));
    auto lead = to_lead(curve.lead, std::move(millivolts));
    lead.derived = curve.derived;
    return lead;
}

core::Result<std::vector<Sheet>> one_recording(std::vector<Sheet> sheets, std::vector<record::Warning>& warnings,
                                               const std::string& where) {
    std::vector<Sheet> kept;
    std::vector<std::size_t> short_pages, again;
    for (auto& sheet : sheets) {
        if (std::ranges::none_of(sheet.curves,
                                 [&](const auto& curve) { return length_s(curve, sheet) >= least_rhythm_s; })) {
            short_pages.push_back(sheet.page);
            continue;
        }
        if (shows_two(sheet)) return core::fail(several(page_word(sheet.page) + " shows two", where));
        bool taken = false;
        for (auto& other : kept) {
            const auto found = likeness(other, sheet);
            if (!found) continue;  // other leads, or a later time: the recording goes on
            if (*found < alike)
                return core::fail(several(page_word(other.page) + " and " + page_word(sheet.page), where));
            const bool larger = sheet.mm_per_mv > other.mm_per_mv;
            again.push_back(larger ? other.page : sheet.page);
            if (larger) std::swap(other, sheet);
            taken = true;
            break;
        }
        if (!taken) kept.push_back(std::move(sheet));
    }
    if (kept.empty() && !short_pages.empty())
        return core::fail_input("PDF holds no ECG that is long enough", where, "median beats, or less than 2 s a lead",
                                "curves of 2 s or more");
    const auto left_out = [&](const std::vector<std::size_t>& pages, const char* why) {
        const auto number = [](std::size_t page) { return std::to_string(page); };
        if (!pages.empty())
            warnings.emplace_back((pages.size() == 1 ? "page " : "pages ") + core::joined(pages, ", ", number) + why);
    };
    left_out(again, " left out: the same ECG again");
    left_out(short_pages, " left out: beats, not a recording");
    return kept;
}

}  // namespace synchrony::io::pdf
