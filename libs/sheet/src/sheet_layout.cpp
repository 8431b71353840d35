#include "sheet_layout.hpp"

#include <algorithm>
#include <cmath>

#include "ecg_paper.hpp"

namespace synchrony::sheet {
namespace {

constexpr std::size_t most_full_rows = 4;

bool is_one_of_twelve(const record::Lead& lead) {
    const auto twelve = record::standard_leads();
    return std::find(twelve.begin(), twelve.end(), lead.name) != twelve.end();
}

/// Samples of [from, from + length) that hold a measurement.
std::int64_t recorded_in(const record::Lead& lead, double rate, double from_s, double length_s) {
    const auto size = static_cast<std::int64_t>(lead.samples.size());
    const auto begin = std::clamp<std::int64_t>(std::llround(from_s * rate), 0, size);
    const auto end = std::clamp<std::int64_t>(std::llround((from_s + length_s) * rate), begin, size);
    std::int64_t count = end - begin;
    for (const auto& gap : lead.invalid)
        count -= std::max<std::int64_t>(0, std::min(end, gap.end) - std::max(begin, gap.begin));
    return count;
}

/// From where to show a lead: its column's place in time where at least half of that was recorded, else the stretch of
/// the sheet that holds most.
void choose_stretch(Strip& strip, const record::Ecg& ecg, double start_s, double shown_s) {
    const auto* lead = ecg.find_lead(strip.lead);
    if (lead == nullptr) return;
    const double rate = ecg.sampling_frequency_hz;
    const auto wanted = static_cast<std::int64_t>(strip.length_s * rate);
    std::int64_t most = recorded_in(*lead, rate, strip.from_s, strip.length_s);
    if (2 * most >= wanted) return;
    const double last = std::min(start_s + shown_s, ecg.duration_s()) - strip.length_s;
    constexpr double step_s = 0.25;
    for (double from = start_s; from <= std::max(start_s, last) + 1e-9; from += step_s)
        if (const auto count = recorded_in(*lead, rate, from, strip.length_s); count > most) {
            most = count;
            strip.from_s = from;
            strip.in_place = false;
        }
}

SheetLayout full_rows(const record::Ecg& ecg, double start_s, double shown_s) {
    SheetLayout layout;
    for (const auto& lead : ecg.leads) layout.strips.push_back({lead.name, layout.rows++, 0.0, shown_s, start_s, true});
    return layout;
}

int columns_of(SheetFormat format) {
    switch (format) {
        case SheetFormat::six_by_two:
            return 2;
        case SheetFormat::twelve_by_one:
            return 1;
        case SheetFormat::three_by_four:
            break;
    }
    return 4;
}

}  // namespace

SheetLayout lay_out(const record::Ecg& ecg, SheetFormat format, const std::string& rhythm_lead, double start_s,
                    double shown_s) {
    const bool only_twelve = std::all_of(ecg.leads.begin(), ecg.leads.end(), is_one_of_twelve);
    if (!only_twelve && ecg.leads.size() <= most_full_rows) return full_rows(ecg, start_s, shown_s);
    SheetLayout layout;
    const auto twelve = record::standard_leads();  // down the columns, whatever their number
    const int columns = columns_of(format);
    const double length = shown_s / columns;
    layout.rows = static_cast<int>(twelve.size()) / columns;
    for (int row = 0; row < layout.rows; ++row)
        for (int column = 0; column < columns; ++column)
            layout.strips.push_back({std::string(twelve[static_cast<std::size_t>(column * layout.rows + row)]), row,
                                     column * length, length, start_s + column * length, true});
    int further = 0;
    for (const auto& lead : ecg.leads) {
        if (is_one_of_twelve(lead)) continue;
        const int column = further++ % columns;
        if (column == 0) ++layout.rows;
        layout.strips.push_back({lead.name, layout.rows - 1, column * length, length, start_s + column * length, true});
    }
    layout.divided_rows = layout.rows;
    for (int column = 1; column < columns; ++column) layout.dividers_s.push_back(column * length);
    for (auto& strip : layout.strips) choose_stretch(strip, ecg, start_s, shown_s);
    if (format == SheetFormat::twelve_by_one) return layout;
    const auto* rhythm = ecg.find_lead(rhythm_lead);
    layout.strips.push_back({rhythm != nullptr   ? rhythm->name
                             : ecg.leads.empty() ? rhythm_lead
                                                 : ecg.leads.front().name,
                             layout.rows++, 0.0, shown_s, start_s, true});
    return layout;
}

}  // namespace synchrony::sheet
