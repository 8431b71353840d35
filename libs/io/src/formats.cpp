// The registry: one line a format. Order matters where two sniffers could both say yes: text formats come last.
#include "csv/csv_format.hpp"
#include "ishne/ishne_format.hpp"
#include "mfer/mfer_format.hpp"
#include "scp/scp_format.hpp"
#include "synchrony/io/read.hpp"
#include "wfdb/wfdb_format.hpp"

namespace synchrony::io {

std::span<const Format> formats() {
    static const Format all[] = {
        wfdb::format(), scp::format(), ishne::format(), mfer::format(), csv::format(),
    };
    return all;
}

}  // namespace synchrony::io
