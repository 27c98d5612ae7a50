import * as z from 'zod'

const entrySchema = z.looseObject({ level: z.string(), event: z.string() })

/** Formats a JSON log line of the Worker for reading. Other lines are returned unchanged. */
export function readableLogLine(line: string, at: Date): string {
  const time = at.toISOString().slice(11, 19)
  const entry = entrySchema.safeParse(parseJson(line))
  if (!entry.success) return `${time} ${line}`
  const { level, event, ...facts } = entry.data
  const told = Object.entries(facts).map(([name, value]) => `${name}=${show(value)}`)
  return [time, level === 'info' ? '' : level.toUpperCase(), event, ...told]
    .filter(Boolean)
    .join(' ')
}

const show = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
