import * as z from 'zod'

const entrySchema = z.looseObject({ level: z.string(), event: z.string() })

/** A log line of the Worker for a person to read; what is not one of its JSON lines stays as it is. */
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
