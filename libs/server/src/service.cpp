#include "service.hpp"

#include <algorithm>
#include <exception>
#include <new>
#include <optional>

#include "synchrony/core/text.hpp"

namespace synchrony::server {
namespace {

constexpr std::size_t most_json_bytes =
    std::size_t{64} * 1024;  ///< of a request's document; the page's have some hundred

struct Found {
    const Route* route = nullptr;
    PathValues values;
    std::string methods;  ///< that the path has where it has not this one: "GET, PUT"
};

std::optional<PathValues> matched(std::string_view pattern, std::span<const std::string> path) {
    const auto parts = core::split(pattern, '/');
    if (parts.size() != path.size()) return std::nullopt;
    PathValues values;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i] == "*")
            values.push_back(path[i]);
        else if (parts[i] != path[i])
            return std::nullopt;
    }
    return values;
}

Found find_route(const std::string& method, const Target& target) {
    Found found;
    const auto& path = target.path;
    if (path.size() < 3 || path[0] != "api" || path[1] != "v1") return found;
    const std::span<const std::string> below(path.begin() + 2, path.end());
    for (const auto table :
         {recording_routes(), measure_routes(), picture_routes(), model_routes(), cohort_routes(), evaluation_routes()})
        for (const auto& route : table) {
            auto values = matched(route.pattern, below);
            if (!values) continue;
            if (route.method != method) {
                core::append_word(found.methods, route.method);
                continue;
            }
            found.route = &route;
            found.values = std::move(*values);
            return found;
        }
    return found;
}

Reply no_route(const Found& found, const std::string& method, const Target& target) {
    const auto called = "/" + core::joined(target.path, "/");
    if (!found.methods.empty())
        return fault_reply(405, "missing", usage_fault("the call has another method", called, method, found.methods));
    return fault_reply(404, "missing",
                       usage_fault("no such call", {}, shown(called), {}, "docs/api/openapi.json lists them"));
}

Reply busy_reply() {
    auto reply =
        fault_reply(429, "too_many",
                    {core::ErrorKind::refused, "too much is being worked on", {}, {}, {}, "Try again in a second"});
    reply.headers.emplace_back("Retry-After", "1");
    return reply;
}

Reply stopping_reply() {
    return fault_reply(503, "stopping", {core::ErrorKind::cancelled, "the server is stopping", {}, {}, {}, {}});
}

Reply guarded(Context& context, Call& call, const Found& found) {
    try {
        const auto& options = found.route->options;
        const auto known = only_options(call.target.query, {options.begin(), options.end()});
        auto reply = known ? found.route->answer(context, call, found.values) : core::fail(known.error());
        return reply ? std::move(*reply) : fault_reply(context.without_places(std::move(reply).error()));
    } catch (const std::bad_alloc&) {
        return fault_reply({core::ErrorKind::io, "not enough memory", {}, {}, {}, {}});
    } catch (const std::exception&) {  // what it says may name files
        return fault_reply({core::ErrorKind::io, "unexpected fault", {}, {}, {}, {}});
    }
}

}  // namespace

core::Result<std::unique_ptr<Service>> Service::create(const ServeOptions& options) {
    SYNCHRONY_ASSIGN(auto workspace, Workspace::create());
    SYNCHRONY_ASSIGN(auto models, ModelShelf::of(options.models));
    return std::unique_ptr<Service>(new Service(options, std::move(workspace), std::move(models)));
}

Service::BodyLimit Service::body_limit(const std::string& method, const Target& target) const {
    const auto found = find_route(method, target);
    if (found.route == nullptr) return {0, no_route(found, method, target)};
    const auto& limits = context_.options.limits;
    const auto pattern = found.route->pattern;
    if (pattern == "recordings") return {limits.upload_bytes, {}};
    if (pattern == "cohorts" || pattern == "cohorts/*/files") return {limits.cohort_bytes, {}};
    if (pattern == "cohorts/*/map") return {std::size_t{1} << 20, {}};
    return {most_json_bytes, {}};
}

Reply Service::answer(Call& call) {
    const auto found = find_route(call.method, call.target);
    if (found.route == nullptr) return no_route(found, call.method, call.target);
    if (context_.cancel.requested()) return stopping_reply();
    if (found.route->cost == Cost::light) return guarded(context_, call, found);
    switch (context_.gate.enter()) {
        case JobGate::Entry::full:
            return busy_reply();
        case JobGate::Entry::closed:
            return stopping_reply();
        case JobGate::Entry::entered:
            break;
    }
    const JobPlace place(context_.gate);
    return guarded(context_, call, found);
}

void Service::stop() {
    context_.cancel.request();
    context_.gate.close();
    context_.evaluations.stop();
}

}  // namespace synchrony::server
