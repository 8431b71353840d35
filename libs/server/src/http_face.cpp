// HTTP: the one file that knows httplib. Requests are guarded and turned into calls, replies are written with the
// headers that keep a browser from being used against its user.
#include <httplib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <thread>

#include "connection.hpp"
#include "guard.hpp"
#include "page_files.hpp"
#include "service.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/server/server.hpp"

namespace synchrony::server {
namespace {

using httplib::Request;
using httplib::Response;

constexpr const char* own_content_type = "X-Synchrony-Content-Type";

// The page's scripts and styles are its own files; nothing comes from elsewhere, nothing is embedded by others.
constexpr const char* page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "frame-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
// Reports and pictures stand alone, with their styles inside them, in frames of the page; no script runs in them.
constexpr const char* document_policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox; frame-ancestors 'self'";
constexpr const char* data_policy = "default-src 'none'; frame-ancestors 'none'";

/// The connection that this thread works on.
thread_local Connection* current_connection = nullptr;
/// The accepting thread turns away what no worker has room for.
thread_local bool turning_away = false;

/// httplib's stream over a connection of ours.
class ConnectionStream final : public httplib::Stream {
  public:
    explicit ConnectionStream(Connection& connection) : connection_(connection) {}
    bool is_readable() const override { return connection_.readable(); }
    bool is_writable() const override { return connection_.writable(); }
    ssize_t read(char* to, std::size_t most) override { return connection_.read(to, most); }
    ssize_t write(const char* from, std::size_t count) override { return connection_.write(from, count); }
    void get_remote_ip_and_port(std::string& ip, int& port) const override { ip.clear(), port = 0; }
    void get_local_ip_and_port(std::string& ip, int& port) const override { ip.clear(), port = 0; }
    socket_t socket() const override { return connection_.descriptor(); }

  private:
    Connection& connection_;
};

/// Workers and a bounded line of connections before them.
class BoundedWorkers final : public httplib::TaskQueue {
  public:
    BoundedWorkers(int workers, int waiting) : most_waiting_(static_cast<std::size_t>(waiting)) {
        for (int i = 0; i < workers; ++i) threads_.emplace_back([this] { work(); });
    }
    void enqueue(std::function<void()> task) override {
        {
            const std::lock_guard lock(mutex_);
            if (tasks_.size() < most_waiting_) {
                tasks_.push_back(std::move(task));
                new_task_.notify_one();
                return;
            }
        }
        turning_away = true;
        task();
        turning_away = false;
    }
    void shutdown() override {
        {
            const std::lock_guard lock(mutex_);
            ended_ = true;
        }
        new_task_.notify_all();
        for (auto& thread : threads_) thread.join();
    }

  private:
    void work() {
        for (;;) {
            std::function<void()> task;
            {
                std::unique_lock lock(mutex_);
                new_task_.wait(lock, [&] { return ended_ || !tasks_.empty(); });
                if (tasks_.empty()) return;
                task = std::move(tasks_.front());
                tasks_.pop_front();
            }
            task();
        }
    }

    const std::size_t most_waiting_;
    std::mutex mutex_;
    std::condition_variable new_task_;
    std::deque<std::function<void()>> tasks_;
    std::vector<std::thread> threads_;
    bool ended_ = false;
};

/// httplib's server with our connections, and without what a server on loopback needs not: it packs no replies and cuts
/// no ranges out of them.
class Face final : public httplib::Server {
  public:
    Face(const Limits& limits, const std::atomic<bool>& stopping) : limits_(limits), stopping_(stopping) {
        new_task_queue = [&limits] { return new BoundedWorkers(limits.connections, limits.waiting_connections); };
    }

  private:
    bool process_and_close_socket(socket_t socket) override {
        Connection connection(socket, limits_, stopping_);
        if (turning_away)
            turn_away(connection);
        else
            serve(connection);
        ::shutdown(socket, SHUT_RDWR);
        ::close(socket);
        return true;
    }

    static void turn_away(Connection& connection) {
        constexpr std::string_view reply =
            "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        (void)::send(connection.descriptor(), reply.data(), reply.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        connection.drain_sent();
    }

    void serve(Connection& connection) {
        ConnectionStream stream(connection);
        current_connection = &connection;
        for (int left = limits_.requests_a_connection; left > 0 && connection.wait_for_request(); --left) {
            connection.begin_head();
            bool closed = false;
            const bool done = process_request(stream, left == 1, closed, [&](Request& request) {
                connection.begin_body();
                make_plain(request);
            });
            if (connection.closes()) connection.drain();
            if (!done || closed || connection.closes()) break;
        }
        current_connection = nullptr;
    }

    /// Forms are parsed by us; replies go out whole and as they are.
    static void make_plain(Request& request) {
        request.ranges.clear();
        request.headers.erase("Range");
        request.headers.erase("Accept-Encoding");
        request.headers.erase(own_content_type);
        const auto type = request.get_header_value("Content-Type");
        request.headers.erase("Content-Type");
        request.headers.emplace(own_content_type, type);
    }

    const Limits& limits_;
    const std::atomic<bool>& stopping_;
};

/// Bytes of bodies that are being received, over all connections.
class BodyBudget {
  public:
    explicit BodyBudget(std::size_t most) : most_(most) {}
    [[nodiscard]] bool take(std::size_t bytes) {
        if (taken_.fetch_add(bytes) + bytes <= most_) return true;
        taken_ -= bytes;
        return false;
    }
    void give_back(std::size_t bytes) { taken_ -= bytes; }

  private:
    const std::size_t most_;
    std::atomic<std::size_t> taken_{0};
};

class TakenBytes {
  public:
    explicit TakenBytes(BodyBudget& budget) : budget_(budget) {}
    TakenBytes(const TakenBytes&) = delete;
    TakenBytes& operator=(const TakenBytes&) = delete;
    ~TakenBytes() { budget_.give_back(bytes_); }
    [[nodiscard]] bool more(std::size_t bytes) {
        if (!budget_.take(bytes)) return false;
        bytes_ += bytes;
        return true;
    }

  private:
    BodyBudget& budget_;
    std::size_t bytes_ = 0;
};

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

/// A value that no header of ours may carry on: a line end would begin another header.
bool is_header_safe(std::string_view value) {
    return value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

void write_reply(Reply reply, Response& response) {
    response.status = reply.status;
    const bool document = reply.type.starts_with("text/html") || reply.type == "image/svg+xml";
    response.set_header("Content-Security-Policy", document ? document_policy : data_policy);
    for (const auto& [name, value] : reply.headers) {
        if (name == "Content-Security-Policy") response.headers.erase(name);
        if (is_header_safe(value)) response.set_header(name, value);
    }
    if (reply.stream) {
        auto write = std::make_shared<std::function<void(const StreamSink&)>>(std::move(reply.stream));
        response.set_chunked_content_provider(reply.type, [write](std::size_t, httplib::DataSink& sink) {
            (*write)([&](std::string_view text) { return sink.write(text.data(), text.size()); });
            sink.done();
            return true;
        });
        return;
    }
    if (reply.type.empty()) return;
    response.body = std::move(reply.body);
    response.set_header("Content-Type", reply.type);
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

}  // namespace

class Server::Implementation {
  public:
    explicit Implementation(ServeOptions all_options)
        : options(std::move(all_options)), budget(options.limits.body_bytes), face(options.limits, stopping) {}

    core::Result<void> start() {
        SYNCHRONY_TRY(listen());
        SYNCHRONY_ASSIGN(service, Service::create(options));
        guard.emplace(options.key, options.host, port, options.proxy);
        set_handlers();
        thread = std::thread([this] {
            face.listen_after_bind();
            ended = true;
        });
        // httplib forgets a stop that comes before it has begun: it would then listen for ever.
        while (!face.is_running() && !ended) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return {};
    }

    void stop() {
        if (stopping.exchange(true)) return;
        if (service) service->stop();
        face.stop();
        if (thread.joinable()) thread.join();
        service.reset();  // the private folder goes with it
    }

    ServeOptions options;
    std::atomic<bool> stopping{false}, ended{false};
    BodyBudget budget;
    Face face;
    std::unique_ptr<Service> service;
    std::optional<Guard> guard;
    std::thread thread;
    int port = 0;

  private:
    core::Result<void> listen() {
        face.set_socket_options([](socket_t socket) {
            const int yes = 1;  // a server that was just stopped leaves its port in a waiting state
            ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        });
        const bool any = options.port == 0;
        port = any ? face.bind_to_any_port(options.host) : options.port;
        if (port <= 0 || (!any && !face.bind_to_port(options.host, port)))
            return core::fail({core::ErrorKind::io,
                               "cannot listen",
                               options.host + ":" + std::to_string(options.port),
                               {},
                               "an address of this machine and a port that is free",
                               "--port 0 takes any that is free"});
        return {};
    }

    static Caller caller_of(const Request& request, std::vector<std::string>& kept) {
        const auto value = [&](const char* name) -> std::string_view {
            // A header that stands twice means two things to two readers.
            kept.push_back(request.get_header_value_count(name) > 1 ? "(twice)" : request.get_header_value(name));
            return kept.back();
        };
        kept.reserve(8);
        return {value("Host"), value("Origin"), value("Sec-Fetch-Site"), value("Authorization"), value("Cookie")};
    }

    static std::string method_of(const Request& request) { return request.method == "HEAD" ? "GET" : request.method; }

    static bool brings_body(const Request& request) {
        return request.has_header("Transfer-Encoding") ||
               request.get_header_value("Content-Length").find_first_not_of('0') != std::string::npos;
    }

    void set_handlers() {
        using Handled = httplib::Server::HandlerResponse;
        face.set_pre_routing_handler([this](const Request& request, Response& response) {
            auto reply = before_body(request);
            if (!reply) return Handled::Unhandled;
            if (brings_body(request)) {
                current_connection->close_afterwards();
                response.set_header("Connection", "close");
            }
            write_reply(std::move(*reply), response);
            return Handled::Handled;
        });
        const auto with_body = [this](const Request& request, Response& response,
                                      const httplib::ContentReader& reader) {
            write_reply(after_body(request, reader), response);
            if (current_connection->closes()) response.set_header("Connection", "close");
        };
        face.Post(".*", with_body);
        face.Put(".*", with_body);
        face.set_error_handler(httplib::Server::Handler([](const Request&, Response& response) {
            if (!response.body.empty()) return;
            write_reply(fault_reply(response.status, response.status == 413 ? "too_large" : "usage",
                                    {core::ErrorKind::usage, "the request cannot be read", {}, {}, {}, {}}),
                        response);
        }));
        face.set_default_headers({{"X-Content-Type-Options", "nosniff"},
                                  {"Referrer-Policy", "no-referrer"},
                                  {"Cache-Control", "no-store"},
                                  {"Cross-Origin-Resource-Policy", "same-origin"},
                                  {"Cross-Origin-Opener-Policy", "same-origin"}});
        face.set_payload_max_length(std::max(options.limits.upload_bytes, options.limits.cohort_bytes));
        face.set_tcp_nodelay(true);
        face.set_keep_alive_max_count(static_cast<std::size_t>(options.limits.requests_a_connection));
    }

    /// Everything that can be said before a body is read; nothing for a call that may bring its body.
    std::optional<Reply> before_body(const Request& request) {
        std::vector<std::string> kept;
        const auto caller = caller_of(request, kept);
        const auto target = parse_target(request.target);
        if (!target) return fault_reply(target.error());
        const bool api = !target->path.empty() && target->path.front() == "api";
        if (const auto* given = target->path.empty() ? target->query.find("key") : nullptr)
            return with_key_in_address(request, caller, *given);
        if (auto refusal = guard->refuse(caller))
            return api || refusal->status != 401 ? std::move(refusal) : without_key_page();
        const auto method = method_of(request);
        if (!api)
            return method == "GET"
                       ? page(*target)
                       : fault_reply(405, "missing", {core::ErrorKind::usage, "no such call", {}, {}, {}, {}});
        auto limit = service->body_limit(method, *target);
        if (limit.refusal) return std::move(limit.refusal);
        const bool bodied = method == "POST" || method == "PUT";
        if (!bodied && brings_body(request))
            return fault_reply({core::ErrorKind::usage, "the call brings a body", {}, {}, "none", {}});
        if (!bodied) {
            Call call{method, *target, {}, {}, {}};
            return service->answer(call);
        }
        const auto length = core::number_from<std::size_t>(request.get_header_value("Content-Length"));
        if (length && *length > limit.bytes) return too_large(limit.bytes);
        if (!length && request.has_header("Content-Length"))
            return fault_reply({core::ErrorKind::usage, "no length of a body", "Content-Length", {}, "bytes", {}});
        return std::nullopt;
    }

    /// GET /?key=...: the key becomes a cookie and leaves the address.
    std::optional<Reply> with_key_in_address(const Request& request, const Caller& caller, const std::string& given) {
        if (auto elsewhere = guard->refuse_place(caller)) return elsewhere;
        if (method_of(request) != "GET" || !guard->is_the_key(given)) return without_key_page();
        Reply reply;
        reply.status = 303;
        reply.type.clear();
        reply.headers = {{"Location", "/"}, {"Set-Cookie", guard->cookie()}};
        return reply;
    }

    static Reply page(const Target& target) {
        const std::string name = target.path.empty() ? "index.html" : target.path.front();
        for (const auto& file : page_files())
            if (target.path.size() <= 1 && file.name == name) return page_reply(file);
        return missing_reply("no such page", name.substr(0, 80));
    }

    Reply after_body(const Request& request, const httplib::ContentReader& reader) {
        auto target = parse_target(request.target);  // pre-routing has read it
        if (!target) return fault_reply(target.error());
        const auto limit = service->body_limit(request.method, *target);
        TakenBytes taken(budget);
        Call call{request.method, std::move(*target), request.get_header_value(own_content_type), {}, {}};
        call.file_name = percent_decoded(request.get_header_value("X-File-Name"), false).value_or("?");
        std::optional<Reply> refusal;
        const bool whole = reader([&](const char* bytes, std::size_t count) {
            if (call.body.size() + count > limit.bytes)
                refusal = too_large(limit.bytes);
            else if (!taken.more(count))
                refusal = too_many_bytes();
            else
                call.body.append(bytes, count);
            return !refusal;
        });
        if (!whole || refusal) current_connection->close_afterwards();
        if (refusal) return std::move(*refusal);
        if (!whole)
            return fault_reply(current_connection->was_too_slow() ? 408 : 400,
                               current_connection->was_too_slow() ? "too_slow" : "usage",
                               {core::ErrorKind::usage, "the body did not arrive whole", {}, {}, {}, {}});
        return service->answer(call);
    }
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
