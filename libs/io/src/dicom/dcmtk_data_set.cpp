// Reading with DCMTK, the only file that does (dcmtk_writer.cpp writes with it).
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdict.h>
#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcsequen.h>
#include <dcmtk/dcmdata/dctag.h>
#include <dcmtk/oflog/oflog.h>

#include <cmath>
#include <exception>

#include "dicom/data_set.hpp"
#include "dicom/dcmtk_quiet.hpp"
#include "parts.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::dicom {
namespace {

DcmTagKey key_of(Tag tag) {
    return {tag.group, tag.element};
}

DcmElement* element_of(void* item, Tag tag) {
    DcmElement* element = nullptr;
    const auto found = static_cast<DcmItem*>(item)->findAndGetElement(key_of(tag), element);
    return found.good() ? element : nullptr;
}

bool is_sequence_tag(Tag tag) {
    return DcmTag(key_of(tag)).getEVR() == EVR_SQ;
}

std::string clean_text(std::string_view stored) {
    const auto text = core::trimmed(stored.substr(0, stored.find('\0')));
    const auto decoded = core::decode_text(text);
    return decoded ? decoded->text : std::string();
}

E_TransferSyntax syntax_of(const DataSetBytes& data) {
    if (!data.explicit_vr) return EXS_LittleEndianImplicit;
    return data.order == std::endian::big ? EXS_BigEndianExplicit : EXS_LittleEndianExplicit;
}

core::Result<std::shared_ptr<void>> parse_with_dcmtk(const DataSetBytes& data, const std::string& where) {
    DcmInputBufferStream stream;
    // DCMTK's buffers hold an even number of bytes; a last odd one belongs to no element.
    stream.setBuffer(data.bytes.data(), static_cast<offile_off_t>(data.bytes.size() & ~std::size_t{1}));
    stream.setEos();
    auto data_set = std::make_shared<DcmDataset>();
    data_set->transferInit();
    const auto read = data_set->read(stream, syntax_of(data), EGL_noChange);
    data_set->transferEnd();
    if (read.bad())
        return core::fail_input("DICOM data set is not whole", where, read.text(), "a data set that DCMTK can read");
    // Where the character set is not told or unknown, text is decoded by its bytes (clean_text).
    static_cast<void>(data_set->convertToUTF8());
    return std::shared_ptr<void>(data_set, static_cast<DcmItem*>(data_set.get()));
}

}  // namespace

void quieten_dcmtk() {
    static const bool quiet = [] {
        OFLog::configure(OFLogger::OFF_LOG_LEVEL);
        return true;
    }();
    static_cast<void>(quiet);
}

bool Item::has(Tag tag) const {
    return element_of(item_, tag) != nullptr;
}

std::string Item::text(Tag tag) const {
    auto* element = element_of(item_, tag);
    OFString value;
    if (element == nullptr || element->getOFStringArray(value).bad()) return {};
    return clean_text({value.c_str(), value.size()});
}

std::optional<double> Item::number(Tag tag) const {
    auto* element = element_of(item_, tag);
    OFString value;
    if (element == nullptr || element->getOFString(value, 0).bad()) return std::nullopt;
    return number_of(std::string_view(value.c_str(), value.size()));
}

std::vector<Item> Item::items(Tag tag) const {
    auto* element = element_of(item_, tag);
    std::vector<Item> all;
    if (element == nullptr || element->ident() != EVR_SQ) return all;
    auto* sequence = static_cast<DcmSequenceOfItems*>(element);
    for (auto* object = sequence->nextInContainer(nullptr); object != nullptr;
         object = sequence->nextInContainer(object))
        all.emplace_back(static_cast<DcmItem*>(object));
    return all;
}

StoredWords Item::words(Tag tag) const {
    auto* element = element_of(item_, tag);
    if (element == nullptr || element->isLeaf() == OFFalse) return {};
    const auto bytes = static_cast<std::size_t>(element->getLength());
    Uint8* as_bytes = nullptr;
    Uint16* as_words = nullptr;
    Sint16* as_numbers = nullptr;
    const auto vr = element->getVR();
    if (vr == EVR_OB || vr == EVR_UN) {
        if (element->getUint8Array(as_bytes).good() && as_bytes != nullptr) return {{as_bytes, bytes}, {}};
    } else if (vr == EVR_SS) {
        if (element->getSint16Array(as_numbers).good() && as_numbers != nullptr)
            return {{}, {reinterpret_cast<const std::uint16_t*>(as_numbers), bytes / 2}};
    } else if (element->getUint16Array(as_words).good() && as_words != nullptr) {
        return {{}, {as_words, bytes / 2}};
    }
    return {};
}

core::Result<DataSet> DataSet::parse(const DataSetBytes& data, const std::string& where) {
    quieten_dcmtk();
    SYNCHRONY_TRY(check_elements(data, is_sequence_tag, where));
    try {
        SYNCHRONY_ASSIGN(auto data_set, parse_with_dcmtk(data, where));
        return DataSet(std::move(data_set));
    } catch (const std::exception& fault) {
        return core::fail_input("DICOM data set cannot be read", where, fault.what(), "a data set that DCMTK can read");
    }
}

}  // namespace synchrony::io::dicom
