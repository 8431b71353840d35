#include "ishne/header.hpp"

#include <algorithm>
#include <array>

#include "birth_and_age.hpp"
#include "byte_cursor.hpp"
#include "crc_ccitt.hpp"
#include "plain_text.hpp"
#include "sex.hpp"
#include "start_time.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::ishne {
namespace {

constexpr std::size_t most_leads = 12;
constexpr std::size_t summed_from = 10;  // the check sum leaves the magic and itself out
constexpr std::size_t most_free_text = 4096;

// Table 1 of the standard. 0 says unknown, 1 a bipolar lead of no name.
constexpr std::array<std::string_view, 20> lead_names = {"",    "",   "X",  "Y",  "Z",  "I",  "II", "III", "aVR", "aVL",
                                                         "aVF", "V1", "V2", "V3", "V4", "V5", "V6", "ES",  "AS",  "AI"};
// Table 2.
constexpr std::array<std::string_view, 6> qualities = {
    "", "", "intermittent noise", "frequent noise", "intermittent disconnections", "frequent disconnections"};
constexpr std::array<std::string_view, 6> pacemakers = {"no pacemaker",
                                                        "pacemaker of unknown type",
                                                        "single chamber pacemaker, unipolar",
                                                        "dual chamber pacemaker, unipolar",
                                                        "single chamber pacemaker, bipolar",
                                                        "dual chamber pacemaker, bipolar"};

template <std::size_t count>
std::string_view entry(const std::array<std::string_view, count>& table, int code) {
    return code >= 0 && static_cast<std::size_t>(code) < count ? table[static_cast<std::size_t>(code)]
                                                               : std::string_view();
}

Day take_date(ByteCursor& cursor) {
    Day day;
    day.day = cursor.take<std::int16_t>();
    day.month = cursor.take<std::int16_t>();
    day.year = cursor.take<std::int16_t>();
    return day;
}

void read_person_and_times(ByteCursor& cursor, Header& header) {
    header.first_name = plain_text(cursor.take_text(40));
    header.last_name = plain_text(cursor.take_text(40));
    header.id = plain_text(cursor.take_text(20));
    header.sex = cursor.take<std::int16_t>();
    cursor.skip(2);  // race
    header.birth = take_date(cursor);
    header.recorded = take_date(cursor);
    cursor.skip(6);  // when the file was made
    header.hour = cursor.take<std::int16_t>();
    header.minute = cursor.take<std::int16_t>();
    header.second = cursor.take<std::int16_t>();
}

core::Result<void> read_leads(ByteCursor& cursor, Header& header, const std::string& where) {
    const int count = cursor.take<std::int16_t>();
    std::array<LeadInfo, most_leads> all;
    for (auto& lead : all) lead.code = cursor.take<std::int16_t>();
    for (auto& lead : all) lead.quality = cursor.take<std::int16_t>();
    for (auto& lead : all) lead.nanovolts_per_unit = cursor.take<std::int16_t>();
    if (count < 1 || static_cast<std::size_t>(count) > most_leads)
        return core::fail_input("impossible number of leads", where, std::to_string(count),
                                "1 to " + std::to_string(most_leads));
    header.leads.assign(all.begin(), all.begin() + count);
    return {};
}

void check_sum(std::span<const std::byte> bytes, unsigned stored, Header& header) {
    header.crc_given = stored != 0;
    // The standard sums the whole head; some writers leave the block of text out.
    header.crc_right = crc_ccitt(bytes.subspan(summed_from, header.data_offset - summed_from)) == stored ||
                       crc_ccitt(bytes.subspan(summed_from, fixed_bytes - summed_from)) == stored;
}

}  // namespace

core::Result<Header> read_header(std::span<const std::byte> bytes, const std::string& where) {
    if (bytes.size() < fixed_bytes)
        return core::fail_input("ISHNE file ends within its head", where, std::to_string(bytes.size()) + " bytes",
                                "at least " + std::to_string(fixed_bytes));
    ByteCursor cursor(bytes);
    const bool beats = cursor.take_text(recording_magic.size()) == annotation_magic;
    const unsigned crc = cursor.take<std::uint16_t>();
    const std::int64_t text_bytes = cursor.take<std::int32_t>();
    Header header;
    header.samples = cursor.take<std::int32_t>();
    cursor.skip(4);  // where the text begins: always behind the fixed head
    std::int64_t data_offset = cursor.take<std::int32_t>();
    cursor.skip(2);  // version of the file
    // Writers of annotations copy the recording's head, offsets too.
    if (beats) data_offset = static_cast<std::int64_t>(fixed_bytes) + text_bytes;
    if (data_offset < static_cast<std::int64_t>(fixed_bytes) || data_offset > static_cast<std::int64_t>(bytes.size()))
        return core::fail_input("ISHNE file's samples do not begin within it", where,
                                "byte " + std::to_string(data_offset),
                                "between " + std::to_string(fixed_bytes) + " and " + std::to_string(bytes.size()));
    header.data_offset = static_cast<std::size_t>(data_offset);
    read_person_and_times(cursor, header);
    if (auto leads = read_leads(cursor, header, where); !leads && !beats) return core::fail(leads.error());
    header.pacemaker = cursor.take<std::int16_t>();
    header.recorder = plain_text(cursor.take_text(40));
    header.sampling_frequency_hz = cursor.take<std::int16_t>();
    if (text_bytes > 0) {
        const auto room =
            std::min({static_cast<std::size_t>(text_bytes), header.data_offset - fixed_bytes, most_free_text});
        header.free_text = plain_text(ByteCursor::before_nul(bytes.subspan(fixed_bytes, room)));
    }
    check_sum(bytes, crc, header);
    return header;
}

std::string lead_name(int code, std::size_t number) {
    const auto name = entry(lead_names, code);
    return name.empty() ? "ECG" + std::to_string(number + 1) : std::string(name);
}

void fill_facts(const Header& header, record::Ecg& ecg) {
    auto& facts = ecg.facts;
    ecg.format = "ishne";
    facts.format_version = "1.0";
    facts.gain_source = "amplitude resolution of each lead";
    facts.device.model = header.recorder;
    auto& patient = facts.patient;
    patient.id = header.id;
    patient.name = header.last_name;
    if (!header.first_name.empty()) core::append_word(patient.name, header.first_name);
    set_birth_date(ecg, header.birth);
    set_sex_code(ecg, header.sex);
    set_start_time(ecg, header.recorded, header.hour, header.minute, header.second);
    if (const auto text = entry(pacemakers, header.pacemaker); !text.empty()) ecg.comments.emplace_back(text);
    for (std::size_t l = 0; l < header.leads.size(); ++l)
        if (const auto text = entry(qualities, header.leads[l].quality); !text.empty())
            ecg.comments.push_back("lead " + lead_name(header.leads[l].code, l) + ": " + std::string(text));
    if (!header.free_text.empty()) ecg.comments.push_back(header.free_text);
    if (header.crc_given && !header.crc_right) {
        std::string text = "check sum of the head differs: gain, rate and leads may be wrong";
        ecg.warnings.emplace_back(std::move(text), std::string("checksum_differs"));
    }
}

}  // namespace synchrony::io::ishne
