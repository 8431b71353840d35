// Writes a file of each format of which no sample may be shared, for the browser tests: upload_samples FOLDER. By the
// encoders of the tests, which go by the formats' descriptions; ten seconds of one made-up ECG.
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "../support/contec_writer.hpp"
#include "../support/holter_writer.hpp"
#include "../support/scp_writer.hpp"
#include "../support/vendor_xml.hpp"

namespace {

using namespace synchrony::test;

constexpr int rate_hz = 500, samples = 10 * rate_hz, beat = 400;
constexpr const char* names[] = {"I", "II", "V1", "V2", "V3", "V4", "V5", "V6"};

/// Microvolts: P, QRS and T as bumps, larger from lead to lead.
double microvolts(int lead, int sample) {
    const auto bump = [&](double at, double width, double height) {
        const double x = (sample % beat - at) / width;
        return height * std::exp(-x * x);
    };
    const double side = lead == 2 || lead == 3 ? -1.0 : 1.0;  // V1 and V2 point down
    return (1.0 + 0.1 * lead) *
           (bump(60, 15, 120) + side * bump(140, 8, 900) - side * bump(156, 7, 250) + bump(270, 30, 220));
}

Samples in_steps(int lead, double step_uv, int hz = rate_hz) {
    Samples values;
    for (int n = 0; n < 10 * hz; ++n)
        values.push_back(static_cast<int>(std::lround(microvolts(lead, n * rate_hz / hz) / step_uv)));
    return values;
}

NamedLeads eight_leads(double step_uv) {
    NamedLeads leads;
    for (int l = 0; l < 8; ++l) leads.emplace_back(names[l], in_steps(l, step_uv));
    return leads;
}

std::string ishne() {
    // The standard's codes of I, II, V1 to V6: Badilini 1998, table of lead specifications.
    constexpr int codes[] = {5, 6, 11, 12, 13, 14, 15, 16};
    IshneFile file;
    file.hz = rate_hz;
    for (int l = 0; l < 8; ++l) file.leads.push_back({codes[l], 1, 2500, in_steps(l, 2.5)});
    return file.bytes();
}

std::string mfer() {
    std::string head = mfer_definition(0x40, field("MFR ", 32)) + mfer_definition(0x01, u8(1)) +  // little endian
                       mfer_definition(0x05, u8(8)) + mfer_definition(0x04, u16(samples)) +
                       mfer_definition(0x0B, std::string("\x01\xfd\x02", 3)) +     // 2 ms
                       mfer_definition(0x0C, std::string("\x00\xfa\x05\x00", 4));  // 5 uV
    constexpr int codes[] = {1, 2, 3, 4, 5, 6, 7, 8};                              // I, II, V1 to V6
    std::string data;
    for (int l = 0; l < 8; ++l) {
        head += mfer_channel(l, mfer_definition(0x09, u16(codes[l])));
        for (const int value : in_steps(l, 5)) data += u16(value);
    }
    return head + mfer_definition(0x1E, data) + u8(0x80);
}

std::string eli() {
    std::string channels;
    for (const auto& [name, values] : eight_leads(2.5)) channels += eli_channel(name, values);
    return "<ECG>" + channels + "</ECG>";
}

std::string contec() {
    ContecFile file;
    for (int n = 0; n < 8000; ++n) {
        std::vector<int> frame;
        const int at = n * rate_hz / 800;
        const auto steps = [](double uv) { return 2048 + static_cast<int>(std::lround(uv / 5)); };
        frame.push_back(steps(microvolts(1, at)));
        frame.push_back(steps(microvolts(1, at) - microvolts(0, at)));
        for (int l = 2; l < 8; ++l) frame.push_back(steps(microvolts(l, at)));
        file.frames.push_back(frame);
    }
    return file.bytes();
}

/// A matrix "val" of level 4: 8 rows of 16 bits, by columns.
std::string matlab() {
    std::string file = u32(30) + u32(8) + u32(samples) + u32(0) + u32(4) + std::string("val\0", 4);
    const auto leads = eight_leads(5);
    for (std::size_t n = 0; n < samples; ++n)
        for (const auto& [name, values] : leads) file += u16(values[n]);
    return file;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::fprintf(stderr, "upload_samples FOLDER\n");
        return 2;
    }
    const std::filesystem::path folder = arguments[1];
    const auto keep = [&](const char* name, const std::string& bytes) {
        std::ofstream(folder / name, std::ios::binary) << bytes;
    };
    keep("ishne.ecg", ishne());
    keep("mfer.mwf", mfer());
    keep("cardiosoft.xml", cardiosoft_xml(cardiosoft_block("StripData", eight_leads(5))));
    keep("eli.xml", eli());
    keep("schiller.xml", schiller_xml(schiller_waves("ECG_RHYTHMS", eight_leads(5))));
    keep("contec.ECG", contec());
    keep("matlab.mat", matlab());
    return 0;
}
