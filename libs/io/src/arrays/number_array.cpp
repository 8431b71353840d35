#include "arrays/number_array.hpp"

#include <cmath>

#include "parts.hpp"
#include "synchrony/core/half.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::arrays {
namespace {

using core::fail_input;

std::string shape_text(const std::vector<std::uint64_t>& shape) {
    return "(" + core::joined(shape, ", ", [](std::uint64_t n) { return std::to_string(n); }) + ")";
}

/// All that the user has to give at once, so that a page can ask for it at once.
core::Error missing_options(const ReadOptions& options, const std::string& where) {
    std::string what, hint;
    const auto miss = [&](bool given, const char* name, const char* option) {
        if (given) return;
        if (what.empty()) what = name;
        core::append_word(hint, option, " and ");
    };
    miss(options.sampling_frequency_hz.has_value(), "sampling frequency is not known", "--fs HZ");
    miss(options.csv.unit.has_value(), "unit is not known", "--unit");
    miss(!options.lead_names.empty(), "names of the leads are not known",
         "--leads I,II,... in the file's order (or --leads standard)");
    return {core::ErrorKind::input, what, where, "an array of numbers", "a file that says it", "Give it with " + hint};
}

/// Which recording of how many, and along which two dimensions its leads and samples stand.
struct Plane {
    std::uint64_t recording = 0, recordings = 1, rows = 1, columns = 1;
    bool leads_are_rows = false;
};

core::Result<std::uint64_t> part_number(const std::string& part, std::uint64_t there, const std::string& where) {
    if (const auto number = core::number_from<std::uint64_t>(part); number && *number < there) return *number;
    return core::fail({core::ErrorKind::usage, "file holds many recordings", where,
                       part.empty() ? "none named" : core::in_quotes(part), "0 to " + std::to_string(there - 1),
                       "Name one behind the file: " + where + "/0"});
}

core::Result<Plane> plane_of(const NumberArray& array, std::size_t leads, const std::string& part,
                             const std::string& where) {
    Plane plane;
    auto shape = array.shape;
    if (shape.size() == 3) {
        plane.recordings = shape[0];
        SYNCHRONY_ASSIGN(plane.recording, part_number(part, shape[0], where));
        shape.erase(shape.begin());
    } else if (!part.empty()) {
        return core::fail(
            {core::ErrorKind::usage, "file holds one recording", where, core::in_quotes(part), "none", {}});
    }
    if (shape.size() == 1) shape.push_back(1);
    if (shape.size() != 2)
        return fail_input("array is none of samples and leads", where, shape_text(array.shape),
                          "2 dimensions, or 3 with the recordings first");
    plane.rows = shape[0];
    plane.columns = shape[1];
    const bool rows = plane.rows == leads, columns = plane.columns == leads;
    if (rows == columns)
        return fail_input(rows ? "either dimension may be the leads" : "no dimension is as long as there are leads",
                          where, shape_text(array.shape), std::to_string(leads) + " leads along one dimension",
                          "Name the leads with --leads I,II,...");
    plane.leads_are_rows = rows;
    return plane;
}

/// Of one unit, or of so many: "uV", "4.88uV".
std::optional<double> millivolts_of(std::string_view unit) {
    const auto letters = std::min(unit.find_first_not_of("0123456789.eE+- "), unit.size());
    const auto one = record::millivolts_per(unit.substr(letters));
    if (letters == 0 || !one) return one;
    const auto count = number_of(unit.substr(0, letters));
    return count && *count > 0 ? std::optional(*count * *one) : std::nullopt;
}

}  // namespace

double NumberArray::at(std::uint64_t index) const {
    const auto place = static_cast<std::size_t>(index) * type.bytes;
    const auto get = [&]<typename Number>(Number) {
        return static_cast<double>(number_at<Number>(data.view, place, type.order).value_or(Number{}));
    };
    if (type.kind == Kind::real) {
        if (type.bytes == 8) return get(double{});
        if (type.bytes == 4) return get(float{});
        return static_cast<double>(
            core::from_half(number_at<std::uint16_t>(data.view, place, type.order).value_or(std::uint16_t{0})));
    }
    const bool is_signed = type.kind == Kind::signed_integer;
    switch (type.bytes) {
        case 1:
            return is_signed ? get(std::int8_t{}) : get(std::uint8_t{});
        case 2:
            return is_signed ? get(std::int16_t{}) : get(std::uint16_t{});
        case 4:
            return is_signed ? get(std::int32_t{}) : get(std::uint32_t{});
        default:
            return is_signed ? get(std::int64_t{}) : get(std::uint64_t{});
    }
}

core::Result<std::uint64_t> count_of(const std::vector<std::uint64_t>& shape, std::size_t element_bytes,
                                     std::uint64_t there, const std::string& where) {
    constexpr std::size_t most_dimensions = 4;
    if (shape.empty() || shape.size() > most_dimensions)
        return fail_input("array is none of samples and leads", where, std::to_string(shape.size()) + " dimensions",
                          "1 to 4");
    std::uint64_t count = 1;
    for (const auto n : shape) {
        if (n == 0) return fail_input("array is empty", where, shape_text(shape), "at least one number");
        if (n > there / element_bytes / count)
            return fail_input("file is shorter than its array", where,
                              std::to_string(there) + " bytes for " + shape_text(shape),
                              std::to_string(element_bytes) + " bytes a number");
        count *= n;
    }
    return count;
}

core::Result<ArrayFacts> facts_from(const ReadOptions& options, const std::string& where) {
    ArrayFacts facts;
    if (!options.sampling_frequency_hz || !options.csv.unit || options.lead_names.empty())
        return core::fail(missing_options(options, where));
    facts.sampling_frequency_hz = *options.sampling_frequency_hz;
    const auto millivolts = millivolts_of(*options.csv.unit);
    if (!millivolts)
        return core::fail({core::ErrorKind::usage,
                           "unit is none of voltage",
                           where,
                           *options.csv.unit,
                           "mV, uV, V or nV, or so many of them (0.1mV)",
                           {}});
    facts.millivolts = *millivolts;
    facts.lead_names = given_leads(options);
    return facts;
}

std::vector<std::string> parts_of(const NumberArray& array) {
    constexpr std::uint64_t most_listed = 1'000'001;  // the caller refuses more than a million
    std::vector<std::string> parts;
    if (array.shape.size() == 3)
        for (std::uint64_t i = 0; i < std::min(array.shape[0], most_listed); ++i) parts.push_back(std::to_string(i));
    return parts;
}

core::Result<record::Ecg> to_ecg(const NumberArray& array, const ArrayFacts& facts, const std::string& part,
                                 const ReadOptions& options, const std::string& where) {
    SYNCHRONY_ASSIGN(const auto plane, plane_of(array, facts.lead_names.size(), part, where));
    const auto leads = plane.leads_are_rows ? plane.rows : plane.columns;
    const auto samples = plane.leads_are_rows ? plane.columns : plane.rows;
    SYNCHRONY_TRY(check_size(leads, samples, options, where));
    // Steps in the file's order from one recording, row and column to the next.
    const bool first_fastest = array.columns_first;
    const auto row_step = first_fastest ? plane.recordings : plane.columns;
    const auto column_step = first_fastest ? plane.recordings * plane.rows : 1;
    const auto begin = plane.recording * (first_fastest ? 1 : plane.rows * plane.columns);
    const auto lead_step = plane.leads_are_rows ? row_step : column_step;
    const auto sample_step = plane.leads_are_rows ? column_step : row_step;
    record::Ecg ecg;
    ecg.sampling_frequency_hz = facts.sampling_frequency_hz;
    ecg.facts.gain_source = "--unit";
    for (std::uint64_t l = 0; l < leads; ++l) {
        std::vector<float> millivolts(static_cast<std::size_t>(samples));
        for (std::uint64_t i = 0; i < samples; ++i)
            millivolts[static_cast<std::size_t>(i)] =
                static_cast<float>(array.at(begin + l * lead_step + i * sample_step) * facts.millivolts);
        ecg.leads.push_back(to_lead(facts.lead_names[static_cast<std::size_t>(l)], std::move(millivolts)));
    }
    return cut(std::move(ecg), options, where);
}

}  // namespace synchrony::io::arrays
