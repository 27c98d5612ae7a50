import * as z from 'zod'
import { readableLogLine } from './log-line'

const WIDTH = 24
const UP_AND_CLEAR = '\r\x1b[2K'

const progressEntry = z.object({
  event: z.literal('sync_progress'),
  label: z.string(),
  orders: z.number(),
  activities: z.number(),
  /** Fraction of the first sync, 0 to 1; null when unknown. */
  backfill: z.number().nullable(),
})

const endEntry = z.object({ event: z.enum(['sync_finished', 'sync_failed']) })

/** The output that shows the progress. */
export interface Screen {
  write(text: string): unknown
  /** True when a line can be overwritten. */
  isTTY?: boolean
  /** Characters in a line: a longer line would wrap, and could not be overwritten. */
  columns?: number
}

/**
 * Prints the Worker's log and the progress of a first sync: as a bar below the log in a terminal,
 * otherwise as plain lines.
 */
export interface ProgressView {
  /** Prints a log line of the Worker. */
  log(line: string): void
  /** Prints a line of `npm start` itself. */
  say(line: string): void
}

/**
 * @example
 * const view = showProgress({ write: (text) => process.stdout.write(text), isTTY: true }, () => new Date())
 */
export function showProgress(screen: Screen, now: () => Date): ProgressView {
  let bar = ''
  const say = (line: string) => {
    screen.write(bar === '' ? `${line}\n` : `${UP_AND_CLEAR}${line}\n${bar}`)
  }
  const show = (text: string) => {
    if (!screen.isTTY) return say(text)
    bar = text.slice(0, (screen.columns ?? 80) - 1)
    screen.write(UP_AND_CLEAR + bar)
  }
  const clear = () => {
    if (bar !== '') screen.write(UP_AND_CLEAR)
    bar = ''
  }
  return {
    say,
    log(line) {
      const entry = parseJson(line)
      const progress = progressEntry.safeParse(entry)
      if (progress.success) return show(barOf(progress.data))
      if (endEntry.safeParse(entry).success) clear()
      say(readableLogLine(line, now()))
    },
  }
}

/** The progress of a first sync, in one line. */
function barOf({ label, orders, activities, backfill }: z.infer<typeof progressEntry>): string {
  const filled = Math.round((backfill ?? 0) * WIDTH)
  const share = backfill === null ? '' : ` ${String(Math.floor(backfill * 100)).padStart(3)} %`
  const read = `${orders} orders, ${activities} activities read`
  return `Reading   [${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}]${share}  ${label}: ${read}`
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
