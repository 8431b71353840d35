// Fontconfig keeps its caches until the program ends; the leak checker of the asan preset need not hear of them.
// The function is called by the leak checker alone and does nothing in other builds.
extern "C" __attribute__((visibility("default"))) const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libfontconfig";
}
