// The one file that knows httplib. Requests become words for the front, replies are written with the headers that keep
// a browser from being used against its user.
#include "http_face.hpp"

#include <httplib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "bounded_workers.hpp"
#include "connection.hpp"

namespace synchrony::server {
namespace {

using httplib::Request;
using httplib::Response;

constexpr const char* own_content_type = "X-Synchrony-Content-Type";

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

/// Our workers as httplib asks for them: what they have no room for, the accepting thread turns away.
class WorkersForHttplib final : public httplib::TaskQueue {
  public:
    WorkersForHttplib(int workers, int waiting) : workers_(workers, waiting) {}
    void enqueue(std::function<void()> task) override {
        if (workers_.enqueue(task)) return;
        turning_away = true;
        task();
        turning_away = false;
    }
    void shutdown() override { workers_.shutdown(); }

  private:
    BoundedWorkers workers_;
};

/// httplib's server with our connections, and without what a server on loopback needs not: it packs no replies and cuts
/// no ranges out of them.
class Face final : public httplib::Server {
  public:
    Face(const Limits& limits, const std::atomic<bool>& stopping) : limits_(limits), stopping_(stopping) {
        new_task_queue = [&limits] { return new WorkersForHttplib(limits.connections, limits.waiting_connections); };
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

Heard heard_of(const Request& request) {
    const auto once = [&](const char* name) -> std::string {
        // A header that stands twice means two things to two readers.
        return request.get_header_value_count(name) > 1 ? "(twice)" : request.get_header_value(name);
    };
    Heard heard;
    heard.method = request.method;
    heard.target = request.target;
    heard.host = once("Host");
    heard.origin = once("Origin");
    heard.fetch_site = once("Sec-Fetch-Site");
    heard.authorization = once("Authorization");
    heard.cookie = once("Cookie");
    heard.content_type = request.get_header_value(own_content_type);
    heard.file_name = request.get_header_value("X-File-Name");
    heard.chunked = request.has_header("Transfer-Encoding");
    if (request.has_header("Content-Length")) {
        // Of two lengths a proxy may believe the other one, and take the rest for the next request (RFC 9112, 6.3).
        const bool one = request.get_header_value_count("Content-Length") == 1 && !heard.chunked;
        heard.content_length = one ? request.get_header_value("Content-Length") : std::string("two lengths");
    }
    return heard;
}

}  // namespace

struct HttpFace::Inside {
    Inside(const ServeOptions& all_options, const std::atomic<bool>& stopping)
        : options(all_options), face(all_options.limits, stopping) {}

    core::Result<int> listen();
    void set_handlers(Front& front);

    const ServeOptions& options;
    Face face;
    std::thread thread;
    std::atomic<bool> ended{false};
};

core::Result<int> HttpFace::Inside::listen() {
    face.set_socket_options([](socket_t socket) {
        const int yes = 1;  // a server that was just stopped leaves its port in a waiting state
        ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    const bool any = options.port == 0;
    const int port = any ? face.bind_to_any_port(options.host) : options.port;
    if (port <= 0 || (!any && !face.bind_to_port(options.host, port)))
        return core::fail({core::ErrorKind::io,
                           "cannot listen",
                           options.host + ":" + std::to_string(options.port),
                           {},
                           "an address of this machine and a port that is free",
                           "--port 0 takes any that is free"});
    return port;
}

void HttpFace::Inside::set_handlers(Front& front) {
    using Handled = httplib::Server::HandlerResponse;
    face.set_pre_routing_handler([&front](const Request& request, Response& response) {
        const auto heard = heard_of(request);
        auto reply = front.before_body(heard);
        if (!reply) return Handled::Unhandled;
        if (heard.brings_body()) {
            current_connection->close_afterwards();
            response.set_header("Connection", "close");
        }
        write_reply(std::move(*reply), response);
        return Handled::Handled;
    });
    const auto with_body = [&front](const Request& request, Response& response, const httplib::ContentReader& reader) {
        bool left = false;
        const auto body = [&](const TakeBody& take) {
            const bool whole = reader([&](const char* bytes, std::size_t count) { return take({bytes, count}); });
            return whole ? Arrival::whole : current_connection->was_too_slow() ? Arrival::too_slow : Arrival::broken;
        };
        write_reply(front.after_body(heard_of(request), body, left), response);
        if (left) current_connection->close_afterwards();
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

HttpFace::HttpFace(const ServeOptions& options, const std::atomic<bool>& stopping)
    : inside_(std::make_unique<Inside>(options, stopping)) {}

HttpFace::~HttpFace() = default;

core::Result<int> HttpFace::listen() {
    return inside_->listen();
}

void HttpFace::start(Front& front) {
    inside_->set_handlers(front);
    inside_->thread = std::thread([this] {
        inside_->face.listen_after_bind();
        inside_->ended = true;
    });
    // httplib forgets a stop that comes before it has begun: it would then listen for ever.
    while (!inside_->face.is_running() && !inside_->ended) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

void HttpFace::stop() {
    inside_->face.stop();
    if (inside_->thread.joinable()) inside_->thread.join();
}

}  // namespace synchrony::server
