// The server as its callers have it: key, port, service and face, begun and ended in order.
#include "synchrony/server/server.hpp"

#include <atomic>
#include <optional>

#include "front.hpp"
#include "guard.hpp"
#include "http_face.hpp"
#include "service.hpp"

namespace synchrony::server {

class Server::Implementation {
  public:
    explicit Implementation(ServeOptions all_options) : options(std::move(all_options)), face(options, stopping) {}

    core::Result<void> start() {
        SYNCHRONY_ASSIGN(port, face.listen());
        SYNCHRONY_ASSIGN(service, Service::create(options));
        front.emplace(*service, options, port);
        face.start(*front);
        return {};
    }

    void stop() {
        if (stopping.exchange(true)) return;
        if (service) service->stop();
        face.stop();
        front.reset();
        service.reset();  // the private folder goes with it
    }

    ServeOptions options;
    std::atomic<bool> stopping{false};
    std::unique_ptr<Service> service;
    std::optional<Front> front;
    HttpFace face;
    int port = 0;
};

bool is_loopback(const std::string& host) {
    return host == "localhost" || host == "::1" ||
           (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos);
}

core::Result<std::unique_ptr<Server>> Server::start(ServeOptions options) {
    const auto bad_key = [](const char* what, const char* expected) {
        return core::fail({core::ErrorKind::usage, what, "key", {}, expected, {}});
    };
    if (options.key.empty()) {
        if (!is_loopback(options.host))
            return bad_key("an address that others reach needs a key of yours", "--key-file FILE");
        auto key = drawn_key();
        if (!key) return core::fail({core::ErrorKind::io, "the operating system gives no random key", {}, {}, {}, {}});
        options.key = std::move(*key);
    }
    if (!is_key(options.key)) return bad_key("the key cannot be used", "32 or more letters, digits or -._~");
    auto implementation = std::make_unique<Implementation>(std::move(options));
    SYNCHRONY_TRY(implementation->start());
    return std::unique_ptr<Server>(new Server(std::move(implementation)));
}

Server::Server(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}

Server::~Server() {
    stop();
}

int Server::port() const {
    return implementation_->port;
}

const std::string& Server::key() const {
    return implementation_->options.key;
}

std::string Server::address() const {
    if (const auto& proxy = implementation_->options.proxy; !proxy.empty()) return proxy + "/?key=" + key();
    const auto& host = implementation_->options.host;
    const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
    return "http://" + name + ":" + std::to_string(port()) + "/?key=" + key();
}

void Server::stop() {
    implementation_->stop();
}

}  // namespace synchrony::server
