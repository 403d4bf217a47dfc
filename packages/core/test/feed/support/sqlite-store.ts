import { DatabaseSync } from 'node:sqlite';

/** What a Keyv keeps its values in, on Node.js's own SQLite. */
export function sqliteStore(path: string): Map<string, string> {
  const database = new DatabaseSync(path);
  database.exec('CREATE TABLE IF NOT EXISTS keyv (key TEXT PRIMARY KEY, value TEXT NOT NULL)');
  const get = database.prepare('SELECT value FROM keyv WHERE key = ?');
  const set = database.prepare(
    'INSERT INTO keyv VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const remove = database.prepare('DELETE FROM keyv WHERE key = ?');
  const store = {
    get: (key: string) => get.get(key)?.['value'],
    set: (key: string, value: string) => void set.run(key, value),
    delete: (key: string) => remove.run(key).changes > 0,
    clear: () => database.exec('DELETE FROM keyv'),
  };
  // Boundary: a Keyv takes anything with these four methods, and calls it a Map.
  return store as unknown as Map<string, string>;
}
