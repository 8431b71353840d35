#!/usr/bin/env bash
# Tries the two scripts beside it on a Slurm of its own: one node, two tasks at once, started here and stopped at the end.
# As root on Debian 12: apt-get install slurm-wlm munge. Then: on_one_machine.sh [FOLDER OF ECGS] (default: 40 virtual
# patients). The joined table is compared with that of one run over all ECGs.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export PATH="$here/../../build/release/bin:$PATH"
for program in synchrony munged slurmctld slurmd; do
    command -v "$program" >/dev/null || { echo "$program is not on the PATH; see the head of this script" >&2; exit 1; }
done
work=$(mktemp -d)
host=$(hostname -s)

cat >"$work/slurm.conf" <<CONF
ClusterName=one
SlurmctldHost=$host
AuthType=auth/munge
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
SlurmctldPort=16817
SlurmdPort=16818
MailProg=/bin/true
NodeName=$host CPUs=2 State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
mkdir -p "$work/state" "$work/spool"
export SLURM_CONF=$work/slurm.conf

stop() {
    for daemon in slurmctld slurmd; do
        [[ -f "$work/$daemon.pid" ]] && kill "$(cat "$work/$daemon.pid")" 2>/dev/null || true
    done
    [[ -n "${munged:-}" ]] && kill "$munged" 2>/dev/null || true
    rm -rf "$work"
}
trap stop EXIT
if ! munge -n >/dev/null 2>&1; then
    install -d -o munge -g munge -m 0755 /run/munge
    runuser -u munge -- munged --foreground >"$work/munged.log" 2>&1 &
    munged=$!
fi
for _ in $(seq 50); do munge -n >/dev/null 2>&1 && break; sleep 0.2; done
munge -n >/dev/null || { cat "$work/munged.log" >&2; exit 1; }
slurmctld -f "$SLURM_CONF"
slurmd -f "$SLURM_CONF"
for _ in $(seq 150); do [[ $(sinfo -h -o %T 2>/dev/null) == idle ]] && break; sleep 0.2; done
slurmd -V
sinfo
if [[ $(sinfo -h -o %T) != idle ]]; then
    echo "Slurm's node does not come up:" >&2
    tail -n 20 "$work/slurmctld.log" "$work/slurmd.log" >&2
    exit 1
fi

ecgs=${1:-}
if [[ -z "$ecgs" ]]; then
    synchrony simulate --patients 40 --seed 3 --out "$work/cohort" --quiet >/dev/null
    ecgs=$work/cohort/ecg
fi
ecgs=$(realpath "$ecgs")
cd "$work"
jobs=$(sbatch --parsable --array=1-4 "$here/measure_array.sbatch" "$ecgs" "$work/parts")
# Where a part fails, the job that joins them can never start: it is ended, not waited for, which sbatch calls no fault.
timeout 600 sbatch --parsable --dependency="afterok:$jobs" --kill-on-invalid-dep=yes --wait \
    "$here/merge.sbatch" "$work/parts" "$work/joined.csv" >/dev/null || true
if [[ ! -f joined.csv ]]; then
    echo "the parts were not joined; what the jobs and Slurm's daemons say:" >&2
    tail -n 20 measure-*.log merge.log slurmctld.log slurmd.log >&2 || true
    exit 1
fi
cat measure-*.log merge.log
# An ECG that cannot be measured makes the exit code 1 and stands in both tables.
synchrony measure "$ecgs" --csv --quiet >"$work/whole.csv" 2>/dev/null || true
cmp "$work/whole.csv" "$work/joined.csv"
echo "four parts, joined: the table of one run over $(($(wc -l <"$work/joined.csv") - 1)) ECGs, byte for byte"
