"""A processor that lacks what the module was built for would end Python without a word."""

# As the program asks (apps/cli/processor_check.cpp). Whatever has these has the others of x86-64-v3 too; virtual machines
# may hide one of them (abm), and it works all the same.
needed_by = {"x86-64-v3": ("avx2", "bmi2", "fma")}


def missing(cpuinfo, architecture):
    """Flags of the processor that are not in the text of /proc/cpuinfo; none where it tells of no flags."""
    lines = [line for line in cpuinfo.splitlines() if line.startswith("flags")]
    if not lines:
        return []
    there = set(lines[0].split())
    return [flag for flag in needed_by.get(architecture, ()) if flag not in there]


def check(architecture):
    try:
        with open("/proc/cpuinfo") as file:
            lacking = missing(file.read(), architecture)
    except OSError:
        return
    if lacking:
        raise ImportError(f"synchrony was built for processors of {architecture}; this one lacks {', '.join(lacking)}. "
                          "Build it with -DSYNCHRONY_ARCH= for this one")
