/** What `--help` prints. */
export const HELP = `Usage: partner-apis-sandbox [options]

Emulators of four vendors' APIs (Astral.Platform, Stormwall, ASNA, Kontur.Reestro), each on a port of its own, until Ctrl+C.
No account, no network, nothing real: keys, ids and data are made up.

Where
  --port <number>        port of the first vendor; the others get the next ones, the inspector the fifth (default: 4010);
                         0 takes free ports
  --host <address>       address to listen on (default: 127.0.0.1)
  --no-inspector         no page to look inside with
                         From elsewhere than this machine the page takes its token: a random one, or the text in
                         PARTNER_APIS_INSPECTOR_TOKEN.

What happens
  --scenario <file>      start with what a YAML or JSON file describes: events, services, clients, settings, faults
  --fault <spec>         something that goes wrong; may be given several times:
                         vendor[.operation]:kind[,times=N][,probability=P][,status=N][,retryAfter=N]
  --seed <text>          ids and keys follow from it: the same seed, the same run (default: partner-apis)
  --second-ms <number>   milliseconds that one second of a vendor's time-out takes (default: 1000)

What is printed
  --env                  NAME=value lines for a .env file, and nothing else
  --json                 addresses, credentials and environment as one JSON object on one line; requests go to standard error
  --help                 this text
  --version              the version

Examples
  partner-apis-sandbox
  partner-apis-sandbox --port 0 --env > .env
  partner-apis-sandbox --fault astral.events.poll:status,status=503,times=3 --fault asna:slow,probability=0.2
  partner-apis-sandbox --scenario demo.yaml --second-ms 10
`;
