// The registry: one line a format. Order matters where two sniffers could both say yes: text formats come last.
#include "aecg/aecg_format.hpp"
#include "apple/apple_format.hpp"
#include "atc/atc_format.hpp"
#include "cardiosoft/cardiosoft_format.hpp"
#include "contec/contec_format.hpp"
#include "csv/csv_format.hpp"
#include "dicom/dicom_format.hpp"
#include "edf/edf_format.hpp"
#include "eli/eli_format.hpp"
#include "fhir/fhir_format.hpp"
#include "hdf5/hdf5_format.hpp"
#include "ishne/ishne_format.hpp"
#include "lepu/lepu_format.hpp"
#include "matlab/matlab_format.hpp"
#include "mfer/mfer_format.hpp"
#include "muse/muse_format.hpp"
#include "npy/npy_format.hpp"
#include "pdf/pdf_format.hpp"
#include "philips/philips_format.hpp"
#include "schiller/schiller_format.hpp"
#include "scp/scp_format.hpp"
#include "synchrony/io/read.hpp"
#include "wfdb/wfdb_format.hpp"

namespace synchrony::io {

std::span<const Format> formats() {
    // clang-format off
    static const Format all[] = {
        wfdb::format(),        //
        dicom::format(),       //
        aecg::format(),        //
        muse::format(),        //
        cardiosoft::format(),  //
        philips::format(),     //
        eli::format(),         //
        schiller::format(),    //
        scp::format(),         //
        ishne::format(),       //
        mfer::format(),        //
        contec::format(),      //
        atc::format(),         //
        edf::format(),         //
        fhir::format(),        //
        hdf5::format(),        // before MATLAB, whose level 7.3 is HDF5
        matlab::format(),      //
        npy::npy_format(),     //
        npy::npz_format(),     //
        pdf::format(),         //
        lepu::format(),        // before other tables
        apple::format(),       // before other tables
        csv::format(),         // text: last
    };
    // clang-format on
    return all;
}

}  // namespace synchrony::io
