// The models that may be asked.
#include "context.hpp"

namespace synchrony::server {
namespace {

core::Result<Reply> list_models(Context& context, Call&, const PathValues&) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& model : context.models.models()) list.push_back(context.models.line_of(model));
    return json_reply(list);
}

core::Result<Reply> get_model(Context& context, Call&, const PathValues& values) {
    const auto* model = context.models.find(values[0]);
    if (model == nullptr) return no_model(values[0]);
    SYNCHRONY_ASSIGN(const auto document, context.models.document_of(*model));
    return json_reply(document);
}

}  // namespace

std::span<const Route> model_routes() {
    static constexpr Route routes[] = {
        {"GET", "models", Cost::job, list_models},  // reads their files the first time
        {"GET", "models/*", Cost::job, get_model},
    };
    return routes;
}

}  // namespace synchrony::server
