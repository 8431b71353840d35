// The registry: one line a format. Order matters where two sniffers could both say yes: text formats come last.
#include "aecg/aecg_format.hpp"
#include "csv/csv_format.hpp"
#include "dicom/dicom_format.hpp"
#include "synchrony/io/read.hpp"
#include "wfdb/wfdb_format.hpp"

namespace synchrony::io {

std::span<const Format> formats() {
    static const Format all[] = {
        wfdb::format(),
        dicom::format(),
        aecg::format(),
        csv::format(),
    };
    return all;
}

}  // namespace synchrony::io
