// Downloads over HTTP(S) that go on where they stopped, one connection a client (libcurl).
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::datasets {

struct HttpOptions {
    int attempts = 5;
    std::chrono::milliseconds first_wait{500};
    std::chrono::seconds stall{30};
    const core::Cancel* cancel = &core::never_cancelled();
    std::function<void(std::uint64_t)> on_bytes;  ///< called as bytes arrive
};

/// Without the name and password that may stand in it: messages go to logs.
[[nodiscard]] std::string shown_address(const std::string& url);

/// Not for use by two threads at once.
class HttpClient {
  public:
    explicit HttpClient(HttpOptions options);
    HttpClient(HttpClient&&) noexcept;
    HttpClient& operator=(HttpClient&&) noexcept;
    ~HttpClient();

    /// The body of a small file. Errors as `get_file`.
    [[nodiscard]] core::Result<std::string> get_text(const std::string& url, std::uint64_t max_bytes);

    /// Downloads to `part`, going on behind the bytes it holds where the server can. Faults that may pass (no
    /// connection, a cut, 408, 429, 5xx) are tried again. Gives the bytes that came over the network.
    /// Errors: io (network, status, disk), input (larger than max_bytes), cancelled.
    [[nodiscard]] core::Result<std::uint64_t> get_file(const std::string& url, const std::filesystem::path& part,
                                                       std::uint64_t max_bytes);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// `path` with every character that is not unreserved or '/' written as %XX (RFC 3986, 2.3).
[[nodiscard]] std::string encode_url_path(const std::string& path);

}  // namespace synchrony::datasets
