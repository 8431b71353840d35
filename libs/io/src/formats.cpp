// The registry: one line a format. Order matters where two sniffers could both say yes: text formats come last.
#include "csv/csv_format.hpp"
#include "edf/edf_format.hpp"
#include "matlab/matlab_format.hpp"
#include "npy/npy_format.hpp"
#include "synchrony/io/read.hpp"
#include "wfdb/wfdb_format.hpp"

namespace synchrony::io {

std::span<const Format> formats() {
    static const Format all[] = {
        wfdb::format(), edf::format(), matlab::format(), npy::npy_format(), npy::npz_format(),
        csv::format(),  // text: last
    };
    return all;
}

}  // namespace synchrony::io
