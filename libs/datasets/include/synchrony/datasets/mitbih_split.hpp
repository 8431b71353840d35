// The inter-patient split of the MIT-BIH Arrhythmia Database that the field compares on.
//
// Source: P. de Chazal, M. O'Dwyer, R. B. Reilly, "Automatic classification of heartbeats using ECG morphology and
// heartbeat interval features", IEEE Trans Biomed Eng 51(7), 2004, table I. Paced records are left out by ANSI/AAMI
// EC57.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace synchrony::datasets {

/// Records that train.
inline constexpr std::array<std::string_view, 22> mitbih_ds1{"101", "106", "108", "109", "112", "114", "115", "116",
                                                             "118", "119", "122", "124", "201", "203", "205", "207",
                                                             "208", "209", "215", "220", "223", "230"};
/// Records that test.
inline constexpr std::array<std::string_view, 22> mitbih_ds2{"100", "103", "105", "111", "113", "117", "121", "123",
                                                             "200", "202", "210", "212", "213", "214", "219", "221",
                                                             "222", "228", "231", "232", "233", "234"};
/// Records of paced hearts.
inline constexpr std::array<std::string_view, 4> mitbih_paced{"102", "104", "107", "217"};

/// Part of the database that a record belongs to.
enum class MitbihPart : std::uint8_t { ds1, ds2, paced, unknown };

[[nodiscard]] constexpr MitbihPart mitbih_part(std::string_view record) {
    if (std::ranges::find(mitbih_ds1, record) != mitbih_ds1.end()) return MitbihPart::ds1;
    if (std::ranges::find(mitbih_ds2, record) != mitbih_ds2.end()) return MitbihPart::ds2;
    if (std::ranges::find(mitbih_paced, record) != mitbih_paced.end()) return MitbihPart::paced;
    return MitbihPart::unknown;
}

/// Who was recorded. Records 201 and 202 are of one subject, who therefore stands on both sides of the published
/// split (comment in the header 202.hea of version 1.0.0: "This record was taken from the same analog tape as
/// record 201"; 47 subjects for 48 records).
[[nodiscard]] constexpr std::string_view mitbih_subject(std::string_view record) {
    return record == "202" ? std::string_view("201") : record;
}

}  // namespace synchrony::datasets
