// Input: a study's map of pseudonyms, as CSV.
#include "pseudonyms.hpp"

#include "main.hpp"
#include "memory_file.hpp"

namespace {

using namespace synchrony;
using fuzz::require;

bool same(const app::Pseudonym& one, const app::Pseudonym& other) {
    return one.study_number == other.study_number && one.shift_days == other.shift_days;
}

/// Whoever comes new has a number that nobody else has, and dates that are moved.
app::Pseudonym newcomer(app::Pseudonyms& map, const std::string& patient) {
    const auto given = map.of(patient);
    require(!given.study_number.empty() && given.shift_days != 0);
    require(same(map.of(patient), given));
    return given;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto path = fuzz::memory_file({reinterpret_cast<const char*>(data), size});
    auto map = app::Pseudonyms::read(path);
    if (!map) {
        require(!map.error().what.empty() && !map.error().where.empty());
        return 0;
    }
    const auto first = newcomer(*map, "somebody, new"), second = newcomer(*map, "\"another\"\n");
    require(first.study_number != second.study_number);
    const auto copy = fuzz::scratch_file();
    require(map->write(copy).has_value());
    auto again = app::Pseudonyms::read(copy);
    std::filesystem::remove(copy);
    require(again && same(again->of("somebody, new"), first) && same(again->of("\"another\"\n"), second));
    return 0;
}
