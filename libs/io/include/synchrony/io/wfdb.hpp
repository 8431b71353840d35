// WFDB (PhysioNet) records and annotations: everything in one include.
#pragma once

#include "synchrony/io/wfdb_annotations.hpp"
#include "synchrony/io/wfdb_header.hpp"
#include "synchrony/io/wfdb_record.hpp"
