// Files are read where they lie, mapped into memory. One that gets shorter meanwhile, or whose disk fails, leaves
// nothing to read: the system then sends SIGBUS, whose own end is a crash without a word.
#pragma once

namespace synchrony::cli {

/// From now on such a file ends the program with a word that names it, exit code 1 and no temporary file left.
void listen_for_files_cut_short();

}  // namespace synchrony::cli
