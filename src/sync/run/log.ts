/**
 * One thing that happened: a level, a name, and facts about it; never payloads, account numbers or
 * keys.
 */
export interface LogEntry {
  level: 'info' | 'warn' | 'error'
  event: string
  [fact: string]: unknown
}

/** Where the product says what it does. */
export type Log = (entry: LogEntry) => void

/**
 * A log of one JSON line per entry, which is what Workers Logs index.
 *
 * @example
 * const log = jsonLog(console.log)
 * log({ level: 'info', event: 'sync_finished', inserted: 3 })
 */
export function jsonLog(write: (line: string) => void): Log {
  return (entry) => write(JSON.stringify(entry))
}
