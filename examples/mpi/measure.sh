#!/usr/bin/env bash
# Measures a folder of ECGs with Open MPI's launcher, a part a process, and joins the parts:
#   examples/mpi/measure.sh PROCESSES ECG_FOLDER measurements.csv [options of mpirun, as --hostfile hosts]
# Processes do not talk to each other; the launcher only starts them and says which of them each is. The folder of the
# parts, beside the table, must be one that all machines see.
set -euo pipefail
processes=$1 ecgs=$2 table=$3
shift 3
parts=$table.parts
mpirun -n "$processes" "$@" bash -c 'synchrony measure "$0" --csv --parts "$1" --threads 1 --quiet \
    --shard "$((OMPI_COMM_WORLD_RANK + 1))/$OMPI_COMM_WORLD_SIZE"' "$ecgs" "$parts"
synchrony merge "$parts" --out "$table"
rm -r "$parts"
