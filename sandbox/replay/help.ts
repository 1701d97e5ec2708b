import { tokenName } from './record/subject.ts';

/** What the command says of itself after its flags. */
export const explanation = `
Judges what was recorded with a service's own plan, as a rollout would have judged it at the time: one
verdict for each bucket, and one decision for each file: promote, roll-back or hold.

A recording has one bucket on each line, oldest first, as JSON:
  {"at": "2026-03-02T12:00:00Z", "seconds": 60, "weight": 10,
   "stable": {"requests": 900, "errors": 2, "latency": {"bounds": [100, 250], "counts": [800, 90, 10]},
              "cpu": 35, "memory": 40},
   "canary": {"requests": 100, "errors": 1, "latency": {"p95": 180, "p99": 240}}}
A side that is null or missing is no data. Buckets with weight 0 at the beginning are the baseline.

From a Prometheus, for a service whose telemetry is of that kind:
  --from prometheus https://prometheus.example.com --range 2026-03-02T12:00:00Z..2026-03-02T13:00:00Z
  --stable version=v1 --canary version=v2 --record recorded.ndjson
Recorded are error-rate (requests and errors) and the classic histogram of latency-p95 and latency-p99,
in the plan's buckets; not CPU, memory, metrics of your own or native histograms. A bucket in which a
side's requests are not known is null for it. Without --record it is judged at once.
--range takes times with a zone, now, and so long before it: -90s, -30m, -2h, -7d.
--stable and --canary give the placeholders of the plan's queries their values: key=value,key=value.
The weight is measured by default: the canary's share of the requests, as the weight of the plan's step
nearby (5 points, or chance where requests are few), since each change of it begins a step. It changes
where two buckets or more say so together; a share near no step stays as it is, rounded. --weight N
states it instead, from the canary's first request on.
Credentials: a bearer token in ${tokenName}, sent over https or to loopback only. The
plan's own address and secrets are not used. Basic and sigv4 are not supported: put a proxy that signs
onto loopback.

Exit codes: 0 judged, whatever the decision; 2 bad input.
With --from also: 0 recorded; 1 the server could not be asked, or its answer is partial or empty.
With --json the lines are NDJSON; with several files each has the file's name.`;
