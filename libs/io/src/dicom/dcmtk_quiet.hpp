#pragma once

namespace synchrony::io::dicom {

/// Turns DCMTK's logging off, once: libraries never print.
void quieten_dcmtk();

}  // namespace synchrony::io::dicom
