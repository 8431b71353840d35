// A call and its reply, without HTTP's library: what the service is asked and what it says.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/server/parse.hpp"

namespace synchrony::server {

struct Call {
    std::string method;  ///< "GET" for HEAD too
    Target target;
    std::string content_type;
    std::string file_name;  ///< X-File-Name, decoded
    std::string body;
};

/// Takes text of a stream; false when nobody listens any more.
using StreamSink = std::function<bool(std::string_view)>;

struct Reply {
    int status = 200;
    std::string type = "application/json";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    /// In place of `body`: writes events until done. Empty for all but event streams.
    std::function<void(const StreamSink&)> stream;
};

[[nodiscard]] Reply json_reply(const nlohmann::ordered_json& document, int status = 200);
[[nodiscard]] Reply bytes_reply(std::string bytes, std::string type);
/// {"error": ...} with the status that fits its kind.
[[nodiscard]] Reply fault_reply(const core::Error& error);
/// The same for faults of the calling itself: kind "missing", "too_many", ...
[[nodiscard]] Reply fault_reply(int status, std::string_view kind, const core::Error& error);
[[nodiscard]] Reply missing_reply(std::string what, std::string got);
/// 410: `what` ("the cohort") was held and had to go; `again` says how it comes back.
[[nodiscard]] Reply dropped_reply(const std::string& what, std::string again);
[[nodiscard]] Reply no_model(std::string_view id);
[[nodiscard]] Reply empty_reply();
/// By the ending of a file's name.
[[nodiscard]] std::string type_of(std::string_view name);

/// The error as it stands in a reply.
[[nodiscard]] nlohmann::ordered_json error_json(const core::Error& error, std::string_view kind);
[[nodiscard]] std::string_view kind_word(core::ErrorKind kind);

}  // namespace synchrony::server
