// Input: a file, read as ISHNE whatever it begins like, and as annotations.
#include "main.hpp"
#include "recording_checks.hpp"
#include "synchrony/io/wfdb_annotations.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace synchrony;
    std::string bytes(reinterpret_cast<const char*>(data), size);
    fuzz::sniff_bytes(bytes);
    fuzz::read_bytes("ishne", bytes);
    constexpr std::string_view magic = "ANN  1.0";
    if (bytes.size() >= magic.size()) bytes.replace(0, magic.size(), magic);
    const auto beats = io::wfdb::parse_annotations(std::as_bytes(std::span(bytes)), "fuzz");
    if (!beats && (beats.error().what.empty() || beats.error().where.empty())) std::abort();
    return 0;
}
