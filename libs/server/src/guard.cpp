#include "guard.hpp"

#include <openssl/crypto.h>
#include <sys/random.h>

#include <algorithm>
#include <array>

#include "synchrony/core/text.hpp"
#include "synchrony/server/server.hpp"

namespace synchrony::server {
namespace {

constexpr int plain_http_port = 80;  // browsers leave it out of Host and Origin

Reply turned_away(int status, std::string_view kind, std::string what, std::string hint) {
    return fault_reply(status, kind, {core::ErrorKind::usage, std::move(what), {}, {}, {}, std::move(hint)});
}

}  // namespace

std::optional<std::string> drawn_key() {
    std::array<unsigned char, 32> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) return std::nullopt;
    constexpr std::string_view hex = "0123456789abcdef";
    std::string key;
    for (const auto byte : bytes) (key += hex[byte >> 4U]) += hex[byte & 15U];
    return key;
}

bool is_key(std::string_view key) {
    return key.size() >= shortest_key && percent_encoded(key) == key;
}

Guard::Guard(std::string key, const std::string& host, int port, const std::string& proxy)
    : key_(std::move(key)), cookie_name_("synchrony_key_" + std::to_string(port)) {
    std::vector<std::string> names{host.find(':') == std::string::npos ? host : "[" + host + "]"};
    if (is_loopback(host)) names.insert(names.end(), {"127.0.0.1", "localhost", "[::1]"});
    for (const auto& name : names) {
        hosts_.push_back(core::lower(name) + ":" + std::to_string(port));
        if (port == plain_http_port) hosts_.push_back(core::lower(name));
    }
    for (const auto& own : hosts_) origins_.push_back("http://" + own);
    if (host == "0.0.0.0" || host == "::") any_address_ = ":" + std::to_string(port);
    if (const auto begin = proxy.find("://"); begin != std::string::npos) {
        origins_.push_back(core::lower(proxy));
        hosts_.push_back(core::lower(proxy.substr(begin + 3)));
    }
}

bool Guard::is_the_key(std::string_view given) const {
    // The length is no secret; the bytes are compared in a time that does not depend on them.
    return given.size() == key_.size() && CRYPTO_memcmp(given.data(), key_.data(), key_.size()) == 0;
}

std::string Guard::cookie() const {
    return cookie_name_ + "=" + key_ + "; Path=/; HttpOnly; SameSite=Strict";
}

bool Guard::is_own_host(const std::string& host) const {
    if (std::ranges::find(hosts_, host) != hosts_.end()) return true;
    // A name of an attacker's may lead here, an address written in numbers is what it says.
    if (any_address_.empty() || !host.ends_with(any_address_)) return false;
    const std::string_view name = std::string_view(host).substr(0, host.size() - any_address_.size());
    const bool bracketed = name.starts_with('[') && name.ends_with(']');
    return !name.empty() &&
           name.find_first_not_of(bracketed ? "[]0123456789abcdef:." : "0123456789.") == std::string::npos;
}

std::optional<Reply> Guard::refuse_place(const Caller& caller) const {
    const auto host = core::lower(caller.host);
    if (!is_own_host(host))
        return turned_away(403, "host", "this is not the address of the server", "Open the address that was printed");
    const auto origin = core::lower(caller.origin);
    const bool own = origin.empty() || std::ranges::find(origins_, origin) != origins_.end() ||
                     (!any_address_.empty() && origin == "http://" + host);
    if (!own || caller.fetch_site == "cross-site")
        return turned_away(403, "host", "another site may not call this server", "");
    return std::nullopt;
}

std::optional<Reply> Guard::refuse(const Caller& caller) const {
    if (auto elsewhere = refuse_place(caller)) return elsewhere;
    constexpr std::string_view bearer = "bearer ";
    if (core::lower(caller.authorization.substr(0, bearer.size())) == bearer &&
        is_the_key(core::trimmed(caller.authorization.substr(bearer.size()))))
        return std::nullopt;
    if (const auto cookie = cookie_value(caller.cookie, cookie_name_); cookie && is_the_key(*cookie))
        return std::nullopt;
    return turned_away(401, "key", "the key is missing or wrong", "Open the address that the program printed");
}

}  // namespace synchrony::server
