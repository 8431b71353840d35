#include "device_option.hpp"

#include "one_of.hpp"

#include <string>

namespace synchrony::cli {

CLI::Option* add_device_option(CLI::App& app, nn::Device& device, const char* words, nn::Device usual) {
    device = usual;
    return app
        .add_option_function<std::string>(
            "--device",
            [&device](const std::string& word) {
                if (const auto named = nn::device_named(word)) device = *named;  // others do not pass the check
            },
            std::string(words) + ": auto (a GPU, where there is one), cpu or cuda")
        ->check(one_of({"auto", "cpu", "cuda"}))
        ->default_str(std::string(nn::name_of(usual)))
        ->group("Networks");
}

}  // namespace synchrony::cli
