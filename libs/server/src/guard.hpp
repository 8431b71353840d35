// Who may call: the key, the Host and the Origin of every request.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "call.hpp"

namespace synchrony::server {

/// 32 bytes of the operating system as 64 hexadecimal digits; nothing where it gives none.
[[nodiscard]] std::optional<std::string> drawn_key();
/// Letters, digits and -._~, shortest_key of them or more: it stands in an address and a cookie as it is.
[[nodiscard]] bool is_key(std::string_view key);

/// What a request says of its caller. Empty where the header is absent.
struct Caller {
    std::string_view host, origin, fetch_site, authorization, cookie;
};

class Guard {
  public:
    /// `proxy` is the origin under which a proxy shows the server, "https://ecg.example"; empty: there is none.
    Guard(std::string key, const std::string& host, int port, const std::string& proxy = {});
    /// The reply that turns the caller away; nothing where the call may go on.
    [[nodiscard]] std::optional<Reply> refuse(const Caller& caller) const;
    /// Host and Origin alone: for the address that brings the key itself.
    [[nodiscard]] std::optional<Reply> refuse_place(const Caller& caller) const;
    [[nodiscard]] bool is_the_key(std::string_view given) const;
    /// "synchrony_key_4711=...; Path=/; HttpOnly; SameSite=Strict".
    [[nodiscard]] std::string cookie() const;

  private:
    [[nodiscard]] bool is_own_host(const std::string& host) const;
    std::string key_;
    std::string cookie_name_;  ///< by port: cookies of one host go to all of its ports
    std::vector<std::string> hosts_, origins_;
    std::string any_address_;  ///< ":4711" where it listens on all addresses: a Host that is one, by number, is its own
};

}  // namespace synchrony::server
