#include "pdf/pdf_format.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "other_names.hpp"
#include "parts.hpp"
#include "pdf/document.hpp"
#include "pdf/print_scale.hpp"
#include "pdf/sheet.hpp"
#include "placed_leads.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/record/lead_names.hpp"

namespace synchrony::io::pdf {
namespace {

/// What was seen on pages that hold no such sheet.
struct Seen {
    double pictures = 0.0;
    std::size_t curves = 0, unnamed = 0;
    bool without_scale = false, odd_grid = false, names_doubtful = false;
    record::PatientFields patient;  ///< nothing says which words are a name
};

core::Result<std::vector<Sheet>> find_sheets(const RecordingFile& file, Seen& seen) {
    const auto where = file.where();
    SYNCHRONY_ASSIGN(const auto document, Document::open(file.bytes.text(), where));
    SYNCHRONY_ASSIGN(const auto pages, document.pages());
    std::vector<Sheet> sheets;
    auto may_obey = most_operators;
    for (std::size_t number = 1; number <= pages.size(); ++number) {
        SYNCHRONY_ASSIGN(const auto drawing, drawing_of(document, pages[number - 1], may_obey, where));
        seen.pictures = std::max(seen.pictures, drawing.picture_part);
        for (const auto& shown : drawing.texts)
            if (!record::is_lead_name(shown.text)) add_other_words(seen.patient, shown.text);
        Sheet sheet;
        sheet.curves = find_curves(drawing);
        seen.curves += sheet.curves.size();
        if (!name_curves(drawing.texts, sheet.curves)) seen.names_doubtful = true;
        seen.unnamed += std::erase_if(sheet.curves, [](const auto& curve) { return curve.lead.empty(); });
        if (sheet.curves.empty()) continue;
        const auto scale = print_scale(drawing);
        seen.odd_grid |= scale.odd_grid;
        if (!scale.mm_per_s || !scale.mm_per_mv) {
            seen.without_scale = true;
            continue;
        }
        sheet.page = number;
        sheet.resized = scale.page_mm_per_mm != 1.0;
        sheet.mm_per_s = *scale.mm_per_s * scale.page_mm_per_mm;
        sheet.mm_per_mv = *scale.mm_per_mv * scale.page_mm_per_mm;
        sheet.start_s = start_of(drawing.texts);
        sheet.left_mm = std::min_element(sheet.curves.begin(), sheet.curves.end(), [](const auto& a, const auto& b) {
                            return a.left() < b.left();
                        })->left();
        sheets.push_back(std::move(sheet));
    }
    return sheets;
}

/// Whether all pages show the same leads.
bool same_leads(const std::vector<Sheet>& sheets) {
    std::vector<std::set<std::string>> leads(sheets.size());
    for (std::size_t i = 0; i < sheets.size(); ++i)
        for (const auto& curve : sheets[i].curves) leads[i].insert(curve.lead);
    return std::ranges::all_of(leads, [&](const auto& of_page) { return of_page == leads.front(); });
}

core::Error no_sheet(const Seen& seen, const std::string& where) {
    constexpr double a_picture = 0.2;  // of a page: larger than logos
    const auto fault = [&](std::string what, std::string got, std::string expected, std::string hint) {
        return core::Error{core::ErrorKind::input, std::move(what),     where,
                           std::move(got),         std::move(expected), std::move(hint)};
    };
    if (seen.odd_grid)
        return fault("the page's grid contradicts its scale", "squares that are not square, or of another size",
                     "a page of 63 to 160 % of its size", "Print it anew to scale");
    if (seen.without_scale)
        return fault("scale of the printed ECG is not known", "curves of leads, no speed and gain on their page",
                     "texts such as '25 mm/s' and '10 mm/mV'", "");
    if (seen.curves == 0 && seen.pictures > a_picture)
        return fault("PDF holds a picture of an ECG, no curves",
                     "an image over " + std::to_string(static_cast<int>(std::min(100.0, 100.0 * seen.pictures))) +
                         " % of a page",
                     "curves drawn as lines", "Export the recording itself, or a PDF from the ECG's own program");
    if (seen.unnamed > 0)
        return fault("curves of the PDF have no names", std::to_string(seen.unnamed) + " curves",
                     "names of leads (I, II, V1, ...) beside them", "");
    return fault("PDF holds no ECG", "no curve", "curves of leads drawn as lines", "");
}

/// Samples a second: that of most points, as near to a whole number as the drawing is exact.
std::optional<double> rate_of(const std::vector<Sheet>& sheets) {
    std::vector<std::pair<double, double>> rates;  // and the curve's length
    for (const auto& sheet : sheets)
        for (const auto& curve : sheet.curves)
            if (const auto distance = sample_distance(curve))
                rates.emplace_back(sheet.mm_per_s / *distance, curve.right() - curve.left());
    if (rates.empty()) return std::nullopt;
    // Long curves tell it most exactly.
    const auto longest =
        std::max_element(rates.begin(), rates.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    constexpr double near_whole = 0.003;
    const double whole = std::round(longest->first);
    return whole >= 1.0 && std::abs(longest->first - whole) < near_whole * whole ? whole : longest->first;
}

std::ptrdiff_t place_among_twelve(std::string_view name) {
    const auto twelve = record::standard_leads();
    return std::find(twelve.begin(), twelve.end(), name) - twelve.begin();
}

core::Result<record::Ecg> read_pdf(const RecordingFile& file, const ReadOptions& options) {
    const auto where = file.where();
    Seen seen;
    SYNCHRONY_ASSIGN(auto all_sheets, find_sheets(file, seen));
    if (all_sheets.empty()) return core::fail(no_sheet(seen, where));
    record::Ecg ecg;
    SYNCHRONY_ASSIGN(const auto sheets, one_recording(std::move(all_sheets), ecg.warnings, where));
    ecg.format = "pdf";
    ecg.facts.patient = std::move(seen.patient);
    ecg.facts.gain_source = "scale printed on the page";
    constexpr double where_uneven_hz = 500.0;  // finer than any print: 0.05 mm at 25 mm/s
    const auto of_file = rate_of(sheets);
    ecg.sampling_frequency_hz =
        options.sampling_frequency_hz ? *options.sampling_frequency_hz : of_file.value_or(where_uneven_hz);
    const double hz = ecg.sampling_frequency_hz;
    if (!of_file && !options.sampling_frequency_hz)
        ecg.warnings.emplace_back("points of the curves stand unevenly: read at 500 samples a second");
    if (std::ranges::any_of(sheets, &Sheet::resized))
        ecg.warnings.emplace_back("the page is not printed to scale: its grid was measured");
    if (seen.names_doubtful)
        ecg.warnings.emplace_back(
            "the page has not as many leads' names as curves: look whether each curve bears its lead's name");
    if (sheets.size() > 1 && !same_leads(sheets))
        ecg.warnings.emplace_back("leads of several pages are joined: look whether all are of one recording");
    if (seen.unnamed > 0)
        ecg.warnings.emplace_back(std::to_string(seen.unnamed) + " curves without a lead's name are left out");
    ecg.warnings.emplace_back(
        "read from a print: amplitudes are above each curve's median, and leads in columns follow each other in time");
    std::vector<PlacedLead> stretches;
    std::int64_t samples = 0;
    for (const auto& sheet : sheets)
        for (const auto& curve : sheet.curves) {
            const double begin_s = begin_of(curve, sheet);
            const double end_s = begin_s + (curve.right() - curve.left()) / sheet.mm_per_s;
            constexpr double longest_s = 86400.0;
            if (!(begin_s >= 0.0) || !(end_s < longest_s)) continue;
            SYNCHRONY_TRY(check_size(12, static_cast<std::uint64_t>(end_s * hz) + 1, options, where));
            PlacedLead stretch{lead_of(curve, sheet, hz), std::llround(begin_s * hz), stretches.size(), true};
            samples = std::max(samples, stretch.begin + static_cast<std::int64_t>(stretch.lead.samples.size()));
            stretches.push_back(std::move(stretch));
        }
    std::stable_sort(stretches.begin(), stretches.end(), [](const auto& a, const auto& b) {
        return place_among_twelve(a.lead.name) < place_among_twelve(b.lead.name);
    });
    place_leads(std::move(stretches), samples, ecg);
    if (ecg.leads.empty()) return core::fail(no_sheet(seen, where));
    return cut(std::move(ecg), options, where);
}

bool sniff_pdf(std::string_view head, const std::filesystem::path&) {
    constexpr std::size_t junk = 1024;  // that readers pass over
    return head.substr(0, junk).find("%PDF-") != std::string_view::npos;
}

}  // namespace

Format format() {
    return {.name = "pdf",
            .description = "printed ECG in a PDF (curves, no pictures)",
            .versions = "PDF 1.0 to 1.7",
            .extensions = {".pdf"},
            .sniff = sniff_pdf,
            .read = read_pdf,
            .checked = "our own sheets; five prints by hand",
            .checked_files = 5,
            .figure = "sheets within 2.5 uV; prints within 16 uV RMS"};
}

}  // namespace synchrony::io::pdf
