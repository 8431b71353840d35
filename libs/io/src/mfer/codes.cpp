// The standard's codes of data types and leads.
#include <array>

#include "mfer/frames.hpp"
#include "parts.hpp"

namespace synchrony::io::mfer {
namespace {

struct LeadCode {
    unsigned code;
    std::string_view name;
};
// Part 1, table of lead codes, and Part 3-2 for long-term ECGs.
constexpr std::array<LeadCode, 39> lead_codes = {
    {{1, "I"},    {2, "II"},   {3, "V1"},   {4, "V2"},      {5, "V3"},      {6, "V4"},      {7, "V5"},     {8, "V6"},
     {9, "V7"},   {11, "V3R"}, {12, "V4R"}, {13, "V5R"},    {14, "V6R"},    {15, "V7R"},    {16, "X"},     {17, "Y"},
     {18, "Z"},   {19, "CC5"}, {20, "CM5"}, {31, "NASA"},   {32, "CB4"},    {33, "CB5"},    {34, "CB6"},   {61, "III"},
     {62, "aVR"}, {63, "aVL"}, {64, "aVF"}, {65, "-aVR"},   {66, "V8"},     {67, "V9"},     {68, "V8R"},   {69, "V9R"},
     {70, "D"},   {71, "A"},   {72, "J"},   {4166, "ECG1"}, {4167, "ECG2"}, {4168, "ECG3"}, {4169, "ECG4"}}};

}  // namespace

std::size_t bytes_of_type(unsigned data_type) {
    // int16, uint16, int32, uint8, status16, int8, uint32, float, double
    constexpr std::array<std::size_t, 9> bytes = {2, 2, 4, 1, 2, 1, 4, 4, 8};
    return data_type < bytes.size() ? bytes[data_type] : 0;
}

double number_of_type(std::span<const std::byte> bytes, std::size_t at, unsigned data_type, std::endian order) {
    switch (data_type) {
        case 0:
            return *number_at<std::int16_t>(bytes, at, order);
        case 1:
        case 4:
            return *number_at<std::uint16_t>(bytes, at, order);
        case 2:
            return *number_at<std::int32_t>(bytes, at, order);
        case 3:
            return *number_at<std::uint8_t>(bytes, at, order);
        case 5:
            return *number_at<std::int8_t>(bytes, at, order);
        case 6:
            return *number_at<std::uint32_t>(bytes, at, order);
        case 7:
            return static_cast<double>(*number_at<float>(bytes, at, order));
        default:
            return *number_at<double>(bytes, at, order);
    }
}

std::string lead_name(const Channel& channel, std::size_t number) {
    for (const auto& lead : lead_codes)
        if (channel.lead_code == lead.code) return std::string(lead.name);
    if (!channel.lead_text.empty()) return channel.lead_text;
    return "channel " + std::to_string(number + 1);
}

}  // namespace synchrony::io::mfer
