import recorded from './recordings.json'

/** A request to the stand-in account, and what it was answered. */
export interface Recording {
  path?: Record<string, string> | undefined
  query?: Record<string, string> | undefined
  body?: object | undefined
  /** JSON, or the first lines of a file. Long lists are shortened. */
  answer: unknown
}

/** Recorded requests by operation. `npm run api:record` makes them. */
export const RECORDINGS: Partial<Record<string, Recording>> = recorded
