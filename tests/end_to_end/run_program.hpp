// Runs the program in a shell and collects what it printed.
#pragma once

#include <sys/wait.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

namespace synchrony::test {

struct ProgramRun {
    int code = -1;       ///< exit status
    std::string output;  ///< stdout, or both where asked for
    [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(output, nullptr, false); }
};

/// `arguments` as in a shell; stderr is dropped unless the arguments redirect it ("... 2>&1"). `variables` stand before
/// the program: "RANK=1 ".
inline ProgramRun run_program(const std::string& arguments, const std::string& variables = {}) {
    const bool redirected = arguments.find("2>") != std::string::npos;
    const std::string command = variables + SYNCHRONY_PROGRAM + " " + arguments + (redirected ? "" : " 2>/dev/null");
    ProgramRun run;
    std::FILE* pipe = ::popen(command.c_str(), "r");
    if (!pipe) return run;
    char piece[4096];
    for (std::size_t n; (n = std::fread(piece, 1, sizeof piece, pipe)) > 0;) run.output.append(piece, n);
    const int status = ::pclose(pipe);
    if (WIFEXITED(status)) run.code = WEXITSTATUS(status);
    return run;
}

}  // namespace synchrony::test
