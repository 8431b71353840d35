#include "evaluation_pages.hpp"

#include <algorithm>

#include "synchrony/app/spectrogram.hpp"
#include "synchrony/core/clock.hpp"
#include "synchrony/core/sha256.hpp"
#include "synchrony/core/version.hpp"
#include "synchrony/inputs/ecg_stretch.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::app {
namespace {

// What the report's example pictures show: a lead that every reader knows, long enough for a few beats.
constexpr const char* example_lead = "V5";
constexpr double example_s = 4.0;

// The recipe at work on one lead of the first patient of each outcome; captions name nobody.
std::vector<report::ExamplePicture> example_pictures(const ComparisonSet& who,
                                                     const features::SpectrogramRecipe& recipe,
                                                     const report::ReportContext& names,
                                                     const io::ReadOptions& reading) {
    std::vector<report::ExamplePicture> pictures;
    if (!who.cohort.has_ecgs()) return pictures;
    const auto& kept = who.kept;
    for (const int outcome : {1, 0}) {
        const auto found =
            std::find(kept.set.response.begin(), kept.set.response.end(), static_cast<std::uint8_t>(outcome));
        if (found == kept.set.response.end()) continue;
        const auto row = kept.cohort_rows[static_cast<std::size_t>(found - kept.set.response.begin())];
        const auto ecg = io::read_ecg(who.cohort.ecgs[row], inputs::reading_of(who.cohort, row, reading));
        if (!ecg) continue;
        SpectrogramRequest request;
        request.lead = example_lead;
        request.recipe = recipe;
        request.duration_s = example_s;
        const auto plot = spectrogram_plot(*ecg, request);
        if (!plot) continue;
        auto figure = sheet::spectrogram_figure(*plot);
        if (!figure) continue;
        const std::string which = outcome ? names.positive_name : names.negative_name;
        pictures.push_back({"A patient with outcome " + std::to_string(outcome) +
                                (which.empty() ? "" : " (" + which + ")") + ", lead " + example_lead +
                                ": signal with R peaks, spectrogram of recipe " + recipe.name,
                            std::move(*figure),
                            {}});
    }
    return pictures;
}

}  // namespace

report::ReportContext report_context(const EvaluateRequest& request, const ComparisonSet& who,
                                     const std::string& engine, const model::Bundle* pretrained) {
    report::ReportContext context;
    context.title = request.title;
    context.paper = request.paper;
    context.positive_name = request.positive_name;
    context.negative_name = request.negative_name;
    context.date = core::utc_now().substr(0, 10);
    context.patients_listed = who.cohort.size();
    for (const auto& [reason, patients] : who.excluded) context.excluded.push_back({reason, std::to_string(patients)});
    context.baseline = report::shown_baseline(baseline_of(who));
    context.versions.push_back({"build", std::string(core::build_description())});
    if (!engine.empty()) context.versions.push_back({"networks", engine});
    if (const auto sum = core::sha256_file(request.cohort_csv))
        context.data.push_back({"cohort " + request.cohort_csv.filename().string(), "SHA-256 " + sum->substr(0, 16)});
    if (pretrained) {
        std::string text = pretrained->provenance.split;
        for (const auto& data : pretrained->provenance.data_sets) text += "; " + data;
        if (const auto sum = core::sha256_file(request.pretrained)) text += "; SHA-256 " + sum->substr(0, 16);
        context.data.push_back({"pre-trained weights", text});
    }
    if (const auto& images = who.kept.set.images) {
        // With blanks, so that a line can end.
        std::string recipe;
        for (const char c : images->recipe().to_json()) recipe += c == ',' ? std::string(", ") : std::string(1, c);
        context.data.push_back({"spectrogram recipe", std::move(recipe)});
        context.examples = example_pictures(who, images->recipe(), context, request.reading);
    }
    return context;
}

core::Result<std::vector<std::string>> write_files(const EvaluateRequest& request, const eval::Results& results,
                                                   const report::ReportContext& context) {
    eval::WriteOptions options;
    options.patient_ids = request.patient_ids;
    SYNCHRONY_TRY(eval::write_results_json(results, request.out_folder / "results.json", options));
    SYNCHRONY_TRY(eval::write_results_csv(results, request.out_folder / "results.csv"));
    if (!results.survival.empty())
        SYNCHRONY_TRY(eval::write_survival_csv(results, request.out_folder / "survival.csv"));
    const auto page = report::evaluation_report(results, context);
    SYNCHRONY_TRY(report::write_evaluation_html(page, request.out_folder / "report.html"));
    SYNCHRONY_TRY(report::write_evaluation_pdf(page, request.out_folder / "report.pdf"));
    auto said = page.warnings;
    said.insert(said.end(), page.answer.begin(), page.answer.end());
    std::erase(said, "");
    return said;
}

}  // namespace synchrony::app
