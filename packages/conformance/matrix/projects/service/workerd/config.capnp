using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    # The sandbox is on this machine, which is no public address.
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);

const main :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "../dist/worker.mjs")],
  # Older dates lack modules of Node.js that undici imports.
  compatibilityDate = "2026-04-01",
  compatibilityFlags = ["nodejs_compat"],
  bindings = [
    (name = "ASTRAL_BASE_URL", fromEnvironment = "ASTRAL_BASE_URL"),
    (name = "ASTRAL_API_KEY", fromEnvironment = "ASTRAL_API_KEY"),
    (name = "STORMWALL_BASE_URL", fromEnvironment = "STORMWALL_BASE_URL"),
    (name = "STORMWALL_TOKEN", fromEnvironment = "STORMWALL_TOKEN"),
    (name = "ASNA_BASE_URL", fromEnvironment = "ASNA_BASE_URL"),
    (name = "ASNA_TOKEN_URL", fromEnvironment = "ASNA_TOKEN_URL"),
    (name = "ASNA_CLIENT_ID", fromEnvironment = "ASNA_CLIENT_ID"),
    (name = "ASNA_CLIENT_SECRET", fromEnvironment = "ASNA_CLIENT_SECRET"),
    (name = "REESTRO_BASE_URL", fromEnvironment = "REESTRO_BASE_URL"),
    (name = "REESTRO_API_KEY", fromEnvironment = "REESTRO_API_KEY"),
    (name = "REESTRO_ORG_ID", fromEnvironment = "REESTRO_ORG_ID"),
  ],
);
