#include "call.hpp"

#include <nlohmann/json.hpp>

#include "synchrony/core/json_text.hpp"

namespace synchrony::server {
namespace {

int status_of(core::ErrorKind kind) {
    switch (kind) {
        case core::ErrorKind::usage:
            return 400;
        case core::ErrorKind::input:
        case core::ErrorKind::refused:
            return 422;
        case core::ErrorKind::cancelled:
            return 503;
        case core::ErrorKind::io:
            break;
    }
    return 500;
}

}  // namespace

std::string_view kind_word(core::ErrorKind kind) {
    switch (kind) {
        case core::ErrorKind::usage:
            return "usage";
        case core::ErrorKind::input:
            return "input";
        case core::ErrorKind::refused:
            return "refused";
        case core::ErrorKind::cancelled:
            return "cancelled";
        case core::ErrorKind::io:
            break;
    }
    return "io";
}

nlohmann::ordered_json error_json(const core::Error& error, std::string_view kind) {
    return {{"kind", kind},     {"message", error.message()}, {"what", error.what}, {"where", error.where},
            {"got", error.got}, {"expected", error.expected}, {"hint", error.hint}};
}

Reply json_reply(const nlohmann::ordered_json& document, int status) {
    Reply reply;
    reply.status = status;
    reply.body = core::json_text(document) + "\n";
    return reply;
}

Reply bytes_reply(std::string bytes, std::string type) {
    Reply reply;
    reply.body = std::move(bytes);
    reply.type = std::move(type);
    return reply;
}

Reply fault_reply(const core::Error& error) {
    return fault_reply(status_of(error.kind), kind_word(error.kind), error);
}

Reply fault_reply(int status, std::string_view kind, const core::Error& error) {
    return json_reply({{"error", error_json(error, kind)}}, status);
}

Reply missing_reply(std::string what, std::string got) {
    return fault_reply(404, "missing", {core::ErrorKind::usage, std::move(what), {}, std::move(got), {}, {}});
}

Reply dropped_reply(const std::string& what, std::string again) {
    return fault_reply(410, "dropped",
                       {core::ErrorKind::usage, what + " had to go for newer ones", {}, {}, {}, std::move(again)});
}

Reply empty_reply() {
    Reply reply;
    reply.status = 204;
    reply.type.clear();
    return reply;
}

Reply no_model(std::string_view id) {
    constexpr std::size_t most_letters = 80;
    return missing_reply("no such model", std::string(id.substr(0, most_letters)));
}

std::string type_of(std::string_view name) {
    const auto ends = [&](std::string_view ending) { return name.ends_with(ending); };
    if (ends(".html")) return "text/html; charset=utf-8";
    if (ends(".js")) return "text/javascript; charset=utf-8";
    if (ends(".css")) return "text/css; charset=utf-8";
    if (ends(".csv")) return "text/csv; charset=utf-8";
    if (ends(".pdf")) return "application/pdf";
    if (ends(".svg")) return "image/svg+xml";
    if (ends(".json")) return "application/json";
    if (ends(".png")) return "image/png";
    if (ends(".woff2")) return "font/woff2";
    return "application/octet-stream";
}

}  // namespace synchrony::server
