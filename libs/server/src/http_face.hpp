// HTTP: listens, reads requests, writes replies.
#pragma once

#include <atomic>
#include <memory>

#include "front.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/server/server.hpp"

namespace synchrony::server {

class HttpFace {
  public:
    /// Both must outlive it. `stopping` ends every wait of a connection.
    HttpFace(const ServeOptions& options, const std::atomic<bool>& stopping);
    HttpFace(const HttpFace&) = delete;
    HttpFace& operator=(const HttpFace&) = delete;
    ~HttpFace();

    /// The port. Errors: io (it is taken).
    [[nodiscard]] core::Result<int> listen();
    /// Answers from threads of its own; `front` must outlive stop().
    void start(Front& front);
    /// Takes no more calls and waits for those that are being answered.
    void stop();

  private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace synchrony::server
