#include <algorithm>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "commands.hpp"
#include "open_browser.hpp"
#include "shell.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/version.hpp"
#include "synchrony/model/shipped.hpp"
#include "synchrony/server/server.hpp"

namespace synchrony::cli {
namespace {

struct ServeArguments {
    server::ServeOptions options;
    std::filesystem::path key_file;
    std::vector<std::filesystem::path> models;
    bool open = false;
};

core::Result<void> take_key(ServeArguments& arguments) {
    if (arguments.key_file.empty()) return {};
    constexpr std::uint64_t most_bytes = 4096;
    SYNCHRONY_ASSIGN(const auto text, core::read_file(arguments.key_file, most_bytes));
    arguments.options.key = core::trimmed(std::string_view(text));
    if (!arguments.options.key.empty()) return {};
    return core::fail({core::ErrorKind::usage,
                       "the key file is empty",
                       arguments.key_file.string(),
                       {},
                       "32 or more letters and digits",
                       "openssl rand -hex 32 makes one"});
}

int run_serve(Shell& shell, ServeArguments& arguments) {
    if (const auto key = take_key(arguments); !key) return shell.complain(key.error());
    const auto context = shell.context();
    auto options = arguments.options;
    options.threads = context.threads;
    options.limits.jobs = std::max(options.limits.jobs, context.threads);  // beside a long one, one for what is short
    for (const auto& model : arguments.models) options.models.push_back(model::model_file(model));
    auto started = server::Server::start(std::move(options));
    if (!started) return shell.complain(started.error());
    const auto& running = **started;
    if (shell.json())
        shell.print_json({{"address", running.address()}, {"port", running.port()}});
    else
        shell.print("Open " + running.address() + "\n" +
                    "Whoever knows the address may use it. Ctrl-C ends the program. " + std::string(core::disclaimer) +
                    "\n");
    shell.flush();
    if (arguments.open)
        if (const auto opened = open_browser(running.address()); !opened) shell.complain(opened.error());
    constexpr std::chrono::milliseconds often{50};
    while (!context.cancel->requested()) std::this_thread::sleep_for(often);
    (*started)->stop();
    return exit_failed;  // becomes that of the signal
}

}  // namespace

void add_serve(Shell& shell) {
    auto arguments = std::make_shared<ServeArguments>();
    auto& options = arguments->options;
    CLI::App& app = shell.command(
        shell.root(), "serve",
        "Open ECGs, cohorts and models in the browser\nA page on this machine alone: no network is needed and nothing "
        "leaves it. ECGs are held in memory, at most 50; a cohort lies in a private folder that is gone at the end. "
        "The "
        "printed address holds a key, without which nothing is answered. Names of patients are shown with --identity "
        "alone. The page's calls are described in docs/api/openapi.json",
        "  synchrony serve --open\n"
        "  synchrony serve --model m.safetensors --open                    # predictions of that model too\n"
        "  synchrony serve --port 8080 --results out/serve                 # evaluations are kept; one that was killed "
        "goes on\n"
        "  synchrony serve --listen 192.0.2.7 --port 8080 --key-file key.txt --proxy https://ecg.example  # others "
        "reach it",
        [&shell, arguments] { return run_serve(shell, *arguments); });
    app.add_option("--port", options.port, "Port (default: any that is free)")->check(CLI::Range(0, 65535));
    app.add_flag("--open", arguments->open, "Open the page in the browser");
    app.add_option("--model", arguments->models,
                   "A predictor of `synchrony train` that the page may ask, or a folder of them")
        ->expected(1)
        ->take_all();
    app.add_flag("--identity", options.identity, "Show names, ids and dates that recordings and tables hold");
    app.add_option("--results", options.results, "Folder where evaluations are kept (default: gone at the end)")
        ->type_name(folder_value);
    app.add_option("--listen", options.host, "Address to listen on; any but this machine's own needs --key-file")
        ->type_name("HOST")
        ->capture_default_str()
        ->group("Network");
    app.add_option("--proxy", options.proxy, "Origin under which a proxy with TLS shows it: https://ecg.example")
        ->type_name("URL")
        ->check(CLI::Validator(
            [](const std::string& given) {
                const bool whole = given.starts_with("https://") || given.starts_with("http://");
                return whole && !given.ends_with("/") ? std::string() : "no origin, as https://ecg.example";
            },
            ""))
        ->group("Network");
    app.add_option("--key-file", arguments->key_file,
                   "File that holds the key, 32 or more letters and digits (default: a new one each time)")
        ->group("Network");
}

}  // namespace synchrony::cli
