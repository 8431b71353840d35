// Sheets, reports and pages of one recording, and the recording in other formats.
#include <array>
#include <optional>

#include "recording_answers.hpp"
#include "synchrony/app/convert.hpp"
#include "synchrony/app/ecg_page.hpp"
#include "synchrony/app/ecg_report.hpp"
#include "synchrony/app/export_recording.hpp"
#include "synchrony/app/plot.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/draw/painter.hpp"

namespace synchrony::server {
namespace {

constexpr std::array<std::string_view, 6> options_of_sheets{"layout", "speed", "gain", "from", "rhythm_lead", "sex"};
constexpr std::array<std::string_view, 5> options_of_reports{"model", "set", "rhythm", "paper", "since"};
constexpr std::array<std::string_view, 3> options_of_pages{"model", "set", "rhythm"};
constexpr std::array<std::string_view, 1> options_of_exports{"to"};

/// As the name that a browser saves under; never the patient's.
void save_as(Reply& reply, const std::string& name) {
    reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
}

core::Result<app::PlotRequest> asked_sheet(const Query& query, const record::Ecg& ecg) {
    app::PlotRequest request;
    SYNCHRONY_ASSIGN(const auto layout, choice_option(query, "layout", {"3x4", "6x2", "12x1"}));
    if (layout) request.format = static_cast<sheet::SheetFormat>(*layout);
    SYNCHRONY_ASSIGN(const auto speed, choice_option(query, "speed", {"25", "50"}));
    if (speed) request.speed_mm_per_s = *speed == 0 ? 25.0 : 50.0;
    SYNCHRONY_ASSIGN(const auto gain, choice_option(query, "gain", {"5", "10", "20"}));
    constexpr std::array gains{5.0, 10.0, 20.0};
    if (gain) request.gain_mm_per_mv = gains.at(*gain);
    SYNCHRONY_ASSIGN(request.from_s, asked_begin_s(query, ecg));
    if (const auto* lead = query.find("rhythm_lead")) {
        if (ecg.find_lead(*lead) == nullptr) return core::fail(no_lead(ecg, "rhythm_lead", *lead));
        request.rhythm_lead = *lead;
    }
    return request;
}

core::Result<Reply> sheet(Context& context, Call& call, const PathValues& values, draw::PictureFormat format,
                          const char* type) {
    auto asked = asked_recording(context, values[0]);
    if (!asked) return std::move(asked.refusal);
    const auto& query = call.target.query;
    const auto& recording = *asked.recording;
    SYNCHRONY_ASSIGN(auto request, asked_sheet(query, *recording.ecg()));
    request.identity = context.options.identity;
    SYNCHRONY_ASSIGN(const auto measuring, asked_measuring(query, *recording.ecg()));
    std::string key(type);
    for (const auto name : options_of_sheets) {
        const auto* value = query.find(name);
        key += ";" + (value == nullptr ? std::string() : *value);
    }
    SYNCHRONY_ASSIGN(const auto bytes, asked.recording->drawn(context.gate, key, [&] {
        const auto measured = asked.recording->measured(context.gate, measuring.key, measuring.options);
        return app::sheet_bytes(*recording.ecg(), *measured, request, format);
    }));
    return bytes_reply(*bytes, type);
}

core::Result<Reply> sheet_svg(Context& context, Call& call, const PathValues& values) {
    return sheet(context, call, values, draw::PictureFormat::svg, "image/svg+xml");
}

core::Result<Reply> sheet_pdf(Context& context, Call& call, const PathValues& values) {
    return sheet(context, call, values, draw::PictureFormat::pdf, "application/pdf");
}

core::Result<Reply> sheet_png(Context& context, Call& call, const PathValues& values) {
    return sheet(context, call, values, draw::PictureFormat::png, "image/png");
}

/// The file of the model that the query names; empty where it names none, nothing where there is no such model.
std::optional<std::filesystem::path> asked_model(const Context& context, const Query& query) {
    const auto* id = query.find("model");
    if (id == nullptr || id->empty()) return std::filesystem::path();
    const auto* model = context.models.find(*id);
    return model == nullptr ? std::nullopt : std::optional(model->file);
}

core::Result<Reply> report_pdf(Context& context, Call& call, const PathValues& values) {
    const auto& query = call.target.query;
    SYNCHRONY_ASSIGN(const auto rhythm, asked_rhythm(query));
    SYNCHRONY_ASSIGN(const auto paper, choice_option(query, "paper", {"a4", "letter"}));
    const auto model = asked_model(context, query);
    if (!model) return no_model(*query.find("model"));
    std::vector<std::string> ids{values[0]};
    if (const auto* since = query.find("since")) ids.insert(ids.begin(), *since);
    app::EcgReportRequest request;
    std::vector<std::shared_ptr<HeldRecording>> recordings;
    for (const auto& id : ids) {
        auto asked = asked_recording(context, id);
        if (!asked) return std::move(asked.refusal);
        request.ecgs.emplace_back(asked.recording->path());
        request.moved.push_back(asked.recording->moved());
        // The form is of this ECG: the patient may have been in another rhythm on the earlier one.
        request.rhythm.push_back(id == values[0] ? rhythm : std::nullopt);
        recordings.push_back(std::move(asked.recording));
    }
    request.reading = reading_held(recordings);
    request.predictor = *model;
    request.set = query.all("set");
    request.identity = context.options.identity;
    if (paper && *paper == 1) request.paper = report::Paper::letter;
    SYNCHRONY_ASSIGN(auto rendered, app::render_ecg_report(request, context.job()));
    return bytes_reply(std::move(rendered.pdf), "application/pdf");
}

core::Result<Reply> page_html(Context& context, Call& call, const PathValues& values) {
    auto asked = asked_recording(context, values[0]);
    if (!asked) return std::move(asked.refusal);
    const auto& query = call.target.query;
    const auto model = asked_model(context, query);
    if (!model) return no_model(*query.find("model"));
    app::PredictRequest request;
    request.predictor = *model;
    request.input = asked.recording->path();
    request.reading = reading_held({asked.recording});
    request.moved = asked.recording->moved();
    SYNCHRONY_ASSIGN(request.rhythm, asked_rhythm(query));
    request.set = query.all("set");
    request.identity = context.options.identity;
    SYNCHRONY_ASSIGN(auto page, app::ecg_page(request, context.job()));
    return bytes_reply(std::move(page), "text/html; charset=utf-8");
}

core::Result<Reply> exported(Context& context, Call& call, const PathValues& values) {
    auto asked = asked_recording(context, values[0]);
    if (!asked) return std::move(asked.refusal);
    const auto& query = call.target.query;
    SYNCHRONY_ASSIGN(const auto to, choice_option(query, "to", app::convert_targets()));
    if (!to)
        return core::fail(
            {core::ErrorKind::usage, "no format is named", "to", {}, core::joined(app::convert_targets()), {}});
    SYNCHRONY_ASSIGN(auto file, app::export_recording(*asked.recording->read(),
                                                      std::string(app::convert_targets()[*to]), context.job()));
    auto reply = bytes_reply(std::move(file.bytes), "application/octet-stream");
    save_as(reply, file.name);
    if (!file.not_held.empty())
        reply.headers.emplace_back("X-Not-Held", percent_encoded(core::joined(file.not_held, "; ")));
    return reply;
}

}  // namespace

std::span<const Route> picture_routes() {
    static constexpr Route routes[] = {
        {"GET", "recordings/*/sheet.svg", Cost::job, sheet_svg, options_of_sheets},
        {"GET", "recordings/*/sheet.pdf", Cost::job, sheet_pdf, options_of_sheets},
        {"GET", "recordings/*/sheet.png", Cost::job, sheet_png, options_of_sheets},
        {"GET", "recordings/*/report.pdf", Cost::job, report_pdf, options_of_reports},
        {"GET", "recordings/*/page.html", Cost::job, page_html, options_of_pages},
        {"GET", "recordings/*/export", Cost::job, exported, options_of_exports},
    };
    return routes;
}

}  // namespace synchrony::server
