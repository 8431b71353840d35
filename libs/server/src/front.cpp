#include "front.hpp"

#include "page_files.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::server {
namespace {

// The page's scripts and styles are its own files; nothing comes from elsewhere, nothing is embedded by others.
constexpr const char* page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "frame-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

Reply too_large(std::size_t most) {
    return fault_reply(
        413, "too_large",
        {core::ErrorKind::refused, "the body is too large", {}, {}, "at most " + std::to_string(most) + " bytes", {}});
}

Reply too_many_bytes() {
    auto reply = fault_reply(
        429, "too_many", {core::ErrorKind::refused, "too much is being received", {}, {}, {}, "Try again in a second"});
    reply.headers.emplace_back("Retry-After", "1");
    return reply;
}

Reply page_reply(const PageFile& file) {
    auto reply = bytes_reply(std::string(file.bytes), type_of(file.name));
    reply.headers.emplace_back("Content-Security-Policy", page_policy);
    return reply;
}

Reply without_key_page() {
    auto reply = bytes_reply(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Synchrony</title><p>The key is missing or "
        "wrong. Open the address that the program printed.</p></html>\n",
        "text/html; charset=utf-8");
    reply.status = 401;
    return reply;
}

Caller caller_of(const Heard& heard) {
    return {heard.host, heard.origin, heard.fetch_site, heard.authorization, heard.cookie};
}

std::string method_of(const Heard& heard) {
    return heard.method == "HEAD" ? "GET" : heard.method;
}

Reply page(const Target& target) {
    const std::string name = target.path.empty() ? "index.html" : target.path.front();
    for (const auto& file : page_files())
        if (target.path.size() <= 1 && file.name == name) return page_reply(file);
    return missing_reply("no such page", name.substr(0, 80));
}

}  // namespace

std::optional<Reply> Front::before_body(const Heard& heard) {
    const auto caller = caller_of(heard);
    const auto target = parse_target(heard.target);
    if (!target) return fault_reply(target.error());
    const bool api = !target->path.empty() && target->path.front() == "api";
    if (const auto* given = target->path.empty() ? target->query.find("key") : nullptr)
        return with_key_in_address(heard, caller, *given);
    if (auto refusal = guard_.refuse(caller))
        return api || refusal->status != 401 ? std::move(refusal) : without_key_page();
    const auto method = method_of(heard);
    if (!api)
        return method == "GET" ? page(*target)
                               : fault_reply(405, "missing", {core::ErrorKind::usage, "no such call", {}, {}, {}, {}});
    auto limit = service_.body_limit(method, *target);
    if (limit.refusal) return std::move(limit.refusal);
    const bool bodied = method == "POST" || method == "PUT";
    if (!bodied && heard.brings_body()) return fault_reply(usage_fault("the call brings a body", "body", {}, "none"));
    if (!bodied) {
        Call call{method, *target, {}, {}, {}};
        return service_.answer(call);
    }
    const auto length = core::number_from<std::size_t>(heard.content_length.value_or(std::string()));
    if (length && *length > limit.bytes) return too_large(limit.bytes);
    if (!length && heard.content_length)
        return fault_reply(usage_fault("no length of a body", "Content-Length", shown(*heard.content_length),
                                       "a number of bytes, once"));
    return std::nullopt;
}

/// GET /?key=...: the key becomes a cookie and leaves the address.
std::optional<Reply> Front::with_key_in_address(const Heard& heard, const Caller& caller, const std::string& given) {
    if (auto elsewhere = guard_.refuse_place(caller)) return elsewhere;
    if (method_of(heard) != "GET" || !guard_.is_the_key(given)) return without_key_page();
    Reply reply;
    reply.status = 303;
    reply.type.clear();
    reply.headers = {{"Location", "/"}, {"Set-Cookie", guard_.cookie()}};
    return reply;
}

Reply Front::after_body(const Heard& heard, const GiveBody& body, bool& left) {
    auto target = parse_target(heard.target);  // before_body has read it
    if (!target) return fault_reply(target.error());
    const auto limit = service_.body_limit(heard.method, *target);
    TakenBytes taken(budget_);
    Call call{heard.method, std::move(*target), heard.content_type, {}, {}};
    auto file_name = percent_decoded(heard.file_name, false);
    left = !file_name && heard.brings_body();
    if (!file_name)
        return fault_reply(
            usage_fault("file name cannot be read", "X-File-Name", shown(heard.file_name), "UTF-8, escaped with %"));
    call.file_name = std::move(*file_name);
    std::optional<Reply> refusal;
    const TakeBody take = [&](std::string_view bytes) {
        if (call.body.size() + bytes.size() > limit.bytes)
            refusal = too_large(limit.bytes);
        else if (!taken.more(bytes.size()))
            refusal = too_many_bytes();
        else
            call.body.append(bytes);
        return !refusal;
    };
    // Without a length there is no body (RFC 9112, 6.3): `curl -X POST` would wait for the end of one.
    const auto arrival = heard.brings_body() ? body(take) : Arrival::whole;
    left = arrival != Arrival::whole || refusal;
    if (refusal) return std::move(*refusal);
    if (arrival != Arrival::whole)
        return fault_reply(arrival == Arrival::too_slow ? 408 : 400,
                           arrival == Arrival::too_slow ? "too_slow" : "usage",
                           {core::ErrorKind::usage, "the body did not arrive whole", {}, {}, {}, {}});
    return service_.answer(call);
}

}  // namespace synchrony::server
