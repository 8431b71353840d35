// Small files as vendors' programs write them, with samples that a test knows: GE MUSE, GE CardioSoft, Philips
// SierraECG (its XLI compression included), Mortara ELI and Schiller. Written after the formats, not after the readers.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace synchrony::test {

using Samples = std::vector<int>;
using NamedLeads = std::vector<std::pair<std::string, Samples>>;

inline std::string int16_bytes(const Samples& samples) {
    std::string bytes;
    for (const int v : samples) {
        bytes += static_cast<char>(v & 0xff);
        bytes += static_cast<char>(v >> 8 & 0xff);
    }
    return bytes;
}

inline std::string base64_of(const std::string& bytes) {
    static constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        unsigned group = 0;
        for (std::size_t k = 0; k < 3; ++k)
            group = group << 8U | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            text += i + k <= bytes.size() ? letters[group >> (18U - 6U * static_cast<unsigned>(k)) & 63U] : '=';
    }
    return text;
}

/// LZW as XLI uses it: codes of 10 bits, highest bit first, no more entries once 1022 is given, 1023 at the end.
inline std::string lzw_of(const std::string& bytes) {
    std::map<std::string, unsigned> table;
    for (unsigned c = 0; c < 256; ++c) table[std::string(1, static_cast<char>(c))] = c;
    std::vector<unsigned> codes;
    std::string current;
    for (const char c : bytes) {
        if (table.contains(current + c)) {
            current += c;
            continue;
        }
        codes.push_back(table[current]);
        const auto next = static_cast<unsigned>(table.size());
        if (next <= 1022) table[current + c] = next;
        current = std::string(1, c);
    }
    if (!current.empty()) codes.push_back(table[current]);
    codes.push_back(1023);
    std::string out;
    unsigned held = 0, bits = 0;
    for (const auto code : codes) {
        held = held << 10U | code;
        for (bits += 10; bits >= 8; bits -= 8) out += static_cast<char>(held >> (bits - 8) & 0xffU);
        held &= (1U << bits) - 1;
    }
    if (bits > 0) out += static_cast<char>(held << (8 - bits) & 0xffU);
    return out;
}

/// A chunk of XLI: at least three samples, 16 bits each.
inline std::string xli_chunk(const Samples& x) {
    const std::size_t n = x.size();
    Samples words{x[0], x[1]};
    for (std::size_t i = 3; i < n; ++i) words.push_back(2 * x[i - 1] - x[i - 2] - x[i] + 64);
    words.push_back(64);
    std::string bytes;
    for (const int w : words) bytes += static_cast<char>(w >> 8 & 0xff);
    for (const int w : words) bytes += static_cast<char>(w & 0xff);
    const auto packed = lzw_of(bytes);
    const auto size = static_cast<unsigned>(packed.size());
    std::string chunk;
    for (unsigned k = 0; k < 4; ++k) chunk += static_cast<char>(size >> 8 * k & 0xffU);
    return chunk + std::string("\x01\x00", 2) + int16_bytes({2 * x[1] - x[0] - x[2]}) + packed;
}

inline std::string xli_of(const std::vector<Samples>& leads) {
    std::string bytes;
    for (const auto& lead : leads) bytes += xli_chunk(lead);
    return bytes;
}

/// What Philips stores for leads in the order I II III aVR aVL aVF V1 ...: of the four derived leads what I and II do
/// not give.
inline std::vector<Samples> philips_stored(std::vector<Samples> leads) {
    for (std::size_t i = 0; i < leads[0].size(); ++i) {
        const int a = leads[0][i], b = leads[1][i], c = leads[2][i];
        leads[2][i] = b - a - c;
        leads[3][i] = -leads[3][i] - (a + b) / 2;
        leads[4][i] = (a - c) / 2 - leads[4][i];
        leads[5][i] = (b + c) / 2 - leads[5][i];
    }
    return leads;
}

/// `samples` in a SierraECG file of 12 leads, 500 Hz, 5 uV; `attributes` as in version 1.04.
inline std::string philips_xml(const std::string& samples, const std::string& attributes,
                               const std::string& rest = {}) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<restingecgdata xmlns=\"http://www3.medical.philips.com\">\n"
           "<documentinfo><documenttype>PhilipsECG</documenttype><documentversion>1.04</documentversion></"
           "documentinfo>\n"
           "<dataacquisition date=\"2020-03-01\" "
           "time=\"10:15:30\"><signalcharacteristics><samplingrate>500</samplingrate>"
           "<resolution>5</resolution><acquisitiontype>10-WIRE</acquisitiontype><bitspersample>16</bitspersample>"
           "<numberchannelsvalid>12</numberchannelsvalid></signalcharacteristics></dataacquisition>\n"
           "<waveforms><parsedwaveforms " +
           attributes + ">" + samples + "</parsedwaveforms>" + rest + "</waveforms>\n</restingecgdata>\n";
}

inline std::string philips_attributes(std::size_t samples, const std::string& compression = "XLI") {
    return "dataencoding=\"Base64\" compression=\"" + compression + "\" numberofleads=\"12\" " +
           "leadlabels=\"I II III aVR aVL aVF V1 V2 V3 V4 V5 V6\" durationperchannel=\"" + std::to_string(2 * samples) +
           "\"";
}

/// A Waveform of a MUSE file, 500 Hz, 4.88 uV; `more` stands in each lead.
inline std::string muse_wave(const std::string& type, const NamedLeads& leads, const std::string& more = {}) {
    std::string xml = "<Waveform><WaveformType>" + type +
                      "</WaveformType><SampleBase>500</SampleBase><SampleExponent>0</SampleExponent>"
                      "<HighPassFilter>16</HighPassFilter><LowPassFilter>150</LowPassFilter><ACFilter>50</ACFilter>\n";
    for (const auto& [name, samples] : leads)
        xml += "<LeadData><LeadSampleCountTotal>" + std::to_string(samples.size()) +
               "</LeadSampleCountTotal><LeadAmplitudeUnitsPerBit>4.88</LeadAmplitudeUnitsPerBit>"
               "<LeadAmplitudeUnits>MICROVOLTS</LeadAmplitudeUnits><LeadID>" +
               name + "</LeadID><LeadSampleSize>2</LeadSampleSize>" + more + "<WaveFormData>\n" +
               base64_of(int16_bytes(samples)) + "\n</WaveFormData></LeadData>\n";
    return xml + "</Waveform>\n";
}

inline std::string muse_xml(const std::string& inside) {
    return "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<!DOCTYPE RestingECG SYSTEM "
           "\"restecg.dtd\">\n<RestingECG>\n" +
           inside + "</RestingECG>\n";
}

inline std::string with_commas(const Samples& samples) {
    std::string text;
    for (const int v : samples) text += (text.empty() ? "" : ",") + std::to_string(v);
    return text;
}

/// StripData or MedianSamples of CardioSoft, 500 Hz, 5 uV.
inline std::string cardiosoft_block(const std::string& name, const NamedLeads& leads) {
    std::string xml = "<" + name + "><NumberOfLeads>" + std::to_string(leads.size()) +
                      "</NumberOfLeads><SampleRate units=\"Hz\">500</SampleRate>"
                      "<Resolution units=\"uVperLsb\">5</Resolution>\n";
    for (const auto& [lead, samples] : leads)
        xml += "<WaveformData lead=\"" + lead + "\">\n\t" + with_commas(samples) + "</WaveformData>\n";
    return xml + "</" + name + ">\n";
}

inline std::string cardiosoft_xml(const std::string& inside) {
    return "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<CardiologyXML>\n" + inside + "</CardiologyXML>\n";
}

/// A CHANNEL of ELI XML, 500 Hz, 400 units a mV.
inline std::string eli_channel(const std::string& name, const Samples& samples) {
    return "<CHANNEL OFFSET=\"0\" BITS=\"16\" FORMAT=\"SIGNED\" UNITS_PER_MV=\"400\" DURATION=\"" +
           std::to_string(samples.size()) + "\" SAMPLE_FREQ=\"500\" NAME=\"" + name + "\" ENCODING=\"BASE64\" DATA=\"" +
           base64_of(int16_bytes(samples)) + "\" />\n";
}

/// A wavedata of Schiller's XML, 500 Hz, 5 uV.
inline std::string schiller_waves(const std::string& type, const NamedLeads& leads) {
    std::string xml = "<wavedata><type>" + type +
                      "</type><resolution><samplerate><value>500</value><exponent>1</exponent></samplerate>"
                      "<yres><unitperbit>5</unitperbit><units>UV</units></yres></resolution>\n";
    for (const auto& [name, samples] : leads)
        xml += "<channel><name>" + name + "</name><datastype>COMMASEPARATE</datastype><data>" + with_commas(samples) +
               ",</data></channel>\n";
    return xml + "</wavedata>\n";
}

inline std::string schiller_xml(const std::string& waves) {
    const std::string root = "com.xiriuz.sema.xml.schillerEDI.SchillerEDI";
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + root + ">\n<eventdata><event>\n" + waves +
           "</event></eventdata>\n</" + root + ">\n";
}

}  // namespace synchrony::test
