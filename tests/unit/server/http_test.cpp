// The server over real sockets on loopback: who is let in, what is too large, too slow, too much, and what it leaves.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "guard.hpp"
#include "synchrony/server/server.hpp"
#include "uploads.hpp"

namespace synchrony::server {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

class Running {
  public:
    explicit Running(ServeOptions options = {}) {
        auto started = Server::start(std::move(options));
        if (started) server_ = std::move(*started);
    }
    Server& server() { return *server_; }
    httplib::Client client() {
        httplib::Client client("127.0.0.1", server_->port());
        client.set_read_timeout(20, 0);
        return client;
    }
    httplib::Headers key() { return {{"Authorization", "Bearer " + server_->key()}}; }
    /// Sends bytes as they are and gives what comes back until the server closes, or for that long.
    std::string raw(const std::string& bytes, std::chrono::milliseconds most = 3s, bool half_closed = false) {
        const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(server_->port()));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        std::string answer;
        if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
            (void)::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (half_closed) ::shutdown(socket, SHUT_WR);
            timeval time{most.count() / 1000, (most.count() % 1000) * 1000};
            ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
            char buffer[4096];
            for (ssize_t got; (got = ::recv(socket, buffer, sizeof buffer, 0)) > 0;)
                answer.append(buffer, static_cast<std::size_t>(got));
        }
        ::close(socket);
        return answer;
    }
    std::string host() { return "Host: 127.0.0.1:" + std::to_string(server_->port()) + "\r\n"; }
    std::string key_line() { return "Authorization: Bearer " + server_->key() + "\r\n"; }

  private:
    std::unique_ptr<Server> server_;
};

TEST(Http, KeyIsAskedForOnEveryCall) {
    Running running;
    auto client = running.client();
    for (const auto* path :
         {"/", "/index.html", "/app.js", "/api/v1/health", "/api/v1/recordings", "/api/v1/nothing"}) {
        EXPECT_EQ(client.Get(path)->status, 401) << path;
        EXPECT_EQ(client.Get(path, {{"Authorization", "Bearer " + std::string(64, '0')}})->status, 401) << path;
        EXPECT_EQ(
            client.Get(path, {{"Cookie", "synchrony_key_" + std::to_string(running.server().port()) + "=x"}})->status,
            401);
    }
    EXPECT_EQ(client.Get("/?key=wrong")->status, 401);
    EXPECT_EQ(client.Post("/api/v1/recordings", {}, std::string("x"), "text/plain")->status, 401);
    EXPECT_EQ(client.Get("/api/v1/health", running.key())->status, 200);
    EXPECT_EQ(Json::parse(client.Get("/api/v1/health")->body)["error"]["kind"], "key");
}

TEST(Http, AddressSetsACookieThatOpensThePage) {
    Running running;
    auto client = running.client();
    const auto address = running.server().address();
    const auto opened = client.Get(address.substr(address.find("/?")));
    ASSERT_EQ(opened->status, 303);
    EXPECT_EQ(opened->get_header_value("Location"), "/");
    const auto cookie = opened->get_header_value("Set-Cookie");
    EXPECT_NE(cookie.find("HttpOnly"), std::string::npos);
    EXPECT_NE(cookie.find("SameSite=Strict"), std::string::npos);
    const auto page = client.Get("/", {{"Cookie", cookie.substr(0, cookie.find(';'))}});
    EXPECT_EQ(page->status, 200);
    EXPECT_EQ(page->get_header_value("X-Content-Type-Options"), "nosniff");
    const auto policy = page->get_header_value("Content-Security-Policy");
    EXPECT_NE(policy.find("default-src 'none'"), std::string::npos);
    EXPECT_EQ(policy.find("http"), std::string::npos);  // nothing from elsewhere
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
}

// A name of the attacker's that leads to 127.0.0.1, and a page of another site.
TEST(Http, OtherHostsAndOriginsAreTurnedAway) {
    Running running;
    auto client = running.client();
    const auto port = std::to_string(running.server().port());
    const auto status = [&](httplib::Headers more) {
        auto headers = running.key();
        headers.insert(more.begin(), more.end());
        return client.Get("/api/v1/health", headers)->status;
    };
    EXPECT_EQ(status({{"Host", "evil.example:" + port}}), 403);
    EXPECT_EQ(status({{"Host", "127.0.0.1"}}), 403);
    EXPECT_EQ(status({{"Host", "127.0.0.1:1"}}), 403);
    EXPECT_EQ(status({{"Host", "LOCALHOST:" + port}}), 200);
    EXPECT_EQ(status({{"Origin", "https://evil.example"}}), 403);
    EXPECT_EQ(status({{"Origin", "null"}}), 403);
    EXPECT_EQ(status({{"Origin", "http://127.0.0.1:" + port}}), 200);
    EXPECT_EQ(status({{"Sec-Fetch-Site", "cross-site"}}), 403);
    EXPECT_NE(
        running.raw("GET /api/v1/health HTTP/1.1\r\n" + running.key_line() + "Connection: close\r\n\r\n").find(" 403 "),
        std::string::npos);
    EXPECT_NE(running
                  .raw("GET /api/v1/health HTTP/1.1\r\n" + running.host() + running.host() + running.key_line() +
                       "Connection: close\r\n\r\n")
                  .find(" 403 "),
              std::string::npos);
}

TEST(Http, PathTricksFindNothing) {
    Running running;
    for (const auto* path :
         {"/../../etc/passwd", "/api/v1/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd",
          "/api/v1/recordings/..%2f..%2fx", "/index.html%00.js", "//etc/passwd", "/api/v1/cohorts/x/map%0d%0aX: y"}) {
        const auto answer = running.raw("GET " + std::string(path) + " HTTP/1.1\r\n" + running.host() +
                                        running.key_line() + "Connection: close\r\n\r\n");
        const auto status = answer.substr(0, 12);
        EXPECT_TRUE(status == "HTTP/1.1 400" || status == "HTTP/1.1 404") << path << " " << status;
        EXPECT_EQ(answer.find("root:"), std::string::npos);
    }
}

// RFC 9112, 6.3. `curl -X POST` without data sends no length: it waited ten seconds for a body that never came.
TEST(Http, WithoutALengthThereIsNoBody) {
    Running running;
    const auto began = std::chrono::steady_clock::now();
    const auto answer = running.raw("POST /api/v1/evaluations HTTP/1.1\r\n" + running.host() + running.key_line() +
                                    "\r\nGET /api/v1/health HTTP/1.1\r\n" + running.host() + running.key_line() +
                                    "Connection: close\r\n\r\n");
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 400") << answer;
    EXPECT_NE(answer.find("the body is empty"), std::string::npos) << answer;
    EXPECT_NE(answer.find("HTTP/1.1 200"), std::string::npos) << "the next request is a request: " << answer;
    EXPECT_LT(std::chrono::steady_clock::now() - began, 3s);
}

TEST(Http, FileNameThatCannotBeReadIsSaid) {
    Running running;
    auto headers = running.key();
    headers.emplace("X-File-Name", "%zz.csv");
    const auto reply = running.client().Post("/api/v1/recordings", headers, std::string("time_s,II\n"), "text/csv");
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 400);
    EXPECT_EQ(Json::parse(reply->body)["error"]["where"], "X-File-Name");
}

TEST(Http, UploadComesBackAsSamples) {
    Running running;
    auto client = running.client();
    auto headers = running.key();
    headers.emplace("X-File-Name", "M%C3%BCller.csv");
    const auto posted = client.Post("/api/v1/recordings", headers, test::heart_csv(), "application/octet-stream");
    ASSERT_EQ(posted->status, 201) << posted->body;
    const auto id = Json::parse(posted->body)["id"].get<std::string>();
    EXPECT_EQ(client.Get("/api/v1/recordings/" + id + "/samples?lead=II", running.key())->body.size(), 20'000U);
    httplib::MultipartFormDataItems items{{"file", test::heart_csv(), "heart.csv", "text/csv"}};
    EXPECT_EQ(client.Post("/api/v1/recordings", running.key(), items)->status, 201);
    const auto svg = client.Get("/api/v1/recordings/" + id + "/sheet.svg", running.key());
    EXPECT_EQ(svg->get_header_value("Content-Type"), "image/svg+xml");
    EXPECT_NE(svg->get_header_value("Content-Security-Policy").find("sandbox"), std::string::npos);
    EXPECT_EQ(client.Head("/api/v1/health", running.key())->status, 200);
    EXPECT_EQ(client.Options("/api/v1/health", running.key())->status, 405);
    auto ranged = running.key();
    ranged.emplace("Range", "bytes=0-9");
    EXPECT_EQ(client.Get("/api/v1/health", ranged)->status, 200);
}

TEST(Http, TooLargeIsRefusedBeforeAndWhileItComes) {
    ServeOptions options;
    options.limits.upload_bytes = 1000;
    Running running(options);
    auto client = running.client();
    const auto refused = client.Post("/api/v1/recordings", running.key(), std::string(1001, 'x'), "text/plain");
    EXPECT_EQ(refused->status, 413);
    EXPECT_EQ(Json::parse(refused->body)["error"]["kind"], "too_large");
    std::string chunked = "POST /api/v1/recordings HTTP/1.1\r\n" + running.host() + running.key_line() +
                          "Transfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 20; ++i) chunked += "64\r\n" + std::string(100, 'x') + "\r\n";
    EXPECT_NE(running.raw(chunked + "0\r\n\r\n").find(" 413 "), std::string::npos);
    EXPECT_EQ(client.Get("/api/v1/health", running.key())->status, 200);
    // Headers without end.
    const auto heads = running.raw("GET / HTTP/1.1\r\n" + running.host() + [] {
        std::string lines;
        for (int i = 0; i < 2000; ++i) lines += "X-" + std::to_string(i) + ": " + std::string(60, 'y') + "\r\n";
        return lines;
    }());
    EXPECT_TRUE(heads.empty() || heads.find(" 400 ") != std::string::npos) << heads.substr(0, 60);
    // A Range that would send httplib's pattern deep.
    const auto range = running.raw("GET /api/v1/health HTTP/1.1\r\n" + running.host() + running.key_line() +
                                   "Range: bytes=" + std::string(8000, '1') + "-\r\nConnection: close\r\n\r\n");
    EXPECT_FALSE(range.empty());
    EXPECT_EQ(client.Get("/api/v1/health", running.key())->status, 200);
}

TEST(Http, ALengthThatIsNoneIsWrong) {
    Running running;
    const auto answer = running.raw("POST /api/v1/recordings HTTP/1.1\r\n" + running.host() + running.key_line() +
                                    "Content-Length: -5\r\n\r\n12345");
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 400") << answer;
    for (const std::string lengths :
         {"Content-Length: 5\r\nContent-Length: 50\r\n\r\n12345",
          "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n0\r\n\r\n"}) {
        const auto two =
            running.raw("POST /api/v1/recordings HTTP/1.1\r\n" + running.host() + running.key_line() + lengths);
        EXPECT_NE(two.find("no length of a body"), std::string::npos) << two;
    }
}

TEST(Http, HalfAnUploadAndSlowClientsHoldNobodyUp) {
    ServeOptions options;
    options.limits.head_time = options.limits.stall_time = options.limits.idle_time = 300ms;
    options.limits.body_time = 600ms;
    options.limits.connections = 2;
    Running running(options);
    const std::string head = "POST /api/v1/recordings HTTP/1.1\r\n" + running.host() + running.key_line();
    // Half, then the client goes; half, then nothing.
    EXPECT_EQ(running.raw(head + "Content-Length: 100\r\n\r\n12345", 2s, true).find(" 201 "), std::string::npos);
    const auto began = std::chrono::steady_clock::now();
    const auto slow = running.raw(head + "Content-Length: 100\r\n\r\n12345");
    EXPECT_NE(slow.find(" 408 "), std::string::npos) << slow;
    EXPECT_LT(std::chrono::steady_clock::now() - began, 2500ms);
    // A head that drips: a byte each 100 ms is never idle for as long as the limit, and still ends.
    std::vector<std::thread> drips;
    for (int i = 0; i < 2; ++i)
        drips.emplace_back([&] {
            const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_port = htons(static_cast<std::uint16_t>(running.server().port()));
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
                for (int n = 0; n < 15 && ::send(socket, "G", 1, MSG_NOSIGNAL) == 1; ++n)
                    std::this_thread::sleep_for(100ms);
            ::close(socket);
        });
    std::this_thread::sleep_for(50ms);
    auto client = running.client();
    const auto waited = std::chrono::steady_clock::now();
    EXPECT_EQ(client.Get("/api/v1/health", running.key())->status, 200);  // both workers were held for 300 ms
    EXPECT_LT(std::chrono::steady_clock::now() - waited, 1200ms);
    for (auto& drip : drips) drip.join();
}

TEST(Http, MoreConnectionsThanCanWaitAnswer429) {
    ServeOptions options;
    options.limits.connections = 1;
    options.limits.waiting_connections = 1;
    options.limits.idle_time = 1500ms;
    Running running(options);
    std::vector<std::thread> silent;
    for (int i = 0; i < 2; ++i) {  // one is worked on, one waits
        silent.emplace_back([&] { (void)running.raw("", 1400ms); });
        std::this_thread::sleep_for(200ms);
    }
    const auto answer =
        running.raw("GET /api/v1/health HTTP/1.1\r\n" + running.host() + running.key_line() + "\r\n", 500ms);
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 429") << answer;
    for (auto& one : silent) one.join();
}

TEST(Http, StopsWhileClientsWaitAndLeavesNothing) {
    const test::TemporaryFolder folder;
    ::setenv("TMPDIR", folder.path().c_str(), 1);
    {
        Running running;
        EXPECT_FALSE(std::filesystem::is_empty(folder.path()));
        std::thread idle([&] { (void)running.raw("GET /api/v1/hea", 4s); });
        std::this_thread::sleep_for(100ms);
        const auto began = std::chrono::steady_clock::now();
        running.server().stop();
        EXPECT_LT(std::chrono::steady_clock::now() - began, 1500ms);
        idle.join();
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
    ::unsetenv("TMPDIR");
}

// A stop that came before httplib had begun to listen was forgotten by it, and the program hung.
TEST(Http, StopsAtOnceAfterItsStart) {
    for (int i = 0; i < 40; ++i) {
        auto server = Server::start({});
        ASSERT_TRUE(server);
        (*server)->stop();
    }
}

TEST(Serve, KeysAndAddresses) {
    ServeOptions options;
    options.host = "0.0.0.0";
    EXPECT_EQ(Server::start(options).error().kind, core::ErrorKind::usage);  // others could reach it
    options.key = "short";
    EXPECT_FALSE(Server::start(options));
    options.key = std::string(40, 'a') + "\r\nSet-Cookie: x";
    EXPECT_FALSE(Server::start(options));
    options.host = "127.0.0.1";
    options.key = std::string(40, 'a');
    auto server = Server::start(options);
    ASSERT_TRUE(server);
    ServeOptions taken;
    taken.port = (*server)->port();
    EXPECT_EQ(Server::start(taken).error().kind, core::ErrorKind::io);
    EXPECT_TRUE(is_loopback("127.1.2.3"));
    for (const auto* host : {"127.evil.example", "0.0.0.0", "192.0.2.7", ""}) EXPECT_FALSE(is_loopback(host)) << host;
    EXPECT_NE(*drawn_key(), *drawn_key());
}

TEST(Guard, AllAddressesAndAProxy) {
    const std::string key(64, 'k'), bearer = "Bearer " + key;
    const auto status = [&](const Guard& guard, std::string_view host, std::string_view origin) {
        const auto refusal = guard.refuse({host, origin, "", bearer, ""});
        return refusal ? refusal->status : 200;
    };
    const Guard all(key, "0.0.0.0", 8080);
    EXPECT_EQ(status(all, "192.0.2.7:8080", "http://192.0.2.7:8080"), 200);
    EXPECT_EQ(status(all, "[2001:db8::1]:8080", ""), 200);
    EXPECT_EQ(status(all, "192.0.2.7:8080", "http://192.0.2.8:8080"), 403);
    EXPECT_EQ(status(all, "evil.example:8080", ""), 403);
    EXPECT_EQ(status(all, "192.0.2.7.evil.example:8080", ""), 403);
    EXPECT_EQ(status(all, "192.0.2.7:80", ""), 403);
    EXPECT_EQ(status(all, ":8080", ""), 403);
    const Guard behind(key, "192.0.2.7", 8080, "https://ecg.example");
    EXPECT_EQ(status(behind, "ecg.example", "https://ecg.example"), 200);
    EXPECT_EQ(status(behind, "192.0.2.7:8080", "http://192.0.2.7:8080"), 200);
    EXPECT_EQ(status(behind, "ecg.example", "http://ecg.example"), 403);
    EXPECT_EQ(status(behind, "ecg.example.evil", ""), 403);
    EXPECT_EQ(behind.refuse({"ecg.example", "", "", "Bearer " + std::string(64, 'x'), ""})->status, 401);
}

}  // namespace
}  // namespace synchrony::server
