// What is said of a request before anything is asked: who calls, whether there is such a call, how much it may bring.
// Knows the words of HTTP, and none of its libraries.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "body_budget.hpp"
#include "guard.hpp"
#include "service.hpp"

namespace synchrony::server {

/// A request as it was heard, without its body. A header that is absent is empty; one that stands twice says nothing.
struct Heard {
    std::string method;  ///< as it was sent
    std::string target;
    std::string host, origin, fetch_site, authorization, cookie;
    std::string content_type, file_name;
    std::optional<std::string> content_length;
    bool chunked = false;
    [[nodiscard]] bool brings_body() const {
        return chunked || (content_length && content_length->find_first_not_of('0') != std::string::npos);
    }
};

/// How a body arrived.
enum class Arrival { whole, broken, too_slow };
/// Gives a body piece by piece until its taker wants no more.
using TakeBody = std::function<bool(std::string_view)>;
using GiveBody = std::function<Arrival(const TakeBody&)>;

class Front {
  public:
    /// Both must outlive it.
    Front(Service& service, const ServeOptions& options, int port)
        : service_(service),
          guard_(options.key, options.host, port, options.proxy),
          budget_(options.limits.body_bytes) {}

    /// Everything that can be said before a body is read; nothing for a call that may bring its body.
    [[nodiscard]] std::optional<Reply> before_body(const Heard& heard);
    /// Takes the body and answers. `left` is set where not all of it was read: the connection must end.
    [[nodiscard]] Reply after_body(const Heard& heard, const GiveBody& body, bool& left);

  private:
    [[nodiscard]] std::optional<Reply> with_key_in_address(const Heard& heard, const Caller& caller,
                                                           const std::string& given);
    Service& service_;
    Guard guard_;
    BodyBudget budget_;
};

}  // namespace synchrony::server
